"""Fit the page model (verdict and confidence), report it out of fold by site, and write it with its card.

    python -m training.verdict [--data DIR] [--report-only]

Every labelled page is cleaned once by the main content's model that never saw its site, so fit that one first. The same
command on the same machine gives the same bits.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import marks_of
from benchmarks.folds import FOLDED, FOLDS, cleaner_unseen, fold_of
from benchmarks.pages import Page, find_data, load
from benchmarks.verdicts import GOOD_F1, MEASURED, Outcome, kinds_table, reliability_table
from dechaff.read import read
from dechaff.verdict import columns_at
from training.forests import grow, packed

__all__ = ["main"]

MODELS = Path(__file__).resolve().parent.parent / "src" / "dechaff" / "models"
PLAIN: dict[str, Any] = {
    "max_bin": 31, "min_data_in_leaf": 20, "learning_rate": 0.05, "num_threads": 1, "deterministic": True, "force_col_wise": True, "verbose": -1,
}  # fmt: skip
#: Small trees for some 1,350 pages. Chosen out of fold: with 1.6 to 1.8 % of articles doubted 400 trees tell 20 of the 35 listings and collections,
#: 600 tell 23, 800 tell 24. Thirty-five pages: differences of a few are chance.
ARTICLE: dict[str, Any] = {"objective": "binary", "num_iterations": 800, "max_depth": 2, "num_leaves": 4, "lambda_l2": 5.0, "feature_fraction": 0.5}
RIGHT: dict[str, Any] = {
    "objective": "cross_entropy", "num_iterations": 200, "max_depth": 3, "num_leaves": 6, "lambda_l2": 20.0, "feature_fraction": 0.4, "min_data_in_leaf": 40,
}  # fmt: skip
#: Kinds that must be told from articles count more often than those that read like one.
LISTINGS, LISTING_WEIGHT = ("listing", "collection"), 3.0
#: What is kept of a page that is no article counts less: another kind of text, other conventions of the labels.
OTHER_KIND_WEIGHT = 0.5
#: Just below and just above the bar of f1 are the same: the target rises from 0 to 1 around it within some of these.
SOFTNESS = 0.03
#: This share of articles may be called doubtful out of fold.
DOUBTED_SHARE = 0.015
#: Pages a step of confidence stands on at least, and how far below the counted share it lies (standard deviations). With 2.0 and 400 pages above 0.9
#: only 0.961 of them are good on other sites; with 2.5 between 0.960 and 0.980 of 150 to 250 pages, by the settings of the forest.
STEP_PAGES, CAUTION = 100, 2.5

#: Each forest is the mean of some that differ by their seed.
SEEDS = (7, 8, 9)

#: The forests of both questions, one a seed.
Fitted = tuple[list[lightgbm.Booster], list[lightgbm.Booster]]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Seen:
    """One page: its columns (empty when nothing is kept), and the figures of its text before the page is judged as a whole."""

    page: Page
    columns: dict[str, float]
    f1: float
    wf1: float

    @property
    def is_article(self) -> bool:
        """Whether the label calls it an article."""
        return self.page.kind == "article"


@dataclass(frozen=True)
class Table:
    """The pages of which something is kept, as arrays: a row a page."""

    names: list[str]
    rows: NDArray[np.float32]
    articles: Flags
    listings: Flags
    f1: Floats
    folds: NDArray[np.int64]

    @property
    def soft(self) -> Floats:
        """How far what is kept is right, 0 to 1."""
        found: Floats = 1 / (1 + np.exp(-(self.f1 - GOOD_F1) / SOFTNESS))
        return found


def main(argv: list[str] | None = None) -> int:
    """Clean, fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--report-only", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args(argv)
    folder = find_data(chosen.data)
    if folder is None:
        raise SystemExit("training: no labelled pages found; name their folder with --data DIR or $DECHAFF_BENCH.")
    pages = [page for name in MEASURED for page in load(folder, name, all_kinds=True)]
    with Pool(chosen.jobs) as pool:
        seen = pool.map(_see, pages, chunksize=8)
    print(f"{len(seen)} pages cleaned", flush=True)
    table = _table([one for one in seen if one.columns])
    fitted = [_fit(table, table.folds != fold) for fold in range(FOLDS)]
    article, right = (_unseen(table, [pair[which] for pair in fitted]) for which in (0, 1))
    outcomes = _outcomes(seen, table, article, right)
    print(kinds_table(outcomes), reliability_table(outcomes), sep="\n\n")
    if not chosen.report_only:
        for fold, pair in enumerate(fitted):
            _save(FOLDED / f"verdict-{fold}.npz", table, pair, article, right, table.folds != fold)
        everything = np.ones(len(table.f1), dtype=bool)
        _save(MODELS / "verdict.npz", table, _fit(table, everything), article, right, everything)
        _write_card(seen, table, outcomes)
    return 0


def _see(page: Page) -> Seen:
    """Clean a page by the model that never saw its site; runs in a worker."""
    cleaner = cleaner_unseen(page.domain or page.id, judging_pages=False)
    doc = read(page.html, "html")
    decision = cleaner.decide(doc)
    columns = {} if decision.verdict == "no article" else columns_at(doc, decision)
    marks = marks_of(page.label.body or "", cleaner.clean_document(doc).text)
    return Seen(page, columns, marks.f1, marks.bag_f1)


