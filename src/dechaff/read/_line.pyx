# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""A line of text in the making: what the nodes of a page hold, white space collapsed as a browser does, or verbatim."""

cimport cython
from cpython.mem cimport PyMem_RawFree, PyMem_RawRealloc
from cpython.unicode cimport Py_UNICODE_ISSPACE, PyUnicode_4BYTE_KIND, PyUnicode_FromKindAndData

from dechaff.read._nodes cimport ESCAPED, Node, Page


@cython.final
cdef class Line:
    """The text that is being gathered: white space collapsed, or verbatim.

    begun   something was taken, if only white space.
    base    where the text begins: before it stands what is kept for a table row.
    spaced  white space was taken last.
    words   how many words were taken, of a text that is not verbatim.
    last    the character that was taken last.
    """

    def __dealloc__(self):
        PyMem_RawFree(self.chars)

    cdef int clear(self) noexcept:
        self.length = self.base = self.words = 0
        self.begun = self.spaced = False
        return 0

    cdef int make_room(self, Py_ssize_t more) except -1:
        cdef Py_ssize_t room = self.length + more + 2
        cdef Py_UCS4 *chars
        if room > self.room:
            room += room // 2 + 256
            chars = <Py_UCS4 *>PyMem_RawRealloc(self.chars, room * sizeof(Py_UCS4))
            if chars == NULL:
                raise MemoryError
            self.chars, self.room = chars, room
        return 0

    cdef int take(self, Py_UCS4 char) except -1:
        self.make_room(1)
        self.put(char)
        self.begun = True
        self.last = char
        return 0

    cdef Py_ssize_t take_text(self, Page page, const Node *text) except -1:
        """Take a text; return its length without the white space around it."""
        cdef Py_ssize_t at = text.start, count = 0, first = 0, last = 0
        cdef bint escaped = text.notes & ESCAPED
        cdef Py_UCS4 char = self.last
        self.make_room(text.end - text.start)
        while at < text.end:
            char = page.character(&at, escaped)
            count += 1
            if self.put(char):
                last = count
                if not first:
                    first = count
        self.begun = True
        self.last = char
        return last - first + 1 if first else 0

    cdef int bar(self) except -1:
        """Take the bar between two cells of a row."""
        self.make_room(3)
        self.chars[self.length], self.chars[self.length + 1], self.chars[self.length + 2] = u' ', u'|', u' '
        self.length += 3
        self.base = self.length
        self.spaced = False
        return 0

    cdef str text(self):
        """Return what was gathered, without the line ends around what is verbatim."""
        cdef Py_ssize_t start = self.base, end = self.length
        if self.verbatim:
            while start < end and (self.chars[start] == u'\r' or self.chars[start] == u'\n'):
                start += 1
            while end > start and Py_UNICODE_ISSPACE(self.chars[end - 1]):
                end -= 1
        return "" if start == end else PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, self.chars + start, end - start)
