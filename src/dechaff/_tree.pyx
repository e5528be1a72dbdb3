# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Adds up over the tree of a page's elements, each told by its number; the one around it has a smaller number."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.tuple cimport PyTuple_GET_ITEM, PyTuple_GET_SIZE


cdef Py_ssize_t _around(tuple containers, Py_ssize_t index) except -2:
    """Return the number of the element around one, -1 when there is none."""
    cdef Py_ssize_t parent
    container = containers[index]
    if not isinstance(container, tuple) or PyTuple_GET_SIZE(container) < 1:
        raise TypeError("only containers have a parent")
    parent = <object>PyTuple_GET_ITEM(container, 0)
    return parent if 0 <= parent < index else -1


cdef long *_sums(tuple containers, list places, list values) except NULL:
    """Return what each element holds; to be freed."""
    cdef Py_ssize_t count = len(containers), index, place
    cdef long *sums
    if len(places) != len(values):
        raise ValueError("there must be one value for each place")
    sums = <long *>PyMem_Calloc(count + 1, sizeof(long))
    if sums == NULL:
        raise MemoryError
    try:
        for index in range(len(places)):
            place = places[index]
            if 0 <= place < count:
                sums[place] += <long>values[index]
        for index in range(count - 1, 0, -1):
            place = _around(containers, index)
            if place >= 0:
                sums[place] += sums[index]
    except BaseException:
        PyMem_Free(sums)
        raise
    return sums


def sums_of(tuple containers, list places, list values):
    """Return for each element the sum of the values in it and in all elements that it holds.

    places  the number of the element that each value stands in; -1 for none.
    values  whole numbers.
    """
    cdef Py_ssize_t index
    cdef long *sums = _sums(containers, places, values)
    try:
        return [sums[index] for index in range(len(containers))]
    finally:
        PyMem_Free(sums)


def deepest_of(tuple containers, list places, list values, double share):
    """Return the last element that holds more than a share of what the first one does; -1 when there is none."""
    cdef Py_ssize_t index, found = -1
    cdef long *sums = _sums(containers, places, values)
    for index in range(len(containers)):
        if <double>sums[index] > share * <double>sums[0]:
            found = index
    PyMem_Free(sums)
    return found


def inside_of(tuple containers, list places, Py_ssize_t ancestor, Py_ssize_t start):
    """Return the indexes, from `start` on, of the places that lie in an element or in one inside it."""
    cdef Py_ssize_t index, place, last = -2
    cdef bint lies = False
    cdef list found = []
    for index in range(max(0, start), len(places)):
        place = places[index]
        if place >= len(containers):
            raise IndexError("a place lies in an element that there is not")
        if place != last:
            last = place
            while place > ancestor:
                place = _around(containers, place)
            lies = place == ancestor
        if lies:
            found.append(index)
    return found
