"""Sentences: where those of a line begin and end, in any language that ends them by a sign."""

from __future__ import annotations

import re

__all__ = ["sentences_of"]

#: A sentence ends by its sign behind a word of two letters that is no short capitalised one (so that "Dr." and "J. R." end none), behind a
#: number or a closing sign; or in a script without spaces. Quotes and brackets close behind it, and no small letter follows.
_WORD = r"(?<=\w\w)(?<!\b[A-Z\u00c0-\u00de\u0410-\u042f]\w)(?<!\b[A-Z\u00c0-\u00de\u0410-\u042f]\w\w)"
_CLOSED = r"[\"'\u201d\u2019\u00bb\u201c)\]]*\s+(?![a-z\u0430-\u044f\u03b1-\u03c9])"
_END = re.compile(
    rf"(?:(?:{_WORD}|(?<=[\d)\]%\"'\u201d\u2019\u00bb]))\.|[!?\u2026\u061f\u06d4\u0964])[.!?\u2026\u061f\u06d4\u0964]*{_CLOSED}"
    r"|[\u3002\uff01\uff1f]+[\u300d\u300f\u201d\u2019\uff09)\"']*\s*(?=\S)"
)


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Return the half-open ranges of the sentences of a text, in order; together they hold all of it but the spaces between.

    >>> [text[start:stop] for text in ["He left. Dr. Ito stayed!"] for start, stop in sentences_of(text)]
    ['He left.', 'Dr. Ito stayed!']
    """
    found, start = [], 0
    for end in _END.finditer(text):
        stop = start + len(text[start : end.end()].rstrip())
        if stop > start:
            found.append((start, stop))
        start = end.end()
    stop = start + len(text[start:].rstrip())
    if stop > start:
        found.append((start, stop))
    return found
