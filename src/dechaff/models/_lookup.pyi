from typing import Any, TypeAlias

from numpy.typing import NDArray

from dechaff.features._columns import Columns

Array: TypeAlias = NDArray[Any]

class Trees:
    names: tuple[str, ...]
    def __init__(self, names: tuple[str, ...], borders: Array, starts: Array, nodes: Array, values: Array, roots: Array, depths: Array) -> None: ...
    def add_sums(self, columns: Columns, which: Array, sums: Array) -> None: ...
    def add_parts(self, columns: Columns, parts: Array) -> None: ...
