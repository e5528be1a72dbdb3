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
    if attribute.isascii():
        _add_names(found, attribute, attribute.lower())
        return frozenset(found)
    for name in attribute.split():
        low = name.lower()
        if len(low) > LONGEST_NAME:
            continue
        found.append(low)
        if not name.isascii():
            name = low = CAMEL.sub("-", name).lower()
        _add_parts(found, name, low, 0, len(name))
    return frozenset(found)


cdef int _add_names(list found, str text, str low) except -1:
    """Add the names of an ASCII text, each with its parts.

    low  the text lower-cased.
    """
    cdef const unsigned char *chars = <const unsigned char *>PyUnicode_DATA(text)
    cdef Py_ssize_t at = 0, start, size = len(text)
    while True:
        while at < size and _is_space(chars[at]):
            at += 1
        if at == size:
            return 0
        start = at
        while at < size and not _is_space(chars[at]):
            at += 1
        if at - start <= LONGEST_NAME:
            found.append(PyUnicode_Substring(low, start, at))
            _add_parts(found, text, low, start, at)


cdef int _add_parts(list found, str text, str low, Py_ssize_t start, Py_ssize_t end) except -1:
    """Add the parts of a name that has several: the runs of letters, which a capital ends, and of digits, if not short.

    low         the text lower-cased, as long as the text.
    start, end  where the name stands in it.
    """
    cdef int kind = PyUnicode_KIND(text), before = OTHER, now
    cdef void *data = PyUnicode_DATA(text)
    cdef Py_ssize_t at, runs = 0
    cdef Py_ssize_t kept = len(found)
    for at in range(start, end + 1):
        now = _class_of(PyUnicode_READ(kind, data, at)) if at < end else OTHER
        if now == before or (before == CAPITAL and now == SMALL):
            before = now
            continue
        if before:
            if at == end and not runs:
                return 0
            runs += 1
            if at - start >= LEAST_PART:
                found.append(PyUnicode_Substring(low, start, at))
        start, before = at, now
    if runs < 2:
        del found[kept:]
    return 0


cdef inline bint _is_space(unsigned char char) noexcept:
    """Tell what str.split() splits at."""
    return char == 32 or 9 <= char <= 13 or 28 <= char <= 31


cdef inline int _class_of(Py_UCS4 char) noexcept:
    if u'a' <= char <= u'z':
        return SMALL
    if u'A' <= char <= u'Z':
        return CAPITAL
    return DIGIT if Py_UNICODE_ISDECIMAL(char) else OTHER
