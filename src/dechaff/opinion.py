"""What a judge of the main content says of a document: a number a block, and claims for whoever asks why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dechaff.model import Claim

__all__ = ["Opinion"]


@dataclass(frozen=True, slots=True)
class Opinion:
    """One claim on each block of a document, of which only the weight is at hand; the rest is put together when asked for.

    label     how its rules are named: main_content/LABEL/outside and main_content/LABEL/inside.
    weights   the weight of each claim; outside: whether the judge puts the block outside the main content.
    evidence  what was seen of each block; empty when the judge gives no reasons.
    """

    label: str
    weights: Sequence[float]
    outside: Sequence[bool]
    evidence: Sequence[str] = ()

    def rules(self) -> tuple[str, str]:
        """Return the rules of its claims: inside and outside."""
        return f"main_content/{self.label}/inside", f"main_content/{self.label}/outside"

    def claim(self, index: int) -> Claim:
        """Return the claim on a block."""
        evidence = self.evidence[index] if self.evidence else ""
        return Claim(index, index + 1, self.rules()[self.outside[index]], self.weights[index], evidence, "model")

    def claims(self) -> list[Claim]:
        """Return the claims on all blocks."""
        return [self.claim(index) for index in range(len(self.weights))]

    def only(self, indexes: Sequence[int]) -> Opinion:
        """Return what it says of some blocks, numbered anew."""
        evidence = [self.evidence[index] for index in indexes] if self.evidence else ()
        return Opinion(self.label, [self.weights[index] for index in indexes], [self.outside[index] for index in indexes], evidence)

    def lenient(self, lenience: float) -> Opinion:
        """Return an opinion that speaks against blocks by so much less, and as before for them."""
        return replace(self, weights=[weight if weight <= 0 else max(0.0, weight - lenience) for weight in self.weights])
