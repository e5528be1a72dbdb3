from dechaff.features._table cimport Table

cdef class Words:
    cdef readonly dict numbers
    cdef readonly Py_ssize_t blocks
    cdef readonly object ids, borders, starts, distinct, sizes

cdef class Body:
    cdef readonly Words words
    cdef Table pairs
