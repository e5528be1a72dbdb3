"""HTML to blocks: every visible piece of a page, in the order of the page, with what its markup says of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from dechaff.model import Block, Container, Kind
from dechaff.read.depth import flattened
from dechaff.read.elements import TEXT, Element, element_of
from dechaff.read.places import chars_of, marks_of, paths_of
from dechaff.read.rows import DataRow, data_row
from dechaff.read.text import is_blank
from dechaff.read.visible import Sight

__all__ = ["blocks_of", "parse"]

#: What follows in a longer address are parameters (characters).
HREF_CHARS = 200

_SHOWN_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.IGNORECASE)
_PIXEL = frozenset({"0", "1", "0px", "1px"})
_LINE_BREAK = "\n"
_BODY, _BREAK, _WORD_BREAK, _LINK, _QUOTATION, _ROW = map(element_of, ("body", "br", "wbr", "a", "q", "tr"))
# Pages have hundreds of each: made without the Python frame that a named tuple's constructor costs.
_BLOCK = cast("Callable[[tuple[Any, ...]], Block]", partial(tuple.__new__, Block))
_CONTAINER = cast("Callable[[tuple[int, str]], Container]", partial(tuple.__new__, Container))


#: A block as the walk finds it, before what needs the whole page is known: its container, and the fields of Block from kind
#: to link_chars and from emph_chars on.
_Raw = tuple[int, Kind, str, bool, int, int, int, str, bool]


def parse(page: str | bytes) -> LexborHTMLParser:
    """Parse a page, given as text or as UTF-8, by the HTML standard's rules, as a browser that runs scripts would."""
    data = page if isinstance(page, bytes) else page.encode("utf-8", "replace")
    return LexborHTMLParser(flattened(data), options=LexborDocumentOptions.WO_EVENTS.value, scripting=True)


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

    `_here` is the index of the container that the text belongs to: the nearest element that stands apart from its line.
    """

    def __init__(self, body: LexborNode) -> None:
        self._body = body
        self._here = -1
        self._parents: list[int] = []
        self._elements: list[Element] = []
        self._attributes: list[Mapping[str, str | None]] = []
        self._raw: list[_Raw] = []
        self._text: list[str] = []
        self._link_chars = 0
        self._links = 0
        self._telling = 0
        self._emph_chars = 0
        self._emphases = 0
        self._href = ""
        self._address = ""
        self._media = False
        self._after_media = False
        self._seam = False
        self._gap = True
        self._counted = 0
        self._preformatted = 0
        self._quotes = 0
        self._items = 0
        self._figures = 0
        self._item_gap: bool | None = None
        self._layouts: dict[int, bool] = {}
        self._sight = Sight(body)

    def run(self) -> None:
        """Walk the body without recursion, so that depth costs no stack."""
        holder, outer, apart = self._body, _BODY, True
        above: list[tuple[LexborNode, Element, bool]] = []
        known: dict[int, Element] = {}
        gathered = self._text
        self._open(outer, holder.attributes)
        node = holder.first_child
        while True:
            if node is None:
                self._leave(outer, apart)
                if not above:
                    return
                node = holder.next
                holder, outer, apart = above.pop()
                continue
            element = known.get(node.tag_id)
            if element is None:
                element = known[node.tag_id] = element_of(node.tag or "")
            if element is TEXT:
                text = node.text_content or ""
                if gathered or not text.isspace() or self._preformatted:
                    self._take(text)
                else:
                    self._seam = False
            elif not element.seen:
                if element.figure_media and (element.media or self._figures):
                    self._media = self._media or self._shows(node, element)
            elif (entered := self._enter(node, element, holder, outer)) is not None:
                above.append((holder, outer, apart))
                holder, outer, apart = node, element, entered
                node = node.first_child
                continue
            node = node.next

    def _enter(self, node: LexborNode, element: Element, holder: LexborNode, outer: Element) -> bool | None:
        """Tell whether an element stands apart from the line around it; None when there is nothing to look at inside."""
        attributes = node.attributes
        if element.special:
            if element is _BREAK:
                self._break()
                return None
            if element is _ROW and not self._sight.hides(node, element, attributes) and (row := data_row(node, self._sight)):
                self._add_row(row, attributes)
                return None
        if (attributes or element.special) and self._sight.hides(node, element, attributes):
            return None
        if not element.inline:
            apart = not (element.custom and outer.keeps_line)
        elif (style := attributes.get("style")) and _SHOWN_AS_BLOCK.search(style):
            apart = True
        else:
            apart = outer.holds_blocks and element is not _WORD_BREAK and self._holds_only_elements(holder)
        if apart:
            self._begin(element, attributes)
        else:
            self._flow(element, 1)
        if element.telling:
            self._tell(element, 1, attributes.get("href") or "")
        return apart

    def _tell(self, element: Element, step: int, address: str = "") -> None:
        """Begin (step 1) or end (step -1) a link or an emphasis."""
        self._telling += step
        if element.emphasis:
            self._emphases += step
        else:
            self._links += step
            self._address = address[:HREF_CHARS]

    def _shows(self, node: LexborNode, element: Element) -> bool:
        """Tell whether a picture or film is there to be looked at: neither hidden nor one pixel that counts visitors."""
        attributes = node.attributes
        return attributes.get("width") not in _PIXEL and attributes.get("height") not in _PIXEL and not self._sight.hides(node, element, attributes)

    def _begin(self, element: Element, attributes: Mapping[str, str | None]) -> None:
        """Open the container of an element that stands apart, and note whether a paragraph break stands before it."""
        if self._text:
            self._flush()
        self._open(element, attributes)
        if element.plain:
            self._gap = True
            return
        if element.list_part:
            self._item_gap = self._gap
        elif element.is_list and self._items and self._item_gap is None:
            self._gap = False
        elif not element.table_part:
            self._gap = True
        if element.counted:
            self._count(element.tag, 1)

    def _flow(self, element: Element, step: int) -> None:
        """Begin (step 1) or end (step -1) an element that flows inside a line."""
        if element is _WORD_BREAK:
            return
        self._seam = True
        if element is _QUOTATION:
            self._start()
            self._text.append("\u201c" if step > 0 else "\u201d")

    def _leave(self, element: Element, apart: bool) -> None:  # noqa: FBT001  # called for every element of a page
        if element.telling:
            self._tell(element, -1)
        if not apart:
            self._flow(element, -1)
            return
        if self._text:
            self._flush()
        self._here = self._parents[self._here]
        if element.plain:
            self._gap = True
            self._item_gap = None
            return
        if element.counted:
            self._count(element.tag, -1)
        if element.list_part:
            # An item that was empty hands its gap on: the next one takes its place.
            self._gap = False if self._item_gap is None else self._item_gap
        elif not element.table_section:
            self._gap = True
        self._item_gap = None

    def _count(self, tag: str, step: int) -> None:
        self._counted += step
        if tag == "pre":
            self._preformatted += step
        elif tag == "blockquote":
            self._quotes += step
        elif tag == "figure":
            self._figures += step
        else:
            self._items += step

    def _take(self, text: str) -> None:
        if self._seam and text and self._text:
            self._mend_seam(text)
        self._seam = False
        if self._media:
            self._start()
        self._text.append(text)
        if self._telling:
            chars = len(text.strip())
            self._link_chars += chars if self._links else 0
            self._emph_chars += chars if self._emphases else 0
            if chars and not self._href:
                self._href = self._address

    def _start(self) -> None:
        """Note at the first text of a block whether media stand before it; those inside a block stand before the next."""
        if not self._text:
            self._after_media = self._after_media or self._media
            self._media = False

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
        self._parents.append(self._here)
        self._elements.append(element)
        self._attributes.append(attributes)
        self._here = len(self._parents) - 1

    def _add_row(self, row: DataRow, attributes: Mapping[str, str | None]) -> None:
        """Add a table row as a block; the first one of a table has a gap before it."""
        if self._text:
            self._flush()
        gap = self._gap or not self._raw or self._raw[-1][1] is not Kind.ROW
        outside = self._here
        self._open(_ROW, attributes)
        size = len(row.text)
        self._raw.append((self._here, Kind.ROW, row.text, gap, 0, min(row.link_chars, size), min(row.emph_chars, size), row.href or self._address, self._media))
        self._media = False
        self._here = outside
        self._gap = False

    def _flush(self) -> None:
        """End the block that was being gathered."""
        text = "".join(self._text)
        self._text.clear()
        links, self._link_chars = self._link_chars, 0
        emphasis, self._emph_chars = self._emph_chars, 0
        href, self._href = self._href, ""
        text = text.strip("\r\n").rstrip() if self._preformatted else " ".join(text.split())
        if not text[:1].isalnum() and is_blank(text):
            return
        element = self._elements[self._here]
        kind, level = self._kind(element) if self._counted and not element.heading else (element.kind, element.heading)
        gap = self._gap if self._item_gap is None else self._item_gap
        size = len(text)
        self._raw.append((self._here, kind, text, gap, level, min(links, size), min(emphasis, size), href, self._after_media))
        self._after_media = False
        self._item_gap = None
        self._gap = True

    def _kind(self, element: Element) -> tuple[Kind, int]:
        """Return what a text is by the elements around its container, and its level."""
        if self._preformatted:
            return Kind.CODE, 0
        if self._quotes:
            return Kind.QUOTE, 0
        if self._figures:
            return Kind.CAPTION, 0
        if self._items and element.kind is not Kind.CAPTION:
            return Kind.ITEM, self._items
        return element.kind, 0

    def _holds_only_elements(self, holder: LexborNode) -> bool:
        """Tell whether the container at hand holds two or more elements and no text of its own between them."""
        known = self._layouts.get(self._here)
        if known is None:
            elements = 0
            for child in holder.iter(include_text=True, skip_empty=True):
                if child.is_text_node:
                    elements = 0
                    break
                elements += child.is_element_node
            known = self._layouts[self._here] = elements > 1
        return known

    def containers(self) -> tuple[Container, ...]:
        """Return the elements that hold the blocks, each after the one around it."""
        return tuple(map(_CONTAINER, zip(self._parents, [element.tag for element in self._elements], strict=True)))

    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks, each with the marks of those ancestors that are small beside the page."""
        chars = chars_of(self._parents, [(raw[0], len(raw[2])) for raw in self._raw])
        marks = marks_of(self._parents, self._attributes, chars)
        paths = paths_of(self._parents, [element.tag for element in self._elements], chars)
        return tuple(
            _BLOCK((index, kind, text, gap, level, links, marks[container], paths[container], container, emphasis, href, media))
            for index, (container, kind, text, gap, level, links, emphasis, href, media) in enumerate(self._raw)
        )
