"""Where the time goes, and what it is beside trafilatura's: CPU a page by phase, and peak memory on a long page.

    python -m benchmarks.cost [--data DIR] [--sets aeb,fundusfix] [--limit N] [--long-mb 10]

Every page is cleaned by dechaff and extracted by trafilatura's fast mode one after the other, in one process: what slows
one slows the other. The long page is a bundled one with its body repeated.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.pages import find_data, load, nothing_to_measure

if TYPE_CHECKING:
    from dechaff.features import LearnedWords

__all__ = ["main", "peak"]

FIXTURE = Path(__file__).resolve().parent.parent / "fixtures" / "pages" / "donation-form.html"
PHASES = ("read", "stages", "columns", "learned words", "first forest", "second forest", "the rest")


class Clock:
    """Adds up CPU seconds by phase."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.seconds: Counter[str] = Counter()

    def time(self, phase: str, run: Callable[..., Any], *given: Any) -> Any:
        """Run a function and add what it took to a phase."""
        began = time.process_time()
        try:
            return run(*given)
        finally:
            self.seconds[phase] += time.process_time() - began  # type: ignore[assignment]


def take_apart(clock: Clock, page: bytes, learned: LearnedWords) -> None:
    """Clean a page in the pieces that Cleaner does.

    learned  the words of the model, laid out as Cleaner does once a process.
    What is left of the whole is settling, later rounds, the verdict, second opinions, and what only a first sight of a page costs.
    """
    from dechaff.features import columns_of, judged, learned_columns
    from dechaff.models.forest import load as load_model
    from dechaff.read import read
    from dechaff.stages import discover
    from dechaff.stages.main_content import FIRST_SUFFICES

    model = load_model("page")
    doc = clock.time("read", read, page, "html")
    if not doc.blocks:
        return
    claims = clock.time("stages", lambda: [claim for stage in discover() for claim in stage(doc)])
    columns = clock.time("columns", columns_of, doc, claims)
    clock.time("learned words", learned_columns, doc, learned, columns)
    first = clock.time("first forest", model.first.log_odds, columns)
    clock.time("second forest", lambda: model.second.log_odds(judged(doc, first, columns), (first <= FIRST_SUFFICES).nonzero()[0]))


def measure(pages: list[bytes]) -> Clock:
    """Return the clock after all pages; each was read once before, so that nothing is compiled or loaded on the way."""
    import trafilatura

    from dechaff import Cleaner
    from dechaff.features import LearnedWords
    from dechaff.models.forest import load as load_model

    learned = LearnedWords(load_model("page").words)
    cleaner = Cleaner()
    cleaner(pages[0]).text  # noqa: B018 (worked out when asked)
    trafilatura.extract(pages[0], fast=True)
    clock = Clock()
    for page in pages:
        clock.time("dechaff", lambda page=page: cleaner(page, kind="html").text)
        clock.time("trafilatura fast", lambda page=page: trafilatura.extract(page, fast=True))
        take_apart(clock, page, learned)
    clock.seconds["the rest"] = clock.seconds["dechaff"] - sum(clock.seconds[name] for name in PHASES)
    return clock


def long_page(megabytes: float) -> bytes:
    """Return a page of about this size: the bundled one with what its body holds repeated."""
    source = FIXTURE.read_text(encoding="utf-8")
    start = source.index(">", source.index("<body")) + 1
    stop = source.index("</body")
    body = source[start:stop]
    return (source[:start] + body * max(1, round(megabytes * 1e6 / len(body.encode()))) + source[stop:]).encode()


def peak(megabytes: float) -> tuple[float, float]:
    """Return how often its own size a long page costs in memory beyond the process that is warm, and its CPU seconds."""
    code = (
        "import resource, time; from benchmarks.cost import FIXTURE, long_page; from dechaff import Cleaner; c = Cleaner(); c(FIXTURE.read_bytes()).text;"
        f"page = long_page({megabytes}); used = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024; before = used(); began = time.process_time();"
        "c(page, kind='html').text; print((used() - before) / len(page), time.process_time() - began)"
    )
    times, seconds = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    return float(times), float(seconds)


def main(argv: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sets", default="aeb,fundusfix")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--long-mb", type=float, default=10.0)
    chosen = parser.parse_args(argv)
    folder = find_data(chosen.data)
    if folder is None:
        print(nothing_to_measure(chosen.data))
        return 0
    pages = [page.html for name in chosen.sets.split(",") for page in load(folder, name, chosen.limit)]
    seconds = measure(pages).seconds
    for name in (*PHASES, "dechaff", "trafilatura fast"):
        print(f"{name:<18} {1000 * seconds[name] / len(pages):7.2f} ms a page  {seconds[name] / seconds['dechaff']:6.1%}")
    print(f"dechaff takes {seconds['dechaff'] / seconds['trafilatura fast']:.2f} of trafilatura's fast mode")
    times, took = peak(chosen.long_mb)
    print(f"a page of {chosen.long_mb:g} MB: {times:.1f} times its size at the peak, {took:.1f} s CPU")
    return 0


if __name__ == "__main__":
    sys.exit(main())
