# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The sequence: what a block is depends on what the blocks beside it were judged to be."""

import numpy as np

from libc.math cimport exp, log1p, sqrt

from dechaff.features._columns cimport Columns
from dechaff.features._tree cimport Tree

cdef enum:
    FAR = 12  # distances are cut here
    REACH = 4  # the judgement on so many blocks on either side
    LEAST_WORDS = 8  # a kept block of more words begins or ends the article


def add_judged(Columns columns, const double[::1] scores, const double[::1] words):
    """Add what a first judgement says of a block, of its neighbours, and of what lies before and behind; return what is kept of the words.

    scores  log-odds of each block that it goes.
    """
    cdef Py_ssize_t size = columns.size, index, first = 0, last = size - 1, met = 0
    cdef double total, before, upto = 0.0
    cdef float *own = columns.new("first")
    cdef float *kept_before = columns.new("kept_before")
    cdef float *kept_behind = columns.new("kept_behind")
    cdef float *kept_words = columns.new("kept_words")
    cdef float *after_kept = columns.new("after_kept")
    cdef float *before_kept = columns.new("before_kept")
    kept = np.empty(size)
    cdef double[::1] mass = kept
    if not size == scores.shape[0] == words.shape[0]:
        raise ValueError("the scores are not those of the columns' blocks")
    for index in range(size):
        own[index] = scores[index]
        mass[index] = words[index] / (1 + exp(max(-30.0, min(30.0, scores[index]))))
        if scores[index] < 0 and words[index] > LEAST_WORDS:
            first, last, met = (index if not met else first), index, 1
    total = max(1.0, np.add.reduce(kept))
    for index in range(size):
        upto += mass[index]
        before = upto - mass[index]
        kept_before[index] = before / total
        kept_behind[index] = 1 - (before + mass[index]) / total
        kept_words[index] = log1p(total)
        after_kept[index] = max(-FAR, min(FAR, index - first))
        before_kept[index] = max(-FAR, min(FAR, last - index))
    columns.add_beside("first", REACH)
    _add_around(columns, scores, words, 3)
    _add_around(columns, scores, words, 8)
    return kept


cdef _add_around(Columns columns, const double[::1] scores, const double[::1] words, Py_ssize_t reach):
    """Add the mean score of the blocks so far on either side, long ones counting more."""
    cdef float *around = columns.new(f"around{reach}")
    cdef Py_ssize_t size = columns.size, index, near
    cdef double said, weights
    cdef double[::1] weight = np.empty(size)
    for index in range(size):
        weight[index] = sqrt(words[index]) + 0.5
    for index in range(size):
        said = weights = 0.0
        for near in range(max(0, index - reach), min(size, index + reach + 1)):
            said += scores[near] * weight[near]
            weights += weight[near]
        around[index] = said / weights


def add_judged_around(Columns columns, Tree tree, const double[::1] scores, const double[::1] words, const double[::1] kept):
    """Add what a first judgement says of all that stands in the elements around a block.

    kept  what is kept of each block's words.
    """
    cdef Py_ssize_t size = columns.size, index, level, up
    cdef double total
    cdef const long long[::1] parents = tree.parents, at = tree.at
    if not size == scores.shape[0] == words.shape[0] == kept.shape[0] == at.shape[0]:
        raise ValueError("the scores are not those of the columns' blocks")
    cdef const double[::1] count = tree.held(np.ones(size)), sums = tree.held(scores), kept_in = tree.held(kept)
    cdef const double[::1] words_in = tree.held(np.asarray(words) + 0.1)
    cdef float *first_up[3]
    cdef float *kept_up[3]
    cdef float *most_up[3]
    for level, name in enumerate(("parent", "grandparent", "great")):
        first_up[level] = columns.new(f"first_{name}")
        kept_up[level] = columns.new(f"kept_{name}")
        most_up[level] = columns.new(f"most_{name}")
    total = max(1.0, np.add.reduce(kept))
    for index in range(size):
        up = at[index]
        for level in range(3):
            up = parents[up]
            first_up[level][index] = sums[up] / count[up]
            kept_up[level][index] = kept_in[up] / words_in[up]
            most_up[level][index] = kept_in[up] / total


def add_judged_alike(Columns columns, str name, const long long[::1] group, const double[::1] scores):
    """Add the mean of a first judgement over the blocks of the same group."""
    cdef Py_ssize_t size = columns.size, index, groups = 0
    cdef float *mean = columns.new(name)
    if not size == group.shape[0] == scores.shape[0]:
        raise ValueError("the scores are not those of the columns' blocks")
    for index in range(size):
        if group[index] < 0:
            raise ValueError("groups are numbered from nought")
        groups = max(groups, group[index] + 1)
    cdef double[:, ::1] sums = np.zeros((2, groups))
    for index in range(size):
        sums[0, group[index]] += scores[index]
        sums[1, group[index]] += 1
    for index in range(size):
        mean[index] = sums[0, group[index]] / sums[1, group[index]]
