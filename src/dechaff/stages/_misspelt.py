"""Fuzzy phrases: a short line that is a phrase with its misspellings."""

from __future__ import annotations

import regex

__all__ = ["lengths_near", "nearly"]

#: What may stand around the line.
AROUND = " .:!?-*>"
#: One misspelling is allowed for every so many letters.
LETTERS = 6
MOST_WORDS = 8
_TIMEOUT_S = 0.2


def lengths_near(phrase: str) -> range:
    """Return how long a line can be that is a folded phrase with its misspellings."""
    misspelt = len(phrase) // LETTERS
    return range(len(phrase) - misspelt, len(phrase) + misspelt + 1)


def nearly(phrase: str, key: str) -> tuple[int, int] | None:
    """Return the range of a folded text, without the signs around it, when that is the folded phrase or nearly so."""
    line = key.strip(AROUND)
    if len(line) not in lengths_near(phrase) or len(line.split()) > MOST_WORDS:
        return None
    errors = max(1, len(phrase) // LETTERS)
    # One misspelling changes at most two of the letters that occur at all.
    if not _shares_a_piece(phrase, line, errors + 1) or len(set(phrase) ^ set(line)) > 2 * errors:
        return None
    pattern = regex.compile(rf"(?:{regex.escape(phrase)}){{e<={errors}}}")
    try:
        found = pattern.fullmatch(line, timeout=_TIMEOUT_S)
    except TimeoutError:
        return None
    start = key.find(line)
    return (start, start + len(line)) if found else None


def _shares_a_piece(text: str, line: str, pieces: int) -> bool:
    """Tell whether one of so many pieces of a text stands in a line, as one must when fewer are misspelt."""
    size = len(text) // pieces
    return any(text[at * size : (at + 1) * size if at + 1 < pieces else len(text)] in line for at in range(pieces))
