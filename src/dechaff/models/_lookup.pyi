from typing import Any, TypeAlias

from numpy.typing import NDArray

from dechaff.features._columns import Columns

Array: TypeAlias = NDArray[Any]

def sums_of(columns: Columns, names: tuple[str, ...], features: Array, borders: Array, trees: Array, means: Array, sums: Array) -> None: ...
