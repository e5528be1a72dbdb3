"""One tool in a process of its own: what it does to its memory, its settings or its life touches no other tool."""

from __future__ import annotations

import gzip
import logging
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from benchmarks.peers import extractor

__all__ = ["CLEANER", "Run", "Source", "run_tool"]

#: The tool of the text path: dechaff on what another extractor left behind.
CLEANER = "dechaff on text"
#: A tool that is silent for longer on one page counts as crashed on it (seconds).
PATIENCE_S = 120.0
#: A tool that dies more often is given up; the pages it has not seen count as empty.
MOST_CRASHES = 20

#: The page as a gzipped file, or the text itself.
Source = Path | str
_Answer = tuple[str, float, str]


@dataclass(slots=True)
class Run:
    """What a tool made of its pages.

    texts    page id -> text; empty where the tool failed.
    cpu_s    CPU seconds of the tool's process inside the tool, over the pages that came back.
    timed    how many pages that is.
    failed   page id -> the exception; crashed: ids of the pages on which the process died or fell silent.
    broken   why the tool could not be run, or was given up; empty when it ran.
    """

    tool: str
    texts: dict[str, str] = field(default_factory=dict)
    cpu_s: float = 0.0
    timed: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    crashed: list[str] = field(default_factory=list)
    broken: str = ""

    @property
    def cpu_ms(self) -> float | None:
        """CPU milliseconds a page; None when no page was timed."""
        return 1000 * self.cpu_s / self.timed if self.timed else None

    @property
    def worked(self) -> bool:
        """Whether the tool gave an answer for any page; without one its figures mean nothing."""
        return len(self.failed) + len(self.crashed) < len(self.texts)

    @property
    def troubles(self) -> str:
        """What went wrong, in one line; empty when nothing did."""
        parts = [self.broken] if self.broken else []
        if self.crashed:
            parts.append(f"crashed on {len(self.crashed)} pages (first: {self.crashed[0]})")
        if self.failed:
            page, error = next(iter(self.failed.items()))
            parts.append(f"raised on {len(self.failed)} pages (first: {page}: {error})")
        return f"{self.tool}: {'; '.join(parts)}" if parts else ""


def run_tool(tool: str, sources: Iterable[tuple[str, Source]]) -> Run:
    """Run a tool over (page id, source) pairs, one after the other, and never raise for what the tool does.

    A process that dies is replaced by a new one that goes on with the next page.
    """
    run = Run(tool)
    process: SpawnProcess | None = None
    pipe: Connection | None = None
    for page, source in sources:
        if run.broken:
            break
        if process is None or pipe is None:
            process, pipe = _start(tool)
        answer = _ask(pipe, source)
        if answer is None:
            _stop(process, pipe)
            process = pipe = None
            _note_crash(run, page)
        else:
            _note(run, page, answer)
    if process is not None and pipe is not None:
        _stop(process, pipe)
    return run


def _start(tool: str) -> tuple[SpawnProcess, Connection]:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(tool, theirs), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def _ask(pipe: Connection, source: Source) -> _Answer | None:
    """Return text, CPU seconds and error of one page; None when the process died or fell silent."""
    try:
        pipe.send(source)
        if not pipe.poll(PATIENCE_S):
            return None
        answer: _Answer = pipe.recv()
    except (EOFError, OSError):
        return None
    return answer


def _stop(process: SpawnProcess, pipe: Connection) -> None:
    pipe.close()
    process.join(1.0)
    if process.is_alive():
        process.kill()
        process.join()


def _note(run: Run, page: str, answer: _Answer) -> None:
    text, seconds, error = answer
    if error.startswith(_CANNOT_START):
        run.broken = error
        return
    run.texts[page] = text
    run.cpu_s += seconds
    run.timed += 1
    if error:
        run.failed[page] = error


def _note_crash(run: Run, page: str) -> None:
    run.crashed.append(page)
    run.texts[page] = ""
    if len(run.crashed) > MOST_CRASHES:
        run.broken = f"given up after {len(run.crashed)} crashes"


_CANNOT_START = "cannot be set up: "


def _serve(tool: str, pipe: Connection) -> None:
    """Answer for one page after the other until the other end closes; runs in the child."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    try:
        extract = _function(tool)
    except Exception as error:  # noqa: BLE001 - a tool that cannot start is reported, whatever it raised
        extract = None
        reason = f"{_CANNOT_START}{type(error).__name__}: {error}"
    warm = False
    while True:
        try:
            source: Source = pipe.recv()
        except EOFError:
            return
        if extract is None:
            pipe.send(("", 0.0, reason))
            continue
        page = gzip.decompress(source.read_bytes()) if isinstance(source, Path) else source
        if not warm:
            _timed(extract, page)
            warm = True
        pipe.send(_timed(extract, page))


def _function(tool: str) -> Callable[[bytes | str], str]:
    if tool == CLEANER:
        from benchmarks.folds import cleaner_unseen, digest, sites_by_text

        sites = sites_by_text()
        return lambda text: cleaner_unseen(sites.get(digest(str(text).encode("utf-8", "replace")), ""))(text, kind="text").text
    extract = extractor(tool)
    return lambda page: extract(page if isinstance(page, bytes) else page.encode())


def _timed(extract: Callable[[bytes | str], str], page: bytes | str) -> _Answer:
    began = time.process_time()
    try:
        text, error = extract(page), ""
    except Exception as raised:  # noqa: BLE001 - a tool may raise anything on a page; that is a figure, not an end
        text, error = "", f"{type(raised).__name__}: {raised}"[:200]
    return text, time.process_time() - began, error
