from collections.abc import Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

from dechaff.features._columns import Columns

UPPER: int
LOWER: int
LETTER: int
DIGIT: int
END: int
COMMA: int
QUOTE: int
BAR: int
MONEY: int
QUESTION: int
SPACELESS: int
COLON: int

class Characters:
    counts: NDArray[Any]
    first: NDArray[Any]
    last: NDArray[Any]
    before_last: NDArray[Any]
    words: NDArray[Any]
    short: NDArray[Any]
    raised: NDArray[Any]
    chars: NDArray[Any]
    def __init__(self, texts: Sequence[str], classes: NDArray[Any], wide: Mapping[int, int]) -> None: ...
    def count(self, bit: int) -> NDArray[Any]: ...

def add_text(columns: Columns, of: Characters) -> None: ...
