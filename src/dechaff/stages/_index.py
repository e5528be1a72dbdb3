"""One index over the phrases and the marks of many tables, so that a page is looked through once for all of them.

A phrase that stands for few texts and must be a whole block is found by one look-up of the block; one that stands first in
a block by the block's first words; any other by a probe, a word or a pair of words that it cannot do without. Only
blocks where that much was met are tried with the phrase itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import compress, count
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from dechaff.fold import SPACELESS, STEM, beginnings
from dechaff.model import Document
from dechaff.stages._listing import LETTER, Beside, Line, Listing, Needs, Probes, core_of, listing_of, numbers_in
from dechaff.stages._phrases import end_of, is_spaced

if TYPE_CHECKING:
    from dechaff.stages._rules import Match, Table

__all__ = ["Index", "Marked", "Places", "lengths_near"]

#: A class name of the stage's kind on the element or a small ancestor; and one that often holds more than that.
#: Inside what trafilatura keeps (labelled pages): 5 of 6 blocks with a mark have to go, 1 of 4 with a weak one.
MARK_WEIGHT = 2.0
WEAK_MARK_WEIGHT = 0.5
#: A phrase that must stand first may have this many digits, bullets and signs before it.
FAR_IN = 24

#: What may stand around a line that is a fuzzy phrase.
AROUND = " .:!?-*>"

_STEM_OF = itemgetter(slice(STEM))
_SPACELESS_START = re.compile(rf"[{SPACELESS}]")


class Marked(NamedTuple):
    """A class name that speaks for a stage: the table's name, the rule, its weight, the word."""

    table: str
    rule: str
    weight: float
    word: str


