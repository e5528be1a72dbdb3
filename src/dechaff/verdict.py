"""The verdict on a page as a whole: is it an article, and how likely is the choice of its blocks right.

Two forests look at the columns of `features.whole`: one says whether the page is an article, the other whether what is
kept is what a person would have marked. The second's log-odds are looked up in a table of shares that were counted out
of fold, so that confidence is a probability and not a score. `training.verdict` fits all of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from dechaff.features.whole import CALLED
from dechaff.model import Document, Metadata
from dechaff.rounds import MainContent
from dechaff.settle import CONTESTED, Decision

if TYPE_CHECKING:
    from dechaff.models.forest import Forest

__all__ = ["DOUBTS", "PageModel", "columns_at", "is_signed_article", "judged", "lenient", "load_page_model"]

#: On a page that is probably no article the main content's model speaks against a block by so much less (log-odds): it was
#: fitted on articles. Pages of WCXB out of fold, mean f1 (2026-11-24): forum threads 0.665 to 0.721, documentation 0.801 to 0.876.
LENIENCE = 3.0
#: Below this confidence a result says what spoke against it.
DOUBTFUL_BELOW = 0.7
#: Column whose part of the log-odds is at most this is named as a doubt; so many at most.
TELLING_PART, MOST_DOUBTS = -0.1, 3

#: Column -> what to say when it speaks against the page, its value being below the typical one of articles, or above.
DOUBTS: Mapping[str, tuple[str, str]] = {
    "words": ("little text is kept", "far more text is kept than articles have"),
    "prose": ("little prose is kept", "far more prose is kept than articles have"),
    "prose_share": ("little of what is kept is prose", ""),
    "kept_share": ("most of the page was removed", "nearly all of the page is kept"),
    "prose_kept": ("much of the page's prose was removed", ""),
    "prose_gone": ("", "much prose was removed"),
    "page_blocks": ("the page has few blocks", "the page has very many blocks"),
    "page_words": ("the page holds little text", "the page holds very much text"),
    "strays": ("", "the model is not sure of all that is kept"),
    "lost": ("", "the model is not sure of all that was removed"),
    "expected_f1": ("the model is not sure of its choice of blocks", ""),
    "sure_kept": ("the model is not sure of what is kept", ""),
    "sure_near": ("the model is not sure of what was removed nearby", ""),
    "unsure_kept": ("", "the model is not sure of much that is kept"),
    "unsure_gone": ("", "the model is not sure of much that was removed"),
    "unsure_words": ("", "the model is not sure of much of the text"),
    "unsure_blocks": ("", "the model is not sure of many blocks"),
    "unsure_ends": ("the model is not sure where the text begins or ends", ""),
    "worst": ("", "a long block is kept without much certainty"),
    "best_gone": ("", "a long block was removed without much certainty"),
    "runs": ("", "what is kept lies in many pieces"),
    "gone_between": ("", "much was removed between what is kept"),
    "start": ("", "what is kept begins late on the page"),
    "blocks": ("few blocks are kept", "very many blocks are kept"),
    "linked": ("", "much of what is kept are links"),
    "linked_blocks": ("", "much of what is kept are links"),
    "items": ("", "much of what is kept are list items"),
    "headings": ("", "much of what is kept are headings"),
    "code": ("", "code is kept"),
    "media": ("", "many pictures stand between what is kept"),
    "words_a_block": ("what is kept are short pieces", "what is kept are very long pieces"),
    "longest": ("no long paragraph is kept", "a very long block is kept"),
    "short_blocks": ("", "many short lines are kept"),
    "page_links": ("", "most of the page are links"),
    "like_headings": ("", "the page repeats linked headings of one shape"),
    "like_kept_links": ("", "links of one shape are kept"),
    "kept_paths": ("", "what is kept lies in many kinds of elements"),
    "article_elements": ("", "the page holds many article elements"),
    "called_article": ("the page does not call itself an article", ""),
    "called_product": ("", "the page calls itself a product or a business"),
    "called_listing": ("", "the page calls itself a site, a list or a profile"),
    "called_forum": ("", "the page calls itself a forum or a list of questions"),
    "called_media": ("", "the page calls itself a video or a recording"),
    "called_nothing": ("", "the page does not say what it is"),
    "dated": ("the page has no date", ""),
    "signed": ("the page names no author", ""),
    "described": ("the page has no description", ""),
    "title_words": ("the title is short", "the title is long"),
    "path_words": ("the address ends like that of a listing", ""),
    "varied": ("what is kept repeats the same words", ""),
    "title_agrees": ("what is kept does not speak of the title", ""),
    "about_agrees": ("what is kept does not speak of the page's description", ""),
    "from_title": ("", "what is kept stands far from the title, or there is none"),
    "in_body": ("what is kept differs from the page's own record of the article", ""),
    "body_kept": ("what is kept lacks parts of the page's own record of the article", ""),
}


@dataclass(frozen=True)
class PageModel:
    """What training.verdict fits.

    article  forest: log-odds that the page is an article; it is doubtful below `least`.
    right    forest: log-odds that what is kept is what a person marked.
    starts   log-odds from which each step of the confidence holds, rising; confidences: the steps.
    typical  column -> its median over articles.
    """

    article: Forest
    right: Forest
    least: float
    starts: Any
    confidences: Any
    typical: Mapping[str, float]

    def confidence(self, log_odds: float) -> float:
        """Return the confidence that the second forest's log-odds stand for."""
        import numpy as np

        step = int(np.searchsorted(self.starts, log_odds, side="right")) - 1
        return float(self.confidences[max(0, step)])


