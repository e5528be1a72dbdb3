# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""What a line of a text without markup is among the others: the signs it holds, where it stands, and the run of lines it is part of."""

import numpy as np

from libc.math cimport log1p, sqrt

from dechaff.features._blocks cimport since
from dechaff.features._columns cimport Columns

from dechaff.features._blocks import PROSE_WORDS, WITNESSES

cdef extern from "Python.h":
    Py_ssize_t PyUnicode_FindChar(object text, Py_UCS4 char, Py_ssize_t start, Py_ssize_t stop, int direction) except -2

#: Columns of which the mean over a run is a column too.
PARTS = ("capitals", "digits", "ends_sentence", "upper", "bars")
#: Runs of lines: of those that are no prose, and of those that are alike in size and end.
RUNS = ("scraps", "alike")

cdef enum:
    MOST_LINES = 40  # lengths of runs are cut here
    SIZES = 5

# Words a line from which a line is of the next size.
cdef double[SIZES] _SIZES = [3, 6, 13, 25, 50]
cdef double _PROSE_WORDS = PROSE_WORDS
# Claims that add up to more than this take a line: counted before and behind each line, up to so many.
cdef float CLAIMED = 2.5, MOST_CLAIMED = 10.0
# Signs that are columns of their own.
cdef str RIGHTS = "\u00a9\u00ae\u24d2", HANDLES = "@#", BULLETS = "-\u2013\u2014*\u2022+\u00b7", ARROWS = ">\u00bb\u2192\u25ba\u25b6"
cdef str BRACKETS = ")]\uff09", QUOTES = "\"'\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\u2018\u2019"


cdef bint _holds(str text, str signs) except -1:
    """Tell whether a text holds one of these signs."""
    cdef Py_UCS4 sign
    for sign in signs:
        if PyUnicode_FindChar(text, sign, 0, len(text), 1) >= 0:
            return True
    return False


def add_signs(Columns columns, list texts):
    """Add which signs a line holds, begins with or ends with that prose rarely does."""
    cdef float *rights = columns.new("rights")
    cdef float *handles = columns.new("handles")
    cdef float *starts_bullet = columns.new("starts_bullet")
    cdef float *starts_arrow = columns.new("starts_arrow")
    cdef float *ends_bracket = columns.new("ends_bracket")
    cdef float *quoted = columns.new("quoted")
    cdef Py_ssize_t index
    cdef Py_UCS4 first, last
    cdef str text
    if len(texts) != columns.size:
        raise ValueError("the texts are not those of the columns' blocks")
    for index in range(columns.size):
        text = texts[index]
        if not text:
            raise ValueError("a block without text is no line")
        first, last = text[0], text[len(text) - 1]
        rights[index] = _holds(text, RIGHTS)
        handles[index] = _holds(text, HANDLES)
        starts_bullet[index] = first in BULLETS
        starts_arrow[index] = first in ARROWS
        ends_bracket[index] = last in BRACKETS
        quoted[index] = first in QUOTES and last in QUOTES


def add_prose(Columns columns, const double[::1] words):
    """Add which lines are prose, and return it: long enough, and ended like a sentence or longer still."""
    cdef float *prose = columns.new("prose")
    cdef const float *ends_sentence = columns.row("ends_sentence")
    cdef const float *ends_colon = columns.row("ends_colon")
    cdef Py_ssize_t index
    flags = np.zeros(columns.size, dtype=np.uint8)
    cdef unsigned char[::1] flag = flags
    if words.shape[0] != columns.size:
        raise ValueError("the words are not those of the columns' blocks")
    for index in range(columns.size):
        flag[index] = words[index] >= _PROSE_WORDS and (ends_sentence[index] > 0 or ends_colon[index] > 0 or words[index] > 4 * _PROSE_WORDS)
        prose[index] = flag[index]
    return flags


def add_amounts(Columns columns, const unsigned char[::1] prose, const double[::1] words):
    """Add how many words stand before a line and behind it, in all and in prose, and how long it is beside the middle paragraph."""
    cdef float *before = columns.new("before")
    cdef float *behind = columns.new("behind")
    cdef float *share_before = columns.new("share_before")
    cdef float *prose_share_before = columns.new("prose_share_before")
    cdef float *prose_words_behind = columns.new("prose_words_behind")
    cdef float *prose_words_before = columns.new("prose_words_before")
    cdef float *relative = columns.new("relative")
    cdef const float *own = columns.row("words")
    cdef double total = 0, prose_total = 0, upto = 0, prose_upto = 0, held, middle
    cdef Py_ssize_t index
    if not prose.shape[0] == words.shape[0] == columns.size:
        raise ValueError("the words are not those of the columns' blocks")
    for index in range(columns.size):
        total += words[index]
        prose_total += words[index] * prose[index]
    middle = log1p(_middle(prose, words))
    for index in range(columns.size):
        held = words[index] * prose[index]
        before[index] = log1p(upto)
        behind[index] = log1p(total - upto - words[index])
        share_before[index] = upto / max(1.0, total)
        prose_share_before[index] = prose_upto / max(1.0, prose_total)
        prose_words_behind[index] = log1p(max(0.0, prose_total - prose_upto - held))
        prose_words_before[index] = log1p(prose_upto)
        relative[index] = own[index] - middle
        upto += words[index]
        prose_upto += held


