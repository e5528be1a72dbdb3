"""Related: lines that are nothing but a link, where a page lists other articles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dechaff._shapes import HEADLINE_LINK
from dechaff.model import Block, Claim, Document
from dechaff.stages._claims import claim
from dechaff.stages._rules import Table
from dechaff.structure import prose_of, shaped

__all__ = ["OWN_RULES", "claims"]

OWN_RULES = {
    "related/shape/tail": "A headline that is all link, after the article's last paragraph.",
    "related/shape/run": "One of several neighbouring headlines that are all link.",
    "related/shape/bracketed": "A headline that is all link, in brackets or behind an arrow.",
    "related/shape/linked": "A headline that is all link, alone between paragraphs.",
}

TAIL_WEIGHT = 3.4
RUN_WEIGHT = 2.2
LINKED_WEIGHT = 0.8
BRACKETED_WEIGHT = 3.0

_BRACKETED = re.compile(r"\s*(?:[\[(].+[\])]|[>\u00bb\u203a\u2192\u25b6\u25ba\u2794].+)\s*$", re.DOTALL)


def claims(doc: Document, table: Table) -> Iterator[Claim]:
    """Claim linked headlines by where they stand; silent where nothing is linked."""
    linked = shaped(doc, HEADLINE_LINK)
    if not linked:
        return
    last, among = prose_of(doc).last, set(linked)
    for index in linked:
        block = doc.blocks[index]
        rule, weight = _judge(block, among, last)
        yield claim(index, rule, weight, block.text[:80], "link")


def _judge(block: Block, linked: set[int], last: int) -> tuple[str, float]:
    if 0 <= last < block.index:
        return "related/shape/tail", TAIL_WEIGHT
    if _BRACKETED.match(block.text):
        return "related/shape/bracketed", BRACKETED_WEIGHT
    if block.index - 1 in linked or block.index + 1 in linked:
        return "related/shape/run", RUN_WEIGHT
    return "related/shape/linked", LINKED_WEIGHT
