# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Caution of the judge of lines: the more words would go in a row the more is asked, so that no list inside an article is lost.

Lines of a text without markup with higher log-odds than LIKELY_OUTSIDE may go, if these outweigh the caution. That is the sum of: so much
for any line; so much for each unit of the logarithm of the words that would go in a row; where the row stands: before all prose, between
prose, or behind it; for prose; for a sentence that an inline element broke into lines; and for a text with fewer likely lines than FEW,
which is clean more often than not. Chosen out of fold by site among some twenty, so that hardly any cell falls below the rules' own figures.
"""

import numpy as np

from libc.math cimport log1p

from dechaff.features._columns cimport Columns

cdef double LIKELY_OUTSIDE = 0.3
cdef double LINE_CAUTION = -0.2, WORDS_CAUTION = 0.43, PROSE_CAUTION = 0.7, BROKEN_CAUTION = 2.0
cdef double BEFORE_CAUTION = -0.2, BETWEEN_CAUTION = 1.0, BEHIND_CAUTION = 0.7
cdef double FEW_CAUTION = 1.6
cdef enum:
    FEW = 4

# No single judgement is surer than this.
cdef double SUREST = 9.0


def cautious(Columns columns, const double[::1] odds, words):
    """Return log-odds less the caution; those of lines that are not likely to go are zero at most.

    columns  what the caution looks at: `prose` and `starts_lower`.
    words    how many words each line has.
    """
    cdef const float *prose = columns.row("prose")
    cdef const float *starts_lower = columns.row("starts_lower")
    cdef Py_ssize_t size = columns.size, index, start = 0, stop, likely = 0, staying = 0, stayed = 0
    cdef double caution
    found = np.empty(size)
    cdef double[::1] scores = found
    if not odds.shape[0] == len(words) == size:
        raise ValueError("the scores are not those of the columns' blocks")
    for index in range(size):
        likely += odds[index] > LIKELY_OUTSIDE
        staying += prose[index] > 0 and not odds[index] > LIKELY_OUTSIDE
    while start < size:
        if not odds[start] > LIKELY_OUTSIDE:
            stayed += prose[start] > 0
            scores[start] = min(odds[start], 0.0)
            start += 1
            continue
        stop, caution = start, 0.0
        while stop < size and odds[stop] > LIKELY_OUTSIDE:
            caution += words[stop]
            stop += 1
        caution = LINE_CAUTION + WORDS_CAUTION * log1p(caution) + _by_place(stayed, staying)
        for index in range(start, stop):
            scores[index] = odds[index] - (caution + PROSE_CAUTION * (prose[index] > 0)) - FEW_CAUTION * (likely < FEW)
        start = stop
    for index in range(size):
        if starts_lower[index] > 0 or (index + 1 < size and starts_lower[index + 1] > 0):
            scores[index] -= BROKEN_CAUTION
        scores[index] = max(-SUREST, min(SUREST, scores[index]))
    return found


cdef double _by_place(Py_ssize_t stayed, Py_ssize_t staying) noexcept:
    """Return the caution of a row behind so many lines of prose that stay, of so many in all."""
    return BEFORE_CAUTION if stayed == 0 else BEHIND_CAUTION if stayed == staying else BETWEEN_CAUTION


def missing(const double[::1] scores, const double[::1] said):
    """Return what is missing from what others said of each line to its score; nothing where that is not above zero, and where they said more."""
    cdef Py_ssize_t index
    if scores.shape[0] != said.shape[0]:
        raise ValueError("the scores are not those of the lines")
    return [max(0.0, scores[index] - said[index]) if scores[index] > 0 else 0.0 for index in range(scores.shape[0])]
