"""Related: lines that are nothing but a link, where a page lists other articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import compress

from dechaff.model import Block, Claim, Document, Kind
from dechaff.stages._rules import Table
from dechaff.structure import prose_of

__all__ = ["OWN_RULES", "claims"]

OWN_RULES = {
    "related/shape/tail": "A headline that is all link, after the article's last paragraph.",
    "related/shape/run": "One of several neighbouring headlines that are all link.",
    "related/shape/bracketed": "A headline that is all link, in brackets or behind an arrow.",
    "related/shape/linked": "A headline that is all link, alone between paragraphs.",
}

#: Share of characters inside links from which a line is nothing but a link.
LINKED = 0.8
#: A headline has at least and at most this many words; shorter linked lines are menus, longer ones prose.
HEADLINE_WORDS = (4, 24)
TAIL_WEIGHT = 3.4
RUN_WEIGHT = 2.2
LINKED_WEIGHT = 0.8
BRACKETED_WEIGHT = 3.0

_BRACKETED = re.compile(r"\s*(?:[\[(].+[\])]|[>\u00bb\u203a\u2192\u25b6\u25ba\u2794].+)\s*$", re.DOTALL)


def claims(doc: Document, table: Table) -> Iterator[Claim]:
    """Claim linked headlines by where they stand; silent where nothing is linked."""
    linked = doc.column(_linked_headlines)
    if not any(linked):
        return
    last = prose_of(doc).last
    for block in compress(doc.blocks, linked):
        rule, weight = _judge(block, linked, last)
        yield Claim(block.index, block.index + 1, rule, weight, block.text[:80], "link")


def _linked_headlines(doc: Document) -> list[bool]:
    """Tell of each block whether it is a headline and nothing but a link."""
    least, most = HEADLINE_WORDS
    return [
        least <= words <= most and block.link_chars > 0 and block.link_density > LINKED and block.kind is not Kind.ROW and "://" not in block.text
        for block, words in zip(doc.blocks, doc.words, strict=True)
    ]


def _judge(block: Block, linked: list[bool], last: int) -> tuple[str, float]:
    if 0 <= last < block.index:
        return "related/shape/tail", TAIL_WEIGHT
    if _BRACKETED.match(block.text):
        return "related/shape/bracketed", BRACKETED_WEIGHT
    near = linked[max(0, block.index - 1) : block.index + 2]
    if sum(near) > 1:
        return "related/shape/run", RUN_WEIGHT
    return "related/shape/linked", LINKED_WEIGHT
