# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The elements of a page as arrays: what each holds, in prose, links and blocks, and which stand around a block."""

import numpy as np

from libc.math cimport log1p

from dechaff.features._columns cimport Columns
from dechaff.features._table cimport Table

# The article's container is the deepest element that holds more than this share of the page's prose characters.
cdef double CONTAINER_SHARE = 0.5
# Steps are cut here.
cdef enum:
    FAR = 12


cdef Py_ssize_t _first(Table firsts, Py_ssize_t parent, Py_ssize_t tag, Py_ssize_t index) except -1:
    """Return the first child of a parent that has a tag, which is this one when none came before."""
    cdef Py_ssize_t slot = firsts.find(parent + 1, tag + 1)
    if slot >= 0:
        return <Py_ssize_t>firsts.at(slot)
    firsts.put(parent + 1, tag + 1, index)
    return index


cdef class Tree:
    """The containers of a page.

    parents  index of the container around each, the body's own for the body.
    ends     index behind the last container inside each: containers stand in the order of the page.
    kin      index of the first container that is its sibling of the same tag, or itself.
    at       container of each block.
    """

    def __init__(self, doc):
        """Lay out the containers of a document; one that has none gets a single one."""
        cdef Py_ssize_t size = max(1, len(doc.containers)), count = len(doc.blocks), index, above, place
        self.parents, self.ends, self.kin = np.zeros((3, size), dtype=np.int64)
        self.at = np.zeros(count, dtype=np.int64)
        cdef long long[::1] parents = self.parents, ends = self.ends, at = self.at, kin = self.kin
        cdef Table firsts = Table(size)
        cdef dict tags = {}
        index = 0
        for container in doc.containers:
            above = container.parent if index else 0
            if index and not 0 <= above < index:
                raise ValueError("a container stands before the one around it")
            parents[index], ends[index] = above, index + 1
            kin[index] = _first(firsts, above, tags.setdefault(container.tag, len(tags)), index)
            index += 1
        ends[0] = max(1, ends[0])
        for index in range(size - 1, 0, -1):
            ends[parents[index]] = max(ends[parents[index]], ends[index])
        for index, block in enumerate(doc.blocks):
            place = block.container
            if place >= size or index >= count:
                raise IndexError("a block stands in a container that there is not")
            at[index] = max(0, place)

    cpdef held(self, const double[::1] values):
        """Return for each container the sum of a column over the blocks inside it."""
        cdef const long long[::1] at = self.at, ends = self.ends
        cdef Py_ssize_t size = ends.shape[0], index
        cdef double before = 0.0
        if values.shape[0] != at.shape[0]:
            raise ValueError("a column has one number a block")
        own = np.zeros(size)
        sums = np.zeros(size + 1)
        found = np.empty(size)
        cdef double[::1] alone = own, upto = sums, inside = found
        for index in range(at.shape[0]):
            alone[at[index]] += values[index]
        for index in range(size):
            before += alone[index]
            upto[index + 1] = before
        for index in range(size):
            inside[index] = upto[ends[index]] - upto[index]
        return found


def add_structure(Columns columns, Tree tree, const double[::1] words, const double[::1] chars, const double[::1] density, const unsigned char[::1] prose):
    """Add what the elements around a block hold."""
    cdef Py_ssize_t size = columns.size, index, up, level
    if not tree.at.shape[0] == size == words.shape[0] == chars.shape[0] == density.shape[0] == prose.shape[0]:
        raise ValueError("the blocks are not those of the columns")
    length, flag = np.asarray(chars), np.asarray(prose)
    cdef const double[::1] prose_in = tree.held(length * flag), held = tree.held(length), linked = tree.held(length * np.asarray(density))
    cdef const double[::1] count = tree.held(np.ones(size)), words_in = tree.held(words)
    cdef const long long[::1] parents = tree.parents, at = tree.at
    cdef double whole_prose = max(1.0, prose_in[0]), whole = max(1.0, held[0])
    cdef float *prose_up[3]
    cdef float *links_up[3]
    cdef float *share_up[3]
    cdef float *blocks_up[3]
    for level, name in enumerate(("parent", "grandparent", "great")):
        prose_up[level] = columns.new(f"prose_{name}")
        links_up[level] = columns.new(f"links_{name}")
        share_up[level] = columns.new(f"share_{name}")
        blocks_up[level] = columns.new(f"blocks_{name}")
    cdef float *prose_around = columns.new("prose_around")
    for index in range(size):
        up = at[index]
        for level in range(3):
            up = parents[up]
            prose_up[level][index] = prose_in[up] / whole_prose
            links_up[level][index] = linked[up] / max(1.0, held[up])
            share_up[level][index] = held[up] / whole
            blocks_up[level][index] = log1p(count[up])
        up = parents[at[index]]
        prose_around[index] = prose_in[up] / max(1.0, held[up])
    _add_boxes(columns, tree, prose_in, held, linked, count, words_in)


