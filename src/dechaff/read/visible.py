"""What of a page a reader sees: hidden elements are left out, unless a script must show them for there to be a page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborNode

from dechaff.read.elements import TEXT, Element, element_of, is_for_screen_readers

__all__ = ["Sight"]

#: A hidden element that holds more of the page's prose than this is the page, hidden until a script shows it.
HIDDEN_SHARE = 0.4
#: Below this many characters of prose an element is not the page, whatever its share.
LEAST_CHARS = 500
#: A paragraph that a meter hides until the reader has paid is part of the article when it is this long (characters).
METERED_CHARS = 60
#: A text node of at least this many characters is prose, not a menu or a label.
PROSE_RUN_CHARS = 60

_DIALOG = element_of("dialog")
_TELLING = frozenset({"hidden", "aria-hidden", "style"})
_BLANKS = " \t\n\r\f"
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")


class Sight:
    """Tells for the elements of one page whether they are shown."""

    def __init__(self, body: LexborNode) -> None:
        """Look at the page with this body; its prose is counted when first asked for."""
        self._body = body
        self._page_chars = -1

    def hides(self, node: LexborNode, element: Element, attributes: Mapping[str, str | None]) -> bool:
        """Tell whether an element and all in it is not shown."""
        if (names := attributes.get("class")) and is_for_screen_readers(names):
            hidden = True
        elif _TELLING.isdisjoint(attributes):
            hidden = element is _DIALOG and "open" not in attributes
        else:
            hidden = _says_hidden(attributes) or (element is _DIALOG and "open" not in attributes)
        return hidden and not self._is_the_page(node)

    def _is_the_page(self, node: LexborNode) -> bool:
        """Tell whether a hidden element holds so much of the text that a script must show it later."""
        length = _prose_chars(node)
        if length >= METERED_CHARS and "paywall" in (node.attributes.get("class") or "").lower():
            return True
        if length < LEAST_CHARS:
            return False
        if self._page_chars < 0:
            self._page_chars = _prose_chars(self._body)
        return length > HIDDEN_SHARE * self._page_chars


def _says_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Tell whether attributes other than the class hide an element."""
    if ("hidden" in attributes and attributes["hidden"] != "until-found") or attributes.get("aria-hidden") == "true":
        return True
    low = (attributes.get("style") or "").lower()
    return ("none" in low or "hidden" in low) and _HIDING.search(low) is not None


def _prose_chars(root: LexborNode) -> int:
    """Count the characters under an element that stand in long runs of text, scripts and styles left out."""
    count = 0
    stack: list[LexborNode] = []
    node = root.first_child
    while True:
        if node is None:
            if not stack:
                return count
            node = stack.pop().next
            continue
        element = element_of(node.tag or "")
        if element is TEXT:
            text = node.text_content or ""
            count += len(text) if len(text) >= PROSE_RUN_CHARS and text.strip(_BLANKS) else 0
        elif element.seen and (child := node.first_child) is not None:
            stack.append(node)
            node = child
            continue
        node = node.next
