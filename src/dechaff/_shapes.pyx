# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""What the form of a block shows, as bits: all blocks are looked at once, and who asks for a shape gets the few that have it."""

from cpython.tuple cimport PyTuple_GET_ITEM, PyTuple_GET_SIZE
from cpython.unicode cimport PyUnicode_Check, PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ, Py_UNICODE_ISLOWER

from dechaff._letters cimport DIGIT, LETTER_CODES, SPACE, WORD, kind_beyond, kinds

from dechaff.model import Block, Kind

cdef const unsigned char *_KINDS = kinds()

cdef enum:
    IS_PROSE = 1
    IS_HEADLINE_LINK = 2
    HAS_DIGIT = 4
    HAS_HASHTAG = 8
    HAS_COPYRIGHT = 16
    HAS_ARROW = 32
    IS_CAPTION = 64
    HAS_LABEL = 128
    HAS_ACCOUNT = 256

    THAI = 0xE00  # Thai and Lao, which end no sentence by a sign, up to here:
    BEHIND_THAI = 0xF00
    THAI_PROSE_WORDS = 36  # so a block of at least this many pairs of their characters is prose; headlines have up to 30
    PROSE_WORDS = 12  # a block of at least this many words that ends like a sentence is prose
    LEAST_HEADLINE = 4  # words of a headline; shorter linked lines are menus, longer ones prose
    MOST_HEADLINE = 24
    MARK_CHARS = 40  # two texts are compared when they are as long as each other and begin with the same characters
    LINE_CHARS = 200  # no line that is a date or a row of sums is longer
    ACCOUNT_CHARS = 26  # letters and digits of an account that does not begin as an IBAN does
    LABEL_CHARS = 80  # where in a line the sign behind a label may stand

#: Running text: sentences, few links.
PROSE = IS_PROSE
#: A headline that is nothing but a link.
HEADLINE_LINK = IS_HEADLINE_LINK
#: A line that holds a digit.
NUMBER = HAS_DIGIT
#: A hash sign stands right before the first word.
HASHTAG = HAS_HASHTAG
#: It begins with the copyright sign.
COPYRIGHT = HAS_COPYRIGHT
#: It ends in an arrow.
ARROW = HAS_ARROW
CAPTION = IS_CAPTION
#: A sign such as a colon stands so far to the front that a label may stand before it.
LABEL = HAS_LABEL
#: A line that holds two capitals before two digits, or a word as long as an account: the number of one may stand there.
ACCOUNT = HAS_ACCOUNT

# Share of characters inside links from which a line is nothing but a link.
cdef double LINKED = 0.8
cdef object _HEADING = Kind.HEADING, _ROW = Kind.ROW, _CAPTION = Kind.CAPTION
cdef Py_ssize_t _FIELDS = len(Block._fields), _KIND = Block._fields.index("kind"), _TEXT = Block._fields.index("text")
cdef Py_ssize_t _LINK_CHARS = Block._fields.index("link_chars")


cdef struct Line:
    int kind
    void *data
    Py_ssize_t size


cdef inline Py_UCS4 _at(const Line *line, Py_ssize_t at) noexcept:
    return PyUnicode_READ(line.kind, line.data, at)


cdef inline unsigned char _kind_at(const Line *line, Py_ssize_t at) noexcept:
    cdef Py_UCS4 char = _at(line, at)
    return _KINDS[char] if char < LETTER_CODES else kind_beyond(char)


cdef inline bint _is_stop(Py_UCS4 char) noexcept:
    """Tell whether a sign ends a sentence."""
    if char < 128:
        return char == u"." or char == u"!" or char == u"?" or char == u":" or char == u";"
    return char in u"\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964"


cdef inline bint _is_closing(Py_UCS4 char) noexcept:
    """Tell whether a sign may stand behind the one that ends a sentence."""
    if char < 128:
        return char == u'"' or char == u"'" or char == u")" or char == u"]"
    return char in u"\u201d\u2019\u00bb\u201c\u2018\u300d\u300f\uff09"


cdef inline bint _is_arrow(Py_UCS4 char) noexcept:
    if char < 128:
        return char == u">"
    return char in u"\u2192\u21d2\u2794\u2799\u279c\u279d\u279e\u27a1\u27f6\u25b6\u25ba\u25b8\u203a\ufe0f\u00bb"