cdef _add_boxes(
    Columns columns, Tree tree, const double[::1] prose, const double[::1] held, const double[::1] linked, const double[::1] count, const double[::1] words
):
    """Add how far the container of most of the prose is, and what the highest container around a block holds that lies beside it."""
    cdef float *steps_to_prose = columns.new("steps_to_prose")
    cdef float *box_share = columns.new("box_share")
    cdef float *box_prose = columns.new("box_prose")
    cdef float *box_links = columns.new("box_links")
    cdef float *box_blocks = columns.new("box_blocks")
    cdef float *box_words = columns.new("box_words")
    cdef const long long[::1] parents = tree.parents, at = tree.at
    cdef double need = CONTAINER_SHARE * max(1.0, prose[0]), whole = max(1.0, held[0])
    cdef Py_ssize_t index, here, step, box
    cdef long long[::1] boxes = np.zeros(parents.shape[0], dtype=np.int64)
    for here in range(1, parents.shape[0]):
        boxes[here] = here if prose[here] > need or parents[here] == 0 or prose[parents[here]] > need else boxes[parents[here]]
    for index in range(columns.size):
        here, step = at[index], 0
        while step < FAR and here and prose[here] <= need:
            here = parents[here]
            step += 1
        steps_to_prose[index] = step
        box = boxes[at[index]]
        box_share[index] = held[box] / whole
        box_prose[index] = prose[box] / max(1.0, held[box])
        box_links[index] = linked[box] / max(1.0, held[box])
        box_blocks[index] = log1p(count[box])
        box_words[index] = words[box] / max(1.0, count[box])


def kin_of(Tree tree, Py_ssize_t level):
    """Return for each block a container: the same where the containers so many levels up are siblings of one tag."""
    cdef const long long[::1] parents = tree.parents, at = tree.at, kin = tree.kin
    cdef Py_ssize_t index, here, step
    found = np.empty(at.shape[0], dtype=np.int64)
    cdef long long[::1] group = found
    for index in range(at.shape[0]):
        here = at[index]
        for step in range(level):
            here = parents[here]
        group[index] = kin[here]
    return found


def add_group(Columns columns, str name, const long long[::1] group, const double[::1] chars, const double[::1] density, const unsigned char[::1] prose):
    """Add what the blocks of the same group are: how many, how much of the page's prose, how much linked."""
    cdef Py_ssize_t size = columns.size, index, groups = 0
    cdef double whole_prose = 0.0
    if not size == group.shape[0] == chars.shape[0] == density.shape[0] == prose.shape[0]:
        raise ValueError("the blocks are not those of the columns")
    for index in range(size):
        if group[index] < 0:
            raise ValueError("groups are numbered from nought")
        groups = max(groups, group[index] + 1)
        whole_prose += chars[index] * prose[index]
    whole_prose = max(1.0, whole_prose)
    cdef double[:, ::1] sums = np.zeros((4, groups))
    for index in range(size):
        sums[0, group[index]] += 1
        sums[1, group[index]] += chars[index] * prose[index]
        sums[2, group[index]] += chars[index] * density[index]
        sums[3, group[index]] += chars[index]
    cdef float *blocks = columns.new(f"{name}_blocks")
    cdef float *prose_share = columns.new(f"{name}_prose")
    cdef float *links = columns.new(f"{name}_links")
    for index in range(size):
        blocks[index] = log1p(sums[0, group[index]])
        prose_share[index] = sums[1, group[index]] / whole_prose
        links[index] = sums[2, group[index]] / max(1.0, sums[3, group[index]])


def paths_of(doc):
    """Return the number of each block's path, and the paths by number."""
    cdef dict numbers = {}
    cdef dict known = {}
    cdef Py_ssize_t index, size = len(doc.blocks)
    cdef long long[::1] found = np.zeros(size, dtype=np.int64)
    for index, block in enumerate(doc.blocks):
        if index >= size:
            break
        container = block.container
        number = known.get(container)
        if number is None:
            number = known[container] = numbers.setdefault(block.path, len(numbers))
        found[index] = number
    return np.asarray(found), list(numbers)
