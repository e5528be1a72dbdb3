"""Read more: short lines that point onwards with an arrow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dechaff._shapes import ARROW
from dechaff.model import Claim, Document, Kind
from dechaff.stages._rules import Table
from dechaff.structure import shaped

__all__ = ["OWN_RULES", "claims"]

OWN_RULES = {"read_more/shape/arrow": "A short line that ends in an arrow."}

ARROW_WEIGHT = 2.8
#: A line with an arrow behind it has at most this many words.
MOST_WORDS = 22
_NO_LINES = (Kind.ROW, Kind.CODE)

_ARROW = re.compile(r"[^\W\d_].*\s(?:[\u2192\u21d2\u2794\u2799\u279c\u279d\u279e\u27a1\u27f6\u25b6\u25ba\u25b8\u203a]\ufe0f?|>{1,3}|\u00bb)\s*")
_OPENED = re.compile(r"[\u00ab\u2039<\u2190]")


def claims(doc: Document, table: Table) -> Iterator[Claim]:
    """Claim lines that lead to another page: an arrow stands behind the last word, and none before."""
    for index in shaped(doc, ARROW):
        block = doc.blocks[index]
        if doc.words[index] <= MOST_WORDS and block.kind not in _NO_LINES and _ARROW.fullmatch(block.text) and not _OPENED.search(block.text):
            yield Claim(index, index + 1, "read_more/shape/arrow", ARROW_WEIGHT, block.text[:80], "shape")