cdef bint _ends_sentence(const Line *line) noexcept:
    """Tell whether a text ends as sentences do; Chinese and Japanese tells itself by its signs, wherever they stand."""
    cdef Py_ssize_t stop = line.size, at
    if stop and _at(line, stop - 1) == u"\n":
        stop -= 1
    while stop and _is_closing(_at(line, stop - 1)):
        stop -= 1
    if stop and _is_stop(_at(line, stop - 1)):
        return True
    if line.kind > 1:
        for at in range(line.size):
            if _at(line, at) == u"\u3002" or _at(line, at) == u"\uff0c":
                return True
    return False


cdef bint _is_thai(const Line *line, Py_ssize_t words) noexcept:
    """Tell whether a text is long and mostly written in Thai or Lao."""
    cdef Py_ssize_t at, many = 0
    if words < THAI_PROSE_WORDS or line.kind < 2:
        return False
    for at in range(line.size):
        many += THAI <= _at(line, at) < BEHIND_THAI
    return 2 * many > line.size


cdef bint _has_digit(const Line *line) noexcept:
    cdef Py_ssize_t at
    if line.size <= LINE_CHARS:
        for at in range(line.size):
            if _kind_at(line, at) & DIGIT:
                return True
    return False


cdef bint _has_account(const Line *line) noexcept:
    cdef Py_ssize_t at, run = 0, capitals = 0, digits = 0
    cdef Py_UCS4 char
    cdef bint digit
    if line.size <= LINE_CHARS:
        for at in range(line.size):
            char = _at(line, at)
            digit = _kind_at(line, at) & DIGIT
            digits = digits + 1 if digit and capitals > 1 else 0
            capitals = capitals + 1 if u"A" <= char <= u"Z" else capitals if digits else 0
            run = run + 1 if digit or u"A" <= char <= u"Z" or u"a" <= char <= u"z" else 0
            if digits == 2 or run == ACCOUNT_CHARS:
                return True
    return False


cdef bint _has_address(const Line *line) noexcept:
    """Tell whether a text spells an address out."""
    cdef Py_ssize_t at
    for at in range(2, line.size):
        if _at(line, at) == u"/" and _at(line, at - 1) == u"/" and _at(line, at - 2) == u":":
            return True
    return False


cdef int _head(const Line *line) noexcept:
    """Return what a text shows up to its first word."""
    cdef Py_ssize_t at = 0
    cdef Py_UCS4 char
    cdef int shape = 0
    for at in range(line.size):
        char = _at(line, at)
        if char != u" " and char != u"-" and char != u"*" and char != u"\u2022" and char != u"\u00b7":
            if char == u"\u00a9":
                shape = HAS_COPYRIGHT
            break
    for at in range(line.size):
        if _kind_at(line, at) & WORD:
            if at and _at(line, at - 1) == u"#":
                shape |= HAS_HASHTAG
            break
    return shape


cdef bint _has_arrow(const Line *line) noexcept:
    cdef Py_ssize_t stop = line.size
    while stop and _kind_at(line, stop - 1) & SPACE:
        stop -= 1
    return stop > 0 and _is_arrow(_at(line, stop - 1))


cdef inline bint _is_label_sign(Py_UCS4 char) noexcept:
    if char < 128:
        return char == u":" or char == u"|" or char == u"]" or char == u">" or char == u"/"
    return char in u"\u4e28\uff1a\uff5c\u3011\u300b\u203a\u00bb"


cdef bint _has_label(const Line *line) noexcept:
    """Tell whether a sign stands near the front that may end a label: a dash only between spaces, a full stop only behind capitals."""
    cdef Py_ssize_t at
    cdef Py_UCS4 char
    cdef bint capitals = True
    for at in range(min(line.size, LABEL_CHARS)):
        char = _at(line, at)
        if _is_label_sign(char) or (char == u"." and capitals):
            return True
        if (char == u"-" or char == u"\u2013" or char == u"\u2014") and 0 < at < line.size - 1:
            if _kind_at(line, at - 1) & SPACE and _kind_at(line, at + 1) & SPACE:
                return True
        capitals = capitals and not Py_UNICODE_ISLOWER(char)
    return False


cdef int _shape(object kind, const Line *line, Py_ssize_t link_chars, Py_ssize_t words) noexcept:
    cdef int shape = _head(line)
    if words >= PROSE_WORDS and kind is not _HEADING and 2 * link_chars < line.size and (_ends_sentence(line) or _is_thai(line, words)):
        shape |= IS_PROSE
    if LEAST_HEADLINE <= words <= MOST_HEADLINE and kind is not _ROW and line.size and <double>link_chars / <double>line.size > LINKED:
        if not _has_address(line):
            shape |= IS_HEADLINE_LINK
    if _has_digit(line):
        shape |= HAS_DIGIT
    if _has_arrow(line):
        shape |= HAS_ARROW
    if _has_account(line):
        shape |= HAS_ACCOUNT
    if _has_label(line):
        shape |= HAS_LABEL
    if kind is _CAPTION:
        shape |= IS_CAPTION
    return shape


