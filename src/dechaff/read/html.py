"""HTML to blocks: every visible piece of a page, in the order of the page, with what its markup says of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dechaff.model import Block, Container, Kind
from dechaff.read.elements import TEXT, Element, element_of, words_of
from dechaff.read.rows import data_row
from dechaff.read.text import is_blank
from dechaff.read.visible import Sight

__all__ = ["blocks_of", "parse"]

#: An ancestor that holds more of the page's characters than this says nothing about a single block in it.
MARK_SHARE = 0.33
#: Chromium nests no deeper either; a path that grew with every level would cost the square of the depth.
PATH_TAGS = 512

_SHOWN_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.IGNORECASE)
_MARKED = frozenset(
    "class id role itemprop data-component data-testid data-module data-type data-name data-qa aria-label".split()
)
_LINE_BREAK = "\n"
_BODY, _BREAK, _WORD_BREAK, _LINK, _QUOTATION, _ROW, _DIALOG = map(element_of, ("body", "br", "wbr", "a", "q", "tr", "dialog"))
_TABLE_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_OTHER = frozenset({"button", "label", "legend", "nav", "summary"})
_NO_WORDS: frozenset[str] = frozenset()


class _Raw(NamedTuple):
    """A block as the walk finds it, before what needs the whole page is known."""

    kind: Kind
    level: int
    text: str
    gap: bool
    link_chars: int
    container: int


def parse(page: str | bytes) -> LexborHTMLParser:
    """Parse a page by the HTML standard's rules, as a browser that runs scripts would."""
    return LexborHTMLParser(page.encode("utf-8", "replace"), scripting=True)


def blocks_of(tree: LexborHTMLParser) -> tuple[tuple[Block, ...], tuple[Container, ...]]:
    """Return the visible blocks of a parsed page and the elements that hold them."""
    body = tree.body
    if body is None:
        return (), ()
    walk = _Walk(body)
    walk.run()
    return walk.blocks(), walk.containers()


