"""Learned words: class names and words of text that lean to one side on the labelled pages."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from dechaff.model import Document

if TYPE_CHECKING:
    from dechaff.features.columns import Columns

__all__ = ["LEARNED", "learned_columns"]

_WORDS = re.compile(r"[a-z]{2,20}")
#: So many words of an address are looked at.
ADDRESS_WORDS = 12
#: Longer blocks than this are not learned by their words: what they say is the article's own matter.
TEXT_WORDS = 25
_NOTHING: frozenset[str] = frozenset()
#: The sum of what learned words say is cut here (log-odds).
MOST = 6.0


@lru_cache(maxsize=4096)
def address_words(address: str) -> frozenset[str]:
    """Return the words of a link's address, and what kind of address it is (`#` the same page, `/` the same site, `//` any other)."""
    low = address.lower()
    if not low:
        return frozenset()
    kind = "#" if low[0] == "#" else "//" if "//" in low[:8] else "/"
    return frozenset((kind, *_WORDS.findall(low)[:ADDRESS_WORDS]))


def text_words(doc: Document) -> Iterator[frozenset[str]]:
    """Yield the words and the pairs of neighbouring words of each short block; nothing for longer ones."""
    tokens, start = doc.tokens, 0
    for stop in doc.seams:
        if stop - start > TEXT_WORDS:
            yield _NOTHING
        else:
            own = tokens[start:stop]
            yield frozenset([*own, *map(" ".join, pairwise(own))])
        start = stop + 1


#: Kind of word -> what words of that kind each block of a document has.
LEARNED: Mapping[str, Callable[[Document], Iterable[frozenset[str]]]] = {
    "marks": lambda doc: (block.marks for block in doc.blocks),
    "address": lambda doc: (address_words(block.href) for block in doc.blocks),
    "text": text_words,
}


#: Kinds of which many blocks of a page have the same words.
SHARED = frozenset({"marks", "address"})


def learned_columns(doc: Document, odds: Mapping[str, Mapping[str, float]]) -> Columns:
    """Return what learned words say of each block: their sum, the strongest for going and the strongest for staying.

    odds  kind of word -> word -> log-odds that a block with it goes.
    """
    import numpy as np

    columns: Columns = {}
    for kind, known in odds.items():
        said: dict[frozenset[str], tuple[float, float, float]] = {}
        rows = np.empty((len(doc.blocks), 3), dtype=np.float32)
        for at, own in enumerate(LEARNED[kind](doc)):
            row = said.get(own) if kind in SHARED else None
            if row is None:
                found = [known[word] for word in own if word in known]
                row = (max(-MOST, min(MOST, math.fsum(found))), max(found), min(found)) if found else (0.0, 0.0, 0.0)
                if kind in SHARED:
                    said[own] = row
            rows[at] = row
        columns |= {f"{kind}_{name}": rows[:, place] for place, name in enumerate(("sum", "most", "least"))}
    return columns
