# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Looks the rows of a page up in the trees of a forest.

A value is told by how many of the borders that are asked about in its column lie below it: one byte, so that rows and
trees stay in the nearest memory.
"""

from libc.stdlib cimport calloc, free
from libc.string cimport memset

from dechaff.features._columns cimport Columns

cdef enum:
    ROWS = 64  # looked up together
    ABREAST = 8  # rows that go down a tree side by side: none waits for another's memory

cdef packed struct Node:
    unsigned char below  # yes, when more borders than this lie below the value
    unsigned char no  # where "no" leads, counted from the root; "yes" leads to the node behind
    unsigned short column


cdef class Trees:
    """The nodes of a forest, laid out by dechaff.models.forest, which has checked that they lead to leaves.

    names   the columns that are asked about; borders: of each the borders, rising, at most 254; starts: where each column's begin.
    nodes   as Node; values: what a tree is expected to add at each node.
    roots   node at which each tree begins; depths: how many steps its longest way down takes.
    """

    cdef readonly tuple names
    cdef const float[::1] borders
    cdef const int[::1] starts
    cdef const Node[::1] nodes
    cdef const float[::1] values
    cdef const int[::1] roots
    cdef const int[::1] depths

    def __init__(self, tuple names, borders, starts, nodes, values, roots, depths):
        """Take the arrays of a forest that has a tree at least."""
        self.names, self.borders, self.starts, self.nodes = names, borders, starts, nodes
        self.values, self.roots, self.depths = values, roots, depths

    def add_sums(self, Columns columns, const int[::1] which, double[::1] sums):
        """Add to the sum of each row that is asked for the values of the leaves that it reaches in all trees.

        which  the rows that are asked for; sums: one for each of them.
        Raises KeyError for a column that is not there, IndexError for a row that is not.
        """
        cdef Py_ssize_t start, size, row, tree, width = len(self.names)
        cdef unsigned char *rows = self._room()
        try:
            if sums.shape[0] != which.shape[0]:
                raise ValueError("there must be one sum a row")
            for row in range(which.shape[0]):
                if not 0 <= which[row] < columns.size:
                    raise IndexError("there is no such row")
            for start in range(0, which.shape[0], ROWS):
                size = min(ROWS, which.shape[0] - start)
                self._place(columns, &which[start], size, rows)
                for tree in range(self.roots.shape[0]):
                    for row in range(0, size, ABREAST):
                        _add_abreast(
                            &self.nodes[self.roots[tree]], &self.values[self.roots[tree]], self.depths[tree],
                            rows + row * width, width, min(ABREAST, size - row), &sums[start + row],
                        )
        finally:
            free(rows)

    def add_parts(self, Columns columns, double[:, ::1] parts):
        """Add to parts, (columns, rows), what each answer on the way down a tree changes of what is expected there."""
        cdef Py_ssize_t start, size, row, tree, level, width = len(self.names)
        cdef int here, after
        cdef const Node *nodes
        cdef const float *values
        cdef int all_rows[ROWS]
        cdef unsigned char *rows = self._room()
        try:
            if parts.shape[0] != width or parts.shape[1] != columns.size:
                raise ValueError("there must be one part a column and row")
            for start in range(0, columns.size, ROWS):
                size = min(ROWS, columns.size - start)
                for row in range(size):
                    all_rows[row] = <int>(start + row)
                self._place(columns, all_rows, size, rows)
                for row in range(size):
                    for tree in range(self.roots.shape[0]):
                        nodes, values, here = &self.nodes[self.roots[tree]], &self.values[self.roots[tree]], 0
                        for level in range(self.depths[tree]):
                            after = nodes[here].no + (rows[row * width + nodes[here].column] > nodes[here].below)
                            parts[nodes[here].column, start + row] += values[after] - values[here]
                            here = after
        finally:
            free(rows)

    cdef unsigned char *_room(self) except NULL:
        """Return room for ROWS rows."""
        cdef unsigned char *rows = <unsigned char *>calloc(ROWS * (len(self.names) + 1), 1)
        if rows == NULL:
            raise MemoryError
        return rows

    cdef _place(self, Columns columns, const int *which, Py_ssize_t size, unsigned char *rows):
        """Count for each value of some rows, at most ROWS, the borders below it, and lay the rows out one after the other."""
        cdef Py_ssize_t at, row, border, width = len(self.names)
        cdef const float *column
        cdef float limit
        cdef float values[ROWS]
        cdef unsigned char below[ROWS]
        for at in range(width):
            column = columns.row(self.names[at])
            for row in range(size):
                values[row] = column[which[row]]
            memset(below, 0, ROWS)
            for border in range(self.starts[at], self.starts[at + 1]):
                limit = self.borders[border]
                for row in range(size):
                    below[row] += values[row] > limit
            for row in range(size):
                rows[row * width + at] = below[row]


cdef inline void _add_abreast(
    const Node *nodes, const float *values, int depth, const unsigned char *rows, Py_ssize_t width, Py_ssize_t size, double *sums
) noexcept nogil:
    """Take ABREAST rows down one tree and add what the first `size` of them find; one row goes alone."""
    cdef int here[ABREAST]
    cdef int level, row
    if size == 1:
        row = 0
        for level in range(depth):
            row = nodes[row].no + (rows[nodes[row].column] > nodes[row].below)
        sums[0] += values[row]
        return
    for row in range(ABREAST):
        here[row] = 0
    for level in range(depth):
        for row in range(ABREAST):
            here[row] = nodes[here[row]].no + (rows[row * width + nodes[here[row]].column] > nodes[here[row]].below)
    for row in range(size):
        sums[row] += values[here[row]]
