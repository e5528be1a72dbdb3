"""Phrases: a small part of regular-expression syntax, matched against folded text.

What a phrase is found by is worked out once, from the tree that the `re` module makes of it; on a page it runs as a small
program, which takes microseconds to write, and is written when the phrase is first met.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from dechaff.errors import RuleError
from dechaff.fold import SPACELESS, STEM, fold
from dechaff.stages._programs import Program

__all__ = ["Phrase", "begins_apart"]

_SPECIAL = re.compile(r"[\\()\[\]{}?*+|.^$]")
_SPACELESS_START = re.compile(rf"[{SPACELESS}]")
# The common beginning is told without parsing, which takes most of the time of reading a table: a word that nothing
# makes optional.
_PLAIN_BEGINNING = re.compile(rf"(?P<word>[^\W\d_{SPACELESS}]{{{STEM},}})(?:(?P<end>[ ,'-](?![?*{{]))|(?=[(\[\\]))")
#: A phrase with more beginnings than this is indexed by their stems.
_MANY = 400


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
        _ = self.program, self.openings

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

    @cached_property
    def program(self) -> Program:
        """What runs over a folded text; raises RuleError when the phrase is not well formed."""
        try:
            return Program(self.folded)
        except ValueError as error:
            raise RuleError(f"The phrase {self.source!r} is not well formed: {error}.") from error

    def __repr__(self) -> str:
        return f"Phrase({self.source!r})"


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
