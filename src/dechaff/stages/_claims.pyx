# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Makes the claims of marks for all tables at once: a page draws hundreds of them."""

from cpython.object cimport PyTypeObject
from cpython.ref cimport Py_INCREF
from cpython.tuple cimport PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_SET_ITEM

from dechaff.model import Block, Claim

cdef extern from "Python.h":
    object PyType_GenericAlloc(PyTypeObject *kind, Py_ssize_t items)

cdef enum:
    BITS = 0x10000

cdef Py_ssize_t _FIELDS = len(Block._fields), _MARKS = Block._fields.index("marks")

if Claim._fields != ("start", "stop", "rule", "weight", "evidence", "witness", "span"):
    raise ImportError("claims have other fields than are filled here")


cdef inline int _put(object fields, Py_ssize_t index, object value) except -1:
    """Fill a field of a named tuple that was just made, without the Python frame that its constructor costs."""
    Py_INCREF(value)
    PyTuple_SET_ITEM(fields, index, value)
    return 0


def claim(Py_ssize_t index, rule, weight, evidence, witness):
    """Return a claim about one block."""
    made = PyType_GenericAlloc(<PyTypeObject *>Claim, 7)
    _put(made, 0, index)
    _put(made, 1, index + 1)
    _put(made, 2, rule)
    _put(made, 3, weight)
    _put(made, 4, evidence)
    _put(made, 5, witness)
    _put(made, 6, None)
    return made


def matches_of(list told, list groups, type match):
    """Return (table, match) for what was found in a block: (number of a group, start, stop).

    groups  (table, group) in the order of their numbers.
    match   the named tuple of group, start and stop.
    """
    cdef list found = []
    cdef Py_ssize_t number
    if not issubclass(match, tuple) or len(match._fields) != 3:
        raise TypeError("a match is a tuple of group, start and stop")
    for number, start, stop in told:
        if not 0 <= number < len(groups):
            raise ValueError(f"there is no group {number}")
        table, group = groups[number]
        made = PyType_GenericAlloc(<PyTypeObject *>match, 3)
        _put(made, 0, group)
        _put(made, 1, start)
        _put(made, 2, stop)
        found.append((table, made))
    return found


def bits_of(words):
    """Return bits, among which those that the hashes of some words name are set; they hold in this process alone."""
    cdef bytearray bits = bytearray(BITS // 8)
    cdef Py_hash_t mixed
    for word in words:
        mixed = hash(word)
        bits[(mixed & (BITS - 1)) >> 3] |= 1 << (mixed & 7)
    return bytes(bits)


def marks_of(blocks, dict said, bytes bits not None, judge):
    """Return for each block what its marks say; neighbours often share theirs.

    said   class name -> what it says.
    bits   as bits_of gives them for `said`: asked first, because hardly any class name says anything.
    judge  those marks of a block that are in `said`, in order -> what they say together; asked when there are any.
    """
    cdef list found = []
    cdef dict known = {}
    cdef object last = None, told = ()
    if len(bits) != BITS // 8:
        raise ValueError("these are not the bits of words")
    for block in blocks:
        if not isinstance(block, tuple) or PyTuple_GET_SIZE(block) != _FIELDS:
            raise TypeError("only blocks have marks")
        marks = <object>PyTuple_GET_ITEM(block, _MARKS)
        if marks is not last:
            last, told = marks, known.get(marks)
            if told is None:
                told = known[marks] = _judged(marks, said, bits, judge)
        found.append(told)
    return found


cdef object _judged(object marks, dict said, const unsigned char *bits, judge):
    cdef list met = []
    cdef Py_hash_t mixed
    for word in <frozenset?>marks:
        mixed = hash(word)
        if bits[(mixed & (BITS - 1)) >> 3] >> (mixed & 7) & 1 and word in said:
            met.append(word)
    if not met:
        return ()
    met.sort()
    return judge(tuple(met))


def mark_claims(list marked):
    """Return table -> its claims, given for each block (table, rule, weight, word)."""
    cdef dict found = {}
    cdef Py_ssize_t index
    for index in range(len(marked)):
        for table, rule, weight, word in marked[index]:
            claims = found.get(table)
            if claims is None:
                claims = found[table] = []
            (<list>claims).append(claim(index, rule, weight, word, "mark"))
    return found
