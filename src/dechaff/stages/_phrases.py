"""Phrases: a small part of regular-expression syntax, matched against folded text where their first word stands.

A phrase without any special character is compared as a string; only the others ever become a regular expression, and
only when their opening was met. So a table of thousands of phrases costs a dictionary look-up a word.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from dechaff.errors import RuleError
from dechaff.fold import SPACELESS, STEM, fold

__all__ = ["Phrase", "begins_apart", "end_of", "is_spaced"]

_SPECIAL = re.compile(r"[\\()\[\]{}?*+|.^$]")
_ESCAPED = re.compile(r"\\.|\[[^\]]*\]")
_TAIL = re.compile(r"[\W\d_]*\Z")
_SPACELESS_END = re.compile(rf"[{SPACELESS}]$")
_SPACELESS_START = re.compile(rf"[{SPACELESS}]")
_BOUNDARY = re.compile(rf"(?:(?<![^\W{SPACELESS}])|(?=[{SPACELESS}]))")
#: Where words begin and end: in a text without, and in one with a script that sets no spaces.
_SPACED = (r"(?<!\w)", r"(?:(?<!\w)|(?!\w))")
_UNSPACED = (_BOUNDARY.pattern, rf"(?:(?<=[{SPACELESS}])|(?<!\w)|(?!\w)|(?=[{SPACELESS}]))")
# The common beginning is told without parsing, which takes most of the time of reading a table: a word that nothing
# makes optional.
_PLAIN_BEGINNING = re.compile(rf"(?P<word>[^\W\d_{SPACELESS}]{{{STEM},}})(?:(?P<end>[ ,'-](?![?*{{]))|(?=[(\[\\]))")
#: A phrase with more beginnings than this is indexed by their stems.
_MANY = 400
#: A phrase with at most so many beginnings, each of so many characters, is tried where one of them stands.
_FEW = 6
_TELLING = 2


class Phrase:
    """One phrase of a rule table, ready to be looked for in a folded text."""

    def __init__(self, source: str) -> None:
        """Take a phrase as it stands in the table; what is derived of it waits until it is asked for."""
        self.source = source

    def check(self) -> None:
        """Raise RuleError when the phrase is not well formed.

        Its first word must be written out in at least four letters (or whole): it could else begin anywhere, and every
        word of every page would have to be tried.
        """
        bare = _ESCAPED.sub("", self.folded)
        if bare.count("(") != bare.count(")"):
            raise RuleError(f"The phrase {self.source!r} is not well formed: its parentheses do not match.")
        _ = self.openings

    @cached_property
    def folded(self) -> str:
        """The source, folded as the texts are that it is looked for in."""
        return fold(self.source) if "\\" not in self.source else _fold_around_escapes(self.source)

    @cached_property
    def literal(self) -> bool:
        """It stands for itself: no sign in it has a special meaning."""
        return not _SPECIAL.search(self.folded)

    @cached_property
    def openings(self) -> frozenset[str]:
        """First words; four letters and a star when the word is left open; two characters in scripts without spaces."""
        return _first_words(self.folded, self.source, literal=self.literal)

    @cached_property
    def tree(self) -> list[Any]:
        """The parsed phrase, as the nodes of the re module."""
        return list(_parsed(self.folded, self.source))

    def match(self, key: str, at: int, *, last: bool = False, spaced: bool | None = None) -> int:
        """Return the offset behind the phrase when it stands at `at` in the folded text, else -1.

        last    nothing but digits, signs and spaces may follow.
        spaced  what is_spaced says of the text, when it is known.
        """
        if not self.literal:
            found = self._compiled(key, last, spaced).match(key, at)
            return found.end() if found else -1
        return end_of(self.folded, key, at, last=last)

    def search(self, key: str, *, last: bool = False, spaced: bool | None = None) -> tuple[int, int] | None:
        """Return the first range of the folded text that the phrase covers, None when it stands nowhere."""
        if not self.literal:
            return self._searched(key, last, spaced)
        at = key.find(self.folded)
        while at >= 0:
            if (end := end_of(self.folded, key, at, last=last)) >= 0:
                return at, end
            at = key.find(self.folded, at + 1)
        return None

    def _searched(self, key: str, last: bool, spaced: bool | None) -> tuple[int, int] | None:  # noqa: FBT001  # asked hundreds of times a page
        """Search with the pattern where the phrase's beginnings stand: without one, it is not even compiled."""
        beginnings = self._beginnings
        if not beginnings:
            found = self._compiled(key, last, spaced).search(key)
            return found.span() if found else None
        places = [at for text in beginnings if (at := key.find(text)) >= 0]
        while places:
            at = min(places)
            if found := self._compiled(key, last, spaced).match(key, at):
                return found.span()
            places = [further for text in beginnings if (further := key.find(text, at + 1)) >= 0]
        return None

    @cached_property
    def _beginnings(self) -> list[str]:
        """Plain texts that the phrase begins with one of; none when they are too many, or too short to be rare."""
        texts = sorted({opening.rstrip("*") for opening in self.openings})
        return texts if len(texts) <= _FEW and min(map(len, texts)) >= _TELLING else []

    def _compiled(self, key: str, last: bool, spaced: bool | None) -> re.Pattern[str]:  # noqa: FBT001  # asked hundreds of times a page
        """Return the pattern for a folded text; the one for scripts without spaces takes ten times as long to compile."""
        if spaced is None:
            spaced = is_spaced(key)
        known = self._patterns.get((spaced, last))
        return known or self._patterns.setdefault((spaced, last), self._compile(*(_SPACED if spaced else _UNSPACED), last=last))

    def _compile(self, start: str, end: str, *, last: bool) -> re.Pattern[str]:
        try:
            return re.compile(rf"{start}(?:{self.folded}){end}" + (rf"(?={_TAIL.pattern})" if last else ""))
        except re.error as error:
            raise RuleError(f"The phrase {self.source!r} is not well formed: {error}.") from error

    @cached_property
    def _patterns(self) -> dict[tuple[bool, bool], re.Pattern[str]]:
        return {}

    def __repr__(self) -> str:
        return f"Phrase({self.source!r})"


