"""The elements of a page as arrays: what each holds, in prose, links and blocks, and which stand around a block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dechaff.model import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Indexes = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["CONTAINER_SHARE", "FAR", "Tree", "paths_of"]

#: The article's container is the deepest element that holds more than this share of the page's prose characters.
CONTAINER_SHARE = 0.5
#: Distances are cut at so many blocks or steps.
FAR = 12


def paths_of(doc: Document) -> tuple[Indexes, list[tuple[str, ...]]]:
    """Return the number of each block's path, and the paths by number."""
    import numpy as np

    numbers: dict[tuple[str, ...], int] = {}
    known: dict[int, int] = {}
    found = []
    for block in doc.blocks:
        number = known.get(block.container)
        if number is None:
            number = known[block.container] = numbers.setdefault(block.path, len(numbers))
        found.append(number)
    return np.array(found), list(numbers)


class Tree:
    """The containers of a page.

    parents  index of the container around each, the body's own for the body.
    ends     index behind the last container inside each: containers stand in the order of the page.
    at       container of each block.
    """

    def __init__(self, doc: Document) -> None:
        """Lay out the containers of a document; one that has none gets a single one."""
        import numpy as np

        above = [container[0] for container in doc.containers] or [-1]
        above[0] = 0
        ends = list(range(1, len(above) + 1))
        for index in range(len(above) - 1, 0, -1):
            parent = above[index]
            if ends[index] > ends[parent]:
                ends[parent] = ends[index]
        tags: dict[str, int] = {}
        self.parents: Indexes = np.array(above)
        self.ends: Indexes = np.array(ends)
        self.tags: Indexes = np.array([tags.setdefault(container[1], len(tags)) for container in doc.containers] or [0])
        self.at: Indexes = np.fromiter((max(0, block.container) for block in doc.blocks), dtype=np.int64, count=len(doc.blocks))

    def held(self, values: Floats) -> Floats:
        """Return for each container the sum of a column over the blocks inside it."""
        import numpy as np

        sums = np.zeros(len(self.parents) + 1)
        np.cumsum(np.bincount(self.at, weights=values, minlength=len(self.parents)), out=sums[1:])
        return sums[self.ends] - sums[:-1]

    def steps_to(self, holds: Any) -> Floats:
        """Return for each block how many steps up the first container that is flagged stands, at most FAR."""
        import numpy as np

        steps = np.full(len(self.at), float(FAR))
        here = self.at
        for step in range(FAR):
            steps = np.where(holds[here] & (steps == FAR), step, steps)
            here = self.parents[here]
        return steps

    def branches(self, holds: Any) -> Indexes:
        """Return for each block the highest container around it that is not flagged; its own when that is flagged.

        Flags must hold for every container around a flagged one.
        """
        import numpy as np

        here = self.at
        while True:
            up = self.parents[here]
            climbs = ~holds[up] & ~holds[here]
            if not climbs.any():
                return here
            here = np.where(climbs, up, here)

    def shapes(self, level: int) -> Indexes:
        """Return a number for each block: equal where the containers so many levels up are siblings of one tag."""
        import numpy as np

        here = self.at
        for _ in range(level):
            here = self.parents[here]
        codes = self.parents[here] * (int(self.tags.max()) + 1) + self.tags[here]
        numbers: Indexes = np.unique(codes, return_inverse=True)[1]
        return numbers
