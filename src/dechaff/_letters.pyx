# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Folds texts and takes them apart into words, a character at a time; what each character means stands in dechaff.fold."""

from cpython.list cimport PyList_GET_ITEM
from cpython.object cimport PyObject
from cpython.unicode cimport (
    PyUnicode_1BYTE_DATA, PyUnicode_Check, PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ, PyUnicode_READ_CHAR,
    PyUnicode_Substring, PyUnicode_WRITE, Py_UNICODE_ISALNUM, Py_UNICODE_ISALPHA, Py_UNICODE_ISDECIMAL, Py_UNICODE_ISSPACE, Py_UNICODE_TOLOWER,
)
from libc.string cimport memset


cdef extern from "Python.h":
    object PyUnicode_New(Py_ssize_t size, Py_UCS4 maxchar)
    bint PyUnicode_IS_ASCII(object text)

cdef unsigned char _kinds[LETTER_CODES]
cdef unsigned short _folded[LETTER_CODES]
cdef str _seam = "\0"
#: A word that begins with this character or a later one counts as many words as it has pairs of characters.
cdef enum:
    PAIRED = 0xE00
    SLOTS = 2048  # words that are known again in a document
    SLOT_SHIFT = 21  # leaves as many bits of a number as name a slot


cdef const unsigned char *kinds() noexcept:
    return _kinds


cdef unsigned char kind_beyond(Py_UCS4 char) noexcept:
    """Return what kind a character is; asked of those that are not in the table."""
    cdef unsigned char kind = 0
    if Py_UNICODE_ISALNUM(char) or char == u"_":
        kind |= WORD
    if Py_UNICODE_ISDECIMAL(char):
        kind |= DIGIT
    elif kind and char != u"_":
        kind |= LETTER
    if Py_UNICODE_ISSPACE(char):
        kind |= SPACE
    if Py_UNICODE_ISALPHA(char):
        kind |= ALPHA
    return kind


cdef inline unsigned char _kind(Py_UCS4 char) noexcept:
    return _kinds[char] if char < LETTER_CODES else kind_beyond(char)


cdef inline Py_UCS4 _fold(Py_UCS4 char) noexcept:
    return _folded[char] if char < LETTER_CODES else Py_UNICODE_TOLOWER(char)


def prepare(dict plain, str spaceless):
    """Take what each character folds to beside lower case, and the scripts without spaces as the ranges of a character class."""
    cdef Py_UCS4 code
    cdef Py_ssize_t at
    for code in range(LETTER_CODES):
        _kinds[code] = kind_beyond(code)
        _folded[code] = Py_UNICODE_TOLOWER(code)
    for at in range(0, len(spaceless), 3):
        for code in range(ord(spaceless[at]), ord(spaceless[at + 2]) + 1):
            _kinds[code] |= SPACELESS
    for char, to in plain.items():
        _folded[<unsigned short>char] = Py_UNICODE_TOLOWER(<Py_UCS4>ord(to))


def fold(text):
    """Return text lower-cased, without Latin and Greek accents, with plain quotes, dashes and spaces.

    The result has exactly as many characters as `text`.
    """
    if not PyUnicode_Check(text):
        raise TypeError(f"only text can be folded, not {type(text).__name__}")
    return _folded_ascii(text) if PyUnicode_IS_ASCII(text) else _folded_text(text)


def fold_all(list texts):
    """Fold many texts; the result is what fold() gives for each."""
    return [fold(text) for text in texts]


cdef object _folded_ascii(object text):
    """Fold a text of ASCII, whose line ends and tabs stay."""
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text), at
    cdef const unsigned char *data = <const unsigned char *>PyUnicode_1BYTE_DATA(text)
    cdef unsigned char *into
    cdef object made
    for at in range(size):
        if 65 <= data[at] <= 90 or data[at] == 96:
            break
    else:
        return text
    made = PyUnicode_New(size, 127)
    into = <unsigned char *>PyUnicode_1BYTE_DATA(made)
    for at in range(size):
        into[at] = data[at] + 32 if 65 <= data[at] <= 90 else 39 if data[at] == 96 else data[at]
    return made


cdef object _folded_text(object text):
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text), at
    cdef int kind = PyUnicode_KIND(text), new_kind
    cdef void *data = PyUnicode_DATA(text)
    cdef void *into
    cdef Py_UCS4 most = 0, char
    cdef object made
    for at in range(size):
        char = _fold(PyUnicode_READ(kind, data, at))
        if char > most:
            most = char
    made = PyUnicode_New(size, most)
    new_kind, into = PyUnicode_KIND(made), PyUnicode_DATA(made)
    for at in range(size):
        PyUnicode_WRITE(new_kind, into, at, _fold(PyUnicode_READ(kind, data, at)))
    return made


