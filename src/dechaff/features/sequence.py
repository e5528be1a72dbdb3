"""The sequence: what a block is depends on the blocks beside it, and on what these were judged to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dechaff.features.tree import FAR, Tree, paths_of
from dechaff.model import Document

if TYPE_CHECKING:
    from dechaff.features.columns import Columns

__all__ = ["beside", "judged"]


def beside(columns: Mapping[str, Any], *, reach: int) -> Columns:
    """Return the columns of the blocks before and behind, named `words-1`, `words+1` and so on; zero beyond the ends."""
    import numpy as np

    found: Columns = {}
    for name, column in columns.items():
        size = len(column)
        padded = np.zeros(size + 2 * reach, dtype=column.dtype)
        padded[reach : reach + size] = column
        for step in range(1, reach + 1):
            found[f"{name}-{step}"] = padded[reach - step : reach - step + size]
            found[f"{name}+{step}"] = padded[reach + step : reach + step + size]
    return found


def judged(doc: Document, scores: Any) -> Columns:
    """Return what a first judgement says of a block, its neighbours, and those of the same element and path.

    scores  log-odds of each block.
    """
    import numpy as np

    words = np.array(doc.words, dtype=float)
    columns = {"first": scores} | beside({"first": scores}, reach=4)
    size = len(scores)
    stays = 1 / (1 + np.exp(np.clip(scores, -30, 30)))
    mass = stays * words
    total = max(1.0, float(mass.sum()))
    before = np.cumsum(mass) - mass
    columns["kept_before"] = before / total
    columns["kept_behind"] = 1 - (before + mass) / total
    columns["kept_words"] = np.full(size, np.log1p(total))
    kept = np.flatnonzero((scores < 0) & (words > 8))
    index = np.arange(size)
    first, last = (kept[0], kept[-1]) if kept.size else (0, size - 1)
    columns["after_kept"] = np.clip(index - first, -FAR, FAR).astype(float)
    columns["before_kept"] = np.clip(last - index, -FAR, FAR).astype(float)
    for reach in (3, 8):
        kernel = np.ones(2 * reach + 1)
        weight = np.sqrt(words) + 0.5
        columns[f"around{reach}"] = np.convolve(scores * weight, kernel)[reach:-reach] / np.convolve(weight, kernel)[reach:-reach]
    if doc.containers:
        tree = doc.once(Tree)
        up = tree.at
        count, sums, kept_mass, mass_all = tree.held(np.ones(size)), tree.held(scores), tree.held(mass), tree.held(words + 0.1)
        for level in ("parent", "grandparent", "great"):
            up = tree.parents[up]
            columns[f"first_{level}"] = sums[up] / count[up]
            columns[f"kept_{level}"] = kept_mass[up] / mass_all[up]
            columns[f"most_{level}"] = kept_mass[up] / total
        numbers: dict[frozenset[str], int] = {}
        for name, group in (
            ("path", doc.once(paths_of)[0]),
            ("marks", np.array([numbers.setdefault(block.marks, len(numbers)) for block in doc.blocks])),
            ("like1", tree.shapes(1)),
        ):
            columns[f"first_{name}"] = (np.bincount(group, weights=scores) / np.maximum(1, np.bincount(group)))[group]
    return columns
