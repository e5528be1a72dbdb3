"""What a perfect choice among the blocks would score: the loss that no rule and no model can win back.

    python -m benchmarks.ceiling [--data DIR] [--sets aeb,...] [--limit N] [--worst N]

Ends with 1 when the ceiling of a set lies below its floor, with 0 otherwise or when there are no pages.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figures, figures_of, marks_of, shingles, words
from benchmarks.oracle import best_choice, stray_words
from benchmarks.pages import Page, find_data, labels_of, load, nothing_to_measure

__all__ = ["FLOORS", "Ceiling", "blocks_of", "ceiling_of", "main"]

#: Set -> the least shingle F1 that a perfect choice among the blocks has to reach.
FLOORS = {"aeb": 0.988, "fundusfix": 0.988, "wcxb": 0.983}

_SHOWN = 10
_WIDTH = 150


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The best choice for one page. text is the kept blocks, one a line; blocks are all the blocks' texts."""

    page: Page
    text: str
    blocks: tuple[str, ...]
    f1: float
    p: float
    r: float


def blocks_of(html: bytes) -> list[str]:
    """Return the texts of the blocks that dechaff sees in a page."""
    from dechaff.read import read

    return [block.text for block in read(html, kind="html").blocks]


def ceiling_of(page: Page, split: Callable[[bytes], Iterable[str]] = blocks_of) -> Ceiling:
    """Return the best choice among a page's blocks; split makes blocks of the page's bytes."""
    blocks = tuple(split(page.html))
    gold = page.label.body or ""
    choice = best_choice(gold, blocks)
    text = "\n".join(block for block, kept in zip(blocks, choice.kept, strict=True) if kept)
    marks = marks_of(gold, text)
    return Ceiling(page, text, blocks, marks.f1, marks.precision or 0.0, marks.recall or 0.0)


def figures(ceilings: Iterable[Ceiling]) -> Figures:
    """Return the figures of one set's ceilings."""
    found = list(ceilings)
    return figures_of(labels_of(one.page for one in found), {one.page.id: one.text for one in found})


def losses(one: Ceiling) -> list[str]:
    """Return lines that say where a ceiling is lost: mixed blocks, then gold words that stand in no block.

    A mixed block holds at least one shingle of the gold text and words that no such shingle covers.
    """
    gold = words(one.page.label.body or "")
    wanted = shingles(gold)
    lines: list[tuple[int, str]] = []
    seen = set(shingles(words(one.text)))
    for index, text in enumerate(one.blocks):
        tokens = words(text)
        own = set(shingles(tokens))
        seen |= own
        if strays := stray_words(tokens, wanted) if not own.isdisjoint(wanted) else []:
            other = sum(len(run.split()) for run in strays)
            lines.append((other, f"block {index}: {other} of {len(tokens)} words not gold: {' | '.join(strays)}"))
    mixed = [line for _, line in sorted(lines, reverse=True)]
    lost = [f"in no block: {run}" for run in sorted(stray_words(gold, seen), key=len, reverse=True)]
    return [_cut(line) for line in (*mixed[:_SHOWN], *lost[:_SHOWN])]


def main(arguments: list[str] | None = None) -> int:
    """Print the ceiling of each set and return the exit code."""
    options = _parser().parse_args(arguments)
    data = find_data(options.data)
    if data is None:
        print(nothing_to_measure(options.data))
        return 0
    failed = 0
    for name in options.sets.split(","):
        began = time.monotonic()
        found = [ceiling_of(page) for page in load(data, name, options.limit) if page.label.body is not None]
        if not found:
            print(f"{name}: skipped, no pages with a marked body")
            continue
        failed += not _report(name, figures(found), time.monotonic() - began)
        _print_worst(found, options.worst)
    return 1 if failed else 0


def _report(name: str, result: Figures, seconds: float) -> bool:
    """Print one set's figures; tell whether it reached its floor."""
    floor, f1 = FLOORS.get(name, 0.0), result.f1 or 0.0
    reached = f1 >= floor
    print(
        f"{name}: {result.pages} pages  f1 {f1:.4f}  p {result.p:.4f}  r {result.r:.4f}  exact {result.exact:.3f}  "
        f"spotless {result.spotless:.3f}  floor {floor:.3f} {'reached' if reached else 'MISSED'}  ({seconds:.0f} s)"
    )
    return reached


def _print_worst(found: list[Ceiling], count: int) -> None:
    for one in sorted(found, key=lambda one: one.f1)[:count]:
        print(f"  {one.f1:.3f}  p {one.p:.3f}  r {one.r:.3f}  {one.page.domain}  {one.page.id}")
        for line in losses(one):
            print(f"      {line}")


def _cut(line: str) -> str:
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "\u2026"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ceiling", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, help="folder of labelled sets")
    parser.add_argument("--sets", default=",".join(FLOORS), help="sets, joined by commas (default: %(default)s)")
    parser.add_argument("--limit", type=int, help="so many pages a set, spread evenly")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="also show where the N lowest pages lose")
    return parser


if __name__ == "__main__":
    sys.exit(main())
