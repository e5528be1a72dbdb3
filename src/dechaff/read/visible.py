"""What of a page a reader sees: hidden elements are left out, unless a script must show them for there to be a page."""

from __future__ import annotations

import re

__all__ = ["HIDDEN_SHARE", "LEAST_CHARS", "METERED_CHARS", "PROSE_RUN_CHARS", "SPOKEN_CLASSES", "is_hiding", "is_shown_as_block"]

#: A hidden element that holds more of the page's prose than this is the page, hidden until a script shows it.
HIDDEN_SHARE = 0.4
#: Below this many characters of prose an element is not the page, whatever its share.
LEAST_CHARS = 500
#: A paragraph that a meter hides until the reader has paid is part of the article when it is this long (characters).
METERED_CHARS = 60
#: A text node of at least this many characters is prose, not a menu or a label.
PROSE_RUN_CHARS = 60

_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SHOWN_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.IGNORECASE)

#: Names of classes that say that a text is there for screen readers only.
SPOKEN_CLASSES = (
    "sr-only", "visuallyhidden", "visually-hidden", "screen-reader-text", "screen-reader-only", "u-hidden-visually", "a11y-only", "assistive-text",
)  # fmt: skip


def is_hiding(style: str) -> bool:
    """Tell whether a style attribute hides its element."""
    low = style.lower()
    return ("none" in low or "hidden" in low) and _HIDING.search(low) is not None


def is_shown_as_block(style: str) -> bool:
    """Tell whether a style attribute makes a block of an element that flows by itself."""
    return _SHOWN_AS_BLOCK.search(style) is not None
