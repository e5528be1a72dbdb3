"""Main content: an extractor's verdict on the page, turned into claims on our blocks.

Any function from a page to the text of its article can stand here; a fitted model joins behind the same option.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dechaff.fold import SPACELESS
from dechaff.model import Block, Claim, Document, Kind

__all__ = ["MAINS", "ExtractorVerdict", "covered"]

#: Share of a block's four-word shingles that the extractor's text must hold for the block to count as kept by it.
COVERED_SHARE = 0.6
#: Blocks of fewer words are looked up whole, in the right place between their neighbours.
SHORT_WORDS = 6
OUTSIDE_WEIGHT = 5.0
INSIDE_WEIGHT = -0.5
#: Prose that the extractor dropped although it stands among prose that it kept, in the same element.
BETWEEN_WEIGHT = -3.5

_WORD = re.compile(rf"[{SPACELESS}]|[^\W{SPACELESS}]+")


@dataclass(frozen=True)
class ExtractorVerdict:
    """The stage main_content over a named extractor."""

    extractor: str
    extract: Callable[[str], str]
    name: str = "main_content"
    about: str = "The block stands outside the page's main content."

    def __call__(self, doc: Document) -> Iterator[Claim]:
        """Claim every block that the extractor left out, and speak for those that it kept; silent on plain text."""
        if doc.origin != "html":
            return
        text = self.extract(doc.source)
        if not text.strip():
            return
        inside = covered(doc.blocks, text)
        for block in doc.blocks:
            where = "inside" if inside[block.index] else "outside"
            weight = INSIDE_WEIGHT if inside[block.index] else OUTSIDE_WEIGHT
            yield Claim(block.index, block.index + 1, f"main_content/{self.extractor}/{where}", weight, "", "extractor")
        yield from _between(doc, inside)


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
        found = [at for n in range(len(own) - 3) for at in places.get(tuple(own[n : n + 4]), ())[:4] if not used[at]]
        hits = sum(any(not used[at] for at in places.get(tuple(own[n : n + 4]), ())) for n in range(len(own) - 3))
        if hits >= COVERED_SHARE * (len(own) - 3):
            inside[index] = True
            start = found[0]
            spans[index] = (start, start + len(own))
            for at in found:
                if start <= at < start + len(own) + 4:
                    used[at] = 1
    _short_blocks(words, said, inside, spans, used)
    return inside


def _short_blocks(words: list[list[str]], said: list[str], inside: list[bool], spans: dict[int, tuple[int, int]], used: bytearray) -> None:
    """Find short blocks whole in what the extractor says between the neighbours that it kept."""
    ends = sorted(spans)
    at, behind = 0, 0
    for index, own in enumerate(words):
        if index in spans:
            behind = max(behind, spans[index][1] - 1) if spans[index][0] >= behind - 1 else behind
            continue
        if not own or len(own) >= SHORT_WORDS:
            continue
        while at < len(ends) and ends[at] < index:
            at += 1
        before = next((spans[end][0] for end in ends[at:] if spans[end][0] >= behind), len(said))
        start = _find(own, said, max(0, behind - 2), before)
        if start >= 0:
            inside[index] = True
            behind = start + len(own)


def _find(own: list[str], said: list[str], start: int, stop: int) -> int:
    """Return where the words stand in a row in said[start:stop], or -1."""
    for at in range(start, stop - len(own) + 1):
        if said[at] == own[0] and said[at : at + len(own)] == own:
            return at
    return -1


def _between(doc: Document, inside: list[bool]) -> Iterator[Claim]:
    """Speak for prose that was left out although its neighbours in the same element were kept."""
    kept_chars: dict[int, int] = {}
    all_chars: dict[int, int] = {}
    parents = [doc.containers[block.container].parent if block.container >= 0 else -1 for block in doc.blocks]
    for block, parent in zip(doc.blocks, parents, strict=True):
        all_chars[parent] = all_chars.get(parent, 0) + len(block.text)
        if inside[block.index]:
            kept_chars[parent] = kept_chars.get(parent, 0) + len(block.text)
    for block, parent in zip(doc.blocks, parents, strict=True):
        if inside[block.index] or block.kind not in {Kind.PARAGRAPH, Kind.ITEM, Kind.QUOTE}:
            continue
        if kept_chars.get(parent, 0) > 0.6 * all_chars[parent] and kept_chars[parent] > 600 and block.link_density < 0.3 and block.words >= 8:
            yield Claim(block.index, block.index + 1, "main_content/place/between", BETWEEN_WEIGHT, "", "place")


def _trafilatura(page: str) -> str:
    """Run trafilatura with its defaults, comments left out."""
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return trafilatura.extract(page, include_comments=False) or ""


#: Name of the option -> the stage, None for no stage.
MAINS: dict[str, ExtractorVerdict | None] = {
    "trafilatura": ExtractorVerdict("trafilatura", _trafilatura),
    "none": None,
}
