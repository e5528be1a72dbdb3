from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]

def sums_of(columns: Array, features: Array, borders: Array, trees: Array, means: Array, sums: Array) -> None: ...
