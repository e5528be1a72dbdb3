from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

from dechaff.features import Columns

def cautious(columns: Columns, odds: NDArray[Any], words: Sequence[int]) -> NDArray[Any]: ...
def missing(scores: NDArray[Any], said: NDArray[Any]) -> list[float]: ...
