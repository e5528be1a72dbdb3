"""One index over the phrases and the marks of many tables, so that a page is looked through once for all of them.

A phrase that stands for few texts and must be a whole block is found by one look-up of the block; one that stands first in
a block by the block's first words; any other by a probe, a word or a pair of words that it cannot do without. Only
blocks where that much was met are tried with the phrase itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from dechaff.fold import STEM, beginnings
from dechaff.model import Claim, Document
from dechaff.stages._claims import bits_of, mark_claims, marks_of, matches_of
from dechaff.stages._finder import Finder
from dechaff.stages._listing import Line, Listing, listing_of
from dechaff.stages._misspelt import lengths_near, nearly

if TYPE_CHECKING:
    from dechaff.stages._phrases import Phrase
    from dechaff.stages._programs import Program
    from dechaff.stages._rules import Group, Match, Table

__all__ = ["Index", "Marked"]

#: A class name of the stage's kind on the element or a small ancestor; and one that often holds more than that.
#: Inside what trafilatura keeps (labelled pages): 5 of 6 blocks with a mark have to go, 1 of 4 with a weak one.
MARK_WEIGHT = 2.0
WEAK_MARK_WEIGHT = 0.5
_NONE: tuple[tuple[str, Match], ...] = ()


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

    def marks(self, doc: Document) -> dict[str, list[Claim]]:
        """Return table name -> claims of marks, of several of one weight in a block the first by name."""
        return doc.once(self._marks_by_table)

    def _phrases_by_table(self, doc: Document) -> dict[str, list[tuple[int, Match]]]:
        found: dict[str, list[tuple[int, Match]]] = {}
        for block, matches in enumerate(doc.column(self._block_matches)):
            for table, match in matches:
                found.setdefault(table, []).append((block, match))
        return found

    def _marks_by_table(self, doc: Document) -> dict[str, list[Claim]]:
        return mark_claims(doc.column(self._block_marks))

    def _block_matches(self, doc: Document) -> list[Sequence[tuple[str, Match]]]:
        """Return for each block (table name, match)."""
        from dechaff.stages._rules import Match

        groups = self._groups
        found = self._finder.found(doc.keys, doc.tokens, doc.seams, doc.words)
        return [_NONE if told is None else matches_of(told, groups, Match) for told in found]

    @cached_property
    def _groups(self) -> list[tuple[str, Group]]:
        """Each group with its table's name."""
        return [(table.name, group) for table in self.tables for group in table.groups]

    @cached_property
    def _finder(self) -> Finder:
        groups = [(len(group.phrases), group.max_words, group.first, group.last) for _, group in self._groups]
        return Finder(self.listing, groups, self._fuzzy, self._program, self._nearly)

    def _phrase(self, number: int) -> Phrase:
        at = bisect_right(self._first_numbers, number) - 1
        return self._groups[at][1].phrases[number - self._first_numbers[at]]

    @cached_property
    def _first_numbers(self) -> list[int]:
        """The number of each group's first phrase."""
        return list(accumulate((len(group.phrases) for _, group in self._groups), initial=0))

    def _program(self, number: int) -> Program:
        return self._phrase(number).program

    def _nearly(self, number: int, key: str) -> tuple[int, int] | None:
        return nearly(self._phrase(number).folded, key)

    @cached_property
    def _fuzzy(self) -> dict[str, dict[int, list[int]]]:
        """First four letters of a word of a fuzzy phrase -> characters of a line that may be it -> phrases."""
        found: dict[str, dict[int, list[int]]] = {}
        for first, (_, group) in zip(self._first_numbers, self._groups, strict=False):
            for number, phrase in enumerate(group.phrases, first) if group.fuzzy else ():
                for stem in {word[:STEM] for word, _ in beginnings(phrase.folded)}:
                    for length in lengths_near(phrase.folded):
                        found.setdefault(stem, {}).setdefault(length, []).append(number)
        return found

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
    def _mark_bits(self) -> bytes:
        return bits_of(self._marks)

    def _block_marks(self, doc: Document) -> list[Sequence[Marked]]:
        return marks_of(doc.blocks, self._marks, self._mark_bits, self._judge)

    @cached_property
    def _judge(self) -> Callable[[tuple[str, ...]], Sequence[Marked]]:
        """What some marks say together; pages use the same few."""
        return lru_cache(maxsize=1024)(self._judged)

    def _judged(self, marks: tuple[str, ...]) -> Sequence[Marked]:
        said: dict[tuple[str, float], Marked] = {}
        for word in marks:
            for mark in self._marks[word]:
                said.setdefault((mark.table, mark.weight), mark)
        return tuple(said.values())
