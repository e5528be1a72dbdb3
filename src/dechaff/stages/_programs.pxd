# Phrases as programs, for the compiled modules that run them.

cdef struct Text:
    int kind
    void *data
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
cdef Py_UCS4 char_at(const Text *text, Py_ssize_t at) noexcept
cdef unsigned char kind_at(const Text *text, Py_ssize_t at) noexcept
cdef Py_ssize_t first_letter(const Text *text) noexcept
cdef bint begins_word(const Text *text, Py_ssize_t at) noexcept
cdef bint ends_word(const Text *text, Py_ssize_t at) noexcept


cdef class Program:
    cdef int *code
    cdef Py_ssize_t size, room
    cdef unsigned long long firsts

    cdef int reach(self, const Text *text, int place, Span *span) except -1
    cdef int _from_any(self, Search *search, Span *span) except -1
    cdef int _from_first(self, Search *search, Span *span) except -1
    cdef bint _may_begin(self, const Text *text, Py_ssize_t at) noexcept
    cdef int _try(self, Search *search, Py_ssize_t at, Span *span) except -1
    cdef int _take_notes(self, Search *search) except -1
    cdef Py_ssize_t _run(self, Search *search, int pc, Py_ssize_t at, Py_ssize_t base) except -3
    cdef Py_ssize_t _without_notes(self, Search *search, int pc, Py_ssize_t at, Py_ssize_t base) except -3
    cdef bint _is_new(self, Search *search, int pc, Py_ssize_t at) noexcept
    cdef unsigned long long _all_beginnings(self) except? 0
    cdef unsigned long long _beginnings(self, int pc, unsigned char *seen) noexcept
    cdef int emit(self, int number) except -1
    cdef int insert(self, Py_ssize_t at, Py_ssize_t count) except -1
