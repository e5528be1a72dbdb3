"""Extractors whose verdict is evidence: what they make of a page, and which of its blocks their text holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from dechaff.fold import SPACELESS
from dechaff.model import Block

__all__ = ["EXTRACTORS", "covered"]

#: Share of a block's four-word shingles that the extractor's text must hold for the block to count as kept by it.
COVERED_SHARE = 0.6
#: Blocks of fewer words are looked up whole, in the right place between their neighbours.
SHORT_WORDS = 6
#: How far beyond its neighbours a short block is looked for, and how far behind the one before at least (words).
SLACK_WORDS = 8
WINDOW_WORDS = 60

_WORD = re.compile(rf"[{SPACELESS}]|[^\W{SPACELESS}]+")


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def covered(blocks: tuple[Block, ...], text: str) -> list[bool]:
    """Tell for each block whether an extractor's text holds it, in the order of the page."""
    said = _words(text)
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(said) - 3):
        places.setdefault(tuple(said[at : at + 4]), []).append(at)
    inside = [False] * len(blocks)
    spans: dict[int, tuple[int, int]] = {}
    used = bytearray(len(said) + 1)
    words = [_words(block.text) for block in blocks]
    for index, own in enumerate(words):
        if len(own) < SHORT_WORDS:
            continue
        found = [at for n in range(len(own) - 3) if (at := _unused(places.get(tuple(own[n : n + 4]), ()), used)) >= 0]
        if len(found) >= COVERED_SHARE * (len(own) - 3):
            inside[index] = True
            spans[index] = (found[0], found[0] + len(own))
            for at in found:
                used[at] = 1
    _short_blocks(words, said, inside, spans, used)
    return inside


def _unused(places: Sequence[int], used: bytearray) -> int:
    """Return the first of the places that no block was found at yet, or -1."""
    return next((at for at in places if not used[at]), -1)


def _short_blocks(words: list[list[str]], said: list[str], inside: list[bool], spans: dict[int, tuple[int, int]], used: bytearray) -> None:
    """Find short blocks whole in what the extractor says between the longer neighbours that it kept."""
    order = sorted(spans)
    after = 0
    for index, own in enumerate(words):
        if index in spans or not own or len(own) >= SHORT_WORDS:
            continue
        while after < len(order) and order[after] < index:
            after += 1
        start = max(0, spans[order[after - 1]][1] - SLACK_WORDS) if after else 0
        stop = spans[order[after]][0] + SLACK_WORDS if after < len(order) else len(said)
        at = _find(own, said, start, max(stop, min(len(said), start + WINDOW_WORDS)), used)
        if at < 0 and 0 < after < len(order):
            at = _find(own, said, 0, len(said), used)
        if at >= 0:
            inside[index] = True
            used[at : at + len(own)] = b"\x01" * len(own)


def _find(own: list[str], said: list[str], start: int, stop: int, used: bytearray) -> int:
    """Return where the words stand in a row in said[start:stop], no block found there yet, or -1."""
    for at in range(start, min(stop, len(said)) - len(own) + 1):
        if said[at] == own[0] and not used[at] and said[at : at + len(own)] == own:
            return at
    return -1


def _trafilatura(page: str) -> str:
    """Run trafilatura in its fast mode, comments left out."""
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return trafilatura.extract(page, include_comments=False, fast=True) or ""


#: Name -> a function from a page to the text of its article.
EXTRACTORS: dict[str, Callable[[str], str]] = {"trafilatura": _trafilatura}
