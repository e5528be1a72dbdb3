"""Main content: what the structure of a document says of each block, in fitted log-odds.

A judge sees the whole document, what the category stages claim about it and, where one is named, an extractor's verdict.
It returns claims that bring the sum of all evidence on a block to what a model, fitted on labelled pages, makes of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Self

from dechaff.model import Claim, Document
from dechaff.opinion import Opinion
from dechaff.stages._extractors import EXTRACTORS, covered
from dechaff.structure import prose_flags

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dechaff.features import Columns, LearnedWords
    from dechaff.models.forest import FittedModel, Forest

    Floats = NDArray[np.float64]

__all__ = ["MAINS", "ByOrigin", "FittedJudge", "Judge", "LineJudge", "SecondOpinion", "kept_columns", "sureness"]

#: Log-odds above which the model takes a block; a little caution, since what is lost cannot be got back. Chosen on out-of-fold figures of
#: the labelled pages (2026-11-24) at 0.2, 0.35 and 0.5: recall of aeb is 0.980, 0.981, 0.982 (trafilatura's is 0.984), of fundusfix 0.976, 0.976,
#: 0.979, f1 of aeb 0.9717, 0.9718, 0.9725, of fundusfix 0.9624, 0.9617, 0.9618; the model alone leaves in 0.055 to 0.063 of trafeval's strays.
CAUTION = 0.2
#: A text with fewer paragraphs of prose, or fewer words in them, is left to the rules.
LEAST_PROSE = 3
LEAST_PROSE_WORDS = 60
#: A page's structure speaks for a block at most this much: what several phrases say together is not outvoted.
MOST_FOR_KEEPING = -1.0
#: No single judgement is surer than this.
SUREST = 9.0
#: Blocks with higher log-odds than this say nothing about how hard a page is.
SURELY_OUTSIDE = 2.5
#: Above this the first forest's word is enough, and the second, which is four times as large, is not asked: so it is with 62 %
#: of blocks. Of 44,800 such blocks of aeb, fundusfix and wcxb it put none inside, and 7 below +1 (2026-11-24).
FIRST_SUFFICES = 4.0
#: A line that the first forest puts below this stays, and the second, which is three times as large, is not asked: so it is with 35 % of the
#: lines of texts. Of 30,900 such lines of aeb, fundusfix and wcxb, judged by models of other sites, it would put none outside (2026-11-24).
FIRST_KEEPS = -2.0
#: With a lower mean probability a page is shown to the slower judge: about 2 % of the labelled pages. More often does not pay for its time:
#: out of fold f1 of aeb, fundusfix and wcxb is 0.9717, 0.9627, 0.9521 when it is never asked, 0.9720, 0.9627, 0.9513 with 0.82 (3 %),
#: 0.9727, 0.9633, 0.9516 with 0.87 (7 %), and 0.9749, 0.9631, 0.9500 when it is asked of every page.
UNSURE_BELOW = 0.8
#: A block sees an extractor's verdict on so many neighbours on either side.
KEPT_REACH = 2
#: So many parts of a sum are named.
STRONGEST = 3
EVIDENCE_CHARS = 80


@dataclass(frozen=True)
class FittedJudge:
    """The stage main_content by a fitted model, with an extractor's verdict as one of its columns when one is named.

    model      a model that comes with dechaff, or the path of one; label: how its rules are named.
    reasons    each claim names the strongest parts of the model's sum as its evidence, which takes a little longer.
    whole      the model that judges the page as a whole (see dechaff.verdict), by name or path; empty for none.
    """

    model: str
    extractor: str = ""
    label: str = "model"
    reasons: bool = False
    name: str = "main_content"
    about: str = "The block stands outside the page's main content."
    whole: str = "verdict"

    def __call__(self, doc: Document, claims: Sequence[Claim], prior: float) -> list[Claim]:
        """Claim on every block of a page what is missing from the other claims to the model's log-odds.

        claims  what the category stages say, of which the model knows the sums.
        prior   log-odds of a block before anybody has spoken, as settle starts with.
        Silent on plain text.
        """
        found = self.opinion(doc, claims, prior)
        return found.claims() if found is not None else []

    def opinion(self, doc: Document, claims: Sequence[Claim], prior: float) -> Opinion | None:
        """Return the same claims as an opinion; None on plain text."""
        if doc.origin != "html" or not doc.blocks:
            return None
        from dechaff.features import columns_of

        return self.opinion_of(claims, prior, *self.weigh(doc, columns_of(doc, claims)))

    def opinion_of(self, claims: Sequence[Claim], prior: float, scores: Floats, parts: Sequence[str]) -> Opinion:
        """Return the opinion that brings the sum of all claims on each block to its score."""
        import numpy as np

        from dechaff.features import said_of

        weights = np.maximum(scores - said_of(claims, len(scores), prior), MOST_FOR_KEEPING)
        return Opinion(self.label, weights.tolist(), (scores > 0).tolist(), parts)

    def with_reasons(self) -> Self:
        """Return a judge whose claims name the strongest parts of its sums."""
        return replace(self, reasons=True)

    def weigh(self, doc: Document, columns: Columns) -> tuple[Floats, list[str]]:
        """Return for each block the log-odds that it is not part of the article, and the strongest parts of that sum.

        A part reads "link_density 0.9 +1.2": the column, its value, and what it adds. Without `reasons` these are empty.
        columns  what features.columns_of says of the document; what the model has learned and judged is added to them.
        """
        import numpy as np

        from dechaff.features import judged, learned_columns
        from dechaff.models.forest import load

        model = load(self.model)
        if self.extractor:
            kept_columns(columns, covered(doc.blocks, EXTRACTORS[self.extractor](doc.source)))
        learned_columns(doc, _learned(self.model), columns)
        odds = model.first.log_odds(columns)
        judged(doc, odds, columns)
        open_rows = np.flatnonzero(odds <= FIRST_SUFFICES)
        odds[open_rows] = model.second.log_odds(columns, open_rows)
        caution = np.where(np.array(doc.words) > 0, CAUTION, 0.0)  # a block without a word loses nothing
        scores = np.clip(odds - caution, -SUREST, SUREST)
        return scores, _strongest_parts(model, columns, set(open_rows.tolist())) if self.reasons else []


@cache
def _learned(model: str) -> LearnedWords:
    """Return the learned words of a model, laid out to be looked up; once a process."""
    from dechaff.features import LearnedWords
    from dechaff.models.forest import load

    return LearnedWords(load(model).words)


@dataclass(frozen=True)
class SecondOpinion:
    """A judge that asks a slower one about the pages of which it is not sure itself."""

    first: FittedJudge
    second: FittedJudge
    below: float = UNSURE_BELOW
    name: str = "main_content"
    about: str = "The block stands outside the page's main content."
    whole: str = "verdict"

    def __call__(self, doc: Document, claims: Sequence[Claim], prior: float) -> list[Claim]:
        """Claim as the first judge does, or as the second where the first is unsure and the page's source is at hand."""
        found = self.opinion(doc, claims, prior)
        return found.claims() if found is not None else []

    def opinion(self, doc: Document, claims: Sequence[Claim], prior: float) -> Opinion | None:
        """Return the same claims as an opinion; None on plain text."""
        if doc.origin != "html" or not doc.blocks:
            return None
        from dechaff.features import columns_of

        judge, columns = self.first, columns_of(doc, claims)
        weighed = judge.weigh(doc, columns)
        if doc.source and sureness(doc, weighed[0]) < self.below:
            judge = self.second
            weighed = judge.weigh(doc, columns)
        return judge.opinion_of(claims, prior, *weighed)

    def with_reasons(self) -> SecondOpinion:
        """Return a judge whose claims name the strongest parts of its sums."""
        return replace(self, first=self.first.with_reasons(), second=self.second.with_reasons())


