cdef class Tree:
    cdef readonly object parents, ends, kin, at

    cpdef held(self, const double[::1] values)
