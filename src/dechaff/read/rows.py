"""Table rows: data becomes one block a row; rows that only lay out a page are left to the walk."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from dechaff.read.elements import TEXT, element_of
from dechaff.read.visible import Sight

__all__ = ["data_row"]

#: A table row with a longer cell is layout, not data (characters).
CELL_CHARS = 400

_BREAK, _LINK = map(element_of, ("br", "a"))


def data_row(row: LexborNode, sight: Sight) -> tuple[str, int] | None:
    """Return the row's cells joined by bars and the characters of its links; None when it is layout or has one cell only."""
    cells = [cell for cell in row.iter() if cell.tag in {"td", "th"}]
    if len(cells) < 2:
        return None
    texts = []
    links = 0
    for cell in cells:
        if cell.css_first("table, h1, h2, h3, form, ul, ol, script, article") is not None:
            return None
        text, linked = _cell(cell, sight)
        if len(text) > CELL_CHARS:
            return None
        texts.append(text)
        links += linked
    return (" | ".join(texts), links) if any(texts) else None


def _cell(cell: LexborNode, sight: Sight) -> tuple[str, int]:
    """Return the visible text of a table cell on one line, and how many of its characters stand in links."""
    pieces: list[str] = []
    links = 0
    stack: list[tuple[LexborNode | None, bool]] = [(cell, False)]
    while stack:
        node, linked = stack.pop()
        element = element_of(node.tag or "") if node is not None else _BREAK
        if node is None or element is _BREAK:
            pieces.append(" ")
        elif element is TEXT:
            text = node.text_content or ""
            pieces.append(text)
            links += len(text.strip()) if linked else 0
        elif element.seen and not sight.hides(node, element, node.attributes):
            inside: list[tuple[LexborNode | None, bool]] = [(child, linked or element is _LINK) for child in node.iter(include_text=True)]
            edge: list[tuple[LexborNode | None, bool]] = [] if element.inline or element.custom else [(None, False)]
            stack.extend([*edge, *reversed(inside), *edge])
    return " ".join("".join(pieces).split()), links