@dataclass(frozen=True)
class LineJudge(FittedJudge):
    """The stage main_content for text without markup, by a model fitted on what extractors leave."""

    label: str = "text"
    about: str = "The line stands outside the main content."
    whole: str = ""

    def __call__(self, doc: Document, claims: Sequence[Claim], prior: float) -> list[Claim]:
        """Claim on the lines that go what is missing from the other claims to their score; it speaks for no line, and against no other claim."""
        found = self.opinion(doc, claims, prior)
        return [found.claim(index) for index, outside in enumerate(found.outside) if outside] if found is not None else []

    def opinion(self, doc: Document, claims: Sequence[Claim], prior: float) -> Opinion | None:
        """Return the claims as an opinion, those without weight among them; None on pages, and where too little of the text is prose."""
        if doc.origin != "text" or not _holds_enough(doc):
            return None
        from dechaff.features import line_columns, said_of
        from dechaff.stages._caution import missing

        scores, parts = self.weigh(doc, line_columns(doc, claims))
        weights = missing(scores, said_of(claims, len(scores), prior))
        return Opinion(self.label, weights, [weight > 0 for weight in weights], parts)

    def weigh(self, doc: Document, columns: Columns) -> tuple[Floats, list[str]]:
        """Return for each line the log-odds that it is not part of the article, and the strongest parts of that sum.

        columns  what features.line_columns says of the document; what the model has learned and judged is added to them.
        """
        import numpy as np

        from dechaff.features import judged_lines, learned_lines
        from dechaff.models.forest import load
        from dechaff.stages._caution import cautious

        model = load(self.model)
        learned_lines(doc, _learned(self.model), columns)
        odds = model.first.log_odds(columns)
        judged_lines(doc, columns, odds)
        open_rows = np.flatnonzero(odds >= FIRST_KEEPS)
        odds[open_rows] = model.second.log_odds(columns, open_rows)
        scores = cautious(columns, odds, doc.words)
        return scores, _strongest_parts(model, columns, set(open_rows.tolist())) if self.reasons else []


