# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The words of the names that a page gives its elements."""

from cpython.unicode cimport Py_UNICODE_ISDECIMAL, PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ, PyUnicode_Substring

import re

cdef enum:
    LONGEST_NAME = 60  # a longer class name was made by a machine (characters)
    LEAST_PART = 3  # a shorter part of a name says nothing
    OTHER = 0
    SMALL = 1
    CAPITAL = 2
    DIGIT = 3

cdef object CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def words_of(str attribute not None):
    """Return the words of a class, id or role: each name as it stands, and its parts, all lower-cased.

    "relatedPosts c-box--wide" gives relatedposts, related, posts, c-box--wide, box, wide.
    """
    cdef list found = []
    cdef str name, low
    for name in attribute.split():
        low = name.lower()
        if len(low) > LONGEST_NAME:
            continue
        found.append(low)
        if name.isascii():
            _add_parts(found, name, low)
        else:
            low = CAMEL.sub("-", name).lower()
            _add_parts(found, low, low)
    return frozenset(found)


cdef int _add_parts(list found, str name, str low) except -1:
    """Add the parts of a name that has several: the runs of letters, which a capital ends, and of digits, if not short.

    low  the name lower-cased, as long as the name.
    """
    cdef int kind = PyUnicode_KIND(name), before = OTHER, now
    cdef void *data = PyUnicode_DATA(name)
    cdef Py_ssize_t at, start = 0, runs = 0, size = len(name)
    cdef Py_ssize_t kept = len(found)
    for at in range(size + 1):
        now = _class_of(PyUnicode_READ(kind, data, at)) if at < size else OTHER
        if now == before or (before == CAPITAL and now == SMALL):
            before = now
            continue
        if before:
            if at == size and not runs:
                return 0
            runs += 1
            if at - start >= LEAST_PART:
                found.append(PyUnicode_Substring(low, start, at))
        start, before = at, now
    if runs < 2:
        del found[kept:]
    return 0


cdef inline int _class_of(Py_UCS4 char) noexcept:
    if u'a' <= char <= u'z':
        return SMALL
    if u'A' <= char <= u'Z':
        return CAPITAL
    return DIGIT if Py_UNICODE_ISDECIMAL(char) else OTHER
