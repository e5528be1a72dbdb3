"""Learned words: class names and words of text that lean to one side on the labelled pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dechaff.features.columns import Columns

__all__ = ["learned"]


def learned(name: str, words: Sequence[frozenset[str]], odds: Mapping[str, float]) -> Columns:
    """Return what learned words say of each block: their sum, the strongest for going and the strongest for staying."""
    import numpy as np

    known: dict[frozenset[str], tuple[float, float, float]] = {}
    for own in set(words):
        found = [odds[word] for word in own if word in odds]
        known[own] = (max(-6.0, min(6.0, sum(found))), max(found), min(found)) if found else (0.0, 0.0, 0.0)
    rows = np.array([known[own] for own in words])
    return {f"{name}_sum": rows[:, 0], f"{name}_most": rows[:, 1], f"{name}_least": rows[:, 2]}
