"""Rounds: cleaning is repeated on what is left until nothing more goes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dechaff.model import Claim, Document
from dechaff.opinion import Opinion
from dechaff.result import Declined, Removal
from dechaff.settle import Decision

__all__ = ["Later", "MainContent", "left_of", "said_again"]


@dataclass(frozen=True)
class MainContent:
    """What is said of a page's main content: an opinion on every block, or the claims of a judge that gives none."""

    opinion: Opinion | None = None
    claims: Sequence[Claim] = ()

    def only(self, indexes: Sequence[int]) -> MainContent:
        """Return what is said of some blocks, numbered anew; claims are taken to be about single blocks."""
        if self.opinion is not None:
            return MainContent(self.opinion.only(indexes))
        new = {old: at for at, old in enumerate(indexes)}
        return MainContent(None, [claim._replace(start=new[claim.start], stop=new[claim.start] + 1) for claim in self.claims if claim.start in new])


@dataclass(frozen=True)
class Later:
    """The decision of a later round, told in the block indexes of the source.

    indexes  of each block that the round saw, its index in the source.
    """

    decision: Decision = field(repr=False)
    indexes: tuple[int, ...]

    @property
    def gone(self) -> list[int]:
        """The blocks that went."""
        return [self.indexes[index] for index in self.decision.gone]

    @property
    def parts(self) -> list[Removal]:
        """What went of blocks that stay."""
        return [self._removal(one) for one in self.decision.parts]

    @property
    def removed(self) -> list[Removal]:
        """What went."""
        return [self._removal(one) for one in self.decision.removed]

    @property
    def declined(self) -> list[Declined]:
        """The claims that were not followed."""
        return [Declined(self._claim(one.claim), one.safeguard) for one in self.decision.declined]

    def _claim(self, claim: Claim) -> Claim:
        return claim._replace(start=self.indexes[claim.start], stop=self.indexes[claim.stop - 1] + 1)

    def _removal(self, one: Removal) -> Removal:
        start, stop = self.indexes[one.start], self.indexes[one.stop - 1] + 1
        return one._replace(start=start, stop=stop, claims=tuple(map(self._claim, one.claims)))


def left_of(doc: Document, gone: Iterable[int]) -> list[int]:
    """Return the indexes of the blocks that did not go."""
    went = set(gone)
    return [index for index in range(len(doc.blocks)) if index not in went]


def said_again(before: Sequence[Claim], claims: Sequence[Claim], gone: Sequence[int]) -> bool:
    """Tell whether the claims are those made before on the blocks that did not go, each about one block.

    gone  the blocks that went, in order.
    """
    went = set(gone)
    same = [claim for claim in before if claim.start not in went]
    if len(same) != len(claims):
        return False
    return all(
        one[2:] == other[2:] and one.stop - one.start == 1 == other.stop - other.start and one.start - bisect_left(gone, one.start) == other.start
        for one, other in zip(same, claims, strict=True)
    )
