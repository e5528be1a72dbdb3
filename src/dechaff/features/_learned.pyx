# cython: language_level=3, boundscheck=False, wraparound=False
"""Looks up what learned words say of each block: its class names, the words of its address, the words of its text, what a line begins and ends with.

Their weights are of single precision, so that the sum of a few hundred of them is exact in double precision: in which order
a set gives its words changes nothing.
"""

import numpy as np

from cpython.dict cimport PyDict_GetItemWithError
from cpython.object cimport PyObject
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ
from libc.math cimport isnan
from libc.stdint cimport uint64_t

from dechaff.features._columns cimport Columns
from dechaff.features._table cimport Table
from dechaff.features._words cimport Words

cdef enum:
    ADDRESS_WORDS = 12  # so many words of an address are looked at
    TEXT_WORDS = 25  # longer blocks are not learned by their words: what they say is the article's own matter
    LEAST_LETTERS = 2
    MOST_LETTERS = 20
    IN_ONE = 12  # letters that one number holds
    BITS = 5
    EDGE_WORDS = 3  # longer lines are learned by their first and last words, others whole

# What some words are of a line: its first ones, its last ones, or all.
cdef enum:
    FIRST = 1
    LAST = 2
    ALL = 3

# The sum of what learned words say is cut here (log-odds).
cdef double MOST = 6.0


cdef struct Word:
    uint64_t first
    uint64_t second


cdef struct Sum:
    double total
    double most
    double least
    int count


cdef inline void _count(Sum *of, double weight) noexcept nogil:
    of.total += weight
    of.most = weight if not of.count or weight > of.most else of.most
    of.least = weight if not of.count or weight < of.least else of.least
    of.count += 1


cdef int _scan(str address, Word *found) except -1:
    """Write the words of a lowered address that are looked at, in order; return how many. There is room for ADDRESS_WORDS."""
    cdef Py_ssize_t at, length
    cdef int width, many = 0, letters = 0
    cdef unsigned int code
    cdef const void *data
    length, width, data = PyUnicode_GET_LENGTH(address), PyUnicode_KIND(address), PyUnicode_DATA(address)
    cdef Word word = Word(0, 0)
    for at in range(length + 1):
        code = PyUnicode_READ(width, data, at) if at < length else 0
        if c"a" <= code <= c"z":
            if letters < IN_ONE:
                word.first |= <uint64_t>(code - 96) << BITS * letters
            else:
                word.second |= <uint64_t>(code - 96) << BITS * (letters - IN_ONE)
            letters += 1
            if letters < MOST_LETTERS:
                continue
        if letters >= LEAST_LETTERS:
            found[many] = word
            many += 1
            if many == ADDRESS_WORDS:
                break
        word, letters = Word(0, 0), 0
    return many


cdef str _spelt(Word word):
    """Return a word of an address as text."""
    cdef str text = ""
    cdef int at
    for at in range(MOST_LETTERS):
        code = (word.first >> BITS * at if at < IN_ONE else word.second >> BITS * (at - IN_ONE)) & 31
        text += chr(code + 96) if code else ""
    return text


cdef str _kind_of(str address):
    """Return what kind of address it is: `#` the same page, `/` the same site, `//` any other."""
    return "#" if address.startswith("#") else "//" if "//" in address[:8] else "/"


def address_words(str address):
    """Return the words of a link's address, and what kind of address it is (`#` the same page, `/` the same site, `//` any other)."""
    cdef Word found[ADDRESS_WORDS]
    cdef int at
    if not address:
        return frozenset()
    address = address.lower()
    many = _scan(address, found)
    return frozenset([_kind_of(address), *[_spelt(found[at]) for at in range(many)]])


def text_words(Words words):
    """Yield the words and the pairs of neighbouring words of each short block; nothing for longer ones."""
    names = list(words.numbers)
    for block in range(words.blocks):
        own = [names[number] for number in words.ids[words.borders[block] : words.borders[block + 1]].tolist()]
        yield frozenset([*own, *map(" ".join, zip(own, own[1:]))] if len(own) <= TEXT_WORDS else ())


def edge_words(tokens, seams):
    """Yield what each line begins and ends with; a line of few words whole. Where each ends among the words stands in the seams."""
    start = 0
    for stop in seams:
        if stop - start > EDGE_WORDS:
            first = [f"^{' '.join(tokens[start : start + many])}" for many in range(1, EDGE_WORDS + 1)]
            yield *first, f"{tokens[stop - 1]}$", f"{' '.join(tokens[stop - 2 : stop])}$"
        else:
            yield (f"^{' '.join(tokens[start:stop])}$",)
        start = stop + 1


