"""A rule table: one TOML file a stage, with phrases by language and group, and each group's own examples.

    about = "The publisher asks the reader for money."
    marks = ["donate", "support-us"]

    [en.ask]
    phrases = ["(support|fund) our (work|reporting)", "make a (monthly )?donation"]
    hit  = ["Please fund our reporting with a monthly gift."]
    miss = ["Donors support our troops, the senator said."]

Beside `phrases`, `hit` and `miss` a group may hold `at` (where in a block the phrase must stand), `weight` (log-odds),
`max_words` (longer blocks are left alone), `leads` (the block introduces a section of its kind: true, the longest line
of such a list in words, or "next" for the one block behind it), `fuzzy` (spelling mistakes are met), `taste` ("keep": it
stays unless asked for) and `about`. `weak_marks` are class names that often hold more than the stage's kind.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from dechaff.errors import RuleError
from dechaff.fold import fold, words_of
from dechaff.model import Claim, Document
from dechaff.stages._index import Index
from dechaff.stages._misspelt import nearly
from dechaff.stages._phrases import Phrase

__all__ = ["Group", "Match", "Table", "complaints", "load_table", "read_table", "toml_of"]

#: Where a phrase must stand -> (weight in log-odds, longest block in words) for groups that do not say.
#: A short line that is nothing but the phrase is the surest sign; a phrase inside a sentence may be quoted or reported.
PLACES: Mapping[str, tuple[float, int]] = {
    "whole": (5.0, 16),
    "start": (3.5, 40),
    "end": (3.5, 40),
    "any": (3.0, 70),
}

#: The longest line in a section that a heading leads, in words, when the group does not say.
LED_WORDS = 26

_GROUP_KEYS = {"about", "at", "weight", "max_words", "leads", "fuzzy", "taste", "phrases", "hit", "miss"}
_TABLE_KEYS = {"about", "taste", "marks", "weak_marks"}
_TASTES = {"cut", "keep"}
_FIRST = frozenset({"whole", "start"})
_LAST = frozenset({"whole", "end"})


class Match(NamedTuple):
    """A phrase found: the group, and the half-open range of characters in the block's folded text."""

    group: Group
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Group:
    """Phrases of one language and one meaning; a rule. Its id reads `stage/language/name`.

    leads       longest line, in words, of the list that such a block introduces; 0 when it introduces none.
    leads_next  the one block behind it is of its kind, whatever it reads like.
    """

    id: str
    phrases: tuple[Phrase, ...]
    at: str = "any"
    weight: float = PLACES["any"][0]
    max_words: int = PLACES["any"][1]
    leads: int = 0
    leads_next: bool = False
    fuzzy: bool = False
    taste: str = "cut"
    about: str = ""
    hit: tuple[str, ...] = ()
    miss: tuple[str, ...] = ()

    def matches(self, text: str) -> bool:
        """Tell whether a block that holds nothing but this text is met by the group."""
        key = fold(text)
        return len(words_of(key)) <= self.max_words and any(self.reach(phrase, key) for phrase in self.phrases)

    def reach(self, phrase: Phrase, key: str) -> tuple[int, int] | None:
        """Return the range that the phrase covers in a folded block when it stands in the right place."""
        return nearly(phrase.folded, key) if self.fuzzy else phrase.program.covered(key, first=self.first, last=self.last)

    @property
    def lang(self) -> str:
        """The language of its phrases; "any" for many."""
        return self.id.split("/")[1]

    @property
    def first(self) -> bool:
        """Its phrases must stand first in a block, with nothing but digits, bullets and signs before."""
        return self.at in _FIRST

    @property
    def last(self) -> bool:
        """Its phrases must stand last in a block, with nothing but digits and signs behind."""
        return self.at in _LAST


@dataclass(frozen=True)
class Table:
    """A stage's rules: groups by language, and the class names that mark its containers in a page."""

    name: str
    about: str
    groups: tuple[Group, ...]
    marks: frozenset[str] = frozenset()
    weak_marks: frozenset[str] = frozenset()
    taste: str = "cut"
    source: str = field(default="", compare=False)

    @cached_property
    def index(self) -> Index:
        """What its phrases and marks are found by; tables that are used together share one."""
        return Index((self,))

    def matches(self, doc: Document) -> list[tuple[int, Match]]:
        """Return (block index, match) over a document, each group at most once a block."""
        return self.index.phrases(doc).get(self.name, [])

    def marked(self, doc: Document) -> list[Claim]:
        """Return the claims of its marks over a document."""
        return self.index.marks(doc).get(self.name, [])


