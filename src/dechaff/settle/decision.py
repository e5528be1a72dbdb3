"""The decision: what goes, and the judgement on the whole; removals are written out when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from dechaff.result import Declined, Removal, Verdict
from dechaff.settle._weighing import kept_of
from dechaff.settle.safeguards import BUDGETED
from dechaff.settle.sheet import PRIOR, Evidence, Sheet, matches
from dechaff.structure import prose_flags

__all__ = ["CONTESTED", "Decision", "decide"]

#: With fewer words of prose left than this, there is no article; below the second figure it is doubtful.
LEAST_WORDS = 15
FEW_WORDS = 60
#: What speaks against a verdict, as the result says it.
NOTHING_THERE = "the source holds no text"
NOTHING_LEFT = "nothing is left once the surroundings are gone"
CONTESTED = "the stages would have taken more than half of the prose"
LITTLE_PROSE = f"fewer than {FEW_WORDS} words of prose are left"
OUTWEIGHED, ON_REQUEST = "outweighed", "kept on request"


@dataclass(frozen=True)
class Decision:
    """What settle found: the blocks that go, in order, and the judgement on the whole.

    parts    removals of parts of blocks that stay.
    at_rest  what is left would stay, whole, if the same were said of it once more.
    scores   the sum of the evidence on each block in log-odds, the prior included.
    doubts   what spoke against the verdict "article", in short sentences.
    contrary (block, safeguard) for each block that stays although something speaks against it; declined_parts: the same of parts.

    Two decisions are equal when they take the same for the same reasons.
    """

    verdict: Verdict
    confidence: float
    gone: tuple[int, ...] = ()
    parts: tuple[Removal, ...] = ()
    at_rest: bool = False
    scores: tuple[float, ...] = ()
    doubts: tuple[str, ...] = ()
    contrary: tuple[tuple[int, str], ...] = field(default=(), compare=False)
    declined_parts: tuple[Declined, ...] = field(default=(), compare=False)
    evidence: Evidence | None = field(default=None, repr=False, compare=False)

    def __eq__(self, other: object) -> bool:
        """Compare what they say, removals and declined claims written out."""
        return isinstance(other, Decision) and self._said() == other._said()

    __hash__ = None  # type: ignore[assignment]  # two that are equal may have come by different ways

    def _said(self) -> tuple[object, ...]:
        return self.verdict, self.confidence, self.at_rest, self.scores, self.doubts, self.removed, self.declined

    @cached_property
    def removed(self) -> tuple[Removal, ...]:
        """What goes, in the order of the source: one removal for each run of neighbouring blocks that go by the same rule."""
        whole = _removals(self.gone, self.evidence, self.scores) if self.evidence else ()
        return tuple(sorted([*whole, *self.parts], key=lambda one: (one.start, one.span or (0, 0))))

    @cached_property
    def declined(self) -> tuple[Declined, ...]:
        """The claims that were not followed, in the order of the source."""
        whole = [Declined(claim, safeguard) for index, safeguard in self.contrary for claim in self.evidence.against(index)] if self.evidence else ()
        return tuple(sorted([*whole, *self.declined_parts], key=lambda one: (one.claim.start, one.claim.rule)))


def decide(sheet: Sheet) -> Decision:
    """Return the decision that a sheet comes to."""
    verdict, confidence, doubts = _judge(sheet)
    parts: list[Removal] = []
    declined: list[Declined] = []
    for one in _parts(sheet):
        (parts if isinstance(one, Removal) else declined).append(one)  # type: ignore[arg-type]
    return Decision(
        verdict, confidence, tuple(sorted(sheet.gone)), tuple(parts), _at_rest(sheet, verdict), tuple(sheet.scores), doubts,
        (*sheet.declined, *_outweighed(sheet)), tuple(declined), sheet.evidence,
    )  # fmt: skip


def _outweighed(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """Yield the blocks that stay although something speaks against them, and that no safeguard named."""
    told = {claim.start for index, _ in sheet.declined for claim in sheet.evidence.against(index)}
    opinion, claims = sheet.evidence.opinion, sheet.evidence.claims
    for index in sorted(claims) if opinion is None else range(len(sheet.doc.blocks)):
        if index in sheet.gone or index in told:
            continue
        if (opinion is not None and opinion.weights[index] > 0) or any(claim.weight > 0 for claim in claims.get(index, ())):
            yield index, OUTWEIGHED


def _at_rest(sheet: Sheet, verdict: Verdict) -> bool:
    """Tell whether no block that stays is outweighed: nothing of it would go, and no neighbour for its sake."""
    left = any(index not in sheet.gone for index, _ in sheet.declined)  # no other block stays with a sum above zero
    return not left and not sheet.spans and verdict != "no article"


def _removals(gone: tuple[int, ...], evidence: Evidence, scores: tuple[float, ...]) -> Iterator[Removal]:
    """Yield one removal for each run of neighbouring blocks that went by the same rule."""
    run: list[int] = []
    rule = ""
    for index in gone:
        own = evidence.rule(index)
        if run and (index != run[-1] + 1 or own != rule):
            yield _removal(run, rule, evidence, scores)
            run = []
        run.append(index)
        rule = own
    if run:
        yield _removal(run, rule, evidence, scores)


def _removal(run: list[int], rule: str, evidence: Evidence, scores: tuple[float, ...]) -> Removal:
    claims = dict.fromkeys(claim for index in run for claim in ([evidence.along[index]] if index in evidence.along else []) + evidence.on(index))
    text = "\n".join(evidence.doc.blocks[index].text for index in run)
    return Removal(rule.partition("/")[0], rule, text, run[0], run[-1] + 1, tuple(claims), None, min(scores[index] for index in run))


def _parts(sheet: Sheet) -> Iterator[Removal | Declined]:
    """Yield the parts of kept blocks that go, and those that do not; of overlapping spans the first wins."""
    behind: dict[int, int] = {}
    for claim in sheet.spans:
        if claim.span is None or claim.start in sheet.gone or claim.start == sheet.title_block:
            continue
        start, stop = claim.span
        if PRIOR + claim.weight <= 0 or start < behind.get(claim.start, 0):
            yield Declined(claim, OUTWEIGHED)
        elif matches(claim.rule, sheet.keep):
            yield Declined(claim, ON_REQUEST)
        else:
            behind[claim.start] = stop
            said = sheet.doc.blocks[claim.start].text[start:stop]
            yield Removal(claim.stage, claim.rule, said, claim.start, claim.start + 1, (claim,), claim.span, PRIOR + claim.weight)


def _judge(sheet: Sheet) -> tuple[Verdict, float, tuple[str, ...]]:
    """Return the verdict on the whole, how sure the decisions on the article's characters are, and what spoke against it."""
    kept, words, prose, chars, sure = kept_of(sheet.scores, sheet.gone, sheet.title_block, sheet.doc.texts, sheet.doc.words, prose_flags(sheet.doc))
    if not kept or (words < LEAST_WORDS and prose == 0 and sheet.gone):
        return "no article", 0.9 if sheet.gone or not sheet.doc.blocks else 0.5, (NOTHING_LEFT if sheet.gone else NOTHING_THERE,)
    confidence = sure / max(1, chars)
    contested = any(safeguard == BUDGETED for _, safeguard in sheet.declined)
    doubts = (CONTESTED,) * contested + (LITTLE_PROSE,) * (prose < FEW_WORDS)
    return ("doubtful", min(confidence, 0.5), doubts) if doubts else ("article", confidence, ())
