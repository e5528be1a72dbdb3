# Phrases as programs, for the compiled modules that run them.

from cpython.unicode cimport PyUnicode_READ

from dechaff._letters cimport ALPHA, LETTER_CODES, SPACELESS, WORD, kind_beyond

cdef struct Text:
    int kind
    void *data
    const unsigned char *kinds  # of the characters, see dechaff._letters
    Py_ssize_t size
    Py_ssize_t tail  # from here on it holds nothing but digits, signs and spaces
    const int *starts  # where a word can begin, when that was looked for; else NULL
    Py_ssize_t start_count


cdef struct Span:
    Py_ssize_t start
    Py_ssize_t stop


cdef struct Search:
    const Text *text
    bint last
    long steps
    unsigned char *seen  # a bit for each instruction and place that was tried; NULL while the search is short

cdef enum:
    FIRST = 1  # the phrase must stand first in its block
    LAST = 2  # it must stand last
    FAR_IN = 24  # a phrase that must stand first may have this many digits, bullets and signs before it

cdef int read_word(object key, Text *text) except -1
cdef int read_text(object key, Text *text) except -1


cdef inline Py_UCS4 char_at(const Text *text, Py_ssize_t at) noexcept:
    return PyUnicode_READ(text.kind, text.data, at)


cdef inline unsigned char kind_at(const Text *text, Py_ssize_t at) noexcept:
    cdef Py_UCS4 char = PyUnicode_READ(text.kind, text.data, at)
    return text.kinds[char] if char < LETTER_CODES else kind_beyond(char)


cdef inline Py_ssize_t first_letter(const Text *text) noexcept:
    """Return the offset of the first letter, -1 when there is none."""
    cdef Py_ssize_t at
    for at in range(text.size):
        if kind_at(text, at) & ALPHA:
            return at
    return -1


cdef inline bint begins_word(const Text *text, Py_ssize_t at) noexcept:
    """Tell whether a word can begin at a place: it begins the text, stands behind a sign, or beside a script without spaces."""
    if at == 0 or kind_at(text, at - 1) & (WORD | SPACELESS) != WORD:
        return True
    return at < text.size and kind_at(text, at) & SPACELESS != 0


cdef inline bint ends_word(const Text *text, Py_ssize_t at) noexcept:
    """Tell whether a word can end before a place."""
    cdef unsigned char before, behind
    if at == 0 or at >= text.size:
        return True
    before, behind = kind_at(text, at - 1), kind_at(text, at)
    return (before | behind) & SPACELESS != 0 or not before & WORD or not behind & WORD


cdef class Program:
    cdef int *code
    cdef Py_ssize_t size, room
    cdef unsigned long long firsts, seconds  # which characters it can begin with, and which follow them

    cdef int reach(self, const Text *text, int place, Span *span) except -1
    cdef int _from_any(self, Search *search, Span *span) except -1
    cdef int _from_first(self, Search *search, Span *span) except -1
    cdef bint _may_begin(self, const Text *text, Py_ssize_t at) noexcept
    cdef int _try(self, Search *search, Py_ssize_t at, Span *span) except -1
    cdef int _take_notes(self, Search *search) except -1
    cdef Py_ssize_t _run(self, Search *search, int pc, Py_ssize_t at, Py_ssize_t base) except -3
    cdef Py_ssize_t _without_notes(self, Search *search, int pc, Py_ssize_t at, Py_ssize_t base) except -3
    cdef bint _is_new(self, Search *search, int pc, Py_ssize_t at) noexcept
    cdef int _note_beginnings(self) except -1
    cdef unsigned long long _beginnings(self, int pc, unsigned char *seen, unsigned char *then) noexcept
    cdef int emit(self, int number) except -1
    cdef int insert(self, Py_ssize_t at, Py_ssize_t count) except -1
