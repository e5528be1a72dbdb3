"""Inputs of the command line: files, folders and standard input, in a fixed order, none silently left out."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dechaff.cli.output import PART_PREFIX, printable
from dechaff.errors import InputError

__all__ = ["STDIN", "Input", "LeftOut", "identity", "inputs_of", "is_folder", "read_input"]

#: Endings of files that a folder is searched for; files named on the command line are taken whatever their name.
SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml", ".txt", ".text", ".md", ".markdown", ""})

#: The name that stands for standard input.
STDIN = "-"

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
#: How files begin that hold no NUL early on and are no text all the same: gzip, zstd, xz, PDF, PNG, JPEG, GIF, zip.
_MAGIC = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04")
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
#: Device and inode: which file it is, whatever its name.
_Identity = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Input:
    """One input.

    name     as the user or the folder gives it.
    path     where it is; None: standard input.
    below    its path below the deepest folder that holds all inputs: where its output goes below --out-dir.
    trouble  why its folder cannot be listed, when that is known before it is read.
    """

    name: str
    path: Path | None
    below: Path
    trouble: OSError | None = None

    @property
    def shown(self) -> str:
        """The name as messages show it."""
        return "standard input" if self.path is None else printable(self.name) or "''"


@dataclass
class LeftOut:
    """What folders hold and nobody cleans: other kinds of files by ending, and folders that gave no input at all.

    own  the outputs of this very run; they are left out without a word.
    """

    own: frozenset[_Identity] = frozenset()
    kinds: Counter[str] = field(default_factory=Counter)
    empty: list[str] = field(default_factory=list)

    def sentences(self) -> Iterator[str]:
        """Yield what to say about it."""
        for name in self.empty:
            yield f"{printable(name)}: this folder holds no page and no text; name its files to clean them whatever their endings."
        if self.kinds:
            kinds = ", ".join(f"{printable(kind)} {count}" for kind, count in self.kinds.most_common(6))
            kinds += ", ..." if len(self.kinds) > 6 else ""
            yield f"{self.kinds.total()} left out in folders, hidden or neither page nor text by name ({kinds}); name one to clean it anyway."


def inputs_of(names: Sequence[str], left_out: LeftOut) -> Iterator[Input]:
    """Yield each named file, each page or text below each named folder in the order of names, and `-` for standard input."""
    root = _common_folder(names)
    for name in names:
        path = Path(name)
        if name == STDIN:
            yield Input(name, None, Path("stdin"))
        elif name and is_folder(path):
            found = False
            for item in _in_folder(path, root, left_out):
                found = True
                yield item
            if not found:
                left_out.empty.append(name)
        else:
            yield Input(name, path, _below(path.name, _resolved(path.parent), root))


def is_folder(path: Path) -> bool:
    """Tell whether a path is a folder; one that cannot be looked at is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def identity(path: Path | int) -> frozenset[_Identity]:
    """Return which regular file or folder a path or descriptor is; empty when there is none."""
    try:
        state = path.stat() if isinstance(path, Path) else os.fstat(path)
    except OSError:
        return frozenset()
    return frozenset({(state.st_dev, state.st_ino)} if stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode) else ())


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a loop of links: reading it says so
        return path.absolute()


def _common_folder(names: Sequence[str]) -> Path | None:
    """Return the deepest folder that holds all named files and folders; None when there is none."""
    paths = [Path(name) for name in names if name not in {STDIN, ""}]
    folders = [_resolved(path if is_folder(path) else path.parent) for path in paths]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # nothing but standard input, or two drives
        return None


def _below(name: str, folder: Path, root: Path | None) -> Path:
    return folder.relative_to(root) / name if root is not None and folder.is_relative_to(root) else Path(name)


def _in_folder(top: Path, root: Path | None, left_out: LeftOut) -> Iterator[Input]:
    """Yield the inputs below a folder; links to folders are not followed, so that no loop is walked."""
    waiting = [top]
    while waiting:
        here = waiting.pop()
        folder = _resolved(top) / here.relative_to(top)
        try:
            with os.scandir(here) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            yield Input(str(here), here, _below("", folder, root), error)
            continue
        folders = []
        for entry in entries:
            match _role(entry, left_out.own):
                case "folder":
                    folders.append(here / entry.name)
                case "input":
                    yield Input(str(here / entry.name), here / entry.name, _below(entry.name, folder, root))
                case "":
                    pass
                case kind:
                    left_out.kinds[kind] += 1
        waiting += reversed(folders)


def _role(entry: os.DirEntry[str], own: frozenset[_Identity]) -> str:
    """Return what an entry of a folder is: "input", "folder", "" (our own output), or the kind it is counted under."""
    name, hidden = entry.name, entry.name.startswith(".")
    try:
        state = entry.stat()
    except OSError:  # a link to nowhere: the user hears of it when it is read
        return "input" if not hidden and Path(name).suffix.lower() in SUFFIXES else Path(name).suffix or name
    if (state.st_dev, state.st_ino) in own or name.startswith(PART_PREFIX):
        return ""
    if stat.S_ISDIR(state.st_mode):
        return "link to a folder" if entry.is_symlink() else f"{name}/" if hidden else "folder"
    if not stat.S_ISREG(state.st_mode):
        return "pipe or device"
    if hidden:
        return name
    ending = Path(name).suffix.lower()
    return "input" if ending in SUFFIXES else ending


def read_input(item: Input) -> bytes:
    """Return an input's bytes. Raises InputError, which says what to try, when it cannot be read or is no text."""
    try:
        data = _bytes_of(item)
    except FileNotFoundError:
        raise InputError(f"{item.shown}: {_missing(item)}") from None
    except PermissionError:
        raise InputError(f"{item.shown}: it may not be read; check its permissions.") from None
    except OSError as error:
        raise InputError(f"{item.shown}: it cannot be read ({error.strerror or error}); check the path, the link or the disk.") from None
    if _is_binary(data):
        raise InputError(f"{item.shown}: this is binary data, neither a page nor text; unpack or convert it first.")
    return data


def _bytes_of(item: Input) -> bytes:
    if item.trouble is not None:
        raise item.trouble
    if item.path is not None:
        if not item.name:
            raise FileNotFoundError
        return item.path.read_bytes()
    if sys.stdin is None:
        raise InputError("standard input: it is closed; name a file instead.")
    return sys.stdin.buffer.read()


def _missing(item: Input) -> str:
    if _ADDRESS.match(item.name):
        return "dechaff fetches nothing; download the page first: curl -sL ADDRESS | dechaff --url ADDRESS."
    if item.path is not None and item.path.is_symlink():
        return "this link leads to nothing; mend or delete it."
    return "there is no such file or folder; check the path."


def _is_binary(data: bytes) -> bool:
    """Tell whether bytes are no text: many NULs without a byte order mark or the pattern of UTF-16."""
    head = data[:4096]
    if head.startswith(_WIDE_BOMS) or b"\x00" not in head:
        return head.startswith(_MAGIC)
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return max(even, odd) < len(head) * 0.3 or min(even, odd) > len(head) * 0.05
