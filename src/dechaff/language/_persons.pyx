# cython: language_level=3, boundscheck=False, wraparound=False
"""Counts words of languages and of persons in the words of a text."""

from cpython.dict cimport PyDict_GetItem
from cpython.object cimport PyObject
from cpython.unicode cimport PyUnicode_Substring

cdef enum:
    MOST_LANGUAGES = 64
    LEAST_WORDS = 3  # function words that a text of a language has at least
    MOST_TOKENS = 1500  # words that are looked at: the beginning tells
    LOOKED_AT = 24  # characters of a run of a script without spaces
    LONGEST = 12  # characters of the longest beginning or ending that is looked for
    WE = 1
    YOU = 2

# A language's script must make up this share of the words of a text.
cdef double SCRIPT_SHARE = 0.2
# A further language is spoken that has this share of the function words of the first.
cdef double SHARE_OF_MOST = 0.8


def spoken(list tokens, dict masks, tuple names, scripts):
    """Return the languages whose function words a text has, the one with the most first; empty when hardly any are known.

    masks    word -> the languages, a bit each, that it is a function word of; names: of each bit its language.
    scripts  (first character, last, language) of scripts that stand for a language.
    """
    cdef long long[MOST_LANGUAGES] found
    cdef long long mask, most
    cdef Py_ssize_t at, size = min(len(tokens), MOST_TOKENS), words = 0
    cdef int place, count = len(names)
    cdef PyObject *told
    cdef dict by_script = {}
    if count >= MOST_LANGUAGES:
        raise ValueError("there are more languages than bits")
    for place in range(count):
        found[place] = 0
    for at in range(size):
        token = tokens[at]
        if not isinstance(token, str) or not token:
            continue
        words += 1
        told = PyDict_GetItem(masks, token)
        if told != NULL:
            mask = <object>told
            for place in range(count):
                found[place] += mask >> place & 1
        elif <Py_UCS4>(token[0]) >= 0xE00:
            for first, last, language in scripts:
                if _holds(token, first, last):
                    by_script[language] = by_script.get(language, 0) + 1
                    break
    written = [language for _, _, language in scripts if by_script.get(language, 0) > SCRIPT_SHARE * words]
    most = max([found[place] for place in range(count)])
    ranked = sorted([(-found[place], names[place]) for place in range(count) if found[place] >= LEAST_WORDS and found[place] >= SHARE_OF_MOST * most])
    return (*written, *[name for _, name in ranked])


cdef bint _holds(str token, Py_UCS4 first, Py_UCS4 last) except -1:
    """Tell whether a word has a character of a script among its first ones."""
    cdef Py_UCS4 char
    for char in token[:LOOKED_AT]:
        if first <= char <= last:
            return True
    return False


cdef class Persons:
    """How a language says "we" and "you".

    words       as they stand; beginnings, endings: those with a star behind or before, by the length of what is there.
    spaceless   words are found anywhere in a text.
    """

    cdef dict words
    cdef dict beginnings
    cdef dict endings
    cdef readonly bint spaceless

    def __init__(self, list we, list you, *, bint spaceless):
        """Take folded words; a star at one end stands for the rest of a word."""
        self.words, self.beginnings, self.endings, self.spaceless = {}, {}, {}, spaceless
        for person, some in ((YOU, you), (WE, we)):
            for word in some:
                bare = word.strip("*")
                if not bare or (bare != word and len(bare) > LONGEST):
                    raise ValueError(f"{word!r} is too long or nothing but a star")
                into = self.beginnings if word.endswith("*") else self.endings if word.startswith("*") else self.words
                into[bare] = into.get(bare, 0) | person

    def counts(self, list tokens, list seams, list keys):
        """Return how often each block says "we", and how often "you".

        tokens  the words of all blocks with a seam behind the last of each; seams: where those are; keys: the folded texts.
        """
        import numpy as np  # hardly any text comes here without

        cdef Py_ssize_t size = len(seams), index, at, start = 0, stop
        cdef int person
        we, you = np.zeros(size, dtype=np.float32), np.zeros(size, dtype=np.float32)
        cdef float[::1] own = we, other = you
        if len(keys) != size:
            raise ValueError("the words are not those of the texts")
        for index in range(size):
            stop = seams[index]
            if not 0 <= start <= stop <= len(tokens):
                raise ValueError("the seams are not those of the words")
            if self.spaceless:
                own[index], other[index] = self._anywhere(keys[index], WE), self._anywhere(keys[index], YOU)
            else:
                for at in range(start, stop):
                    person = self._person(tokens[at])
                    own[index] += person & WE
                    other[index] += (person & YOU) >> 1
            start = stop + 1
        return we, you

    cdef int _anywhere(self, str key, int person) except -1:
        cdef int count = 0
        for word, persons in self.words.items():
            if persons & person:
                count += key.count(word)
        return count

    cdef int _person(self, token) except -1:
        """Return which persons a word speaks of."""
        cdef PyObject *told
        cdef Py_ssize_t size, length
        if not isinstance(token, str):
            raise TypeError("only text is a word")
        told = PyDict_GetItem(self.words, token)
        if told != NULL:
            return <object>told
        size = len(<str>token)
        if self.beginnings:
            for length in range(2, min(size, LONGEST) + 1):
                told = PyDict_GetItem(self.beginnings, PyUnicode_Substring(token, 0, length))
                if told != NULL:
                    return <object>told
        if self.endings:
            for length in range(2, min(size - 1, LONGEST) + 1):
                told = PyDict_GetItem(self.endings, PyUnicode_Substring(token, size - length, size))
                if told != NULL:
                    return <object>told
        return 0
