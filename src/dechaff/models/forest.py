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

    from dechaff.models._lookup import Trees

    Column = NDArray[Any]
    Floats = NDArray[np.float64]

#: A leaf asks for more borders than there are; so trees have at most so many nodes, and columns fewer borders.
LEAF = 255

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
        """Check that every way down ends in a leaf of its tree."""
        import numpy as np

        size, roots = len(self.no), np.asarray(self.roots, dtype=np.int64)
        if not len(borders := np.asarray(self.borders)) == len(self.values) == len(self.columns) == size > 0 or len(roots) == 0:
            raise ValueError("a forest has no trees, or not as much said of each node; the model file is damaged.")
        if roots[0] != 0 or (np.diff(roots) <= 0).any() or roots[-1] >= size or not np.isin(self.columns, np.arange(len(self.names))).all():
            raise ValueError("a forest asks about columns or trees that it does not have; the model file is damaged.")
        no, at, ends = np.asarray(self.no, dtype=np.int64), np.arange(size), np.append(roots[1:], size)
        leaf, end = no == at, np.repeat(ends, ends - roots)
        if not (leaf | ((no > at) & (no + 1 < end))).all() or not (borders[leaf] == np.inf).all() or (ends - roots).max() > LEAF:
            raise ValueError("the nodes of a forest do not lead to leaves; the model file is damaged.")

    def log_odds(self, columns: Mapping[str, Column], which: Column | None = None) -> Floats:
        """Return the log-odds of each row of the columns, or of those rows that are asked for, by number."""
        import numpy as np

        from dechaff.features._columns import Columns

        rows = Columns.of(columns)
        asked = np.arange(rows.size, dtype=np.int32) if which is None else np.ascontiguousarray(which, dtype=np.int32)
        total = np.zeros(len(asked))
        self._trees.add_sums(rows, asked, total)
        return total

    def parts(self, columns: Mapping[str, Column]) -> Floats:
        """Return (columns, rows): what each column adds to each row's log-odds, beyond `expected`."""
        import numpy as np

        from dechaff.features._columns import Columns

        rows = Columns.of(columns)
        found = np.zeros((len(self.names), rows.size))
        self._trees.add_parts(rows, found)
        return found

    @property
    def expected(self) -> float:
        """What a row gets of which nothing is known."""
        return float(self.values[self.roots].sum(dtype=float))

    @cached_property
    def _trees(self) -> Trees:
        """The trees as they are looked up: borders by number within their column, nodes counted from their root."""
        import numpy as np

        from dechaff.models._lookup import Trees

        no, at = np.asarray(self.no, dtype=np.int64), np.arange(len(self.no))
        columns, roots = np.asarray(self.columns, dtype=np.int64), np.asarray(self.roots, dtype=np.int32)
        limits = np.asarray(self.borders, dtype=np.float32)
        nodes = np.zeros(len(no), dtype=[("below", "u1"), ("no", "u1"), ("column", "u2")])
        nodes["below"], nodes["no"], nodes["column"] = LEAF, no - roots[np.searchsorted(roots, at, side="right") - 1], columns
        borders = []
        for column in range(len(self.names)):
            asked = (no != at) & (columns == column)
            borders.append(np.unique(limits[asked]))
            nodes["below"][asked] = np.searchsorted(borders[-1], limits[asked])
        if max(map(len, borders)) >= LEAF:
            raise ValueError(f"a column has {LEAF} borders or more; fit the model with fewer.")
        starts = np.cumsum([0, *map(len, borders)], dtype=np.int32)
        return Trees(self.names, np.append(np.concatenate(borders), np.float32(0)), starts, nodes, self.values.astype(np.float32), roots, _depths(no)[roots])


def _depths(no: Column) -> Column:
    """Return how many steps the longest way down from each node takes."""
    import numpy as np

    below = np.zeros(len(no), dtype=np.int32)
    for at in range(len(no) - 1, -1, -1):
        if no[at] != at:
            below[at] = 1 + max(below[no[at]], below[no[at] + 1])
    return below


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
