# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Looks the rows of a page up in the trees of a forest."""

from libc.stdlib cimport calloc, free

from dechaff.features._columns cimport Columns

cdef enum:
    ROWS = 64  # looked up together: they stay in the nearest memory
    ABREAST = 4  # rows that go down a tree side by side: none waits for another's memory

cdef packed struct Node:
    float border
    int column
    int no
    float value


def sums_of(Columns columns, tuple names, const Node[::1] nodes, const int[::1] roots, const int[::1] depths, double[::1] sums):
    """Add to each row's sum the values of the leaves that it reaches in all trees.

    nodes   as Forest checks and explains them; names: the columns they ask about.
    roots   node at which each tree begins; depths: how many steps its longest way down takes.
    Raises KeyError for a column that is not there, ValueError when the sums are not one a row.
    """
    cdef Py_ssize_t start, size, row, tree, count = roots.shape[0], width = len(names)
    cdef float *rows = _room(width)
    if sums.shape[0] != columns.size:
        raise ValueError("there must be one sum a row")
    try:
        for start in range(0, columns.size, ROWS):
            size = min(ROWS, columns.size - start)
            _turn(columns, names, start, size, rows)
            for tree in range(count):
                for row in range(0, size, ABREAST):
                    _add_four(&nodes[0], roots[tree], depths[tree], rows + row * width, width, min(ABREAST, size - row), &sums[start + row])
    finally:
        free(rows)


def parts_of(Columns columns, tuple names, const Node[::1] nodes, const int[::1] roots, const int[::1] depths, double[:, ::1] parts):
    """Add to parts, (columns, rows), what each answer on the way down a tree changes of what is expected there."""
    cdef Py_ssize_t start, size, row, tree, level, count = roots.shape[0], width = len(names)
    cdef int here, after
    cdef const float *values
    cdef float *rows = _room(width)
    if parts.shape[0] != width or parts.shape[1] != columns.size:
        raise ValueError("there must be one part a column and row")
    try:
        for start in range(0, columns.size, ROWS):
            size = min(ROWS, columns.size - start)
            _turn(columns, names, start, size, rows)
            for row in range(size):
                values = rows + row * width
                for tree in range(count):
                    here = roots[tree]
                    for level in range(depths[tree]):
                        after = nodes[here].no + (values[nodes[here].column] > nodes[here].border)
                        parts[nodes[here].column, start + row] += nodes[after].value - nodes[here].value
                        here = after
    finally:
        free(rows)


cdef float *_room(Py_ssize_t width) except NULL:
    """Return room for ROWS rows."""
    cdef float *rows = <float *>calloc(ROWS * (width + 1), sizeof(float))
    if rows == NULL:
        raise MemoryError
    return rows


cdef _turn(Columns columns, tuple names, Py_ssize_t start, Py_ssize_t size, float *rows):
    """Lay some rows out one after the other."""
    cdef Py_ssize_t at, row, width = len(names)
    cdef const float *column
    for at in range(width):
        column = columns.row(names[at])
        for row in range(size):
            rows[row * width + at] = column[start + row]


cdef inline void _add_four(
    const Node *nodes, int root, int depth, const float *rows, Py_ssize_t width, Py_ssize_t size, double *sums
) noexcept nogil:
    """Take ABREAST rows down one tree and add what the first `size` of them find."""
    cdef int a = root, b = root, c = root, d = root
    cdef int level
    for level in range(depth):
        a = nodes[a].no + (rows[nodes[a].column] > nodes[a].border)
        b = nodes[b].no + (rows[width + nodes[b].column] > nodes[b].border)
        c = nodes[c].no + (rows[2 * width + nodes[c].column] > nodes[c].border)
        d = nodes[d].no + (rows[3 * width + nodes[d].column] > nodes[d].border)
    sums[0] += nodes[a].value
    if size > 1:
        sums[1] += nodes[b].value
    if size > 2:
        sums[2] += nodes[c].value
    if size > 3:
        sums[3] += nodes[d].value
