"""Credit: captions, by the element they stand in."""

from __future__ import annotations

from collections.abc import Iterator

from dechaff._shapes import CAPTION
from dechaff.model import Claim, Document
from dechaff.stages._rules import Table
from dechaff.structure import shaped

__all__ = ["OWN_RULES", "claims"]

OWN_RULES = {"credit/shape/caption": "The text of a figure: what stands below a picture."}

#: On labelled pages 7 of 8 captions have to go, but of those that trafilatura keeps only 1 of 3.
CAPTION_WEIGHT = 2.7


def claims(doc: Document, table: Table) -> Iterator[Claim]:
    """Claim the blocks that the page marks as a figure's caption."""
    for index in shaped(doc, CAPTION):
        yield Claim(index, index + 1, "credit/shape/caption", CAPTION_WEIGHT, doc.blocks[index].text[:80], "shape")
