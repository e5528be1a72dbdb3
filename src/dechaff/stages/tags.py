"""Tags: lines that are nothing but hashtags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dechaff._shapes import HASHTAG
from dechaff.model import Claim, Document
from dechaff.stages._rules import Table
from dechaff.structure import shaped

__all__ = ["OWN_RULES", "claims"]

OWN_RULES = {"tags/shape/hashtags": "A line of nothing but hashtags, at least two."}

HASHTAGS_WEIGHT = 4.0

#: One hashtag: the sign and a word that is not only digits ("#1" is a rank).
_TAG = r"#(?=\w*[^\W\d_])[\w-]+"
_HASHTAGS = re.compile(rf"\W*?{_TAG}(?:[\s,;|/\u00b7\u2022]*{_TAG})+[\s.,;|]*")


def claims(doc: Document, table: Table) -> Iterator[Claim]:
    """Claim the blocks that hold two or more hashtags and nothing else."""
    for index in shaped(doc, HASHTAG):
        text = doc.blocks[index].text
        if _HASHTAGS.fullmatch(text):
            yield Claim(index, index + 1, "tags/shape/hashtags", HASHTAGS_WEIGHT, text[:80], "shape")
