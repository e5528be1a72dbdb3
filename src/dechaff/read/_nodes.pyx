# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The nodes of a page, read off its markup as a parser writes it: a flat array in the order of the page.

That markup is the HTML standard's serialisation: every end tag is there, attribute values stand in double quotes, and only
& < > " and the no-break space are written as names. Nothing is copied: a node knows where its text and its attributes stand.
"""

cimport cython
from cpython.mem cimport PyMem_RawFree, PyMem_RawRealloc
from cpython.unicode cimport Py_UNICODE_ISALNUM, PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ, PyUnicode_Substring
from libc.limits cimport INT_MAX
from libc.string cimport memchr, memcpy, memset, strlen

from dechaff.model import Kind
from dechaff.read.elements import ATTRIBUTES, Note, Trait, element_of
from dechaff.read.visible import SPOKEN_CLASSES

ctypedef unsigned char narrow
ctypedef unsigned short middle
ctypedef unsigned int wide

ctypedef fused unit:
    narrow
    middle
    wide

cdef enum:
    LONGEST = 16  # a longer name of an attribute is not asked for
    LONGEST_SPOKEN = 31
    SLOTS = 256

cdef struct Slot:
    Py_ssize_t start
    Py_ssize_t length  # 0 when nothing is kept here
    int number

cdef struct Asked:
    char name[LONGEST + 1]
    int notes

cdef Asked asked[64]
cdef char spoken[16][LONGEST_SPOKEN + 1]
cdef int spoken_count = 0
cdef int first_asked[LONGEST + 2]  # by length, where the names of that length begin
cdef unsigned int VOID = Trait.VOID, RAW = Trait.RAW, SCRIPT = Trait.SCRIPT, OPAQUE = Trait.OPAQUE
cdef unsigned int UNREAD = Trait.UNREAD
cdef int MARKED = Note.MARKED, CLASS = Note.CLASS, SPOKEN = Note.SPOKEN
cdef dict KINDS = {kind: number for number, kind in enumerate(Kind)}


def _list_asked():
    """Sort the attributes that are asked for by the length of their names."""
    cdef int count = 0
    cdef int length
    cdef bytes name
    for length in range(LONGEST + 1):
        first_asked[length] = count
        for text, notes in ATTRIBUTES.items():
            name = text.encode()
            if len(name) > LONGEST or count == 64:
                raise ImportError("there are more or longer attributes than the scan has room for")
            if len(name) == length:
                memcpy(asked[count].name, <const char *>name, length + 1)
                asked[count].notes = notes
                count += 1
    first_asked[LONGEST + 1] = count


def _list_spoken():
    """Keep the names of classes for screen readers where the scan finds them."""
    global spoken_count
    cdef bytes name
    for text in SPOKEN_CLASSES:
        name = text.encode()
        if spoken_count == 16 or len(name) > LONGEST_SPOKEN:
            raise ImportError("there are more or longer names for screen readers than the scan has room for")
        memcpy(spoken[spoken_count], <const char *>name, len(name) + 1)
        spoken_count += 1


_list_asked()
_list_spoken()


@cython.final
cdef class Page:
    """The nodes of a page; node 0 is the document. A node is known by its index."""

    def __cinit__(self, str markup not None):
        self.markup = markup
        self.kind = PyUnicode_KIND(markup)
        self.data = PyUnicode_DATA(markup)
        self.size = len(markup)
        self.elements = []
        self.numbers = {}
        self.number_of(0, 0)
        if self.kind == 1:
            _read(self, <const narrow *>self.data)
        elif self.kind == 2:
            _read(self, <const middle *>self.data)
        else:
            _read(self, <const wide *>self.data)
        self.root = _child(self, 0, "html")
        self.head = _child(self, self.root, "head")
        self.body = _child(self, self.root, "body")

    def __dealloc__(self):
        PyMem_RawFree(self.nodes)
        PyMem_RawFree(self.names)

    def named(self, *tags):
        """Return the elements of each of these tags, in the order of the page."""
        cdef int index
        cdef dict found = {tag: [] for tag in tags}
        cdef list lists = [found.get(element.tag) for element in self.elements]
        lists[TEXT] = None
        for index in range(1, self.count):
            same = lists[self.nodes[index].name]
            if same is not None:
                (<list>same).append(index)
        return found

    def holding(self, str name not None, *parts):
        """Return the elements whose attribute of this name holds one of the parts, which are lower case, in either case."""
        cdef int index, notes = ATTRIBUTES[name]
        cdef bytes wanted = name.encode()
        cdef list words = [part.encode() for part in parts], found = []
        cdef Py_ssize_t start, end
        for index in range(1, self.count):
            if self.nodes[index].name == TEXT or self.nodes[index].notes & notes != notes:
                continue
            if self.find_value(&self.nodes[index], wanted, &start, &end):
                for word in words:
                    if self.holds(start, end, word):
                        found.append(index)
                        break
        return found

    cdef bint holds(self, Py_ssize_t start, Py_ssize_t end, const char *word) noexcept:
        """Tell whether a part of the markup holds a word of small ASCII letters, in either case."""
        cdef Py_ssize_t at, offset
        for at in range(start, end):
            offset = 0
            while word[offset] and at + offset < end and (<unsigned int>PyUnicode_READ(self.kind, self.data, at + offset) | 32) == <unsigned char>word[offset]:
                offset += 1
            if word[offset] == 0:
                return True
        return False

    def end(self, int index):
        """Return the index of the first node that does not stand in this one."""
        return self.nodes[self.checked(index)].after

    def texts(self, int index):
        """Return the texts that stand in an element, however deep; those of scripts and style sheets in it are none."""
        cdef int at, holder
        cdef list found = []
        for at in range(self.checked(index) + 1, self.nodes[index].after):
            if self.nodes[at].name == TEXT:
                holder = self.nodes[at].parent
                if holder == index or not self.names[self.nodes[holder].name].traits & UNREAD:
                    found.append(self.text_of(&self.nodes[at]))
        return found

    def value(self, int index, str name not None):
        """Return the value of an element's attribute; empty when it has none."""
        cdef const Node *node = &self.nodes[self.checked(index)]
        cdef bytes wanted = name.encode()
        return "" if node.name == TEXT else self.value_of(node, wanted)

    def attributes(self, int index):
        """Return the attributes of an element."""
        cdef const Node *node = &self.nodes[self.checked(index)]
        cdef Py_ssize_t at = node.start, start, stop, end
        cdef dict found = {}
        if node.name == TEXT:
            return found
        while _next_attribute(self, &at, node.end, &start, &stop, &end):
            found[PyUnicode_Substring(self.markup, start, stop)] = self.unescaped(min(stop + 2, end), end)
        return found

    cdef int checked(self, int index) except -1:
        if not 0 <= index < self.count:
            raise IndexError("a page has no such node")
        return index

    cdef int add(self, int name, Py_ssize_t start, Py_ssize_t end, int notes, int parent) except -1:
        """Add a node that holds no other, and return its index."""
        cdef int room
        cdef Node *nodes
        if self.count == self.room:
            if self.room > INT_MAX // 2:
                raise MemoryError
            # A page has a node for some thirty characters.
            room = 2 * self.room if self.room else <int>min(max(64, self.size // 32), 1 << 20)
            nodes = <Node *>PyMem_RawRealloc(self.nodes, room * sizeof(Node))
            if nodes == NULL:
                raise MemoryError
            self.nodes, self.room = nodes, room
        self.nodes[self.count] = Node(start, end, name, parent, self.count + 1, notes)
        self.count += 1
        return self.count - 1

    cdef int number_of(self, Py_ssize_t start, Py_ssize_t length) except -1:
        """Return the number of the element whose name stands there."""
        cdef str tag = PyUnicode_Substring(self.markup, start, start + length)
        cdef Name *names
        cdef int room
        known = self.numbers.get(tag)
        if known is not None:
            return known
        if self.name_count == self.name_room:
            if self.name_room > INT_MAX // 2:
                raise MemoryError
            room = 2 * self.name_room if self.name_room else 128
            names = <Name *>PyMem_RawRealloc(self.names, room * sizeof(Name))
            if names == NULL:
                raise MemoryError
            self.names, self.name_room = names, room
        element = element_of(tag)
        self.names[self.name_count] = Name(start, length, element.traits, KINDS[element.kind], element.heading)
        self.elements.append(element)
        self.numbers[tag] = self.name_count
        self.name_count += 1
        return self.name_count - 1

    cdef Py_UCS4 named_character(self, Py_ssize_t *at) noexcept:
        """Return the character whose name stands behind an ampersand, and step over the name."""
        cdef Py_UCS4 first = PyUnicode_READ(self.kind, self.data, at[0]) if at[0] < self.size else 0
        cdef Py_UCS4 char = u'&'
        cdef int length = 0
        if first == u'a':
            length = 4
        elif first == u'n':
            char, length = 0xA0, 5
        elif first == u'q':
            char, length = u'"', 5
        elif first == u'l':
            char, length = u'<', 3
        elif first == u'g':
            char, length = u'>', 3
        at[0] = min(at[0] + length, self.size)
        return char

    cdef str unescaped(self, Py_ssize_t start, Py_ssize_t end):
        """Return a part of the markup with its characters instead of their names."""
        cdef str text = PyUnicode_Substring(self.markup, start, end)
        if "&" in text:
            text = text.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
        return text

    cdef str text_of(self, const Node *node):
        if node.notes & ESCAPED:
            return self.unescaped(node.start, node.end)
        return PyUnicode_Substring(self.markup, node.start, node.end)

    cdef Py_ssize_t length_of(self, const Node *text) noexcept:
        """Return how many characters a text has."""
        cdef Py_ssize_t at = text.start, count = 0
        if not text.notes & ESCAPED:
            return text.end - text.start
        while at < text.end:
            self.character(&at, True)
            count += 1
        return count

    cdef int find_value(self, const Node *node, const char *name, Py_ssize_t *start, Py_ssize_t *end) noexcept:
        """Tell whether an element has an attribute, and where its value stands."""
        cdef Py_ssize_t at = node.start, begin, stop, length = strlen(name)
        while _next_attribute(self, &at, node.end, &begin, &stop, end):
            if stop - begin == length and self.says(begin, stop, name):
                start[0] = min(stop + 2, end[0])
                return 1
        return 0

    cdef bint says(self, Py_ssize_t start, Py_ssize_t end, const char *word) noexcept:
        """Tell whether a word stands at a place in the markup."""
        while word[0] and start < end and PyUnicode_READ(self.kind, self.data, start) == <Py_UCS4>word[0]:
            start += 1
            word += 1
        return word[0] == 0

    cdef str value_of(self, const Node *node, const char *name):
        """Return the value of an attribute; empty when there is none."""
        cdef Py_ssize_t start, end
        if self.find_value(node, name, &start, &end):
            return self.unescaped(start, end)
        return ""

    cdef str marked_of(self, const Node *node):
        """Return the values of the attributes whose words are marks, a space between two; empty when there are none."""
        cdef Py_ssize_t at = node.start, start, stop, end
        cdef str found = ""
        while _next_attribute(self, &at, node.end, &start, &stop, &end):
            if end > stop + 2 and self.notes_at(start, stop - start) & MARKED:
                value = self.unescaped(stop + 2, end)
                found = f"{found} {value}" if found else value
        return found

    cdef int notes_at(self, Py_ssize_t start, Py_ssize_t length) noexcept:
        if self.kind == 1:
            return _notes_of(<const narrow *>self.data + start, length)
        if self.kind == 2:
            return _notes_of(<const middle *>self.data + start, length)
        return _notes_of(<const wide *>self.data + start, length)


cdef int _child(Page page, int parent, str tag) except -2:
    """Return the first element of a tag that stands right in another; -1 when there is none."""
    cdef int number = page.numbers.get(tag, TEXT), index = parent + 1
    if number == TEXT or parent < 0:
        return -1
    while index < page.nodes[parent].after:
        if page.nodes[index].name == number:
            return index
        index = page.nodes[index].after
    return -1


cdef bint _next_attribute(Page page, Py_ssize_t *at, Py_ssize_t limit, Py_ssize_t *start, Py_ssize_t *stop, Py_ssize_t *end) noexcept:
    """Tell whether another attribute follows, as ` name="value"`, and where its name and its value (from stop + 2 on) stand."""
    cdef Py_ssize_t i = at[0]
    while i < limit and PyUnicode_READ(page.kind, page.data, i) == u' ':
        i += 1
    if i >= limit:
        return False
    start[0] = i
    i += 1
    while i < limit and PyUnicode_READ(page.kind, page.data, i) != u'=':
        i += 1
    stop[0] = i
    i += 2
    while i < limit and PyUnicode_READ(page.kind, page.data, i) != u'"':
        i += 1
    end[0] = min(i, limit)
    at[0] = i + 1
    return True


cdef int _read(Page page, const unit *text) except -1:
    """Read the nodes off the markup."""
    cdef Slot slots[SLOTS]
    cdef Py_ssize_t i = 0, n = page.size, start, stop
    cdef int here = page.add(TEXT, 0, 0, 0, -1)
    cdef int number, index, notes
    cdef Py_ssize_t muted = 0  # elements that are open in an opaque one, itself included
    cdef unsigned int traits
    memset(slots, 0, sizeof(slots))
    while i < n:
        if text[i] != 60:  # <
            start, notes = i, 0
            while i < n and text[i] != 60:
                if text[i] == 38:  # &
                    notes = ESCAPED
                i += 1
            if not muted:
                page.add(TEXT, start, i, notes, here)
            continue
        i += 1
        if i < n and text[i] == 47:  # /
            start = i + 1
            i = _find(text, start, n, 62)
            if muted > 1:
                muted -= 1
            elif here and _closes(text, start, i, &page.names[page.nodes[here].name]):
                muted = 0
                page.nodes[here].after = page.count
                here = page.nodes[here].parent
            i += 1
            continue
        if i < n and (text[i] == 33 or text[i] == 63):  # ! ?
            i = _comment_end(text, i, n)
            continue
        start = i
        number = _number_at(page, text, &i, slots)
        stop = i
        notes = _skip_attributes(text, &i, n)
        traits = page.names[number].traits
        if muted:
            muted += not traits & VOID
        else:
            index = page.add(number, stop, i, notes, here)
            if not traits & VOID:
                here = index
                muted = (traits & OPAQUE) != 0
        i += 1
        if traits & RAW:
            start = i
            i = _script_end(text, i, n) if traits & SCRIPT else _raw_end(text, i, n, &page.names[number])
            if i > start and not muted:
                page.add(TEXT, start, i, 0, here)
    while here >= 0:
        page.nodes[here].after = page.count
        here = page.nodes[here].parent
    return 0


cdef int _number_at(Page page, const unit *text, Py_ssize_t *at, Slot *slots) except -1:
    """Return the number of the element whose name begins at a place, and step over the name."""
    cdef Py_ssize_t start = at[0], i = at[0], n = page.size, length, offset
    cdef unsigned int sum = 0
    cdef Slot *slot
    while i < n and text[i] != 32 and text[i] != 62:
        sum = 31 * sum + text[i]
        i += 1
    at[0] = i
    length = i - start
    slot = &slots[(sum ^ (sum >> 8)) % SLOTS]
    if slot.length == length:
        for offset in range(length):
            if text[start + offset] != text[slot.start + offset]:
                break
        else:
            return slot.number
    slot.number = page.number_of(start, length)
    slot.start, slot.length = start, length
    return slot.number


cdef int _skip_attributes(const unit *text, Py_ssize_t *at, Py_ssize_t n) noexcept:
    """Step to the end of a tag and return what its attributes are."""
    cdef Py_ssize_t i = at[0], start
    cdef int notes = 0, noted
    while i < n and text[i] != 62:
        i += 1
        start = i
        i += 1
        while i < n and text[i] != 61:  # =
            i += 1
        noted = _notes_of(text + start, i - start) if i <= n else 0
        start = i + 2
        i = _find(text, start, n, 34)  # "
        notes |= noted | (SPOKEN if noted & CLASS and _is_spoken(text, start, i) else 0)
        i += 1
    at[0] = min(i, n)
    return notes


cdef int _notes_of(const unit *name, Py_ssize_t length) noexcept:
    """Return what is noted of an attribute of this name."""
    cdef int which
    cdef Py_ssize_t offset
    if length > LONGEST:
        return 0
    for which in range(first_asked[length], first_asked[length + 1]):
        for offset in range(length):
            if name[offset] != <unsigned char>asked[which].name[offset]:
                break
        else:
            return asked[which].notes
    return 0


cdef bint _is_spoken(const unit *text, Py_ssize_t start, Py_ssize_t end) noexcept:
    """Tell whether one of the names of a class says that the text is for screen readers only."""
    cdef Py_ssize_t at, after
    cdef const char *name
    cdef int which
    cdef bint inside = False
    for at in range(start, end):
        if not inside and (text[at] == 115 or text[at] == 118 or text[at] == 117 or text[at] == 97):
            for which in range(spoken_count):
                name, after = spoken[which], at
                while name[0] and after < end and text[after] == <unsigned char>name[0]:
                    name += 1
                    after += 1
                if name[0] == 0 and (after == end or not _is_word(text[after])):
                    return True
        inside = _is_word(text[at])
    return False


cdef inline bint _is_word(Py_UCS4 char) noexcept:
    return char == u'-' or char == u'_' or Py_UNICODE_ISALNUM(char)


cdef Py_ssize_t _find(const unit *text, Py_ssize_t i, Py_ssize_t n, unsigned char wanted) noexcept:
    """Return where a character stands next; the end when nowhere."""
    cdef const void *found
    cdef int offset, hits
    if unit is narrow:
        if i >= n:
            return n
        found = memchr(text + i, wanted, n - i)
        return n if found == NULL else <const narrow *>found - text
    else:
        while i + 16 <= n:  # which compilers turn into a few instructions
            hits = 0
            for offset in range(16):
                hits |= text[i + offset] == wanted
            if hits:
                break
            i += 16
        while i < n and text[i] != wanted:
            i += 1
        return min(i, n)


cdef bint _closes(const unit *text, Py_ssize_t start, Py_ssize_t end, const Name *name) noexcept:
    """Tell whether the name of an end tag is that of the element that is open."""
    cdef Py_ssize_t offset
    if end - start != name.length:
        return False
    for offset in range(name.length):
        if text[start + offset] != text[name.start + offset]:
            return False
    return True


cdef Py_ssize_t _comment_end(const unit *text, Py_ssize_t i, Py_ssize_t n) noexcept:
    """Return where a comment, a doctype or an instruction ends, of which `i` is the second character."""
    cdef Py_ssize_t end = _find(text, i, n, 62)
    if i + 2 < n and text[i] == 33 and text[i + 1] == 45 and text[i + 2] == 45:  # !--
        while end < n and (end < i + 5 or text[end - 1] != 45 or text[end - 2] != 45):
            end = _find(text, end + 1, n, 62)
    return end + 1


cdef Py_ssize_t _raw_end(const unit *text, Py_ssize_t i, Py_ssize_t n, const Name *name) noexcept:
    """Return where the end tag of an element begins that holds text only."""
    while True:
        i = _find(text, i, n, 60)
        if i + 2 + name.length >= n:
            return n
        if text[i + 1] == 47 and text[i + 2 + name.length] == 62 and _closes(text, i + 2, i + 2 + name.length, name):
            return i
        i += 1


cdef Py_ssize_t _script_end(const unit *text, Py_ssize_t i, Py_ssize_t n) noexcept:
    """Return where the end tag of a script begins; in a comment, a script in the script does not end it."""
    cdef bint commented = False, nested = False
    while i < n:
        if not commented:
            i = _find(text, i, n, 60)
        elif text[i] == 45 and i + 2 < n and text[i + 1] == 45 and text[i + 2] == 62:  # -->
            commented = nested = False
        if i < n and text[i] == 60:
            if not commented and i + 3 < n and text[i + 1] == 33 and text[i + 2] == 45 and text[i + 3] == 45:  # <!--
                commented = True
                i += 1
            elif _names_script(text, i + 1, n):
                nested = commented
            elif i + 1 < n and text[i + 1] == 47 and _names_script(text, i + 2, n):
                if not nested:
                    return i
                nested = False
        i += 1
    return n


cdef bint _names_script(const unit *text, Py_ssize_t i, Py_ssize_t n) noexcept:
    """Tell whether "script" stands there as the whole name of a tag, in either case."""
    cdef int offset
    if i + 6 >= n:
        return False
    for offset in range(6):
        if (text[i + offset] | 32) != <unsigned char>(b"script"[offset]):
            return False
    return text[i + 6] == 62 or text[i + 6] == 47 or text[i + 6] == 32 or text[i + 6] == 9 or text[i + 6] == 10 or text[i + 6] == 12