def _table(seen: Sequence[Seen]) -> Table:
    names = sorted(seen[0].columns)
    return Table(
        names=names,
        rows=np.array([[one.columns[name] for name in names] for one in seen], dtype=np.float32),
        articles=np.array([one.is_article for one in seen]),
        listings=np.array([one.page.kind in LISTINGS for one in seen]),
        f1=np.array([one.f1 for one in seen]),
        folds=np.array([fold_of(one.page.domain or one.page.id) for one in seen]),
    )


def _fit(table: Table, used: Flags) -> Fitted:
    """Fit the forests of both questions on some pages."""
    weights = np.where(table.listings, LISTING_WEIGHT, 1.0), np.where(table.articles, 1.0, OTHER_KIND_WEIGHT)
    targets = table.articles.astype(float), table.soft
    first, second = (
        [grow(table.rows[used], target[used], weight[used], PLAIN | settings | {"seed": seed}) for seed in SEEDS]
        for settings, target, weight in zip((ARTICLE, RIGHT), targets, weights, strict=True)
    )
    return first, second


def _unseen(table: Table, fitted: Sequence[Sequence[lightgbm.Booster]]) -> Floats:
    """Return for each page the log-odds of the forests that never saw its site."""
    found = np.zeros(len(table.f1))
    for fold, forests in enumerate(fitted):
        rows = table.rows[table.folds == fold]
        found[table.folds == fold] = np.mean([forest.predict(rows, raw_score=True, num_threads=1) for forest in forests], axis=0)
    return found


def _least(table: Table, article: Floats, used: Flags) -> float:
    """Return the log-odds below which a page is doubtful."""
    return float(np.quantile(article[table.articles & used], DOUBTED_SHARE))


def _steps(table: Table, right: Floats, used: Flags) -> tuple[Floats, Floats]:
    """Return from which log-odds on each step of the confidence holds, and the steps: lower bounds of the shares counted, rising.

    Neighbouring groups of pages are pooled until the shares rise (isotonic regression); the bound is Wilson's.
    """
    at = np.flatnonzero(table.articles & used)
    order = at[np.argsort(right[at], kind="stable")]
    pools: list[list[float]] = []
    for group in np.array_split(order, max(1, len(order) // STEP_PAGES)):
        pools.append([right[group[0]], float((table.f1[group] > GOOD_F1).sum()), len(group)])
        while len(pools) > 1 and pools[-2][1] * pools[-1][2] >= pools[-1][1] * pools[-2][2]:
            _, good, size = pools.pop()
            pools[-1][1] += good
            pools[-1][2] += size
    bounds = [_wilson(good, size) for _, good, size in pools]
    return np.array([pool[0] for pool in pools]), np.maximum.accumulate(np.round(bounds, 3))


def _wilson(good: float, size: float) -> float:
    share, square = good / size, CAUTION**2
    return (share + square / 2 / size - CAUTION * math.sqrt(share * (1 - share) / size + square / 4 / size**2)) / (1 + square / size)


def _outcomes(seen: Sequence[Seen], table: Table, article: Floats, right: Floats) -> list[Outcome]:
    """Return what would come out for each page, thresholds and steps too being found on pages of other sites."""
    by_page: dict[str, Outcome] = {}
    kept = [one for one in seen if one.columns]
    for fold in range(FOLDS):
        used = table.folds != fold
        least, (starts, steps) = _least(table, article, used), _steps(table, right, used)
        for at in np.flatnonzero(~used):
            doubtful = article[at] < least
            confidence = float(steps[max(0, int(np.searchsorted(starts, right[at], side="right")) - 1)])
            page = kept[at].page
            by_page[page.set + page.id] = Outcome(
                page.set, page.kind, "doubtful" if doubtful else "article", min(confidence, 0.5) if doubtful else confidence, kept[at].f1, kept[at].wf1
            )
    nothing = [one for one in seen if not one.columns]
    return [*by_page.values(), *(Outcome(one.page.set, one.page.kind, "no article", 0.5, one.f1, one.wf1) for one in nothing)]


def _save(path: Path, table: Table, pair: Fitted, article: Floats, right: Floats, used: Flags) -> None:
    """Write a page model as a NumPy archive without pickles."""
    starts, confidences = _steps(table, right, used)
    arrays: Mapping[str, Any] = packed("article", pair[0], table.names) | packed("right", pair[1], table.names) | {
        "least": np.float64(_least(table, article, used)), "starts": starts, "confidences": confidences,
        "typical_names": np.array(table.names), "typical_values": np.median(table.rows[table.articles & used], axis=0),
    }  # fmt: skip
    with path.open("wb") as stream:
        np.savez_compressed(stream, **arrays)


def _write_card(seen: Sequence[Seen], table: Table, outcomes: Sequence[Outcome]) -> None:
    card = {
        "name": "verdict", "date": datetime.now(tz=UTC).date().isoformat(), "pages": Counter(f"{one.page.set}/{one.page.kind}" for one in seen),
        "article": ARTICLE, "right": RIGHT, "plain": PLAIN, "columns": table.names,
        "kinds_out_of_fold": kinds_table(outcomes).split("\n"), "reliability_out_of_fold": reliability_table(outcomes).split("\n"),
    }  # fmt: skip
    (MODELS / "verdict.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
