"""What becomes of the labelled texts of fixtures/collection: lines that went, lines that stayed, texts without a mistake, by language.

    python -m benchmarks.languages [--part seen|unseen|all] [--main model|none] [--lines] [LANGUAGE ...]

Each language has thirteen invented texts, in the gutter view, written by people who did not look at the rules; some are traps, in which
nothing goes. Those numbered 03 to 05 (but for the trap of every second language) are "unseen": nobody looks at their mistakes, nothing
is fitted on them, and they decide. The others are "seen": rules are written and models fitted with them. --lines shows the mistakes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dechaff import Cleaner
from dechaff.normalise import normalise
from dechaff.write.gutter import Line, read_gutter, source_of

__all__ = ["FOLDER", "Outcome", "main", "outcome_of", "parts"]

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "collection"
#: Numbers of the texts that decide.
UNSEEN = frozenset({"03", "04", "05"})
#: A line of fewer characters is found again only as a line of its own, not inside another.
SHORT = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one text.

    left  lines that had to go and are still there; lost: lines that had to stay and are not; goes, stays: how many there are of each.
    """

    name: str
    goes: int
    stays: int
    left: tuple[Line, ...]
    lost: tuple[Line, ...]

    @property
    def perfect(self) -> bool:
        """Nothing was left in and nothing lost."""
        return not self.left and not self.lost


def parts(folder: Path = FOLDER) -> Iterator[tuple[str, str, Path]]:
    """Yield (language, "seen" or "unseen", path) for each text of the collection."""
    for number, language in enumerate(sorted(path for path in folder.iterdir() if path.is_dir())):
        for path in sorted(language.glob("*.txt")):
            seen = path.name[:2] not in UNSEEN or (path.name.startswith("05") and number % 2 == 0)
            yield language.name, "seen" if seen else "unseen", path


def outcome_of(path: Path, cleaner: Cleaner) -> Outcome:
    """Clean one text and compare it with what its gutter says, line by line."""
    lines = read_gutter(path.read_text(encoding="utf-8"))
    result = cleaner(source_of(lines), kind="text")
    there = [*(line for line in result.text.split("\n") if line), result.title]
    whole = "\n".join(there)
    left, lost = [], []
    for line in lines:
        text = normalise(line.text)
        found = text in there if len(text) < SHORT else text in whole
        if found and line.mark == "cut":
            left.append(line)
        elif not found and line.mark != "cut":
            lost.append(line)
    goes = sum(line.mark == "cut" for line in lines)
    return Outcome(f"{path.parent.name}/{path.stem}", goes, len(lines) - goes, tuple(left), tuple(lost))


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    goes, stays = sum(one.goes for one in outcomes), sum(one.stays for one in outcomes)
    left, lost = sum(len(one.left) for one in outcomes), sum(len(one.lost) for one in outcomes)
    perfect = sum(one.perfect for one in outcomes)
    gone_share, there_share = 1 - left / max(1, goes), 1 - lost / max(1, stays)
    return f"{name:<8} {goes:5} {gone_share:7.1%} {stays:6} {there_share:7.1%} {len(outcomes):5} {perfect / max(1, len(outcomes)):8.0%}"


def _mistakes(outcomes: Iterable[Outcome]) -> Iterator[str]:
    for one in outcomes:
        for line in one.left:
            yield f"{one.name} LEFT {line.rule}: {line.text}"
        for line in one.lost:
            yield f"{one.name} LOST: {line.text}"


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.languages", description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("languages", nargs="*")
    parser.add_argument("--part", choices=("seen", "unseen", "all"), default="all")
    parser.add_argument("--main", default="model")
    parser.add_argument("--lines", action="store_true", help="show the mistakes")
    chosen = parser.parse_args(arguments)
    cleaner = Cleaner(main=chosen.main)
    by_language: dict[str, list[Outcome]] = {}
    for language, part, path in parts():
        if chosen.part in {part, "all"} and (not chosen.languages or language in chosen.languages):
            by_language.setdefault(language, []).append(outcome_of(path, cleaner))
    print(f"{'':<8} {'goes':>5} {'gone':>7} {'stays':>6} {'there':>7} {'texts':>5} {'perfect':>8}")
    for language, outcomes in by_language.items():
        print(_row(language, outcomes))
    everything = [one for outcomes in by_language.values() for one in outcomes]
    print(_row("all", everything))
    if chosen.lines:
        print("\n".join(_mistakes(everything)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
