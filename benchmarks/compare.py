"""dechaff and its peers side by side: what they score on the same pages, and what CPU time they take for it.

    python -m benchmarks.compare [--data DIR] [--sets aeb,...] [--tools ...] [--path html|text|both]
                                 [--limit N] [--jobs 2] [--json FILE] [--seed-dir DIR]

CPU time is given as a ratio to trafilatura in its fast mode on the same pages in the same run, never as a time.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.child import CLEANER, Run, run_tool
from benchmarks.figures import Figures, figures_of
from benchmarks.pages import SETS, Page, extracted, find_data, folds_segments, labels_of, load, nothing_to_measure
from benchmarks.peers import is_installed, names
from benchmarks.seed import read_seed, write_seed
from benchmarks.tables import show, three_digits

__all__ = ["HtmlRow", "TextCell", "main"]

#: Set -> the figures that have a column.
COLUMNS: dict[str, tuple[str, ...]] = {
    "aeb": ("f1", "spotless", "exact"),
    "fundusfix": ("f1", "spotless"),
    "wcxb": ("f1", "wf1", "spotless"),
    "daniel": ("f1", "spotless"),
    "trafeval": ("segf1", "leak"),
}
#: Whose CPU time the ratios are to.
MEASURE = "trafilatura_fast"
_BEFORE_AND_AFTER = ("f1", "spotless", "r")


@dataclass(slots=True)
class HtmlRow:
    """One tool on the pages of all sets. cpu_ms is None when it was not timed in this run."""

    tool: str
    figures: dict[str, Figures]
    cpu_ms: float | None
    troubles: str = ""


@dataclass(slots=True)
class TextCell:
    """One tool's output on one set, before and after dechaff."""

    tool: str
    set: str
    before: Figures
    after: Figures
    troubles: str = ""


