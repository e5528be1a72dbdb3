"""Boosted trees as arrays: fitted elsewhere, looked up here with nothing but numpy.

A model file is a NumPy archive without pickles. It holds two forests: the second sees, beside the features of a block,
what the first said of the block and of those around it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indexes = NDArray[np.int32]

__all__ = ["Forest", "PageModel", "load"]


@dataclass(frozen=True)
class Forest:
    """Binary trees laid end to end. A leaf points to itself; `value` is what it adds to the log-odds.

    names      the columns it reads, in order.
    feature    index of the column that a node asks; threshold: at most this goes left.
    roots      where each tree begins; depth: the longest way down.
    """

    names: tuple[str, ...]
    feature: Indexes
    threshold: Floats
    left: Indexes
    right: Indexes
    value: Floats
    roots: Indexes
    depth: int

    def log_odds(self, columns: Mapping[str, list[float]]) -> list[float]:
        """Return the log-odds of each row of the columns."""
        import numpy as np

        rows = np.array([columns[name] for name in self.names], dtype=np.float32).astype(np.float64)
        count = rows.shape[1]
        here = np.broadcast_to(self.roots[:, None], (len(self.roots), count))
        which = np.arange(count)[None, :]
        for _ in range(self.depth):
            goes_left = rows[self.feature[here], which] <= self.threshold[here]
            here = np.where(goes_left, self.left[here], self.right[here])
        total: list[float] = self.value[here].sum(axis=0).tolist()
        return total


@dataclass(frozen=True)
class PageModel:
    """Two forests, and the class words they learned with the log-odds of each."""

    first: Forest
    second: Forest
    marks: Mapping[str, float]


@cache
def load(name: str) -> PageModel:
    """Return the model of a name that comes with dechaff, or of a path that ends in .npz; read once a process."""
    import numpy as np

    file = Path(name) if name.endswith(".npz") else resources.files(__package__).joinpath(f"{name}.npz")
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as data:
        marks = dict(zip(data["mark_words"].tolist(), data["mark_weights"].tolist(), strict=True))
        return PageModel(_forest("first", data), _forest("second", data), marks)


def _forest(prefix: str, data: Any) -> Forest:
    return Forest(
        names=tuple(data[f"{prefix}_names"].tolist()),
        feature=data[f"{prefix}_feature"].astype("int32"),
        threshold=data[f"{prefix}_threshold"],
        left=data[f"{prefix}_left"].astype("int32"),
        right=data[f"{prefix}_right"].astype("int32"),
        value=data[f"{prefix}_value"].astype("float64"),
        roots=data[f"{prefix}_roots"].astype("int32"),
        depth=int(data[f"{prefix}_depth"]),
    )