def collapsed(text):
    """Return text with one space for each run of white space, and none around it: " ".join(text.split())."""
    if not PyUnicode_Check(text):
        raise TypeError(f"only text has white space, not {type(text).__name__}")
    return text if _is_collapsed(text) else " ".join(text.split())


cdef bint _is_collapsed(object text) noexcept:
    """Tell whether all white space is single spaces between other characters."""
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(text), at
    cdef int kind = PyUnicode_KIND(text)
    cdef void *data = PyUnicode_DATA(text)
    cdef Py_UCS4 char
    cdef bint spaced = True
    for at in range(size):
        char = PyUnicode_READ(kind, data, at)
        if char == u" ":
            if spaced:
                return False
            spaced = True
        elif _kind(char) & SPACE:
            return False
        else:
            spaced = False
    return not size or not spaced


cdef struct Seen:
    # Words of which somebody holds the objects, each in the slot that its characters name.
    PyObject *words[SLOTS]


cdef object _word(object key, Py_ssize_t start, Py_ssize_t stop, Seen *seen):
    """Return a range of a text, if possible as the object that said the same before: who looks it up then need not compare characters."""
    cdef int kind = PyUnicode_KIND(key)
    cdef void *data = PyUnicode_DATA(key)
    cdef unsigned int slot = 0
    cdef Py_ssize_t at
    for at in range(start, stop):
        slot = (slot ^ <unsigned int>PyUnicode_READ(kind, data, at)) * 0x9E3779B1U
    slot = slot >> SLOT_SHIFT
    if seen.words[slot] == NULL or not _is_range(<object>seen.words[slot], kind, data, start, stop):
        word = PyUnicode_Substring(key, start, stop)
        seen.words[slot] = <PyObject *>word
        return word
    return <object>seen.words[slot]


cdef inline bint _is_range(object word, int kind, const void *data, Py_ssize_t start, Py_ssize_t stop) noexcept:
    cdef int own = PyUnicode_KIND(word)
    cdef void *said = PyUnicode_DATA(word)
    cdef Py_ssize_t at
    if PyUnicode_GET_LENGTH(word) != stop - start:
        return False
    for at in range(stop - start):
        if PyUnicode_READ(own, said, at) != PyUnicode_READ(kind, data, start + at):
            return False
    return True


cdef int _add_words(object key, list into, Seen *seen) except -1:
    """Append the words of a folded text, and return how many they count for."""
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(key), at = 0, start
    cdef int kind = PyUnicode_KIND(key), words = 0
    cdef void *data = PyUnicode_DATA(key)
    cdef unsigned char known
    while at < size:
        start = at
        known = _kind(PyUnicode_READ(kind, data, at))
        at += 1
        if known & SPACELESS:
            while at < size and _kind(PyUnicode_READ(kind, data, at)) & SPACELESS:
                at += 1
        elif known & WORD:
            while at < size and _kind(PyUnicode_READ(kind, data, at)) & (WORD | SPACELESS) == WORD:
                at += 1
        else:
            continue
        into.append(_word(key, start, at, seen))
        words += 1 if PyUnicode_READ(kind, data, start) < PAIRED or at - start < 2 else <int>((at - start) // 2)
    return words


def words_of(key):
    """Return the words of a folded text; a run of a script without spaces is one word."""
    cdef list words = []
    cdef Seen seen
    if not PyUnicode_Check(key):
        raise TypeError(f"only text has words, not {type(key).__name__}")
    memset(&seen, 0, sizeof(Seen))
    _add_words(key, words, &seen)
    return words


def words_of_all(list keys):
    """Return the words of many folded texts in one list, SEAM behind the last of each; where the seams stand; how many each counts.

    Two characters of a script without spaces count one word.
    """
    cdef list tokens = [], seams = [], counts = []
    cdef Seen seen
    memset(&seen, 0, sizeof(Seen))
    for key in keys:
        if not PyUnicode_Check(key):
            raise TypeError(f"only text has words, not {type(key).__name__}")
        counts.append(_add_words(key, tokens, &seen))
        seams.append(len(tokens))
        tokens.append(_seam)
    return tokens, seams, counts
