# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Counts over the whole page: how much is kept, how surely, and what the kept blocks look like."""

import numpy as np

from libc.math cimport exp, fabs, log1p

from dechaff.features._words cimport Words

from dechaff.model import Kind

cdef enum:
    NEAR = 4  # a removed block lies near when so few blocks stand between it and a kept one
    SHORT_WORDS = 6  # a block of fewer words is a short line

# Log-odds between which a model is not sure of a block.
cdef double UNSURE = 1.5
# No judgement counts as surer than this.
cdef double SUREST = 9.0
# Distances and counts are cut here.
cdef double MOST = 30.0
cdef object _HEADING = Kind.HEADING, _ITEM = Kind.ITEM, _ROW = Kind.ROW, _CODE = Kind.CODE


cdef Py_ssize_t _kept_blocks(const unsigned char[::1] kept, const double[::1] words) except -1:
    """Return how many blocks are kept; raises ValueError when that is none, or when the numbers are those of other blocks."""
    cdef Py_ssize_t index, many = 0
    if words.shape[0] != kept.shape[0]:
        raise ValueError("the words are not those of the blocks")
    for index in range(kept.shape[0]):
        many += kept[index] != 0
    if not many:
        raise ValueError("nothing is kept, so there is nothing to tell of it")
    return many


def amounts(const unsigned char[::1] kept, const double[::1] words, prose):
    """Return how much is kept of what the page holds."""
    cdef double mine = 0, held = 0, told = 0, all_told = 0
    cdef Py_ssize_t index
    _kept_blocks(kept, words)
    if len(prose) != kept.shape[0]:
        raise ValueError("the flags are not those of the blocks")
    for index in range(kept.shape[0]):
        held += words[index]
        mine += words[index] if kept[index] else 0
        if prose[index]:
            all_told += words[index]
            told += words[index] if kept[index] else 0
    return {
        "words": log1p(mine),
        "prose": log1p(told),
        "prose_share": told / max(1.0, mine),
        "kept_share": mine / max(1.0, held),
        "prose_kept": told / max(1.0, all_told),
        "prose_gone": log1p(all_told - told),
        "page_blocks": log1p(<double>kept.shape[0]),
        "page_words": log1p(held),
    }


cdef _near(const unsigned char[::1] kept):
    """Return which of the blocks that went lie near a kept one."""
    cdef Py_ssize_t index, far = NEAR + 1
    found = np.zeros(kept.shape[0], dtype=np.uint8)
    cdef unsigned char[::1] near = found
    for index in range(kept.shape[0]):
        far = 0 if kept[index] else far + 1
        near[index] = 0 < far <= NEAR
    far = NEAR + 1
    for index in range(kept.shape[0] - 1, -1, -1):
        far = 0 if kept[index] else far + 1
        near[index] |= 0 < far <= NEAR
    return found


def certainty(const unsigned char[::1] kept, const double[::1] words, const double[::1] odds):
    """Return how sure the model is of what it kept, and of what it removed nearby."""
    cdef Py_ssize_t index, first = -1, last = 0
    cdef double mine = 0, strays = 0, lost = 0, sure_kept = 0, sure_near = 0, near_words = 0, unsure_kept = 0, unsure_gone = 0, unsure_blocks = 0
    cdef double worst = -1e9, best_gone = -9.0, size, wrong, surety
    _kept_blocks(kept, words)
    if odds.shape[0] != kept.shape[0]:
        raise ValueError("the scores are not those of the blocks")
    cdef const unsigned char[::1] near = _near(kept)
    for index in range(kept.shape[0]):
        size, surety = words[index], min(fabs(odds[index]), SUREST)
        wrong = size / (1 + exp(min(fabs(odds[index]), 30.0)))
        unsure_blocks += fabs(odds[index]) < UNSURE
        if kept[index]:
            first, last = index if first < 0 else first, index
            mine += size
            strays += wrong
            sure_kept += surety * size
            unsure_kept += size if fabs(odds[index]) < UNSURE else 0
            worst = max(worst, odds[index] + log1p(size))
            continue
        lost += wrong
        unsure_gone += size if fabs(odds[index]) < UNSURE else 0
        best_gone = max(best_gone, log1p(size) - odds[index])
        if near[index]:
            sure_near += surety * (size + 1)
            near_words += size + 1
    mine = max(1.0, mine)
    return {
        "strays": strays / mine,
        "lost": lost / mine,
        "expected_f1": 2 * (mine - strays) / (2 * mine - strays + lost),
        "sure_kept": sure_kept / mine,
        "sure_near": sure_near / max(1.0, near_words) if near_words else SUREST,
        "unsure_kept": unsure_kept / mine,
        "unsure_gone": unsure_gone / mine,
        "unsure_words": log1p(unsure_kept + unsure_gone),
        "unsure_blocks": min(MOST, unsure_blocks),
        "unsure_ends": min(SUREST, fabs(odds[first]), fabs(odds[last])),
        "worst": worst,
        "best_gone": best_gone,
    }