def is_spaced(key: str) -> bool:
    """Tell whether a folded text holds no script without spaces."""
    return key.isascii() or not _SPACELESS_START.search(key)


def end_of(text: str, key: str, at: int, *, last: bool) -> int:
    """Return the offset behind a plain text when it stands at `at` of a folded text as whole words, else -1."""
    end = at + len(text)
    if not key.startswith(text, at) or not _begins_a_word(key, at) or not _ends_a_word(text, key, end):
        return -1
    return end if not last or _TAIL.match(key, end) else -1


def _begins_a_word(key: str, at: int) -> bool:
    return not at or not (key[at - 1].isalnum() or key[at - 1] == "_") or bool(_BOUNDARY.match(key, at))


def _ends_a_word(text: str, key: str, end: int) -> bool:
    if end >= len(key) or not (key[end].isalnum() or key[end] == "_") or not text[-1].isalnum():
        return True
    return bool(_SPACELESS_START.match(key[end]) or _SPACELESS_END.search(text))


def _fold_around_escapes(source: str) -> str:
    r"""Fold a phrase but leave escapes such as \W and \S in the case that gives them their meaning."""
    return "".join(part if part.startswith("\\") else fold(part) for part in re.split(r"(\\.)", source))


def _parsed(folded: str, source: str) -> Any:
    try:
        return re._parser.parse(folded)  # type: ignore[attr-defined]
    except re.error as error:
        raise RuleError(f"The phrase {source!r} is not well formed: {error}.") from error


def _first_words(folded: str, source: str, *, literal: bool) -> frozenset[str]:
    if literal:
        return frozenset((_opening_of(folded, whole=True, source=source),))
    plain = _PLAIN_BEGINNING.match(folded)
    if plain and not _has_outer_bar(folded):
        return frozenset((plain["word"] if plain["end"] else plain["word"][:STEM] + "*",))
    tree = _parsed(folded, source)
    return frozenset(_opening_of(text, whole=whole, source=source) for text, whole in _prefixes(list(tree)))


