"""The values that pass from reader to stages to writer: frozen, picklable, free of any parser's objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, Literal, NamedTuple, Protocol, TypeVar, overload, runtime_checkable

from dechaff.fold import fold, fold_all, words_of_all

__all__ = ["Block", "Claim", "Container", "Document", "Kind", "Metadata", "Origin", "Stage", "Witness"]

_Fact = TypeVar("_Fact")

Origin = Literal["html", "text"]
Witness = Literal["phrase", "mark", "link", "place", "site", "model", "extractor", "repetition", "shape"]


class Kind(StrEnum):
    """What a block is in its source."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"
    ROW = "table row"
    CAPTION = "caption"
    OTHER = "other"


class Block(NamedTuple):
    """One visible piece of a source that a reader would see as a unit, with the evidence its source gives.

    text        whitespace collapsed (code keeps its lines); never empty.
    gap         a paragraph break stands before it in the source.
    level       1 to 6 for headings, depth for list items, else 0.
    link_chars  characters of text that stand inside links; 0 for plain text.
    marks       lower-cased class, id, role, itemprop and data words of the element and of those ancestors that hold
                less than a third of the page; empty for plain text.
    path        tag names from the body down to the element; empty for plain text.
    container   index into Document.containers of the element that holds it; -1 for plain text.
    emph_chars  characters of text that stand inside b, strong, em or i; 0 for plain text.
    href        address of its first link, or of the link around it, as written, cut at 200 characters; "" without one.
    after_media a picture, video or frame stands between the block before and this one.
    """

    index: int  # type: ignore[assignment]  # hides the method of tuples, which nobody asks of a block
    kind: Kind
    text: str
    gap: bool = True
    level: int = 0
    link_chars: int = 0
    marks: frozenset[str] = frozenset()
    path: tuple[str, ...] = ()
    container: int = -1
    emph_chars: int = 0
    href: str = ""
    after_media: bool = False

    @property
    def key(self) -> str:
        """The text folded for matching, as long as the text."""
        return fold(self.text)

    @property
    def words(self) -> int:
        """How many words; a run of a script without spaces counts one word for two characters."""
        return _words_in(self.text)

    @property
    def link_density(self) -> float:
        """Share of the characters that stand inside links, 0 to 1."""
        return min(1.0, self.link_chars / len(self.text)) if self.text else 0.0


def count_words(key: str) -> int:
    """Count the words of a folded text; two characters of a script without spaces make one."""
    return words_of_all([key])[2][0]


@lru_cache(maxsize=8192)
def _words_in(text: str) -> int:
    """Count the words of a text; kept, because several stages ask it of the same blocks."""
    return count_words(fold(text))


class Container(NamedTuple):
    """An element that holds blocks.

    parent  index of the container around it, -1 for the body.
    tag     tag name, lower case.
    """

    parent: int
    tag: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a source says about itself; a field it does not give is empty.

    types  what kind of thing it calls itself in OpenGraph and JSON-LD ("article", "collectionpage"), lower-cased, sorted.
    body   the article's text as its JSON-LD gives it, without markup; empty when that is a teaser or is not there.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    site: str = ""
    lang: str = ""
    url: str = ""
    description: str = ""
    types: tuple[str, ...] = ()
    body: str = ""


class Source:
    """The field of a document that holds a page: text, or UTF-8 that is decoded when somebody asks for the text."""

    @overload
    def __get__(self, doc: None, owner: type) -> Source: ...
    @overload
    def __get__(self, doc: Document, owner: type) -> str: ...
    def __get__(self, doc: Document | None, owner: type) -> str | Source:
        """Return the text; asked of the class, the field itself, which stands for an empty page."""
        if doc is None:
            return self
        page = doc.__dict__["source"]
        if isinstance(page, bytes):
            page = doc.__dict__["source"] = page.decode("utf-8")
        return page  # type: ignore[no-any-return]

    def __set__(self, doc: Document, page: str | bytes | Source) -> None:
        """Take a page as it is given."""
        doc.__dict__["source"] = "" if page is self else page


