"""Copyright: short lines that begin with the copyright sign."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress

from dechaff.model import Claim, Document
from dechaff.stages._rules import Table

__all__ = ["OWN_RULES", "claims"]

OWN_RULES = {"copyright/shape/sign": "A short line that begins with the copyright sign."}

SIGN_WEIGHT = 4.0
#: A longer line is a sentence about something else.
MOST_WORDS = 25


def claims(doc: Document, table: Table) -> Iterator[Claim]:
    """Claim short lines with the sign in front."""
    for block in compress(doc.blocks, doc.column(_signed)):
        if doc.words[block.index] <= MOST_WORDS:
            yield Claim(block.index, block.index + 1, "copyright/shape/sign", SIGN_WEIGHT, block.text[:80], "shape")


def _signed(doc: Document) -> list[bool]:
    return ["\u00a9" in text and text.lstrip("-*\u2022\u00b7 ").startswith("\u00a9") for text in doc.texts]
