"""The sheet on which evidence is added up: claims and sum by block, and what goes as things stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress

from dechaff.model import Claim, Document
from dechaff.opinion import Opinion
from dechaff.settle._weighing import by_block, sum_of
from dechaff.structure import prose_flags

__all__ = ["NEAR", "PRIOR", "Evidence", "Sheet", "matches", "weigh"]

#: Log-odds that a block is not part of the article before anybody has spoken; a block goes when the sum is above zero.
#: Set below what is measured (22 % of the lines that five extractors leave on the labelled pages have to go, log-odds
#: of -1.3): a removal has to be earned, and the weights of phrases are set by hand against this figure.
PRIOR = -2.5
#: How the rule ends by which scraps go: a few words between blocks that went.
NEAR = "/near"
#: A model that keeps a block with a sum above this is not sure of it.
UNSURE = -1.5


@dataclass
class Evidence:
    """Who says what of each block.

    claims   by block, in any order, without the opinion's; blocks of which nobody else speaks are left out.
    opinion  what a judge of the main content says of every block.
    along    block -> the claim by which it goes along with those around it.
    """

    doc: Document
    claims: dict[int, list[Claim]]
    opinion: Opinion | None
    along: dict[int, Claim] = field(default_factory=dict)

    def on(self, index: int) -> list[Claim]:
        """Return all claims on a block, the strongest first."""
        own = self.claims.get(index, [])
        return sorted(own if self.opinion is None else [*own, self.opinion.claim(index)], key=_by_weight)

    def against(self, index: int) -> list[Claim]:
        """Return the claims against a block, the strongest first."""
        return [claim for claim in self.on(index) if claim.weight > 0]

    def rule(self, index: int) -> str:
        """Return the rule that a removal is named after: the strongest of a category, else the main content's."""
        if index in self.along:
            return self.along[index].rule
        category = [claim for claim in self.claims.get(index, ()) if claim.weight > 0 and claim.stage != "main_content"]
        if category:
            return min(category, key=_by_weight).rule
        if self.opinion is not None and index not in self.claims:
            return self.opinion.rules()[self.opinion.outside[index]]
        return self.against(index)[0].rule

    def is_surroundings(self, index: int) -> bool:
        """Tell whether a block would go as the page's surroundings, whatever the categories say."""
        said = 0.0 if self.opinion is None else self.opinion.weights[index]
        return said + sum([claim.weight for claim in self.claims.get(index, ()) if claim.stage == "main_content"]) > -PRIOR


@dataclass
class Sheet:
    """The sums while they are being weighed.

    scores    the sum of the evidence on each block in log-odds, the prior included; gone: the blocks that go.
    spans     claims on parts of blocks.
    declined  (block, safeguard) for each block that stays although the evidence is against it.
    """

    doc: Document
    evidence: Evidence
    spans: list[Claim]
    keep: tuple[str, ...]
    title_block: int
    scores: list[float]
    gone: set[int]
    declined: list[tuple[int, str]] = field(default_factory=list)

    @cached_property
    def article_chars(self) -> dict[int, int]:
        """Index -> characters of each block of prose that would not go as the page's surroundings."""
        prose = compress(range(len(self.doc.blocks)), prose_flags(self.doc))
        return {index: len(self.doc.blocks[index].text) for index in prose if not self.evidence.is_surroundings(index)}

    @property
    def article_going(self) -> list[int]:
        """The blocks of article_chars that go, in order."""
        prose = prose_flags(self.doc)
        return sorted(index for index in self.gone if prose[index] and not self.evidence.is_surroundings(index))

    @property
    def going_by_category(self) -> list[int]:
        """The blocks that go, in order, and that the main content's judge alone would not take."""
        opinion, claims = self.evidence.opinion, self.evidence.claims
        return sorted(index for index in self.gone & claims.keys() if opinion is None or opinion.weights[index] <= 0)

    @property
    def scraps(self) -> set[int]:
        """The blocks that go for nothing but what stands around them."""
        return {index for index, claim in self.evidence.along.items() if claim.rule.endswith(NEAR)}

    def is_kept_on_request(self, index: int) -> bool:
        """Tell whether the caller wants a block for what a rule says of it: the strongest, or those without which it would stay."""
        if not self.keep:
            return False
        against = self.evidence.against(index)
        wanted = [claim for claim in against if matches(claim.rule, self.keep)]
        if not wanted or wanted[0] == against[0]:
            return bool(wanted)
        return self.scores[index] <= sum({claim.rule: claim.weight for claim in wanted}.values())

    def is_judged(self, index: int) -> bool:
        """Tell whether a model of the whole page is sure of a block: it has seen the neighbours already."""
        if self.scores[index] >= UNSURE:
            return False
        return self.evidence.opinion is not None or any(claim.witness == "model" for claim in self.evidence.claims.get(index, ()))

    def decline(self, index: int, safeguard: str) -> None:
        """Keep a block after all, and note what spoke for it."""
        self.gone.discard(index)
        self.declined.append((index, safeguard))


def weigh(doc: Document, claims: Iterable[Claim], opinion: Opinion | None, keep: tuple[str, ...], title_block: int) -> Sheet:
    """Return the sheet with every claim on it, before any safeguard has spoken."""
    own, spans = by_block(claims, len(doc.blocks))
    spans.sort(key=lambda claim: (claim.start, claim.span, claim.rule))
    scores = [PRIOR] * len(doc.blocks) if opinion is None else [PRIOR + weight for weight in opinion.weights]
    for index, some in own.items():
        scores[index] = PRIOR + sum_of(some, 0.0 if opinion is None else opinion.weights[index])
    gone = {index for index, score in enumerate(scores) if score > 0}
    gone.discard(title_block)
    return Sheet(doc, Evidence(doc, own, opinion), spans, keep, title_block, scores, gone)


def _by_weight(claim: Claim) -> tuple[float, str, str]:
    """Return what claims on a block are ordered by."""
    return -claim.weight, claim.rule, claim.evidence


def matches(rule: str, prefixes: Iterable[str]) -> bool:
    """Tell whether a rule id equals one of the prefixes or lies below it."""
    return any(rule == prefix or rule.startswith(prefix.rstrip("/") + "/") for prefix in prefixes)
