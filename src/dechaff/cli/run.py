"""One run of `dechaff clean`: every input is read, cleaned and written; what fails is accounted for, the rest goes on."""

from __future__ import annotations

import traceback
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from dechaff.cleaner import Cleaner
from dechaff.cli.inputs import Input, LeftOut, identity, inputs_of, read_input
from dechaff.cli.output import OutputError, Sink, opened, printable, say
from dechaff.cli.results import Results, Wish, ledger_lines, results_to
from dechaff.errors import DechaffError
from dechaff.result import Result

__all__ = ["run"]

_STDOUT = 1


@dataclass(slots=True)
class _Tally:
    """How many inputs there were, held no article, and failed."""

    seen: int = 0
    without: int = 0
    failed: int = 0

    def status(self) -> int:
        """Return the exit status these figures mean."""
        if self.failed and self.failed == self.seen:
            return 3
        return 1 if self.failed or self.without else 0

    def sentence(self) -> str:
        """Return the figures in words."""
        cleaned = self.seen - self.without - self.failed
        return f"of {self.seen} inputs {cleaned} were cleaned, {self.without} held no article, {self.failed} failed."


def run(cleaner: Cleaner, wish: Wish) -> int:
    """Clean all inputs and return the exit status.

    Raises OutputError when the one output of all cannot be written, RuleError when a rule table is malformed.
    """
    from dechaff.stages import discover

    discover()
    tally = _Tally()
    with ExitStack() as stack:
        if wish.out_dir is not None:
            _make_folder(wish.out_dir)
        results = stack.enter_context(results_to(wish))
        ledger = stack.enter_context(opened(wish.removed)) if wish.removed is not None else None
        left_out = LeftOut(_own(wish))
        for item in inputs_of(wish.paths, left_out):
            tally.seen += 1
            _take(item, cleaner, wish, results, ledger, tally)
    for sentence in left_out.sentences():
        say(sentence)
    status = tally.status()
    if status and tally.seen > 1:
        say(tally.sentence())
    return status or (1 if left_out.empty else 0)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{printable(str(folder))}: this folder cannot be made ({error.strerror or error}); choose another one for --out-dir.") from None


def _own(wish: Wish) -> frozenset[tuple[int, int]]:
    """Return which files this run writes, so that a folder that holds them does not feed them back."""
    paths = [path for path in (wish.output, wish.out_dir, wish.removed) if path is not None]
    return identity(_STDOUT).union(*(identity(path) for path in paths))


def _take(item: Input, cleaner: Cleaner, wish: Wish, results: Results, ledger: Sink | None, tally: _Tally) -> None:
    """Clean one input and write what came of it."""
    try:
        result = _cleaned(item, cleaner, wish)
    except DechaffError as error:
        tally.failed += 1
        say(str(error))
        results.failed(item, str(error))
        return
    if wish.out_dir is None:
        results.put(item, result)
    elif not _is_written(item, result, results):
        tally.failed += 1
        return
    if ledger is not None:
        ledger.write(ledger_lines(item, result))
    if not result.text:
        tally.without += 1
        say(f"{item.shown}: {_why_nothing(result, cleaner)}")


def _cleaned(item: Input, cleaner: Cleaner, wish: Wish) -> Result:
    """Return an input's result; whatever goes wrong inside is an error of this one input."""
    data = read_input(item)
    try:
        return cleaner(data, kind=wish.kind, url=wish.url)
    except DechaffError as error:
        raise DechaffError(f"{item.shown}: {error}") from error
    except Exception as error:  # the one place: a page that breaks the cleaner must not cost the others
        at = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__} in {at.name}, line {at.lineno}: {error}".rstrip(": ")
        raise DechaffError(f"{item.shown}: dechaff cannot clean it ({what}); please report it with the input.") from error


def _is_written(item: Input, result: Result, results: Results) -> bool:
    """Write an input's own file; tell whether that went well."""
    try:
        results.put(item, result)
    except OutputError as error:
        say(str(error))
        return False
    return True


def _why_nothing(result: Result, cleaner: Cleaner) -> str:
    if not result.blocks:
        return "there is no text in it, so there is nothing to clean; check where it comes from."
    if not result.removed:
        return "no article found: no line of it reads like one; --explain shows its lines, check where it comes from."
    if result.document.origin == "html" and cleaner.main != "none":
        return "no article found; --explain shows what was there, --main none keeps what no rule claims."
    return "no article found; --explain shows what was there and which rules claim it, --keep RULE keeps it."
