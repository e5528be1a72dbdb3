from collections.abc import Iterable

from dechaff.model import Claim

def by_block(claims: Iterable[Claim], blocks: int) -> tuple[dict[int, list[Claim]], list[Claim]]: ...
def sum_of(claims: list[Claim], opinion: float) -> float: ...
def kept_of(
    scores: list[float],
    gone: set[int],
    title_block: int,
    texts: list[str],
    words: list[int],
    prose: list[bool],
) -> tuple[int, int, int, int, float]: ...
