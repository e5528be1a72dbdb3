"""Outputs of the command line: one stream, or a file for each input, each whole or not there at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

__all__ = ["stream_to", "wants_colour", "write_whole"]


def write_whole(path: Path, text: str) -> None:
    """Write a file beside its place and move it there, so that nobody ever reads half of it. Makes folders as needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with stream_to(path) as stream:
        stream.write(text)


@contextmanager
def stream_to(path: Path | None) -> Iterator[TextIO]:
    """Open standard output (None), or a file that takes its place only when everything was written."""
    if path is None or str(path) == "-":
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
        yield sys.stdout
        return
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", errors="replace", newline="\n") as device:
            yield device
        return
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="\n") as stream:
            yield stream
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(beside, 0o666 & ~umask)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def wants_colour(stream: TextIO) -> bool:
    """Tell whether a stream is a terminal that may be coloured (NO_COLOR and TERM=dumb say no)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
