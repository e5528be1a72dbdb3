from dechaff.features._table cimport Table
from dechaff.features._words cimport Words

cdef class LearnedWords:
    cdef readonly tuple kinds
    cdef dict _marks
    cdef dict _text
    cdef Table _address
    cdef Table _pairs
    cdef Table _edges
    cdef object _weights

    cdef _lay_out(self, dict text, dict edges)
    cdef _lay_edge(self, str edge, double weight)
    cdef _known(self, Words words)
    cdef int _look_up(self, list names, int word, int *known) except -1
