from collections.abc import Sequence

from dechaff.model import Block

PROSE: int
HEADLINE_LINK: int
NUMBER: int
HASHTAG: int
COPYRIGHT: int
ARROW: int
CAPTION: int
LABEL: int
ACCOUNT: int

def shapes_of(blocks: Sequence[Block], words: list[int]) -> list[int]: ...
def those(shapes: list[int], shape: int) -> list[int]: ...
def flags(shapes: list[int], shape: int) -> list[bool]: ...
def repeats(keys: list[str], least: int, signs: str) -> list[tuple[int, str]]: ...
def opening_with(texts: list[str], initial: str, most: int) -> list[int]: ...
