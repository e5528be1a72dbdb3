"""Labelled pages as columns: the features of every block, and whether it belongs to the article."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.pages import Page, find_data, load
from dechaff.features import columns_of
from dechaff.model import Document
from dechaff.read import read
from dechaff.stages import discover
from dechaff.stages._extractors import EXTRACTORS, covered
from dechaff.stages.main_content import kept_columns
from training.labels import inside

__all__ = ["Labelled", "labelled_pages"]

UNKNOWN = -1
#: A label that comes from a marked segment alone, which may be a small part of its block, counts this much.
SEGMENT_CERTAINTY = 0.4
#: Blocks that stand so many places before the article or behind it are surroundings that look alike on every page: this share of
#: them is fitted on, with the weight of all. Out-of-fold loss is the same with and without, time less than half.
FAR_BEFORE, FAR_BEHIND, FAR_SHARE = 15, 25, 0.35


@dataclass(frozen=True)
class Labelled:
    """One page: its document without the source, its columns, and by block label, weight and whether it is fitted on.

    labels  1 goes, 0 stays, -1 unknown.
    """

    page: Page
    doc: Document
    columns: dict[str, NDArray[np.float32]]
    labels: NDArray[np.int8]
    weights: NDArray[np.float64]
    used: NDArray[np.bool_]

    @property
    def key(self) -> str:
        """What tells the page from all others."""
        return f"{self.page.set}/{self.page.id}"

    @property
    def domain(self) -> str:
        """The site, which never stands on both sides of a split."""
        return self.page.domain or self.page.id


def labelled_pages(sets: list[str], data: str | None, extractor: str, jobs: int) -> list[Labelled]:
    """Read the labelled pages of these sets that have any text, in a fixed order."""
    folder = find_data(Path(data) if data else None)
    if folder is None:
        raise SystemExit("training: no labelled pages found; name their folder with --data DIR or $DECHAFF_BENCH.")
    pages = [page for name in sets for page in load(folder, name)]
    with Pool(jobs) as pool:
        return [found for found in pool.starmap(_label, ((page, extractor) for page in pages), chunksize=8) if found is not None]


def _label(page: Page, extractor: str) -> Labelled | None:
    doc = read(page.html, "html")
    if not doc.blocks:
        return None
    claims = [claim for stage in discover() for claim in stage(doc)]
    columns = columns_of(doc, claims)
    if extractor:
        kept_columns(columns, covered(doc.blocks, EXTRACTORS[extractor](doc.source)))
    bare = Document(blocks=doc.blocks, metadata=doc.metadata, origin=doc.origin, title_block=doc.title_block, containers=doc.containers)
    labels = np.array(list(_labels(page, doc)), dtype=np.int8)
    weights, used = _weights(page, doc, labels)
    return Labelled(page, bare, dict(columns), labels, weights, used)


def _labels(page: Page, doc: Document) -> Iterator[int]:
    """Yield a label a block: by the whole text where there is one, else by the segments that must stay or go."""
    if page.label.body is not None:
        yield from (1 - int(flag) for flag in inside([block.text for block in doc.blocks], page.label.body))
        return
    for block in doc.blocks:
        text = " ".join(block.text.split())
        stays = any(_holds(text, segment) for segment in page.label.present)
        goes = any(_holds(text, segment) for segment in page.label.absent)
        yield UNKNOWN if stays == goes else int(goes)


def _holds(text: str, segment: str) -> bool:
    return " ".join(segment.split()) in text


def _weights(page: Page, doc: Document, labels: NDArray[np.int8]) -> tuple[Any, Any]:
    """Return a weight a block, and which blocks are fitted on: longer ones count more, a page by the root of its blocks."""
    words = np.array(doc.words, dtype=np.float64)
    weights = np.log1p(words) / np.sqrt(max(1, len(words)))
    used = labels != UNKNOWN
    if page.label.body is None:
        return weights * SEGMENT_CERTAINTY, used
    inside_ = np.flatnonzero(labels == 0)
    if inside_.size:
        index = np.arange(len(labels))
        far = (index < inside_[0] - FAR_BEFORE) | (index > inside_[-1] + FAR_BEHIND)
        chance = np.random.default_rng(zlib.crc32(page.id.encode())).random(len(labels))
        used &= ~far | (chance < FAR_SHARE)
        weights = np.where(far, weights / FAR_SHARE, weights)
    return weights, used
