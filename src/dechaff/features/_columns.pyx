# cython: language_level=3, boundscheck=False, wraparound=False
"""The columns of a page: each has a name and a number a block, all in single precision, as models see them."""

from collections.abc import Mapping

import numpy as np

from libc.string cimport memcpy, memset

cdef enum:
    CHUNK = 64  # columns laid out at once: room is never moved, so that pointers to a column stay true
    CHUNKS = 32


cdef class Columns:
    """Name -> column, as a mapping that grows.

    Compiled code asks for room with `new` and writes there, so a column costs no more than its numbers:

        cdef float *asks = columns.new("asks")
        ...
        asks[block] = ...

    Anybody else writes `columns["asks"] = values`. A name that is there already is written over.
    """

    def __init__(self, Py_ssize_t size):
        """Make room for columns of so many numbers each."""
        if size < 0:
            raise ValueError("a column cannot be shorter than nothing")
        self.size = size
        self._places = {}
        self._chunks = []

    @staticmethod
    def of(given):
        """Return columns that hold those of another mapping, which has one at least."""
        if isinstance(given, Columns):
            return given
        columns = Columns(len(next(iter(given.values()))))
        for name, values in given.items():
            columns[name] = values
        return columns

    @staticmethod
    def row_of(given):
        """Return columns of one number each: those of a mapping from name to number."""
        cdef Columns columns = Columns(1)
        for name, value in given.items():
            columns.new(name)[0] = value
        return columns

    cdef float *new(self, str name) except NULL:
        """Return where the numbers of a column go; its room is not cleared."""
        cdef float[:, ::1] room
        place = self._places.get(name)
        cdef Py_ssize_t number = len(self._places) if place is None else place
        if number >= CHUNK * CHUNKS:
            raise ValueError(f"there is room for {CHUNK * CHUNKS} columns, and none for {name!r}")
        if number == CHUNK * len(self._chunks):
            chunk = np.empty((CHUNK, max(1, self.size)), dtype=np.float32)
            room = chunk
            self._starts[len(self._chunks)] = &room[0, 0]
            self._chunks.append(chunk)
        if place is None:
            self._places[name] = number
        return self._starts[number // CHUNK] + (number % CHUNK) * max(1, self.size)

    cdef const float *row(self, str name) except NULL:
        """Return where the numbers of a column stand; raises KeyError when there is no such column."""
        cdef Py_ssize_t number = self._places[name]
        return self._starts[number // CHUNK] + (number % CHUNK) * max(1, self.size)

    cpdef add_beside(self, str name, Py_ssize_t reach):
        """Add what a column says of the blocks before and behind, named `words-1`, `words+1` and so on; zero beyond the ends."""
        cdef const float *own = self.row(name)
        cdef float *before
        cdef float *behind
        cdef Py_ssize_t step, left
        for step in range(1, reach + 1):
            before, behind = self.new(f"{name}-{step}"), self.new(f"{name}+{step}")
            left = max(0, self.size - step)
            memset(before, 0, self.size * sizeof(float))
            memset(behind, 0, self.size * sizeof(float))
            memcpy(before + self.size - left, own, left * sizeof(float))
            memcpy(behind, own + self.size - left, left * sizeof(float))

    def __getitem__(self, str name):
        number = self._places[name]
        return self._chunks[number // CHUNK][number % CHUNK, : self.size]

    def __setitem__(self, str name, values):
        self.new(name)
        self[name][:] = values

    def __iter__(self):
        return iter(self._places)

    def __len__(self):
        return len(self._places)

    def __contains__(self, name):
        return name in self._places

    def keys(self):
        """Return the names, in the order in which the columns came."""
        return self._places.keys()

    def values(self):
        """Return the columns, in the order in which they came."""
        return [self[name] for name in self._places]

    def items(self):
        """Return names with their columns, in the order in which they came."""
        return [(name, self[name]) for name in self._places]

    def get(self, name, default=None):
        """Return a column, or something else when there is none of the name."""
        return self[name] if name in self._places else default

    def __or__(self, other):
        return dict(self.items()) | dict(other)

    def __ror__(self, other):
        return dict(other) | dict(self.items())


Mapping.register(Columns)
