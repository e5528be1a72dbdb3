"""Neighbours: what goes, or stays, because of the blocks around it."""

from __future__ import annotations

from itertools import pairwise

from dechaff.model import Claim, Kind
from dechaff.settle.sheet import NEAR, PRIOR, Sheet

__all__ = ["take_between", "take_headings"]

#: A scrap has at most this many words.
SCRAP_WORDS = 12
#: So many scraps at most go along with what stands around them.
SCRAPS = 3
_HEADING = Kind.HEADING
_SENTENCE_ENDS = (".", "!", "?", "\u2026", "\u3002", "\uff01", "\uff1f", '."', ".\u201d", ".\u00bb", ":")


def take_headings(sheet: Sheet) -> None:
    """A heading goes when everything below it, up to the next heading, went."""
    blocks = sheet.doc.blocks
    for index in reversed([index for index, block in enumerate(blocks) if block.kind is _HEADING]):
        if index in sheet.gone or index == sheet.title_block or index + 1 >= len(blocks) or sheet.is_judged(index):
            continue
        below = _gone_below(sheet, index)
        if below and _mostly_by_category(sheet, below) and not sheet.is_kept_on_request(index):
            stage = next(name for one in below if (name := _category(sheet, one)))
            _take_along(sheet, index, f"{stage}/lead", blocks[index + 1].text)


def _gone_below(sheet: Sheet, index: int) -> list[int]:
    """Return the blocks below a heading, up to the next that stays or stands higher; none unless all of them went."""
    below: list[int] = []
    level = sheet.doc.blocks[index].level
    for after in range(index + 1, len(sheet.doc.blocks)):
        block = sheet.doc.blocks[after]
        heads = block.kind is _HEADING
        if after not in sheet.gone:
            return below if heads else []
        if heads and 0 < block.level <= level:
            return below
        below.append(after)
    return below


def take_between(sheet: Sheet) -> None:
    """A few scraps go when the blocks on both sides went as some category, or when they end the text behind such a block."""
    blocks = sheet.doc.blocks
    for first, behind in _scrap_runs(sheet):
        before, after = _category(sheet, first - 1), _category(sheet, behind)
        ends = behind == len(blocks) and not blocks[first].gap and blocks[first].kind is not Kind.ITEM
        heads = blocks[behind - 1].kind is Kind.HEADING and behind + 1 < len(blocks) and behind + 1 not in sheet.gone
        if before and ((after and not heads) or ends):
            for index in range(first, behind):
                _take_along(sheet, index, before + NEAR, blocks[first - 1].text)


def _scrap_runs(sheet: Sheet) -> list[tuple[int, int]]:
    """Return (first, behind) of each run of at most SCRAPS scraps that would stay behind a block that went."""
    went = [*sorted(sheet.gone), len(sheet.doc.blocks)]
    gaps = [(first + 1, behind) for first, behind in pairwise(went) if 1 < behind - first <= SCRAPS + 1]
    return [(first, behind) for first, behind in gaps if all(_is_scrap(sheet, index) for index in range(first, behind))]


def _is_scrap(sheet: Sheet, index: int) -> bool:
    """Tell whether a block is a few words that are no sentence, and nobody asked to keep it."""
    block = sheet.doc.blocks[index]
    if sheet.doc.words[index] > SCRAP_WORDS or index == sheet.title_block or block.kind is Kind.CODE or sheet.is_judged(index):
        return False
    return not block.text.rstrip().endswith(_SENTENCE_ENDS) and not sheet.is_kept_on_request(index)


def _take_along(sheet: Sheet, index: int, rule: str, evidence: str) -> None:
    """Let a block go because of the blocks around it."""
    sheet.evidence.along[index] = Claim(index, index + 1, rule, 0.5 - PRIOR, evidence[:80], "place")
    sheet.scores[index] = max(sheet.scores[index], 0.0) + 0.5
    sheet.gone.add(index)


def _category(sheet: Sheet, index: int) -> str:
    """Return the stage that took a block, when it knows what it is; empty when the block stays or is mere surroundings."""
    if index not in sheet.gone or sheet.evidence.is_surroundings(index):
        return ""
    return sheet.evidence.rule(index).partition("/")[0]


def _mostly_by_category(sheet: Sheet, indexes: list[int]) -> bool:
    """Tell whether most of these blocks were taken by a stage that knows what they are, not as the page's surroundings."""
    return sum(not sheet.evidence.is_surroundings(index) for index in indexes) > len(indexes) / 2