cdef class LearnedWords:
    """Learned words laid out to be looked up: kind of word ("marks", "address", "text", "edges") -> word -> log-odds that a block with it goes."""

    def __init__(self, odds):
        """Take them by kind; a kind that is not there has no columns."""
        cdef Word found[ADDRESS_WORDS]
        self.kinds = tuple(odds)
        self._marks, self._text = {}, {}
        by_kind = {kind: {word: float(np.float32(weight)) for word, weight in own.items()} for kind, own in odds.items()}
        self._marks = by_kind.get("marks", {})
        address, text = by_kind.get("address", {}), by_kind.get("text", {})
        self._address = Table(len(address))
        for word, weight in address.items():
            if word in ("#", "/", "//"):
                self._address.put(0, len(word) + (word == "#") * 2, weight)
            elif _scan(word, found) == 1 and _spelt(found[0]) == word:
                self._address.put(found[0].first, found[0].second, weight)
        self._lay_out(text, by_kind.get("edges", {}))

    cdef _lay_out(self, dict text, dict edges):
        """Give each word of the text a number from 1 on, the words of pairs and of edges too."""
        pairs = [(*word.split(" "), weight) for word, weight in text.items() if word.count(" ") == 1]
        for word in (*text, *(edge.strip("^$") for edge in edges)):
            for one in word.split(" "):
                self._text.setdefault(one, len(self._text) + 1)
        self._edges = Table(len(edges))
        for edge, weight in edges.items():
            self._lay_edge(edge, weight)
        self._weights = np.full(len(self._text) + 1, np.nan)
        self._pairs = Table(len(pairs))
        for one, other, weight in pairs:
            self._pairs.put(self._text[one], self._text[other], weight)
        for word, weight in text.items():
            if " " not in word:
                self._weights[self._text[word]] = weight

    cdef _lay_edge(self, str edge, double weight):
        cdef int kind = LAST if not edge.startswith("^") else ALL if edge.endswith("$") else FIRST
        cdef int[EDGE_WORDS] own
        bare = edge.strip("^$")
        words = [self._text[word] for word in bare.split(" ")] if bare else []
        if len(words) <= EDGE_WORDS:
            for at in range(EDGE_WORDS):
                own[<Py_ssize_t>at] = words[at] if at < len(words) else 0
            self._edges.put(_edge(kind, own[0]), _rest(own[1], own[2]), weight)

    cdef _known(self, Words words):
        """Return the number of each word of a document that a block is learned by, 0 when it was not learned; of other words nothing is known."""
        cdef list names = list(words.numbers)
        cdef const int[::1] ids = words.ids
        cdef const long long[::1] borders = words.borders
        cdef Py_ssize_t block, at, start, stop
        found = np.empty(len(names) + 1, dtype=np.int32)
        cdef int[::1] known = found
        known[:] = -1
        for block in range(words.blocks):
            start, stop = borders[block], borders[block + 1]
            if stop - start <= TEXT_WORDS:
                for at in range(start, stop):
                    self._look_up(names, ids[at], &known[0])
            else:
                for at in range(EDGE_WORDS):
                    self._look_up(names, ids[start + at], &known[0])
                    self._look_up(names, ids[stop - 1 - at], &known[0])
        return found

    cdef int _look_up(self, list names, int word, int *known) except -1:
        """Note the number of a word, once."""
        cdef PyObject *listed
        if known[word] < 0:
            listed = PyDict_GetItemWithError(self._text, names[word])
            known[word] = 0 if listed == NULL else <int><object>listed
        return 0


cdef inline uint64_t _edge(int kind, int first) noexcept nogil:
    """Return what an edge is called in a table, by what it is and its first word; 0 for a word that there is not."""
    return <uint64_t>first << 2 | <uint64_t>kind


cdef inline uint64_t _rest(int second, int third) noexcept nogil:
    """Return what an edge is called in a table, by its other words; 0 for a word that there is not."""
    return <uint64_t>second << 32 | <uint64_t>third


cdef void _write(float **columns, Py_ssize_t block, Sum said) noexcept nogil:
    columns[0][block] = max(-MOST, min(MOST, said.total))
    columns[1][block] = said.most
    columns[2][block] = said.least


cdef void _lay(Columns columns, str kind, float **found) except *:
    """Make room for the three columns of a kind."""
    for at, name in enumerate(("sum", "most", "least")):
        found[<Py_ssize_t>at] = columns.new(f"{kind}_{name}")


def add_marks(Columns columns, LearnedWords learned, blocks):
    """Add what the class names around a block say."""
    cdef float *found[3]
    cdef dict said = {}, odds = learned._marks
    cdef Py_ssize_t block, at
    cdef Sum one
    if len(blocks) != columns.size:
        raise ValueError("the blocks are not those of the columns")
    _lay(columns, "marks", found)
    for block in range(columns.size):
        marks = blocks[block].marks
        same = said.get(marks)
        if same is not None:
            for at in range(3):
                found[at][block] = found[at][<Py_ssize_t>same]
            continue
        said[marks] = block
        one = Sum(0.0, 0.0, 0.0, 0)
        for word in marks:
            weight = odds.get(word)
            if weight is not None:
                _count(&one, weight)
        _write(found, block, one)


