"""Tags: lines that are nothing but hashtags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import compress

from dechaff.model import Claim, Document
from dechaff.stages._rules import Table

__all__ = ["OWN_RULES", "claims"]

OWN_RULES = {"tags/shape/hashtags": "A line of nothing but hashtags, at least two."}

HASHTAGS_WEIGHT = 4.0

#: One hashtag: the sign and a word that is not only digits ("#1" is a rank).
_TAG = r"#(?=\w*[^\W\d_])[\w-]+"
_HASHTAGS = re.compile(rf"\W*?{_TAG}(?:[\s,;|/\u00b7\u2022]*{_TAG})+[\s.,;|]*")


def claims(doc: Document, table: Table) -> Iterator[Claim]:
    """Claim the blocks that hold two or more hashtags and nothing else."""
    for block in compress(doc.blocks, doc.column(_hashtags)):
        yield Claim(block.index, block.index + 1, "tags/shape/hashtags", HASHTAGS_WEIGHT, block.text[:80], "shape")


def _hashtags(doc: Document) -> list[bool]:
    return ["#" in text and _HASHTAGS.fullmatch(text) is not None for text in doc.texts]
