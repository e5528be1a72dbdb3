"""Whether dechaff knows what it does not know: verdicts by kind of page, and confidence beside what came out.

    python -m benchmarks.verdicts [--data DIR]

Pages are judged by models that never saw their sites. Ends with 1 when a target is missed, with 0 otherwise or when
there are no labelled pages.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean

from benchmarks.figures import marks_of
from benchmarks.folds import cleaner_unseen
from benchmarks.pages import Page, find_data, load, nothing_to_measure

__all__ = ["GOOD_F1", "MEASURED", "Outcome", "kinds_table", "main", "misses", "outcome_of", "reliability_table"]

#: Sets with whole bodies.
MEASURED = ("aeb", "fundusfix", "wcxb", "daniel")
#: A result is good from this shingle F1 on.
GOOD_F1 = 0.9
#: Of articles with a confidence above the first figure at least the second share is good.
SURE, GOOD_SHARE = 0.9, 0.97
#: At least this share of listings and collections is told from articles, and at most that share of articles is doubted.
TOLD_SHARE, DOUBTED_SHARE = 0.6, 0.02
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out for one page; f1 and wf1 against its label."""

    set: str
    kind: str
    verdict: str
    confidence: float
    f1: float
    wf1: float = 0.0

    @property
    def doubted(self) -> bool:
        """Whether dechaff does not call it an article."""
        return self.verdict != "article"


def outcome_of(page: Page) -> Outcome:
    """Clean one page; runs in a worker."""
    result = cleaner_unseen(page.domain or page.id)(page.html, kind="html")
    marks = marks_of(page.label.body or "", result.text)
    return Outcome(page.set, page.kind, result.verdict, result.confidence, marks.f1, marks.bag_f1)


def kinds_table(outcomes: Sequence[Outcome]) -> str:
    """Return the verdicts by kind, with the means of f1 and wf1."""
    lines = [f"{'kind':24}{'pages':>6}{'article':>9}{'doubtful':>10}{'no article':>12}{'f1':>7}{'wf1':>7}"]
    for name, some in _groups(outcomes, lambda one: f"{one.set} {one.kind}"):
        counts = "".join(f"{sum(one.verdict == verdict for one in some):>{width}}" for verdict, width in (("article", 9), ("doubtful", 10), ("no article", 12)))
        lines.append(f"{name:24}{len(some):>6}{counts}{fmean(one.f1 for one in some):>7.3f}{fmean(one.wf1 for one in some):>7.3f}")
    return "\n".join(lines)


def reliability_table(outcomes: Sequence[Outcome]) -> str:
    """Return for each bin of confidence what came out of labelled articles that were called articles."""
    lines = [f"{'confidence':14}{'pages':>6}{'confidence':>12}{'f1 > 0.9':>10}{'f1':>7}   without daniel: pages, f1 > 0.9"]
    called = [one for one in outcomes if one.kind == "article" and not one.doubted]
    for start, stop in pairwise(BINS):
        some = [one for one in called if start < one.confidence <= stop]
        if some:
            quiet = [one for one in some if one.set != "daniel"]
            means = f"{fmean(one.confidence for one in some):>12.3f}{_good(some):>10.3f}{fmean(one.f1 for one in some):>7.3f}"
            lines.append(f"{start:.1f} to {min(stop, 1.0):.1f}{'':4}{len(some):>6}{means}   {len(quiet):>5} {_good(quiet):>6.3f}")
    return "\n".join(lines)


def misses(outcomes: Sequence[Outcome]) -> list[str]:
    """Return a sentence for each target that is missed."""
    return list(_misses(outcomes))


def _misses(outcomes: Sequence[Outcome]) -> Iterator[str]:
    articles = [one for one in outcomes if one.kind == "article"]
    sure = [one for one in articles if not one.doubted and one.confidence > SURE]
    listings = [one for one in outcomes if one.kind in {"listing", "collection"}]
    if _good(sure) < GOOD_SHARE:
        yield f"of {len(sure)} articles with a confidence above {SURE} only {_good(sure):.3f} have f1 > {GOOD_F1}, not {GOOD_SHARE}"
    if listings and fmean(one.doubted for one in listings) < TOLD_SHARE:
        yield f"only {fmean(one.doubted for one in listings):.3f} of listings and collections are told from articles, not {TOLD_SHARE}"
    if articles and fmean(one.doubted for one in articles) > DOUBTED_SHARE:
        yield f"{fmean(one.doubted for one in articles):.4f} of articles are doubted, more than {DOUBTED_SHARE}"


def _good(some: Sequence[Outcome]) -> float:
    return fmean(one.f1 > GOOD_F1 for one in some) if some else 0.0


def _groups(outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> Iterator[tuple[str, list[Outcome]]]:
    for name in sorted({key(one) for one in outcomes}):
        yield name, [one for one in outcomes if key(one) == name]


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.verdicts", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, help="folder of labelled sets")
    options = parser.parse_args(arguments)
    data = find_data(options.data)
    if data is None:
        print(nothing_to_measure(options.data))
        return 0
    pages = [page for name in MEASURED for page in load(data, name, all_kinds=True)]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        outcomes = list(pool.map(outcome_of, pages, chunksize=8))
    print(kinds_table(outcomes), reliability_table(outcomes), sep="\n\n")
    missed = misses(outcomes)
    for sentence in missed:
        print(f"FAILED {sentence}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