def shape(const unsigned char[::1] kept, const double[::1] words, blocks):
    """Return what the kept blocks look like and how they lie on the page."""
    cdef Py_ssize_t index, first = -1, last = 0, mine = _kept_blocks(kept, words)
    cdef double chars = 0, links = 0, all_chars = 0, all_links = 0, linked = 0, items = 0, headings = 0, code = 0, media = 0, runs = 0
    cdef double own = 0, longest = 0, short = 0, between = 0, link, length
    if len(blocks) != kept.shape[0]:
        raise ValueError("the flags are not those of the blocks")
    for index in range(kept.shape[0]):
        block = blocks[index]
        link, length = block.link_chars, len(block.text)
        all_links += link
        all_chars += length
        if not kept[index]:
            continue
        kind = block.kind
        runs += first < 0 or last + 1 < index
        first, last = index if first < 0 else first, index
        links += link
        chars += length
        linked += 2 * link > length
        items += kind is _ITEM or kind is _ROW
        headings += kind is _HEADING
        code += kind is _CODE
        media += <double>block.after_media
        own += words[index]
        longest = max(longest, words[index])
        short += words[index] < SHORT_WORDS
    for index in range(first, last + 1):
        between += 0 if kept[index] else words[index]
    return {
        "runs": min(MOST, runs),
        "gone_between": log1p(between),
        "start": <double>first / kept.shape[0],
        "blocks": log1p(<double>mine),
        "linked": links / max(1.0, chars),
        "linked_blocks": linked / mine,
        "items": items / mine,
        "headings": headings / mine,
        "code": code / mine,
        "media": media / mine,
        "words_a_block": log1p(own / mine),
        "longest": log1p(longest),
        "short_blocks": short / mine,
        "page_links": all_links / max(1.0, all_chars),
    }


def repetition(const unsigned char[::1] kept, blocks, const long long[::1] paths, containers):
    """Return how much of the page, and of what is kept, is the same shape again and again.

    paths  number of each block's path, below the number of blocks.
    """
    cdef Py_ssize_t index, size = kept.shape[0], path
    cdef double mine = 0, distinct = 0
    cdef bint is_link
    cdef double[3] most = [0, 0, 0]
    cdef int[:, ::1] times = np.zeros((3, size), dtype=np.int32)
    if not len(blocks) == size == paths.shape[0]:
        raise ValueError("the flags are not those of the blocks")
    for index in range(size):
        block = blocks[index]
        path = paths[index]
        if not 0 <= path < size:
            raise ValueError("paths are numbered from nought")
        is_link = 2 * block.link_chars > len(block.text)
        times[0, path] += is_link and block.kind is _HEADING
        times[1, path] += is_link and kept[index] != 0
        times[2, path] += kept[index] != 0
        mine += kept[index] != 0
    for path in range(size):
        distinct += times[2, path] > 0
        for index in range(3):
            most[index] = max(most[index], min(MOST, <double>times[index, path]))
    return {
        "like_headings": most[0],
        "like_kept_links": most[1],
        "like_kept": most[2] / max(1.0, mine),
        "kept_paths": min(MOST, distinct),
        "article_elements": min(MOST, <double>sum([container.tag == "article" for container in containers])),
    }


def agreement(const unsigned char[::1] kept, const double[::1] words, Words known, said):
    """Return how varied the kept words are, and the share of other words that stand among them, -1 when there are none.

    said  name of the column -> the other words.
    """
    cdef const int[::1] distinct = known.distinct
    cdef const long long[::1] starts = known.starts
    cdef unsigned char[::1] mine = np.zeros(len(known.numbers) + 1, dtype=np.uint8)
    cdef Py_ssize_t index, at, met
    cdef double own = 0, many = 0
    _kept_blocks(kept, words)
    if known.blocks != kept.shape[0]:
        raise ValueError("the words are not those of the blocks")
    for index in range(kept.shape[0]):
        if kept[index]:
            own += words[index]
            for at in range(starts[index], starts[index + 1]):
                many += not mine[distinct[at]]
                mine[distinct[at]] = 1
    found = {"varied": many / max(1.0, own)}
    for name, others in said.items():
        met = 0
        once = dict.fromkeys(others)
        for word in once:
            number = known.numbers.get(word)
            met += number is not None and mine[<Py_ssize_t>number]
        found[name] = <double>met / len(once) if once else -1.0
    return found
