# What other compiled modules see of the columns.

cdef class Columns:
    cdef readonly Py_ssize_t size
    cdef dict _places
    cdef list _chunks
    cdef float *_starts[32]

    cdef float *new(self, str name) except NULL
    cdef const float *row(self, str name) except NULL
    cpdef add_beside(self, str name, Py_ssize_t reach)
