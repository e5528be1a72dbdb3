"""What dechaff makes of other extractors' output: the raw text, the rules alone, and the rules with the model of its fold.

    python -m benchmarks.texts [--data DIR] [--sets aeb,...] [--tools trafilatura,...] [--limit N] [--note]

One line a cell: f1, share of spotless pages, and recall lost against the raw text. Every text is judged by a model that
was fitted without its site. --note writes the figures into the model's card.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean

from benchmarks.figures import Figures, figures_of
from benchmarks.folds import cleaner_unseen
from benchmarks.pages import TOOLS, Page, extracted, find_data, folds_segments, labels_of, load, nothing_to_measure
from dechaff import Cleaner

__all__ = ["main"]

SETS = ("aeb", "fundusfix", "wcxb", "daniel")
CARD = Path(__file__).resolve().parent.parent / "src" / "dechaff" / "models" / "text.json"
PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """The figures of one tool's texts of one set: as they came, by the rules alone, and with the model; and how many were not at rest."""

    tool: str
    set: str
    raw: Figures
    rules: Figures
    model: Figures
    restless: int


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.texts", description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--data", type=Path, help="folder of labelled sets")
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--limit", type=int, help="so many pages a set")
    parser.add_argument("--note", action="store_true", help="write the figures into the model's card")
    chosen = parser.parse_args(arguments)
    data = find_data(chosen.data)
    if data is None:
        print(nothing_to_measure(chosen.data))
        return 0
    cells = []
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        for name in chosen.sets.split(","):
            pages = load(data, name, chosen.limit)
            for tool in chosen.tools.split(","):
                cells.append(_cell(pool, tool, pages, extracted(data, name, tool)))
                print(_line(cells[-1]), flush=True)
    print(_means(cells))
    if chosen.note:
        card = json.loads(CARD.read_text(encoding="utf-8"))
        card["out_of_fold_by_site"] = card.get("out_of_fold_by_site", {}) | {f"{cell.tool}/{cell.set}": _noted(cell) for cell in cells}
        CARD.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    return 0


def _cell(pool: ProcessPoolExecutor, tool: str, pages: list[Page], kept: dict[str, str]) -> Cell:
    raw = [kept.get(page.id, "") for page in pages]
    answers = list(pool.map(_cleaned, raw, [page.domain or page.id for page in pages], chunksize=8))
    rules, model = ([str(answer[place]) for answer in answers] for place in (0, 1))
    return Cell(tool, pages[0].set, _figures(pages, raw), _figures(pages, rules), _figures(pages, model), sum(answer[2] for answer in answers))


def _cleaned(text: str, site: str) -> tuple[str, str, bool]:
    """Return a text by the rules alone and with the model, and whether cleaning it again would change it; runs in a worker."""
    cleaner = cleaner_unseen(site)
    result = cleaner(text, kind="text")
    whole = f"{result.title}\n\n{result.text}" if result.title else result.text
    return _rules()(text, kind="text").text, result.text, cleaner(whole, kind="text").text != result.text


@cache
def _rules() -> Cleaner:
    return Cleaner(main="none")


def _figures(pages: list[Page], texts: list[str]) -> Figures:
    by_id = {page.id: text for page, text in zip(pages, texts, strict=True)}
    return figures_of(labels_of(pages), by_id, fold_segments=folds_segments(pages[0].set))


def _noted(cell: Cell) -> dict[str, list[float]]:
    """Return each figure as it came, by the rules alone, and with the model."""
    return {name: list(_three(cell, name)) for name in ("f1", "p", "r", "spotless", "exact")}


def _three(cell: Cell, name: str) -> Iterator[float]:
    return (round(getattr(figures, name) or 0.0, 4) for figures in (cell.raw, cell.rules, cell.model))


def _line(cell: Cell) -> str:
    f1, spotless, recall = (list(_three(cell, name)) for name in ("f1", "spotless", "r"))
    falls = "  FALLS" if f1[2] < f1[1] or spotless[2] < spotless[1] else ""
    return (
        f"{cell.tool:17}{cell.set:10} f1 {f1[0]:.4f} {f1[1]:.4f} {f1[2]:.4f}  spotless {spotless[0]:.3f} {spotless[1]:.3f} {spotless[2]:.3f}"
        f"  recall {recall[1] - recall[0]:+.4f} {recall[2] - recall[0]:+.4f}  not at rest {cell.restless}{falls}"
    )


def _means(cells: list[Cell]) -> str:
    means = {name: [fmean(list(_three(cell, name))[place] for cell in cells) for place in range(3)] for name in ("f1", "spotless")}
    return f"mean of {len(cells)} cells: " + ", ".join(f"{name} {raw:.4f} {rules:.4f} {model:.4f}" for name, (raw, rules, model) in means.items())


if __name__ == "__main__":
    sys.exit(main())
