"""Inputs of the command line: files, folders and standard input, in a fixed order, none silently left out."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dechaff.errors import InputError

__all__ = ["Input", "Skipped", "inputs_of", "read_input"]

#: Endings of files that a folder is searched for; files named on the command line are taken whatever their name.
SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml", ".txt", ".text", ".md", ".markdown", ""})

_STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """One input: its name as messages show it, where it is (None: standard input), and its path below the named folder."""

    name: str
    path: Path | None
    below: Path


@dataclass
class Skipped:
    """Files of folders that are neither page nor text, counted by ending."""

    endings: Counter[str] = field(default_factory=Counter)

    def sentence(self) -> str:
        """Return what to say about them; empty when there were none."""
        if not self.endings:
            return ""
        kinds = ", ".join(f"{ending} {count}" for ending, count in self.endings.most_common(6))
        return f"{sum(self.endings.values())} files in folders are neither page nor text and were skipped ({kinds}); name one to clean it anyway."


def inputs_of(names: Iterable[str], skipped: Skipped) -> Iterator[Input]:
    """Yield each named file, each page or text below each named folder in the order of names, and `-` for standard input."""
    for name in names:
        if name == _STDIN:
            yield Input("-", None, Path("stdin"))
            continue
        path = Path(name)
        if path.is_dir():
            yield from _in_folder(path, skipped)
        else:
            yield Input(name, path, Path(path.name))


def _in_folder(folder: Path, skipped: Skipped) -> Iterator[Input]:
    for here, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for file in sorted(files):
            path = Path(here) / file
            ending = path.suffix.lower()
            if file.startswith(".") or ending not in SUFFIXES:
                skipped.endings[ending or file] += 1
            else:
                yield Input(str(path), path, path.relative_to(folder))


def read_input(item: Input) -> bytes:
    """Return an input's bytes. Raises InputError, which says what to try, when it cannot be read or is no text."""
    try:
        data = sys.stdin.buffer.read() if item.path is None else item.path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{_shown(item)}: there is no such file or folder; check the path.") from None
    except PermissionError:
        raise InputError(f"{_shown(item)}: it may not be read; check its permissions.") from None
    except OSError as error:
        raise InputError(f"{_shown(item)}: it cannot be read ({error.strerror or error}); check the disk or the link.") from None
    if _is_binary(data):
        raise InputError(f"{_shown(item)}: this is binary data, neither a page nor text; unpack or convert it first.")
    return data


def _is_binary(data: bytes) -> bool:
    """Tell whether bytes are no text: many NULs without a byte order mark or the pattern of UTF-16."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or b"\x00" not in head:
        return head.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04"))
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return max(even, odd) < len(head) * 0.3 or min(even, odd) > len(head) * 0.05


def _shown(item: Input) -> str:
    return "standard input" if item.path is None else item.name.encode("utf-8", "backslashreplace").decode("utf-8").replace("\n", "\\n")
