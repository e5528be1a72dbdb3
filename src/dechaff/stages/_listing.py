"""The listing of phrases: what each is found by, worked out once from the phrases themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dechaff.stages._probes import Probe, common, first_probes, forms_of, probes_of, rarity

if TYPE_CHECKING:
    from dechaff.stages._phrases import Phrase
    from dechaff.stages._rules import Group

__all__ = ["LETTER", "Line", "Listing", "core_of", "listing_of"]

LETTER = re.compile(r"[^\W\d_]")
#: One word of so many, as a power of two, stands first in its block: 1,627 words in 198 blocks on an average news page.
FIRST_RARER = 3
_FIRST = frozenset({"whole", "start"})
_CORE = re.compile(r"[^\W\d_](?:.*[^\W\d_])?", re.DOTALL)


class Listing(NamedTuple):
    """What phrases are found by; they are told by their numbers, in the order of the tables.

    forms   letters of a whole block, what stands around them left off -> (phrase, the text it stands for there).
    firsts  first word of a block -> second word, or nothing when any may follow -> phrases.
    probes  a word, four letters and a star, or two characters -> what must stand beside it -> phrases that can stand
            where that is met: nothing, a space and the word behind it, or the word before it and a space.
    needs   phrase -> plain texts of which a block must hold one beside that; phrases without are not named.
    """

    forms: Mapping[str, Sequence[tuple[int, str]]]
    firsts: Mapping[str, Mapping[str, Sequence[int]]]
    probes: Mapping[str, Mapping[str, Sequence[int]]]
    needs: Mapping[int, Sequence[str]]


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
        if group.at == "whole" and (forms := forms_of(phrase)) and all(map(LETTER.search, forms)):
            for form in dict.fromkeys(forms):
                lists.forms.setdefault(core_of(form), []).append((number, form))
        else:
            lists.add(phrase, number, first=group.at in _FIRST)
    return Listing(lists.forms, lists.firsts, lists.probes, lists.needs)


class _Lists:
    """A listing while it grows."""

    def __init__(self) -> None:
        self.forms: dict[str, list[tuple[int, str]]] = {}
        self.firsts: dict[str, dict[str, list[int]]] = {}
        self.probes: dict[str, dict[str, list[int]]] = {}
        self.needs: dict[int, Sequence[str]] = {}

    def add(self, phrase: Phrase, number: int, *, first: bool) -> None:
        """List a phrase by what it begins with when it stands first, unless something else in it is rarer."""
        probes, needs = probes_of(phrase)
        if first:
            begun, others = first_probes(phrase)
            if rarity(begun) + FIRST_RARER >= rarity(probes):
                self.add_firsts(begun, number)
                self.add_needs(others, number)
                return
        self.add_probes(probes, number)
        self.add_needs(needs, number)

    def add_probes(self, probes: set[Probe], number: int) -> None:
        for first, second in sorted(probes):
            word, beside = (first, f" {second}") if second else (first, "")
            if second and common((second, "")) < common((first, "")):
                word, beside = second, f"{first} "
            self.probes.setdefault(word, {}).setdefault(beside, []).append(number)

    def add_firsts(self, probes: set[Probe], number: int) -> None:
        for first, second in sorted(probes):
            self.firsts.setdefault(first, {}).setdefault(second, []).append(number)

    def add_needs(self, needs: Sequence[str], number: int) -> None:
        if needs:
            self.needs[number] = needs


def core_of(key: str) -> str:
    """Return a folded text from its first letter to its last; nothing when it holds none."""
    found = _CORE.search(key)
    return found.group() if found else ""
