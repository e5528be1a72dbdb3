"""Two forests of symmetric trees: fitted on some pages, and laid out as the arrays that dechaff looks up."""

from __future__ import annotations

import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import catboost
import numpy as np
from numpy.typing import NDArray

from benchmarks.folds import fold_of
from dechaff.features import LEARNED, Columns, judged, learned_columns
from dechaff.model import Document
from training.pages import Labelled

__all__ = ["FIRST", "PAGES", "SECOND", "TREES", "Pair", "Plan", "save"]

#: A word is learned when at least this many sites use it.
WORD_SITES = 5
TREES: dict[str, Any] = {
    "depth": 6, "l2_leaf_reg": 5, "border_count": 64, "bootstrap_type": "Bernoulli", "subsample": 0.8,
    "random_seed": 7, "thread_count": 2, "boost_from_average": True, "loss_function": "Logloss", "allow_writing_files": False, "verbose": False,
}  # fmt: skip

#: The first forest only has to tell the second where the article lies.
FIRST: dict[str, Any] = {"iterations": 200, "learning_rate": 0.12, "rsm": 0.5}
#: The second is the mean of so many forests that differ by their seed: single ones vary by 0.01 of f1 on a hundred pages.
SEEDS = 2
SECOND: dict[str, Any] = {"iterations": 300, "learning_rate": 0.1, "rsm": 0.4}

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Plan:
    """What is fitted, and on which columns.

    learned        kind of word -> what words of that kind each block has.
    said           the columns of what learned words say: of a document, the log-odds by kind and word, and the columns so far.
    seen           the columns of what the first forest says: of a document, the columns so far, and its scores.
    first, second  settings of the forests; seeds: the second is the mean of so many that differ by their seed.
    sites          a word is learned when at least so many sites use it; least: and when its log-odds lie so far from zero.
    """

    learned: Mapping[str, Callable[[Document], Iterable[Collection[str]]]]
    said: Callable[[Document, Mapping[str, Mapping[str, float]], Columns], Columns]
    seen: Callable[[Document, Columns, Any], Columns]
    first: Mapping[str, Any]
    second: Mapping[str, Any]
    seeds: int = SEEDS
    sites: int = WORD_SITES
    least: float = 0.0


#: The models of pages.
PAGES = Plan(LEARNED, lambda doc, odds, _: learned_columns(doc, odds), lambda doc, _, scores: judged(doc, scores), FIRST, SECOND)


