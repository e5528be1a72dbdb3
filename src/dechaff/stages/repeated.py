"""What the page says twice: the title again, or the same paragraph or line a second time."""

from __future__ import annotations

from collections.abc import Iterator

from dechaff.model import Claim, Document, Kind

__all__ = ["Repeated"]

#: A block is repeated when one as long as this (characters of its folded text) stood before it, word for word.
#: Shorter ones recur in true articles (refrains, names in an interview, table cells).
LEAST_CHARS = 40
TITLE_WEIGHT = 4.0
TWICE_WEIGHT = 4.0
#: Verses repeat on purpose: a line in a group of short lines is left alone.
VERSE_CHARS = 70


class Repeated:
    """The stage `repeated`."""

    name = "repeated"
    about = "The page says it twice: the title again, or the same block a second time."

    def __call__(self, doc: Document) -> Iterator[Claim]:
        """Claim each block that repeats the title or an earlier block."""
        title = " ".join(doc.metadata.title.casefold().split())
        first: dict[str, int] = {}
        for block, key in zip(doc.blocks, doc.keys, strict=True):
            if title and block.index != doc.title_block and " ".join(block.text.casefold().split()) == title:
                yield Claim(block.index, block.index + 1, "repeated/title", TITLE_WEIGHT, block.text[:80], "repetition")
            bare = key.strip(" .:!?-*>|")
            if len(bare) < LEAST_CHARS or block.kind in {Kind.CODE, Kind.ROW}:
                continue
            earlier = first.setdefault(bare, block.index)
            if earlier != block.index and not _is_verse(doc, block.index):
                yield Claim(block.index, block.index + 1, "repeated/block", TWICE_WEIGHT, block.text[:80], "repetition")


def _is_verse(doc: Document, index: int) -> bool:
    """Tell whether a block stands among short lines, as the line of a song does."""
    near = doc.blocks[max(0, index - 2) : index + 3]
    return len(doc.blocks[index].text) < VERSE_CHARS and all(len(block.text) < VERSE_CHARS for block in near)
