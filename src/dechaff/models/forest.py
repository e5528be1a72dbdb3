"""Boosted trees as arrays: fitted elsewhere, looked up here by compiled code.

The trees are symmetric: all nodes of one depth ask the same question, so a tree of depth six is six questions and a
table of 64 answers. A whole page is looked up at once. A model file is a NumPy archive
without pickles. It holds two forests: the second sees, beside the features of a block, what the first said of the block
and of those around it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[Any]
    Floats = NDArray[np.float64]
    Indexes = NDArray[np.int32]

__all__ = ["FittedModel", "Forest", "load", "load_forests"]


@dataclass(frozen=True)
class Forest:
    """Symmetric trees of one depth.

    names     the columns it reads, in order.
    features  of each question the index of its column; borders: a value above the border answers yes.
    trees     (depth, trees): which question each tree asks at each depth.
    means     (trees, 2 * leaves - 1): what a tree adds to the log-odds once so many of its questions are answered: the mean of
              all its leaves, those after one answer, and so on; the leaves come last.
    """

    names: tuple[str, ...]
    features: Indexes
    borders: Column
    trees: Indexes
    means: Column

    def __post_init__(self) -> None:
        """Lay the arrays out as they are looked up."""
        import numpy as np

        for name, kind in (("features", np.int32), ("borders", np.float32), ("trees", np.int32), ("means", np.float32)):
            object.__setattr__(self, name, np.ascontiguousarray(getattr(self, name), dtype=kind))

    def log_odds(self, columns: Mapping[str, Column]) -> Floats:
        """Return the log-odds of each row of the columns."""
        import numpy as np

        from dechaff.features._columns import Columns
        from dechaff.models._lookup import sums_of

        rows = Columns.of(columns)
        total = np.zeros(rows.size)
        sums_of(rows, self.names, self.features, self.borders, self.trees, self.means, total)
        return total

    def parts(self, columns: Mapping[str, Column]) -> Floats:
        """Return (columns, rows): what each column adds to each row's log-odds, beyond what an unknown block would get."""
        import numpy as np

        values = np.array([columns[name] for name in self.names], dtype=np.float32)
        answers = values[self.features] > self.borders[:, None]
        rows = answers.shape[1]
        trees = np.arange(len(self.means))[:, None]
        place = np.zeros((len(self.means), rows), dtype=np.int64)
        known = self.means[trees, place]
        added, at = [], []
        for depth, questions in enumerate(self.trees):
            place += answers[questions].astype(np.int64) << depth
            after = self.means[trees, (2 << depth) - 1 + place]
            added.append((after - known).ravel())
            at.append((self.features[questions][:, None] * rows + np.arange(rows)).ravel())
            known = after
        found = np.bincount(np.concatenate(at), np.concatenate(added), minlength=len(self.names) * rows)
        return np.asarray(found, dtype=np.float64).reshape(len(self.names), rows)


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
    features, borders, trees, means = (data[f"{prefix}_{name}"] for name in ("features", "borders", "trees", "means"))
    return Forest(tuple(data[f"{prefix}_names"].tolist()), features, borders, trees, means)
