# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Finds the phrases of many tables in the blocks of a page, by what dechaff.stages._listing lists each under.

A block is looked up as a whole, by what it begins with, and by the words that phrases cannot do without; only phrases that
were met so are run on it. Blocks longer than any phrase may stand in are not looked at.
"""

from cpython.dict cimport PyDict_GetItem
from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc, PyMem_Realloc
from cpython.object cimport PyObject
from cpython.unicode cimport PyUnicode_Substring

from dechaff._letters cimport ALPHA, LETTER, SPACELESS, WORD
from dechaff.stages._programs cimport (
    FAR_IN, FIRST, LAST, Program, Span, Text, begins_word, char_at, ends_word, first_letter, kind_at, read_text, read_word,
)

cdef enum:
    STEM = 4  # letters of a word that a phrase is listed under when it leaves the rest open; as in dechaff.fold
    BITS = 0x20000
    SECOND_BIT = 15  # a number's upper bits name the second of its two
    KNOWN_CHARS = 60  # what is found in blocks of so many characters is kept, for at most so many of them
    MOST_KNOWN = 4096


cdef inline unsigned long long _first_of(Py_UCS4 char) noexcept:
    """Return the bit that a character's last six bits name."""
    return 1ULL << (<int>char & 63)


cdef inline bint _may_be(object word, unsigned long long firsts) except -1:
    """Tell whether a word may be one of those that begin with some characters."""
    cdef Text text
    read_word(word, &text)
    return text.size > 0 and firsts & _first_of(char_at(&text, 0)) != 0


cdef class _Numbers:
    """The numbers of phrases that are listed in one place."""

    cdef int *items
    cdef Py_ssize_t size

    def __cinit__(self, told, int most):
        """Take numbers below `most` as text, a blank between them."""
        cdef list numbers = [int(number) for number in told.split()]
        self.size = 0
        self.items = <int *>PyMem_Malloc(max(1, len(numbers)) * sizeof(int))
        if self.items == NULL:
            raise MemoryError
        for number in numbers:
            if not 0 <= number < most:
                raise ValueError(f"there is no phrase {number}")
            self.items[self.size] = number
            self.size += 1

    def __dealloc__(self):
        PyMem_Free(self.items)


cdef class _Listed:
    """What is listed under a word: phrases that ask for no more, and those that ask for the word before or behind it."""

    cdef _Numbers alone
    cdef dict before, behind
    cdef unsigned long long before_firsts, behind_firsts  # the characters that those words begin with: asked first

    def __cinit__(self, told, int most):
        self.alone = None
        self.before, self.behind = None, None
        for one in told.split("\t"):
            beside, _, numbers = one.partition("=")
            if not beside:
                self.alone = _Numbers(numbers, most)
            elif beside.startswith(" "):
                self.behind = self.behind or {}
                self.behind[beside.removeprefix(" ")] = _Numbers(numbers, most)
                self.behind_firsts |= _first_of(beside[1])
            else:
                self.before = self.before or {}
                self.before[beside.removesuffix(" ")] = _Numbers(numbers, most)
                self.before_firsts |= _first_of(beside[0])


cdef class _Lists:
    """What is listed under words or their beginnings, made ready when it is first met."""

    cdef dict told
    cdef int most
    cdef unsigned char *bits  # told first, because hardly any word of a page is listed

    def __cinit__(self, told, int most):
        self.told, self.most = dict(told), most
        self.bits = _bits_of(self.told)

    def __dealloc__(self):
        PyMem_Free(self.bits)

    cdef _Listed under(self, word, const Text *text):
        """Return what is listed under a word, whose characters are given too; None when nothing is."""
        return self.get(word) if _is_set(self.bits, _mixed(text, 0, text.size)) else None

    cdef _Listed under_stem(self, word, const Text *text):
        """Return what is listed under the first letters of a word."""
        return self.get(PyUnicode_Substring(word, 0, STEM)) if text.size >= STEM and _is_set(self.bits, _mixed(text, 0, STEM)) else None

    cdef _Listed get(self, word):
        cdef PyObject *told = PyDict_GetItem(self.told, word)
        if told == NULL:
            return None
        if not isinstance(<object>told, _Listed):
            self.told[word] = _Listed(<object>told, self.most)
            return self.told[word]
        return <_Listed><object>told


