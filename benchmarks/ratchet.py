"""What dechaff scores may rise and may not fall: every figure against its pinned floor.

    python -m benchmarks.ratchet [--data DIR] [--sets aeb,...] [--path html|text|both] [--limit N] [--raise]

Ends with 1 and names each figure that fell; with 0 when all hold, or when there are no labelled pages.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

from benchmarks.figures import Figures, figures_of
from benchmarks.floors import Floors, lowered_by, read_floors, write_floors
from benchmarks.folds import cleaner_unseen
from benchmarks.pages import SETS, Page, extracted, find_data, folds_segments, labels_of, load, nothing_to_measure
from benchmarks.peers import Extract, extractor
from dechaff import Cleaner

__all__ = ["TEXT_SETS", "TEXT_TOOLS", "Check", "main"]

TEXT_TOOLS = ("trafilatura", "readability-lxml", "newspaper4k", "resiliparse", "justext")
TEXT_SETS = ("aeb", "fundusfix", "wcxb")
#: Recall may lie so far below trafilatura's own on the same pages, and fall so far when text is cleaned.
RECALL_BELOW_PEER = 0.006
RECALL_LOST_ON_TEXT = 0.0065
#: Figures that may fall so far below the raw text's: labels of wcxb keep lines such as "Read more: ..." and "Related: ..." on blogs, which go.
EXCUSED = {("text/trafilatura/wcxb", "spotless"): 0.0075}
PROCESSES = 2


#: dechaff's text and, when it raised, the error.
_Answer = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that has to hold; says is the sentence to print when it does not."""

    holds: bool
    says: str