class Index:
    """Finds the phrases and marks of tables in a document; says nothing of a block but what its own text and marks say."""

    def __init__(self, tables: Sequence[Table], listing: Listing | None = None) -> None:
        """Take tables, and their listing when it was worked out before."""
        self.tables = tuple(tables)
        self._given = listing

    @cached_property
    def lines(self) -> list[Line]:
        """Every phrase of the tables; its place is its number in the listing."""
        return [Line(table.name, group, number) for table in self.tables for group in table.groups for number in range(len(group.phrases))]

    @cached_property
    def listing(self) -> Listing:
        """What the phrases are found by."""
        return self._given or listing_of(self.lines)

    def phrases(self, doc: Document) -> dict[str, list[tuple[int, Match]]]:
        """Return table name -> (block index, match) for a document, each group at most once a block.

        A group that stands in a block several times is told of where it stands first, and there at its longest.
        """
        return doc.once(self._phrases_by_table)

    def marks(self, doc: Document) -> dict[str, list[tuple[int, Marked]]]:
        """Return table name -> (block index, mark), of several marks of one weight the first by name."""
        return doc.once(self._marks_by_table)

    def _phrases_by_table(self, doc: Document) -> dict[str, list[tuple[int, Match]]]:
        found: dict[str, list[tuple[int, Match]]] = {}
        for block, matches in enumerate(doc.column(self._block_matches)):
            for table, match in matches:
                found.setdefault(table, []).append((block, match))
        return found

    def _marks_by_table(self, doc: Document) -> dict[str, list[tuple[int, Marked]]]:
        found: dict[str, list[tuple[int, Marked]]] = {}
        for block, marks in enumerate(doc.column(self._block_marks)):
            for mark in marks:
                found.setdefault(mark.table, []).append((block, mark))
        return found

    def _block_matches(self, doc: Document) -> list[Sequence[tuple[str, Match]]]:
        """Return for each block (table name, match)."""
        keys, words = doc.keys, doc.words
        best: list[dict[str, tuple[str, Match]]] = [_NO_MATCHES] * len(keys)
        for block, number, span in self._spans(doc, keys, words):
            line = self.lines[number]
            if best[block] is _NO_MATCHES:
                best[block] = {}
            had = best[block].get(line.group.id)
            if had is None or (span[0], -span[1]) < (had[1].start, -had[1].stop):
                best[block][line.group.id] = line.table, self._match(line.group, *span)
        return [tuple(matches.values()) for matches in best]

    @cached_property
    def _match(self) -> type[Match]:
        from dechaff.stages._rules import Match

        return Match

    def _spans(self, doc: Document, keys: list[str], words: list[int]) -> Iterator[tuple[int, int, tuple[int, int]]]:
        """Yield (block, phrase, range) wherever a phrase was found."""
        lines, needs, most_words = self.lines, self._needs, self._most_words
        for block, number, form in self._whole(keys):
            if words[block] <= most_words[number] and (span := _span_of(form, keys[block])):
                yield block, number, span
        for block, numbers in self._tries(doc).items():
            key, long, place = keys[block], words[block], Places(keys[block])
            for number in numbers:
                if long > most_words[number] or not _holds(key, needs[number]):
                    continue
                _, group, at = lines[number]
                if span := group.reach(group.phrases[at], place):
                    yield block, number, span

    @cached_property
    def _needs(self) -> Needs:
        return Needs(self.listing.needs)

    @cached_property
    def _most_words(self) -> list[int]:
        """For each phrase the words of the longest block that it counts in."""
        return [line.group.max_words for line in self.lines]

    def _tries(self, doc: Document) -> dict[int, set[int]]:
        """Return block -> the phrases that may stand in it."""
        found: dict[int, set[int]] = defaultdict(set)
        said = list(set(doc.tokens))
        stems = list(map(_STEM_OF, said))
        self._begun(doc, found)
        self._probed(doc, self._met(said, stems), found)
        if self._fuzzy:
            self._resembling(doc, self._met_fuzzy(said, stems), found)
        return found

    def _whole(self, keys: list[str]) -> Iterator[tuple[int, int, str]]:
        """Yield (block, phrase, text) where the letters of a block are those of a text that a phrase stands for."""
        forms, longest = self.listing.forms, self._longest_form
        for block, key in enumerate(keys):
            if len(key) > longest:
                continue
            core = key if key[:1].isalpha() and key[-1].isalpha() else core_of(key)
            if core in forms:
                for told in forms[core].split("\t"):
                    number, _, form = told.partition("=")
                    yield block, int(number), form or core

    @cached_property
    def _longest_form(self) -> int:
        """Characters beyond which a block can be no whole phrase, with what may stand around it."""
        return 2 * max(map(len, self.listing.forms), default=0) + FAR_IN

    def _begun(self, doc: Document, found: dict[int, set[int]]) -> None:
        """Add the phrases that begin as their block does."""
        firsts, heads, stems, tokens = self.listing.firsts, self._heads, self._first_stems, doc.tokens
        start = 0
        for block, stop in enumerate(doc.seams):
            for at in range(start, stop):
                word = tokens[at]
                begun = [f"{word} ", f"{word} {tokens[at + 1]}"] if word in heads else []
                if (stem := word[:STEM]) in stems:
                    begun.append(stem + "* ")
                elif word > "\u0e00" and len(word) > 2 and _SPACELESS_START.match(word):
                    begun.append(word[:2] + " ")
                for words in begun:
                    if words in firsts:
                        found[block].update(numbers_in(firsts[words]))
                if word[0].isalpha() or LETTER.search(word):
                    break
            start = stop + 1

    @cached_property
    def _heads(self) -> frozenset[str]:
        return frozenset(words.partition(" ")[0] for words in self.listing.firsts)

    @cached_property
    def _first_stems(self) -> frozenset[str]:
        return frozenset(words[:-2] for words in self.listing.firsts if words.endswith("* "))

    @cached_property
    def _fuzzy(self) -> dict[str, dict[int, list[int]]]:
        """First four letters of a word of a fuzzy phrase -> characters of a line that may be it -> phrases."""
        found: dict[str, dict[int, list[int]]] = {}
        for number, (_, group, at) in enumerate(self.lines):
            if group.fuzzy:
                phrase = group.phrases[at].folded
                for stem in {word[:STEM] for word, _ in beginnings(phrase)}:
                    for length in lengths_near(phrase):
                        found.setdefault(stem, {}).setdefault(length, []).append(number)
        return found

    def _met_fuzzy(self, said: Sequence[str], stems: Sequence[str]) -> dict[str, list[Mapping[int, Sequence[int]]]]:
        """Return for each word of a document that begins as a word of a fuzzy phrase does what is listed under that."""
        fuzzy = self._fuzzy
        met: dict[str, list[Mapping[int, Sequence[int]]]] = {
            word: [fuzzy[stem]] for word, stem in compress(zip(said, stems, strict=True), map(fuzzy.__contains__, stems))
        }
        for word in _unspaced(said):
            met[word] = [fuzzy[two] for two in _twos(word) if two in fuzzy] or met.get(word, [])
        return met

    def _resembling(self, doc: Document, met: Mapping[str, list[Mapping[int, Sequence[int]]]], found: dict[int, set[int]]) -> None:
        """Add the fuzzy phrases of about a line's length one of whose words begins as one of the line does."""
        tokens, seams, keys = doc.tokens, doc.seams, doc.keys
        block = 0
        for at in compress(count(), map(met.__contains__, tokens)):
            while seams[block] < at:
                block += 1
            long = len(keys[block].strip(AROUND))
            for listed in met[tokens[at]]:
                if long in listed:
                    found[block].update(listed[long])

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(probe[:-1] for probe in self.listing.probes if probe.endswith("*"))

    def _met(self, said: Sequence[str], stems: Sequence[str]) -> dict[str, list[Beside]]:
        """Return for each word of a document that is a probe, or holds one, what is listed under that.

        said, stems  the words, each once, and the first letters of each.
        """
        probes, wanted = self._probes, self._stems
        words = {word: [probes[word]] for word in self.listing.probes.keys() & said}
        for word, stem in compress(zip(said, stems, strict=True), map(wanted.__contains__, stems)):
            words.setdefault(word, []).append(probes[stem + "*"])
        for word in _unspaced(said):
            if listed := [probes[two] for two in _twos(word) if two in self.listing.probes]:
                words.setdefault(word, []).extend(listed)
        return words

    @cached_property
    def _probes(self) -> Probes:
        return Probes(self.listing.probes)

    def _probed(self, doc: Document, met: Mapping[str, list[Beside]], found: dict[int, set[int]]) -> None:
        """Add the phrases of which a block holds what they cannot do without."""
        tokens, seams = doc.tokens, doc.seams
        block = 0
        for at in compress(count(), map(met.__contains__, tokens)):
            while seams[block] < at:
                block += 1
            for alone, before, behind in met[tokens[at]]:
                if alone:
                    found[block].update(alone)
                if before and (word := tokens[at - 1]) in before:
                    found[block].update(before[word])
                if behind and (word := tokens[at + 1]) in behind:
                    found[block].update(behind[word])

    @cached_property
    def _marks(self) -> dict[str, list[Marked]]:
        """Class name -> what it says, for all tables."""
        said: dict[str, list[Marked]] = {}
        for table in self.tables:
            for words, weight in ((table.marks, MARK_WEIGHT), (table.weak_marks, WEAK_MARK_WEIGHT)):
                for word in words:
                    said.setdefault(word, []).append(Marked(table.name, f"{table.name}/mark/{word}", weight, word))
        return said

    @cached_property
    def _mark_words(self) -> frozenset[str]:
        return frozenset(self._marks)

    def _block_marks(self, doc: Document) -> list[Sequence[Marked]]:
        known: dict[frozenset[str], Sequence[Marked]] = {}
        for block in doc.blocks:
            if block.marks not in known:
                known[block.marks] = self._judge(block.marks)
        return [known[block.marks] for block in doc.blocks]

    def _judge(self, marks: frozenset[str]) -> Sequence[Marked]:
        words = self._mark_words & marks
        if not words:
            return ()
        said: dict[tuple[str, float], Marked] = {}
        for word in sorted(words):
            for mark in self._marks[word]:
                said.setdefault((mark.table, mark.weight), mark)
        return tuple(said.values())