def add_address(Columns columns, LearnedWords learned, blocks):
    """Add what the words of a block's address say."""
    cdef float *found[3]
    cdef Word words[ADDRESS_WORDS]
    cdef Table odds = learned._address
    cdef Py_ssize_t block, slot
    cdef int many, at, before
    cdef str address
    cdef Sum one
    if len(blocks) != columns.size:
        raise ValueError("the blocks are not those of the columns")
    _lay(columns, "address", found)
    for block in range(columns.size):
        address = str(blocks[block].href).lower()
        one = Sum(0.0, 0.0, 0.0, 0)
        if address:
            kind = _kind_of(address)
            slot = odds.find(0, len(kind) + (kind == "#") * 2)
            if slot >= 0:
                _count(&one, odds.at(slot))
            many = _scan(address, words)
            for at in range(many):
                slot = odds.find(words[at].first, words[at].second)
                if slot < 0:
                    continue
                for before in range(at):
                    if words[before].first == words[at].first and words[before].second == words[at].second:
                        break
                else:
                    _count(&one, odds.at(slot))
        _write(found, block, one)


def add_words(Columns columns, LearnedWords learned, Words words):
    """Add what the words of a block say, as far as any were learned: those of a short block, and its pairs; those that it begins and ends with."""
    if words.blocks != columns.size:
        raise ValueError("the words are not those of the columns' blocks")
    if "text" in learned.kinds or "edges" in learned.kinds:
        known = learned._known(words)
        if "text" in learned.kinds:
            _add_text(columns, learned, words, known)
        if "edges" in learned.kinds:
            _add_edges(columns, learned, words, known)


cdef _add_text(Columns columns, LearnedWords learned, Words words, const int[::1] known):
    cdef float *found[3]
    cdef const int[::1] ids = words.ids
    cdef const long long[::1] borders = words.borders
    cdef const double[::1] weights = learned._weights
    cdef Table odds = learned._pairs
    cdef Py_ssize_t said[2 * TEXT_WORDS]
    cdef Py_ssize_t block, at, start, slot
    cdef int number, before, many
    cdef Sum one
    _lay(columns, "text", found)
    for block in range(columns.size):
        start = borders[block]
        one = Sum(0.0, 0.0, 0.0, 0)
        before, many = 0, 0
        if borders[block + 1] - start <= TEXT_WORDS:
            for at in range(start, borders[block + 1]):
                number = known[ids[at]]
                if number and not isnan(weights[number]) and _is_new(said, &many, number):
                    _count(&one, weights[number])
                slot = odds.find(before, number) if before and number else -1
                if slot >= 0 and _is_new(said, &many, -1 - slot):
                    _count(&one, odds.at(slot))
                before = number
        _write(found, block, one)


cdef inline bint _is_new(Py_ssize_t *said, int *many, Py_ssize_t word) noexcept nogil:
    """Tell whether a word was not said before, and note it; there is room for 2 * TEXT_WORDS."""
    cdef int at
    for at in range(many[0]):
        if said[at] == word:
            return False
    said[many[0]] = word
    many[0] += 1
    return True


cdef _add_edges(Columns columns, LearnedWords learned, Words words, const int[::1] known):
    cdef float *found[3]
    cdef const int[::1] ids = words.ids
    cdef const long long[::1] borders = words.borders
    cdef Table odds = learned._edges
    cdef Py_ssize_t block, at, many
    cdef int[EDGE_WORDS] first
    cdef int[2] last
    cdef Sum one
    _lay(columns, "edges", found)
    for block in range(columns.size):
        many = borders[block + 1] - borders[block]
        one = Sum(0.0, 0.0, 0.0, 0)
        for at in range(EDGE_WORDS):
            first[at] = known[ids[borders[block] + at]] if at < many else 0
        if many > EDGE_WORDS:
            last = [known[ids[borders[block + 1] - 2]], known[ids[borders[block + 1] - 1]]]
            _count_edge(&one, odds, FIRST, first[0], 0, 0, 1)
            _count_edge(&one, odds, FIRST, first[0], first[1], 0, 2)
            _count_edge(&one, odds, FIRST, first[0], first[1], first[2], 3)
            _count_edge(&one, odds, LAST, last[1], 0, 0, 1)
            _count_edge(&one, odds, LAST, last[0], last[1], 0, 2)
        else:
            _count_edge(&one, odds, ALL, first[0], first[1], first[2], many)
        _write(found, block, one)


cdef inline void _count_edge(Sum *of, Table odds, int kind, int first, int second, int third, Py_ssize_t many) noexcept:
    """Count what so many words say when all of them were learned."""
    cdef Py_ssize_t slot
    if (first or many < 1) and (second or many < 2) and (third or many < 3):
        slot = odds.find(_edge(kind, first), _rest(second, third))
        if slot >= 0:
            _count(of, odds.at(slot))
