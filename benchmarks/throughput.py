"""How fast texts are cleaned, beside tools that pass over the same texts: ftfy, and datatrove's C4 filter, line by line.

    python -m benchmarks.throughput [--data DIR] [--limit N]

Each text goes through all of them one after the other, in one process; MB of UTF-8 a second of CPU time, and the ratio to each.
A tool that is not installed is left out: pip install ftfy datatrove spacy.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.pages import extracted, find_data, nothing_to_measure
from dechaff import Cleaner

__all__ = ["main"]

SETS = ("aeb", "fundusfix")
TOOLS = ("trafilatura", "readability-lxml", "newspaper4k")


def _dechaff(main: str) -> Callable[[str], Any]:
    cleaner = Cleaner(main=main)
    return lambda text: cleaner(text, kind="text").text


def _peers() -> Iterator[tuple[str, Callable[[str], Any]]]:
    """Yield the tools that are installed."""
    try:
        import ftfy

        yield "ftfy.fix_text", ftfy.fix_text
    except ImportError:
        print("ftfy is not installed: left out.")
    try:
        from datatrove.data import Document
        from datatrove.pipeline.filters import C4QualityFilter

        c4 = C4QualityFilter(split_paragraph=True)
        c4.filter(Document(text="One line that is as long as a sentence is.", id="0"))
        yield "datatrove C4", lambda text: c4.filter(Document(text=text, id="0"))
    except ImportError:
        print("datatrove or spacy is not installed: left out.")


def measure(texts: list[str]) -> Counter[str]:
    """Return CPU seconds by tool, all texts through each."""
    tools = {"dechaff": _dechaff("model"), "dechaff, rules alone": _dechaff("none"), **dict(_peers())}
    for run in tools.values():
        for text in texts[:40]:
            run(text)
    seconds: Counter[str] = Counter()
    for text in texts:
        for name, run in tools.items():
            began = time.process_time()
            run(text)
            seconds[name] += time.process_time() - began  # type: ignore[assignment]
    return seconds


def main(argv: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--limit", type=int, default=300, help="so many texts")
    chosen = parser.parse_args(argv)
    folder = find_data(chosen.data)
    if folder is None:
        print(nothing_to_measure(chosen.data))
        return 0
    found = [text for name in SETS for tool in TOOLS for text in extracted(folder, name, tool).values() if text]
    texts = found[:: max(1, len(found) // chosen.limit)]
    size = sum(len(text.encode()) for text in texts) / 1e6
    seconds = measure(texts)
    for name, took in seconds.most_common():
        print(f"{name:<22} {size / took:7.2f} MB/s  dechaff is {took / seconds['dechaff']:5.2f} times as fast")
    return 0


if __name__ == "__main__":
    sys.exit(main())
