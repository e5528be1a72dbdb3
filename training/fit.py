"""Fit a page model, report it out of fold by site, and write it with its card.

    python -m training.fit [--data DIR] [--extractor trafilatura] [--name trafilatura] [--report-only]

The same command on the same machine gives the same bits.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import figures_of
from benchmarks.folds import FOLDED, FOLDS, fold_of
from benchmarks.pages import labels_of
from dechaff.features import judged, marked
from training.pages import Labelled, labelled_pages, weights_of

__all__ = ["main"]

SETS = ["aeb", "fundusfix", "wcxb", "daniel", "trafeval"]
MODELS = Path(__file__).resolve().parent.parent / "src" / "dechaff" / "models"
#: A class word is learned when at least this many sites use it.
MARK_SITES = 5
TREES: dict[str, Any] = {
    "objective": "binary", "num_leaves": 28, "max_depth": 8, "learning_rate": 0.08, "min_data_in_leaf": 40, "feature_fraction": 0.6,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "num_threads": 2, "seed": 7, "deterministic": True, "force_row_wise": True, "verbosity": -1,
}  # fmt: skip
ROUNDS = 200

Matrix = NDArray[np.float32]


class Pair:
    """Two forests and the class words, fitted on some pages."""

    def __init__(self, pages: Sequence[Labelled]) -> None:
        """Fit: words and first forest see each half of the sites through what the other half taught."""
        halves = [[page for page in pages if fold_of(page.domain, "half") % 2 == side] for side in (0, 1)]
        words = [mark_words(half) for half in halves]
        seen = {id(page): marked(page.doc, words[1 - side]) for side in (0, 1) for page in halves[side]}
        tables = {id(page): page.columns | seen[id(page)] for page in pages}
        self.marks = mark_words(pages)
        self.names = sorted(tables[id(pages[0])])
        firsts = [grow(half, tables, self.names) for half in halves]
        self.first = grow(pages, tables, self.names)
        for side in (0, 1):
            for page in halves[side]:
                tables[id(page)] |= judged(page.doc, scores(firsts[1 - side], tables[id(page)], self.names))
        self.later_names = sorted(tables[id(pages[0])])
        self.second = grow(pages, tables, self.later_names)

    def log_odds(self, page: Labelled) -> list[float]:
        """Return what the two forests together say of each block."""
        columns = page.columns | marked(page.doc, self.marks)
        first = scores(self.first, columns, self.names)
        second = scores(self.second, columns | judged(page.doc, first), self.later_names)
        return [(a + b) / 2 for a, b in zip(first, second, strict=True)]


def matrix(columns: Any, names: Sequence[str]) -> Matrix:
    """Return columns as rows of single-precision numbers, which is what the model sees at run time too."""
    return np.array([columns[name] for name in names], dtype=np.float32).T


def mark_words(pages: Sequence[Labelled]) -> dict[str, float]:
    """Return class word -> log-odds that a block with it goes; each page counts once a word."""
    goes: Counter[str] = Counter()
    stays: Counter[str] = Counter()
    sites: defaultdict[str, set[str]] = defaultdict(set)
    for page in pages:
        found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        for block, label in zip(page.doc.blocks, page.labels, strict=True):
            if label >= 0:
                for mark in block.marks:
                    found[mark][label] += 1
        for mark, (stay, go) in found.items():
            stays[mark] += stay / (stay + go)  # type: ignore[assignment]
            goes[mark] += go / (stay + go)  # type: ignore[assignment]
            sites[mark].add(page.domain)
    return {mark: round(float(np.log((goes[mark] + 0.5) / (stays[mark] + 0.5))), 3) for mark in sorted(sites) if len(sites[mark]) >= MARK_SITES}


def grow(pages: Sequence[Labelled], tables: Any, names: Sequence[str]) -> lightgbm.Booster:
    """Fit one forest on the labelled blocks of some pages."""
    rows, labels, weights = [], [], []
    for page in pages:
        known = page.labels >= 0
        if known.any():
            rows.append(matrix(tables[id(page)], names)[known])
            labels.append(page.labels[known])
            weights.append(weights_of(page)[known])
    data = lightgbm.Dataset(np.vstack(rows), np.concatenate(labels), weight=np.concatenate(weights), free_raw_data=True)
    return lightgbm.train(TREES, data, num_boost_round=ROUNDS)


def scores(forest: lightgbm.Booster, columns: Any, names: Sequence[str]) -> list[float]:
    """Return a forest's log-odds of each block of a page."""
    found: list[float] = np.asarray(forest.predict(matrix(columns, names), raw_score=True)).tolist()
    return found