cdef class _Page:
    """What is noted while a page is looked through: for the block at hand, phrases to try and where groups were found."""

    cdef int block  # its number, from one up
    cdef int words
    cdef object key
    cdef Text text
    cdef int *tried  # for each phrase the block that it was last noted for
    cdef int *waiting
    cdef Py_ssize_t count
    cdef int *found  # for each group the block that it was last found in
    cdef Span *spans
    cdef list order  # the groups found in the block
    cdef int *starts  # where in it words can begin
    cdef Py_ssize_t room

    def __cinit__(self, Py_ssize_t phrases, Py_ssize_t groups):
        self.tried = <int *>PyMem_Calloc(phrases + 1, sizeof(int))
        self.waiting = <int *>PyMem_Malloc((phrases + 1) * sizeof(int))
        self.found = <int *>PyMem_Calloc(groups + 1, sizeof(int))
        self.spans = <Span *>PyMem_Malloc((groups + 1) * sizeof(Span))
        self.order = []
        if self.tried == NULL or self.waiting == NULL or self.found == NULL or self.spans == NULL:
            raise MemoryError

    def __dealloc__(self):
        PyMem_Free(self.tried)
        PyMem_Free(self.waiting)
        PyMem_Free(self.found)
        PyMem_Free(self.spans)
        PyMem_Free(self.starts)

    cdef int open(self, key, int words) except -1:
        """Go on to the next block."""
        self.key, self.words = key, words
        self.block += 1
        self.count = 0
        return read_text(key, &self.text)

    cdef int find_starts(self) except -1:
        """Note where in the block a word can begin."""
        cdef Py_ssize_t at, count = 0
        cdef unsigned char kind, before = 0
        cdef int *more
        if self.text.size > self.room:
            more = <int *>PyMem_Realloc(self.starts, 2 * self.text.size * sizeof(int))
            if more == NULL:
                raise MemoryError
            self.starts, self.room = more, 2 * self.text.size
        for at in range(self.text.size):
            kind = kind_at(&self.text, at)
            if before & (WORD | SPACELESS) != WORD or kind & SPACELESS:  # as begins_word asks
                self.starts[count] = <int>at
                count += 1
            before = kind
        self.text.starts, self.text.start_count = self.starts, count
        return 0

    cdef int add(self, int group, Span *span) except -1:
        """Note that a group was found: of several places the first, and there the longest."""
        cdef Span *had = self.spans + group
        if self.found[group] != self.block:
            self.found[group] = self.block
            self.order.append(group)
        elif had.start < span.start or (had.start == span.start and had.stop >= span.stop):
            return 0
        had[0] = span[0]
        return 0

    cdef list close(self):
        """Return (group, start, stop) for all groups that were found in the block."""
        cdef int group
        cdef list told = [(group, self.spans[group].start, self.spans[group].stop) for group in self.order]
        self.order.clear()
        return told


