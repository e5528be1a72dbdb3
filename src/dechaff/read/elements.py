"""What the HTML elements are to a reader: what is not shown, what flows inside a line, what stands apart."""

from __future__ import annotations

import re

__all__ = ["CONTAINER_TAGS", "HEADINGS", "INLINE", "LINE_HOLDERS", "SCREEN_READER", "UNSEEN", "words_of"]


def _names(line: str) -> frozenset[str]:
    return frozenset(line.split())


#: Never part of what a reader sees as text.
UNSEEN = _names(
    "script style template noscript noframes head title meta link svg iframe object embed applet select option optgroup "
    "datalist textarea audio video canvas map area param source track colgroup col rt rp input img picture base "
    "amp-img amp-ad amp-analytics amp-pixel amp-iframe amp-embed amp-auto-ads"
)

#: Flow inside a line, whatever they hold.
INLINE = _names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark math meter nobr output progress q "
    "rb ruby s samp slot small span strike strong sub sup time tt u var wbr math mi mn mo mrow msub msup mfrac mtext "
    "semantics annotation"
)

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

#: Hold a line of text of their own: an element of unknown name inside them flows with the text.
LINE_HOLDERS = frozenset({*HEADINGS, "p", "dt", "dd", "caption", "figcaption", "summary", "pre", "address"})

#: Hold blocks: inline elements that stand directly in them, with nothing between, are laid out as blocks of their own.
CONTAINER_TAGS = _names("div section header footer nav aside main article figure form fieldset ul ol dl body")

#: Class words of text that is there for screen readers only.
SCREEN_READER = re.compile(r"(?<![\w-])(?:sr-only|visually-?hidden|screen-reader-text|screen-reader-only|u-hidden-visually|a11y-only|assistive-text)(?![\w-])")

_PIECES = re.compile(r"[a-z]+|\d+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def words_of(attribute: str) -> frozenset[str]:
    """Return the words of a class, id or role: each name as it stands, and its parts, all lower-cased.

    "relatedPosts c-box--wide" gives relatedposts, related, posts, c-box--wide, box, wide.
    """
    found: set[str] = set()
    for name in attribute.split():
        low = name.lower()
        if len(low) > 60:
            continue
        found.add(low)
        parts = _PIECES.findall(_CAMEL.sub("-", name).lower())
        if len(parts) > 1:
            found.update(part for part in parts if len(part) > 2)
    return frozenset(found)
