from collections.abc import Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

def most_of(tokens: list[str], masks: Mapping[str, int], count: int, scripts: Sequence[tuple[str, str, str]]) -> int | str: ...

class Persons:
    spaceless: bool
    def __init__(self, we: list[str], you: list[str], *, spaceless: bool) -> None: ...
    def counts(self, tokens: list[str], seams: list[int], keys: list[str]) -> tuple[NDArray[Any], NDArray[Any]]: ...
