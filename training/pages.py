"""Labelled pages as columns: the features of every block, and whether it belongs to the article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.pages import Page, find_data, load
from dechaff.features import Columns, beside, columns_of, seen
from dechaff.model import Document
from dechaff.read import read
from dechaff.stages import discover
from dechaff.stages.main_content import EXTRACTORS, covered

__all__ = ["Labelled", "labelled_pages", "weights_of"]

UNKNOWN = -1
#: A label that comes from a marked segment alone, which may be a small part of its block, counts this much.
SEGMENT_CERTAINTY = 0.4


@dataclass(frozen=True)
class Labelled:
    """One page: its document without the source, its columns, and a label a block (1 goes, 0 stays, -1 unknown)."""

    page: Page
    doc: Document
    columns: Columns
    labels: NDArray[np.int8]

    @property
    def domain(self) -> str:
        """The site, which never stands on both sides of a split."""
        return self.page.domain or self.page.id


def labelled_pages(sets: list[str], data: str | None, extractor: str, jobs: int) -> list[Labelled]:
    """Read the labelled pages of these sets, in a fixed order."""
    folder = find_data(Path(data) if data else None)
    if folder is None:
        raise SystemExit("training: no labelled pages found; name their folder with --data DIR or $DECHAFF_BENCH.")
    pages = [page for name in sets for page in load(folder, name)]
    with Pool(jobs) as pool:
        return pool.starmap(_label, ((page, extractor) for page in pages), chunksize=8)


def _label(page: Page, extractor: str) -> Labelled:
    doc = read(page.html, "html")
    claims = [claim for stage in discover() for claim in stage(doc)]
    columns = columns_of(doc, claims)
    if columns and extractor:
        columns["kept"] = [float(flag) for flag in covered(doc.blocks, EXTRACTORS[extractor](doc.source))]
    columns |= beside(columns, seen(columns)) if columns else {}
    bare = Document(blocks=doc.blocks, metadata=doc.metadata, origin=doc.origin, title_block=doc.title_block, containers=doc.containers)
    return Labelled(page, bare, columns, np.array(list(_labels(page, doc)), dtype=np.int8))


def _labels(page: Page, doc: Document) -> Iterator[int]:
    """Yield a label a block: by the whole text where there is one, else by the segments that must stay or go."""
    if page.label.body is not None:
        yield from (1 - int(flag) for flag in covered(doc.blocks, page.label.body))
        return
    for block in doc.blocks:
        text = " ".join(block.text.split())
        stays = any(_holds(text, segment) for segment in page.label.present)
        goes = any(_holds(text, segment) for segment in page.label.absent)
        yield UNKNOWN if stays == goes else int(goes)


def _holds(text: str, segment: str) -> bool:
    return " ".join(segment.split()) in text


def weights_of(page: Labelled) -> Any:
    """Return a weight a block: longer blocks count more, and a page counts by the root of its blocks."""
    words = np.array(page.doc.words, dtype=np.float64)
    certain = 1.0 if page.page.label.body is not None else SEGMENT_CERTAINTY
    return certain * np.log1p(words) / np.sqrt(max(1, len(words)))
