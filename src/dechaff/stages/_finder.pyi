from collections.abc import Callable, Mapping, Sequence

from dechaff.stages._listing import Listing
from dechaff.stages._programs import Program

class Finder:
    known: dict[str, list[tuple[int, int, int]] | None]
    def __init__(
        self,
        listing: Listing,
        groups: list[tuple[int, int, bool, bool]],
        fuzzy: Mapping[str, Mapping[int, Sequence[int]]],
        program: Callable[[int], Program],
        nearly: Callable[[int, str], tuple[int, int] | None],
    ) -> None: ...
    def found(self, keys: list[str], tokens: list[str], seams: list[int], words: list[int]) -> list[list[tuple[int, int, int]] | None]: ...
