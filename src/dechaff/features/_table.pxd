from libc.stdint cimport uint64_t

cdef class Table:
    cdef readonly Py_ssize_t count
    cdef Py_ssize_t _room
    cdef uint64_t _mask
    cdef uint64_t *_keys
    cdef double *_values

    cdef Py_ssize_t find(self, uint64_t one, uint64_t other) noexcept nogil
    cdef double at(self, Py_ssize_t slot) noexcept nogil
    cdef bint put(self, uint64_t one, uint64_t other, double value) except -1
    cdef Py_ssize_t _slot(self, uint64_t one, uint64_t other) noexcept nogil
