"""The words of a document as numbers, and the words of what it says about itself; each worked out once, by `doc.once`."""

from __future__ import annotations

from dechaff.features._words import Body, Words
from dechaff.fold import fold, words_of
from dechaff.model import Document

__all__ = ["about_words", "body_of", "title_words", "words_in"]


def words_in(doc: Document) -> Words:
    """Number the words of a document."""
    return Words(doc.tokens, doc.seams)


def title_words(doc: Document) -> list[str]:
    """Return the words of the title that the source gives."""
    return words_of(fold(doc.metadata.title))


def about_words(doc: Document) -> list[str]:
    """Return the words of the description that the source gives."""
    return words_of(fold(doc.metadata.description))


def body_of(doc: Document) -> Body | None:
    """Return the words of the page's own record of the article; None when there is none."""
    return Body(doc.once(words_in), words_of(fold(doc.metadata.body))) if doc.metadata.body else None