@dataclass(slots=True)
class Outcome:
    """All that one run measured; notes are sentences about what was skipped or went wrong."""

    html: list[HtmlRow] = field(default_factory=list)
    text: list[TextCell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> int:
    """Measure, print and return the exit code: 0 unless an option makes no sense (then argparse ends with 2)."""
    parser = _parser()
    options = parser.parse_args(arguments)
    data = find_data(options.data)
    if data is None:
        print(nothing_to_measure(options.data))
        return 0
    sets, tools = options.sets.split(","), options.tools.split(",")
    if unknown := [name for name in sets if name not in SETS]:
        parser.error(f"there is no set {unknown[0]!r}; sets are {', '.join(SETS)}.")
    if unknown := [name for name in tools if name.partition(":")[0] not in names()]:
        parser.error(f"there is no tool {unknown[0]!r}; tools are {', '.join(names())}.")
    pages = {name: load(data, name, options.limit) for name in sets}
    outcome = Outcome()
    if options.path in ("html", "both"):
        _measure_html(outcome, pages, tools, options)
    if options.path in ("text", "both"):
        _measure_text(outcome, data, pages, tools, options.jobs)
    _print(outcome, pages, timed=options.jobs == 1)
    if options.json:
        options.json.write_text(json.dumps(_as_dict(outcome), indent=1) + "\n", encoding="utf-8")
    return 0


def _measure_html(outcome: Outcome, pages: dict[str, list[Page]], tools: Sequence[str], options: argparse.Namespace) -> None:
    everything = [page for some in pages.values() for page in some]
    present = [tool for tool in tools if is_installed(tool)]
    outcome.notes += [f"{tool}: not installed: skipped" for tool in tools if tool not in present]

    def measure(tool: str) -> Run:
        seeded = read_seed(options.seed_dir, tool, pages)
        if seeded is not None:
            return seeded
        run = run_tool(tool, ((_key(page), page.file) for page in everything))
        if options.limit is None:
            write_seed(options.seed_dir, run, pages)
        return run

    with ThreadPoolExecutor(options.jobs) as pool:
        runs = list(pool.map(measure, present))
    for run in runs:
        figures = {name: _figures(some, run.texts) if run.worked else Figures(0) for name, some in pages.items() if some}
        timed = options.jobs == 1 and run.worked
        outcome.html.append(HtmlRow(run.tool, figures, run.cpu_ms if timed else None, run.troubles))


def _measure_text(outcome: Outcome, data: Path, pages: dict[str, list[Page]], tools: Sequence[str], jobs: int) -> None:
    """Clean what is kept of each tool's output, one cell after the other."""
    cells = [(tool, name, some, extracted(data, name, tool)) for tool in tools for name, some in pages.items() if some]
    cells = [cell for cell in cells if cell[3]]

    def measure(cell: tuple[str, str, list[Page], dict[str, str]]) -> TextCell:
        tool, name, some, texts = cell
        before = {_key(page): texts.get(page.id, "") for page in some}
        run = run_tool(CLEANER, before.items())
        after = _figures(some, run.texts) if run.worked else Figures(0)
        return TextCell(tool, name, _figures(some, before), after, run.troubles)

    with ThreadPoolExecutor(jobs) as pool:
        outcome.text += pool.map(measure, cells)


def _figures(pages: Sequence[Page], texts: dict[str, str]) -> Figures:
    """Return the figures of pages of one set from texts by key."""
    here = {page.id: texts.get(_key(page), "") for page in pages}
    return figures_of(labels_of(pages), here, fold_segments=bool(pages) and folds_segments(pages[0].set))


def _key(page: Page) -> str:
    return f"{page.set}/{page.id}"


def _print(outcome: Outcome, pages: dict[str, list[Page]], *, timed: bool) -> None:
    counts = ", ".join(f"{name} {len(some)}" for name, some in pages.items() if some)
    if outcome.html:
        columns = [(name, figure) for name, some in pages.items() if some for figure in COLUMNS[name]]
        header = ["extractor", *(f"{_named(name)} {figure}" for name, figure in columns)]
        body = [[row.tool, *(three_digits(getattr(row.figures[name], fig)) for name, fig in columns)] for row in outcome.html]
        if timed:
            header.append("CPU ratio")
            body = [[*cells, ratio] for cells, ratio in zip(body, _ratios(outcome.html), strict=True)]
        show(f"Pages as served ({counts} pages); CPU ratio: to {MEASURE}", header, body)
    if outcome.text:
        header = ["extractor", "set", *(f"{figure} raw -> dechaff" for figure in _BEFORE_AND_AFTER)]
        show(f"Text that extractors left behind ({counts} pages)", header, [_text_row(cell) for cell in outcome.text])
    in_text = [f"{cell.tool}, {cell.set}: {cell.troubles}" for cell in outcome.text if cell.troubles]
    for trouble in [*outcome.notes, *(row.troubles for row in outcome.html if row.troubles), *in_text[:1]]:
        print(trouble)
    if len(in_text) > 1:
        print(f"{len(in_text) - 1} more cells of the text part had such troubles")


def _named(name: str) -> str:
    """Return a set's name, with the kind of page in brackets when only one is measured."""
    return f"{name}[{kind}]" if (kind := SETS[name]) else name


def _ratios(rows: Sequence[HtmlRow]) -> list[str]:
    unit = next((row.cpu_ms for row in rows if row.tool == MEASURE), None)
    return [f"{row.cpu_ms / unit:.2f}" if unit and row.cpu_ms is not None else "-" for row in rows]


def _text_row(cell: TextCell) -> list[str]:
    pairs = ((getattr(cell.before, figure), getattr(cell.after, figure)) for figure in _BEFORE_AND_AFTER)
    return [cell.tool, cell.set, *(f"{three_digits(raw)} -> {three_digits(cleaned)}" for raw, cleaned in pairs)]


def _as_dict(outcome: Outcome) -> dict[str, Any]:
    """Return the outcome for JSON: ratios, and no times."""
    found = asdict(outcome)
    for row, ratio in zip(found["html"], _ratios(outcome.html), strict=True):
        del row["cpu_ms"]
        row["cpu_ratio"] = None if ratio == "-" else float(ratio)
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, help="folder of labelled sets")
    parser.add_argument("--sets", default=",".join(SETS), help="sets, joined by commas (default: %(default)s)")
    parser.add_argument("--tools", default=",".join(names()), help="tools, joined by commas (default: %(default)s)")
    parser.add_argument("--path", choices=("html", "text", "both"), default="both", help="pages, extracted text or both")
    parser.add_argument("--limit", type=int, help="so many pages a set, spread evenly")
    parser.add_argument("--jobs", type=int, choices=(1, 2), default=1, help="2: two tools at once, quality only")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all figures there")
    parser.add_argument("--seed-dir", type=Path, metavar="DIR", help="keep the peers' outputs there, and take them from there (untimed)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
