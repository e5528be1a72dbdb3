cdef class Tree:
    cdef readonly object parents, ends, kin, at

    cdef _find_kin(self, list tags)
    cpdef held(self, const double[::1] values)