cdef double _middle(const unsigned char[::1] prose, const double[::1] words) except -1:
    """Return the median of the words of a paragraph of prose; of any line where there is none, and 0 where there is no line."""
    cdef Py_ssize_t index, size = words.shape[0]
    cdef list some = sorted([words[index] for index in range(size) if prose[index]] or [words[index] for index in range(size)])
    size = len(some)
    return (<double>some[(size - 1) // 2] + <double>some[size // 2]) / 2 if size else 0.0


def add_runs(Columns columns, const unsigned char[::1] prose, const double[::1] words):
    """Add which lines stand in a row that are no prose, and which are alike."""
    cdef const float *ends_sentence = columns.row("ends_sentence")
    cdef Py_ssize_t index, size
    cdef int[::1] groups = np.empty(columns.size, dtype=np.int32)
    if not prose.shape[0] == words.shape[0] == columns.size:
        raise ValueError("the words are not those of the columns' blocks")
    for index in range(columns.size):
        groups[index] = prose[index]
    _add_run(columns, "scraps", groups, words)
    for name in ("blocks", "words", "at", "left"):
        _set(columns.new(f"scraps_{name}"), prose, -1)
    for index in range(columns.size):
        size = 0
        while size < SIZES and words[index] >= _SIZES[size]:
            size += 1
        groups[index] = <int>(2 * size + (ends_sentence[index] > 0))
    _add_run(columns, "alike", groups, words)


cdef void _set(float *column, const unsigned char[::1] flags, float value) noexcept:
    """Write a number where there is a flag."""
    cdef Py_ssize_t index
    for index in range(flags.shape[0]):
        if flags[index]:
            column[index] = value


cdef _add_run(Columns columns, str name, const int[::1] groups, const double[::1] words):
    """Add what the run of lines of one group is: its length, the place in it, its words, how much these vary, what it is made of."""
    cdef float *blocks = columns.new(f"{name}_blocks")
    cdef float *at = columns.new(f"{name}_at")
    cdef float *left = columns.new(f"{name}_left")
    cdef float *length = columns.new(f"{name}_words")
    cdef float *varied = columns.new(f"{name}_varied")
    cdef float *led = columns.new(f"{name}_led")
    cdef const float *colon = columns.row("ends_colon")
    cdef Py_ssize_t[::1] ends = np.empty(columns.size, dtype=np.intp)
    cdef Py_ssize_t start = 0, stop, index, size = columns.size
    cdef double mean, square
    while start < size:
        stop, mean, square = start, 0, 0
        while stop < size and groups[stop] == groups[start]:
            mean += words[stop]
            square += words[stop] * words[stop]
            stop += 1
        mean, square = mean / (stop - start), square / (stop - start)
        for index in range(start, stop):
            ends[index] = stop
            blocks[index] = min(MOST_LINES, stop - start)
            at[index] = min(MOST_LINES, index - start)
            left[index] = min(MOST_LINES, stop - 1 - index)
            length[index] = log1p(mean)
            varied[index] = sqrt(max(0.0, square - mean * mean)) / max(1.0, mean)
            led[index] = colon[start] > 0 or (start > 0 and colon[start - 1] > 0)
        start = stop
    for part in PARTS:
        _add_mean(columns.new(f"{name}_{part}"), columns.row(part), ends)


cdef void _add_mean(float *into, const float *column, const Py_ssize_t[::1] ends) noexcept:
    """Write the mean of a column over each run; ends: the index behind the run of each line."""
    cdef Py_ssize_t start = 0, index
    cdef double mean
    while start < ends.shape[0]:
        mean = <double>(column[start] + _sum(column + start + 1, ends[start] - start - 1)) / (ends[start] - start)
        for index in range(start, ends[start]):
            into[index] = mean
        start = ends[start]


cdef float _sum(const float *values, Py_ssize_t size) noexcept:
    """Return a sum of single precision, added up as NumPy does it: forests were fitted on such sums, and ask for them to the last bit."""
    cdef float part[8]
    cdef float total = 0
    cdef Py_ssize_t at, lane, half
    if size < 8:
        for at in range(size):
            total += values[at]
        return total
    if size > 128:
        half = size // 2 - size // 2 % 8
        return _sum(values, half) + _sum(values + half, size - half)
    for lane in range(8):
        part[lane] = values[lane]
    at = 8
    while at < size - size % 8:
        for lane in range(8):
            part[lane] += values[at + lane]
        at += 8
    total = ((part[0] + part[1]) + (part[2] + part[3])) + ((part[4] + part[5]) + (part[6] + part[7]))
    for at in range(size - size % 8, size):
        total += values[at]
    return total


cdef _ends(Columns columns, str name):
    """Return the index behind the run of each line; for the runs of scraps a line of prose is a run of its own."""
    cdef const float *at = columns.row(f"{name}_at")
    cdef Py_ssize_t index, stop = columns.size
    found = np.empty(columns.size, dtype=np.intp)
    cdef Py_ssize_t[::1] ends = found
    for index in range(columns.size - 1, -1, -1):
        ends[index] = stop
        if at[index] <= 0:
            stop = index
    return found


def add_claimed_around(Columns columns):
    """Add how many lines the stages would take before a line and behind it, and how far away the next of them is."""
    cdef float *claimed_before = columns.new("claimed_before")
    cdef float *claimed_behind = columns.new("claimed_behind")
    cdef float *claimed_last = columns.new("claimed_last")
    cdef float *claimed_next = columns.new("claimed_next")
    cdef const float *said
    cdef float[::1] sums = np.zeros(columns.size, dtype=np.float32)
    cdef unsigned char[::1] taken = np.zeros(columns.size, dtype=np.uint8)
    cdef Py_ssize_t index, upto = 0, total = 0
    for name in (*WITNESSES, "keeps"):
        said = columns.row(f"says_{name}")
        for index in range(columns.size):
            sums[index] += said[index]
    for index in range(columns.size):
        taken[index] = sums[index] > CLAIMED
        total += taken[index]
    for index in range(columns.size):
        claimed_before[index] = min(MOST_CLAIMED, <float>upto)
        upto += taken[index]
        claimed_behind[index] = min(MOST_CLAIMED, <float>(total - upto))
    since(taken, claimed_last, claimed_next)


def add_said_of_runs(Columns columns, str kind):
    """Add what learned words of a kind say of the run that a line stands in, and of the line that the run begins with."""
    cdef const float *sums = columns.row(f"{kind}_sum")
    cdef float *first
    cdef Py_ssize_t index, start
    cdef Py_ssize_t[::1] ends
    for name in RUNS:
        ends = _ends(columns, name)
        _add_mean(columns.new(f"{name}_{kind}"), sums, ends)
        first, start = columns.new(f"{name}_{kind}_first"), 0
        for index in range(columns.size):
            start = start if index < ends[start] else index
            first[index] = sums[start]


def add_judged_runs(Columns columns, const double[::1] scores):
    """Add what a first judgement says of the run that a line stands in."""
    cdef float *mean
    cdef float *most
    cdef float *least
    cdef Py_ssize_t[::1] ends
    cdef Py_ssize_t start, index
    cdef double total, high, low
    if scores.shape[0] != columns.size:
        raise ValueError("the scores are not those of the columns' blocks")
    for name in RUNS:
        ends = _ends(columns, name)
        mean, most, least = columns.new(f"first_{name}"), columns.new(f"most_{name}"), columns.new(f"least_{name}")
        start = 0
        while start < columns.size:
            total, high, low = 0, scores[start], scores[start]
            for index in range(start, ends[start]):
                total += scores[index]
                high, low = max(high, scores[index]), min(low, scores[index])
            for index in range(start, ends[start]):
                mean[index], most[index], least[index] = total / (ends[start] - start), high, low
            start = ends[start]


def add_judged_sides(Columns columns, const double[::1] scores, const double[::1] words):
    """Add the mean of a first judgement over all lines before a line, and over all behind it, long ones counting more."""
    cdef float *first_before = columns.new("first_before")
    cdef float *first_behind = columns.new("first_behind")
    cdef Py_ssize_t index
    cdef double total = 0, all_mass = 0, upto = 0, mass = 0
    cdef double[::1] weight = np.empty(columns.size)
    if not scores.shape[0] == words.shape[0] == columns.size:
        raise ValueError("the scores are not those of the columns' blocks")
    for index in range(columns.size):
        weight[index] = sqrt(words[index] + 0.5)
        all_mass += weight[index]
        total += weight[index] * scores[index]
    for index in range(columns.size):
        first_before[index] = upto / mass if index else 0.0
        upto += weight[index] * scores[index]
        mass += weight[index]
        first_behind[index] = (total - upto) / (all_mass - mass) if index + 1 < columns.size else 0.0
