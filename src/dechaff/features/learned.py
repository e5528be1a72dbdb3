"""Learned words: class names and words of text that lean to one side on the labelled pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from dechaff.features._columns import Columns
from dechaff.features._learned import LearnedWords, add_address, add_marks, add_words, address_words, text_words
from dechaff.features.words import words_in
from dechaff.model import Document

__all__ = ["LEARNED", "LearnedWords", "learned_columns"]

#: Kind of word -> what words of that kind each block of a document has: what is counted to learn them, and then looked up.
LEARNED: Mapping[str, Callable[[Document], Iterable[frozenset[str]]]] = {
    "marks": lambda doc: (block.marks for block in doc.blocks),
    "address": lambda doc: (address_words(block.href) for block in doc.blocks),
    "text": lambda doc: text_words(doc.once(words_in)),
}


def learned_columns(doc: Document, odds: LearnedWords | Mapping[str, Mapping[str, float]], into: Columns | None = None) -> Columns:
    """Return what learned words say of each block: their sum, the strongest for going and the strongest for staying.

    odds  kind of word -> word -> log-odds that a block with it goes; laid out before when many documents are asked.
    into  columns to add these to.
    """
    columns = Columns(len(doc.blocks)) if into is None else into
    learned = odds if isinstance(odds, LearnedWords) else LearnedWords(odds)
    if "marks" in learned.kinds:
        add_marks(columns, learned, doc.blocks)
    if "address" in learned.kinds:
        add_address(columns, learned, doc.blocks)
    add_words(columns, learned, doc.once(words_in))
    return columns
