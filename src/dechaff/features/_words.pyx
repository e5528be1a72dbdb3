# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The words of a document as numbers: which stand in which block, and what they have in common with its title."""

import numpy as np

from cpython.dict cimport PyDict_GetItemWithError
from cpython.object cimport PyObject
from libc.stdint cimport uint64_t

from dechaff.features._columns cimport Columns
from dechaff.features._table cimport Table

cdef enum:
    COMMON_WORDS = 40  # so many words are called the page's common ones: those that stand in most of its prose


cdef class Words:
    """Every word of a document has a number, in the order of first appearance.

    numbers  word -> number; ids: number of each word of the blocks, one after the other; borders: where the words of each block
             begin, and behind the last of them.
    distinct, starts  the same for each block's words, each once.
    sizes    how many distinct words each block has.
    """

    def __init__(self, tokens, seams):
        """Number words; seams are the places behind the last word of each block, where no word stands."""
        cdef list said = tokens if type(tokens) is list else list(tokens)
        cdef dict numbers = {}
        cdef Py_ssize_t size = len(seams), count = len(said), block, at, start = 0, stop, word = 0, own = 0
        self.blocks, self.numbers = size, numbers
        self.ids, self.distinct = np.empty((2, count), dtype=np.int32)
        self.borders, self.starts = np.zeros((2, size + 1), dtype=np.int64)
        self.sizes = np.zeros(size)
        cdef int[::1] ids = self.ids, distinct = self.distinct
        cdef long long[::1] borders = self.borders, starts = self.starts
        cdef double[::1] sizes = self.sizes
        cdef int[::1] last = np.zeros(count + 1, dtype=np.int32)  # the block that a word stood in last, from one up
        cdef int number
        cdef PyObject *found
        for block in range(size):
            stop = seams[block]
            if not start <= stop <= count:
                raise ValueError("the seams of a document do not rise")
            for at in range(start, stop):
                token = said[at]
                found = PyDict_GetItemWithError(numbers, token)
                if found == NULL:
                    number = <int>len(numbers)
                    numbers[token] = number
                else:
                    number = <int><object>found
                ids[word] = number
                word += 1
                if last[number] != block + 1:
                    last[number] = <int>(block + 1)
                    distinct[own] = number
                    own += 1
            borders[block + 1], starts[block + 1] = word, own
            sizes[block] = own - starts[block]
            start = stop + 1

    def flags(self, words):
        """Return for each number whether its word is one of these."""
        found = np.zeros(len(self.numbers), dtype=np.uint8)
        cdef unsigned char[::1] flag = found
        for word in words:
            number = self.numbers.get(word)
            if number is not None:
                flag[<Py_ssize_t>number] = 1
        return found

    def share(self, const unsigned char[::1] flags):
        """Return how many distinct words of each block are flagged."""
        cdef const int[::1] distinct = self.distinct
        cdef const long long[::1] starts = self.starts
        cdef Py_ssize_t block, at
        if flags.shape[0] != len(self.numbers):
            raise ValueError("there is one flag for each word")
        found = np.zeros(self.blocks)
        cdef double[::1] share = found
        for block in range(self.blocks):
            for at in range(starts[block], starts[block + 1]):
                share[block] += flags[distinct[at]]
        return found

    def spread(self, const unsigned char[::1] blocks):
        """Return for each number in how many of the flagged blocks its word stands."""
        cdef const int[::1] distinct = self.distinct
        cdef const long long[::1] starts = self.starts
        cdef Py_ssize_t block, at
        if blocks.shape[0] != self.blocks:
            raise ValueError("there is one flag for each block")
        found = np.zeros(len(self.numbers), dtype=np.int32)
        cdef int[::1] many = found
        for block in range(self.blocks):
            if blocks[block]:
                for at in range(starts[block], starts[block + 1]):
                    many[distinct[at]] += 1
        return found


def add_overlap(Columns columns, str name, Words words, own):
    """Add which share of a block's words, or of these words where they are fewer, the block has in common with them."""
    cdef const double[::1] share = words.share(words.flags(own)), sizes = words.sizes
    cdef double many = len(own)
    cdef Py_ssize_t block
    cdef float *overlap = columns.new(name)
    _check(columns, words)
    for block in range(columns.size):
        overlap[block] = share[block] / max(1.0, min(max(1.0, sizes[block]), many))


