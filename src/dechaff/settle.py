"""Settle: weighs all claims on a document, honours the safeguards, and decides what goes."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from dechaff.model import Block, Claim, Document, Kind
from dechaff.result import Declined, Removal, Verdict
from dechaff.structure import prose_flags

__all__ = ["CONTESTED", "PRIOR", "SAFEGUARDS", "Decision", "matches", "settle"]

#: Log-odds that a block is not part of the article before anybody has spoken; a block goes when the sum is above zero.
#: Set below what is measured (22 % of the lines that five extractors leave on the labelled pages have to go, log-odds
#: of -1.3): a removal has to be earned, and the weights of phrases are set by hand against this figure.
PRIOR = -2.5
#: Share of the article's prose that category stages may take before the weakest claims are declined.
BUDGET = 0.5
#: With fewer words of prose left than this, there is no article; below the second figure it is doubtful.
LEAST_WORDS = 15
FEW_WORDS = 60
#: What speaks against a verdict, as the result says it.
NOTHING_THERE = "the source holds no text"
NOTHING_LEFT = "nothing is left once the surroundings are gone"
CONTESTED = "the stages would have taken more than half of the prose"
LITTLE_PROSE = f"fewer than {FEW_WORDS} words of prose are left"
#: A list has at least this many items or rows.
LIST_BLOCKS = 3
LISTED = (Kind.ITEM, Kind.ROW)
#: Spoken evidence of this weight or more is no longer weak.
STRONG = 4.5
#: A model that keeps a block with a sum above this is not sure of it.
UNSURE = -1.5
#: A scrap has at most this many words.
SCRAP_WORDS = 12
#: So many scraps at most go along with what stands around them.
SCRAPS = 3
_HEADING = Kind.HEADING
_SENTENCE_ENDS = (".", "!", "?", "\u2026", "\u3002", "\uff01", "\uff1f", '."', ".\u201d", ".\u00bb", ":")
_QUOTES = re.compile(r"[\u201c\u201e\u00ab\u300c\"][^\u201c\u201d\u00bb\u300d\"]{1,600}[\u201d\u201c\u00bb\u300d\"]")


@dataclass(frozen=True)
class Decision:
    """What settle found: removals and declined claims in the order of the source, and the judgement on the whole.

    at_rest  what is left would stay, whole, if the same were said of it once more.
    scores   the sum of the evidence on each block in log-odds, the prior included.
    doubts   what spoke against the verdict "article", in short sentences.
    """

    removed: tuple[Removal, ...]
    declined: tuple[Declined, ...]
    verdict: Verdict
    confidence: float
    at_rest: bool = False
    scores: tuple[float, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass
class _Sheet:
    """The sums while they are being weighed: claims and score by block index."""

    doc: Document
    claims: list[list[Claim]]
    spans: list[Claim]
    keep: tuple[str, ...]
    title_block: int
    scores: list[float] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    declined: list[Declined] = field(default_factory=list)

    @cached_property
    def article_chars(self) -> dict[int, int]:
        """Index -> characters of each block of prose that would not go as the page's surroundings."""
        prose = prose_flags(self.doc)
        return {index: len(block.text) for index, block in enumerate(self.doc.blocks) if prose[index] and not _is_surroundings(self.claims[index])}

    def is_kept_on_request(self, index: int) -> bool:
        """Tell whether the caller wants a block for what a rule says of it."""
        return bool(self.keep) and any(matches(claim.rule, self.keep) for claim in self.claims[index])

    def is_judged(self, index: int) -> bool:
        """Tell whether a model of the whole page is sure of a block: it has seen the neighbours already."""
        return self.scores[index] < UNSURE and any(claim.witness == "model" for claim in self.claims[index])

    def decline(self, index: int, safeguard: str) -> None:
        """Keep a block after all, and say for each claim against it what spoke for it."""
        self.gone.discard(index)
        self.declined.extend(Declined(claim, safeguard) for claim in self.claims[index] if claim.weight > 0)