@cache
def load_page_model(name: str) -> PageModel:
    """Return the page model of a name that comes with dechaff, or of a path that ends in .npz; read once a process."""
    from dechaff.models.forest import load_forests

    (article, right), arrays = load_forests(name, ("article", "right"))
    typical = dict(zip(arrays["typical_names"].tolist(), arrays["typical_values"].tolist(), strict=True))
    return PageModel(article, right, float(arrays["least"]), arrays["starts"], arrays["confidences"], typical)


def columns_at(doc: Document, decision: Decision) -> dict[str, float]:
    """Return the columns of a page at which something is decided; empty when nothing of it is kept."""
    from dechaff.features import whole_page

    gone = set(decision.gone)
    kept = [index for index in range(len(doc.blocks)) if index not in gone and index != doc.title_block]
    return whole_page(doc, kept, decision.scores) if kept else {}


def judged(doc: Document, decision: Decision, model: str) -> Decision:
    """Return the decision with what a page model makes of the page: verdict, confidence and doubts.

    A page of which nothing is left stays "no article".
    """
    from dechaff.features import Columns

    if decision.verdict == "no article" or not (columns := columns_at(doc, decision)):
        return decision
    page = load_page_model(model)
    row = Columns.row_of(columns)
    confidence = page.confidence(float(page.right.log_odds(row)[0]))
    said = tuple(doubt for doubt in decision.doubts if doubt == CONTESTED)
    if float(page.article.log_odds(row)[0]) < page.least:
        return replace(decision, verdict="doubtful", confidence=min(confidence, 0.5), doubts=said + _doubts(page.article, row, page.typical))
    doubts = _doubts(page.right, row, page.typical) if confidence < DOUBTFUL_BELOW else ()
    return replace(decision, verdict="article", confidence=confidence, doubts=said + doubts)


def is_signed_article(about: Metadata) -> bool:
    """Tell whether a page calls itself an article and no forum, and names day and author.

    Then it is settled as one, whatever the verdict: the two such pages of aeb that were doubted lost 0.16 and 0.28 of f1 by lenience.
    """
    called = " ".join(about.types)
    says_article, says_forum = (any(part in called for part in CALLED[name]) for name in ("called_article", "called_forum"))
    return bool(about.date and about.authors) and says_article and not says_forum


def lenient(main: MainContent) -> MainContent:
    """Return what is said of the main content of a page that is no article: it speaks against a block by less.

    What the categories say of a block is not touched.
    """
    if main.opinion is not None:
        return MainContent(main.opinion.lenient(LENIENCE))
    return MainContent(None, [claim if claim.weight <= 0 else claim._replace(weight=max(0.0, claim.weight - LENIENCE)) for claim in main.claims])


def _doubts(forest: Forest, row: Mapping[str, Any], typical: Mapping[str, float]) -> tuple[str, ...]:
    """Return the strongest of what speaks against a page, as sentences."""
    parts = forest.parts(row)[:, 0].tolist()
    said: dict[str, None] = {}
    for part, name in sorted(zip(parts, forest.names, strict=True)):
        if part > TELLING_PART or len(said) == MOST_DOUBTS:
            break
        low, high = DOUBTS.get(name, ("", ""))
        value, usual = float(row[name][0]), typical[name]
        sentence = low if value < usual else high if value > usual else ""
        if sentence:
            said[sentence] = None
    return tuple(said)
