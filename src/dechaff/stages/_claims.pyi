from collections.abc import Callable, Sequence

from dechaff.model import Block, Claim, Witness
from dechaff.stages._index import Marked
from dechaff.stages._rules import Group, Match

def claim(index: int, rule: str, weight: float, evidence: str, witness: Witness) -> Claim: ...
def matches_of(told: list[tuple[int, int, int]], groups: list[tuple[str, Group]], match: type[Match]) -> list[tuple[str, Match]]: ...
def marks_of(
    blocks: Sequence[Block],
    said: dict[str, list[Marked]],
    judge: Callable[[tuple[str, ...]], Sequence[Marked]],
) -> list[Sequence[Marked]]: ...
def mark_claims(marked: list[Sequence[Marked]]) -> dict[str, list[Claim]]: ...
