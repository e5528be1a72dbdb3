"""The whole page: what tells an article from a listing, and a choice of blocks that is right from one that is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dechaff.features.learned import address_words
from dechaff.features.tree import paths_of
from dechaff.features.words import Words
from dechaff.fold import fold, words_of
from dechaff.model import Document, Kind
from dechaff.structure import prose_flags

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

__all__ = ["whole_page"]

#: Log-odds between which a model is not sure of a block.
UNSURE = 1.5
#: What a page calls itself: name of the column -> parts of the types that say so.
CALLED: Mapping[str, tuple[str, ...]] = {
    "called_article": ("article", "posting", "report", "recipe"),
    "called_product": ("product", "offer", "localbusiness", "service", "restaurant", "hotel"),
    "called_listing": ("collectionpage", "itemlist", "searchresults", "profile", "website", "blog"),
    "called_forum": ("discussionforum", "qapage", "faqpage", "question"),
    "called_media": ("video", "audio", "podcast", "music", "movie", "book"),
}
#: A removed block lies near when so few blocks stand between it and a kept one.
NEAR = 4
#: Distances and counts are cut here.
MOST = 30.0


def whole_page(doc: Document, kept: Sequence[int], scores: Sequence[float]) -> dict[str, float]:
    """Return the columns of a page of which at least one block is kept.

    kept    indexes of the blocks that stay, in order, the title's not among them.
    scores  log-odds of each block that it goes, as they were weighed.
    """
    import numpy as np

    flags = np.zeros(len(doc.blocks), dtype=bool)
    flags[list(kept)] = True
    words = np.array(doc.words, dtype=float)
    odds = np.array(scores)
    columns = _amounts(doc, flags, words)
    columns |= _certainty(flags, words, odds)
    columns |= _shape(doc, flags, words)
    columns |= _repetition(doc, flags)
    columns |= _said(doc)
    columns |= _agreement(doc, flags, words)
    return {name: float(value) for name, value in columns.items()}


def _amounts(doc: Document, kept: Flags, words: Floats) -> dict[str, Any]:
    """How much is kept of what the page holds."""
    import numpy as np

    prose = np.array(prose_flags(doc)) * words
    mine, held, told, all_told = words[kept].sum(), words.sum(), prose[kept].sum(), prose.sum()
    return {
        "words": np.log1p(mine),
        "prose": np.log1p(told),
        "prose_share": told / max(1.0, mine),
        "kept_share": mine / max(1.0, held),
        "prose_kept": told / max(1.0, all_told),
        "prose_gone": np.log1p(all_told - told),
        "page_blocks": np.log1p(len(words)),
        "page_words": np.log1p(held),
    }


def _certainty(kept: Flags, words: Floats, odds: Floats) -> dict[str, Any]:
    """How sure the model is of what it kept, and of what it removed nearby."""
    import numpy as np

    wrong = 1 / (1 + np.exp(np.clip(np.abs(odds), 0.0, 30.0)))
    mine = max(1.0, words[kept].sum())
    at = np.flatnonzero(kept)
    index = np.arange(len(kept))
    after = at[np.minimum(np.searchsorted(at, index), len(at) - 1)]
    before = at[np.maximum(np.searchsorted(at, index, side="right") - 1, 0)]
    near = ~kept & (np.minimum(np.abs(after - index), np.abs(index - before)) <= NEAR)
    strays, lost = (wrong * words)[kept].sum(), (wrong * words)[~kept].sum()
    unsure = np.abs(odds) < UNSURE
    sure = np.minimum(np.abs(odds), 9.0)
    return {
        "strays": strays / mine,
        "lost": lost / mine,
        "expected_f1": 2 * (mine - strays) / (2 * mine - strays + lost),
        "sure_kept": (sure * words)[kept].sum() / mine,
        "sure_near": (sure * (words + 1))[near].sum() / max(1.0, (words + 1)[near].sum()) if near.any() else 9.0,
        "unsure_kept": words[kept & unsure].sum() / mine,
        "unsure_gone": words[~kept & unsure].sum() / mine,
        "unsure_words": np.log1p(words[unsure].sum()),
        "unsure_blocks": min(MOST, float(unsure.sum())),
        "unsure_ends": min(sure[at[0]], sure[at[-1]]),
        "worst": np.max((odds + np.log1p(words))[kept]),
        "best_gone": np.max((np.log1p(words) - odds)[~kept], initial=-9.0),
    }


def _shape(doc: Document, kept: Flags, words: Floats) -> dict[str, Any]:
    """What the kept blocks look like and how they lie on the page."""
    import numpy as np

    mine = [block for block, flag in zip(doc.blocks, kept.tolist(), strict=True) if flag]
    chars = max(1, sum([len(block.text) for block in mine]))
    at = np.flatnonzero(kept)
    steps = np.diff(at)
    own = words[kept]
    kinds = [block.kind for block in mine]
    media = sum([block.after_media for block in mine])
    return {
        "runs": min(MOST, 1 + float((steps > 1).sum())),
        "gone_between": np.log1p(words[at[0] : at[-1] + 1].sum() - own.sum()),
        "start": at[0] / len(kept),
        "blocks": np.log1p(len(mine)),
        "linked": sum([block.link_chars for block in mine]) / chars,
        "linked_blocks": sum([2 * block.link_chars > len(block.text) for block in mine]) / len(mine),
        "items": (kinds.count(Kind.ITEM) + kinds.count(Kind.ROW)) / len(mine),
        "headings": kinds.count(Kind.HEADING) / len(mine),
        "code": kinds.count(Kind.CODE) / len(mine),
        "media": media / len(mine),
        "words_a_block": np.log1p(own.sum() / len(mine)),
        "longest": np.log1p(own.max()),
        "short_blocks": float((own < 6).mean()),
        "page_links": sum([block.link_chars for block in doc.blocks]) / max(1, sum([len(block.text) for block in doc.blocks])),
    }


def _repetition(doc: Document, kept: Flags) -> dict[str, Any]:
    """How much of the page, and of what is kept, is the same shape again and again."""
    import numpy as np

    paths = doc.once(paths_of)[0]
    headed = np.array([block.kind is Kind.HEADING for block in doc.blocks])
    linked = np.array([2 * block.link_chars > len(block.text) for block in doc.blocks])
    articles = [index for index, container in enumerate(doc.containers) if container[1] == "article"]
    return {
        "like_headings": _most(paths[headed & linked]),
        "like_kept_links": _most(paths[kept & linked]),
        "like_kept": _most(paths[kept]) / max(1.0, float(kept.sum())),
        "kept_paths": min(MOST, len(set(paths[kept].tolist()))),
        "article_elements": min(MOST, float(len(articles))),
    }


def _most(group: Any) -> float:
    import numpy as np

    return min(MOST, float(np.bincount(group).max())) if group.size else 0.0


def _said(doc: Document) -> dict[str, Any]:
    """What the page says about itself."""
    about = doc.metadata
    called = " ".join(about.types)
    columns: dict[str, Any] = {name: any(part in called for part in parts) if called else False for name, parts in CALLED.items()}
    columns["called_nothing"] = not about.types
    columns["dated"] = bool(about.date)
    columns["signed"] = bool(about.authors)
    columns["described"] = bool(about.description)
    columns["title_words"] = min(MOST, len(words_of(fold(about.title))))
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


def _agreement(doc: Document, kept: Flags, words: Floats) -> dict[str, Any]:
    """What the kept text has in common with the title, the description and the page's own record of the article."""
    import numpy as np

    known = doc.once(Words)
    mine = np.zeros(len(known.numbers), dtype=bool)
    mine[known.word[kept[known.at]]] = True
    columns: dict[str, Any] = {"varied": mine.sum() / max(1.0, words[kept].sum())}
    for name, said in (("title", doc.metadata.title), ("about", doc.metadata.description)):
        own = [known.numbers.get(word) for word in dict.fromkeys(words_of(fold(said)))]
        columns[f"{name}_agrees"] = sum([number is not None and bool(mine[number]) for number in own]) / len(own) if own else -1.0
    first = int(np.flatnonzero(kept)[0])
    columns["from_title"] = max(-MOST, min(MOST, first - doc.title_block)) if doc.title_block >= 0 else MOST + 1
    columns["in_body"], columns["body_kept"] = _body_agrees(doc, kept) if doc.metadata.body else (-1.0, -1.0)
    return columns


def _body_agrees(doc: Document, kept: Flags) -> tuple[float, float]:
    """Return the share of the kept word pairs that the page's own record holds, and the share of its pairs that are kept."""
    body = set(pairwise(words_of(fold(doc.metadata.body))))
    mine: set[tuple[str, str]] = set()
    start = 0
    for stop, flag in zip(doc.seams, kept.tolist(), strict=True):
        if flag:
            mine.update(pairwise(doc.tokens[start:stop]))
        start = stop + 1
    both = len(mine & body)
    return both / max(1, len(mine)), both / max(1, len(body))
