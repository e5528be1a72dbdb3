# cython: language_level=3
cimport cython
from cpython.unicode cimport PyUnicode_READ


cdef struct Node:
    Py_ssize_t start  # of its text, or of its attributes, in the markup
    Py_ssize_t end
    int name  # number of its element; 0 for text
    int parent  # index of the node around it; -1 for the document
    int after  # index of the first node that does not stand in it
    int notes  # which attributes it has; for text, whether characters are escaped


cdef struct Name:
    Py_ssize_t start  # where the markup says it first
    Py_ssize_t length
    unsigned int traits
    int kind
    int heading


cdef enum:
    TEXT = 0  # the number of what has no tag
    ESCAPED = 1  # a text with characters that are written as names


@cython.final
cdef class Page:
    cdef str markup
    cdef readonly list elements  # by number
    cdef dict numbers
    cdef int kind
    cdef void *data
    cdef Py_ssize_t size
    cdef Node *nodes
    cdef Name *names
    cdef readonly int root, head, body  # -1 when the page has none
    cdef int count, room, name_count, name_room

    cdef int checked(self, int index) except -1
    cdef int add(self, int name, Py_ssize_t start, Py_ssize_t end, int notes, int parent) except -1
    cdef int number_of(self, Py_ssize_t start, Py_ssize_t length) except -1
    cdef str text_of(self, const Node *node)
    cdef str unescaped(self, Py_ssize_t start, Py_ssize_t end)
    cdef bint holds(self, Py_ssize_t start, Py_ssize_t end, const char *word) noexcept
    cdef bint says(self, Py_ssize_t start, Py_ssize_t end, const char *word) noexcept
    cdef int find_value(self, const Node *node, const char *name, Py_ssize_t *start, Py_ssize_t *end) noexcept
    cdef str value_of(self, const Node *node, const char *name)
    cdef int notes_at(self, Py_ssize_t start, Py_ssize_t length) noexcept
    cdef str marked_of(self, const Node *node)
    cdef Py_ssize_t length_of(self, const Node *text) noexcept

    cdef inline Py_UCS4 character(self, Py_ssize_t *at, bint escaped) noexcept:
        """Return the character at a place in the markup, and step over it."""
        cdef Py_UCS4 char = PyUnicode_READ(self.kind, self.data, at[0])
        at[0] += 1
        if escaped and char == u'&':
            return self.named_character(at)
        return char

    cdef Py_UCS4 named_character(self, Py_ssize_t *at) noexcept