def load_table(path: Path) -> Table:
    """Read one rule table from a TOML file; its name is the file's.

    Raises RuleError, which names the file and the place, when the table is malformed.
    """
    return read_table(path.stem, toml_of(path), source=str(path))


def toml_of(path: Path) -> dict[str, Any]:
    """Return what a TOML file holds; raises RuleError when it is not well formed."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{path.name} is not valid TOML: {error}.") from error


def read_table(name: str, data: Mapping[str, Any], *, source: str = "", checked: bool = False) -> Table:
    """Build a table from the parsed TOML of a stage called `name`; raises RuleError as load_table does.

    checked  the phrases are known to be well formed: taking each apart is what takes time.
    """
    groups: list[Group] = []
    for lang, body in data.items():
        if lang in _TABLE_KEYS:
            continue
        if not isinstance(body, dict) or not all(isinstance(one, dict) for one in body.values()):
            raise RuleError(f"{name}: [{lang}] must hold groups such as [{lang}.ask], each with phrases, hit and miss.")
        groups.extend(_read_group(f"{name}/{lang}/{group}", {"taste": data.get("taste", "cut"), **one}, checked=checked) for group, one in body.items())
    if not str(data.get("about", "")).strip():
        raise RuleError(f"{name}: the table needs `about`, a sentence that says what it finds.")
    _check_taste(name, data)
    return Table(
        name=name,
        about=data["about"],
        groups=tuple(groups),
        marks=frozenset(data.get("marks", ())),
        weak_marks=frozenset(data.get("weak_marks", ())),
        taste=data.get("taste", "cut"),
        source=source,
    )


def _check_taste(name: str, data: Mapping[str, Any]) -> None:
    if data.get("taste", "cut") not in _TASTES:
        raise RuleError(f"{name}: `taste` is {data['taste']!r}; it can be 'cut' or 'keep'.")


def _read_group(rule: str, body: Mapping[str, Any], *, checked: bool) -> Group:
    unknown = body.keys() - _GROUP_KEYS
    if unknown:
        raise RuleError(f"{rule}: unknown key {min(unknown)!r}; a group can hold {', '.join(sorted(_GROUP_KEYS))}.")
    at = body.get("at", "any")
    if at not in PLACES:
        raise RuleError(f"{rule}: `at` is {at!r}; it can be {', '.join(PLACES)}.")
    if not body.get("phrases"):
        raise RuleError(f"{rule}: the group needs at least one phrase.")
    _check_taste(rule, body)
    leads = body.get("leads", False)
    if not (isinstance(leads, (bool, int)) or leads == "next"):
        raise RuleError(f"{rule}: `leads` is {leads!r}; it can be true, a number of words, or 'next'.")
    weight, max_words = PLACES[at]
    try:
        phrases = tuple(Phrase(text) for text in body["phrases"])
        for phrase in () if checked else phrases:
            phrase.check()
    except RuleError as error:
        raise RuleError(f"{rule}: {error}") from error
    return Group(
        id=rule,
        phrases=phrases,
        at=at,
        weight=float(body.get("weight", weight)),
        max_words=int(body.get("max_words", max_words)),
        leads=LED_WORDS if leads is True else 0 if leads == "next" else int(leads),
        leads_next=leads == "next",
        taste=body.get("taste", "cut"),
        fuzzy=bool(body.get("fuzzy", False)),
        about=str(body.get("about", "")),
        hit=tuple(body.get("hit", ())),
        miss=tuple(body.get("miss", ())),
    )


def complaints(table: Table) -> list[str]:
    """Return what a table's own examples say against it, one sentence each; empty when all hold."""
    found = []
    for group in table.groups:
        if not group.hit or not group.miss:
            found.append(f"{group.id}: needs at least one `hit` and one `miss`.")
        found += [f"{group.id}: does not match its hit {text!r}." for text in group.hit if not group.matches(text)]
        found += [f"{group.id}: matches its miss {text!r}." for text in group.miss if group.matches(text)]
    return found
