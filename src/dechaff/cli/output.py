"""Outputs of the command line: one stream, or a file for each input, each whole or not there at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

import click

from dechaff.errors import DechaffError

__all__ = ["PART_PREFIX", "OutputError", "Sink", "opened", "printable", "say", "write_whole"]

#: How the name of a file begins that is still being written; it takes its place, or goes, at the end.
PART_PREFIX = ".dechaff-"

#: Why writing fails -> what to try.
_REMEDIES = {
    errno.ENOENT: "make its folder first",
    errno.ENOTDIR: "a part of the path is a file; choose another folder",
    errno.EEXIST: "a file is in the way; choose another folder",
    errno.EISDIR: "it is a folder; name a file",
    errno.ENOSPC: "make room, then run it again",
    errno.ENAMETOOLONG: "shorten the name",
}


class OutputError(DechaffError):
    """A result cannot be written: the message names the output and says what to try."""


class Sink:
    """Where text goes: a stream that says its own name when it fails."""

    def __init__(self, stream: TextIO, name: str) -> None:
        self._stream = stream
        self._name = name

    def write(self, text: str) -> None:
        """Write text; raises OutputError, or BrokenPipeError when nobody reads any more."""
        with _naming(self._name):
            self._stream.write(text)

    @property
    def colour(self) -> bool:
        """Whether it is a terminal that may be coloured (NO_COLOR and TERM=dumb say no)."""
        return self._stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say(message: str) -> None:
    """Tell the user something on standard error. When nobody listens there, the results still count."""
    with suppress(OSError):
        click.echo(f"dechaff: {message}", err=True)


def printable(name: str) -> str:
    r"""Return a file's name fit for a message: on one line, without control characters, bytes that are no UTF-8 as \xff."""
    return "".join(char if char.isprintable() else _escaped(char) for char in name)


def _escaped(char: str) -> str:
    return f"\\x{ord(char) - 0xDC00:02x}" if 0xDC80 <= ord(char) <= 0xDCFF else char.encode("unicode_escape").decode("ascii")


def write_whole(path: Path, text: str) -> None:
    """Write a file beside its place and move it there, so that nobody ever reads half of it. Makes folders as needed."""
    with _naming(printable(str(path))):
        path.parent.mkdir(parents=True, exist_ok=True)
    with opened(path) as sink:
        sink.write(text)


@contextmanager
def opened(path: Path | None) -> Iterator[Sink]:
    """Open standard output (None or `-`), or a file that takes its place only when everything was written."""
    if path is None or str(path) == "-":
        if sys.stdout is None:
            raise OutputError("standard output: it is closed; name a file with --output.")
        with _naming("standard output"):
            yield Sink(sys.stdout, "standard output")
            sys.stdout.flush()
        return
    name = printable(str(path))
    with _naming(name), _device(path) if _is_device(path) else _whole(path) as stream:
        yield Sink(stream, name)


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Turn what the system says about an output into a sentence with its name and a remedy."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        remedy = _REMEDIES.get(error.errno or 0, "check permissions, or choose another place")
        raise OutputError(f"{name}: it cannot be written ({error.strerror or error}); {remedy}.") from None


def _is_device(path: Path) -> bool:
    """Tell whether a path is a terminal, a pipe or another thing that no file can take the place of."""
    return path.exists() and not path.is_file() and not path.is_dir()


@contextmanager
def _device(path: Path) -> Iterator[TextIO]:
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as stream:
        yield stream


@contextmanager
def _whole(path: Path) -> Iterator[TextIO]:
    from tempfile import mkstemp

    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    path = path.resolve()
    mode = _mode_of(path)
    handle, beside = mkstemp(dir=path.parent, prefix=PART_PREFIX, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="\n") as stream:
            yield stream
        Path(beside).chmod(mode)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _mode_of(path: Path) -> int:
    """Return the permissions a file has, or would get; raises PermissionError when it may not be written."""
    if path.exists():
        if not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return stat.S_IMODE(path.stat().st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
