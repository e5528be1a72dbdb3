"""HTML to blocks: every visible piece of a page, in the order of the page, with what its markup says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dechaff.model import Block, Container, Kind
from dechaff.read.elements import (
    CONTAINER_TAGS,
    HEADINGS,
    INLINE,
    LINE_HOLDERS,
    UNSEEN,
    words_of,
)
from dechaff.read.rows import data_row
from dechaff.read.text import is_blank
from dechaff.read.visible import Sight

__all__ = ["blocks_of", "parse"]

#: An ancestor that holds more of the page's characters than this says nothing about a single block in it.
MARK_SHARE = 0.33
#: Chromium nests no deeper either; a path that grew with every level would cost the square of the depth.
PATH_TAGS = 512

_SHOWN_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.IGNORECASE)
_MARKED = ("class", "id", "role", "itemprop", "data-component", "data-testid", "data-module", "data-type", "data-name", "data-qa", "aria-label")
_LINE_BREAK = "\n"
_LIST_PARTS = frozenset({"li", "dt", "dd"})
_TABLE_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_TABLE_PARTS = _TABLE_SECTIONS | {"tr", "td", "th"}
_LISTS = frozenset({"ul", "ol", "dl"})


class _Raw(NamedTuple):
    """A block as the walk finds it, before what needs the whole page is known."""

    kind: Kind
    level: int
    text: str
    gap: bool
    link_chars: int
    container: int


def parse(page: str) -> LexborHTMLParser:
    """Parse a page by the HTML standard's rules, as a browser that runs scripts would."""
    return LexborHTMLParser(page.encode("utf-8", "replace"), scripting=True)


def blocks_of(tree: LexborHTMLParser) -> tuple[tuple[Block, ...], tuple[Container, ...]]:
    """Return the visible blocks of a parsed page and the elements that hold them."""
    body = tree.body
    if body is None:
        return (), ()
    walk = _Walk(body)
    walk.run()
    return tuple(walk.finish()), tuple(walk.containers)


