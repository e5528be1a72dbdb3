"""What the HTML elements are to a reader: what is not shown, what flows inside a line, what stands apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dechaff.model import Kind

__all__ = ["CONTAINER_TAGS", "HEADINGS", "INLINE", "LINE_HOLDERS", "TEXT", "UNSEEN", "Element", "element_of", "is_for_screen_readers", "words_of"]


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

_LIST_PARTS = _names("li dt dd")
_LISTS = _names("ul ol dl")
_TABLE_SECTIONS = _names("thead tbody tfoot")
_TABLE_PARTS = _TABLE_SECTIONS | {"tr", "td", "th"}
_KINDS = {"caption": Kind.CAPTION, **dict.fromkeys(("button", "label", "legend", "nav", "summary"), Kind.OTHER)}
_EMPHASIS = _names("b strong em i")
_MEDIA = _names("img picture video iframe amp-img")
_FIGURE_MEDIA = _MEDIA | _names("audio canvas embed object svg amp-iframe")
#: Change what the text inside them is, however deep it stands.
_COUNTED = _names("pre blockquote figure") | _LIST_PARTS

_SCREEN_READER = re.compile(r"(?<![\w-])(?:sr-only|visually-?hidden|screen-reader-text|screen-reader-only|u-hidden-visually|a11y-only|assistive-text)(?![\w-])")

#: A longer class name was made by a machine (characters).
LONGEST_NAME = 60

_PARTS = re.compile(r"[a-z]+|\d+")
_LONG_PARTS = re.compile(r"[a-z]{3,}|\d{3,}")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """What a tag means to the walk; one value for each tag, so that two can be told apart by identity.

    seen         what stands in it is part of what a reader sees.
    inline       flows inside a line.
    custom       of unknown name: flows inside what `keeps_line`, stands apart elsewhere.
    keeps_line   an element of unknown name in it flows.
    holds_blocks inline elements that stand in it with nothing between are blocks of their own.
    counted      text anywhere inside it is of another kind.
    kind         what a text is whose container it is, when no other element says otherwise.
    heading      1 to 6 for a heading, else 0.
    special      ends a line, may become one block or is hidden by itself.
    plain        begins and ends a paragraph, no more.
    telling      what stands in it is a link or emphasised.
    media        shows a picture or a film; in a figure, drawings and players count too.
    """

    tag: str
    seen: bool
    inline: bool
    custom: bool
    keeps_line: bool
    holds_blocks: bool
    counted: bool
    kind: Kind
    heading: int
    special: bool
    plain: bool
    telling: bool
    emphasis: bool
    media: bool
    figure_media: bool
    is_list: bool
    list_part: bool
    table_part: bool
    table_section: bool


@lru_cache(maxsize=512)
def element_of(tag: str) -> Element:
    """Return what a tag means; names that are none, as a parser gives them to comments, are not seen."""
    return Element(
        tag=tag,
        seen=tag[:1].isalpha() and tag not in UNSEEN,
        inline=tag in INLINE,
        custom="-" in tag,
        keeps_line=tag in LINE_HOLDERS or tag in INLINE,
        holds_blocks=tag in CONTAINER_TAGS,
        counted=tag in _COUNTED,
        kind=Kind.HEADING if tag in HEADINGS else _KINDS.get(tag, Kind.PARAGRAPH),
        heading=HEADINGS.get(tag, 0),
        special=tag in {"br", "tr", "dialog"},
        telling=tag == "a" or tag in _EMPHASIS,
        emphasis=tag in _EMPHASIS,
        media=tag in _MEDIA,
        figure_media=tag in _FIGURE_MEDIA,
        plain=tag not in _LISTS | _COUNTED | _TABLE_PARTS,
        is_list=tag in _LISTS,
        list_part=tag in _LIST_PARTS,
        table_part=tag in _TABLE_PARTS,
        table_section=tag in _TABLE_SECTIONS,
    )


#: Stands for text, which has no tag.
TEXT = element_of("-text")


@lru_cache(maxsize=4096)
def is_for_screen_readers(names: str) -> bool:
    """Tell whether a class attribute says that the text is there for screen readers only."""
    hinted = "hidden" in names or "-only" in names or "reader-text" in names or "assistive" in names
    return hinted and _SCREEN_READER.search(names) is not None


@lru_cache(maxsize=8192)
def words_of(attribute: str) -> frozenset[str]:
    """Return the words of a class, id or role: each name as it stands, and its parts, all lower-cased.

    "relatedPosts c-box--wide" gives relatedposts, related, posts, c-box--wide, box, wide.
    """
    found: list[str] = []
    for name in attribute.split():
        low = name.lower()
        if len(low) > LONGEST_NAME:
            continue
        found.append(low)
        if low == name and low.isascii() and low.isalpha():
            continue
        cased = low if low == name else _CAMEL.sub("-", name).lower()
        parts = _LONG_PARTS.findall(cased)
        if len(parts) > 1 or (parts and len(_PARTS.findall(cased)) > 1):
            found += parts
    return frozenset(found)
