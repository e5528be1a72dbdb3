"""The pinned floors: read from floors.toml, lifted and never lowered."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

__all__ = ["MARGIN", "Floors", "lowered_by", "read_floors", "write_floors"]

#: Cell ("html/aeb", "text/justext/aeb") -> figure -> floor.
Floors = dict[str, dict[str, float]]

#: A new floor lies this far below what was measured: less than a page's worth on most sets, more than rounding.
MARGIN = 0.002
_FILE = Path(__file__).with_name("floors.toml")
_FEWER_IS_BETTER = frozenset({"leak"})
_HEAD = """\
# Floors of dechaff's figures on the labelled pages; for leak, a ceiling. Lifted by `python -m benchmarks.ratchet --raise`,
# never lowered by it: whoever lowers one by hand says why in the commit. Cells: html/<set>, text/<extractor>/<set>.
"""


def lowered_by(figure: str) -> bool:
    """Tell whether progress lowers a figure, so that its pinned value is a ceiling."""
    return figure in _FEWER_IS_BETTER


def read_floors(file: Path = _FILE) -> Floors:
    """Return the pinned floors; none when the file is not there yet."""
    if not file.is_file():
        return {}
    return {cell: dict(figures) for cell, figures in tomllib.loads(file.read_text(encoding="utf-8")).items()}


def write_floors(measured: Floors, floors: Floors, file: Path = _FILE) -> None:
    """Write the better of the old floor and what was measured less MARGIN; cells not measured stay as they are."""
    lifted = {cell: dict(figures) for cell, figures in floors.items()}
    for cell, figures in measured.items():
        here = lifted.setdefault(cell, {})
        for figure, value in figures.items():
            here[figure] = _lift(figure, value, here.get(figure))
    parts = [_HEAD]
    for cell in sorted(lifted):
        lines = "\n".join(f"{figure} = {floor:.4f}" for figure, floor in lifted[cell].items())
        parts.append(f'["{cell}"]\n{lines}\n')
    file.write_text("\n".join(parts), encoding="utf-8")


def _lift(figure: str, value: float, old: float | None) -> float:
    """Return the new floor, rounded away from what was measured to four places."""
    if lowered_by(figure):
        new = math.ceil((value + MARGIN) * 10_000 - 1e-6) / 10_000
        return new if old is None else min(old, new)
    new = max(0.0, math.floor((value - MARGIN) * 10_000 + 1e-6) / 10_000)
    return new if old is None else max(old, new)
