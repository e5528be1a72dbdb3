# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""What the markup says of each block, and where in the page it stands."""

import numpy as np

from cpython.tuple cimport PyTuple_GET_ITEM, PyTuple_GET_SIZE


from dechaff.features._columns cimport Columns

from dechaff.model import Claim, Kind

#: Elements whose presence around a block tells something.
AROUND = (
    "article", "main", "aside", "footer", "header", "nav", "form", "ul", "ol", "table", "figure", "figcaption", "blockquote", "section",
    "button", "a", "p", "li", "em", "i", "strong", "b", "small", "time", "span", "h2", "h3", "dl",
)
#: A block of at least this many words that ends like a sentence, little of it linked, is prose.
PROSE_WORDS = 12

#: Witnesses whose sums are columns.
WITNESSES = ("phrase", "mark", "place", "link", "repetition", "shape")

cdef enum:
    FAR = 12  # distances are cut here
    FAR_BEHIND_TITLE = 40
    NO_TITLE = 41
    ENDS = 60  # so many blocks from either end of the page are told apart
    MOST_TIMES = 4  # a block that stands in a page more often is counted so often

# What the stages say of a block is cut here.
cdef double MOST_FOR_KEEPING = -6.0, MOST_FOR_GOING = 9.0
# Places in a claim.
cdef Py_ssize_t _START, _WEIGHT, _WITNESS, _SPAN
_START, _WEIGHT, _WITNESS, _SPAN = (Claim._fields.index(name) for name in ("start", "weight", "witness", "span"))
cdef Py_ssize_t _CLAIM = len(Claim._fields)

cdef double _PROSE_WORDS = PROSE_WORDS
cdef list _KINDS = list(Kind)
cdef object _HEADING = Kind.HEADING
cdef dict _AROUND = {tag: number for number, tag in enumerate(AROUND)}
assert len(AROUND) <= 32


def density_of(blocks, const double[::1] chars):
    """Return the share of each block's characters that stand inside links, 0 to 1."""
    density = np.empty(chars.shape[0])
    cdef double[::1] found = density
    cdef Py_ssize_t index
    if len(blocks) != chars.shape[0]:
        raise ValueError("the lengths are not those of the blocks")
    for index in range(chars.shape[0]):
        found[index] = min(1.0, <double>blocks[index].link_chars / max(1.0, chars[index]))
    return density


def add_markup(Columns columns, blocks, const double[::1] words, const double[::1] density):
    """Add what a block is by itself, in a page as in a text; return which blocks are prose."""
    cdef float *link_density = columns.new("link_density")
    cdef float *kinds = columns.new("kind")
    cdef float *level = columns.new("level")
    cdef float *gap = columns.new("gap")
    cdef float *prose = columns.new("prose")
    cdef float *heading_before = columns.new("heading_before")
    cdef float *heading_behind = columns.new("heading_behind")
    cdef const float *ends_sentence = columns.row("ends_sentence")
    cdef const float *ends_colon = columns.row("ends_colon")
    cdef Py_ssize_t index
    cdef bint ends
    if not len(blocks) == columns.size == words.shape[0] == density.shape[0]:
        raise ValueError("the blocks are not those of the columns")
    flags, heads = np.zeros((2, columns.size), dtype=np.uint8)
    cdef unsigned char[::1] flag = flags, head = heads
    for index in range(columns.size):
        block = blocks[index]
        kind = block.kind
        link_density[index] = density[index]
        kinds[index] = _number_of(kind)
        level[index] = block.level
        gap[index] = block.gap
        head[index] = kind is _HEADING
        ends = ends_sentence[index] > 0 or ends_colon[index] > 0 or words[index] > 4 * _PROSE_WORDS
        flag[index] = words[index] >= _PROSE_WORDS and density[index] < 0.5 and kind is not _HEADING and ends
        prose[index] = flag[index]
    since(head, heading_before, heading_behind)
    return flags


cdef Py_ssize_t _number_of(object kind) except -1:
    """Return the place of a kind among all kinds; these are single objects, as enumerations are."""
    cdef Py_ssize_t number
    for number in range(len(_KINDS)):
        if _KINDS[number] is kind:
            return number
    raise ValueError(f"{kind!r} is no kind of block")


def add_elements(Columns columns, blocks, const double[::1] chars, const long long[::1] path_of, paths):
    """Add what the elements around a block are.

    path_of  number of each block's path; paths: the paths by number.
    """
    cdef float *emphasis = columns.new("emphasis")
    cdef float *after_media = columns.new("after_media")
    cdef float *media_before = columns.new("media_before")
    cdef float *media_behind = columns.new("media_behind")
    cdef float *depth = columns.new("depth")
    cdef float *around[32]
    cdef Py_ssize_t index, tag, number, tags = len(AROUND)
    cdef unsigned int held
    if not len(blocks) == columns.size == chars.shape[0] == path_of.shape[0]:
        raise ValueError("the blocks are not those of the columns")
    for tag in range(tags):
        around[tag] = columns.new(f"in_{AROUND[tag]}")
    within = np.array([_held_by(path) for path in paths] or [0], dtype=np.uint32)
    cdef unsigned int[::1] tags_of = within
    cdef unsigned char[::1] media = np.zeros(columns.size, dtype=np.uint8)
    for index in range(columns.size):
        block = blocks[index]
        number = path_of[index]
        if not 0 <= number < tags_of.shape[0]:
            raise IndexError("there is no path of this number")
        emphasis[index] = min(1.0, <double>block.emph_chars / max(1.0, chars[index]))
        media[index] = bool(block.after_media)
        after_media[index] = media[index]
        depth[index] = len(block.path)
        held = tags_of[number]
        for tag in range(tags):
            around[tag][index] = held >> tag & 1
    since(media, media_before, media_behind)


