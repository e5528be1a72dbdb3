"""The gutter view: what stays, what went and why, in the order of the source. It can be read back.

    = The title
      A block that stays.
    - A block that went. # stage/language/rule "evidence"
      A block of which {-a part-} went. # stage/language/rule "a part"
    # doubtful, confidence 0.38: what spoke against it; and what else

The last line is there when there are doubts. Strip the gutter and it is the input; keep it and it is an expectation: fixtures are written in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dechaff.model import Block
from dechaff.result import Removal, Result

__all__ = ["Line", "as_gutter", "read_gutter", "source_of"]

Mark = Literal["keep", "cut", "title"]

_MARKS: dict[str, Mark] = {"  ": "keep", "- ": "cut", "= ": "title"}
_GUTTERS = {mark: gutter for gutter, mark in _MARKS.items()}
_DOUBTS = "# "
_REASON = re.compile(r"\s#\s(?P<rule>[a-z_]+(?:/[\w.:-]+)*)(?:\s\".*|;\s.*)?$")
_SPAN = re.compile(r"\{-(.*?)-\}")
_COLOURS = {"cut": "\x1b[31m", "title": "\x1b[1m", "keep": ""}
_DIM, _RESET = "\x1b[2m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a gutter view: what becomes of it, its text as the input has it, and the rule when it (or a part) goes.

    gap    an empty line stands before it.
    spans  the parts of a kept line that go.
    """

    mark: Mark
    text: str
    rule: str = ""
    gap: bool = False
    spans: tuple[str, ...] = ()


def as_gutter(result: Result, *, colour: bool = False) -> str:
    """Return the gutter view of a result; with colour for a terminal."""
    whole: dict[int, Removal] = {}
    parts: dict[int, list[Removal]] = {}
    for removal in result.removed:
        if removal.span is None:
            whole.update(dict.fromkeys(range(removal.start, removal.stop), removal))
        else:
            parts.setdefault(removal.start, []).append(removal)
    out: list[str] = []
    for block in result.blocks:
        if block.gap and out:
            out.append("")
        out.extend(_lines(block, result.title_block, whole.get(block.index), parts.get(block.index, []), colour=colour))
    if result.doubts and out:
        said = f"{_DOUBTS}{result.verdict}, confidence {result.confidence:.2f}: {'; '.join(result.doubts)}"
        out.append(f"{_DIM}{said}{_RESET}" if colour else said)
    return "\n".join(out)


def _lines(block: Block, title_block: int, gone: Removal | None, parts: list[Removal], *, colour: bool) -> Iterator[str]:
    mark: Mark = "title" if block.index == title_block else "cut" if gone else "keep"
    text = _with_spans(block.text, parts)
    reasons = [gone] if gone else parts
    why = "; ".join(_reason(removal, block.index) for removal in reasons)
    lines = text.split("\n")
    for number, line in enumerate(lines):
        tail = f" # {why}" if why and number == len(lines) - 1 else ""
        if colour:
            yield f"{_COLOURS[mark]}{_GUTTERS[mark]}{line}{_RESET if _COLOURS[mark] else ''}{_DIM + tail + _RESET if tail else ''}"
        else:
            yield f"{_GUTTERS[mark]}{line}{tail}"


def _with_spans(text: str, parts: list[Removal]) -> str:
    for removal in sorted(parts, key=lambda one: one.span or (0, 0), reverse=True):
        if removal.span is not None:
            start, stop = removal.span
            text = f"{text[:start]}{{-{text[start:stop]}-}}{text[stop:]}"
    return text


def _reason(removal: Removal, index: int) -> str:
    """Return the rule and its strongest evidence about one block."""
    claims = [claim for claim in removal.claims if claim.start <= index < claim.stop and claim.weight > 0]
    named = next((claim for claim in claims if claim.rule == removal.rule), claims[0] if claims else None)
    evidence = " ".join(named.evidence.split()) if named else ""
    return f'{removal.rule} "{evidence}"' if evidence else removal.rule


def read_gutter(text: str) -> tuple[Line, ...]:
    """Read a gutter view back, one Line a line of its input.

    Raises ValueError, naming the line, when one does not begin with a gutter.
    """
    lines: list[Line] = []
    gap = False
    for number, raw in enumerate(text.split("\n"), start=1):
        if raw.startswith(_DOUBTS):
            continue
        if not raw.strip():
            gap = bool(lines)
            continue
        mark = _MARKS.get(raw[:2])
        if mark is None:
            raise ValueError(f"line {number} begins with {raw[:2]!r}: a line begins with two spaces (stays), '- ' (goes) or '= ' (title)")
        lines.append(_line(mark, raw[2:], gap=gap))
        gap = False
    return tuple(lines)


def _line(mark: Mark, body: str, *, gap: bool) -> Line:
    spans = tuple(_SPAN.findall(body))
    rule = ""
    if (mark == "cut" or spans) and (reason := _REASON.search(body)):
        body, rule = body[: reason.start()], reason["rule"]
    return Line(mark, _SPAN.sub(r"\1", body).rstrip(), rule, gap, spans)


def source_of(lines: tuple[Line, ...]) -> str:
    """Return the input that a gutter view is about."""
    return "".join(("\n\n" if line.gap else "\n") * bool(number) + line.text for number, line in enumerate(lines)) + "\n"
