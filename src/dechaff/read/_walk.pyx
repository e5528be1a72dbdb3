# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The walk over the nodes of a page that gathers its visible text into blocks, with what the markup says of each."""

cimport cython
from cpython.mem cimport PyMem_RawFree, PyMem_RawRealloc
from cpython.object cimport PyTypeObject
from cpython.ref cimport Py_INCREF
from cpython.tuple cimport PyTuple_SET_ITEM
from cpython.unicode cimport (
    Py_UNICODE_ISALNUM,
    Py_UNICODE_ISLOWER,
    Py_UNICODE_ISSPACE,
    Py_UNICODE_ISTITLE,
    Py_UNICODE_ISUPPER,
    PyUnicode_READ,
)
from libc.limits cimport INT_MAX

from dechaff.read._line cimport Line
from dechaff.read._nodes cimport ESCAPED, TEXT, Name, Node, Page

from dechaff.model import Block, Container, Kind
from dechaff.read import visible
from dechaff.read._words import words_of
from dechaff.read.elements import Note, Trait
from dechaff.read.text import is_blank

cdef enum:
    HREF_CHARS = 200  # what follows in a longer address are parameters
    CELL_CHARS = 400  # a table row with a longer cell is layout, not data
    PATH_TAGS = 512  # Chromium nests no deeper either; a path that grew with every level would cost the square of the depth
    # What the walk notes of an element, beside what its attributes say.
    APART = 1 << 16  # it stands apart from the line around it
    LOOKED_INTO = 1 << 17
    ONLY_ELEMENTS = 1 << 18  # it holds two or more elements and no text of its own between them

# An ancestor that holds more of the page's characters than this says nothing about a single block in it.
cdef double MARK_SHARE = 0.33
cdef double HIDDEN_SHARE = visible.HIDDEN_SHARE
cdef Py_ssize_t LEAST_CHARS = visible.LEAST_CHARS, METERED_CHARS = visible.METERED_CHARS, PROSE_RUN_CHARS = visible.PROSE_RUN_CHARS

cdef unsigned int SEEN = Trait.SEEN, INLINE = Trait.INLINE, CUSTOM = Trait.CUSTOM, KEEPS_LINE = Trait.KEEPS_LINE
cdef unsigned int HOLDS_BLOCKS = Trait.HOLDS_BLOCKS, PLAIN = Trait.PLAIN, IS_CAPTION = Trait.CAPTION
cdef unsigned int LINK = Trait.LINK, EMPHASIS = Trait.EMPHASIS, MEDIA = Trait.MEDIA, FIGURE_MEDIA = Trait.FIGURE_MEDIA
cdef unsigned int LIST = Trait.LIST, LIST_PART = Trait.LIST_PART, PRE = Trait.PRE, IS_QUOTE = Trait.QUOTE, FIGURE = Trait.FIGURE
cdef unsigned int TABLE_PART = Trait.TABLE_PART, TABLE_SECTION = Trait.TABLE_SECTION, IS_ROW = Trait.ROW, CELL = Trait.CELL
cdef unsigned int BREAK = Trait.BREAK, WORD_BREAK = Trait.WORD_BREAK, QUOTATION = Trait.QUOTATION, DIALOG = Trait.DIALOG
cdef unsigned int LAYS_OUT = Trait.LAYS_OUT

cdef int CLASS = Note.CLASS, SPOKEN = Note.SPOKEN, STYLE = Note.STYLE, HIDDEN = Note.HIDDEN, ARIA_HIDDEN = Note.ARIA_HIDDEN
cdef int OPEN = Note.OPEN, SIZE = Note.SIZE, MARKED = Note.MARKED

cdef tuple KINDS = tuple(Kind)
cdef int CODE = KINDS.index(Kind.CODE), QUOTE = KINDS.index(Kind.QUOTE), CAPTION = KINDS.index(Kind.CAPTION)
cdef int ITEM = KINDS.index(Kind.ITEM), ROW = KINDS.index(Kind.ROW)
cdef set PIXEL = {"0", "1", "0px", "1px"}
cdef frozenset NO_WORDS = frozenset()

cdef extern from "Python.h":
    object PyType_GenericAlloc(PyTypeObject *kind, Py_ssize_t items)


if len(Block._fields) != 12 or Container._fields != ("parent", "tag"):
    raise ImportError("blocks have other fields than the walk over a page fills")


