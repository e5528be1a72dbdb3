"""What the characters of each block are: their classes, by which compiled code counts them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from dechaff.features._characters import BAR, COLON, COMMA, DIGIT, END, LETTER, LOWER, MONEY, QUESTION, QUOTE, SPACELESS, UPPER, Characters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["characters_of"]

#: Characters below this are looked up; what lies above is a letter of a script without spaces or a rare sign.
LOOKED_UP = 0x3100
_BY_BIT = {
    END: ".!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964", COMMA: ",\u060c\u3001\uff0c;", QUOTE: '"\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\u2018',
    BAR: "|\u00b7\u2022/>\u203a\u2192", QUESTION: "?\uff1f\u061f", COLON: ":\uff1a",
}  # fmt: skip
#: Wide forms that lie above what is looked up one by one.
_WIDE = {0xFF01: END, 0xFF1F: END | QUESTION, 0xFF0C: COMMA, 0xFF1A: COLON}


@cache
def _classes() -> NDArray[np.uint16]:
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
    """Count the characters of each text."""
    return Characters(texts, _classes(), _WIDE)
