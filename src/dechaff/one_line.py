"""Texts that run together: an article in one line, or in a few, is judged sentence by sentence, and what goes is a part of its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from dechaff.model import Block, Claim, Document, Kind
from dechaff.result import Account, Declined, Removal
from dechaff.sentences import sentences_of

__all__ = ["Place", "Together", "runs_together", "taken_apart"]

#: A line runs together when it has at least so many words and sentences; a text when such lines hold this share of its words.
LONG_WORDS, LONG_SENTENCES, LONG_SHARE = 150, 8, 0.6


class Place(NamedTuple):
    """Where a part comes from: the block of the text, and the half-open range of characters in it; None for all of it."""

    block: int
    span: tuple[int, int] | None


def runs_together(doc: Document) -> bool:
    """Tell whether most of a text without markup stands in lines of many sentences."""
    if doc.origin != "text" or not doc.blocks:
        return False
    words = doc.words
    long = [index for index, count in enumerate(words) if count >= LONG_WORDS and len(sentences_of(doc.blocks[index].text)) >= LONG_SENTENCES]
    return sum(words[index] for index in long) > LONG_SHARE * sum(words)


def taken_apart(doc: Document) -> tuple[Document, tuple[Place, ...]]:
    """Return a text whose blocks are the sentences of the long lines, and the other lines; and where each comes from."""
    places = tuple(place for index in range(len(doc.blocks)) for place in _places(doc, index))
    blocks = tuple(_part(doc, number, place) for number, place in enumerate(places))
    return Document(blocks, doc.metadata, "text", encoding=doc.encoding), places


def _places(doc: Document, index: int) -> Iterator[Place]:
    block = doc.blocks[index]
    spans = sentences_of(block.text) if doc.words[index] >= LONG_WORDS and block.kind is not Kind.CODE else []
    if len(spans) < LONG_SENTENCES:
        yield Place(index, None)
    else:
        yield from (Place(index, span) for span in spans)


def _part(doc: Document, number: int, place: Place) -> Block:
    block = doc.blocks[place.block]
    if place.span is None:
        return block._replace(index=number)
    return block._replace(index=number, text=block.text[slice(*place.span)], gap=block.gap and place.span[0] == 0, kind=Kind.PARAGRAPH)


@dataclass(frozen=True)
class Together:
    """What went of the parts, told of the text they come from: one round of an account."""

    doc: Document
    places: tuple[Place, ...]
    account: Account

    @cached_property
    def gone(self) -> tuple[int, ...]:
        """The blocks of which every part went."""
        went = self.account.gone
        stays = {place.block for number, place in enumerate(self.places) if number not in went}
        return tuple(index for index in range(len(self.doc.blocks)) if index not in stays)

    @property
    def parts(self) -> list[Removal]:
        """What went of blocks that stay."""
        return [removal for removal in self.removed if removal.span is not None]

    @cached_property
    def removed(self) -> list[Removal]:
        """What went: whole blocks, and ranges of sentences of others."""
        gone = set(self.gone)
        told = [removal for one in self.account.removed for removal in self._told(one)]
        whole = {removal.start: removal for removal in reversed(told) if removal.start in gone}
        return [*(one._replace(span=None, text=self.doc.blocks[index].text) for index, one in whole.items()), *(one for one in told if one.start not in gone)]

    @cached_property
    def declined(self) -> list[Declined]:
        """The claims that were not followed."""
        return [Declined(self._claim(one.claim), one.safeguard) for one in self.account.declined]

    def _told(self, one: Removal) -> Iterator[Removal]:
        """Yield what a removal of parts is to the blocks that they come from."""
        for index, members in groupby(range(one.start, one.stop), key=lambda number: self.places[number].block):
            numbers = list(members)
            first, last = self.places[numbers[0]], self.places[numbers[-1]]
            span = (first.span[0], last.span[1]) if first.span and last.span else None
            text = self.doc.blocks[index].text
            claims = tuple(self._claim(claim) for claim in one.claims if claim.start in numbers)
            yield one._replace(start=index, stop=index + 1, span=span, text=text[slice(*span)] if span else text, claims=claims)

    def _claim(self, claim: Claim) -> Claim:
        first, last = self.places[claim.start], self.places[claim.stop - 1]
        span = (first.span[0], last.span[1]) if first.span and last.span and first.block == last.block else None
        return claim._replace(start=first.block, stop=last.block + 1, span=span)