cdef inline int put(object fields, Py_ssize_t index, object value) except -1:
    """Fill a field of a named tuple that was just made; pages have hundreds, so their constructors are passed over."""
    Py_INCREF(value)
    PyTuple_SET_ITEM(fields, index, value)
    return 0


cdef struct Held:  # a container
    int node
    int parent  # among the containers
    Py_ssize_t chars  # how many of the page's characters it holds
    bint has_block  # of its own


cdef struct Piece:  # a block, but for its text and what needs the whole page
    int container
    int kind
    int level
    bint gap
    bint after_media
    Py_ssize_t link_chars
    Py_ssize_t emph_chars


cdef struct Inside:  # what a text stands in, and how many of its characters do
    int links
    int emphases
    int link  # the innermost link; 0 when there is none
    Py_ssize_t link_chars
    Py_ssize_t emph_chars


@cython.final
cdef class Walk:
    """One pass over the body; text is gathered until something begins or ends a block.

    here       index of the container that the text belongs to: the nearest element that stands apart from its line.
    seam       an inline element began or ended since the last text.
    media      a picture or film stands before the text to come; after_media: before the block that is being gathered.
    gap        a paragraph break stands before the text to come; item_gap: before the list item at hand, -1 when it has given it.
    href       address of the first link with text in the block that is being gathered.
    pre, quotes, figures, items   how many of these elements are open.
    page_prose characters of prose on the page, counted when first asked for; -1 before.
    """

    cdef Page page
    cdef Node *nodes
    cdef Name *names
    cdef int body, here, item_gap, pre, quotes, figures, items
    cdef bint seam, media, after_media, gap
    cdef Inside inside
    cdef str href
    cdef Line line
    cdef Held *held
    cdef Piece *pieces
    cdef int held_count, held_room, piece_count, piece_room
    cdef list texts, hrefs
    cdef Py_ssize_t page_prose

    def __cinit__(self, Page page not None, int body):
        page.checked(body)
        self.page, self.nodes, self.names, self.body = page, page.nodes, page.names, body
        self.here = self.item_gap = -1
        self.gap = True
        self.href = ""
        self.line = Line()
        self.texts, self.hrefs = [], []
        self.page_prose = -1

    def __dealloc__(self):
        PyMem_RawFree(self.held)
        PyMem_RawFree(self.pieces)

    cdef inline unsigned int traits(self, int node) noexcept:
        return self.names[self.nodes[node].name].traits

    cdef int run(self) except -1:
        cdef int holder = self.body, end = self.nodes[self.body].after, index = self.body + 1
        cdef unsigned int traits
        self.nodes[self.body].notes |= APART
        self.open(self.body)
        while True:
            while index == self.nodes[holder].after:
                self.leave(holder)
                if holder == self.body:
                    return 0
                holder = self.nodes[holder].parent
            if self.nodes[index].name == TEXT:
                self.take(&self.nodes[index])
                index += 1
                continue
            traits = self.traits(index)
            if not traits & SEEN:
                if not self.media and traits & FIGURE_MEDIA and (traits & MEDIA or self.figures):
                    self.media = self.shows(index)
            elif self.enter(index, holder, traits):
                holder = index
                index += 1
                continue
            index = self.nodes[index].after

    cdef bint enter(self, int index, int holder, unsigned int traits) except -1:
        """Begin an element; false when there is nothing to look at inside."""
        cdef Node *node = &self.nodes[index]
        cdef bint apart
        if traits & BREAK:
            self.end_line()
            return False
        if (node.notes or traits & DIALOG) and self.hides(index):
            return False
        if traits & IS_ROW and self.add_row(index):
            return False
        if not traits & INLINE:
            apart = not (traits & CUSTOM and self.traits(holder) & KEEPS_LINE)
        elif node.notes & STYLE and visible.is_shown_as_block(self.page.value_of(node, b"style")):
            apart = True
        else:
            apart = self.traits(holder) & HOLDS_BLOCKS and not traits & WORD_BREAK and self.holds_only_elements(holder)
        if apart:
            node.notes |= APART
            self.begin(index, traits)
        else:
            self.flow(traits, u'\u201c')
        self.inside.emphases += traits & EMPHASIS != 0
        if traits & LINK:
            self.inside.links += 1
            self.inside.link = index
        return True

    cdef int leave(self, int index) except -1:
        cdef unsigned int traits = self.traits(index)
        self.inside.emphases -= traits & EMPHASIS != 0
        if traits & LINK:
            self.inside.links -= 1
            self.inside.link = 0
        if not self.nodes[index].notes & APART:
            return self.flow(traits, u'\u201d')
        self.flush()
        self.here = self.held[self.here].parent
        if traits & PLAIN:
            self.gap = True
        else:
            self.count(traits, -1)
            if traits & LIST_PART:
                # An item that was empty hands its gap on: the next one takes its place.
                self.gap = self.item_gap > 0
            elif not traits & TABLE_SECTION:
                self.gap = True
        self.item_gap = -1
        return 0

    cdef int begin(self, int index, unsigned int traits) except -1:
        """Open the container of an element that stands apart, and note whether a paragraph break stands before it."""
        self.flush()
        self.open(index)
        if traits & PLAIN:
            self.gap = True
            return 0
        if traits & LIST_PART:
            self.item_gap = self.gap
        elif traits & LIST and self.items and self.item_gap < 0:
            self.gap = False
        elif not traits & TABLE_PART:
            self.gap = True
        return self.count(traits, 1)

    cdef int count(self, unsigned int traits, int step) except -1:
        """Begin (step 1) or end (step -1) an element that changes what all the text in it is."""
        if traits & PRE:
            self.pre += step
            self.line.verbatim = self.pre > 0
        elif traits & IS_QUOTE:
            self.quotes += step
        elif traits & FIGURE:
            self.figures += step
        elif traits & LIST_PART:
            self.items += step
        return 0

    cdef int flow(self, unsigned int traits, Py_UCS4 mark) except -1:
        """Begin or end an element that flows inside a line; a quotation shows a mark there."""
        if traits & WORD_BREAK:
            return 0
        self.seam = True
        if traits & QUOTATION:
            self.start()
            self.line.take(mark)
        return 0

    cdef int take(self, const Node *text) except -1:
        cdef Py_ssize_t chars
        if not self.line.begun and not self.pre and self.is_space(text):
            self.seam = False
            return 0
        if self.seam and self.line.begun:
            self.mend_seam(text)
        self.seam = False
        if self.media:
            self.start()
        chars = self.line.take_text(self.page, text)
        if chars:
            self.tell(chars)
            if not self.href and self.inside.links:
                self.href = self.address()
        return 0

    cdef inline int tell(self, Py_ssize_t chars) noexcept:
        """Count characters that stand in a link or in emphasis."""
        if self.inside.links:
            self.inside.link_chars += chars
        if self.inside.emphases:
            self.inside.emph_chars += chars
        return 0

    cdef str address(self):
        """Return the address of the link at hand; empty when there is none."""
        return self.page.value_of(&self.nodes[self.inside.link], b"href")[:HREF_CHARS] if self.inside.link else ""

    cdef bint is_space(self, const Node *text) noexcept:
        cdef Py_ssize_t at = text.start
        cdef Py_UCS4 char
        while at < text.end:
            char = self.page.character(&at, text.notes & ESCAPED)
            if not Py_UNICODE_ISSPACE(char):  # a macro that looks twice at what it is given
                return False
        return True

    cdef int start(self) except -1:
        """Note at the first text of a block whether media stand before it; those inside a block stand before the next."""
        if not self.line.begun:
            self.after_media = self.after_media or self.media
            self.media = False
        return 0

    cdef int mend_seam(self, const Node *text) except -1:
        """Part what two inline elements would glue together: a sentence's or a heading's end and a capital letter."""
        cdef Py_ssize_t at = text.start
        cdef Py_UCS4 before = self.line.last, char = self.page.character(&at, text.notes & ESCAPED)
        cdef bint ended = before == u'.' or before == u'!' or before == u'?'
        if self.pre or not (ended or Py_UNICODE_ISLOWER(before)) or not Py_UNICODE_ISUPPER(char):
            return 0
        char = self.page.character(&at, text.notes & ESCAPED) if at < text.end else u' '
        if not (Py_UNICODE_ISLOWER(char) or Py_UNICODE_ISTITLE(char)):
            return 0
        if ended or self.line.words < 2:
            return self.line.take(u' ')
        return self.flush()

    cdef int end_line(self) except -1:
        """End a block at a line break, a paragraph at the second one. Headings and code keep their line."""
        if self.pre:
            self.line.take(u'\n')
        elif self.names[self.nodes[self.held[self.here].node].name].heading:
            self.line.take(u' ')
        elif self.line.length:
            self.flush()
            self.gap = False
        else:
            self.line.clear()
            self.gap = True
        return 0

    cdef int open(self, int node) except -1:
        cdef Held *held
        cdef int room
        if self.held_count == self.held_room:
            room = 2 * self.held_room if self.held_room else 512
            if self.held_room > INT_MAX // 2:
                raise MemoryError
            held = <Held *>PyMem_RawRealloc(self.held, room * sizeof(Held))
            if held == NULL:
                raise MemoryError
            self.held, self.held_room = held, room
        self.held[self.held_count] = Held(node, self.here, 0, False)
        self.here = self.held_count
        self.held_count += 1
        return 0

    cdef int add(self, str text, str href, int kind, int level, bint gap, bint after_media) except -1:
        """Add a block, and forget what was counted for it."""
        cdef Piece *pieces
        cdef int room
        cdef Py_ssize_t size = len(text)
        if self.piece_count == self.piece_room:
            room = 2 * self.piece_room if self.piece_room else 512
            if self.piece_room > INT_MAX // 2:
                raise MemoryError
            pieces = <Piece *>PyMem_RawRealloc(self.pieces, room * sizeof(Piece))
            if pieces == NULL:
                raise MemoryError
            self.pieces, self.piece_room = pieces, room
        self.pieces[self.piece_count] = Piece(
            self.here, kind, level, gap, after_media, min(self.inside.link_chars, size), min(self.inside.emph_chars, size)
        )
        self.piece_count += 1
        self.held[self.here].chars += size
        self.held[self.here].has_block = True
        self.texts.append(text)
        self.hrefs.append(href)
        return 0

    cdef int flush(self) except -1:
        """End the block that was being gathered."""
        cdef str text, href
        cdef const Name *name
        cdef int kind
        if not self.line.begun:
            return 0
        text, href, self.href = self.line.text(), self.href, ""
        self.line.clear()
        if text and (Py_UNICODE_ISALNUM(text[0]) or not is_blank(text)):
            name = &self.names[self.nodes[self.held[self.here].node].name]
            kind = self.kind(name)
            self.add(text, href, kind, self.items if kind == ITEM else name.heading, self.gap if self.item_gap < 0 else self.item_gap, self.after_media)
            self.after_media = False
            self.item_gap = -1
            self.gap = True
        self.inside.link_chars = self.inside.emph_chars = 0
        return 0

    cdef int kind(self, const Name *name) noexcept:
        """Return what a text is by its container and the elements around it."""
        if name.heading:
            return name.kind
        if self.pre:
            return CODE
        if self.quotes:
            return QUOTE
        if self.figures:
            return CAPTION
        if self.items and not name.traits & IS_CAPTION:
            return ITEM
        return name.kind

    cdef bint shows(self, int index) except -1:
        """Tell whether a picture or film is there to be looked at: neither hidden nor one pixel that counts visitors."""
        cdef Node *node = &self.nodes[index]
        if not node.notes:
            return True
        if node.notes & SIZE and (self.page.value_of(node, b"width") in PIXEL or self.page.value_of(node, b"height") in PIXEL):
            return False
        return not self.hides(index)

    cdef bint hides(self, int index) except -1:
        """Tell whether an element and all in it is not shown."""
        cdef Node *node = &self.nodes[index]
        cdef int notes = node.notes
        cdef bint hidden = (
            notes & SPOKEN
            or (notes & HIDDEN and self.page.value_of(node, b"hidden") != "until-found")
            or (notes & ARIA_HIDDEN and self.page.value_of(node, b"aria-hidden") == "true")
            or (notes & STYLE and visible.is_hiding(self.page.value_of(node, b"style")))
            or (not notes & OPEN and self.traits(index) & DIALOG)
        )
        return hidden and not self.is_the_page(index)

    cdef bint is_the_page(self, int index) except -1:
        """Tell whether a hidden element holds so much of the text that a script must show it later."""
        cdef Py_ssize_t chars = self.prose_in(index)
        if chars >= METERED_CHARS and self.nodes[index].notes & CLASS and "paywall" in self.page.value_of(&self.nodes[index], b"class").lower():
            return True
        if chars < LEAST_CHARS:
            return False
        if self.page_prose < 0:
            self.page_prose = self.prose_in(self.body)
        return chars > HIDDEN_SHARE * self.page_prose

    cdef Py_ssize_t prose_in(self, int root) noexcept:
        """Count the characters under an element that stand in long runs of text, scripts and styles left out."""
        cdef int index = root + 1
        cdef Py_ssize_t count = 0, chars
        while index < self.nodes[root].after:
            if self.nodes[index].name == TEXT:
                chars = self.page.length_of(&self.nodes[index])
                if chars >= PROSE_RUN_CHARS and not self.is_layout_space(&self.nodes[index]):
                    count += chars
            elif not self.traits(index) & SEEN:
                index = self.nodes[index].after
                continue
            index += 1
        return count

    cdef bint is_layout_space(self, const Node *text) noexcept:
        """Tell whether a text is nothing but the white space between tags."""
        cdef Py_ssize_t at
        cdef Py_UCS4 char
        for at in range(text.start, text.end):
            char = PyUnicode_READ(self.page.kind, self.page.data, at)
            if char != u' ' and char != u'\n' and char != u'\t' and char != u'\r' and char != u'\f':
                return False
        return True

    cdef bint holds_only_elements(self, int holder) noexcept:
        """Tell whether an element holds two or more elements and no text of its own between them."""
        cdef int index = holder + 1, elements = 0
        if not self.nodes[holder].notes & LOOKED_INTO:
            self.nodes[holder].notes |= LOOKED_INTO
            while index < self.nodes[holder].after:
                if self.nodes[index].name != TEXT:
                    elements += 1
                elif not self.is_layout_space(&self.nodes[index]):
                    return False
                index = self.nodes[index].after
            if elements > 1:
                self.nodes[holder].notes |= ONLY_ELEMENTS
        return self.nodes[holder].notes & ONLY_ELEMENTS

    cdef bint add_row(self, int row) except -1:
        """Add a table row as a block, its cells joined by bars; false when it is layout or has one cell only."""
        cdef Inside around = self.inside
        cdef str href
        cdef bint gap
        if not self.is_data(row):
            return False
        self.flush()
        self.inside = Inside(0, 0, 0, 0, 0)
        self.line.verbatim = False
        if self.take_cells(row):
            self.line.base = 0
            text, href, self.href = self.line.text(), self.href, ""
            gap = self.gap or not self.piece_count or self.pieces[self.piece_count - 1].kind != ROW
            self.open(row)
            self.add(text, href, ROW, 0, gap, self.media)
            self.here = self.held[self.here].parent
            self.media = self.gap = False
            row = -1
        self.line.clear()
        self.line.verbatim = self.pre > 0
        self.href = ""
        self.inside = around
        self.inside.link_chars = self.inside.emph_chars = 0
        return row < 0

    cdef bint is_data(self, int row) noexcept:
        """Tell whether a table row has two cells or more and in them nothing that lays a page out."""
        cdef int index = row + 1, inner, cells = 0
        while index < self.nodes[row].after:
            if self.traits(index) & CELL:
                cells += 1
                for inner in range(index + 1, self.nodes[index].after):
                    if self.traits(inner) & LAYS_OUT:
                        return False
            index = self.nodes[index].after
        return cells > 1

    cdef bint take_cells(self, int row) except -1:
        """Take the cells of a row; false when one is too long for data, or all are empty."""
        cdef int index = row + 1
        cdef bint first = True, filled = False
        while index < self.nodes[row].after:
            if self.traits(index) & CELL:
                if not first:
                    self.line.bar()
                first = False
                self.take_cell(index, row)
                if self.line.length - self.line.base > CELL_CHARS:
                    return False
                filled = filled or self.line.length > self.line.base
            index = self.nodes[index].after
        return filled

    cdef int take_cell(self, int cell, int row) except -1:
        """Take the visible text of a table cell."""
        cdef int index = cell, holder = row
        cdef unsigned int traits
        cdef Py_ssize_t chars
        while True:
            while holder != row and index == self.nodes[holder].after:
                self.step_out(holder, row)
                holder = self.nodes[holder].parent
            if index >= self.nodes[cell].after:
                return 0
            traits = self.traits(index)
            if self.nodes[index].name == TEXT:
                chars = self.line.take_text(self.page, &self.nodes[index])
                if chars:
                    self.tell(chars)
                    if not self.href:
                        self.href = self.address()
            elif traits & BREAK:
                self.line.take(u' ')
            elif traits & SEEN and not ((self.nodes[index].notes or traits & DIALOG) and self.hides(index)):
                self.step_in(index, traits)
                holder = index
                index += 1
                continue
            index = self.nodes[index].after

    cdef int step_in(self, int index, unsigned int traits) except -1:
        """Begin an element in a cell."""
        if not traits & (INLINE | CUSTOM):
            self.line.take(u' ')
        self.inside.emphases += traits & EMPHASIS != 0
        if traits & LINK:
            self.inside.links += 1
            self.inside.link = index
        return 0

    cdef int step_out(self, int index, int row) except -1:
        """End an element in a cell; a link around an inner one counts again."""
        cdef unsigned int traits = self.traits(index)
        if not traits & (INLINE | CUSTOM):
            self.line.take(u' ')
        self.inside.emphases -= traits & EMPHASIS != 0
        if traits & LINK:
            self.inside.links -= 1
            index = self.nodes[index].parent
            while self.inside.links and index != row and not self.traits(index) & LINK:
                index = self.nodes[index].parent
            self.inside.link = index if self.inside.links else 0
        return 0

    cdef tuple containers(self):
        """Return the elements that hold the blocks, each after the one around it."""
        cdef list elements = self.page.elements, found = []
        cdef int index
        for index in range(self.held_count):
            container = PyType_GenericAlloc(<PyTypeObject *>Container, 2)
            put(container, 0, self.held[index].parent)
            put(container, 1, elements[self.nodes[self.held[index].node].name].tag)
            found.append(container)
        return tuple(found)

    cdef tuple blocks(self):
        """Return the blocks, each with the marks of those ancestors that are small beside the page."""
        cdef int index
        cdef Piece *piece
        cdef list found = []
        for index in range(self.held_count - 1, 0, -1):
            self.held[self.held[index].parent].chars += self.held[index].chars
        cdef list marks = self.marks(), paths = self.paths()
        for index in range(self.piece_count):
            piece = &self.pieces[index]
            block = PyType_GenericAlloc(<PyTypeObject *>Block, 12)
            put(block, 0, index)
            put(block, 1, KINDS[piece.kind])
            put(block, 2, self.texts[index])
            put(block, 3, piece.gap)
            put(block, 4, piece.level)
            put(block, 5, piece.link_chars)
            put(block, 6, marks[piece.container])
            put(block, 7, paths[piece.container])
            put(block, 8, piece.container)
            put(block, 9, piece.emph_chars)
            put(block, 10, self.hrefs[index])
            put(block, 11, piece.after_media)
            found.append(block)
        return tuple(found)

    cdef list marks(self):
        """Return for each container that holds text its words and those of the small containers around it."""
        cdef double limit = MARK_SHARE * max(1, self.held[0].chars)
        cdef dict unions = {}, known = {}
        cdef list found = []
        cdef frozenset above, words
        cdef str names
        cdef Held *held
        cdef int index
        for index in range(self.held_count):
            held = &self.held[index]
            above = NO_WORDS
            if not held.has_block and (held.chars >= limit or not held.chars):
                found.append(above)  # for which nobody asks
                continue
            if held.parent >= 0 and self.held[held.parent].chars < limit:
                above = found[held.parent]
            if self.nodes[held.node].notes & MARKED:
                names = self.page.marked_of(&self.nodes[held.node])
                words = known.get(names)
                if words is None:
                    words = known[names] = words_of(names)
                if above and words:
                    pair = above, words
                    both = unions.get(pair)
                    if both is None:
                        both = unions[pair] = above | words
                    above = both
                else:
                    above = above or words
            found.append(above)
        return found

    cdef list paths(self):
        """Return for each container that holds text the tag names from the body down to it."""
        cdef list found = [()], elements = self.page.elements
        cdef tuple path
        cdef int index
        for index in range(1, self.held_count):
            path = found[self.held[index].parent]
            if self.held[index].chars and len(path) < PATH_TAGS:
                path = path + (elements[self.nodes[self.held[index].node].name].tag,)
            found.append(path)
        return found


def blocks_of(Page page not None):
    """Return the visible blocks of a page and the elements that hold them."""
    cdef int body = page.body
    if body < 0:
        return (), ()
    cdef Walk walk = Walk(page, body)
    walk.run()
    return walk.blocks(), walk.containers()
