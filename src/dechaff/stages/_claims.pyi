from collections.abc import Callable, Sequence

from dechaff.model import Block, Claim, Witness
from dechaff.stages._index import Marked

def claim(index: int, rule: str, weight: float, evidence: str, witness: Witness) -> Claim: ...
def marks_of(
    blocks: Sequence[Block],
    said: dict[str, list[Marked]],
    judge: Callable[[tuple[str, ...]], Sequence[Marked]],
) -> list[Sequence[Marked]]: ...
def mark_claims(marked: list[Sequence[Marked]]) -> dict[str, list[Claim]]: ...