cdef class Finder:
    """Finds phrases, told by their numbers."""

    cdef _Lists firsts, first_stems, probes, stems
    cdef dict forms, fuzzy
    cdef unsigned char *form_bits
    cdef unsigned char *fuzzy_bits
    cdef set fuzzy_lengths
    cdef list programs
    cdef readonly dict known  # what was found in short blocks
    cdef object program, nearly
    cdef Py_ssize_t size, group_count, longest
    cdef int most_words
    cdef int *groups  # of each phrase
    cdef int *words  # of the longest block that each phrase counts in
    cdef unsigned char *places  # FIRST and LAST

    def __cinit__(self, listing, list groups, dict fuzzy, program, nearly):
        """Take the listing, and what it does not say.

        groups  for each group (how many phrases it has, most words of a block, stands first, stands last), in the order
                in which phrases are numbered.
        fuzzy   beginning of a word -> length of a line -> phrases that may be met misspelt there.
        program number -> the program of that phrase.
        nearly  (number, folded text) -> range or None, for the phrases in `fuzzy`.
        """
        cdef int number = 0, group = 0, most
        self.forms, self.fuzzy = dict(listing.forms), fuzzy
        self.form_bits = _bits_of(self.forms)
        self.fuzzy_bits = _bits_of(self.fuzzy)
        self.fuzzy_lengths = {length for lengths in fuzzy.values() for length in lengths}
        self.program, self.nearly, self.known = program, nearly, {}
        self.group_count, self.size = len(groups), sum([many for many, *_ in groups])
        self.firsts, self.first_stems = _Lists(listing.firsts, self.size), _Lists(listing.first_stems, self.size)
        self.probes, self.stems = _Lists(listing.probes, self.size), _Lists(listing.stems, self.size)
        self.programs = [None] * self.size
        self.groups = <int *>PyMem_Calloc(self.size + 1, sizeof(int))
        self.words = <int *>PyMem_Calloc(self.size + 1, sizeof(int))
        self.places = <unsigned char *>PyMem_Calloc(self.size + 1, 1)
        if self.groups == NULL or self.words == NULL or self.places == NULL:
            raise MemoryError
        for many, most, first, last in groups:
            self.most_words = max(self.most_words, most)
            for _ in range(many):
                self.groups[number], self.words[number] = group, most
                self.places[number] = (FIRST if first else 0) | (LAST if last else 0)
                number += 1
            group += 1
        self.longest = 2 * max([len(form) for form in self.forms], default=0) + FAR_IN

    def __dealloc__(self):
        PyMem_Free(self.form_bits)
        PyMem_Free(self.fuzzy_bits)
        PyMem_Free(self.groups)
        PyMem_Free(self.words)
        PyMem_Free(self.places)

    def found(self, list keys, list tokens, list seams, list words):
        """Return for each block of a page (group, start, stop), each group once, where its phrases were found; None when nowhere.

        keys, words    the folded text of each block, and how many words it counts.
        tokens, seams  the words of all blocks, and where among them each block ends.
        """
        cdef _Page page = _Page(self.size, self.group_count)
        cdef Py_ssize_t block, start = 0, stop, count = len(keys)
        cdef list told = [None] * count
        if len(seams) != count or len(words) != count:
            raise ValueError("the lists do not tell of the same blocks")
        for block in range(count):
            stop = seams[block]
            if not start <= stop < len(tokens):
                raise ValueError("a block ends where there are no words")
            if words[block] <= self.most_words:
                page.open(keys[block], words[block])
                told[block] = self.known_of(page, tokens, start, stop) if page.text.size <= KNOWN_CHARS else self.found_in(page, tokens, start, stop)
            start = stop + 1
        return told

    cdef object known_of(self, _Page page, list tokens, Py_ssize_t start, Py_ssize_t stop):
        """Return what is found in a short block, which depends on its text alone: menus and share bars say the same again and again."""
        cdef PyObject *had = PyDict_GetItem(self.known, page.key)
        if had != NULL:
            return <object>had
        found = self.found_in(page, tokens, start, stop)
        if len(self.known) >= MOST_KNOWN:
            self.known.clear()
        self.known[page.key] = found
        return found

    cdef object found_in(self, _Page page, list tokens, Py_ssize_t start, Py_ssize_t stop):
        """Return (group, start, stop) for what is found in a block, None for nothing."""
        self.whole(page)
        self.begun(page, tokens, start, stop)
        self.probed(page, tokens, start, stop)
        self.resembling(page, tokens, start, stop)
        self.run(page)
        return page.close() if page.order else None

    cdef int run(self, _Page page) except -1:
        """Run the phrases that were met in a block."""
        cdef Py_ssize_t at
        cdef int number
        cdef Span span
        cdef Program program
        if page.count and page.text.size < 0x7FFFFFFF:
            page.find_starts()
        for at in range(page.count):
            number = page.waiting[at]
            program = self.programs[number]
            if program is None:
                program = self.programs[number] = self.program(number)
            if program.reach(&page.text, self.places[number], &span):
                page.add(self.groups[number], &span)
        return 0

    cdef int wait(self, _Page page, _Numbers numbers) except -1:
        """Note phrases that may stand in a block, each once."""
        cdef Py_ssize_t at
        cdef int number
        if numbers is None:
            return 0
        for at in range(numbers.size):
            number = numbers.items[at]
            if page.tried[number] != page.block and page.words <= self.words[number]:
                page.tried[number] = page.block
                page.waiting[page.count] = number
                page.count += 1
        return 0

    cdef int wait_for(self, _Page page, dict listed, word) except -1:
        """Note the phrases that are listed under a word."""
        cdef PyObject *numbers = PyDict_GetItem(listed, word)
        return 0 if numbers == NULL else self.wait(page, <_Numbers?><object>numbers)

    cdef int beside(self, _Page page, _Listed listed, list tokens, Py_ssize_t at, Py_ssize_t start) except -1:
        """Note the phrases that are listed under the word at a place of the page, given the words around it."""
        if listed is None:
            return 0
        self.wait(page, listed.alone)
        if listed.behind is not None and _may_be(tokens[at + 1], listed.behind_firsts):
            self.wait_for(page, listed.behind, tokens[at + 1])
        if listed.before is not None and at > start and _may_be(tokens[at - 1], listed.before_firsts):
            self.wait_for(page, listed.before, tokens[at - 1])
        return 0

    cdef int whole(self, _Page page) except -1:
        """Find the phrases that a block is nothing but, by its letters."""
        cdef Text *text = &page.text
        cdef Py_ssize_t start = 0, stop = text.tail
        cdef PyObject *told
        if text.size > self.longest:
            return 0
        while start < stop and not kind_at(text, start) & LETTER:
            start += 1
        if start == stop or not _is_set(self.form_bits, _mixed(text, start, stop)):
            return 0
        core = PyUnicode_Substring(page.key, start, stop)
        told = PyDict_GetItem(self.forms, core)
        if told == NULL:
            return 0
        for one in (<object>told).split("\t"):
            number, _, form = one.partition("=")
            self.stands(page, int(number), form or core)
        return 0

    cdef int stands(self, _Page page, Py_ssize_t number, form) except -1:
        """Add a phrase when a text that it stands for is all that the block says."""
        cdef Text text
        cdef Span span
        cdef Py_ssize_t at
        read_word(form, &text)
        span.start = first_letter(&page.text) - first_letter(&text)
        span.stop = span.start + text.size
        if not 0 <= number < self.size or page.words > self.words[number] or not 0 <= span.start < FAR_IN:
            return 0
        if span.stop > page.text.size or span.stop < page.text.tail or not begins_word(&page.text, span.start) or not ends_word(&page.text, span.stop):
            return 0
        for at in range(text.size):
            if char_at(&text, at) != char_at(&page.text, span.start + at):
                return 0
        return page.add(self.groups[number], &span)

    cdef int begun(self, _Page page, list tokens, Py_ssize_t start, Py_ssize_t stop) except -1:
        """Note the phrases that begin as the block does, up to its first letter."""
        cdef Py_ssize_t at, letter
        cdef Text word
        cdef _Listed listed
        for at in range(start, stop):
            said = tokens[at]
            read_word(said, &word)
            self.beside(page, self.firsts.under(said, &word), tokens, at, at)
            listed = self.first_stems.under_stem(said, &word)
            if listed is None and word.size > 2 and kind_at(&word, 0) & SPACELESS:
                listed = self.firsts.get(PyUnicode_Substring(said, 0, 2))
            if listed is not None:
                self.wait(page, listed.alone)
            for letter in range(word.size):
                if kind_at(&word, letter) & (LETTER | ALPHA):
                    return 0
        return 0

    cdef int probed(self, _Page page, list tokens, Py_ssize_t start, Py_ssize_t stop) except -1:
        """Note the phrases of which the block holds what they cannot do without."""
        cdef Py_ssize_t at, two, letter
        cdef unsigned int mixed, stem
        cdef Text word
        for at in range(start, stop):
            said = tokens[at]
            read_word(said, &word)
            mixed = stem = 0
            for letter in range(word.size):
                mixed = _mix(mixed, char_at(&word, letter))
                if letter == STEM - 1:
                    stem = mixed
            if _is_set(self.probes.bits, mixed):
                self.beside(page, self.probes.get(said), tokens, at, start)
            if word.size >= STEM and _is_set(self.stems.bits, stem):
                self.beside(page, self.stems.get(PyUnicode_Substring(said, 0, STEM)), tokens, at, start)
            if kind_at(&word, 0) & SPACELESS:
                for two in range(max(1, word.size - 1)):
                    self.beside(page, self.probes.get(PyUnicode_Substring(said, two, two + 2)), tokens, at, start)
        return 0

    cdef int resembling(self, _Page page, list tokens, Py_ssize_t start, Py_ssize_t stop) except -1:
        """Find fuzzy phrases of about the length of the block one of whose words begins as one of the block's does."""
        cdef Text *text = &page.text
        cdef Py_ssize_t low = 0, high = text.size, at
        cdef Span span
        while low < high and _is_around(char_at(text, low)):
            low += 1
        while high > low and _is_around(char_at(text, high - 1)):
            high -= 1
        if not self.fuzzy or high - low not in self.fuzzy_lengths or not self.may_resemble(tokens, start, stop):
            return 0
        for number in {number for at in range(start, stop) for begun in self.fuzzy_under(tokens[at]) for number in begun.get(high - low, ())}:
            if not 0 <= number < self.size:
                raise ValueError(f"there is no phrase {number}")
            if page.words <= self.words[<int>number] and (nearly := self.nearly(number, page.key)) is not None:
                span.start, span.stop = nearly
                page.add(self.groups[<int>number], &span)
        return 0

    cdef bint may_resemble(self, list tokens, Py_ssize_t start, Py_ssize_t stop) except -1:
        """Tell whether one of some words may begin as a word of a fuzzy phrase; asked first, because hardly any does."""
        cdef Py_ssize_t at
        cdef Text word
        for at in range(start, stop):
            read_word(tokens[at], &word)
            if word.size and (kind_at(&word, 0) & SPACELESS or _is_set(self.fuzzy_bits, _mixed(&word, 0, min(word.size, STEM)))):
                return True
        return False

    cdef list fuzzy_under(self, word):
        """Return what is listed under the beginning of a word; in scripts without spaces under any two of its characters."""
        cdef Text text
        cdef Py_ssize_t at
        cdef list found = []
        read_word(word, &text)
        if kind_at(&text, 0) & SPACELESS:
            pairs = {PyUnicode_Substring(word, at, at + 2) for at in range(max(1, text.size - 1))}
            found = [self.fuzzy[two] for two in pairs if two in self.fuzzy]
        stem = PyUnicode_Substring(word, 0, STEM)
        return found or ([self.fuzzy[stem]] if stem in self.fuzzy else [])


