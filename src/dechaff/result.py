"""The answer: clean text, what was removed and why, and how sure dechaff is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple, Protocol

from dechaff.model import Block, Claim, Document, Kind
from dechaff.normalise import normalise

__all__ = ["SCHEMA", "Account", "Declined", "Removal", "Result", "Round", "Said", "Verdict"]

Verdict = Literal["article", "doubtful", "no article"]

#: Version of what Result.as_dict() returns; documented in docs/schema.md.
SCHEMA = 1


class Removal(NamedTuple):
    """Blocks that went, verbatim, with the claims that carried it.

    start, stop  half-open range of block indexes.
    span         half-open range of characters of block `start` when only a part of it went; else None.
    text         what went, one block a line.
    score        the sum of the evidence in log-odds, the prior included; the lowest of the range.
    """

    stage: str
    rule: str
    text: str
    start: int
    stop: int
    claims: tuple[Claim, ...]
    span: tuple[int, int] | None = None
    score: float = 0.0


class Declined(NamedTuple):
    """A claim that was not followed, and the name of the safeguard that spoke against it."""

    claim: Claim
    safeguard: str


class Round(Protocol):
    """What one round of cleaning took, told in the block indexes of the source."""

    @property
    def gone(self) -> Sequence[int]:
        """The blocks that went."""

    @property
    def parts(self) -> Sequence[Removal]:
        """What went of blocks that stay."""

    @property
    def removed(self) -> Sequence[Removal]:
        """Both, with the claims that carried them."""

    @property
    def declined(self) -> Sequence[Declined]:
        """The claims that were not followed."""


@dataclass(frozen=True)
class Said:
    """A round by its removals and declined claims."""

    removed: tuple[Removal, ...] = ()
    declined: tuple[Declined, ...] = ()

    @property
    def gone(self) -> tuple[int, ...]:
        """The blocks that went."""
        return tuple(index for removal in self.removed if removal.span is None for index in range(removal.start, removal.stop))

    @property
    def parts(self) -> tuple[Removal, ...]:
        """What went of blocks that stay."""
        return tuple(removal for removal in self.removed if removal.span is not None)


@dataclass(frozen=True, eq=False)
class Account:
    """What went and what was declined, in one round or several; written out when somebody asks. Equal when they say the same."""

    rounds: tuple[Round, ...] = ()

    @property
    def gone(self) -> set[int]:
        """The indexes of the blocks that went."""
        return {index for one in self.rounds for index in one.gone}

    @property
    def parts(self) -> list[Removal]:
        """The removals of parts of blocks that stay."""
        return [removal for one in self.rounds for removal in one.parts]

    @cached_property
    def removed(self) -> tuple[Removal, ...]:
        """What went, in the order of the source; a part of a block that stays is found again in each round, and counts once."""
        once = {(removal.start, removal.stop, removal.span): removal for one in reversed(self.rounds) for removal in one.removed}
        return tuple(sorted(once.values(), key=lambda one: (one.start, one.span or (0, 0))))

    @cached_property
    def declined(self) -> tuple[Declined, ...]:
        """The claims that were not followed, each once."""
        return tuple(dict.fromkeys(one for some in self.rounds for one in some.declined))

    def __eq__(self, other: object) -> bool:
        """Compare what they say."""
        return isinstance(other, Account) and (self.removed, self.declined) == (other.removed, other.declined)

    __hash__ = None  # type: ignore[assignment]  # two that say the same may have come by different rounds


@dataclass(frozen=True)
class Result:
    """What clean() returns, for every input.

    account     what went and what was declined; see `removed` and `declined`.
    verdict     "article"; "doubtful" when little is left, much was contested or the page looks like something else, and
                then `text` is what it has to say all the same; "no article" when the source holds none, and then it is empty.
    confidence  0 to 1. Of a page that a fitted model judged: of pages like this at least this share comes out with a
                shingle f1 above 0.9 against what a person marked. Else (plain text, no model): the mean probability, over
                the characters kept, that keeping them is right. At most 0.5 when "doubtful".
    doubts      what spoke against the verdict "article", the strongest first; empty when nothing much did.
    """

    document: Document
    account: Account = field(default_factory=Account)
    title_block: int = -1
    verdict: Verdict = "article"
    confidence: float = 1.0
    doubts: tuple[str, ...] = ()
    filled: dict[str, Any] = field(default_factory=dict)

    @property
    def removed(self) -> tuple[Removal, ...]:
        """What went, in the order of the source."""
        return self.account.removed

    @property
    def declined(self) -> tuple[Declined, ...]:
        """Claims that were not followed."""
        return self.account.declined

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block of the source, kept or not."""
        return self.document.blocks

    @cached_property
    def title(self) -> str:
        """The title; empty when the source gives none."""
        if self.document.metadata.title:
            return normalise(self.document.metadata.title)
        if self.title_block >= 0:
            return normalise(self.blocks[self.title_block].text.lstrip("# ") or self.blocks[self.title_block].text)
        return str(self.filled.get("title", ""))

    @property
    def authors(self) -> tuple[str, ...]:
        """Names of the authors, in the order of the source."""
        return self.document.metadata.authors or tuple(self.filled.get("authors", ()))

    @property
    def date(self) -> str:
        """Day of publication as YYYY-MM-DD; empty when unknown."""
        return self.document.metadata.date or str(self.filled.get("date", ""))

    @property
    def site(self) -> str:
        """Name of the publication, else the host; empty when unknown."""
        return self.document.metadata.site or str(self.filled.get("site", ""))

    @property
    def lang(self) -> str:
        """Primary language subtag; empty when the source does not say."""
        return self.document.metadata.lang or str(self.filled.get("lang", ""))

    @property
    def url(self) -> str:
        """The address that was given, else the one the page names."""
        return self.document.metadata.url

    @cached_property
    def kept(self) -> tuple[Block, ...]:
        """The blocks of the body, without the title and what was removed; removed spans are cut out."""
        if self.verdict == "no article":
            return ()
        gone = self.account.gone
        spans: dict[int, list[tuple[int, int]]] = {}
        for removal in self.account.parts:
            if removal.span is not None:
                spans.setdefault(removal.start, []).append(removal.span)
        kept = []
        gap = False
        for block in self.blocks:
            gap = gap or block.gap
            if block.index in gone or block.index == self.title_block:
                continue
            text = without(block.text, spans.get(block.index, ()))
            kept.append(_with(block, text, gap=gap))
            gap = False
        return tuple(kept)

    @cached_property
    def text(self) -> str:
        """The body in normal form: one block a line, a blank line where the source had a paragraph break."""
        pieces: list[str] = []
        for block in self.kept:
            line = normalise(block.text, code=block.kind is Kind.CODE)
            if not line:
                continue
            if pieces:
                pieces.append("\n\n" if block.gap else "\n")
            pieces.append(line)
        return "".join(pieces)

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain values for JSON; the layout is versioned by "schema" and documented in docs/schema.md."""
        return {
            "schema": SCHEMA,
            "title": self.title,
            "text": self.text,
            "authors": list(self.authors),
            "date": self.date,
            "site": self.site,
            "lang": self.lang,
            "url": self.url,
            "verdict": self.verdict,
            "confidence": round(self.confidence, 3),
            "doubts": list(self.doubts),
            "origin": self.document.origin,
            "encoding": self.document.encoding,
            "removed": [removal_dict(removal) for removal in self.removed],
            "declined": [{"safeguard": one.safeguard, **claim_dict(one.claim)} for one in self.declined],
        }


def removal_dict(removal: Removal) -> dict[str, Any]:
    """Return a removal as plain values for JSON."""
    return {
        "stage": removal.stage,
        "rule": removal.rule,
        "text": removal.text,
        "start": removal.start,
        "stop": removal.stop,
        "span": list(removal.span) if removal.span else None,
        "score": round(removal.score, 2),
        "claims": [claim_dict(claim) for claim in removal.claims],
    }


def claim_dict(claim: Claim) -> dict[str, Any]:
    """Return a claim as plain values for JSON."""
    return {
        "rule": claim.rule,
        "witness": claim.witness,
        "evidence": claim.evidence,
        "weight": round(claim.weight, 2),
        "start": claim.start,
        "stop": claim.stop,
        "span": list(claim.span) if claim.span else None,
    }


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return text with half-open character ranges cut out and single spaces at the seams."""
    ordered = sorted(spans)
    if not ordered:
        return text
    pieces, at = [], 0
    for start, stop in ordered:
        pieces.append(text[at:start])
        at = max(at, stop)
    pieces.append(text[at:])
    return " ".join(piece.strip() for piece in pieces if piece.strip())


def _with(block: Block, text: str, *, gap: bool) -> Block:
    if text == block.text and gap == block.gap:
        return block
    return block._replace(text=text, gap=gap, link_chars=min(block.link_chars, len(text)), emph_chars=min(block.emph_chars, len(text)))
