# cython: language_level=3, boundscheck=False, wraparound=False
"""A table from pairs of whole numbers to a number: what compiled code looks thousands of word pairs up in."""

from libc.stdint cimport uint64_t
from libc.stdlib cimport calloc, free


cdef class Table:
    """Pairs of whole numbers, not both nought, with a number for each; the room is given at the start and stays."""

    def __cinit__(self, Py_ssize_t room):
        """Make room for so many pairs."""
        cdef uint64_t slots = 8
        if not 0 <= room <= 1 << 40:
            raise ValueError("a table has room for some pairs")
        while slots < <uint64_t>(2 * room):
            slots *= 2
        self._room, self._mask = room, slots - 1
        self._keys = <uint64_t *>calloc(2 * slots, sizeof(uint64_t))
        self._values = <double *>calloc(slots, sizeof(double))
        if self._keys == NULL or self._values == NULL:
            raise MemoryError

    def __dealloc__(self):
        free(self._keys)
        free(self._values)

    cdef Py_ssize_t _slot(self, uint64_t one, uint64_t other) noexcept nogil:
        """Return the slot of a pair, or the empty one where it would go; at least half of the slots are empty."""
        cdef uint64_t mixed = one * <uint64_t>0x9E3779B97F4A7C15 ^ (other + <uint64_t>0x165667B19E3779F9) * <uint64_t>0xC2B2AE3D27D4EB4F
        mixed = (mixed ^ mixed >> 30) * <uint64_t>0xBF58476D1CE4E5B9
        mixed = (mixed ^ mixed >> 27) * <uint64_t>0x94D049BB133111EB
        cdef uint64_t slot = (mixed ^ mixed >> 31) & self._mask
        while (self._keys[2 * slot] or self._keys[2 * slot + 1]) and not (self._keys[2 * slot] == one and self._keys[2 * slot + 1] == other):
            slot = (slot + 1) & self._mask
        return slot

    cdef Py_ssize_t find(self, uint64_t one, uint64_t other) noexcept nogil:
        """Return the slot of a pair, -1 when it is not there."""
        cdef Py_ssize_t slot = self._slot(one, other)
        return slot if self._keys[2 * slot] or self._keys[2 * slot + 1] else -1

    cdef double at(self, Py_ssize_t slot) noexcept nogil:
        """Return the number in a slot that find named."""
        return self._values[slot]

    cdef bint put(self, uint64_t one, uint64_t other, double value) except -1:
        """Set the number of a pair and tell whether the pair is new; raises ValueError when there is no room left."""
        cdef Py_ssize_t slot = self._slot(one, other)
        cdef bint new = not (self._keys[2 * slot] or self._keys[2 * slot + 1])
        if not (one or other):
            raise ValueError("the pair of two noughts stands for an empty slot")
        if new and self.count >= self._room:
            raise ValueError("the table is full")
        self._keys[2 * slot], self._keys[2 * slot + 1], self._values[slot] = one, other, value
        self.count += new
        return new