class _Walk:
    """One pass over the tree; text is gathered until something begins or ends a block."""

    def __init__(self, body: LexborNode) -> None:
        self.body = body
        self.containers: list[Container] = []
        self._attributes: list[str] = []
        self._raw: list[_Raw] = []
        self._text: list[str] = []
        self._link_chars = 0
        self._links = 0
        self._seam = False
        self._gap = True
        self._preformatted = 0
        self._quotes = 0
        self._items = 0
        self._figures = 0
        self._item_gap: bool | None = None
        self._layouts: dict[int, bool] = {}
        self._sight = Sight(body)

    def run(self) -> None:
        """Walk the body without recursion, so that depth costs no stack."""
        here = self._open(self.body, -1)
        stack: list[tuple[Iterator[LexborNode], LexborNode, int, bool]] = [(self.body.iter(include_text=True), self.body, here, True)]
        while stack:
            children, node, here, apart = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._leave(node.tag or "", here, apart=apart)
            elif child.is_text_node:
                self._take(child.text_content or "", here)
            elif child.is_element_node:
                self._enter(child, node, here, stack)
        self._flush(here)

    def _enter(self, child: LexborNode, parent: LexborNode, here: int, stack: list[tuple[Iterator[LexborNode], LexborNode, int, bool]]) -> None:
        tag = child.tag or ""
        if tag == "br":
            self._break(here)
            return
        if tag in UNSEEN or self._sight.hides(child, tag):
            return
        apart = self._stands_apart(child, tag, parent)
        if tag == "tr" and (row := data_row(child, self._sight)):
            self._flush(here)
            text, links = row
            gap = self._gap or not self._raw or self._raw[-1].kind is not Kind.ROW
            self._raw.append(_Raw(Kind.ROW, 0, text, gap, min(links, len(text)), self._open(child, here)))
            self._gap = False
            return
        if apart:
            self._flush(here)
            if tag in _LIST_PARTS:
                self._item_gap = self._gap
            elif tag in _LISTS and self._items and self._item_gap is None:
                self._gap = False
            elif tag not in _TABLE_PARTS:
                self._gap = True
            here = self._open(child, here)
            self._count(tag, 1)
        elif tag != "wbr":
            self._seam = True
            if tag == "a":
                self._links += 1
            elif tag == "q":
                self._text.append("\u201c")
        stack.append((child.iter(include_text=True), child, here, apart))

    def _leave(self, tag: str, here: int, *, apart: bool) -> None:
        if apart:
            self._flush(here)
            self._count(tag, -1)
            if self._item_gap is not None and tag in _LIST_PARTS:
                self._gap = self._item_gap  # the item was empty: the next one takes its place
            elif tag not in _TABLE_SECTIONS:
                self._gap = tag not in _LIST_PARTS
            self._item_gap = None
        elif tag != "wbr":
            self._seam = True
            if tag == "a":
                self._links -= 1
            elif tag == "q":
                self._text.append("\u201d")

    def _count(self, tag: str, step: int) -> None:
        if tag == "pre":
            self._preformatted += step
        elif tag == "blockquote":
            self._quotes += step
        elif tag == "figure":
            self._figures += step
        elif tag in _LIST_PARTS:
            self._items += step

    def _take(self, text: str, here: int) -> None:
        if self._seam and self._text and text:
            self._mend_seam(text, here)
        self._seam = False
        self._text.append(text)
        if self._links:
            self._link_chars += len(text.strip())

    def _mend_seam(self, text: str, here: int) -> None:
        """Part what two inline elements would glue together: a sentence's or a heading's end and a capital letter."""
        before = self._text[-1][-1:]
        if self._preformatted or not text[0].isupper() or text[:2].isupper() or not (before.islower() or before in ".!?"):
            return
        if before in ".!?" or len("".join(self._text).split()) < 2:
            self._text.append(" ")
        else:
            self._flush(here)

    def _break(self, here: int) -> None:
        """End a block at a line break, a paragraph at the second one. Headings and code keep their line."""
        tag = self.containers[here].tag
        if self._preformatted:
            self._text.append(_LINE_BREAK)
        elif tag in HEADINGS:
            self._text.append(" ")
        elif "".join(self._text).strip():
            self._flush(here)
            self._gap = False
        else:
            self._text.clear()
            self._gap = True

    def _open(self, node: LexborNode, parent: int) -> int:
        attributes = node.attributes
        found = " ".join(value for name in _MARKED if (value := attributes.get(name))) if attributes else ""
        self.containers.append(Container((parent, node.tag or "")))
        self._attributes.append(found)
        return len(self.containers) - 1

    def _flush(self, here: int) -> None:
        """End the block that was being gathered, if there is any text in it."""
        if not self._text:
            return
        text = "".join(self._text)
        self._text.clear()
        links, self._link_chars = self._link_chars, 0
        text = text.strip("\r\n").rstrip() if self._preformatted else " ".join(text.split())
        if is_blank(text):
            return
        kind, level = self._kind(here)
        gap = self._gap if self._item_gap is None else self._item_gap
        self._raw.append(_Raw(kind, level, text, gap, min(links, len(text)), here))
        self._item_gap = None
        self._gap = True

    def _kind(self, here: int) -> tuple[Kind, int]:
        tag = self.containers[here].tag
        if tag in HEADINGS:
            return Kind.HEADING, HEADINGS[tag]
        if self._preformatted:
            return Kind.CODE, 0
        if self._quotes:
            return Kind.QUOTE, 0
        if tag == "caption" or self._figures:
            return Kind.CAPTION, 0
        if self._items:
            return Kind.ITEM, self._items
        if tag in {"button", "label", "legend", "nav", "summary"}:
            return Kind.OTHER, 0
        return Kind.PARAGRAPH, 0

    def _stands_apart(self, child: LexborNode, tag: str, parent: LexborNode) -> bool:
        """Tell whether an element begins a block of its own."""
        holder = parent.tag or ""
        if tag in INLINE:
            style = child.attributes.get("style")
            if style and _SHOWN_AS_BLOCK.search(style):
                return True
            return holder in CONTAINER_TAGS and tag != "wbr" and self._holds_only_elements(parent)
        return not ("-" in tag and (holder in LINE_HOLDERS or holder in INLINE))

    def _holds_only_elements(self, parent: LexborNode) -> bool:
        """Tell whether a container holds two or more elements and no text of its own between them."""
        known = self._layouts.get(parent.mem_id)
        if known is None:
            elements = 0
            for child in parent.iter(include_text=True, skip_empty=True):
                if child.is_text_node:
                    elements = 0
                    break
                elements += child.is_element_node
            known = self._layouts[parent.mem_id] = elements > 1
        return known

    def finish(self) -> Iterator[Block]:
        """Yield the blocks, each with the marks of those ancestors that are small beside the page."""
        share = self._shares()
        marks: list[frozenset[str]] = []
        paths: list[tuple[str, ...]] = []
        for index, (parent, tag) in enumerate(self.containers):
            own = _words(self._attributes[index]) if self._attributes[index] else frozenset()
            above = marks[parent] if parent >= 0 and share[parent] < MARK_SHARE else frozenset()
            marks.append(above | own if own and above else own or above)
            paths.append(() if parent < 0 else (*paths[parent], tag) if len(paths[parent]) < PATH_TAGS else paths[parent])
        for index, raw in enumerate(self._raw):
            yield Block(
                index=index,
                kind=raw.kind,
                text=raw.text,
                gap=raw.gap,
                level=raw.level,
                link_chars=raw.link_chars,
                marks=marks[raw.container],
                path=paths[raw.container],
                container=raw.container,
            )

    def _shares(self) -> list[float]:
        """Return for each container the share of the page's characters that it holds."""
        sums = [0] * len(self.containers)
        for raw in self._raw:
            sums[raw.container] += len(raw.text)
        for index in range(len(sums) - 1, 0, -1):
            sums[self.containers[index].parent] += sums[index]
        total = max(1, sums[0] if sums else 1)
        return [one / total for one in sums]


_words = lru_cache(maxsize=4096)(words_of)