class Pair:
    """Two forests and the learned words, fitted on some pages."""

    def __init__(self, pages: Sequence[Labelled], settings: dict[str, Any] | None = None, plan: Plan = PAGES) -> None:
        """Fit: words and first forest see each half of the sites through what the other half taught."""
        self.plan = plan
        early, later = {**plan.first, **(settings or {})}, {**plan.second, **(settings or {})}
        halves = [[page for page in pages if fold_of(page.domain, "half") % 2 == side] for side in (0, 1)]
        words = [{kind: learned_words(half, kind, plan) for kind in plan.learned} for half in halves]
        tables = {id(page): page.columns | plan.said(page.doc, words[1 - side], page.columns) for side in (0, 1) for page in halves[side]}
        self.words = {kind: learned_words(pages, kind, plan) for kind in plan.learned}
        self.names = sorted(tables[id(pages[0])])
        firsts = [_grow(half, tables, self.names, early) for half in halves]
        self.first = _grow(pages, tables, self.names, early)
        for side in (0, 1):
            for page in halves[side]:
                tables[id(page)] |= plan.seen(page.doc, page.columns, _scores(firsts[1 - side], tables[id(page)], self.names))
        self.later_names = sorted(tables[id(pages[0])])
        self.seconds = [_grow(pages, tables, self.later_names, later | {"random_seed": TREES["random_seed"] + seed}) for seed in range(plan.seeds)]

    def log_odds(self, page: Labelled) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return what each of the two forests says of each block."""
        columns = page.columns | self.plan.said(page.doc, self.words, page.columns)
        first = _scores(self.first, columns, self.names)
        later = columns | self.plan.seen(page.doc, columns, first)
        return first, np.mean([_scores(forest, later, self.later_names) for forest in self.seconds], axis=0)


def _grow(pages: Sequence[Labelled], tables: Any, names: Sequence[str], settings: dict[str, Any]) -> catboost.CatBoost:
    rows, labels, weights = [], [], []
    for page in pages:
        if page.used.any():
            rows.append(_matrix(tables[id(page)], names)[page.used])
            labels.append(page.labels[page.used])
            weights.append(page.weights[page.used])
    data = catboost.Pool(np.vstack(rows), np.concatenate(labels), weight=np.concatenate(weights))
    return catboost.CatBoost(TREES | settings).fit(data)


def learned_words(pages: Sequence[Labelled], kind: str, plan: Plan = PAGES) -> dict[str, float]:
    """Return word -> log-odds that a block with it goes; each page counts once a word, however many texts were made of it."""
    goes: Counter[str] = Counter()
    stays: Counter[str] = Counter()
    sites: defaultdict[str, set[str]] = defaultdict(set)
    texts: defaultdict[tuple[str, str], list[Labelled]] = defaultdict(list)
    for page in pages:
        texts[page.page.set, page.page.id].append(page)
    for some in texts.values():
        found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        for page in some:
            for words, label in zip(plan.learned[kind](page.doc), page.labels, strict=True):
                if label >= 0:
                    for word in words:
                        found[word][label] += 1
        for word, (stay, go) in found.items():
            stays[word] += stay / (stay + go)  # type: ignore[assignment]
            goes[word] += go / (stay + go)  # type: ignore[assignment]
            sites[word].add(some[0].domain)
    known = {word: round(float(np.log((goes[word] + 0.5) / (stays[word] + 0.5))), 3) for word in sorted(sites) if len(sites[word]) >= plan.sites}
    return {word: odds for word, odds in known.items() if abs(odds) >= plan.least}


def _matrix(columns: Any, names: Sequence[str]) -> Matrix:
    """Return columns as rows of single-precision numbers, which is what the model sees at run time too."""
    return np.array([columns[name] for name in names], dtype=np.float32).T


def _scores(forest: catboost.CatBoost, columns: Any, names: Sequence[str]) -> NDArray[np.float64]:
    return np.asarray(forest.predict(_matrix(columns, names), prediction_type="RawFormulaVal", thread_count=1), dtype=np.float64)


def save(path: Path, pair: Pair) -> None:
    """Write a model as a NumPy archive without pickles."""
    arrays = packed("first", [pair.first], pair.names) | packed("second", pair.seconds, pair.later_names)
    for kind, odds in pair.words.items():
        arrays |= {f"{kind}_words": np.array(list(odds)), f"{kind}_weights": np.array(list(odds.values()), "float32")}
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as stream:
        np.savez_compressed(stream, **arrays)


def packed(prefix: str, forests: Sequence[catboost.CatBoost], names: Sequence[str]) -> dict[str, Any]:
    """Return the mean of forests as arrays: distinct questions, which of them each tree asks, and the means of its leaves."""
    models = [_dumped(forest) for forest in forests]
    depth = max(len(tree["splits"]) for model in models for tree in model["oblivious_trees"])
    questions: dict[tuple[int, float], int] = {}
    asked, means = [], []
    for model in models:
        scale, (bias,) = model["scale_and_bias"]
        for number, tree in enumerate(model["oblivious_trees"]):
            splits = [questions.setdefault((split["float_feature_index"], split["border"]), len(questions)) for split in tree["splits"]]
            values = (np.array(tree["leaf_values"]) * scale + (0.0 if number else bias)) / len(models)
            missing = depth - len(splits)
            asked.append(splits + [0] * missing)
            means.append(_means(np.tile(values, 1 << missing), np.tile(tree["leaf_weights"], 1 << missing), depth))
    used = sorted({feature for feature, _ in questions})
    place = {feature: at for at, feature in enumerate(used)}
    return {
        f"{prefix}_names": np.array([names[feature] for feature in used]),
        f"{prefix}_features": np.array([place[feature] for feature, _ in questions], "uint16"),
        f"{prefix}_borders": np.array([border for _, border in questions], "float32"),
        f"{prefix}_trees": np.array(asked, "uint16").T,
        f"{prefix}_means": np.array(means, "float16"),
    }


def _dumped(forest: catboost.CatBoost) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "forest.json"
        forest.save_model(str(file), format="json")
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _means(values: Any, weights: Any, depth: int) -> NDArray[np.float64]:
    """Return the mean of a tree's leaves after no answer, after each first one, and so on; its leaves come last.

    The answer to question d is bit d of a leaf's number.
    """
    levels = []
    number = np.arange(len(values))
    for known in range(depth + 1):
        group = number & ((1 << known) - 1)
        mass = np.bincount(group, weights + 1e-9, minlength=1 << known)
        levels.append(np.bincount(group, values * (weights + 1e-9), minlength=1 << known) / mass if known < depth else values)
    return np.concatenate(levels)