def main(arguments: list[str] | None = None) -> int:
    """Measure, check, print, and return the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.lift and options.limit:
        parser.error("--raise needs all pages: leave --limit out.")
    data = find_data(options.data)
    if data is None:
        print(nothing_to_measure(options.data))
        return 0
    began = time.monotonic()
    sets = [name for name in options.sets.split(",") if name in SETS]
    pages = {name: some for name in sets if (some := load(data, name, options.limit))}
    floors = read_floors()
    measured, checks = _measure(data, pages, options.path)
    if options.limit is None:
        checks += _floor_checks(measured, floors)
    if options.lift and any(": raised on " in check.says for check in checks):
        print("The floors stay as they are: dechaff raised on some pages.")
    elif options.lift:
        write_floors(measured, floors)
    for check in checks:
        if not check.holds:
            print(f"FAILED {check.says}")
    failed = sum(not check.holds for check in checks)
    print(f"{sum(map(len, pages.values()))} pages in {time.monotonic() - began:.0f} s")
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _measure(data: Path, pages: dict[str, list[Page]], path: str) -> tuple[Floors, list[Check]]:
    """Return figures by cell, "html/aeb" or "text/justext/aeb", and the checks that compare within the run."""
    measured: Floors = {}
    checks: list[Check] = []
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        for name, some in pages.items() if path != "text" else ():
            pairs = list(pool.map(_both, some, chunksize=4))
            ours = _figures(some, [text for (text, _), _ in pairs])
            theirs = _figures(some, [text for _, text in pairs])
            measured[f"html/{name}"] = _pinned(ours)
            checks.append(_error_check(f"html/{name}", some, [error for (_, error), _ in pairs]))
            checks += _recall_check(name, ours, theirs)
        for tool, name, some, raw in _text_cells(data, pages) if path != "html" else ():
            answers = list(pool.map(_cleaned, raw, [page.domain or page.id for page in some], chunksize=8))
            before, after = _figures(some, raw), _figures(some, [text for text, _ in answers])
            cell = f"text/{tool}/{name}"
            measured[cell] = _pinned(after)
            checks.append(_error_check(cell, some, [error for _, error in answers]))
            checks += _text_checks(cell, before, after)
    return measured, checks


def _text_cells(data: Path, pages: dict[str, list[Page]]) -> Iterator[tuple[str, str, list[Page], list[str]]]:
    for tool in TEXT_TOOLS:
        for name in TEXT_SETS:
            some = pages.get(name, [])
            kept = extracted(data, name, tool)
            if some and kept:
                yield tool, name, some, [kept.get(page.id, "") for page in some]


def _error_check(cell: str, pages: list[Page], errors: list[str]) -> Check:
    raised = [f"{page.id}: {error}" for page, error in zip(pages, errors, strict=True) if error]
    return Check(not raised, f"{cell}: raised on {len(raised)} pages, first on {raised[0][:300]}" if raised else "")


def _recall_check(name: str, ours: Figures, theirs: Figures) -> Iterator[Check]:
    if ours.r is not None and theirs.r is not None:
        says = f"html/{name} r: {ours.r:.4f}, more than {RECALL_BELOW_PEER} below trafilatura's {theirs.r:.4f}"
        yield Check(ours.r >= theirs.r - RECALL_BELOW_PEER, says)


def _text_checks(cell: str, before: Figures, after: Figures) -> Iterator[Check]:
    for figure in ("f1", "spotless"):
        raw, cleaned = getattr(before, figure) or 0.0, getattr(after, figure) or 0.0
        yield Check(cleaned > raw - EXCUSED.get((cell, figure), 0.0), f"{cell} {figure}: {cleaned:.4f} does not rise above the raw text's {raw:.4f}")
    raw, cleaned = before.r or 0.0, after.r or 0.0
    says = f"{cell} r: {cleaned:.4f}, more than {RECALL_LOST_ON_TEXT} below the raw text's {raw:.4f}"
    yield Check(cleaned >= raw - RECALL_LOST_ON_TEXT, says)


def _floor_checks(measured: Floors, floors: Floors) -> list[Check]:
    """Check every pinned figure of the cells that were measured; a figure without a floor is not checked."""
    checks = []
    for cell, figures in floors.items():
        for figure, floor in figures.items():
            value = measured.get(cell, {}).get(figure)
            if value is not None:
                side = "above its ceiling" if lowered_by(figure) else "below its floor"
                holds = value <= floor if lowered_by(figure) else value >= floor
                checks.append(Check(holds, f"{cell} {figure}: {value:.4f} is {side} {floor:.4f}"))
    return checks


def _pinned(figures: Figures) -> dict[str, float]:
    names = ("f1", "p", "r", "exact", "spotless", "wf1", "segf1", "leak")
    return {name: value for name in names if (value := getattr(figures, name)) is not None}


def _figures(pages: list[Page], texts: list[str]) -> Figures:
    by_id = {page.id: text for page, text in zip(pages, texts, strict=True)}
    return figures_of(labels_of(pages), by_id, fold_segments=folds_segments(pages[0].set))


def _both(page: Page) -> tuple[_Answer, str]:
    """Return dechaff's answer and trafilatura's text for a page; runs in a worker."""
    html = page.html
    return _answer(cleaner_unseen(page.domain or page.id), html, "html"), _trafilatura()(html)


def _cleaned(text: str, site: str) -> _Answer:
    return _answer(cleaner_unseen(site), text, "text")


def _answer(cleaner: Cleaner, data: bytes | str, kind: Literal["html", "text"]) -> _Answer:
    try:
        return cleaner(data, kind=kind).text, ""
    except Exception as error:  # noqa: BLE001 - whatever dechaff raises on a page is a failed check, not an end
        return "", f"{type(error).__name__}: {error}"


@lru_cache(maxsize=1)
def _trafilatura() -> Extract:
    return extractor("trafilatura")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ratchet", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, help="folder of labelled sets")
    parser.add_argument("--sets", default=",".join(SETS), help="sets, joined by commas (default: %(default)s)")
    parser.add_argument("--path", choices=("html", "text", "both"), default="both", help="pages, extracted text or both (default: both)")
    parser.add_argument("--limit", type=int, help="so many pages a set; floors are then not checked")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift floors to what was measured less 0.002")
    return parser


if __name__ == "__main__":
    sys.exit(main())
