"""The paths of a page's blocks, numbered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dechaff.model import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["paths_of"]


def paths_of(doc: Document) -> tuple[NDArray[np.int64], list[tuple[str, ...]]]:
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
    return np.array(found, dtype=np.int64), list(numbers)
