"""Table rows: data becomes one block a row; rows that only lay out a page are left to the walk."""

from __future__ import annotations

from typing import NamedTuple

from selectolax.lexbor import LexborNode

from dechaff.read.elements import TEXT, element_of
from dechaff.read.visible import Sight

__all__ = ["DataRow", "data_row"]

#: A table row with a longer cell is layout, not data (characters).
CELL_CHARS = 400

_BREAK, _LINK = map(element_of, ("br", "a"))


class DataRow(NamedTuple):
    """A row of data, or one cell of it: its text on one line and what stands in links and in emphasis, as in Block."""

    text: str
    link_chars: int
    emph_chars: int
    href: str


def data_row(row: LexborNode, sight: Sight) -> DataRow | None:
    """Return the row with its cells joined by bars; None when it is layout or has one cell only."""
    cells = [cell for cell in row.iter() if cell.tag in {"td", "th"}]
    if len(cells) < 2:
        return None
    found: list[DataRow] = []
    for cell in cells:
        if cell.css_first("table, h1, h2, h3, form, ul, ol, script, article") is not None:
            return None
        found.append(_cell(cell, sight))
        if len(found[-1].text) > CELL_CHARS:
            return None
    texts, links, emphases, addresses = zip(*found, strict=True)
    return DataRow(" | ".join(texts), sum(links), sum(emphases), next(filter(None, addresses), "")) if any(texts) else None


def _cell(cell: LexborNode, sight: Sight) -> DataRow:
    """Return the visible text of a table cell, and how many of its characters stand in links and in emphasis."""
    pieces: list[str] = []
    links = emphases = 0
    address = ""
    stack: list[tuple[LexborNode | None, str | None, bool]] = [(cell, None, False)]
    while stack:
        node, link, emphasis = stack.pop()
        element = element_of(node.tag or "") if node is not None else _BREAK
        if node is None or element is _BREAK:
            pieces.append(" ")
        elif element is TEXT:
            text = node.text_content or ""
            chars = len(text.strip())
            pieces.append(text)
            links += chars if link is not None else 0
            emphases += chars if emphasis else 0
            address = address or (link or "" if chars else "")
        elif element.seen and not sight.hides(node, element, attributes := node.attributes):
            link = attributes.get("href") or "" if element is _LINK else link
            edge: list[tuple[LexborNode | None, str | None, bool]] = [] if element.inline or element.custom else [(None, None, False)]
            inside = [(child, link, emphasis or element.emphasis) for child in node.iter(include_text=True)]
            stack.extend([*edge, *reversed(inside), *edge])
    return DataRow(" ".join("".join(pieces).split()), links, emphases, address)
