from typing import Any

from numpy.typing import NDArray

from dechaff.features._columns import Columns
from dechaff.features._words import Words

def add_common(columns: Columns, words: Words, prose: NDArray[Any], title_block: int) -> None: ...
