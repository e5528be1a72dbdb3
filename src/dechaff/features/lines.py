"""Lines: what can be told of each block of a text without markup, from its words, its shape and the lines around it.

Nothing here depends on blank lines or on the kind that a block was read as: what is left of a text looks the same when it
is written out and read again, so that a second cleaning finds what the first found.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from dechaff.features._blocks import add_claimed, add_places, add_repeated
from dechaff.features._characters import add_text
from dechaff.features._columns import Columns
from dechaff.features._learned import LearnedWords, edge_words
from dechaff.features._lines import (
    add_amounts,
    add_claimed_around,
    add_judged_runs,
    add_judged_sides,
    add_prose,
    add_runs,
    add_said_of_runs,
    add_signs,
)
from dechaff.features._sequence import add_judged
from dechaff.features._vocabulary import add_common
from dechaff.features._words import add_prose_words
from dechaff.features.characters import characters_of
from dechaff.features.learned import LEARNED, learned_columns
from dechaff.features.words import words_in
from dechaff.language import language_of, persons_of
from dechaff.model import Claim, Document

__all__ = ["LEARNED_LINES", "judged_lines", "learned_lines", "line_columns"]

#: Columns of which a line also sees those of its neighbours, and how many steps away.
SEEN, REACH = ("words", "capitals", "digits", "says_phrase", "we", "you"), 2
#: How often a line says "we" or "you" is cut here.
MOST_PERSONS = 4.0
#: Kind of word -> what words of that kind each line has: words and pairs of short lines; the ends of all.
LEARNED_LINES: Mapping[str, Callable[[Document], Iterable[Collection[str]]]] = {
    "text": LEARNED["text"],
    "edges": lambda doc: edge_words(doc.tokens, doc.seams),
}


def line_columns(doc: Document, claims: Sequence[Claim]) -> Columns:
    """Return the features of every line of a text, given what the category stages claim about them.

    Document.title_block is the line that is taken for the title.
    """
    columns, words = Columns(len(doc.blocks)), doc.once(words_in)
    chars = characters_of(doc.texts)
    add_text(columns, chars)
    add_signs(columns, doc.texts)
    prose = add_prose(columns, chars.words)
    add_places(columns, prose, doc.title_block)
    add_amounts(columns, prose, chars.words)
    add_runs(columns, prose, chars.words)
    add_prose_words(columns, words, prose)
    add_common(columns, words, prose, doc.title_block)
    add_repeated(columns, doc.keys, doc.title_block)
    _add_persons(columns, doc)
    add_claimed(columns, claims)
    add_claimed_around(columns)
    for name in SEEN:
        columns.add_beside(name, REACH)
    return columns


def _add_persons(columns: Columns, doc: Document) -> None:
    """Add how often a line says "we" and "you", and how much of the other lines says "we"."""
    import numpy as np

    persons = persons_of(language_of(doc))
    if persons is None:
        for name in ("we", "you", "we_elsewhere"):
            columns[name] = np.zeros(columns.size)
        return
    we, you = persons.counts(doc.tokens, doc.seams, doc.keys)
    said, words = we > 0, np.array(doc.words, dtype=float)
    columns["we"], columns["you"] = np.minimum(we, MOST_PERSONS), np.minimum(you, MOST_PERSONS)
    columns["we_elsewhere"] = (float(words[said].sum()) - words * said) / np.maximum(1.0, float(words.sum()) - words)


def learned_lines(doc: Document, odds: LearnedWords | Mapping[str, Mapping[str, float]], into: Columns) -> Columns:
    """Add what learned words say of each line, and of the run it stands in.

    odds  kind of word -> word -> log-odds that a line with it goes; laid out before when many texts are asked.
    into  what line_columns says of the document.
    """
    learned = odds if isinstance(odds, LearnedWords) else LearnedWords(odds)
    learned_columns(doc, learned, into)
    for kind in learned.kinds:
        add_said_of_runs(into, kind)
    return into


def judged_lines(doc: Document, into: Columns, scores: Any) -> Columns:
    """Add what a first judgement says of a line, its neighbours, its run, and all that stands before and behind it."""
    import numpy as np

    words = np.array(doc.words, dtype=float)
    add_judged(into, scores, words)
    add_judged_sides(into, scores, words)
    add_judged_runs(into, scores)
    return into