def add_prose_words(Columns columns, Words words, const unsigned char[::1] prose):
    """Add which share of a block's words are among the commonest of the page's prose, and which else stand there twice."""
    cdef const int[::1] spread = words.spread(prose), distinct = words.distinct
    cdef const long long[::1] starts = words.starts
    cdef const double[::1] sizes = words.sizes
    cdef Py_ssize_t size = columns.size, block, at
    cdef int common, others, least = _least_common(spread), left
    cdef float *common_words = columns.new("common_words")
    cdef float *article_words = columns.new("article_words")
    cdef unsigned char[::1] is_common = np.zeros(spread.shape[0] + 1, dtype=np.uint8)
    _check(columns, words)
    left = COMMON_WORDS
    for at in range(spread.shape[0]):
        left -= spread[at] > least
    for at in range(spread.shape[0]):
        if spread[at] > least or (spread[at] == least and left > 0):
            left -= spread[at] == least
            is_common[at] = spread[at] > 0
    for block in range(size):
        common = others = 0
        for at in range(starts[block], starts[block + 1]):
            if is_common[distinct[at]]:
                common += 1
            elif spread[distinct[at]] > 1:
                others += 1
        common_words[block] = common / max(1.0, sizes[block])
        article_words[block] = others / max(1.0, sizes[block])


cdef int _least_common(const int[::1] spread) except -1:
    """Return how far the last of the COMMON_WORDS commonest is spread; 0 when there are not so many."""
    cdef int most = 0, many = 0, least
    cdef Py_ssize_t at
    for at in range(spread.shape[0]):
        most = max(most, spread[at])
    cdef int[::1] counts = np.zeros(most + 1, dtype=np.int32)
    for at in range(spread.shape[0]):
        counts[spread[at]] += 1
    for least in range(most, 0, -1):
        many += counts[least]
        if many >= COMMON_WORDS:
            return least
    return 0


cdef _check(Columns columns, Words words):
    if columns.size != words.blocks:
        raise ValueError("the words are not those of the columns' blocks")


cdef inline uint64_t _key(int word) noexcept nogil:
    """Return what a word's number is called in a table, where nought stands for nothing."""
    return <uint64_t>word + 1


cdef class Body:
    """The pairs of neighbouring words in a page's own record of the article, beside the words of the page's blocks."""

    def __init__(self, Words words, list said):
        """Take the words of a document, and those of its record in order."""
        cdef dict strange = {}
        cdef Py_ssize_t at, known = len(words.numbers)
        cdef int number, before = -1
        self.words, self.pairs = words, Table(len(said))
        for at in range(len(said)):
            found = words.numbers.get(said[at])
            number = strange.setdefault(said[at], known + len(strange)) if found is None else found
            if at:
                self.pairs.put(_key(before), _key(number), 0.0)
            before = number

    def add_shares(self, Columns columns, str name):
        """Add the share of each block's pairs that the record holds too."""
        cdef const int[::1] ids = self.words.ids
        cdef const long long[::1] borders = self.words.borders
        cdef Py_ssize_t block, at, many, both
        cdef float *share = columns.new(name)
        _check(columns, self.words)
        for block in range(columns.size):
            many, both = borders[block + 1] - borders[block] - 1, 0
            for at in range(borders[block], borders[block + 1] - 1):
                both += self.pairs.find(_key(ids[at]), _key(ids[at + 1])) >= 0
            share[block] = <double>both / many if many > 0 else 0.0

    def agrees(self, const unsigned char[::1] kept):
        """Return the share of the kept blocks' distinct pairs that the record holds, and the share of its pairs that are kept."""
        cdef const int[::1] ids = self.words.ids
        cdef const long long[::1] borders = self.words.borders
        cdef Py_ssize_t block, at
        cdef double both = 0
        cdef Table mine = Table(ids.shape[0])
        if kept.shape[0] != self.words.blocks:
            raise ValueError("there is one flag for each block")
        for block in range(kept.shape[0]):
            if kept[block]:
                for at in range(borders[block], borders[block + 1] - 1):
                    if mine.put(_key(ids[at]), _key(ids[at + 1]), 0.0):
                        both += self.pairs.find(_key(ids[at]), _key(ids[at + 1])) >= 0
        return both / max(1, mine.count), both / max(1, self.pairs.count)
