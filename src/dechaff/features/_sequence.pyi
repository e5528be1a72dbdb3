from typing import Any

from numpy.typing import NDArray

from dechaff.features._columns import Columns
from dechaff.features._tree import Tree

def add_judged(columns: Columns, scores: NDArray[Any], words: NDArray[Any]) -> NDArray[Any]: ...
def add_judged_around(columns: Columns, tree: Tree, scores: NDArray[Any], words: NDArray[Any], kept: NDArray[Any]) -> None: ...
def add_judged_alike(columns: Columns, name: str, group: NDArray[Any], scores: NDArray[Any]) -> None: ...
