"""The words of a document as numbers: which stand in which block, and what they have in common with its title."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dechaff.model import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indexes = NDArray[np.int64]

__all__ = ["Words"]


class Words:
    """Every word of a document has a number, in the order of first appearance.

    numbers  word -> number; at: block index and word: number of each distinct word of each block, in the order of the blocks.
    sizes    how many distinct words each block has.
    sequence, lines, inside  of each token of the document: its number, its block, and whether it is a word and no seam.
    """

    def __init__(self, doc: Document) -> None:
        """Number the words of a document."""
        import numpy as np

        self.numbers: dict[str, int] = {}
        number = self.numbers.setdefault
        at = np.repeat(np.arange(len(doc.blocks)), np.diff(np.array([-1, *doc.seams])))
        ids = np.array([number(token, len(self.numbers)) for token in doc.tokens], dtype=np.int64)
        inside = np.ones(len(ids), dtype=bool)
        inside[doc.seams] = False
        size = max(1, len(self.numbers))
        self.sequence: Indexes = ids
        self.inside: Any = inside
        self.lines: Indexes = at
        both = np.unique(at[inside] * size + ids[inside])
        self.blocks = len(doc.blocks)
        self.at: Indexes = both // size
        self.word: Indexes = both % size
        self.sizes: Floats = np.bincount(self.at, minlength=self.blocks).astype(float)

    def flags(self, words: Iterable[str]) -> Any:
        """Return for each number whether its word is one of these."""
        import numpy as np

        found = np.zeros(len(self.numbers), dtype=bool)
        found[[number for word in words if (number := self.numbers.get(word)) is not None]] = True
        return found

    def share(self, flags: Any) -> Floats:
        """Return how many distinct words of each block are flagged."""
        import numpy as np

        return np.bincount(self.at, weights=flags[self.word], minlength=self.blocks).astype(float)

    def spread(self, blocks: Any) -> Indexes:
        """Return for each number in how many of the flagged blocks its word stands."""
        import numpy as np

        return np.bincount(self.word[blocks[self.at]], minlength=len(self.numbers))