def settle(doc: Document, claims: Iterable[Claim], *, keep: tuple[str, ...] = (), title_block: int = -1) -> Decision:
    """Decide on every block of a document.

    keep         rule prefixes whose blocks stay, whatever else is claimed about them.
    title_block  index of the block that says the title, which is neither body nor removed; -1 for none.
    """
    sheet = _weigh(doc, claims, keep, title_block)
    for name, safeguard in SAFEGUARDS.items():
        safeguard(sheet, name)
    _take_between(sheet)
    _take_headings(sheet)
    told = {one.claim.start for one in sheet.declined}
    for index, own in enumerate(sheet.claims):
        if own and index not in sheet.gone and index not in told:
            sheet.declined.extend(Declined(claim, "outweighed") for claim in own if claim.weight > 0)
    removed = tuple(sorted([*_removals(sheet), *_span_removals(sheet)], key=lambda one: (one.start, one.span or (0, 0))))
    declined = tuple(sorted(sheet.declined, key=lambda one: (one.claim.start, one.claim.rule)))
    verdict, confidence, doubts = _judge(sheet)
    return Decision(removed, declined, verdict, confidence, _at_rest(sheet, verdict), tuple(sheet.scores), doubts)


def _at_rest(sheet: _Sheet, verdict: Verdict) -> bool:
    """Tell whether no block that stays is outweighed: nothing of it would go, and no neighbour for its sake."""
    left = [score for index, score in enumerate(sheet.scores) if score > 0 and index not in sheet.gone and index != sheet.title_block]
    return not left and not sheet.spans and verdict != "no article"


def _weigh(doc: Document, claims: Iterable[Claim], keep: tuple[str, ...], title_block: int) -> _Sheet:
    own: list[list[Claim]] = [[] for _ in doc.blocks]
    spans: list[Claim] = []
    for claim in claims:
        if claim.span is not None:
            spans.append(claim)
            continue
        for index in range(claim.start, claim.stop):
            own[index].append(claim)
    for some in own:
        if len(some) > 1:
            some.sort(key=_by_weight)
    spans.sort(key=lambda claim: (claim.start, claim.span, claim.rule))
    sheet = _Sheet(doc, own, spans, keep, title_block)
    sheet.scores = [PRIOR + math.fsum(_strongest(some)) if some else PRIOR for some in own]
    sheet.gone = {index for index, score in enumerate(sheet.scores) if score > 0 and index != title_block}
    return sheet


def _by_weight(claim: Claim) -> tuple[float, str, str]:
    return -claim.weight, claim.rule, claim.evidence


def _strongest(claims: list[Claim]) -> Iterable[float]:
    """Count each rule once, by its strongest claim; marks of one stage count once together."""
    if len(claims) == 1:
        return (claims[0].weight,)
    best: dict[str, float] = {}
    for claim in claims:
        name = claim.rule if claim.witness != "mark" else f"{claim.stage}/mark"
        if abs(claim.weight) > abs(best.get(name, 0.0)):
            best[name] = claim.weight
    return best.values()


def _is_surroundings(claims: Iterable[Claim]) -> bool:
    """Tell whether the block would go as the page's surroundings, whatever the categories say."""
    return sum([claim.weight for claim in claims if claim.stage == "main_content"]) > -PRIOR


def _asked_to_keep(sheet: _Sheet, name: str) -> None:
    """The caller wants blocks of this rule."""
    for index in sorted(sheet.gone) if sheet.keep else ():
        if sheet.is_kept_on_request(index):
            sheet.decline(index, name)


def matches(rule: str, prefixes: Iterable[str]) -> bool:
    """Tell whether a rule id equals one of the prefixes or lies below it."""
    return any(rule == prefix or rule.startswith(prefix.rstrip("/") + "/") for prefix in prefixes)


def _quoted_speech(sheet: _Sheet, name: str) -> None:
    """What somebody says in the article does not go on phrases alone when these stand inside the quotation."""
    for index in sorted(sheet.gone):
        text = sheet.doc.blocks[index].text
        for_it = [claim for claim in sheet.claims[index] if claim.weight > 0]
        if any(claim.witness != "phrase" for claim in for_it) or not _QUOTES.search(text):
            continue
        outside = _QUOTES.sub(" ", text)
        if len(outside) < len(text) - 12 and not any(claim.evidence and claim.evidence in outside for claim in for_it):
            sheet.decline(index, name)


def _only_prose(sheet: _Sheet, name: str) -> None:
    """A block that is most of the page's prose does not go on one weak witness."""
    chars = sheet.article_chars
    total = sum(chars.values())
    for index in sorted(sheet.gone & chars.keys()):
        witnesses = {claim.witness for claim in sheet.claims[index] if claim.weight > 0}
        if chars[index] > 0.6 * total and len(witnesses) == 1 and sheet.scores[index] < STRONG:
            sheet.decline(index, name)


