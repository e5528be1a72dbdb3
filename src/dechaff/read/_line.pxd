# cython: language_level=3
cimport cython
from cpython.unicode cimport Py_UNICODE_ISSPACE

from dechaff.read._nodes cimport Node, Page


@cython.final
cdef class Line:
    cdef Py_UCS4 *chars
    cdef Py_ssize_t room, length, base, words
    cdef bint begun, spaced, verbatim
    cdef Py_UCS4 last

    cdef int clear(self) noexcept
    cdef int make_room(self, Py_ssize_t more) except -1
    cdef int take(self, Py_UCS4 char) except -1
    cdef Py_ssize_t take_text(self, Page page, const Node *text) except -1
    cdef int bar(self) except -1
    cdef str text(self)

    cdef inline int put(self, Py_UCS4 char) noexcept:
        """Take a character; true when it can be seen. There must be room for two."""
        if Py_UNICODE_ISSPACE(char):
            if self.verbatim:
                self.chars[self.length] = char
                self.length += 1
            self.spaced = True
            return False
        if self.length == self.base:
            self.words = 1
        elif self.spaced:
            self.words += 1
            if not self.verbatim:
                self.chars[self.length] = u' '
                self.length += 1
        self.spaced = False
        self.chars[self.length] = char
        self.length += 1
        return True
