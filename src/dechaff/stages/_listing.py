"""The listing of phrases: what each is found by, worked out once from the phrases themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dechaff.stages._probes import common, first_probes, forms_of, probes_of, rarity

if TYPE_CHECKING:
    from dechaff.stages._phrases import Phrase
    from dechaff.stages._rules import Group

__all__ = ["Line", "Listing", "listing_of"]

_LETTER = re.compile(r"[^\W\d_]")
#: One word of so many, as a power of two, stands first in its block: 1,627 words in 198 blocks on an average news page.
FIRST_RARER = 3
_FIRST = frozenset({"whole", "start"})
_CORE = re.compile(r"[^\W\d_](?:.*[^\W\d_])?", re.DOTALL)


class Listing(NamedTuple):
    """What phrases are found by; they are told by their numbers, in the order of the tables.

    Everything is written as text, numbers with a blank between them, and read when it is met: thousands of small lists
    would take as long to load as all else, and the garbage collector would look through them again and again.

    forms        letters of a whole block, what stands around them left off -> phrases, a tab between them; behind a phrase
                 and "=" the text it stands for there, when that is another one.
    firsts       first word of a block, or the two characters it begins with -> phrases, as in `probes`.
    first_stems  first four letters of that word -> phrases.
    probes       a word, or two characters -> with a tab between them: what must stand beside it, "=" and the phrases that
                 can stand where that is met. It is nothing, a blank and the word behind it, or the word before it and a
                 blank.
    stems        first four letters of a word -> the same.
    """

    forms: Mapping[str, str]
    firsts: Mapping[str, str]
    first_stems: Mapping[str, str]
    probes: Mapping[str, str]
    stems: Mapping[str, str]


class Line(NamedTuple):
    """A phrase with what its table and group say of it."""

    table: str
    group: Group
    number: int


def listing_of(lines: Sequence[Line]) -> Listing:
    lists = _Lists()
    for number, (_, group, at) in enumerate(lines):
        phrase = group.phrases[at]
        if group.fuzzy:
            continue
        if group.at == "whole" and (forms := forms_of(phrase)) and all(map(_LETTER.search, forms)):
            for form in dict.fromkeys(forms):
                core = _core_of(form)
                lists.forms.setdefault(core, []).append(str(number) if form == core else f"{number}={form}")
        else:
            lists.add(phrase, number, first=group.at in _FIRST)
    return lists.listing()


class _Lists:
    """A listing while it grows."""

    def __init__(self) -> None:
        self.forms: dict[str, list[str]] = {}
        self.firsts: dict[str, dict[str, list[int]]] = {}
        self.probes: dict[str, dict[str, list[int]]] = {}

    def listing(self) -> Listing:
        firsts, first_stems = _told(self.firsts)
        probes, stems = _told(self.probes)
        return Listing({core: "\t".join(told) for core, told in self.forms.items()}, firsts, first_stems, probes, stems)

    def add(self, phrase: Phrase, number: int, *, first: bool) -> None:
        """List a phrase by what it begins with when it stands first, unless something else in it is rarer."""
        probes = probes_of(phrase)
        if first and rarity(begun := first_probes(phrase)) + FIRST_RARER >= rarity(probes):
            for word, behind in sorted(begun):
                self.firsts.setdefault(word, {}).setdefault(f" {behind}" if behind else "", []).append(number)
            return
        for one, two in sorted(probes):
            word, beside = (one, f" {two}") if two else (one, "")
            if two and common((two, "")) < common((one, "")):
                word, beside = two, f"{one} "
            self.probes.setdefault(word, {}).setdefault(beside, []).append(number)


def _told(lists: Mapping[str, Mapping[str, Sequence[int]]]) -> tuple[dict[str, str], dict[str, str]]:
    """Return lists as text: those under words, and those under the beginnings of words, which have a star behind them."""
    told = {word: "\t".join(f"{beside}={' '.join(map(str, numbers))}" for beside, numbers in listed.items()) for word, listed in lists.items()}
    return (
        {word: text for word, text in told.items() if not word.endswith("*")},
        {word[:-1]: text for word, text in told.items() if word.endswith("*")},
    )


def _core_of(key: str) -> str:
    """Return a folded text from its first letter to its last; nothing when it holds none."""
    found = _CORE.search(key)
    return found.group() if found else ""
