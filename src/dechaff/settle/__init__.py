"""Settle: weighs all claims on a document, honours the safeguards, and decides what goes."""

from __future__ import annotations

from collections.abc import Iterable

from dechaff.model import Claim, Document
from dechaff.opinion import Opinion
from dechaff.settle.decision import CONTESTED, Decision, decide
from dechaff.settle.neighbours import take_between, take_headings
from dechaff.settle.safeguards import SAFEGUARDS
from dechaff.settle.sheet import PRIOR, Sheet, matches, weigh

__all__ = ["CONTESTED", "PRIOR", "SAFEGUARDS", "Decision", "going", "matches", "settle"]


def settle(doc: Document, claims: Iterable[Claim], *, opinion: Opinion | None = None, keep: tuple[str, ...] = (), title_block: int = -1) -> Decision:
    """Decide on every block of a document.

    opinion      what a judge of the main content says of every block, beside the claims.
    keep         rule prefixes whose blocks stay, whatever else is claimed about them.
    title_block  index of the block that says the title, which is neither body nor removed; -1 for none.
    """
    return decide(_resolved(doc, claims, opinion, keep, title_block))


def going(doc: Document, claims: Iterable[Claim], *, keep: tuple[str, ...] = (), title_block: int = -1) -> tuple[set[int], set[int]]:
    """Return the blocks that settle would take, without a judgement on the whole; and those of them that go for nothing but what stands around them."""
    sheet = _resolved(doc, claims, None, keep, title_block)
    return sheet.gone, sheet.scraps


def _resolved(doc: Document, claims: Iterable[Claim], opinion: Opinion | None, keep: tuple[str, ...], title_block: int) -> Sheet:
    """Return the sheet when safeguards and neighbours have spoken, as they do where anything goes."""
    sheet = weigh(doc, claims, opinion, keep, title_block)
    if sheet.gone:
        for name, safeguard in SAFEGUARDS.items():
            safeguard(sheet, name)
        take_between(sheet)
        take_headings(sheet)
    return sheet
