# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Looks the rows of a page up in the trees of a forest."""

from libc.stdlib cimport free, malloc

from dechaff.features._columns cimport Columns

cdef enum:
    ROWS = 128  # looked up together: what they answered stays in the nearest memory


def sums_of(
    Columns columns, tuple names, const int[::1] features, const float[::1] borders, const int[:, ::1] trees, const float[:, ::1] means, double[::1] sums
):
    """Add to each row's sum what it finds in the leaves of all trees.

    names    the columns that are read; features: of each question which of them; borders: a value above it answers yes.
    trees    (depth, trees): the question asked at each depth, at most 8 of them; the answer is that bit of a leaf's number.
    means    (trees, 2 ** (depth + 1) - 1), the leaves last.
    Raises KeyError for a column that is not there, ValueError when shapes or numbers do not fit each other.
    """
    cdef Py_ssize_t rows = columns.size, questions = features.shape[0], depth = trees.shape[0], count = trees.shape[1], read = len(names)
    cdef Py_ssize_t first_leaf = (1 << depth) - 1
    cdef Py_ssize_t question, tree, level
    cdef const float **starts
    if depth > 8 or borders.shape[0] != questions or means.shape[0] != count or means.shape[1] != 2 * first_leaf + 1 or sums.shape[0] != rows:
        raise ValueError("the arrays of a forest do not fit each other")
    for question in range(questions):
        if not 0 <= features[question] < read:
            raise ValueError("a forest asks about a column that there is not")
    for level in range(depth):
        for tree in range(count):
            if not 0 <= trees[level, tree] < questions:
                raise ValueError("a tree asks a question that there is not")
    starts = <const float **>malloc((read + 1) * sizeof(float *))
    if starts == NULL:
        raise MemoryError
    try:
        for question in range(read):
            starts[question] = columns.row(names[question])
        _add(starts, rows, features, borders, trees, means, sums)
    finally:
        free(starts)


cdef _add(
    const float **starts, Py_ssize_t rows, const int[::1] features, const float[::1] borders, const int[:, ::1] trees, const float[:, ::1] means, double[::1] sums
):
    """Do what sums_of does, once everything is known to fit."""
    cdef Py_ssize_t questions = features.shape[0], count = trees.shape[1], first_leaf = (1 << trees.shape[0]) - 1
    cdef Py_ssize_t question, tree, row, start, size
    cdef float border
    cdef const float *column
    cdef const float *values
    cdef const float *others
    cdef unsigned char leaf[ROWS]
    cdef unsigned char other[ROWS]
    cdef unsigned char *answers = <unsigned char *>malloc(questions * ROWS + 1)
    cdef unsigned char *said
    if answers == NULL:
        raise MemoryError
    for start in range(0, rows, ROWS):
        size = min(ROWS, rows - start)
        for question in range(questions):
            border, column, said = borders[question], starts[features[question]] + start, answers + question * ROWS
            for row in range(size):
                said[row] = 255 if column[row] > border else 0
        for tree in range(0, count - 1, 2):  # two at once: each row's sum is taken up half as often
            _find_leaves(answers, trees, tree, size, leaf)
            _find_leaves(answers, trees, tree + 1, size, other)
            values, others = &means[tree, first_leaf], &means[tree + 1, first_leaf]
            for row in range(size):
                sums[start + row] = sums[start + row] + values[leaf[row]] + others[other[row]]
        if count % 2:
            _find_leaves(answers, trees, count - 1, size, leaf)
            values = &means[count - 1, first_leaf]
            for row in range(size):
                sums[start + row] += values[leaf[row]]
    free(answers)


cdef inline void _find_leaves(const unsigned char *answers, const int[:, ::1] trees, Py_ssize_t tree, Py_ssize_t size, unsigned char *leaf) noexcept nogil:
    """Write the number of the leaf that each row reaches in a tree.

    answers  by question ROWS bytes, all bits of which are set for yes: so many rows are told at once by plain ands and ors.
    """
    cdef Py_ssize_t level, row
    cdef unsigned char bit
    cdef const unsigned char *said
    for row in range(size):
        leaf[row] = 0
    for level in range(trees.shape[0]):
        said, bit = answers + trees[level, tree] * ROWS, <unsigned char>(1 << level)
        for row in range(size):
            leaf[row] |= said[row] & bit
