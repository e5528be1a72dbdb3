from collections.abc import Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

def spoken(tokens: list[str], masks: Mapping[str, int], names: tuple[str, ...], scripts: Sequence[tuple[str, str, str]]) -> tuple[str, ...]: ...

class Persons:
    spaceless: bool
    def __init__(self, we: list[str], you: list[str], *, spaceless: bool) -> None: ...
    def counts(self, tokens: list[str], seams: list[int], keys: list[str]) -> tuple[NDArray[Any], NDArray[Any]]: ...
