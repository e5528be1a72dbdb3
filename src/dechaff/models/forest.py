"""Boosted trees as arrays: fitted elsewhere, looked up here.

A tree asks one question a step; each answer leads to another node, until a leaf tells what the tree adds to the log-odds.
A model file is a NumPy archive without pickles. It holds two forests: the second sees, beside the features of a block, what
the first said of the block and of those around it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[Any]
    Floats = NDArray[np.float64]

__all__ = ["FittedModel", "Forest", "load", "load_forests"]


@dataclass(frozen=True)
class Forest:
    """Trees of any shape, all their nodes in one row.

    names    the columns that are asked about, in order.
    columns  of each node the index of its column; borders: a value above the border answers yes, none is above a leaf's.
    no       the node that a "no" leads to, the one behind it is for "yes"; a leaf leads to itself.
    values   what a tree is expected to add once a node is reached: a leaf's is what it adds.
    roots    the node at which each tree begins.
    Raises ValueError when a node leads nowhere or asks about no column.
    """

    names: tuple[str, ...]
    columns: Column
    borders: Column
    no: Column
    values: Column
    roots: Column

    def __post_init__(self) -> None:
        """Check that every way down ends in a leaf."""
        import numpy as np

        size, at = len(self.no), np.arange(len(self.no))
        leaf = np.asarray(self.no) == at
        leads = leaf | ((np.asarray(self.no) > at) & (np.asarray(self.no) < size - 1))
        borders = np.asarray(self.borders, dtype=np.float32)
        if not (leads.all() and (borders[leaf] == np.inf).all() and len(borders) == len(self.values) == len(self.columns) == size):
            raise ValueError("the nodes of a forest do not lead to leaves; the model file is damaged.")
        if size and not (np.min(self.columns) >= 0 and np.max(self.columns) < len(self.names) and np.min(self.roots) >= 0 and np.max(self.roots) < size):
            raise ValueError("a forest asks about columns or trees that it does not have; the model file is damaged.")

    def log_odds(self, columns: Mapping[str, Column]) -> Floats:
        """Return the log-odds of each row of the columns."""
        import numpy as np

        from dechaff.features._columns import Columns
        from dechaff.models._lookup import sums_of

        rows = Columns.of(columns)
        total = np.zeros(rows.size)
        sums_of(rows, self.names, *self._laid_out, total)
        return total

    def parts(self, columns: Mapping[str, Column]) -> Floats:
        """Return (columns, rows): what each column adds to each row's log-odds, beyond `expected`."""
        import numpy as np

        from dechaff.features._columns import Columns
        from dechaff.models._lookup import parts_of

        rows = Columns.of(columns)
        found = np.zeros((len(self.names), rows.size))
        parts_of(rows, self.names, *self._laid_out, found)
        return found

    @property
    def expected(self) -> float:
        """What a row gets of which nothing is known."""
        return float(self.values[self.roots].sum(dtype=float))

    @cached_property
    def _laid_out(self) -> tuple[Any, Any, Any]:
        """The nodes as they are looked up, the roots, and how deep each tree is."""
        import numpy as np

        nodes = np.zeros(len(self.no), dtype=[("border", "f4"), ("column", "i4"), ("no", "i4"), ("value", "f4")])
        nodes["border"], nodes["column"], nodes["no"], nodes["value"] = self.borders, self.columns, self.no, self.values
        below = np.zeros(len(self.no), dtype=np.int32)
        for at in range(len(self.no) - 1, -1, -1):
            child = int(self.no[at])
            if child != at:
                below[at] = 1 + max(below[child], below[child + 1])
        roots = np.asarray(self.roots, dtype=np.int32)
        return nodes, roots, below[roots]


@dataclass(frozen=True)
class FittedModel:
    """Two forests, and the words they learned, by kind of word, with the log-odds of each."""

    first: Forest
    second: Forest
    words: Mapping[str, Mapping[str, float]]


@cache
def load(name: str) -> FittedModel:
    """Return the model of a name that comes with dechaff, or of a path that ends in .npz; read once a process."""
    (first, second), arrays = load_forests(name, ("first", "second"))
    kinds = [key.removesuffix("_words") for key in arrays if key.endswith("_words")]
    words = {kind: dict(zip(arrays[f"{kind}_words"].tolist(), arrays[f"{kind}_weights"].tolist(), strict=True)) for kind in kinds}
    return FittedModel(first, second, words)


def load_forests(name: str, prefixes: Sequence[str]) -> tuple[list[Forest], dict[str, Any]]:
    """Return the forests of a model file whose arrays begin with these prefixes, and its other arrays by name."""
    import numpy as np

    file = Path(name) if name.endswith(".npz") else resources.files(__package__).joinpath(f"{name}.npz")
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as data:
        others = {key: data[key] for key in data if not key.startswith(tuple(f"{prefix}_" for prefix in prefixes))}
        return [_forest(prefix, data) for prefix in prefixes], others


def _forest(prefix: str, data: Any) -> Forest:
    columns, borders, no, values, roots = (data[f"{prefix}_{name}"] for name in ("columns", "borders", "no", "values", "roots"))
    return Forest(tuple(data[f"{prefix}_names"].tolist()), columns, borders, no, values, roots)