cdef unsigned int _held_by(path) except? 0xffffffff:
    """Return which of the elements AROUND stand in a path, one a bit."""
    cdef unsigned int held = 0
    for name in path:
        number = _AROUND.get(name)
        if number is not None:
            held |= 1u << <int>number
    return held


def add_places(Columns columns, const unsigned char[::1] prose, long title_block):
    """Add where on the page a block stands, and where between the first and last prose of the element that holds most of it."""
    cdef float *place = columns.new("place")
    cdef float *index_ = columns.new("index")
    cdef float *from_end = columns.new("from_end")
    cdef float *after_first = columns.new("after_first")
    cdef float *before_last = columns.new("before_last")
    cdef float *from_title = columns.new("from_title")
    cdef float *prose_before = columns.new("prose_before")
    cdef float *prose_behind = columns.new("prose_behind")
    cdef const float *steps = columns.row("steps_to_prose") if "steps_to_prose" in columns else NULL
    cdef Py_ssize_t index, size = columns.size, first = 0, last = size - 1, met = 0
    cdef unsigned char[::1] near = np.zeros(size, dtype=np.uint8)
    if prose.shape[0] != size:
        raise ValueError("the blocks are not those of the columns")
    for index in range(size):
        near[index] = prose[index] and (steps == NULL or steps[index] <= 2)
        if near[index]:
            first, last, met = (index if not met else first), index, 1
    for index in range(size):
        place[index] = <double>index / size
        index_[index] = min(index, ENDS)
        from_end[index] = min(size - 1 - index, ENDS)
        after_first[index] = max(-FAR, min(FAR, index - first))
        before_last[index] = max(-FAR, min(FAR, last - index))
        from_title[index] = max(-FAR, min(FAR_BEHIND_TITLE, index - title_block)) if title_block >= 0 else NO_TITLE
    since(near, prose_before, prose_behind)


def add_repeated(Columns columns, keys, Py_ssize_t title_block):
    """Add how often the page says what a block says, and whether that is the title.

    keys  the folded text of each block.
    """
    cdef float *repeated = columns.new("repeated")
    cdef float *is_title = columns.new("is_title")
    cdef dict times = {}
    cdef Py_ssize_t index
    if len(keys) != columns.size:
        raise ValueError("the keys are not those of the columns' blocks")
    for key in keys:
        times[key] = times.get(key, 0) + 1
    for index in range(columns.size):
        repeated[index] = min(MOST_TIMES, <Py_ssize_t>times[keys[index]])
        is_title[index] = index == title_block


def add_claimed(Columns columns, claims):
    """Add what the category stages say: by witness, and for keeping; a claim on several blocks counts for the first."""
    cdef double[:, ::1] sums = np.zeros((len(WITNESSES) + 1, columns.size))
    cdef dict places = {name: place for place, name in enumerate(WITNESSES)}
    cdef Py_ssize_t place, index, keeps = len(WITNESSES)
    cdef double weight
    cdef float *said
    for claim in claims:
        index = _whole_block(claim, columns.size)
        if index >= 0:
            weight = <object>PyTuple_GET_ITEM(claim, _WEIGHT)
            place = keeps if weight < 0 else places[<object>PyTuple_GET_ITEM(claim, _WITNESS)]
            sums[place, index] += weight
    for place, name in enumerate((*WITNESSES, "keeps")):
        said = columns.new(f"says_{name}")
        for index in range(columns.size):
            said[index] = max(MOST_FOR_KEEPING, min(MOST_FOR_GOING, sums[place, index]))


def said_of(claims, Py_ssize_t size, double prior):
    """Return the sum of all claims on each block, and of what is said before any; a claim on several blocks counts for the first."""
    found = np.full(size, prior)
    cdef double[::1] said = found
    cdef Py_ssize_t index
    for claim in claims:
        index = _whole_block(claim, size)
        if index >= 0:
            said[index] += <double><object>PyTuple_GET_ITEM(claim, _WEIGHT)
    return found


cdef Py_ssize_t _whole_block(claim, Py_ssize_t size) except -2:
    """Return the first block that a claim is about, -1 when it is about a part of one."""
    cdef Py_ssize_t index
    if not isinstance(claim, tuple) or PyTuple_GET_SIZE(claim) != _CLAIM:
        raise ValueError("this is no claim")
    if <object>PyTuple_GET_ITEM(claim, _SPAN) is not None:
        return -1
    index = <object>PyTuple_GET_ITEM(claim, _START)
    if not 0 <= index < size:
        raise IndexError("a claim is about a block that there is not")
    return index


cdef since(const unsigned char[::1] flags, float *before, float *behind):
    """Write how many blocks back the nearest flag before each place stands, and how many on the nearest behind, at most FAR."""
    cdef Py_ssize_t index, far = FAR, size = flags.shape[0]
    for index in range(size):
        before[index] = far
        far = 1 if flags[index] else min(FAR, far + 1)
    far = FAR
    for index in range(size - 1, -1, -1):
        behind[index] = far
        far = 1 if flags[index] else min(FAR, far + 1)
