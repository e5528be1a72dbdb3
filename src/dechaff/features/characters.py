"""What the characters of each block are: counted for a whole document at once, by one look-up a character."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Characters", "characters_of"]

#: Characters below this are looked up; what lies above is a letter of a script without spaces or a rare sign.
LOOKED_UP = 0x3100
#: Bits of a character's class.
UPPER, LOWER, LETTER, DIGIT, END, COMMA, QUOTE, BAR, MONEY, QUESTION, SPACELESS, COLON = (1 << bit for bit in range(12))
_WORD = LETTER | DIGIT
_BY_BIT = {
    END: ".!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964", COMMA: ",\u060c\u3001\uff0c;", QUOTE: '"\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\u2018',
    BAR: "|\u00b7\u2022/>\u203a\u2192", QUESTION: "?\uff1f\u061f", COLON: ":\uff1a",
}  # fmt: skip
#: Wide forms that lie above what is looked up one by one.
_WIDE = {"\uff01": END, "\uff1f": END | QUESTION, "\uff0c": COMMA, "\uff1a": COLON}


class Characters(NamedTuple):
    """Counts by block: arrays of one number a block.

    counts  class bit -> how many characters of the class.
    first, last, before_last  the class bits of the first, the last and the last but one character.
    words   how many words (two characters of a script without spaces make one); short: of up to three letters; raised: that begin
            with a capital.
    chars   length of the block's text.
    """

    counts: dict[int, NDArray[np.float64]]
    first: NDArray[np.uint16]
    last: NDArray[np.uint16]
    before_last: NDArray[np.uint16]
    words: NDArray[np.float64]
    short: NDArray[np.float64]
    raised: NDArray[np.float64]
    chars: NDArray[np.float64]


@cache
def _classes() -> Any:
    """Return the class bits of each character below LOOKED_UP; the last entry stands for all above."""
    import numpy as np

    table = np.zeros(LOOKED_UP + 1, dtype=np.uint16)
    for code in range(LOOKED_UP):
        kind = unicodedata.category(chr(code))
        if kind[0] in "LM":
            table[code] = LETTER | (UPPER if kind in {"Lu", "Lt"} else 0) | (LOWER if kind == "Ll" else 0)
        elif kind == "Nd":
            table[code] = DIGIT
        elif kind == "Sc":
            table[code] = MONEY
    for bit, signs in _BY_BIT.items():
        for sign in signs:
            if ord(sign) < LOOKED_UP:
                table[ord(sign)] |= bit
    for start, stop in ((0xE00, 0xF00), (0x1000, 0x10A0), (0x1780, 0x1800), (0x3040, LOOKED_UP + 1)):
        table[start:stop] |= LETTER | SPACELESS
    return table


def characters_of(texts: Sequence[str]) -> Characters:
    """Count the characters of each text, none of them empty."""
    import numpy as np

    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    stops = np.cumsum(lengths)
    starts = stops - lengths
    joined = "".join(texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _classes()[np.minimum(codes, LOOKED_UP)]
    for sign, bits in _WIDE.items():
        if sign in joined:
            kinds[codes == ord(sign)] = bits
    counts = {bit: np.add.reduceat((kinds & bit) != 0, starts, dtype=np.float64) for bit in (UPPER, LOWER, LETTER, DIGIT, END, COMMA, QUOTE, BAR, MONEY)}
    words, short, raised = _words(kinds, starts, len(texts))
    if (spaceless := (kinds & SPACELESS) != 0).any():
        words += np.add.reduceat(spaceless, starts, dtype=np.float64) / 2
    return Characters(counts, kinds[starts], kinds[stops - 1], kinds[np.maximum(stops - 2, starts)], words, short, raised, lengths.astype(np.float64))


def _words(kinds: Any, starts: Any, blocks: int) -> tuple[Any, Any, Any]:
    """Return by block how many words of scripts with spaces there are, how many short ones, how many with a capital first."""
    import numpy as np

    inside = ((kinds & _WORD) != 0) & ((kinds & SPACELESS) == 0)
    edges = np.zeros(len(kinds) + 1, dtype=np.int8)
    edges[:-1] = inside
    edges[1:] -= inside
    border = starts[1:]
    through = border[inside[border] & inside[border - 1]]  # two blocks whose words touch
    begins = np.flatnonzero(edges == 1)
    ends = np.flatnonzero(edges == -1)
    if through.size:
        begins, ends = np.sort(np.append(begins, through)), np.sort(np.append(ends, through))
    at = np.searchsorted(starts, begins, side="right") - 1
    words = np.bincount(at, minlength=blocks).astype(np.float64)
    short = np.bincount(at, weights=(ends - begins) <= 3, minlength=blocks)
    raised = np.bincount(at, weights=(kinds[begins] & UPPER) != 0, minlength=blocks)
    return words, short, raised
