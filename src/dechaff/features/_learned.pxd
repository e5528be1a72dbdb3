from dechaff.features._table cimport Table

cdef class LearnedWords:
    cdef readonly tuple kinds
    cdef dict _marks
    cdef dict _text
    cdef Table _address
    cdef Table _pairs
    cdef object _weights

    cdef _lay_out(self, dict text)