@dataclass(frozen=True)
class Document:
    """A source as one flat sequence of blocks; HTML and plain text look the same from here on.

    title_block  index of the block that says the title, or -1.
    encoding     the name of the encoding the bytes were read in; empty when text was given.
    source       the decoded page, for a stage that runs an extractor of its own; empty for plain text. May be given as UTF-8.
    written      of Markdown, how each block was written, where its text says what it shows; else empty.
    """

    blocks: tuple[Block, ...]
    metadata: Metadata = field(default_factory=Metadata)
    origin: Origin = "text"
    title_block: int = -1
    encoding: str = ""
    containers: tuple[Container, ...] = ()
    source: Source = field(default=Source(), repr=False, compare=False)
    written: tuple[str, ...] = field(default=(), repr=False)

    @property
    def keys(self) -> list[str]:
        """The folded text of each block."""
        return self.column(_keys)

    @property
    def texts(self) -> list[str]:
        """The text of each block."""
        return self.once(_texts)

    @property
    def words(self) -> list[int]:
        """How many words each block has."""
        return self.column(_word_counts)

    @property
    def tokens(self) -> list[str]:
        """The words of all blocks in one list, a SEAM behind the last word of each block."""
        return self.once(_words)[0]

    @property
    def seams(self) -> list[int]:
        """Where in `tokens` each block ends."""
        return self.once(_words)[1]

    @cached_property
    def _columns(self) -> dict[Callable[[Document], list[Any]], list[Any]]:
        return {}

    @cached_property
    def _facts(self) -> dict[Callable[[Document], Any], Any]:
        return {}

    def column(self, make: Callable[[Document], list[_Fact]]) -> list[_Fact]:
        """Return make(self), worked out once: one item a block, which depends on that block alone.

        So the items still hold when the blocks are taken into another document, and come along.
        """
        known = self._columns.get(make)
        if known is None:
            known = self._columns[make] = make(self)
        return known

    def once(self, make: Callable[[Document], _Fact]) -> _Fact:
        """Return make(self), worked out once: a fact about the document as a whole, which does not depend on its title_block."""
        if make not in self._facts:
            self._facts[make] = make(self)
        return self._facts[make]  # type: ignore[no-any-return]

    def only(self, indexes: Sequence[int], title_block: int) -> Document:
        """Return a document of these blocks alone, numbered anew; what is known of each block comes along."""
        blocks = tuple(self.blocks[old]._replace(index=new) if old != new else self.blocks[old] for new, old in enumerate(indexes))
        part = replace(self, blocks=blocks, title_block=title_block, source=self.__dict__["source"], written=())
        part.__dict__["_columns"] = {make: [column[old] for old in indexes] for make, column in self._columns.items()}
        return part

    def titled(self, title_block: int) -> Document:
        """Return the document with this block as its title; all that is known of it comes along."""
        other = replace(self, title_block=title_block)
        other.__dict__.update({name: self.__dict__[name] for name in ("_columns", "_facts") if name in self.__dict__})
        return other

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is derived, so that a pickle holds the values alone."""
        return {name: value for name, value in self.__dict__.items() if name not in {"_columns", "_facts"}}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        """Take back what __getstate__ gave."""
        self.__dict__.update(state)


def _texts(doc: Document) -> list[str]:
    return [block.text for block in doc.blocks]


def _keys(doc: Document) -> list[str]:
    return fold_all(doc.texts)


def _words(doc: Document) -> tuple[list[str], list[int], list[int]]:
    return words_of_all(doc.keys)


def _word_counts(doc: Document) -> list[int]:
    return doc.once(_words)[2]


class Claim(NamedTuple):
    """Evidence about a half-open range of blocks, or about a span of characters inside one of them.

    weight    log-odds that the blocks are not part of the article; negative speaks for keeping them.
    evidence  what was seen, verbatim, at most 80 characters.
    span      half-open range of characters in the text of block `start` when only those are meant; else None.
    """

    start: int
    stop: int
    rule: str
    weight: float
    evidence: str = ""
    witness: Witness = "phrase"
    span: tuple[int, int] | None = None

    @property
    def stage(self) -> str:
        """The name of the stage that claims."""
        return self.rule.partition("/")[0]


@runtime_checkable
class Stage(Protocol):
    """A pure function with a name: looks at a document, returns claims, changes nothing."""

    @property
    def name(self) -> str:
        """The category, as it stands first in the rule ids."""

    @property
    def about(self) -> str:
        """What it finds, in one sentence."""

    def __call__(self, doc: Document) -> Iterable[Claim]:
        """Return the claims about a document, in any order."""
