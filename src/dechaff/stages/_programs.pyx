# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Phrases as small programs that run over a folded text, and find in it what the `re` module would.

What a phrase may hold beside plain characters: groups, alternatives, classes, `.`, `$`, \\w \\W \\d \\D \\s \\S, the repeats
? * + {n} {n,m} and their short forms with a question mark, and (?!...). Anything else is refused with a ValueError: a phrase
is no place for more. A repeated group must stand for at least one character.

Of several ways in which a phrase can stand at a place the first is taken, in the order in which `re` tries them. It stands
between word boundaries, which are asked for in scripts with spaces alone. When a search takes long, what failed is noted
down and never tried a second time, so that the time grows with the length of the text and not with the ways to take it
apart. A search that is still not done after a few million steps, which takes a text of tens of thousands of letters without
a space, is given up: the phrase does not stand there.
"""

from cpython.mem cimport PyMem_Free, PyMem_Malloc, PyMem_Realloc
from cpython.unicode cimport PyUnicode_Check, PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND
from libc.string cimport memcpy, memmove, memset

from dechaff._letters cimport DIGIT, LETTER, LETTER_CODES, SPACE, WORD, kind_beyond, kinds

cdef const unsigned char *_KINDS = kinds()

# An instruction is one number, what it does in the lower eight bits; those that need more have it in the numbers behind.
# Jumps are told as distances from the instruction, so that code can be moved and copied.
cdef enum:
    CHAR = 1  # the character in the upper bits
    ANY = 2  # any character but a line's end
    SET = 3  # one of a class: in the upper bits how many numbers follow: flags, then first and last of each range
    MANY = 4  # least, most; then the instruction for one character: as many as there are, then fewer
    MANY_LAZY = 5  # the same, as few as can be
    SPLIT = 6  # distance: go on behind this; when that fails, there
    SPLIT_LAZY = 7  # distance: go on there; when that fails, behind this
    JUMP = 8  # distance
    NOT = 9  # distance: what follows up to there must not stand here
    END = 10  # the text ends
    DONE = 11
    SEEN_NOT = 12  # what NOT asks for stands here

    NEGATED = 64  # in the flags of a class, beside WORD, DIGIT and SPACE
    NO_WORD = 128
    NO_DIGIT = 256
    NO_SPACE = 512

    UNBOUND = 0x7FFFFFFF
    MOST_CODE = 20000  # longest program
    MOST_NESTED = 30  # groups in each other
    LONG = 3000  # steps of a search from which on what failed is noted down
    MOST_STEPS = 4000000  # steps of a search after which it is given up
    MOST_NOTES = 0x4000000  # largest table of notes, in bytes

    PLAIN = 0  # kinds of places to come back to: resume
    FEWER = 1  # give one character back and resume
    MORE = 2  # take one character more and resume


cdef struct Place:
    int pc
    int way
    Py_ssize_t at
    Py_ssize_t least  # FEWER: the place to stop at; MORE: how many characters may still be taken


# Where the search can go back to; searches follow one another, so they share it.
cdef Place *_places = NULL
cdef Py_ssize_t _room = 0


cdef int read_word(object key, Text *text) except -1:
    """Make the characters of a text ready to be read; it must outlive what is made of it."""
    if not PyUnicode_Check(key):
        raise TypeError(f"only text can be searched, not {type(key).__name__}")
    text.kind, text.data, text.size, text.kinds = PyUnicode_KIND(key), PyUnicode_DATA(key), PyUnicode_GET_LENGTH(key), _KINDS
    return 0


cdef int read_text(object key, Text *text) except -1:
    """Make a folded text ready to be searched; it must outlive what is made of it."""
    read_word(key, text)
    text.starts, text.start_count, text.tail = NULL, 0, text.size
    while text.tail > 0 and not kind_at(text, text.tail - 1) & LETTER:
        text.tail -= 1
    return 0


cdef inline unsigned char _kind(Py_UCS4 char) noexcept:
    return _KINDS[char] if char < LETTER_CODES else kind_beyond(char)


cdef inline bint _is_of(const int *code, Py_UCS4 char) noexcept:
    """Tell whether a character is what an instruction for one character stands for."""
    cdef int op = code[0] & 0xFF, flags, at
    cdef unsigned char kind
    cdef bint found
    if op == CHAR:
        return char == <Py_UCS4>(code[0] >> 8)
    if op == ANY:
        return char != u"\n"
    kind, flags = _kind(char), code[1]
    found = (flags & kind & (WORD | DIGIT | SPACE) != 0 or (flags & NO_WORD and not kind & WORD)
             or (flags & NO_DIGIT and not kind & DIGIT) or (flags & NO_SPACE and not kind & SPACE))
    for at in range(2, 1 + (code[0] >> 8), 2):
        if found:
            break
        found = <Py_UCS4>code[at] <= char <= <Py_UCS4>code[at + 1]
    return found != (flags & NEGATED != 0)


cdef inline int _width(const int *code) noexcept:
    """Return how many numbers an instruction for one character takes."""
    return 1 + (code[0] >> 8) if code[0] & 0xFF == SET else 1


cdef int _come_back(Py_ssize_t *top, int pc, int way, Py_ssize_t at, Py_ssize_t least) except -1:
    """Note a place to come back to."""
    global _places, _room
    cdef Place *more
    cdef Py_ssize_t room
    if top[0] == _room:
        room = max(256, 2 * _room)
        more = <Place *>PyMem_Realloc(_places, room * sizeof(Place))
        if more == NULL:
            raise MemoryError
        _places, _room = more, room
    _places[top[0]] = Place(pc, way, at, least)
    top[0] += 1
    return 0


cdef class Program:
    """A phrase, ready to run."""

    def __cinit__(self):
        self.code = NULL
        self.size = self.room = 0
        self.firsts = self.seconds = 0

    def __init__(self, folded):
        """Take a folded phrase; raises ValueError, with the reason, when it is not well formed."""
        cdef _Reader reader = _Reader(self, folded)
        reader.choice(0)
        if reader.at < reader.text.size:
            raise ValueError("its parentheses do not match")
        self.emit(DONE)
        self._note_beginnings()

    def __dealloc__(self):
        PyMem_Free(self.code)

    def covered(self, key, *, bint first=False, bint last=False):
        """Return the range (start, stop) that the phrase covers in a folded text, None when it does not stand there.

        first, last  it must stand first, or last: with nothing but digits, signs and spaces before, or behind.
        """
        cdef Text text
        cdef Span span
        read_text(key, &text)
        if self.reach(&text, (FIRST if first else 0) | (LAST if last else 0), &span):
            return span.start, span.stop
        return None

    cdef int reach(self, const Text *text, int place, Span *span) except -1:
        """Fill in the first range of a text that the phrase covers, and return 1; 0 when it stands nowhere."""
        cdef Search search = Search(text, place & LAST != 0, 0, NULL)
        cdef int found
        try:
            found = self._from_first(&search, span) if place & FIRST else self._from_any(&search, span)
        finally:
            PyMem_Free(search.seen)
        return found

    cdef int _from_any(self, Search *search, Span *span) except -1:
        cdef const Text *text = search.text
        cdef Py_ssize_t at
        if text.starts == NULL:
            for at in range(text.size):
                if self._may_begin(text, at) and begins_word(text, at) and self._try(search, at, span):
                    return 1
            return 0
        for at in range(text.start_count):
            if self._may_begin(text, text.starts[at]) and self._try(search, text.starts[at], span):
                return 1
        return 0

    cdef int _from_first(self, Search *search, Span *span) except -1:
        """Try the places from the first word on to the first letter; in scripts without spaces any two characters are a word."""
        cdef const Text *text = search.text
        cdef Py_ssize_t head = first_letter(text), at = 0, stop, most, start
        cdef unsigned char known
        if head == 0:
            return self._may_begin(text, 0) and self._try(search, 0, span)
        most = min(text.size, head + 5)  # what beginnings() would see of the text
        while 0 <= at <= head and at < FAR_IN:
            known, start = kind_at(text, at), at
            at += 1
            if known & SPACELESS:
                while at < most and kind_at(text, at) & SPACELESS:
                    at += 1
                stop = max(start + 1, at - 1)
            elif known & WORD:
                while at < most and kind_at(text, at) & (WORD | SPACELESS) == WORD:
                    at += 1
                stop = start + 1
            else:
                continue
            for start in range(start, min(stop, head + 1, FAR_IN)):
                if self._may_begin(text, start) and begins_word(text, start) and self._try(search, start, span):
                    return 1
        return 0

    cdef inline bint _may_begin(self, const Text *text, Py_ssize_t at) noexcept:
        if not self.firsts >> (<int>char_at(text, at) & 63) & 1:
            return False
        return at + 1 >= text.size or self.seconds >> (<int>char_at(text, at + 1) & 63) & 1

    cdef int _try(self, Search *search, Py_ssize_t at, Span *span) except -1:
        cdef Py_ssize_t stop
        if search.steps >= MOST_STEPS:
            return 0
        stop = self._run(search, 0, at, 0)
        if stop == -2:
            self._take_notes(search)
            stop = self._run(search, 0, at, 0) if search.seen != NULL else -1
        if stop < 0:
            return 0
        span.start, span.stop = at, stop
        return 1

    cdef int _take_notes(self, Search *search) except -1:
        """Let a search note down what failed from now on."""
        cdef Py_ssize_t bytes_ = self.size * (search.text.size + 1) // 8 + 1
        if bytes_ > MOST_NOTES:
            search.steps = MOST_STEPS
            return 0
        search.seen = <unsigned char *>PyMem_Malloc(bytes_)
        if search.seen == NULL:
            raise MemoryError
        memset(search.seen, 0, bytes_)
        return 0

    cdef Py_ssize_t _run(self, Search *search, int pc, Py_ssize_t at, Py_ssize_t base) except -3:
        """Return where the program ends when it begins at a place; -1 when it fails; -2 when the search became long.

        pc    the instruction to begin with.
        base  how many places to come back to belong to others.
        """
        cdef const Text *text = search.text
        cdef const int *code = self.code
        cdef Py_ssize_t top = base, size = text.size, count, most, least, inner
        cdef int op, following
        cdef const int *one
        cdef Place *back
        while True:
            op = code[pc] & 0xFF
            if op == CHAR:
                if at < size and char_at(text, at) == <Py_UCS4>(code[pc] >> 8):
                    at += 1
                    pc += 1
                    continue
            elif op == SPLIT or op == SPLIT_LAZY:
                if self._is_new(search, pc, at):
                    if op == SPLIT_LAZY:
                        _come_back(&top, pc + 2, PLAIN, at, 0)
                        pc += code[pc + 1]
                        continue
                    if code[pc + 2] & 0xFF == CHAR and (at >= size or char_at(text, at) != <Py_UCS4>(code[pc + 2] >> 8)):
                        pc += code[pc + 1]
                        continue
                    _come_back(&top, pc + code[pc + 1], PLAIN, at, 0)
                    pc += 2
                    continue
            elif op == JUMP:
                pc += code[pc + 1]
                continue
            elif op == MANY or op == MANY_LAZY:
                one, least = code + pc + 3, code[pc + 1]
                following = pc + 3 + _width(one)
                most = min(size - at, <Py_ssize_t>(code[pc + 2] if op == MANY else least))
                count = 0
                while count < most and _is_of(one, char_at(text, at + count)):
                    count += 1
                search.steps += count >> 3
                if count >= least and self._is_new(search, pc, at):
                    if op == MANY and count > least:
                        _come_back(&top, following, FEWER, at + count - 1, at + least)
                    elif op == MANY_LAZY and code[pc + 2] > least:
                        _come_back(&top, pc, MORE, at + count, code[pc + 2] - least)
                    at += count
                    pc = following
                    continue
            elif op == ANY or op == SET:
                if at < size and _is_of(code + pc, char_at(text, at)):
                    at += 1
                    pc += _width(code + pc)
                    continue
            elif op == NOT:
                if self._is_new(search, pc, at):
                    inner = self._without_notes(search, pc + 2, at, top)
                    if inner == -2:
                        return -2
                    if inner < 0:
                        pc += code[pc + 1]
                        continue
            elif op == END:
                if at == size or (at == size - 1 and char_at(text, at) == u"\n"):
                    pc += 1
                    continue
            elif op == SEEN_NOT:
                return at
            elif ends_word(text, at) and (not search.last or at >= text.tail):  # DONE
                return at
            # It failed here: back to the latest place where there was another way.
            while True:
                if search.steps >= LONG and (search.seen == NULL or search.steps >= MOST_STEPS):
                    return -2 if search.seen == NULL and search.steps < MOST_STEPS else -1
                if top == base:
                    return -1
                search.steps += 1
                back = &_places[top - 1]
                pc, at = back.pc, back.at
                if back.way == PLAIN:
                    top -= 1
                    break
                if back.way == FEWER:
                    if at > back.least:
                        back.at -= 1
                    else:
                        top -= 1
                    if self._is_new(search, pc, at):
                        break
                    continue
                one = code + pc + 3
                if back.least == 0 or at >= size or not _is_of(one, char_at(text, at)):
                    top -= 1
                    continue
                back.at += 1
                if back.least != UNBOUND:
                    back.least -= 1
                at += 1
                pc += 3 + _width(one)
                if self._is_new(search, pc, at):
                    break

    cdef Py_ssize_t _without_notes(self, Search *search, int pc, Py_ssize_t at, Py_ssize_t base) except -3:
        """Run what must not stand at a place; how it comes out says nothing of the phrase itself."""
        cdef Search own = Search(search.text, search.last, 0, NULL)
        cdef Py_ssize_t found = self._run(&own, pc, at, base)
        search.steps += own.steps
        return -1 if found == -2 else found

    cdef inline bint _is_new(self, Search *search, int pc, Py_ssize_t at) noexcept:
        """Note that an instruction is tried at a place; false when it was before, while notes are taken."""
        cdef Py_ssize_t bit
        search.steps += 1
        if search.seen == NULL:
            return True
        bit = pc * (search.text.size + 1) + at
        if search.seen[bit >> 3] >> (bit & 7) & 1:
            return False
        search.seen[bit >> 3] |= 1 << (bit & 7)
        return True

    cdef int _note_beginnings(self) except -1:
        """Note which characters it can begin with, and which can come second, each as the bit that its last six bits name."""
        cdef unsigned char *seen = <unsigned char *>PyMem_Malloc(2 * self.size)
        if seen == NULL:
            raise MemoryError
        memset(seen, 0, 2 * self.size)
        self.firsts = self._beginnings(0, seen, seen + self.size)
        PyMem_Free(seen)
        return 0

    cdef unsigned long long _beginnings(self, int pc, unsigned char *seen, unsigned char *then) noexcept:
        """Return what can stand at an instruction, and add to `seconds` what can stand behind that.

        seen, then  the instructions that were asked before, for the one and for the other; NULL when there is no other.
        """
        cdef unsigned long long found = 0
        cdef int op
        while not seen[pc]:
            seen[pc] = 1
            op = self.code[pc] & 0xFF
            if op == SPLIT or op == SPLIT_LAZY:
                found |= self._beginnings(pc + 2, seen, then)
                pc += self.code[pc + 1]
            elif op == JUMP:
                pc += self.code[pc + 1]
            elif op == MANY or op == MANY_LAZY:
                found |= self._beginnings(pc + 3, seen, NULL)
                if then != NULL:
                    self.seconds = ~0ULL
                if self.code[pc + 1] > 0:
                    return found
                pc += 3 + _width(self.code + pc + 3)
            elif op == CHAR:
                if then != NULL:
                    self.seconds |= self._beginnings(pc + 1, then, NULL)
                return found | 1ULL << (self.code[pc] >> 8 & 63)
            else:
                if then != NULL:
                    self.seconds = ~0ULL
                return ~0ULL
        return found

    cdef int emit(self, int number) except -1:
        """Add a number to the code."""
        self.insert(self.size, 1)
        self.code[self.size - 1] = number
        return 0

    cdef int insert(self, Py_ssize_t at, Py_ssize_t count) except -1:
        """Make room in the code for so many numbers at a place."""
        cdef int *more
        cdef Py_ssize_t room
        if self.size + count > MOST_CODE:
            raise ValueError("it is too long")
        if self.size + count > self.room:
            room = max(self.size + count, self.size + self.size // 2 + 32)
            more = <int *>PyMem_Realloc(self.code, room * sizeof(int))
            if more == NULL:
                raise MemoryError
            self.code, self.room = more, room
        memmove(self.code + at + count, self.code + at, (self.size - at) * sizeof(int))
        self.size += count
        return 0


cdef class _Reader:
    """Reads a phrase from left to right and writes its program.

    What reads a part returns 1 when that part can stand for nothing, else 0.
    """

    cdef Program program
    cdef object source
    cdef Text text
    cdef Py_ssize_t at

    def __cinit__(self, Program program, source):
        self.program, self.source, self.at = program, source, 0
        read_word(source, &self.text)

    cdef inline Py_UCS4 here(self) noexcept:
        """Return the character to read next, and nothing a phrase can hold when all is read."""
        return char_at(&self.text, self.at) if self.at < self.text.size else 0xFFFFFFFF

    cdef int choice(self, int depth) except -1:
        """Read alternatives, up to the parenthesis that closes them."""
        cdef Program program = self.program
        cdef Py_ssize_t start, jump = -1, before
        cdef int nothing = 0
        if depth > MOST_NESTED:
            raise ValueError("its groups are nested too deep")
        while True:
            start = program.size
            nothing |= self.sequence(depth)
            if self.here() != u"|":
                break
            self.at += 1
            program.insert(start, 2)
            program.emit(JUMP)
            program.emit(<int>jump)
            jump = program.size - 1
            program.code[start], program.code[start + 1] = SPLIT, <int>(program.size - start)
        while jump >= 0:
            before = program.code[jump]
            program.code[jump] = <int>(program.size - (jump - 1))
            jump = before
        return nothing

    cdef int sequence(self, int depth) except -1:
        """Read one part behind the other."""
        cdef int nothing = 1
        while self.at < self.text.size and self.here() != u"|" and self.here() != u")":
            nothing &= self.part(depth)
        return nothing

    cdef int part(self, int depth) except -1:
        """Read a character, a class or a group with its repeat."""
        cdef Program program = self.program
        cdef Py_ssize_t start = program.size
        cdef Py_UCS4 char = self.here()
        cdef int nothing = 0
        self.at += 1
        if char == u"(":
            if self.source.startswith("?!", self.at):
                return self.lookahead(depth)
            nothing = self.group(depth)
            return self.repeated_group(start, nothing)
        if char == u"$":
            program.emit(END)
            return 1
        if char == u"[":
            self.one_of()
        elif char == u".":
            program.emit(ANY)
        elif char == u"\\":
            self.escaped()
        elif char in u"^*+?{}]":
            raise ValueError(f"{char!r} stands for itself behind a backslash only")
        else:
            program.emit(CHAR | <int>char << 8)
        return self.repeated_one(start)

    cdef int group(self, int depth) except -1:
        cdef int nothing
        if self.here() == u"?":
            if not self.source.startswith("?:", self.at):
                raise ValueError("a group that begins with '?' can be (?:...) or (?!...)")
            self.at += 2
        nothing = self.choice(depth + 1)
        if self.here() != u")":
            raise ValueError("its parentheses do not match")
        self.at += 1
        return nothing

    cdef int lookahead(self, int depth) except -1:
        cdef Program program = self.program
        cdef Py_ssize_t start = program.size
        self.at += 2
        program.emit(NOT)
        program.emit(0)
        self.choice(depth + 1)
        if self.here() != u")":
            raise ValueError("its parentheses do not match")
        self.at += 1
        program.emit(SEEN_NOT)
        program.code[start + 1] = <int>(program.size - start)
        return 1

    cdef int category(self, Py_UCS4 char) except -1:
        """Return the flag of an escaped letter that stands for a class, 0 for a sign that stands for itself."""
        if char == u"w": return WORD
        if char == u"W": return NO_WORD
        if char == u"d": return DIGIT
        if char == u"D": return NO_DIGIT
        if char == u"s": return SPACE
        if char == u"S": return NO_SPACE
        if char > 0x10FFFF or (char < 128 and _kind(char) & WORD):
            raise ValueError("a backslash stands before a sign or one of w, W, d, D, s, S")
        return 0

    cdef int escaped(self) except -1:
        cdef Py_UCS4 char = self.here()
        cdef int flag = self.category(char)
        self.at += 1
        if flag:
            self.program.emit(SET | 1 << 8)
            self.program.emit(flag)
        else:
            self.program.emit(CHAR | <int>char << 8)
        return 0

    cdef int one_of(self) except -1:
        """Read a class up to its bracket."""
        cdef Program program = self.program
        cdef Py_ssize_t start = program.size
        cdef Py_UCS4 low, high
        cdef int flags = 0, flag
        cdef bint begun = False
        program.emit(SET)
        program.emit(0)
        if self.here() == u"^":
            flags = NEGATED
            self.at += 1
        while self.here() != u"]" or not begun:
            begun = True
            low = self.of_class(&flag)
            flags |= flag
            if flag:
                continue
            high = low
            if self.here() == u"-" and self.at + 1 < self.text.size and char_at(&self.text, self.at + 1) != u"]":
                self.at += 1
                high = self.of_class(&flag)
                if flag or high < low:
                    raise ValueError("a range in brackets must go from a character to a later one")
            program.emit(<int>low)
            program.emit(<int>high)
        self.at += 1
        program.code[start] = SET | <int>(program.size - start - 1) << 8
        program.code[start + 1] = flags
        return 0

    cdef Py_UCS4 of_class(self, int *flag) except? 0xFFFFFFFE:
        """Read one character of a class, or fill in the flag of an escaped letter."""
        cdef Py_UCS4 char = self.here()
        flag[0] = 0
        self.at += 1
        if char == u"\\":
            char = self.here()
            flag[0] = self.category(char)
            self.at += 1
        if char > 0x10FFFF:
            raise ValueError("its brackets do not match")
        return char

    cdef int many(self, int *least, int *most, bint *lazy) except -1:
        """Read how often what stands before is repeated; return 0 when that is not said."""
        cdef Py_UCS4 char = self.here()
        if char == u"?":
            least[0], most[0] = 0, 1
        elif char == u"*":
            least[0], most[0] = 0, UNBOUND
        elif char == u"+":
            least[0], most[0] = 1, UNBOUND
        elif char != u"{":
            return 0
        self.at += 1
        if char == u"{":
            least[0] = most[0] = self.number(0)
            if self.here() == u",":
                self.at += 1
                most[0] = self.number(UNBOUND)
            if self.here() != u"}" or most[0] < least[0]:
                raise ValueError("a number of times is written {2}, {2,} or {2,4}")
            self.at += 1
        lazy[0] = self.here() == u"?"
        self.at += lazy[0]
        if self.here() in (u"?", u"*", u"+", u"{"):
            raise ValueError("a repeat stands behind a repeat")
        return 1

    cdef int number(self, int otherwise) except -1:
        """Read a number of times; what to take when there is none."""
        cdef int found = 0
        cdef Py_ssize_t start = self.at
        while u"0" <= self.here() <= u"9":
            found = 10 * found + <int>self.here() - 48
            self.at += 1
            if found > 1000:
                raise ValueError("a number of times is at most 1000")
        return found if self.at > start else otherwise

    cdef int repeated_one(self, Py_ssize_t start) except -1:
        """Write the repeat of one character, whose instruction begins at a place."""
        cdef Program program = self.program
        cdef int least, most
        cdef bint lazy
        if not self.many(&least, &most, &lazy):
            return 0
        program.insert(start, 3)
        program.code[start] = MANY_LAZY if lazy else MANY
        program.code[start + 1], program.code[start + 2] = least, most
        return least == 0

    cdef int repeated_group(self, Py_ssize_t start, int nothing) except -1:
        """Write the repeat of a group, whose code begins at a place, as so many copies of it."""
        cdef Program program = self.program
        cdef int least, most, times
        cdef bint lazy
        cdef Py_ssize_t size = program.size - start
        cdef int *body
        if not self.many(&least, &most, &lazy):
            return nothing
        if nothing and most > 1:
            raise ValueError("a group that can stand for nothing is repeated")
        body = <int *>PyMem_Malloc(max(1, size) * sizeof(int))
        if body == NULL:
            raise MemoryError
        try:
            memcpy(body, program.code + start, size * sizeof(int))
            program.size = start
            for times in range(least):
                self.copy(body, size)
            if most == UNBOUND:
                self.option(body, size, size + 4, lazy)
                program.emit(JUMP)
                program.emit(<int>-(size + 2))
            else:
                for times in range(least, most):
                    self.option(body, size, (most - times) * (size + 2), lazy)
        finally:
            PyMem_Free(body)
        return nothing or least == 0

    cdef int option(self, const int *body, Py_ssize_t size, Py_ssize_t distance, bint lazy) except -1:
        """Write a group that may be left out, and how far it is to where all goes on then."""
        if distance > MOST_CODE:
            raise ValueError("it is too long")
        self.program.emit(SPLIT_LAZY if lazy else SPLIT)
        self.program.emit(<int>distance)
        return self.copy(body, size)

    cdef int copy(self, const int *body, Py_ssize_t size) except -1:
        cdef Program program = self.program
        cdef Py_ssize_t at = program.size
        program.insert(at, size)
        memcpy(program.code + at, body, size * sizeof(int))
        return 0
