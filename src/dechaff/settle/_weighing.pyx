# cython: language_level=3, boundscheck=False, wraparound=False
"""Adds up what is claimed of each block."""

from math import fsum

from cpython.tuple cimport PyTuple_GET_ITEM, PyTuple_GET_SIZE

from libc.math cimport exp, fabs

from dechaff.model import Claim

# Places in a claim.
cdef Py_ssize_t _START, _STOP, _RULE, _WEIGHT, _WITNESS, _SPAN
_START, _STOP, _RULE, _WEIGHT, _WITNESS, _SPAN = (Claim._fields.index(name) for name in ("start", "stop", "rule", "weight", "witness", "span"))
cdef Py_ssize_t _CLAIM = len(Claim._fields)
cdef object _fsum = fsum


def by_block(claims, Py_ssize_t blocks):
    """Return the claims on each block that has any, and the claims on parts of blocks.

    Raises IndexError for a claim on a block that there is not.
    """
    cdef dict own = {}
    cdef list spans = []
    cdef Py_ssize_t index, start, stop
    for claim in claims:
        if not isinstance(claim, tuple) or PyTuple_GET_SIZE(claim) != _CLAIM:
            raise ValueError("this is no claim")
        if <object>PyTuple_GET_ITEM(claim, _SPAN) is not None:
            spans.append(claim)
            continue
        start, stop = <object>PyTuple_GET_ITEM(claim, _START), <object>PyTuple_GET_ITEM(claim, _STOP)
        if start < stop and not (0 <= start and stop <= blocks):
            raise IndexError("a claim is about a block that there is not")
        for index in range(start, stop):
            some = own.get(index)
            if some is None:
                own[index] = [claim]
            else:
                (<list>some).append(claim)
    return own, spans


def sum_of(list claims, double opinion):
    """Add the claims on a block and an opinion up: each rule counts once, by its strongest claim; marks of one stage count once together."""
    cdef dict best
    cdef double weight
    if len(claims) == 1:
        return <double><object>PyTuple_GET_ITEM(claims[0], _WEIGHT) + opinion
    best = {}
    for claim in claims:
        rule, weight = <object>PyTuple_GET_ITEM(claim, _RULE), <object>PyTuple_GET_ITEM(claim, _WEIGHT)
        if <object>PyTuple_GET_ITEM(claim, _WITNESS) == "mark":
            rule = f"{claim.stage}/mark"
        had = best.get(rule)
        if abs(weight) > (0.0 if had is None else abs(<double>had)):
            best[rule] = weight
    return _fsum([*best.values(), opinion])


def kept_of(list scores, set gone, Py_ssize_t title_block, list texts, list words, list prose):
    """Return what stays without the title: how many blocks, words, words of prose and characters, and how many of these are expected to be kept rightly.

    Given is of each block its score, its text, its words, and whether it is prose.
    """
    cdef Py_ssize_t index, blocks = 0, many = 0, told = 0, chars = 0, size = len(scores), length
    cdef double sure = 0
    if not len(texts) == len(words) == len(prose) == size:
        raise ValueError("the lists do not tell of the same blocks")
    for index in range(size):
        if index == title_block or index in gone:
            continue
        length = len(texts[index])
        blocks += 1
        many += <Py_ssize_t>words[index]
        told += <Py_ssize_t>words[index] if prose[index] else 0
        chars += length
        sure += length / (1 + exp(-fabs(<double>scores[index])))
    return blocks, many, told, chars, sure
