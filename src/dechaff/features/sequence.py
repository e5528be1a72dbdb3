"""The sequence: what a block is depends on the blocks beside it, and on what these were judged to be."""

from __future__ import annotations

from typing import Any

from dechaff.features._columns import Columns
from dechaff.features._sequence import add_judged, add_judged_alike, add_judged_around
from dechaff.features._tree import Tree, kin_of, paths_of
from dechaff.model import Document

__all__ = ["judged"]


def judged(doc: Document, scores: Any, into: Columns | None = None) -> Columns:
    """Return what a first judgement says of a block, its neighbours, and those of the same element and path.

    scores  log-odds of each block; into: columns to add these to.
    """
    import numpy as np

    columns = Columns(len(doc.blocks)) if into is None else into
    words = np.array(doc.words, dtype=float)
    kept = add_judged(columns, scores, words)
    if doc.containers:
        tree = doc.once(Tree)
        add_judged_around(columns, tree, scores, words, kept)
        add_judged_alike(columns, "first_path", doc.once(paths_of)[0], scores)
        add_judged_alike(columns, "first_marks", doc.once(_alike_by_marks), scores)
        add_judged_alike(columns, "first_like1", kin_of(tree, 1), scores)
    return columns


def _alike_by_marks(doc: Document) -> Any:
    """Return a number for each block: equal where the class names around them are the same."""
    import numpy as np

    numbers: dict[frozenset[str], int] = {}
    return np.array([numbers.setdefault(block.marks, len(numbers)) for block in doc.blocks], dtype=np.int64)