def _removal_budget(sheet: _Sheet, name: str) -> None:
    """Category stages take no more than their share of the article's prose; the weakest claims yield first."""
    chars = sheet.article_chars
    budget = BUDGET * sum(chars.values())
    taken = sum(chars[index] for index in sheet.gone & chars.keys())
    for index in sorted(sheet.gone & chars.keys(), key=lambda one: (sheet.scores[one], one)):
        if taken <= budget or sheet.scores[index] > STRONG:
            return
        taken -= chars[index]
        sheet.decline(index, name)


def _part_of_a_list(sheet: _Sheet, name: str) -> None:
    """An item or row does not go on its words alone while most of its list stays."""
    blocks = sheet.doc.blocks
    for members in _lists(blocks) if any(blocks[index].kind in LISTED for index in sheet.gone) else ():
        going = [index for index in members if index in sheet.gone]
        if len(members) < LIST_BLOCKS or 2 * len(going) > len(members):
            continue
        for index in going:
            if all(claim.witness == "phrase" for claim in sheet.claims[index] if claim.weight > 0):
                sheet.decline(index, name)


def _lists(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """Yield the indexes of each run of items or rows that nothing interrupts."""
    run: list[int] = []
    for block in blocks:
        kind = block.kind
        listed = kind in LISTED
        if listed and (not run or blocks[run[-1]].kind is kind):
            run.append(block.index)
            continue
        if run:
            yield run
        run = [block.index] if listed else []
    if run:
        yield run


#: Name, as `declined` quotes it -> what applies it.
SAFEGUARDS: Mapping[str, Callable[[_Sheet, str], None]] = {
    "kept on request": _asked_to_keep,
    "quoted speech": _quoted_speech,
    "part of a list": _part_of_a_list,
    "only prose": _only_prose,
    "removal budget": _removal_budget,
}


def _take_headings(sheet: _Sheet) -> None:
    """A heading goes when everything below it, up to the next heading, went."""
    blocks = sheet.doc.blocks
    for index in reversed([index for index, block in enumerate(blocks) if block.kind is _HEADING]):
        if index in sheet.gone or index == sheet.title_block or index + 1 >= len(blocks) or sheet.is_judged(index):
            continue
        below = _gone_below(sheet, index)
        if below and _mostly_by_category(sheet, below) and not sheet.is_kept_on_request(index):
            stage = next(name for one in below if (name := _category(sheet, one)))
            _take_along(sheet, index, f"{stage}/lead", blocks[index + 1].text)


def _gone_below(sheet: _Sheet, index: int) -> list[int]:
    """Return the blocks below a heading, up to the next that stays or stands higher; none unless all of them went."""
    below: list[int] = []
    for after in sheet.doc.blocks[index + 1 :]:
        heads = after.kind is _HEADING
        if after.index not in sheet.gone:
            return below if heads else []
        if heads and 0 < after.level <= sheet.doc.blocks[index].level:
            return below
        below.append(after.index)
    return below


def _take_between(sheet: _Sheet) -> None:
    """A few scraps go when the blocks on both sides went as some category, or when they end the text behind such a block."""
    blocks = sheet.doc.blocks
    for first, behind in _scrap_runs(sheet):
        before, after = _category(sheet, first - 1), _category(sheet, behind)
        ends = behind == len(blocks) and not blocks[first].gap and blocks[first].kind is not Kind.ITEM
        heads = blocks[behind - 1].kind is Kind.HEADING and behind + 1 < len(blocks) and behind + 1 not in sheet.gone
        if before and ((after and not heads) or ends):
            for index in range(first, behind):
                _take_along(sheet, index, f"{before}/near", blocks[first - 1].text)


def _scrap_runs(sheet: _Sheet) -> list[tuple[int, int]]:
    """Return (first, behind) of each run of at most SCRAPS scraps that would stay behind a block that went."""
    went = [*sorted(sheet.gone), len(sheet.doc.blocks)]
    gaps = [(first + 1, behind) for first, behind in pairwise(went) if 1 < behind - first <= SCRAPS + 1]
    return [(first, behind) for first, behind in gaps if all(_is_scrap(sheet, index) for index in range(first, behind))]


def _is_scrap(sheet: _Sheet, index: int) -> bool:
    """Tell whether a block is a few words that are no sentence, and nobody asked to keep it."""
    block = sheet.doc.blocks[index]
    if sheet.doc.words[index] > SCRAP_WORDS or index == sheet.title_block or block.kind is Kind.CODE or sheet.is_judged(index):
        return False
    return not block.text.rstrip().endswith(_SENTENCE_ENDS) and not sheet.is_kept_on_request(index)


def _take_along(sheet: _Sheet, index: int, rule: str, evidence: str) -> None:
    """Let a block go because of the blocks around it."""
    sheet.claims[index].insert(0, Claim(index, index + 1, rule, 0.5 - PRIOR, evidence[:80], "place"))
    sheet.scores[index] = max(sheet.scores[index], 0.0) + 0.5
    sheet.gone.add(index)


def _category(sheet: _Sheet, index: int) -> str:
    """Return the stage that took a block, when it knows what it is; empty when the block stays or is mere surroundings."""
    if index not in sheet.gone or _is_surroundings(sheet.claims[index]):
        return ""
    return _rule(sheet, index).partition("/")[0]


def _mostly_by_category(sheet: _Sheet, indexes: list[int]) -> bool:
    """Tell whether most of these blocks were taken by a stage that knows what they are, not as the page's surroundings."""
    return sum(not _is_surroundings(sheet.claims[index]) for index in indexes) > len(indexes) / 2


def _removals(sheet: _Sheet) -> Iterable[Removal]:
    """Yield one removal for each run of neighbouring blocks that went by the same rule."""
    run: list[int] = []
    rule = ""
    for index in sorted(sheet.gone):
        own = _rule(sheet, index)
        if run and (index != run[-1] + 1 or own != rule):
            yield _removal(sheet, run, rule)
            run = []
        run.append(index)
        rule = own
    if run:
        yield _removal(sheet, run, rule)


def _rule(sheet: _Sheet, index: int) -> str:
    """Return the rule a removal is named after: the strongest of a category, else the main content's."""
    for_it = [claim for claim in sheet.claims[index] if claim.weight > 0]
    category = [claim for claim in for_it if claim.stage != "main_content"]
    return (category or for_it)[0].rule


def _removal(sheet: _Sheet, run: list[int], rule: str) -> Removal:
    claims = dict.fromkeys(claim for index in run for claim in sheet.claims[index])
    text = "\n".join(sheet.doc.blocks[index].text for index in run)
    return Removal(rule.partition("/")[0], rule, text, run[0], run[-1] + 1, tuple(claims), None, min(sheet.scores[index] for index in run))


def _span_removals(sheet: _Sheet) -> Iterable[Removal]:
    """Yield the parts of kept blocks that go; of overlapping spans the first wins."""
    behind: dict[int, int] = {}
    for claim in sheet.spans:
        if claim.span is None or claim.start in sheet.gone or claim.start == sheet.title_block:
            continue
        start, stop = claim.span
        if PRIOR + claim.weight <= 0 or start < behind.get(claim.start, 0):
            sheet.declined.append(Declined(claim, "outweighed"))
        elif matches(claim.rule, sheet.keep):
            sheet.declined.append(Declined(claim, "kept on request"))
        else:
            behind[claim.start] = stop
            said = sheet.doc.blocks[claim.start].text[start:stop]
            yield Removal(claim.stage, claim.rule, said, claim.start, claim.start + 1, (claim,), claim.span, PRIOR + claim.weight)


def _judge(sheet: _Sheet) -> tuple[Verdict, float, tuple[str, ...]]:
    """Return the verdict on the whole, how sure the decisions on the article's characters are, and what spoke against it."""
    kept = [index for index in range(len(sheet.doc.blocks)) if index not in sheet.gone and index != sheet.title_block]
    count, flags = sheet.doc.words, prose_flags(sheet.doc)
    words = sum([count[index] for index in kept])
    prose = sum([count[index] for index in kept if flags[index]])
    if not kept or (words < LEAST_WORDS and prose == 0 and sheet.gone):
        return "no article", 0.9 if sheet.gone or not sheet.doc.blocks else 0.5, (NOTHING_LEFT if sheet.gone else NOTHING_THERE,)
    chars = [len(sheet.doc.blocks[index].text) for index in kept]
    doubt = {score: 1 + math.exp(-abs(score)) for score in {sheet.scores[index] for index in kept}}
    sure = sum([many / doubt[sheet.scores[index]] for index, many in zip(kept, chars, strict=True)])
    confidence = sure / max(1, sum(chars))
    contested = any(one.safeguard == "removal budget" for one in sheet.declined)
    doubts = (CONTESTED,) * contested + (LITTLE_PROSE,) * (prose < FEW_WORDS)
    return ("doubtful", min(confidence, 0.5), doubts) if doubts else ("article", confidence, ())
