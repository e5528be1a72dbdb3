# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Counts the characters of each block, by one look-up a character, and makes the columns that follow from the counts."""

import numpy as np

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ
from libc.math cimport log1p
from libc.string cimport memset

from dechaff.features._columns cimport Columns

# Numbers of the classes of characters; the first are counted.
cdef enum:
    UPPERS, LOWERS, LETTERS, DIGITS, ENDS, COMMAS, QUOTES, BARS, MONEYS, COUNTED

# A character's class bits.
cdef enum:
    _UPPER = 1 << 0
    _LOWER = 1 << 1
    _LETTER = 1 << 2
    _DIGIT = 1 << 3
    _END = 1 << 4
    _COMMA = 1 << 5
    _QUOTE = 1 << 6
    _BAR = 1 << 7
    _MONEY = 1 << 8
    _QUESTION = 1 << 9
    _SPACELESS = 1 << 10
    _COLON = 1 << 11
    _PLAIN = (1 << 1) | (1 << 2)  # a small letter, as most characters are

cdef enum:
    SHORT_LETTERS = 3  # a short word has so many letters at most

UPPER, LOWER, LETTER, DIGIT, END, COMMA, QUOTE, BAR, MONEY, QUESTION, SPACELESS, COLON = (1 << bit for bit in range(12))


cdef struct Text:
    unsigned int many[COUNTED]
    unsigned short first
    unsigned short last
    unsigned short before_last
    unsigned int words
    unsigned int short_words
    unsigned int raised
    unsigned int spaceless
    Py_ssize_t chars


cdef Text _counted(str text, const unsigned short[::1] classes, dict wide, unsigned int least_wide) except *:
    """Return what a text is made of."""
    cdef Py_ssize_t at, beyond = classes.shape[0] - 1, length = PyUnicode_GET_LENGTH(text)
    cdef int bit, width = PyUnicode_KIND(text)
    cdef const void *data = PyUnicode_DATA(text)
    cdef unsigned int code, run = 0, plain = 0
    cdef unsigned short kind = 0, had = 0
    cdef Text found
    memset(&found, 0, sizeof(Text))
    for at in range(length):
        code, had = PyUnicode_READ(width, data, at), kind
        kind = classes[min(<Py_ssize_t>code, beyond)] if code < least_wide else wide.get(code, classes[beyond])
        if kind == _PLAIN and run:
            plain += 1
            run += 1
            continue
        if at == 0:
            found.first = kind
        if kind & (_LETTER | _DIGIT) and not kind & _SPACELESS:
            if run == 0:
                found.words += 1
                found.raised += kind & _UPPER
            run += 1
        elif run:
            found.short_words += run <= SHORT_LETTERS
            run = 0
        found.spaceless += (kind & _SPACELESS) != 0
        for bit in range(COUNTED):
            found.many[bit] += kind >> bit & 1
    found.short_words += 0 < run <= SHORT_LETTERS
    found.many[LOWERS] += plain
    found.many[LETTERS] += plain
    found.last, found.before_last, found.chars = kind, had if length > 1 else kind, length
    return found


cdef class Characters:
    """Counts by block: arrays of one number a block.

    counts  (class, block): how many characters of the class, in the order of the bits.
    first, last, before_last  the class bits of the first, the last and the last but one character; 0 for a text without any.
    words   how many words (two characters of a script without spaces make one); short: of up to three letters; raised: that begin
            with a capital.
    chars   length of the block's text.
    """

    cdef readonly object counts, first, last, before_last, words, short, raised, chars

    def __init__(self, texts, const unsigned short[::1] classes, wide):
        """Count the characters of texts.

        classes  class bits of each character, the last entry standing for all above; wide: character above -> its class bits.
        """
        cdef Py_ssize_t size = len(texts), index = 0
        cdef unsigned int least_wide = min(wide, default=0xFFFFFFFF)
        cdef Text text
        cdef int bit
        self.counts = np.zeros((COUNTED, size))
        self.words, self.short, self.raised, self.chars = np.zeros((4, size))
        self.first, self.last, self.before_last = np.zeros((3, size), dtype=np.uint16)
        cdef double[:, ::1] counts = self.counts
        cdef double[::1] words = self.words, short = self.short, raised = self.raised, chars = self.chars
        cdef unsigned short[::1] first = self.first, last = self.last, before_last = self.before_last
        if not classes.shape[0]:
            raise ValueError("there are no classes of characters")
        for index in range(size):
            text = _counted(str(texts[index]), classes, wide, least_wide)
            for bit in range(COUNTED):
                counts[bit, index] = text.many[bit]
            first[index], last[index], before_last[index] = text.first, text.last, text.before_last
            words[index] = text.words + text.spaceless / 2.0
            short[index], raised[index], chars[index] = text.short_words, text.raised, text.chars

    def count(self, int bit):
        """Return how many characters of the class of a bit each block has, of the first classes."""
        return self.counts[bit.bit_length() - 1]


def add_text(Columns columns, Characters of):
    """Add the columns that the characters of a text alone make."""
    cdef const double[:, ::1] counts = of.counts
    cdef const double[::1] every_word = of.words, short = of.short, raised = of.raised, chars = of.chars
    cdef const unsigned short[::1] first = of.first, last = of.last, before_last = of.before_last
    cdef Py_ssize_t index
    cdef double many, length, cased
    cdef unsigned short end
    cdef float *words = columns.new("words")
    cdef float *chars_a_word = columns.new("chars_a_word")
    cdef float *sentences = columns.new("sentences")
    cdef float *ends_sentence = columns.new("ends_sentence")
    cdef float *ends_colon = columns.new("ends_colon")
    cdef float *asks = columns.new("asks")
    cdef float *commas = columns.new("commas")
    cdef float *digits = columns.new("digits")
    cdef float *letters = columns.new("letters")
    cdef float *capitals = columns.new("capitals")
    cdef float *upper = columns.new("upper")
    cdef float *starts_lower = columns.new("starts_lower")
    cdef float *starts_sign = columns.new("starts_sign")
    cdef float *quotes = columns.new("quotes")
    cdef float *bars = columns.new("bars")
    cdef float *money = columns.new("money")
    cdef float *short_words = columns.new("short_words")
    if chars.shape[0] != columns.size:
        raise ValueError("the texts are not those of the columns' blocks")
    for index in range(columns.size):
        many, length, end = max(1.0, every_word[index]), max(1.0, chars[index]), last[index]
        cased = counts[UPPERS, index] + counts[LOWERS, index]
        words[index] = log1p(every_word[index])
        chars_a_word[index] = length / many
        sentences[index] = min(counts[ENDS, index], 12.0)
        ends_sentence[index] = (end & _END) != 0 or ((end & _QUOTE) != 0 and (before_last[index] & _END) != 0)
        ends_colon[index] = end & _COLON != 0
        asks[index] = end & _QUESTION != 0
        commas[index] = counts[COMMAS, index] / many
        digits[index] = counts[DIGITS, index] / length
        letters[index] = counts[LETTERS, index] / length
        capitals[index] = raised[index] / many
        upper[index] = counts[UPPERS, index] / max(1.0, cased)
        starts_lower[index] = first[index] & _LOWER != 0
        starts_sign[index] = first[index] & (_LETTER | _DIGIT | _QUOTE) == 0
        quotes[index] = min(counts[QUOTES, index], 4.0)
        bars[index] = min(counts[BARS, index], 4.0)
        money[index] = min(counts[MONEYS, index], 3.0)
        short_words[index] = short[index] / many