def _holds(key: str, texts: Sequence[str]) -> bool:
    """Tell whether a text holds one of some texts; it does when there are none to hold."""
    for text in texts:
        if text in key:
            return True
    return not texts


_NO_MATCHES: dict[str, Any] = {}


def head_of(key: str) -> int:
    """Return the offset of the first letter, -1 when there is none: before it stand digits, bullets and signs."""
    if key[:1].isalpha():
        return 0
    return next((at for at, char in enumerate(key) if char.isalpha()), -1)


class Places:
    """A folded block, and what phrases ask of it, found when the first of them asks."""

    def __init__(self, key: str) -> None:
        """Take the folded text of a block."""
        self.key = key

    @cached_property
    def first(self) -> list[int]:
        """Where a phrase that must stand first may begin."""
        if self.key[:1].isalpha():
            return [0]
        head = head_of(self.key)
        return [at for _, at in beginnings(self.key[: head + 1 + STEM]) if at <= head and at < FAR_IN] if head >= 0 else []

    @cached_property
    def spaced(self) -> bool:
        """No script without spaces is in it."""
        return is_spaced(self.key)

    @cached_property
    def line(self) -> str:
        """The text without the signs around it."""
        return self.key.strip(AROUND)


def _span_of(form: str, key: str) -> tuple[int, int] | None:
    """Return the range that a plain text covers when it is all that a block says, else None."""
    at = head_of(key) - head_of(form)
    if not 0 <= at < FAR_IN:
        return None
    stop = end_of(form, key, at, last=True)
    return (at, stop) if stop >= 0 else None


def lengths_near(phrase: str) -> range:
    """Return how long a line can be that is a fuzzy phrase with its misspellings, one for every six letters."""
    misspelt = len(phrase) // 6
    return range(len(phrase) - misspelt, len(phrase) + misspelt + 1)


def _unspaced(words: Sequence[str]) -> list[str]:
    """Return the words that may be runs of a script without spaces."""
    return [word for word in words if word > "\u0e00"] if words and max(words) > "\u0e00" else []


def _twos(word: str) -> set[str]:
    """Return every two neighbouring characters of a run of a script without spaces, none of other words."""
    if word < "\u0e00" or not _SPACELESS_START.match(word):
        return set()
    return {word[at : at + 2] for at in range(max(1, len(word) - 1))}
