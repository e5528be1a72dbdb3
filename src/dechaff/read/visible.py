"""What of a page a reader sees: hidden elements are left out, unless a script must show them for there to be a page."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from dechaff.read.elements import SCREEN_READER, UNSEEN

__all__ = ["Sight"]

#: A hidden element that holds more of the page's prose than this is the page, hidden until a script shows it.
HIDDEN_SHARE = 0.4
#: Below this many characters of prose an element is not the page, whatever its share.
LEAST_CHARS = 500
#: A paragraph that a meter hides until the reader has paid is part of the article when it is this long (characters).
METERED_CHARS = 60
#: A text node of at least this many characters is prose, not a menu or a label.
PROSE_RUN_CHARS = 60

_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Sight:
    """Tells for the elements of one page whether they are shown."""

    def __init__(self, body: LexborNode) -> None:
        """Look at the page with this body; its prose is counted when first asked for."""
        self._body = body
        self._page_chars = -1

    def hides(self, node: LexborNode, tag: str) -> bool:
        """Tell whether an element and all in it is not shown."""
        attributes = node.attributes
        if not attributes:
            return tag == "dialog" and not self._is_the_page(node)
        hidden = (
            ("hidden" in attributes and attributes["hidden"] != "until-found")
            or attributes.get("aria-hidden") == "true"
            or (tag == "dialog" and "open" not in attributes)
            or bool((style := attributes.get("style")) and _HIDING.search(style))
            or bool((names := attributes.get("class")) and SCREEN_READER.search(names))
        )
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


def _prose_chars(node: LexborNode) -> int:
    """Count the characters under an element that stand in long runs of text, scripts and styles left out."""
    count = 0
    stack = [node]
    while stack:
        for child in stack.pop().iter(include_text=True, skip_empty=True):
            if child.is_text_node:
                length = len(child.text_content or "")
                count += length if length >= PROSE_RUN_CHARS else 0
            elif child.is_element_node and child.tag not in UNSEEN:
                stack.append(child)
    return count
