# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Adds up over the tree of a page's elements, each told by its number and the number of the one around it, which is smaller."""

from libc.stdlib cimport calloc, free


def sums_of(parents, list values):
    """Return for each element the sum of its own value and those of all elements in it.

    parents  the number of the element around each, -1 for none.
    values   whole numbers, one for each.
    """
    cdef Py_ssize_t count = len(values), index, parent
    cdef long *sums
    cdef list own = list(parents)
    if len(own) != count:
        raise ValueError("there must be one value for each element")
    sums = <long *>calloc(count + 1, sizeof(long))
    if sums == NULL:
        raise MemoryError
    try:
        for index in range(count - 1, -1, -1):
            sums[index] += <long>values[index]
            parent = own[index]
            if 0 <= parent < index:
                sums[parent] += sums[index]
        return [sums[index] for index in range(count)]
    finally:
        free(sums)


def last_of(parents):
    """Return for each element the highest number of those in it, or its own."""
    cdef list own = list(parents)
    cdef Py_ssize_t count = len(own), index, parent
    cdef list last = list(range(count))
    for index in range(count - 1, 0, -1):
        parent = own[index]
        if 0 <= parent < index and <Py_ssize_t>last[index] > <Py_ssize_t>last[parent]:
            last[parent] = last[index]
    return last