class _Walk:
    """One pass over the tree; text is gathered until something begins or ends a block.

    The element whose children are being looked at is `_node`; it means `_element`, its text belongs to the container
    `_here`, and it stands `_apart` when that container is its own. What holds it waits on `_above`.
    """

    def __init__(self, body: LexborNode) -> None:
        self._node = body
        self._element = _BODY
        self._here = -1
        self._apart = True
        self._above: list[tuple[LexborNode, Element, int, bool]] = []
        self._parents: list[int] = []
        self._elements: list[Element] = []
        self._marks: list[str] = []
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
        self._open(_BODY, self._node.attributes)
        known: dict[int, Element] = {}
        node = self._node.first_child
        while True:
            if node is None:
                self._leave()
                if not self._above:
                    return
                node = self._node.next
                self._node, self._element, self._here, self._apart = self._above.pop()
                continue
            tag_id = node.tag_id
            element = known.get(tag_id)
            if element is None:
                element = known[tag_id] = element_of(node.tag or "")
            if element is TEXT:
                self._take(node.text_content or "")
            elif element is _BREAK:
                self._break()
            elif element.seen and self._enter(node, element):
                node = node.first_child
                continue
            node = node.next

    def _enter(self, node: LexborNode, element: Element) -> bool:
        """Make an element the one whose children are looked at; False when there is nothing to look at."""
        attributes = node.attributes
        if (attributes or element is _DIALOG) and self._sight.hides(node, element.tag, attributes):
            return False
        if element is _ROW and (row := data_row(node, self._sight)):
            self._add_row(row, attributes)
            return False
        apart = self._stands_apart(element, attributes)
        self._above.append((self._node, self._element, self._here, self._apart))
        if apart:
            self._begin(element, attributes)
        elif element is not _WORD_BREAK:
            self._seam = True
            if element is _LINK:
                self._links += 1
            elif element is _QUOTATION:
                self._text.append("\u201c")
        self._node, self._element, self._apart = node, element, apart
        return True

    def _begin(self, element: Element, attributes: Mapping[str, str | None]) -> None:
        """Open the container of an element that stands apart, and note whether a paragraph break stands before it."""
        if self._text:
            self._flush()
        if element.list_part:
            self._item_gap = self._gap
        elif element.is_list and self._items and self._item_gap is None:
            self._gap = False
        elif not element.table_part:
            self._gap = True
        self._open(element, attributes)
        if element.counted:
            self._count(element.tag, 1)

    def _leave(self) -> None:
        element = self._element
        if self._apart:
            if self._text:
                self._flush()
            if element.counted:
                self._count(element.tag, -1)
            if self._item_gap is not None and element.list_part:
                self._gap = self._item_gap  # the item was empty: the next one takes its place
            elif element.tag not in _TABLE_SECTIONS:
                self._gap = not element.list_part
            self._item_gap = None
        elif element is not _WORD_BREAK:
            self._seam = True
            if element is _LINK:
                self._links -= 1
            elif element is _QUOTATION:
                self._text.append("\u201d")

    def _count(self, tag: str, step: int) -> None:
        if tag == "pre":
            self._preformatted += step
        elif tag == "blockquote":
            self._quotes += step
        elif tag == "figure":
            self._figures += step
        else:
            self._items += step

    def _take(self, text: str) -> None:
        if not self._text:
            if text.isspace() and not self._preformatted:
                self._seam = False
                return
        elif self._seam and text:
            self._mend_seam(text)
        self._seam = False
        self._text.append(text)
        if self._links:
            self._link_chars += len(text.strip())

    def _mend_seam(self, text: str) -> None:
        """Part what two inline elements would glue together: a sentence's or a heading's end and a capital letter."""
        before = self._text[-1][-1:]
        if self._preformatted or not text[0].isupper() or text[:2].isupper() or not (before.islower() or before in ".!?"):
            return
        if before in ".!?" or len("".join(self._text).split()) < 2:
            self._text.append(" ")
        else:
            self._flush()

    def _break(self) -> None:
        """End a block at a line break, a paragraph at the second one. Headings and code keep their line."""
        if self._preformatted:
            self._text.append(_LINE_BREAK)
        elif self._elements[self._here].heading:
            self._text.append(" ")
        elif "".join(self._text).strip():
            self._flush()
            self._gap = False
        else:
            self._text.clear()
            self._gap = True

    def _open(self, element: Element, attributes: Mapping[str, str | None]) -> None:
        marks = ""
        for name in attributes:
            if name in _MARKED and (value := attributes[name]):
                marks = f"{marks} {value}" if marks else value
        self._parents.append(self._here)
        self._elements.append(element)
        self._marks.append(marks)
        self._here = len(self._parents) - 1

    def _add_row(self, row: tuple[str, int], attributes: Mapping[str, str | None]) -> None:
        """Add a table row as a block; the first one of a table has a gap before it."""
        if self._text:
            self._flush()
        text, links = row
        gap = self._gap or not self._raw or self._raw[-1].kind is not Kind.ROW
        outside = self._here
        self._open(_ROW, attributes)
        self._raw.append(_Raw(Kind.ROW, 0, text, gap, min(links, len(text)), self._here))
        self._here = outside
        self._gap = False

    def _flush(self) -> None:
        """End the block that was being gathered."""
        text = "".join(self._text)
        self._text.clear()
        links, self._link_chars = self._link_chars, 0
        text = text.strip("\r\n").rstrip() if self._preformatted else " ".join(text.split())
        if not text[:1].isalnum() and is_blank(text):
            return
        kind, level = self._kind(self._elements[self._here])
        gap = self._gap if self._item_gap is None else self._item_gap
        self._raw.append(_Raw(kind, level, text, gap, min(links, len(text)), self._here))
        self._item_gap = None
        self._gap = True

    def _kind(self, element: Element) -> tuple[Kind, int]:
        if element.heading:
            return Kind.HEADING, element.heading
        if self._preformatted:
            return Kind.CODE, 0
        if self._quotes:
            return Kind.QUOTE, 0
        if element.tag == "caption" or self._figures:
            return Kind.CAPTION, 0
        if self._items:
            return Kind.ITEM, self._items
        return (Kind.OTHER if element.tag in _OTHER else Kind.PARAGRAPH), 0

    def _stands_apart(self, element: Element, attributes: Mapping[str, str | None]) -> bool:
        """Tell whether an element begins a block of its own."""
        if not element.inline:
            return not (element.custom and self._element.keeps_line)
        style = attributes.get("style")
        if style and _SHOWN_AS_BLOCK.search(style):
            return True
        return self._element.holds_blocks and element is not _WORD_BREAK and self._holds_only_elements()

    def _holds_only_elements(self) -> bool:
        """Tell whether the container at hand holds two or more elements and no text of its own between them."""
        known = self._layouts.get(self._here)
        if known is None:
            elements = 0
            for child in self._node.iter(include_text=True, skip_empty=True):
                if child.is_text_node:
                    elements = 0
                    break
                elements += child.is_element_node
            known = self._layouts[self._here] = elements > 1
        return known

    def containers(self) -> tuple[Container, ...]:
        """Return the elements that hold the blocks, each after the one around it."""
        return tuple(Container(parent, element.tag) for parent, element in zip(self._parents, self._elements, strict=True))

    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks, each with the marks of those ancestors that are small beside the page."""
        chars = self._chars()
        marks, paths = self._marks_of(chars), self._paths_of(chars)
        return tuple(
            Block(index, kind, text, gap, level, links, marks[container], paths[container], container)
            for index, (kind, level, text, gap, links, container) in enumerate(self._raw)
        )

    def _chars(self) -> list[int]:
        """Return for each container how many of the page's characters it holds."""
        sums = [0] * len(self._parents)
        for raw in self._raw:
            sums[raw.container] += len(raw.text)
        for index in range(len(sums) - 1, 0, -1):
            sums[self._parents[index]] += sums[index]
        return sums

    def _marks_of(self, chars: list[int]) -> list[frozenset[str]]:
        """Return for each container that holds text its words and those of the small containers around it."""
        limit = MARK_SHARE * max(1, chars[0])
        found: list[frozenset[str]] = []
        for own, parent, size in zip(self._marks, self._parents, chars, strict=True):
            above = found[parent] if size and parent >= 0 and chars[parent] < limit else _NO_WORDS
            if own and size:
                words = words_of(own)
                above = above | words if above else words
            found.append(above)
        return found

    def _paths_of(self, chars: list[int]) -> list[tuple[str, ...]]:
        """Return for each container that holds text the tag names from the body down to it."""
        found: list[tuple[str, ...]] = [()]
        for index in range(1, len(chars)):
            path = found[self._parents[index]]
            found.append((*path, self._elements[index].tag) if chars[index] and len(path) < PATH_TAGS else path)
        return found