def report(pages: Sequence[Labelled], odds: dict[int, list[float]], caution: float) -> dict[str, dict[str, float]]:
    """Return the figures of each set for blocks whose log-odds lie at or below the caution."""
    found = {}
    for name in dict.fromkeys(page.page.set for page in pages):
        own = [page for page in pages if page.page.set == name]
        texts = {page.page.id: "\n".join(kept_texts(page, odds[id(page)], caution)) for page in own}
        figures = figures_of(labels_of([page.page for page in own]), texts, fold_segments=name == "wcxb")
        found[name] = {
            key: round(value, 4) for key in ("f1", "p", "r", "exact", "spotless", "wf1", "segf1", "leak") if (value := getattr(figures, key)) is not None
        }
    return found


def kept_texts(page: Labelled, odds: list[float], caution: float) -> list[str]:
    """Return the texts of the blocks that stay, the title left out."""
    return [block.text for block, value in zip(page.doc.blocks, odds, strict=True) if value <= caution and block.index != page.doc.title_block]


def packed(prefix: str, forest: lightgbm.Booster, names: Sequence[str]) -> dict[str, Any]:
    """Return a forest as flat arrays, each leaf pointing to itself."""
    feature: list[int] = []
    threshold: list[float] = []
    left: list[int] = []
    right: list[int] = []
    value: list[float] = []
    deepest = 0

    def lay(node: dict[str, Any], depth: int) -> int:
        nonlocal deepest
        deepest = max(deepest, depth)
        at = len(feature)
        is_leaf = "leaf_value" in node
        feature.append(0 if is_leaf else node["split_feature"])
        threshold.append(0.0 if is_leaf else node["threshold"])
        value.append(node["leaf_value"] if is_leaf else 0.0)
        left.append(at)
        right.append(at)
        if not is_leaf:
            left[at] = lay(node["left_child"], depth + 1)
            right[at] = lay(node["right_child"], depth + 1)
        return at

    roots = [lay(tree["tree_structure"], 0) for tree in forest.dump_model()["tree_info"]]
    arrays = {
        "names": np.array(names), "feature": np.array(feature, "int16"), "threshold": np.array(threshold), "left": np.array(left, "int32"),
        "right": np.array(right, "int32"), "value": np.array(value, "float32"), "roots": np.array(roots, "int32"), "depth": np.array(deepest),
    }  # fmt: skip
    return {f"{prefix}_{name}": array for name, array in arrays.items()}


def main(argv: list[str] | None = None) -> int:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data")
    parser.add_argument("--extractor", default="trafilatura")
    parser.add_argument("--name", default="trafilatura")
    parser.add_argument("--report-only", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args(argv)
    pages = [page for page in labelled_pages(SETS, chosen.data, chosen.extractor, chosen.jobs) if page.doc.blocks]
    print(f"{len(pages)} pages, {sum(len(page.labels) for page in pages)} blocks", flush=True)
    odds: dict[int, list[float]] = {}
    for fold in range(FOLDS):
        pair = Pair([page for page in pages if fold_of(page.domain) != fold])
        odds |= {id(page): pair.log_odds(page) for page in pages if fold_of(page.domain) == fold}
        if not chosen.report_only:
            save(FOLDED / f"{chosen.name}-{fold}.npz", pair)
        print(f"fold {fold + 1} of {FOLDS}", flush=True)
    figures = {str(caution): report(pages, odds, caution) for caution in (0.0, 0.2, 0.4)}
    print(json.dumps(figures, indent=1))
    if not chosen.report_only:
        write(chosen.name, chosen.extractor, pages, figures)
    return 0


def write(name: str, extractor: str, pages: Sequence[Labelled], figures: Any) -> None:
    """Fit on all pages and write the model with its card."""
    pair = Pair(pages)
    save(MODELS / f"{name}.npz", pair)
    card = {
        "name": name, "extractor": extractor, "date": datetime.now(tz=UTC).date().isoformat(), "pages": Counter(page.page.set for page in pages),
        "sites": len({page.domain for page in pages}), "blocks": sum(len(page.labels) for page in pages), "trees": {**TREES, "rounds": ROUNDS},
        "class_words": len(pair.marks), "columns": pair.later_names, "out_of_fold_by_site": figures,
    }  # fmt: skip
    (MODELS / f"{name}.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def save(path: Path, pair: Pair) -> None:
    """Write a model as a NumPy archive without pickles."""
    arrays = packed("first", pair.first, pair.names) | packed("second", pair.second, pair.later_names)
    arrays |= {"mark_words": np.array(list(pair.marks)), "mark_weights": np.array(list(pair.marks.values()), "float32")}
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as stream:
        np.savez_compressed(stream, **arrays)


if __name__ == "__main__":
    sys.exit(main())
