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

__all__ = ["Phrase"]

_SPECIAL = re.compile(r"[\\()\[\]{}?*+|.^$]")
_ESCAPED = re.compile(r"\\.|\[[^\]]*\]")
_TAIL = re.compile(r"[\W\d_]*\Z")
_WORD_END = rf"(?:(?<=[{SPACELESS}])|(?<!\w)|(?!\w)|(?=[{SPACELESS}]))"
_SPACELESS_END = re.compile(rf"[{SPACELESS}]$")
_SPACELESS_START = re.compile(rf"[{SPACELESS}]")
# The two common beginnings are told without parsing, which would take most of the time of loading a table:
# a word that nothing makes optional, and a choice of plain words.
_PLAIN_BEGINNING = re.compile(rf"(?P<word>[^\W\d_{SPACELESS}]{{{STEM},}})(?:(?P<end>[ ,'-](?![?*{{]))|(?=[(\[\\]))")
_PLAIN_CHOICE = re.compile(rf"\((?P<words>[^\W\d_{SPACELESS}][^()\[\]{{}}?*+.\\{SPACELESS}]*)\)(?P<optional>\??)(?P<rest>.*)")
#: A phrase with more beginnings than this is indexed by their stems.
_MANY = 400


class Phrase:
    """One phrase of a rule table, ready to be tried at a place of a folded text."""

    def __init__(self, source: str) -> None:
        """Take a phrase as it stands in the table.

        Raises RuleError when its first word is not written out in at least four letters (or whole): it could then
        begin anywhere, and every word of every page would have to be tried.
        """
        self.source = source
        self.folded = fold(source) if "\\" not in source else _fold_around_escapes(source)
        self.literal = not _SPECIAL.search(self.folded)
        bare = _ESCAPED.sub("", self.folded)
        if bare.count("(") != bare.count(")"):
            raise RuleError(f"The phrase {source!r} is not well formed: its parentheses do not match.")
        #: What it is indexed by (its first word, or four letters and a star when the word is left open) -> the plain
        #: texts of which one must stand there: cheap to look for, before any regular expression is made.
        self.openings: dict[str, tuple[str, ...]] = _first_words(self.folded, source, literal=self.literal)

    def match(self, key: str, at: int, *, last: bool = False) -> int:
        """Return the offset behind the phrase when it stands at `at` in the folded text, else -1.

        last  nothing but digits, signs and spaces may follow.
        """
        if not self.literal:
            found = (self._compiled_last if last else self._compiled).match(key, at)
            return found.end() if found else -1
        end = at + len(self.folded)
        if not key.startswith(self.folded, at) or not self._ends_a_word(key, end):
            return -1
        return end if not last or _TAIL.match(key, end) else -1

    def _ends_a_word(self, key: str, end: int) -> bool:
        if end >= len(key) or not (key[end].isalnum() or key[end] == "_") or not self.folded[-1].isalnum():
            return True
        return bool(_SPACELESS_START.match(key[end]) or _SPACELESS_END.search(self.folded))

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return self._compile(_WORD_END)

    @cached_property
    def _compiled_last(self) -> re.Pattern[str]:
        return self._compile(rf"{_WORD_END}(?={_TAIL.pattern})")

    def _compile(self, end: str) -> re.Pattern[str]:
        try:
            return re.compile(rf"(?:{self.folded}){end}")
        except re.error as error:
            raise RuleError(f"The phrase {self.source!r} is not well formed: {error}.") from error

    def __repr__(self) -> str:
        return f"Phrase({self.source!r})"


def _fold_around_escapes(source: str) -> str:
    r"""Fold a phrase but leave escapes such as \W and \S in the case that gives them their meaning."""
    return "".join(part if part.startswith("\\") else fold(part) for part in re.split(r"(\\.)", source))


def _first_words(folded: str, source: str, *, literal: bool) -> dict[str, tuple[str, ...]]:
    if literal:
        return {_opening_of(folded, whole=True, source=source): (folded,)}
    if not _has_outer_bar(folded) and (simple := _simple_beginnings(folded)):
        return simple
    try:
        tree = re._parser.parse(folded)  # type: ignore[attr-defined]
    except re.error as error:
        raise RuleError(f"The phrase {source!r} is not well formed: {error}.") from error
    found: dict[str, tuple[str, ...]] = {}
    for text, whole in _prefixes(list(tree)):
        opening = _opening_of(text, whole=whole, source=source)
        found[opening] = (*found.get(opening, ()), text.rstrip(" "))
    return found


def _simple_beginnings(pattern: str) -> dict[str, tuple[str, ...]] | None:
    """Return what a phrase is indexed by when it begins with a plain word or a choice of them; else None."""
    if plain := _PLAIN_BEGINNING.match(pattern):
        word = plain["word"]
        return {word if plain["end"] else word[:STEM] + "*": _plain_parts(pattern)}
    choice = _PLAIN_CHOICE.match(pattern)
    if choice is None or choice["rest"][:1] in {"*", "+", "{"}:
        return None
    found: dict[str, tuple[str, ...]] = {}
    rests = _plain_parts(choice["rest"])
    closed = not choice["rest"] or (choice["rest"][0] in " ," and all(rests))
    for text in choice["words"].split("|"):
        word = re.match(r"\w*", text)
        letters = word.group() if word else ""
        if not letters or (letters == text and not closed and len(letters) < STEM):
            return None
        opening = letters if letters != text or closed else letters[:STEM] + "*"
        found[opening] = (*found.get(opening, ()), *(text + rest for rest in rests))
    if choice["optional"]:
        behind = _simple_beginnings(choice["rest"].lstrip())
        if behind is None or not choice["rest"].strip():
            return None
        for opening, texts in behind.items():
            found[opening] = (*found.get(opening, ()), *texts)
    return found


def _plain_parts(pattern: str) -> tuple[str, ...]:
    """Return the literal texts that a pattern can begin with: up to its first special sign, or through its first choice.

    A letter that a quantifier may take away is left off.
    """
    special = _SPECIAL.search(pattern)
    if special is None:
        return (pattern,)
    end = special.start()
    if pattern[end] in "?*{" and end:
        return (pattern[: end - 1],)
    choice = _PLAIN_CHOICE.match(pattern, end)
    if choice is None or choice["optional"] or choice["rest"][:1] in {"*", "+", "{"}:
        return (pattern[:end],)
    return tuple(pattern[:end] + text for text in choice["words"].split("|"))


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
            behind = " " if _begins_apart(str(op), value) else ""
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
    if op in {"MAX_REPEAT", "MIN_REPEAT"} and value[0] == 0 and value[2] and _begins_apart(str(value[2][0][0]), value[2][0][1]):
        return [("", True), (" ", False)]
    return None


def _begins_apart(op: str, value: Any) -> bool:
    """Tell whether what one node stands for surely begins with something that is no letter."""
    if op == "IN":
        return all(str(kind) == "CATEGORY" and str(what) in {"CATEGORY_NOT_WORD", "CATEGORY_SPACE"} for kind, what in value)
    if op == "LITERAL":
        return not chr(value).isalnum()
    if op == "SUBPATTERN":
        return bool(value[-1]) and _begins_apart(str(value[-1][0][0]), value[-1][0][1])
    if op in {"MAX_REPEAT", "MIN_REPEAT"} and value[0] > 0:
        return bool(value[2]) and _begins_apart(str(value[2][0][0]), value[2][0][1])
    return False


def _enough(text: str) -> bool:
    word = re.match(r"\w*", text)
    return bool(word and 0 < word.end() < len(text)) or bool(len(text) >= 2 and _SPACELESS_START.match(text))
