"""How close a text comes to the body that a person marked: the figures every table of this package quotes.

All lie between 0 and 1. A *shingle* is a run of four words; a page's shingles are a multiset, so that text kept twice
counts against precision. Sources of the definitions: the Scrapinghub article extraction benchmark (shingle precision
and recall averaged over pages, exact match), WCXB (bag of words), trafilatura's evaluation (segments).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

__all__ = ["SHINGLE_WORDS", "SPOTLESS", "Figures", "Label", "Marks", "figures_of", "marks_of", "shingles", "words"]

SHINGLE_WORDS = 4
#: From this shingle F1 on, a person would find nothing on the page worth the trouble of cleaning.
SPOTLESS = 0.98

Shingle = tuple[str, ...]
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Label:
    """What a person said about one page.

    body     the article without its title; None where only segments were marked.
    present  segments that belong to the article; absent: segments that do not.
    """

    body: str | None
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """How one text stands beside one marked body.

    precision  None when the text is empty and the body is not; recall the other way round. A mean leaves those out.
    """

    precision: float | None
    recall: float | None
    exact: bool
    bag_f1: float

    @property
    def f1(self) -> float:
        """Harmonic mean of the page's precision and recall, an undefined one taken as 0."""
        return _harmonic(self.precision or 0.0, self.recall or 0.0)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one extractor on one set; those that its labels do not allow are None.

    f1       harmonic mean of p and r, which are means over pages (so not the mean of the pages' own f1).
    exact    share of pages with the body's words, all of them, in order, and no other.
    spotless share of pages whose own f1 is at least SPOTLESS.
    wf1      mean over pages of the F1 of lower-cased bags of words.
    segf1    F1 of segments, all pages taken together; leak: share of the absent segments that were left in.
    """

    pages: int
    f1: float | None = None
    p: float | None = None
    r: float | None = None
    exact: float | None = None
    spotless: float | None = None
    wf1: float | None = None
    segf1: float | None = None
    leak: float | None = None


def words(text: str) -> list[str]:
    """Return the runs of letters, digits and underscores, case kept."""
    return _WORD.findall(text)


def shingles(tokens: Sequence[str]) -> Counter[Shingle]:
    """Count the runs of four words; fewer than four words in all make one short run."""
    if len(tokens) < SHINGLE_WORDS:
        return Counter([tuple(tokens)] if tokens else [])
    return Counter(zip(*(tokens[start:] for start in range(SHINGLE_WORDS)), strict=False))


def marks_of(body: str, text: str) -> Marks:
    """Mark one text against one body."""
    wanted, found = words(body), words(text)
    body_shingles, text_shingles = shingles(wanted), shingles(found)
    if body_shingles == text_shingles:
        return Marks(1.0, 1.0, wanted == found, _bag_f1(wanted, found))
    shared = (body_shingles & text_shingles).total()
    return Marks(
        precision=shared / text_shingles.total() if text_shingles else None,
        recall=shared / body_shingles.total() if body_shingles else None,
        exact=wanted == found,
        bag_f1=_bag_f1(wanted, found),
    )


def figures_of(labels: Mapping[str, Label], texts: Mapping[str, str], *, fold_segments: bool = False) -> Figures:
    """Return the figures of one set: labels and texts by page id; a page without a text counts as an empty one."""
    marks = [marks_of(label.body, texts.get(page, "")) for page, label in labels.items() if label.body is not None]
    segf1, leak = _segment_figures(labels, texts, fold=fold_segments)
    if not marks:
        return Figures(pages=len(labels), segf1=segf1, leak=leak)
    p = _mean(mark.precision for mark in marks)
    r = _mean(mark.recall for mark in marks)
    return Figures(
        pages=len(labels),
        f1=_harmonic(p, r),
        p=p,
        r=r,
        exact=_mean(mark.exact for mark in marks),
        spotless=_mean(mark.f1 >= SPOTLESS for mark in marks),
        wf1=_mean(mark.bag_f1 for mark in marks),
        segf1=segf1,
        leak=leak,
    )


def _segment_figures(labels: Mapping[str, Label], texts: Mapping[str, str], *, fold: bool) -> tuple[float, float] | tuple[None, None]:
    kept = lost = left_in = gone = 0
    marked = {page: label for page, label in labels.items() if label.present or label.absent}
    if not marked:
        return None, None
    for page, label in marked.items():
        text = _flat(texts.get(page, ""), fold=fold)
        here = sum(_flat(segment, fold=fold) in text for segment in label.present)
        wrong = sum(_flat(segment, fold=fold) in text for segment in label.absent)
        kept, lost = kept + here, lost + len(label.present) - here
        left_in, gone = left_in + wrong, gone + len(label.absent) - wrong
    return 2 * kept / max(1, 2 * kept + left_in + lost), left_in / max(1, left_in + gone)


def _bag_f1(wanted: Sequence[str], found: Sequence[str]) -> float:
    if not wanted and not found:
        return 1.0
    shared = Counter(word.lower() for word in wanted) & Counter(word.lower() for word in found)
    return 2 * shared.total() / (len(wanted) + len(found))


def _flat(text: str, *, fold: bool) -> str:
    line = " ".join(text.split())
    return line.lower() if fold else line


def _harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0


def _mean(values: Iterable[float | None]) -> float:
    defined = [value for value in values if value is not None]
    return fmean(defined) if defined else 0.0