def _has_outer_bar(pattern: str) -> bool:
    """Tell whether alternatives stand outside any group."""
    if "|" not in pattern:
        return False
    depth = 0
    for char in pattern:
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            return True
    return False


def _opening_of(text: str, *, whole: bool, source: str) -> str:
    """Return the index key of a phrase that begins with text; whole means that nothing else can follow directly."""
    if text and _SPACELESS_START.match(text):
        if len(text) < 2:
            raise RuleError(f"The phrase {source!r} must begin with at least two plain characters.")
        return text[:2]
    word = re.match(r"\w*", text)
    letters = word.group() if word else ""
    ended = whole or len(letters) < len(text)
    if not letters or (len(letters) < STEM and not ended):
        raise RuleError(
            f"The phrase {source!r} must begin with a word, written out in at least {STEM} letters or whole; "
            "leave leading punctuation, digits and wildcards out."
        )
    return letters if ended else letters[:STEM] + "*"


def _prefixes(nodes: list[Any], *, limit: int = _MANY) -> list[tuple[str, bool]]:
    """Return every literal beginning of a parsed phrase, each with whether the phrase (or word) surely ends there."""
    done: list[tuple[str, bool]] = []
    open_ends = [""]
    for op, value in nodes:
        choices = _choices(str(op), value)
        if choices is None:
            behind = " " if begins_apart(str(op), value) else ""
            return done + [(text + behind, False) for text in open_ends]
        grown = []
        for text in open_ends:
            for piece, closed in choices:
                longer = text + piece
                if not closed or _enough(longer):
                    done.append((longer, False))
                else:
                    grown.append(longer)
        open_ends = list(dict.fromkeys(grown))
        if len(open_ends) + len(done) > limit:
            return done + [(text, False) for text in open_ends]
        if not open_ends:
            return done
    return done + [(text, True) for text in open_ends]


def _choices(op: str, value: Any) -> list[tuple[str, bool]] | None:
    """Return what one node can stand for as (text, the node is all literal), or None for a wildcard."""
    if op == "LITERAL":
        return [(chr(value), True)]
    if op == "IN" and all(str(kind) == "LITERAL" for kind, _ in value) and len(value) <= 6:
        return [(chr(char), True) for _, char in value]
    if op == "SUBPATTERN":
        return _prefixes(list(value[-1]))
    if op == "BRANCH":
        return [choice for branch in value[1] for choice in _prefixes(list(branch))]
    if op in {"MAX_REPEAT", "MIN_REPEAT"} and value[0] == 0 and value[1] == 1:
        return [("", True), *_prefixes(list(value[2]))]
    if op in {"MAX_REPEAT", "MIN_REPEAT"} and value[0] == 0 and value[2] and begins_apart(str(value[2][0][0]), value[2][0][1]):
        return [("", True), (" ", False)]
    return None


def begins_apart(op: str, value: Any) -> bool:
    """Tell whether what one node stands for surely begins with something that is no letter."""
    if op == "IN":
        return all(str(kind) == "CATEGORY" and str(what) in {"CATEGORY_NOT_WORD", "CATEGORY_SPACE"} for kind, what in value)
    if op == "LITERAL":
        return not chr(value).isalnum()
    if op == "SUBPATTERN":
        return bool(value[-1]) and begins_apart(str(value[-1][0][0]), value[-1][0][1])
    if op in {"MAX_REPEAT", "MIN_REPEAT"} and value[0] > 0:
        return bool(value[2]) and begins_apart(str(value[2][0][0]), value[2][0][1])
    return False


def _enough(text: str) -> bool:
    word = re.match(r"\w*", text)
    return bool(word and 0 < word.end() < len(text)) or bool(len(text) >= 2 and _SPACELESS_START.match(text))
