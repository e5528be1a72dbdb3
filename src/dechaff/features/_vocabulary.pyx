# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""What the words of a line have in common with the prose, the title and the rest of a text."""

import numpy as np

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ, Py_UNICODE_ISDIGIT

from dechaff.features._columns cimport Columns
from dechaff.features._table cimport Table
from dechaff.features._words cimport Words

cdef enum:
    MOST_YEARS = 3  # a line that names more years counts as naming so many
    SEVERAL = -1  # stands for the lines of a pair that stands in several


def add_common(Columns columns, Words words, const unsigned char[::1] prose, Py_ssize_t title_block):
    """Add which share of a line's words stand in prose beside it, in no other line, and in the title; and how many years it names."""
    cdef const int[::1] distinct = words.distinct, spread = words.spread(prose), everywhere = _lines_with(words)
    cdef const long long[::1] starts = words.starts
    cdef const double[::1] sizes = words.sizes
    cdef float *prose_words = columns.new("prose_words")
    cdef float *new_words = columns.new("new_words")
    cdef float *title_words = columns.new("title_words")
    cdef float *years = columns.new("years")
    cdef Py_ssize_t block, at
    cdef int word, in_prose, new, in_title, dated
    cdef double size
    if not columns.size == words.blocks == prose.shape[0]:
        raise ValueError("the words are not those of the columns' blocks")
    cdef const unsigned char[::1] is_year = _years(words), titled = _words_of(words, title_block)
    for block in range(columns.size):
        in_prose = new = in_title = dated = 0
        for at in range(starts[block], starts[block + 1]):
            word = distinct[at]
            in_prose += spread[word] > prose[block]
            new += everywhere[word] == 1
            in_title += titled[word]
            dated += is_year[word]
        size = max(1.0, sizes[block])
        prose_words[block] = in_prose / size
        new_words[block] = new / size
        title_words[block] = in_title / size
        years[block] = min(MOST_YEARS, dated)
    _add_pairs_again(columns, words, everywhere)


cdef _lines_with(Words words):
    """Return for each number in how many lines its word stands."""
    cdef const int[::1] distinct = words.distinct
    cdef const long long[::1] starts = words.starts
    cdef Py_ssize_t at
    found = np.zeros(len(words.numbers) + 1, dtype=np.int32)
    cdef int[::1] many = found
    for at in range(starts[words.blocks]):
        many[distinct[at]] += 1
    return found


cdef _words_of(Words words, Py_ssize_t block):
    """Return for each number whether its word stands in a block; the number of no block names none."""
    cdef const int[::1] distinct = words.distinct
    cdef const long long[::1] starts = words.starts
    cdef Py_ssize_t at
    found = np.zeros(len(words.numbers) + 1, dtype=np.uint8)
    cdef unsigned char[::1] flags = found
    if block >= words.blocks:
        raise IndexError("the title is a block that there is not")
    if block >= 0:
        for at in range(starts[block], starts[block + 1]):
            flags[distinct[at]] = 1
    return found


cdef _years(Words words):
    """Return for each number whether its word is a year of the last hundred years or this."""
    cdef Py_ssize_t at = 0, size = len(words.numbers)
    found = np.zeros(size + 1, dtype=np.uint8)
    cdef unsigned char[::1] flags = found
    for word in words.numbers:
        if at < size and isinstance(word, str) and PyUnicode_GET_LENGTH(word) == 4:
            flags[at] = _is_year(word)
        at += 1
    return found


cdef bint _is_year(str word) except -1:
    cdef int width = PyUnicode_KIND(word)
    cdef const void *data = PyUnicode_DATA(word)
    cdef Py_UCS4 first = PyUnicode_READ(width, data, 0), second = PyUnicode_READ(width, data, 1)
    if not ((first == u"1" and second == u"9") or (first == u"2" and second == u"0")):
        return False
    return Py_UNICODE_ISDIGIT(PyUnicode_READ(width, data, 2)) and Py_UNICODE_ISDIGIT(PyUnicode_READ(width, data, 3))


cdef _add_pairs_again(Columns columns, Words words, const int[::1] everywhere):
    """Add the share of a line's pairs of neighbouring words that stand in another line too: a caption or a quote set apart says what the text says.

    everywhere  in how many lines each word stands: a pair stands in several only if both of its words do.
    """
    cdef float *pairs_again = columns.new("pairs_again")
    cdef const int[::1] ids = words.ids
    cdef const long long[::1] borders = words.borders
    cdef Py_ssize_t block, at, slot, many = 0
    cdef int again
    for at in range(borders[words.blocks] - 1):
        many += everywhere[ids[at]] > 1 and everywhere[ids[at + 1]] > 1
    cdef Table lines = Table(many)
    for block in range(words.blocks):
        for at in range(borders[block], borders[block + 1] - 1):
            if everywhere[ids[at]] > 1 and everywhere[ids[at + 1]] > 1:
                slot = lines.find(_key(ids[at]), _key(ids[at + 1]))
                if slot < 0:
                    lines.put(_key(ids[at]), _key(ids[at + 1]), block)
                elif lines.at(slot) != SEVERAL and lines.at(slot) != block:
                    lines.put(_key(ids[at]), _key(ids[at + 1]), SEVERAL)
    for block in range(words.blocks):
        again = 0
        for at in range(borders[block], borders[block + 1] - 1):
            if everywhere[ids[at]] > 1 and everywhere[ids[at + 1]] > 1:
                slot = lines.find(_key(ids[at]), _key(ids[at + 1]))
                again += slot >= 0 and lines.at(slot) == SEVERAL
        pairs_again[block] = again / max(1.0, <double>(borders[block + 1] - borders[block] - 1))


cdef inline unsigned long long _key(int word) noexcept nogil:
    """Return what a word's number is called in a table, where nought stands for nothing."""
    return <unsigned long long>word + 1