cdef inline bint _is_around(Py_UCS4 char) noexcept:
    """Tell whether a sign may stand around a line that is a fuzzy phrase."""
    return char == u" " or char == u"." or char == u":" or char == u"!" or char == u"?" or char == u"-" or char == u"*" or char == u">"


cdef inline unsigned int _mixed(const Text *text, Py_ssize_t start, Py_ssize_t stop) noexcept:
    """Return a number for a range of characters, which names two of BITS bits."""
    cdef unsigned int mixed = 0
    cdef Py_ssize_t at
    for at in range(start, stop):
        mixed = _mix(mixed, char_at(text, at))
    return mixed


cdef inline unsigned int _mix(unsigned int mixed, Py_UCS4 char) noexcept:
    """Go on with the number of what stands before a character."""
    mixed = (mixed ^ <unsigned int>char) * 0x9E3779B1U
    return mixed ^ mixed >> 15


cdef inline bint _is_set(const unsigned char *bits, unsigned int mixed) noexcept:
    """Tell whether the characters with a number may be one of the texts that the bits were set for."""
    cdef unsigned int bit = mixed % BITS
    if not bits[bit >> 3] >> (bit & 7) & 1:
        return False
    bit = mixed >> SECOND_BIT
    return bits[bit >> 3] >> (bit & 7) & 1


cdef unsigned char *_bits_of(dict texts) except NULL:
    """Return BITS bits, the two of each text set."""
    cdef unsigned char *bits = <unsigned char *>PyMem_Calloc(BITS // 8, 1)
    cdef Text text
    cdef unsigned int mixed, bit
    if bits == NULL:
        raise MemoryError
    for one in texts:
        if read_word(one, &text) == 0:
            mixed = _mixed(&text, 0, text.size)
            for bit in (mixed % BITS, mixed >> SECOND_BIT):
                bits[bit >> 3] |= 1 << (bit & 7)
    return bits
