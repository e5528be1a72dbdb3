"""Markdown: headings, lists, quotes, tables and code as the source had them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dechaff.model import Block, Kind
from dechaff.normalise import normalise
from dechaff.result import Result

__all__ = ["as_markdown"]

_MARKED_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s")
_OTHER_BULLET = re.compile(r"^[\u2022\u00b7\u2023\u25e6\u25aa\u25a0\u25cf\u25ba\u25b6\u2043\u2013]\s*")
_HEADED = re.compile(r"#{1,6}\s")
_LINE_MARK = re.compile(r"^(?:(\d{1,3})(?=[.)]\s)|(?=#{1,6}\s|[-*+>]\s|```|~~~))")
_TAG_LIKE = re.compile(r"(?<!\\)(?=<[A-Za-z/!?])")
_BAR_IN_CELL = re.compile(r"(?<=[^ \\])\||(?<!\\)\|(?=[^ ])")
_ESCAPED_BAR = r"\\|"
_FENCE = re.compile(r"`{3,}")


def as_markdown(result: Result, *, title: bool = True) -> str:
    """Return title and body as Markdown; empty when there is no article."""
    pieces: list[str] = []
    before: Block | None = None
    for block, text in _lines(result):
        if pieces:
            pieces.append("\n" if before is not None and _runs_on(before, block) else "\n\n")
        pieces.append(text)
        if block.kind is Kind.ROW and (before is None or before.kind is not Kind.ROW):
            pieces.append("\n|" + " --- |" * (block.text.count(" | ") + 1))
        before = block
    body = "".join(pieces)
    return f"# {result.title}\n\n{body}" if title and result.title and body else body


def _runs_on(before: Block, block: Block) -> bool:
    return before.kind is block.kind and block.kind in {Kind.ITEM, Kind.ROW}


def _lines(result: Result) -> Iterator[tuple[Block, str]]:
    written = result.document.written
    for block in result.kept:
        if written and block.text == result.blocks[block.index].text:
            yield block, "\n\n".join(normalise(piece, code=block.kind is Kind.CODE) for piece in written[block.index].split("\n\n"))
        elif text := normalise(block.text, code=block.kind is Kind.CODE):
            yield block, _marked(block, text)


def _marked(block: Block, text: str) -> str:
    """Return one block with the mark-up of its kind; marks that a plain text brought along stay as they are."""
    if block.kind is Kind.CODE:
        return text if text.startswith(("```", "~~~")) else _fenced(text)
    text = _TAG_LIKE.sub(r"\\", text)
    if block.kind is Kind.HEADING:
        return text if _HEADED.match(text) else f"{'#' * (block.level or 2)} {text}"
    if block.kind is Kind.ITEM:
        if _MARKED_ITEM.match(text):
            return text
        return f"{'  ' * max(0, block.level - 1)}- {_OTHER_BULLET.sub('', text)}"
    if block.kind is Kind.QUOTE:
        return text if text.startswith(">") else f"> {text}"
    if block.kind is Kind.ROW:
        return text if text.startswith("|") and block.container < 0 else f"| {_BAR_IN_CELL.sub(_ESCAPED_BAR, text)} |"
    return _LINE_MARK.sub(r"\1\\", text)


def _fenced(code: str) -> str:
    """Return code between fences longer than any that stands in it."""
    fence = max(["``", *_FENCE.findall(code)], key=len) + "`"
    return f"{fence}\n{code}\n{fence}"
