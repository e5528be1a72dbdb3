"""The whole page: what tells an article from a listing, and a choice of blocks that is right from one that is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from dechaff.features._learned import address_words
from dechaff.features._tree import paths_of
from dechaff.features._whole import agreement, amounts, certainty, repetition, shape
from dechaff.features.words import about_words, body_of, title_words, words_in
from dechaff.model import Document
from dechaff.structure import prose_flags

__all__ = ["whole_page"]

#: What a page calls itself: name of the column -> parts of the types that say so.
CALLED: Mapping[str, tuple[str, ...]] = {
    "called_article": ("article", "posting", "report", "recipe"),
    "called_product": ("product", "offer", "localbusiness", "service", "restaurant", "hotel"),
    "called_listing": ("collectionpage", "itemlist", "searchresults", "profile", "website", "blog"),
    "called_forum": ("discussionforum", "qapage", "faqpage", "question"),
    "called_media": ("video", "audio", "podcast", "music", "movie", "book"),
}
#: Distances and counts are cut here.
MOST = 30.0


def whole_page(doc: Document, kept: Sequence[int], scores: Sequence[float]) -> dict[str, float]:
    """Return the columns of a page of which at least one block is kept.

    kept    indexes of the blocks that stay, in order, the title's not among them.
    scores  log-odds of each block that it goes, as they were weighed.
    """
    import numpy as np

    flags = np.zeros(len(doc.blocks), dtype=np.uint8)
    flags[kept] = 1
    words = np.array(doc.words, dtype=float)
    return {
        **amounts(flags, words, prose_flags(doc)),
        **certainty(flags, words, np.array(scores, dtype=float)),
        **shape(flags, words, doc.blocks),
        **repetition(flags, doc.blocks, doc.once(paths_of)[0], doc.containers),
        **_said(doc),
        **_agreement(doc, kept[0], flags, words),
    }


def _said(doc: Document) -> dict[str, float]:
    """What the page says about itself."""
    about = doc.metadata
    called = " ".join(about.types)
    columns = {name: float(bool(called) and any(part in called for part in parts)) for name, parts in CALLED.items()}
    columns["called_nothing"] = float(not about.types)
    columns["dated"] = float(bool(about.date))
    columns["signed"] = float(bool(about.authors))
    columns["described"] = float(bool(about.description))
    columns["title_words"] = min(MOST, float(len(doc.once(title_words))))
    columns["path_words"] = _path_words(about.url)
    return columns


def _path_words(url: str) -> float:
    """Return how many words the last part of an address has; -1 without an address, 0 for a front page."""
    if not url:
        return -1.0
    try:
        parts = [part for part in urlsplit(url).path.split("/") if part]
    except ValueError:
        return -1.0
    return min(MOST, float(len(address_words(parts[-1])))) if parts else 0.0


def _agreement(doc: Document, first: int, kept: Any, words: Any) -> dict[str, float]:
    """What the kept text has in common with the title, the description and the page's own record of the article."""
    columns = agreement(kept, words, doc.once(words_in), {"title_agrees": doc.once(title_words), "about_agrees": doc.once(about_words)})
    columns["from_title"] = max(-MOST, min(MOST, float(first - doc.title_block))) if doc.title_block >= 0 else MOST + 1
    body = doc.once(body_of)
    columns["in_body"], columns["body_kept"] = (-1.0, -1.0) if body is None else body.agrees(kept)
    return columns
