from typing import Any, TypeAlias

from numpy.typing import NDArray

from dechaff.features._columns import Columns

Array: TypeAlias = NDArray[Any]

def sums_of(columns: Columns, names: tuple[str, ...], nodes: Array, roots: Array, depths: Array, sums: Array) -> None: ...
def parts_of(columns: Columns, names: tuple[str, ...], nodes: Array, roots: Array, depths: Array, parts: Array) -> None: ...
