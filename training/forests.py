"""Two forests of boosted trees: fitted on some pages, and laid out as the arrays that dechaff looks up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from benchmarks.folds import fold_of
from dechaff.features import LEARNED, judged, learned_columns
from dechaff.model import Document
from training.pages import Labelled

__all__ = ["FIRST", "PAGES", "SECOND", "TREES", "Pair", "Plan", "grow", "packed", "save"]

#: A word is learned when at least this many sites use it.
WORD_SITES = 5
#: One thread and a set seed: the same command gives the same bits.
TREES: dict[str, Any] = {
    "objective": "binary", "num_leaves": 31, "max_depth": 9, "max_bin": 63, "feature_fraction": 0.4, "bagging_fraction": 0.8, "bagging_freq": 1,
    "lambda_l2": 5.0, "min_data_in_leaf": 40, "learning_rate": 0.1, "num_threads": 1, "deterministic": True, "force_col_wise": True, "verbose": -1, "seed": 7,
}  # fmt: skip
#: The first forest only has to tell the second where the article lies.
FIRST: dict[str, Any] = {"num_iterations": 150}
#: The second is the mean of so many forests that differ by their seed: single ones vary by 0.01 of f1 on a hundred pages.
SEEDS = 3
SECOND: dict[str, Any] = {"num_iterations": 200}

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
    said: Callable[[Document, Mapping[str, Mapping[str, float]], Mapping[str, Any]], Mapping[str, Any]]
    seen: Callable[[Document, Mapping[str, Any], Any], Mapping[str, Any]]
    first: Mapping[str, Any]
    second: Mapping[str, Any]
    seeds: int = SEEDS
    sites: int = WORD_SITES
    least: float = 0.0


#: The models of pages.
PAGES = Plan(LEARNED, lambda doc, odds, _: learned_columns(doc, odds), lambda doc, _, scores: judged(doc, scores), FIRST, SECOND)


class Pair:
    """Two forests and the learned words, fitted on some pages."""

    def __init__(self, pages: Sequence[Labelled], settings: Mapping[str, Any] | None = None, plan: Plan = PAGES) -> None:
        """Fit: words and first forest see each half of the sites through what the other half taught."""
        self.plan = plan
        early, later = ({**TREES, **own, **(settings or {})} for own in (plan.first, plan.second))
        halves = [[page for page in pages if fold_of(page.domain, "half") % 2 == side] for side in (0, 1)]
        words = [{kind: learned_words(half, kind, plan) for kind in plan.learned} for half in halves]
        tables: dict[int, dict[str, Any]] = {
            id(page): {**page.columns, **plan.said(page.doc, words[1 - side], page.columns)} for side in (0, 1) for page in halves[side]
        }
        self.words = {kind: learned_words(pages, kind, plan) for kind in plan.learned}
        self.names = sorted(tables[id(pages[0])])
        firsts = [grow(*_rows(half, tables, self.names), early) for half in halves]
        self.first = grow(*_rows(pages, tables, self.names), early)
        for side in (0, 1):
            for page in halves[side]:
                tables[id(page)] |= dict(plan.seen(page.doc, page.columns, _scores(firsts[1 - side], tables[id(page)], self.names)))
        self.later_names = sorted(tables[id(pages[0])])
        rows = _rows(pages, tables, self.later_names)
        self.seconds = [grow(*rows, later | {"seed": TREES["seed"] + number}) for number in range(plan.seeds)]

    def log_odds(self, page: Labelled) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return what each of the two forests says of each block."""
        columns = {**page.columns, **self.plan.said(page.doc, self.words, page.columns)}
        first = _scores(self.first, columns, self.names)
        later = {**columns, **self.plan.seen(page.doc, page.columns, first)}
        return first, np.mean([_scores(forest, later, self.later_names) for forest in self.seconds], axis=0)


def grow(rows: Matrix, labels: Any, weights: Any, settings: Mapping[str, Any]) -> lightgbm.Booster:
    """Fit boosted trees on rows of columns."""
    data = lightgbm.Dataset(rows, labels, weight=weights, params={"max_bin": settings["max_bin"], "verbose": -1})
    return lightgbm.train(dict(settings), data)


def _rows(pages: Sequence[Labelled], tables: Any, names: Sequence[str]) -> tuple[Matrix, Any, Any]:
    """Return the columns, labels and weights of all blocks that are fitted on."""
    some = [page for page in pages if page.used.any()]
    rows = np.vstack([_matrix(tables[id(page)], names)[page.used] for page in some])
    return rows, np.concatenate([page.labels[page.used] for page in some]), np.concatenate([page.weights[page.used] for page in some])


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


def _scores(forest: lightgbm.Booster, columns: Any, names: Sequence[str]) -> NDArray[np.float64]:
    return np.asarray(forest.predict(_matrix(columns, names), raw_score=True, num_threads=1), dtype=np.float64)


def save(path: Path, pair: Pair) -> None:
    """Write a model as a NumPy archive without pickles."""
    arrays = packed("first", [pair.first], pair.names) | packed("second", pair.seconds, pair.later_names)
    for kind, odds in pair.words.items():
        arrays |= {f"{kind}_words": np.array(list(odds)), f"{kind}_weights": np.array(list(odds.values()), "float32")}
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as stream:
        np.savez_compressed(stream, **arrays)


def packed(prefix: str, forests: Sequence[lightgbm.Booster], names: Sequence[str]) -> dict[str, Any]:
    """Return the mean of forests as the arrays of dechaff.models.forest.Forest."""
    trees = [tree["tree_structure"] for forest in forests for tree in forest.dump_model()["tree_info"]]
    used = sorted({node["split_feature"] for tree in trees for node in _nodes(tree) if "split_feature" in node})
    place = {feature: at for at, feature in enumerate(used)}
    columns: list[int] = []
    borders: list[Any] = []
    no: list[int] = []
    values: list[float] = []
    roots: list[int] = []
    for tree in trees:
        roots.append(len(no))
        queue = [tree]
        behind = len(no) + 1
        for node in queue:
            splits = "split_feature" in node
            columns.append(place[node["split_feature"]] if splits else 0)
            borders.append(_border(node["threshold"]) if splits else np.inf)
            values.append(_expected(node)[0] / len(forests))
            no.append(behind if splits else len(no))
            if splits:
                queue += [node["left_child"], node["right_child"]]
                behind += 2
    return {
        f"{prefix}_names": np.array([names[feature] for feature in used]),
        f"{prefix}_columns": np.array(columns, "uint16"),
        f"{prefix}_borders": np.array(borders, "float32"),
        f"{prefix}_no": np.array(no, "uint32"),
        f"{prefix}_values": np.array(values, "float16"),
        f"{prefix}_roots": np.array(roots, "uint32"),
    }


def _nodes(tree: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield tree
    for side in ("left_child", "right_child"):
        if side in tree:
            yield from _nodes(tree[side])


def _expected(node: Mapping[str, Any]) -> tuple[float, float]:
    """Return the mean of the leaves below a node, and how many rows they were fitted on."""
    if "leaf_value" in node:
        return node["leaf_value"], max(1.0, node.get("leaf_count", 1.0))
    (left, less), (right, more) = _expected(node["left_child"]), _expected(node["right_child"])
    return (left * less + right * more) / (less + more), less + more


def _border(threshold: float) -> np.float32:
    """Return the largest single-precision number that is not above a threshold: the same values lie above both."""
    near = np.float32(threshold)
    return near if float(near) <= threshold else np.nextafter(near, np.float32(-np.inf))