def _holds_enough(doc: Document) -> bool:
    """Tell whether a text holds so much prose that the lines around it can be judged by it."""
    words = [words for words, flag in zip(doc.words, prose_flags(doc), strict=True) if flag]
    return len(words) >= LEAST_PROSE and sum(words) >= LEAST_PROSE_WORDS


@dataclass(frozen=True)
class ByOrigin:
    """A judge for pages and one for text without markup."""

    page: FittedJudge | SecondOpinion
    text: LineJudge
    name: str = "main_content"
    about: str = "The block stands outside the main content."

    @property
    def whole(self) -> str:
        """The model that judges a page as a whole."""
        return self.page.whole

    def __call__(self, doc: Document, claims: Sequence[Claim], prior: float) -> list[Claim]:
        """Claim as the judge of this kind of source does."""
        return (self.text if doc.origin == "text" else self.page)(doc, claims, prior)

    def opinion(self, doc: Document, claims: Sequence[Claim], prior: float) -> Opinion | None:
        """Return what is claimed of a page as an opinion; None on plain text, of which only some lines are spoken."""
        return self.page.opinion(doc, claims, prior)

    def with_reasons(self) -> ByOrigin:
        """Return a judge whose claims name the strongest parts of its sums."""
        return replace(self, page=self.page.with_reasons(), text=self.text.with_reasons())


#: What can judge the main content.
Judge = FittedJudge | SecondOpinion | ByOrigin


def sureness(doc: Document, scores: Sequence[float] | Floats) -> float:
    """Return the mean probability that the judgement on a word is right, 0.5 to 1, over the words that are not surely outside."""
    import numpy as np

    odds, words = np.array(scores), np.array(doc.words, dtype=float)
    near = odds < SURELY_OUTSIDE
    mass = float(words[near].sum())
    return float((words[near] / (1 + np.exp(-np.abs(odds[near])))).sum()) / mass if mass else 1.0


def _strongest_parts(model: FittedModel, columns: Columns, second: set[int]) -> list[str]:
    """Return the strongest parts of each block's sum, which is that of the first forest but for the blocks that the second was asked about."""
    by_first, by_second = _parts_told(model.first, columns), _parts_told(model.second, columns)
    return [by_second[block] if block in second else by_first[block] for block in range(len(by_first))]


def _parts_told(forest: Forest, columns: Columns) -> list[str]:
    import numpy as np

    names, parts = forest.names, forest.parts(columns)
    order = np.argsort(-np.abs(parts), axis=0)[:STRONGEST]
    return [
        ", ".join(f"{names[at]} {columns[names[at]][block]:.2g} {parts[at, block]:+.1f}" for at in order[:, block])[:EVIDENCE_CHARS]
        for block in range(order.shape[1])
    ]


def kept_columns(columns: Columns, kept: Sequence[bool]) -> None:
    """Add an extractor's verdict to the columns: on the block and on its neighbours."""
    columns["kept"] = kept
    columns.add_beside("kept", KEPT_REACH)


#: Name of the option -> the stage, None for no stage.
_BY_EXTRACTOR = FittedJudge("trafilatura", "trafilatura", "trafilatura")
_LINES = LineJudge("text")
MAINS: dict[str, Judge | None] = {
    "model": ByOrigin(SecondOpinion(FittedJudge("page"), _BY_EXTRACTOR), _LINES),
    "trafilatura": ByOrigin(_BY_EXTRACTOR, _LINES),
    "none": None,
}
