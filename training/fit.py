"""Fit a page model, report it out of fold by site, and write it with its card.

    python -m training.fit [--data DIR] [--name page] [--extractor trafilatura] [--report-only] [--depth N]
    python -m training.fit --across    # each set by a model fitted on the others; into the card

The same command on the same machine gives the same bits.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.figures import figures_of
from benchmarks.folds import FOLDED, FOLDS, fold_of
from benchmarks.pages import folds_segments, labels_of
from dechaff.stages.main_content import CAUTION
from training.forests import FIRST, SECOND, TREES, Pair, save
from training.pages import Labelled, labelled_pages

__all__ = ["main"]

SETS = ["aeb", "fundusfix", "wcxb", "daniel", "trafeval"]
MODELS = Path(__file__).resolve().parent.parent / "src" / "dechaff" / "models"
FIGURES = ("f1", "p", "r", "exact", "spotless", "wf1", "segf1", "leak")

#: Page -> what two forests say of each of its blocks: the first alone, and the second that saw it.
Odds = dict[str, tuple[Any, Any]]


def report(pages: Sequence[Labelled], odds: Mapping[str, Any], caution: float) -> dict[str, dict[str, float]]:
    """Return the figures of each set for blocks whose log-odds lie at or below the caution."""
    found = {}
    for name in dict.fromkeys(page.page.set for page in pages):
        own = [page for page in pages if page.page.set == name]
        texts = {page.page.id: "\n".join(kept_texts(page, odds[page.key], caution)) for page in own}
        figures = figures_of(labels_of([page.page for page in own]), texts, fold_segments=folds_segments(name))
        found[name] = {key: round(value, 4) for key in FIGURES if (value := getattr(figures, key)) is not None}
        found[name]["loss"] = round(loss(own, odds), 4)
    return found


def loss(pages: Sequence[Labelled], odds: Mapping[str, Any]) -> float:
    """Return the mean logarithmic loss of the blocks, weighed by the logarithm of their words, pages alike."""
    total = mass = 0.0
    for page in pages:
        known = page.labels >= 0
        words = np.log1p(np.array(page.doc.words, dtype=float))
        weight = words[known] / max(1.0, float(words.sum()))
        signs = 2.0 * page.labels[known] - 1
        total += float((weight * np.log1p(np.exp(-signs * np.clip(odds[page.key][known], -15, 15)))).sum())
        mass += float(weight.sum())
    return total / max(mass, 1e-9)


def kept_texts(page: Labelled, odds: Any, caution: float) -> list[str]:
    """Return the texts of the blocks that stay, the title left out."""
    return [block.text for block, value in zip(page.doc.blocks, odds, strict=True) if value <= caution and block.index != page.doc.title_block]


def line(figures: Mapping[str, Mapping[str, float]]) -> str:
    """Return the figures of all sets on one line."""
    return " | ".join(f"{name} " + " ".join(f"{key} {value}" for key, value in some.items()) for name, some in figures.items())


def main(argv: list[str] | None = None) -> int:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data")
    parser.add_argument("--extractor", default="", help="an extractor whose verdict is one of the columns")
    parser.add_argument("--name", default="page")
    parser.add_argument("--report-only", action="store_true")
    parser.add_argument("--across", action="store_true", help="only measure each set with a model that never saw that set")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--depth", type=int, default=TREES["max_depth"], help="questions on a way down a tree; 1 is an additive model, 2 one with pairs")
    chosen = parser.parse_args(argv)
    pages = labelled_pages(SETS, chosen.data, chosen.extractor, chosen.jobs)
    print(f"{len(pages)} pages, {sum(len(page.labels) for page in pages)} blocks", flush=True)
    work = _Work(pages, chosen.name, {"max_depth": chosen.depth, "num_leaves": min(TREES["num_leaves"], 1 << chosen.depth)}, writes=not chosen.report_only)
    if chosen.across:
        _note(chosen.name, {"leave_one_set_out": _across(work, chosen.jobs)})
        return 0
    figures = _reports(pages, _all(work.fold, range(FOLDS), chosen.jobs))
    if not chosen.report_only:
        write(chosen.name, chosen.extractor, pages, figures)
    return 0


@dataclass(frozen=True)
class _Work:
    """What the processes that fit share: each fits models of its own, on one thread, so that the bits are the same."""

    pages: Sequence[Labelled]
    name: str
    settings: Mapping[str, Any]
    writes: bool

    def fold(self, fold: int) -> Odds:
        """Fit on all sites but those of a fold, and judge these."""
        pair = Pair([page for page in self.pages if fold_of(page.domain) != fold], self.settings)
        if self.writes:
            save(FOLDED / f"{self.name}-{fold}.npz", pair)
        print(f"fold {fold} is fitted", flush=True)
        return {page.key: pair.log_odds(page) for page in self.pages if fold_of(page.domain) == fold}

    def without(self, name: str) -> Odds:
        """Fit on the other sets' pages of other sites, and judge a set."""
        own = [page for page in self.pages if page.page.set == name]
        sites = {page.domain for page in own}
        pair = Pair([page for page in self.pages if page.page.set != name and page.domain not in sites], self.settings)
        return {page.key: pair.log_odds(page) for page in own}


def _all(fit: Callable[[Any], Odds], parts: Iterable[Any], jobs: int) -> Odds:
    """Fit for each part in a process of its own; the labelled pages are shared with them, not sent."""
    global _fit  # noqa: PLW0603  # what a forked process finds without its being sent
    _fit = fit
    with get_context("fork").Pool(jobs) as pool:
        return {key: odds for found in pool.map(_run, parts, chunksize=1) for key, odds in found.items()}


_fit: Callable[[Any], Odds]


def _run(part: Any) -> Odds:
    return _fit(part)


def _reports(pages: Sequence[Labelled], odds: Odds) -> dict[str, Any]:
    """Print and return the figures of the first forest, and of the second at several cautions."""
    firsts, seconds = ({key: both[number] for key, both in odds.items()} for number in (0, 1))
    found = {"first": report(pages, firsts, 0.0)}
    found |= {f"second, caution {caution}": report(pages, seconds, caution) for caution in (0.0, 0.2, 0.4, 0.6)}
    for name, figures in found.items():
        print(name, line(figures), flush=True)
    return found


def _across(work: _Work, jobs: int) -> dict[str, Any]:
    """Return the figures of each set by a model that was fitted on the other sets' pages of other sites."""
    odds = _all(work.without, SETS, jobs)
    found = report(work.pages, {key: second for key, (_, second) in odds.items()}, CAUTION)
    print("without its set:", line(found), flush=True)
    return found


def write(name: str, extractor: str, pages: Sequence[Labelled], figures: Any) -> None:
    """Fit on all pages and write the model with its card."""
    pair = Pair(pages)
    save(MODELS / f"{name}.npz", pair)
    card = {
        "name": name, "extractor": extractor, "date": datetime.now(tz=UTC).date().isoformat(), "pages": Counter(page.page.set for page in pages),
        "sites": len({page.domain for page in pages}), "blocks": sum(len(page.labels) for page in pages), "trees": TREES, "first": FIRST, "second": SECOND,
        "learned_words": {kind: len(odds) for kind, odds in pair.words.items()}, "columns": pair.later_names, "out_of_fold_by_site": figures,
    }  # fmt: skip
    (MODELS / f"{name}.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def _note(name: str, more: Mapping[str, Any]) -> None:
    """Add to a model's card."""
    card = MODELS / f"{name}.json"
    card.write_text(json.dumps(json.loads(card.read_text(encoding="utf-8")) | dict(more), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
