"""What the HTML elements are to a reader: what is not shown, what flows inside a line, what stands apart."""

from __future__ import annotations

from enum import IntFlag, auto
from functools import lru_cache
from typing import NamedTuple

from dechaff.model import Kind

__all__ = ["ATTRIBUTES", "CONTAINER_TAGS", "HEADINGS", "INLINE", "LINE_HOLDERS", "UNSEEN", "Element", "Note", "Trait", "element_of"]


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

_KINDS = {"caption": Kind.CAPTION, **dict.fromkeys(("button", "label", "legend", "nav", "summary"), Kind.OTHER)}
_MEDIA = _names("img picture video iframe amp-img")


class Trait(IntFlag):
    """What a tag means to the walk over a page.

    SEEN          what stands in it is part of what a reader sees.
    INLINE        flows inside a line.
    CUSTOM        of unknown name: flows inside what KEEPS_LINE, stands apart elsewhere.
    KEEPS_LINE    an element of unknown name in it flows.
    HOLDS_BLOCKS  inline elements that stand in it with nothing between are blocks of their own.
    PLAIN         begins and ends a paragraph, no more.
    MEDIA         shows a picture or a film; in a figure, drawings and players (FIGURE_MEDIA) count too.
    LIST_PART     text anywhere inside it is an item, as it is code, a quotation or a caption inside PRE, QUOTE and FIGURE.
    LAYS_OUT      a table row that holds one is layout, not data.
    VOID          has neither content nor an end tag.
    RAW           what stands in it is text, whatever it looks like.
    UNREAD        what stands in it is a program or a style sheet.
    OPAQUE        what stands in it belongs to another document.
    """

    SEEN = auto()
    INLINE = auto()
    CUSTOM = auto()
    KEEPS_LINE = auto()
    HOLDS_BLOCKS = auto()
    PLAIN = auto()
    HEADING = auto()
    CAPTION = auto()
    LINK = auto()
    EMPHASIS = auto()
    MEDIA = auto()
    FIGURE_MEDIA = auto()
    LIST = auto()
    LIST_PART = auto()
    PRE = auto()
    QUOTE = auto()
    FIGURE = auto()
    TABLE_PART = auto()
    TABLE_SECTION = auto()
    ROW = auto()
    CELL = auto()
    BREAK = auto()
    WORD_BREAK = auto()
    QUOTATION = auto()
    DIALOG = auto()
    LAYS_OUT = auto()
    VOID = auto()
    RAW = auto()
    SCRIPT = auto()
    UNREAD = auto()
    OPAQUE = auto()


#: The tags that have each trait; SEEN, CUSTOM and PLAIN are told otherwise.
_TAGS = {
    Trait.INLINE: INLINE,
    Trait.KEEPS_LINE: LINE_HOLDERS | INLINE,
    Trait.HOLDS_BLOCKS: CONTAINER_TAGS,
    Trait.HEADING: frozenset(HEADINGS),
    Trait.CAPTION: _names("caption"),
    Trait.LINK: _names("a"),
    Trait.EMPHASIS: _names("b strong em i"),
    Trait.MEDIA: _MEDIA,
    Trait.FIGURE_MEDIA: _MEDIA | _names("audio canvas embed object svg amp-iframe"),
    Trait.LIST: _names("ul ol dl"),
    Trait.LIST_PART: _names("li dt dd"),
    Trait.PRE: _names("pre"),
    Trait.QUOTE: _names("blockquote"),
    Trait.FIGURE: _names("figure"),
    Trait.TABLE_PART: _names("thead tbody tfoot tr td th"),
    Trait.TABLE_SECTION: _names("thead tbody tfoot"),
    Trait.ROW: _names("tr"),
    Trait.CELL: _names("td th"),
    Trait.BREAK: _names("br"),
    Trait.WORD_BREAK: _names("wbr"),
    Trait.QUOTATION: _names("q"),
    Trait.DIALOG: _names("dialog"),
    Trait.LAYS_OUT: _names("table h1 h2 h3 form ul ol script article"),
    Trait.VOID: _names("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr"),
    Trait.RAW: _names("script style xmp iframe noembed noframes noscript plaintext"),
    Trait.SCRIPT: _names("script"),
    Trait.UNREAD: _names("script style"),
    Trait.OPAQUE: _names("template"),
}
_TRAITS = {tag: sum(trait.value for trait, tags in _TAGS.items() if tag in tags) for tag in frozenset().union(*_TAGS.values())}
_SEEN, _CUSTOM, _PLAIN = Trait.SEEN.value, Trait.CUSTOM.value, Trait.PLAIN.value
_NOT_PLAIN = (Trait.LIST | Trait.LIST_PART | Trait.PRE | Trait.QUOTE | Trait.FIGURE | Trait.TABLE_PART).value


class Element(NamedTuple):
    """What a tag is.

    kind     what a text is whose container it is, when no other element says otherwise.
    heading  1 to 6 for a heading, else 0.
    traits   one number of Trait.
    """

    tag: str
    kind: Kind
    heading: int
    traits: int


@lru_cache(maxsize=512)
def element_of(tag: str) -> Element:
    """Return what a tag means; a name that is none is not seen."""
    traits = _TRAITS.get(tag, 0)
    if tag[:1].isalpha() and tag not in UNSEEN:
        traits |= _SEEN
    if "-" in tag:
        traits |= _CUSTOM
    if not traits & _NOT_PLAIN:
        traits |= _PLAIN
    kind = Kind.HEADING if tag in HEADINGS else _KINDS.get(tag, Kind.PARAGRAPH)
    return Element(tag, kind, HEADINGS.get(tag, 0), traits)


class Note(IntFlag):
    """What the name of an attribute says to the walk over a page, before its value is looked at.

    CLASS        its names may say that the element is for screen readers only (SPOKEN).
    SIZE         says how large a picture is.
    MARKED       its words are marks of the blocks in the element.
    """

    CLASS = auto()
    SPOKEN = auto()
    STYLE = auto()
    HIDDEN = auto()
    ARIA_HIDDEN = auto()
    OPEN = auto()
    HREF = auto()
    SIZE = auto()
    REL = auto()
    ITEMPROP = auto()
    MARKED = auto()


#: The attributes that the walk asks for.
ATTRIBUTES = {
    "class": Note.CLASS | Note.MARKED,
    "style": Note.STYLE,
    "hidden": Note.HIDDEN,
    "aria-hidden": Note.ARIA_HIDDEN,
    "open": Note.OPEN,
    "href": Note.HREF,
    "width": Note.SIZE,
    "height": Note.SIZE,
    "rel": Note.REL,
    "itemprop": Note.ITEMPROP | Note.MARKED,
    **dict.fromkeys(("id", "role", "data-component", "data-testid", "data-module", "data-type", "data-name", "data-qa", "aria-label"), Note.MARKED),
}
