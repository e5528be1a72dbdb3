"""Models that never saw a site: pages are judged by the one that was fitted without theirs."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from benchmarks.pages import SETS, TOOLS, extracted, find_data, load
from dechaff import Cleaner
from dechaff.stages.main_content import ByOrigin, FittedJudge, LineJudge, SecondOpinion

__all__ = ["FOLDED", "FOLDS", "cleaner_unseen", "digest", "fold_of", "sites_by_digest", "sites_by_text"]

FOLDS = 5
#: One model a fold, written by training.fit and training.text.
FOLDED = Path(__file__).resolve().parent / "folded"


def fold_of(domain: str, salt: str = "") -> int:
    """Return the fold a site belongs to, the same on every machine."""
    return int(hashlib.md5((domain + salt).encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


@cache
def _cleaner(fold: int, whole: str) -> Cleaner:
    page, extracted, text = (str(FOLDED / f"{name}-{fold}.npz") for name in ("page", "trafilatura", "text"))
    pages = SecondOpinion(FittedJudge(page), FittedJudge(extracted, "trafilatura", "trafilatura"), whole=whole)
    return Cleaner(main=ByOrigin(pages, LineJudge(text)))


def cleaner_unseen(domain: str, *, judging_pages: bool = True) -> Cleaner:
    """Return a cleaner whose models were fitted on pages of other sites than this.

    judging_pages  let a model judge the page as a whole too; without, it is judged by the rule for plain text.
    """
    fold = fold_of(domain)
    return _cleaner(fold, str(FOLDED / f"verdict-{fold}.npz") if judging_pages else "")


def digest(page: bytes) -> str:
    """Return what a page is known by in sites_by_digest."""
    return hashlib.md5(page, usedforsecurity=False).hexdigest()


def sites_by_digest(data: Path | None = None) -> dict[str, str]:
    """Return digest of a labelled page -> its site, for a tool that is handed the bytes alone."""
    folder = find_data(data)
    pages = [page for name in SETS for page in load(folder, name)] if folder else []
    return {digest(page.html): page.domain or page.id for page in pages}


def sites_by_text(data: Path | None = None) -> dict[str, str]:
    """Return digest of what an extractor made of a labelled page, in UTF-8 -> the page's site."""
    found: dict[str, str] = {}
    folder = find_data(data)
    if folder is None:
        return found
    for name in SETS:
        sites = {page.id: page.domain or page.id for page in load(folder, name)}
        for tool in TOOLS:
            found |= {digest(text.encode("utf-8", "replace")): sites[page] for page, text in extracted(folder, name, tool).items() if page in sites}
    return found
