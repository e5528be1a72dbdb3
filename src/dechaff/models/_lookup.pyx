# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Looks the rows of a page up in the trees of a forest."""

from libc.stdlib cimport free, malloc

cdef enum:
    ROWS = 128  # looked up together: what they answered stays in the nearest memory


def sums_of(const float[:, ::1] columns, const int[::1] features, const float[::1] borders, const int[:, ::1] trees, const float[:, ::1] means, double[::1] sums):
    """Add to each row's sum what it finds in the leaves of all trees.

    columns  (columns, rows); features: of each question its column; borders: a value above it answers yes.
    trees    (depth, trees): the question asked at each depth, at most 8 of them; the answer is that bit of a leaf's number.
    means    (trees, 2 ** (depth + 1) - 1), the leaves last.
    Raises ValueError when shapes or numbers do not fit each other.
    """
    cdef Py_ssize_t rows = columns.shape[1], questions = features.shape[0], depth = trees.shape[0], count = trees.shape[1]
    cdef Py_ssize_t first_leaf = (1 << depth) - 1
    cdef Py_ssize_t question, tree, level, row, start, size
    cdef float border
    cdef const float *column
    cdef const float *values
    cdef unsigned char leaf[ROWS]
    cdef unsigned char *answers
    cdef unsigned char *said
    if depth > 8 or borders.shape[0] != questions or means.shape[0] != count or means.shape[1] != 2 * first_leaf + 1 or sums.shape[0] != rows:
        raise ValueError("the arrays of a forest do not fit each other")
    for question in range(questions):
        if not 0 <= features[question] < columns.shape[0]:
            raise ValueError("a forest asks about a column that there is not")
    for level in range(depth):
        for tree in range(count):
            if not 0 <= trees[level, tree] < questions:
                raise ValueError("a tree asks a question that there is not")
    answers = <unsigned char *>malloc(questions * ROWS + 1)
    if answers == NULL:
        raise MemoryError
    for start in range(0, rows, ROWS):
        size = min(ROWS, rows - start)
        for question in range(questions):
            border, column, said = borders[question], &columns[features[question], start], answers + question * ROWS
            for row in range(size):
                said[row] = column[row] > border
        for tree in range(count):
            for row in range(size):
                leaf[row] = 0
            for level in range(depth):
                said = answers + trees[level, tree] * ROWS
                for row in range(size):
                    leaf[row] |= said[row] << level
            values = &means[tree, first_leaf]
            for row in range(size):
                sums[start + row] += values[leaf[row]]
    free(answers)
