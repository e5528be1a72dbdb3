# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Whether bytes are UTF-8, told without decoding them."""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_GET_SIZE
from libc.string cimport memcpy

ctypedef unsigned long long eight

cdef eight HIGH = 0x8080808080808080


def is_utf8(bytes data not None):
    """Tell whether bytes are UTF-8 by the letter of the standard: what bytes.decode takes."""
    cdef const unsigned char *text = <const unsigned char *>PyBytes_AS_STRING(data)
    cdef Py_ssize_t i = 0, n = PyBytes_GET_SIZE(data)
    cdef eight part
    cdef int more
    while i < n:
        if text[i] < 0x80:
            i += 1
            while i + 8 <= n:
                memcpy(&part, text + i, 8)
                if part & HIGH:
                    break
                i += 8
            continue
        more = _following(text + i, n - i)
        if more == 0:
            return False
        i += 1 + more
    return True


cdef inline int _following(const unsigned char *text, Py_ssize_t size) noexcept:
    """Return how many bytes follow the first one of a character that is not ASCII; 0 when it is none."""
    cdef unsigned char first = text[0], least = 0x80, most = 0xBF
    cdef int more, offset
    if first < 0xC2 or first > 0xF4:
        return 0
    more = 1 if first < 0xE0 else 2 if first < 0xF0 else 3
    if more >= size:
        return 0
    if first == 0xE0:
        least = 0xA0
    elif first == 0xED:  # surrogates are no characters
        most = 0x9F
    elif first == 0xF0:
        least = 0x90
    elif first == 0xF4:
        most = 0x8F
    if not least <= text[1] <= most:
        return 0
    for offset in range(2, more + 1):
        if text[offset] & 0xC0 != 0x80:
            return 0
    return more
