from typing import Any, TypeAlias

from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]

def sums_of(columns: Array, features: Array, borders: Array, trees: Array, means: Array, sums: Array) -> None: ...
