"""Prose: long paragraphs of sentences speak for themselves."""

from __future__ import annotations

from collections.abc import Iterator

from dechaff._shapes import PROSE
from dechaff.model import Claim, Document
from dechaff.stages._claims import claim
from dechaff.stages._rules import Table
from dechaff.structure import shaped

__all__ = ["OWN_RULES", "claims"]

OWN_RULES = {"prose/shape/long": "A long paragraph of sentences is rarely anything but the article."}

#: From this many words on -> what it weighs. Appeals are long too, but say several telling things.
LENGTHS = ((60, -1.8), (35, -1.4), (22, -0.8))


def claims(doc: Document, table: Table) -> Iterator[Claim]:
    """Speak for long paragraphs."""
    counts = doc.words
    for index in shaped(doc, PROSE):
        for least, weight in LENGTHS:
            if counts[index] >= least:
                yield claim(index, "prose/shape/long", weight, "", "shape")
                break
