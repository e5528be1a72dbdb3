# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""What stands in a page and is never read, half of its bytes, taken out before it is parsed: programs, style sheets, drawings.

The tokens of the HTML standard, as far as they tell where a script begins and ends. Where that depends on what a parser
makes of the tokens before, in drawings, formulas, menus and templates, a script is left as it stands; so is all that
follows what could be read in two ways. A page is the same tree afterwards, but for the texts in its scripts and styles
and for the looks of its pictures and drawings.
"""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize, PyBytes_GET_SIZE
from cpython.mem cimport PyMem_RawFree, PyMem_RawMalloc
from libc.string cimport memchr, memcpy

cdef enum:
    LONGEST_NAME = 15  # of an element that matters here (bytes)
    # What a byte may be in a tag.
    SPACE = 1
    ENDS_NAME = 2  # of an element
    ENDS_ATTRIBUTE = 4
    DEEPEST_LINES = 16  # in a drawing that is left out as a whole (elements)

cdef enum What:  # an element is to the tokens after its start tag
    PLAIN  # nothing
    EMPTIED  # text to its end tag, which nobody reads
    TEXT  # text to its end tag
    REGION  # the beginning of a part in which the others may mean nothing
    MIXED  # in a region, the place where HTML begins again
    LAST  # the end of all that can be told
    DRAWN  # nothing, and some of its attributes are not read
    LINES  # the same, and it is part of a drawing

cdef dict MEANINGS = {
    b"script": EMPTIED, b"style": EMPTIED,
    **dict.fromkeys((b"title", b"textarea", b"xmp", b"iframe", b"noembed", b"noframes", b"noscript"), TEXT),
    **dict.fromkeys((b"svg", b"math", b"select", b"template"), REGION),
    **dict.fromkeys((b"desc", b"mi", b"mo", b"mn", b"ms", b"mtext", b"foreignobject", b"annotation-xml"), MIXED),
    **dict.fromkeys((b"plaintext", b"frameset"), LAST),
    **dict.fromkeys((b"img", b"source"), DRAWN),
    **dict.fromkeys(
        (b"path", b"polygon", b"polyline", b"line", b"rect", b"circle", b"ellipse", b"g", b"use", b"defs", b"symbol", b"mask", b"clippath", b"stop"), LINES
    ),
}

cdef struct Meaning:
    char name[LONGEST_NAME + 1]
    int length
    int what

cdef Meaning meanings[64]
cdef int first_meaning[LONGEST_NAME + 2]  # by length, where the names of that length begin
cdef int TEMPLATE, SVG
cdef unsigned char classes[256]


def _list_meanings():
    """Sort the elements that matter by the length of their names."""
    global TEMPLATE, SVG
    cdef int count = 0, length
    for length in range(LONGEST_NAME + 1):
        first_meaning[length] = count
        for name, what in MEANINGS.items():
            if len(name) == length:
                if count == 64:
                    raise ImportError("there are more elements than the scan has room for")
                memcpy(meanings[count].name, <const char *>name, length + 1)
                meanings[count].length, meanings[count].what = length, what
                if name == b"template":
                    TEMPLATE = count
                elif name == b"svg":
                    SVG = count
                count += 1
    first_meaning[LONGEST_NAME + 1] = count


def _list_classes():
    """Note what each byte may be in a tag."""
    for char in b" \t\n\r\f":
        classes[char] = SPACE | ENDS_NAME | ENDS_ATTRIBUTE
    classes[62] = classes[47] = ENDS_NAME | ENDS_ATTRIBUTE  # > /
    classes[61] = ENDS_ATTRIBUTE  # =


_list_meanings()
_list_classes()


cdef struct Scan:
    const unsigned char *text
    Py_ssize_t size
    Py_ssize_t at
    int region  # which element began the part that is left as it stands; -1 outside
    Py_ssize_t depth  # how many elements of that name are open there, at most
    bint closed_at_once  # the tag that was read last ends with />
    char *copy  # of what is kept
    Py_ssize_t copied
    Py_ssize_t seen  # of the text, how much is copied or left out


def without_unread(bytes page not None):
    """Return UTF-8 markup with nothing in its scripts and style sheets, JSON-LD kept, and without what pictures and drawings look like."""
    cdef Scan scan = Scan(<const unsigned char *>PyBytes_AS_STRING(page), PyBytes_GET_SIZE(page), 0, -1, 0, False, NULL, 0, 0)
    scan.copy = <char *>PyMem_RawMalloc(scan.size + 1)
    if scan.copy == NULL:
        raise MemoryError
    try:
        while _next_tag(&scan):
            pass
        if not scan.seen:
            return page
        _leave_out(&scan, scan.size, scan.size)
        return PyBytes_FromStringAndSize(scan.copy, scan.copied)
    finally:
        PyMem_RawFree(scan.copy)


cdef int _leave_out(Scan *scan, Py_ssize_t start, Py_ssize_t end) noexcept:
    """Copy what stands before a part of the text that is left out."""
    memcpy(scan.copy + scan.copied, scan.text + scan.seen, start - scan.seen)
    scan.copied += start - scan.seen
    scan.seen = end
    return 0


cdef bint _next_tag(Scan *scan) noexcept:
    """Step over the next tag, or what begins like one; false when no other can be told."""
    cdef unsigned char char
    scan.at = _find(scan, scan.at, 60)  # <
    if scan.at + 2 >= scan.size:
        return False
    char = scan.text[scan.at + 1]
    if _is_letter(char):
        return _start_tag(scan)
    if char == 33:  # !
        return _skip_declaration(scan)
    if char == 47:  # /
        _end_tag(scan)
    elif char == 63:  # ?
        scan.at = _find(scan, scan.at, 62) + 1
    else:
        scan.at += 1
    return True


cdef bint _start_tag(Scan *scan) noexcept:
    """Step over a start tag and the text that belongs to it, which is left out when nobody reads it; false at the end."""
    cdef Py_ssize_t opened = scan.at, start
    cdef int which = _read_tag(scan, opened + 1), what
    if which < 0:
        return True
    start, what = scan.at, meanings[which].what
    if what >= DRAWN:
        return True
    if start >= scan.size or what == LAST:
        return False
    if what == REGION:
        return _open_region(scan, which)
    if scan.region >= 0:
        return _is_plain_text(scan, start, which)
    if what == MIXED:
        return True
    scan.at = _script_end(scan, start) if meanings[which].name[1] == 99 else _text_end(scan, start, which)  # c
    if scan.at >= scan.size:
        return False
    if what == EMPTIED and scan.at > start and not _is_read(scan, opened, start):
        _leave_out(scan, start, scan.at)
    return True


cdef bint _open_region(Scan *scan, int which) noexcept:
    """Begin a region; false when it is in another one and nobody can tell where that ends."""
    if scan.closed_at_once and meanings[which].length < 5:  # svg, math: others are not closed by it
        return True
    if scan.region < 0:
        if which == SVG and _skip_lines(scan):
            return True
        scan.region, scan.depth = which, 1
    elif scan.region == which:
        scan.depth += 1
    else:
        return scan.region == TEMPLATE  # whose end tag closes all that is open in it
    return True


cdef bint _skip_lines(Scan *scan) noexcept:
    """Leave out what stands in a drawing, when it is nothing but lines, each ended in its place; false when it is more."""
    cdef Scan ahead = scan[0]
    cdef int open[DEEPEST_LINES]
    cdef int depth = 0, which
    cdef Py_ssize_t start
    while True:
        while ahead.at < ahead.size and _is_space(ahead.text[ahead.at]):
            ahead.at += 1
        start = ahead.at
        if start + 6 > ahead.size or ahead.text[start] != 60:
            return False
        if ahead.text[start + 1] == 47:
            which = _read_tag(&ahead, start + 2)
            if which == SVG and ahead.at < ahead.size:
                if start > scan.at:
                    _leave_out(scan, scan.at, start)
                scan.at = ahead.at
                return True
            depth -= 1
            if depth < 0 or open[depth] != which:
                return False
        else:
            which = _read_tag(&ahead, start + 1)
            if which < 0 or meanings[which].what != LINES:
                return False
            if not ahead.closed_at_once:
                if depth == DEEPEST_LINES:
                    return False
                open[depth] = which
                depth += 1


cdef int _end_tag(Scan *scan) noexcept:
    """Step over an end tag, or what a parser takes for a comment; a region may end with it."""
    cdef int which
    if not _is_letter(scan.text[scan.at + 2]):
        scan.at = _find(scan, scan.at, 62) + 1
        return 0
    which = _read_tag(scan, scan.at + 2)
    if which >= 0 and which == scan.region:
        scan.depth -= 1
        if not scan.depth or meanings[which].name[1] == 101 and meanings[which].name[0] == 115:  # a select ends all at once
            scan.region, scan.depth = -1, 0
    return 0


cdef bint _skip_declaration(Scan *scan) noexcept:
    """Step over a comment or what is none; false when that may be the verbatim text of a drawing, which ends elsewhere."""
    cdef Py_ssize_t i = scan.at
    if scan.text[i + 2] == 91 and scan.region >= 0:  # [
        return False
    if i + 3 >= scan.size or scan.text[i + 2] != 45 or scan.text[i + 3] != 45:
        scan.at = _find(scan, i, 62) + 1
        return True
    i += 4
    while True:
        i = _find(scan, i, 62)
        if i >= scan.size or _ends_comment(scan.text, scan.at + 4, i):
            scan.at = i + 1
            return True
        i += 1


cdef bint _ends_comment(const unsigned char *text, Py_ssize_t start, Py_ssize_t at) noexcept:
    """Tell whether a comment, whose text begins at `start`, ends with the > at a place: as --> or --!>, or before it has begun."""
    if text[at - 1] == 33:  # !
        return at - 3 >= start and text[at - 2] == 45 and text[at - 3] == 45
    if text[at - 1] != 45:
        return at == start
    return at == start or at == start + 1 or text[at - 2] == 45


cdef int _read_tag(Scan *scan, Py_ssize_t start) noexcept:
    """Step over a tag whose name begins at `start`; return which of the elements that matter it is, -1 for another."""
    cdef const unsigned char *text = scan.text
    cdef Py_ssize_t i = start, n = scan.size, named, name_end
    cdef int which
    cdef bint drawn
    cdef unsigned char char
    while i < n and not classes[text[i]] & ENDS_NAME:
        i += 1
    which = _which(text + start, i - start)
    drawn = which >= 0 and meanings[which].what >= DRAWN
    scan.closed_at_once = False
    while i < n:
        while i < n and (classes[text[i]] & SPACE or text[i] == 47):
            i += 1
        if i < n and text[i] == 62:
            scan.closed_at_once = text[i - 1] == 47
            break
        named = i
        i += 1  # the first character of a name may be anything
        while i < n and not classes[text[i]] & ENDS_ATTRIBUTE:
            i += 1
        name_end = i
        while i < n and classes[text[i]] & SPACE:
            i += 1
        if i >= n or text[i] != 61:
            continue
        i += 1
        while i < n and classes[text[i]] & SPACE:
            i += 1
        char = text[i] if i < n else 0
        if char == 34 or char == 39:  # quotes
            start = i + 1
            i = _find(scan, start, char)
            if drawn and i > start and _is_drawing(text + named, name_end - named):
                _leave_out(scan, start, i)
            i += 1
        elif char == 62:
            break
        else:
            while i < n and not classes[text[i]] & SPACE and text[i] != 62:
                i += 1
            if i < n and text[i] == 62:
                break
    scan.at = min(i + 1, n)
    return which


cdef bint _is_drawing(const unsigned char *name, Py_ssize_t length) noexcept:
    """Tell whether an attribute of a picture says what it looks like."""
    return (
        (length == 1 and name[0] == 100)  # d
        or (length == 3 and _says(name, b"src", 3))
        or (length == 6 and (_says(name, b"srcset", 6) or _says(name, b"points", 6)))
        or (length == 5 and _says(name, b"sizes", 5))
        or (length == 8 and _says(name, b"data-src", 8))
        or (length == 11 and _says(name, b"data-srcset", 11))
    )


cdef int _which(const unsigned char *name, Py_ssize_t length) noexcept:
    """Return which of the elements that matter has this name; -1 for none."""
    cdef int which
    if length > LONGEST_NAME:
        return -1
    for which in range(first_meaning[length], first_meaning[length + 1]):
        if _says(name, meanings[which].name, length):
            return which
    return -1


cdef bint _says(const unsigned char *text, const char *word, Py_ssize_t length) noexcept:
    """Tell whether a word, lower case, stands there in either case."""
    cdef Py_ssize_t offset
    cdef unsigned char char
    for offset in range(length):
        char = text[offset]
        if u'A' <= char <= u'Z':
            char |= 32
        if char != <unsigned char>word[offset]:
            return False
    return True


cdef bint _is_read(Scan *scan, Py_ssize_t start, Py_ssize_t end) noexcept:
    """Tell whether a start tag may be that of a script with JSON-LD: it says so, or has characters written by their names."""
    cdef Py_ssize_t i
    if memchr(scan.text + start, 38, end - start) != NULL:  # &
        return True
    for i in range(start, end - 7):
        if scan.text[i + 2] == 43 and _says(scan.text + i, b"ld+json", 7):
            return True
    return False


cdef bint _is_plain_text(Scan *scan, Py_ssize_t i, int which) noexcept:
    """Tell whether nothing but text stands before an end tag of this name, so that no two readings differ."""
    i = _find(scan, i, 60)
    return _names_end(scan, i, which)


cdef bint _names_end(Scan *scan, Py_ssize_t i, int which) noexcept:
    """Tell whether the end tag of an element stands there."""
    cdef Py_ssize_t end = i + 2 + meanings[which].length
    return (
        end < scan.size and scan.text[i + 1] == 47 and (_is_space(scan.text[end]) or scan.text[end] == 62 or scan.text[end] == 47)
        and _says(scan.text + i + 2, meanings[which].name, meanings[which].length)
    )


cdef Py_ssize_t _text_end(Scan *scan, Py_ssize_t i, int which) noexcept:
    """Return where the end tag of an element begins that holds text only."""
    while True:
        i = _find(scan, i, 60)
        if i >= scan.size or _names_end(scan, i, which):
            return i
        i += 1


cdef Py_ssize_t _script_end(Scan *scan, Py_ssize_t i) noexcept:
    """Return where the end tag of a script begins; in a comment, a script in the script does not end it."""
    cdef const unsigned char *text = scan.text
    cdef Py_ssize_t n = scan.size
    cdef bint commented = False, nested = False
    while i < n:
        if not commented:
            i = _find(scan, i, 60)
        elif text[i] == 45 and i + 2 < n and text[i + 1] == 45 and text[i + 2] == 62:  # -->
            commented = nested = False
        if i < n and text[i] == 60:
            if not commented and i + 3 < n and text[i + 1] == 33 and text[i + 2] == 45 and text[i + 3] == 45:  # <!--
                commented = True
                i += 1
            elif _names_script(scan, i + 1):
                nested = commented
            elif i + 1 < n and text[i + 1] == 47 and _names_script(scan, i + 2):
                if not nested:
                    return i
                nested = False
        i += 1
    return n


cdef bint _names_script(Scan *scan, Py_ssize_t i) noexcept:
    """Tell whether "script" stands there as the whole name of a tag."""
    return i + 6 < scan.size and _says(scan.text + i, b"script", 6) and (_is_space(scan.text[i + 6]) or scan.text[i + 6] == 62 or scan.text[i + 6] == 47)


cdef inline Py_ssize_t _find(Scan *scan, Py_ssize_t i, unsigned char wanted) noexcept:
    """Return where a character stands next; the end when nowhere."""
    cdef const void *found
    if i >= scan.size:
        return scan.size
    found = memchr(scan.text + i, wanted, scan.size - i)
    return scan.size if found == NULL else <const unsigned char *>found - scan.text


cdef inline bint _is_letter(unsigned char char) noexcept:
    return u'a' <= (char | 32) <= u'z'


cdef inline bint _is_space(unsigned char char) noexcept:
    return classes[char] & SPACE != 0