def shapes_of(blocks, list words):
    """Return the shapes of each block, their bits in one number, given how many words each has."""
    cdef list found = []
    cdef Line line
    cdef Py_ssize_t index = 0
    for block in blocks:
        if not isinstance(block, tuple) or PyTuple_GET_SIZE(block) != _FIELDS or index >= len(words):
            raise TypeError("only blocks have shapes, each with its number of words")
        text = <object>PyTuple_GET_ITEM(block, _TEXT)
        if not PyUnicode_Check(text):
            raise TypeError(f"only text has a shape, not {type(text).__name__}")
        line = Line(PyUnicode_KIND(text), PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text))
        kind = <object>PyTuple_GET_ITEM(block, _KIND)
        found.append(_shape(kind, &line, <object>PyTuple_GET_ITEM(block, _LINK_CHARS), words[index]))
        index += 1
    return found


def those(list shapes, int shape):
    """Return the indexes of the blocks that have a shape, in order."""
    cdef Py_ssize_t index
    return [index for index in range(len(shapes)) if <int>shapes[index] & shape]


def flags(list shapes, int shape):
    """Tell of each block whether it has a shape."""
    cdef Py_ssize_t index
    return [<int>shapes[index] & shape != 0 for index in range(len(shapes))]


def repeats(list keys, int least, str signs):
    """Return (index, folded text without the signs around it) of those blocks whose text is another one's too.

    least  characters of the shortest such text.
    signs  what is left off around it.
    """
    cdef list alike = [], marks = []
    cdef dict known = {}
    cdef set twice = set(), told = set()
    cdef Py_ssize_t index
    for index in range(len(keys)):
        mark = _mark_of(keys[index], least, signs)
        marks.append(mark)
        if mark and known.setdefault(mark, index) != index:
            twice.add(mark)
    if not twice:
        return []
    alike = [(index, keys[index].strip(signs)) for index in range(len(keys)) if marks[index] in twice]
    known.clear()
    for index, bare in alike:
        if known.setdefault(bare, index) != index:
            told.add(bare)
    return [one for one in alike if one[1] in told]


cdef unsigned int _mark_of(object key, Py_ssize_t least, str signs) except? 0:
    """Return a number that equal texts share, whatever signs stand around them; 0 for short ones."""
    cdef Line line
    cdef Py_ssize_t start = 0, stop, at
    cdef unsigned int mixed
    if not PyUnicode_Check(key):
        raise TypeError(f"only text repeats another, not {type(key).__name__}")
    line = Line(PyUnicode_KIND(key), PyUnicode_DATA(key), PyUnicode_GET_LENGTH(key))
    stop = line.size
    if stop < least:
        return 0
    while start < stop and _at(&line, start) in signs:
        start += 1
    while stop > start and _at(&line, stop - 1) in signs:
        stop -= 1
    if stop - start < least:
        return 0
    mixed = <unsigned int>(stop - start)
    for at in range(start, min(stop, start + MARK_CHARS)):
        mixed = (mixed ^ <unsigned int>_at(&line, at)) * 0x9E3779B1U
        mixed ^= mixed >> 15
    return mixed | 1


def opening_with(list texts, initial, int most):
    """Return the indexes of the texts of at most so many characters that begin with a character, without case."""
    cdef Py_ssize_t index, at
    cdef Line line
    cdef list found = []
    cdef Py_UCS4 small = ord(initial), char
    for index in range(len(texts)):
        text = texts[index]
        if not PyUnicode_Check(text):
            raise TypeError(f"only text begins with a character, not {type(text).__name__}")
        if PyUnicode_GET_LENGTH(text) > most:
            continue
        line = Line(PyUnicode_KIND(text), PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text))
        at = 0
        while at < line.size and _kind_at(&line, at) & SPACE:
            at += 1
        if at == line.size:
            continue
        char = _at(&line, at)
        if char < 128:
            if char == small or (u"A" <= char <= u"Z" and <int>char + 32 == <int>small):
                found.append(index)
        elif chr(char).casefold()[0] == initial:
            found.append(index)
    return found
