"""What the page says twice: the title again, or the same paragraph or line a second time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress

from dechaff._shapes import opening_with, repeats
from dechaff.model import Block, Claim, Document, Kind
from dechaff.structure import prose_flags, prose_of, under

__all__ = ["Repeated"]

#: A block is repeated when one of at least this many characters stood before it, word for word: a paragraph
#: anywhere, a line when it follows its double. Shorter ones recur in true articles (refrains, labels, table cells).
PARAGRAPH_CHARS = 60
LINE_CHARS = 20
TITLE_WEIGHT = 4.0
TWICE_WEIGHT = 4.0
#: A line with more digits than this is data: a recipe's amounts, a table's figures.
MOST_DIGITS = 3
#: A block this many times as long as the title, which folding of case may shorten, says more than the title.
LONGER_TITLE = 3
#: Verses repeat on purpose: a line in a group of short lines is left alone.
VERSE_CHARS = 70
#: Code and tables say the same again and again.
_REPEATING = (Kind.CODE, Kind.ROW)


class Repeated:
    """The stage `repeated`."""

    name = "repeated"
    about = "The page says it twice: the title again, or the same block a second time."

    def __call__(self, doc: Document) -> Iterator[Claim]:
        """Claim each block that repeats the title or another block."""
        for index in _titles(doc):
            yield Claim(index, index + 1, "repeated/title", TITLE_WEIGHT, doc.blocks[index].text[:80], "repetition")
        twice = repeats(doc.keys, LINE_CHARS, " .:!?-*>|")
        if twice:
            yield from _doubles(doc, twice)


def _titles(doc: Document) -> Iterator[int]:
    """Yield the blocks that say the title again."""
    if doc.metadata.title:
        yield from (index for index in compress(range(len(doc.blocks)), doc.column(_say_title)) if index != doc.title_block)


def _say_title(doc: Document) -> list[bool]:
    """Tell of each block whether it is the title."""
    title = doc.metadata.title.casefold().split()
    found = [False] * len(doc.blocks)
    for index in opening_with(doc.texts, title[0][0], LONGER_TITLE * len(doc.metadata.title)) if title else ():
        found[index] = doc.texts[index].casefold().split() == title
    return found


def _doubles(doc: Document, twice: list[tuple[int, str]]) -> Iterator[Claim]:
    """Claim the blocks that others repeat.

    twice  (block index, its folded text without the signs around it) of those that another one equals.
    """
    container = prose_of(doc).container if doc.containers else -1
    prose = prose_flags(doc)
    first: dict[str, int] = {}
    for index, bare in twice:
        block = doc.blocks[index]
        if block.kind in _REPEATING or sum(map(bare.count, "0123456789")) > MOST_DIGITS:
            continue
        earlier = first.setdefault(bare, block.index)
        if earlier == block.index or _is_verse(doc, block.index):
            continue
        if block.index - earlier > 2 and (len(bare) < PARAGRAPH_CHARS or block.kind is Kind.ITEM or not prose[block.index]):
            continue
        copy = earlier if _is_better_placed(doc, block, doc.blocks[earlier], container) else block.index
        first[bare] = block.index if copy == earlier else earlier
        yield Claim(copy, copy + 1, "repeated/block", TWICE_WEIGHT, block.text[:80], "repetition")


def _is_better_placed(doc: Document, later: Block, earlier: Block, container: int) -> bool:
    """Tell whether the later of two equal blocks is the one that belongs: among the prose, or not a mere link to it."""
    if container >= 0:
        among = under(doc, later.container, container), under(doc, earlier.container, container)
        if among[0] != among[1]:
            return among[0]
    return earlier.link_density > 0.5 > later.link_density or (later.kind is Kind.HEADING) > (earlier.kind is Kind.HEADING)


def _is_verse(doc: Document, index: int) -> bool:
    """Tell whether a block stands among short lines, as the line of a song does."""
    near = doc.blocks[max(0, index - 2) : index + 3]
    return len(doc.blocks[index].text) < VERSE_CHARS and all(len(block.text) < VERSE_CHARS for block in near)
