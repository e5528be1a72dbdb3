"""The labelled pages: where they are, and what is known about each."""

from __future__ import annotations

import gzip
import json
import lzma
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Label

__all__ = ["SETS", "TOOLS", "Page", "extracted", "find_data", "folds_segments", "labels_of", "load", "nothing_to_measure"]

#: Set -> the kind of page that is measured; None measures all.
SETS: dict[str, str | None] = {"aeb": None, "fundusfix": None, "wcxb": "article", "daniel": None, "trafeval": None}

#: The extractors whose output is kept beside the pages.
TOOLS = ("trafilatura", "readability-lxml", "newspaper4k", "resiliparse", "justext", "goose3", "boilerpy3", "bs4text")

_VARIABLE = "DECHAFF_BENCH"
_BESIDE = Path(__file__).resolve().parent.parent.parent / "shared" / "bench"


@dataclass(frozen=True, slots=True)
class Page:
    """One labelled page. lang is whatever the source of the set gives: a code, a name, or nothing."""

    set: str
    id: str
    domain: str
    kind: str
    lang: str
    title: str
    label: Label
    file: Path

    @property
    def html(self) -> bytes:
        """The page as it was served, read from disk at each call."""
        return gzip.decompress(self.file.read_bytes())


def find_data(given: Path | None = None) -> Path | None:
    """Return the folder of sets: the given one, else $DECHAFF_BENCH, else the one beside the checkout; None if absent."""
    named = given or (Path(os.environ[_VARIABLE]) if os.environ.get(_VARIABLE) else _BESIDE)
    return named if any((named / name / "gold.jsonl").is_file() for name in SETS) else None


def nothing_to_measure(given: Path | None = None) -> str:
    """Return the sentence to print when find_data found nothing."""
    where = f"in {given}" if given else f"in ${_VARIABLE}, nor in ../shared/bench beside the checkout"
    return f"skipped: there are no labelled pages {where}; pass --data DIR or set ${_VARIABLE}."


def load(data: Path, name: str, limit: int | None = None, *, all_kinds: bool = False) -> list[Page]:
    """Return the measured pages of a set in the order of its labels; none when the set is not there.

    limit      take that many pages, spread evenly over the set, because neighbours are often of one site.
    all_kinds  pages that are no articles too.
    """
    gold = data / name / "gold.jsonl"
    if not gold.is_file():
        return []
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").split("\n") if line.strip()]
    wanted = [row for row in rows if all_kinds or SETS.get(name) in (None, row.get("kind"))]
    if limit is not None and 0 < limit < len(wanted):
        wanted = [wanted[number * len(wanted) // limit] for number in range(limit)]
    return [_page(data, name, row) for row in wanted]


def extracted(data: Path, name: str, tool: str) -> dict[str, str]:
    """Return page id -> what an extractor made of it; empty when that output is not kept."""
    file = data / name / "extracted" / f"{tool}.jsonl.xz"
    if not file.is_file():
        return {}
    rows = (json.loads(line) for line in lzma.decompress(file.read_bytes()).decode("utf-8").split("\n") if line.strip())
    return {row["id"]: row.get("text") or "" for row in rows}


def labels_of(pages: Iterable[Page]) -> dict[str, Label]:
    """Return the labels by page id, as figures_of takes them."""
    return {page.id: page.label for page in pages}


def folds_segments(name: str) -> bool:
    """Tell whether the segments of a set are compared without regard to case."""
    return name == "wcxb"


def _page(data: Path, name: str, row: dict[str, object]) -> Page:
    return Page(
        set=name,
        id=str(row["id"]),
        domain=str(row.get("domain") or ""),
        kind=str(row.get("kind") or ""),
        lang=str(row.get("lang") or ""),
        title=str(row.get("title") or ""),
        label=Label(None if row.get("text") is None else str(row["text"]), _strings(row, "with"), _strings(row, "without")),
        file=data / name / "html" / f"{row['id']}.html.gz",
    )


def _strings(row: dict[str, object], field: str) -> tuple[str, ...]:
    values = row.get(field)
    return tuple(map(str, values)) if isinstance(values, list) else ()
