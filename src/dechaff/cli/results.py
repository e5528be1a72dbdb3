"""How results are laid out: one after the other in a stream, or each in a file of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from dechaff.cli.inputs import Input, identity
from dechaff.cli.output import OutputError, Sink, opened, write_whole
from dechaff.result import SCHEMA, Result, removal_dict

__all__ = ["Results", "Wish", "ledger_lines", "results_to"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller wants to see, and where."""

    paths: tuple[str, ...]
    many: bool
    format: str = "text"
    title: bool = True
    explain: bool = False
    output: Path | None = None
    out_dir: Path | None = None
    removed: Path | None = None
    kind: Any = "auto"
    url: str | None = None

    @property
    def layout(self) -> str:
        """The format; "explain" when the gutter view is wanted instead."""
        return "explain" if self.explain else self.format


class Results(Protocol):
    """Takes what became of each input, in the order of the inputs."""

    def put(self, item: Input, result: Result) -> None:
        """Write a result."""

    def failed(self, item: Input, sentence: str) -> None:
        """Leave word that an input failed, in formats where a program reads on."""


@contextmanager
def results_to(wish: Wish) -> Iterator[Results]:
    """Open where the results go, and complete it at the end."""
    if wish.out_dir is not None:
        yield _Files(wish, wish.out_dir)
        return
    with opened(wish.output) as sink:
        stream = _Stream(wish, sink)
        yield stream
        stream.end()


@dataclass
class _Stream:
    """Results one after the other: headed by names, as JSON Lines, or as a JSON array."""

    wish: Wish
    sink: Sink
    begun: bool = False

    def put(self, item: Input, result: Result) -> None:
        self._write(item, _rendered(item, result, self.wish, colour=self.sink.colour))

    def failed(self, item: Input, sentence: str) -> None:
        if self.wish.layout in {"json", "jsonl"}:
            error = {"schema": SCHEMA, "source": _source(item), "error": sentence}
            self._write(item, json.dumps(error, ensure_ascii=False, indent=2 if self.wish.format == "json" else None))

    def _write(self, item: Input, text: str) -> None:
        if self._is_array:
            self.sink.write((",\n" if self.begun else "[\n") + text)
        elif self.wish.many and self.wish.layout != "jsonl":
            gap = "\n" if self.begun else ""
            self.sink.write(f"{gap}==> {item.shown} <==\n{_line(text)}")
        else:
            self.sink.write(_line(text))
        self.begun = True

    def end(self) -> None:
        if self._is_array:
            self.sink.write("\n]\n" if self.begun else "[]\n")

    @property
    def _is_array(self) -> bool:
        return self.wish.many and self.wish.layout == "json"


@dataclass
class _Files:
    """A file for each input, in folders as the inputs have them. Raises OutputError rather than write over another input's file."""

    wish: Wish
    folder: Path
    taken: dict[Path, Input] = field(default_factory=dict)

    def put(self, item: Input, result: Result) -> None:
        from dechaff.write import SUFFIXES

        suffix = ".gutter.txt" if self.wish.explain else SUFFIXES[self.wish.format]
        place = self.folder / item.below.with_name(item.below.name + suffix)
        other = self.taken.setdefault(place, item)
        if other is not item and not _is_same(item, other):
            raise OutputError(f"{item.shown}: its result would write over that of {other.shown}; give them different names, or run them one by one.")
        write_whole(place, _line(_rendered(item, result, self.wish, colour=False)))

    def failed(self, item: Input, sentence: str) -> None:
        """Write nothing: a file that is not there says it."""


def _is_same(one: Input, other: Input) -> bool:
    return one.path is not None and other.path is not None and bool(identity(one.path) & identity(other.path))


def _line(text: str) -> str:
    """Return a text with its line end; an empty text has no line."""
    return f"{text}\n" if text else ""


def _source(item: Input) -> str:
    r"""Return the input's name as valid Unicode: bytes that are no UTF-8 as \xff."""
    return item.name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _rendered(item: Input, result: Result, wish: Wish, *, colour: bool) -> str:
    from dechaff.write import FORMATS, as_json
    from dechaff.write.gutter import as_gutter

    if wish.explain:
        return as_gutter(result, colour=colour)
    if wish.format in {"json", "jsonl"}:
        return as_json(result, indent=2 if wish.format == "json" else None, source=_source(item))
    return FORMATS[wish.format](result, wish.title)


def ledger_lines(item: Input, result: Result) -> str:
    """Return what was removed from an input, as JSON Lines."""
    return "".join(json.dumps({"source": _source(item), **removal_dict(removal)}, ensure_ascii=False) + "\n" for removal in result.removed)
