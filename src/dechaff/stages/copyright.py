"""Copyright: short lines that begin with the copyright sign."""

from __future__ import annotations

from collections.abc import Iterator

from dechaff._shapes import COPYRIGHT
from dechaff.model import Claim, Document
from dechaff.stages._rules import Table
from dechaff.structure import shaped

__all__ = ["OWN_RULES", "claims"]

OWN_RULES = {"copyright/shape/sign": "A short line that begins with the copyright sign."}

SIGN_WEIGHT = 4.0
#: A longer line is a sentence about something else.
MOST_WORDS = 25


def claims(doc: Document, table: Table) -> Iterator[Claim]:
    """Claim short lines with the sign in front."""
    for index in shaped(doc, COPYRIGHT):
        if doc.words[index] <= MOST_WORDS:
            yield Claim(index, index + 1, "copyright/shape/sign", SIGN_WEIGHT, doc.blocks[index].text[:80], "shape")
