"""The listing of phrases: what each is found by, worked out once from the phrases themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dechaff.stages._probes import Probe, common, first_probes, forms_of, probes_of, rarity

if TYPE_CHECKING:
    from dechaff.stages._phrases import Phrase
    from dechaff.stages._rules import Group

__all__ = ["LETTER", "Beside", "Line", "Listing", "Needs", "Probes", "core_of", "listing_of", "numbers_in"]

LETTER = re.compile(r"[^\W\d_]")
#: One word of so many, as a power of two, stands first in its block: 1,627 words in 198 blocks on an average news page.
FIRST_RARER = 3
_FIRST = frozenset({"whole", "start"})
_CORE = re.compile(r"[^\W\d_](?:.*[^\W\d_])?", re.DOTALL)


class Listing(NamedTuple):
    """What phrases are found by; they are told by their numbers, in the order of the tables.

    Everything is written as text, numbers with a blank between them, and read when it is met: thousands of small lists
    would take as long to load as all else, and the garbage collector would look through them again and again.

    forms   letters of a whole block, what stands around them left off -> phrases, a tab between them; behind a phrase and
            "=" the text it stands for there, when that is another one.
    firsts  first word of a block, a blank, and its second word or nothing when any may follow -> phrases.
    probes  a word, four letters and a star, or two characters -> with a tab between them: what must stand beside it, "="
            and the phrases that can stand where that is met. It is nothing, a blank and the word behind it, or the word
            before it and a blank.
    needs   phrase -> plain texts, a tab between them, of which a block must hold one beside that; phrases without are not
            named.
    """

    forms: Mapping[str, str]
    firsts: Mapping[str, str]
    probes: Mapping[str, str]
    needs: Mapping[str, str]


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
                core = core_of(form)
                lists.forms.setdefault(core, []).append(str(number) if form == core else f"{number}={form}")
        else:
            lists.add(phrase, number, first=group.at in _FIRST)
    return lists.listing()


class _Lists:
    """A listing while it grows."""

    def __init__(self) -> None:
        self.forms: dict[str, list[str]] = {}
        self.firsts: dict[str, list[int]] = {}
        self.probes: dict[str, dict[str, list[int]]] = {}
        self.needs: dict[int, Sequence[str]] = {}

    def listing(self) -> Listing:
        return Listing(
            forms={core: "\t".join(told) for core, told in self.forms.items()},
            firsts={words: _joined(numbers) for words, numbers in self.firsts.items()},
            probes={probe: "\t".join(f"{beside}={_joined(numbers)}" for beside, numbers in listed.items()) for probe, listed in self.probes.items()},
            needs={str(number): "\t".join(texts) for number, texts in self.needs.items()},
        )

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
            self.firsts.setdefault(f"{first} {second}", []).append(number)

    def add_needs(self, needs: Sequence[str], number: int) -> None:
        if needs:
            self.needs[number] = needs


def _joined(numbers: Sequence[int]) -> str:
    return " ".join(map(str, numbers))


@lru_cache(maxsize=4096)
def numbers_in(listed: str) -> tuple[int, ...]:
    """Return the numbers that stand in a text; kept, because pages hold the same words."""
    return tuple(map(int, listed.split()))


class Beside(NamedTuple):
    """The phrases listed under a probe: those that ask for no more, and those that ask for the word before or behind it."""

    alone: Sequence[int]
    before: Mapping[str, Sequence[int]]
    behind: Mapping[str, Sequence[int]]


class Probes(dict[str, Beside]):
    """Probe -> what is listed under it, made ready when it is first met."""

    def __init__(self, listed: Mapping[str, str]) -> None:
        super().__init__()
        self._listed = listed

    def __missing__(self, probe: str) -> Beside:
        listed = {beside: numbers_in(numbers) for beside, _, numbers in (told.partition("=") for told in self._listed[probe].split("\t"))}
        before = {beside[:-1]: numbers for beside, numbers in listed.items() if beside.endswith(" ")}
        behind = {beside[1:]: numbers for beside, numbers in listed.items() if beside.startswith(" ")}
        self[probe] = Beside(listed.get("", ()), before, behind)
        return self[probe]


class Needs(dict[int, tuple[str, ...]]):
    """Phrase -> the texts of which a block must hold one, made ready when it is first asked for; none when it needs none."""

    def __init__(self, listed: Mapping[str, str]) -> None:
        super().__init__()
        self._listed = listed

    def __missing__(self, number: int) -> tuple[str, ...]:
        listed = self._listed.get(str(number))
        self[number] = tuple(listed.split("\t")) if listed else ()
        return self[number]


def core_of(key: str) -> str:
    """Return a folded text from its first letter to its last; nothing when it holds none."""
    found = _CORE.search(key)
    return found.group() if found else ""
