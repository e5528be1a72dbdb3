"""Read more: lines that point onwards with an arrow, and headlines behind a label such as "See also"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dechaff._shapes import ARROW, LABEL
from dechaff.language import may_speak
from dechaff.model import Block, Claim, Document, Kind
from dechaff.stages._index import Index
from dechaff.stages._rules import Table
from dechaff.structure import shaped

__all__ = ["OWN_RULES", "claims"]

OWN_RULES = {
    "read_more/shape/arrow": "A short line that ends in an arrow.",
    "read_more/shape/label": "A headline behind the name of a list of articles and a colon, a bar or brackets: Most read: ..., [See also] ...",
}

ARROW_WEIGHT = 2.8
LABEL_WEIGHT = 4.0
#: A label is at most so long, and so many words of a headline stand behind it.
LABEL_CHARS = 40
LABELLED_WORDS = 30
#: A line with an arrow behind it has at most this many words.
MOST_WORDS = 22
#: The tables whose headings are labels too.
LABELLING = ("related", "read_more")
_NO_LINES = (Kind.ROW, Kind.CODE)

_ARROW = re.compile(r"[^\W\d_].*\s(?:[\u2192\u21d2\u2794\u2799\u279c\u279d\u279e\u27a1\u27f6\u25b6\u25ba\u25b8\u203a]\ufe0f?|>{1,3}|\u00bb)\s*")
_OPENED = re.compile(r"[\u00ab\u2039<\u2190]")
_LABEL = re.compile(
    r"\W{0,4}(?P<label>[^\W\d_][^:|\u4e28\uff1a\uff5c\u3011\]\u300b\u2013\u2014\u203a\u00bb>/.]{1,40}?)"
    r"\s*(?P<sign>[:|\u4e28\uff1a\uff5c\u3011\]\u300b\u203a\u00bb>/.]|(?<=\s)[\u2013\u2014-](?=\s))+\s*(?=\W{0,2}\w)"
)


def claims(doc: Document, table: Table) -> Iterator[Claim]:
    """Claim lines that lead to another page."""
    yield from _with_arrow(doc)
    yield from _with_label(doc, table)


def _with_label(doc: Document, table: Table) -> Iterator[Claim]:
    """Claim headlines behind what else stands as a line above lists of articles; those that a phrase of the table met are claimed already."""
    labelled = doc.column(_Labelled(table.index))
    met = {index for index, _ in table.matches(doc)} if any(labelled) else set()
    for index, language in enumerate(labelled):
        if language and index not in met and index != doc.title_block and may_speak(doc, language):
            yield Claim(index, index + 1, "read_more/shape/label", LABEL_WEIGHT, doc.blocks[index].text[:80], "phrase")


@dataclass(frozen=True)
class _Labelled:
    """Tells of each block the language of the label that a headline stands behind, by the phrases of an index; empty where there is none."""

    phrases: Index

    def __call__(self, doc: Document) -> list[str]:
        """Return a language a block."""
        labels = {index: label for index in shaped(doc, LABEL) if doc.words[index] <= LABELLED_WORDS and (label := _label(doc.blocks[index]))}
        found = [""] * len(doc.blocks)
        places = list(labels)
        for number, language in self._heads(Document(tuple(Block(number, Kind.PARAGRAPH, label) for number, label in enumerate(labels.values())))):
            found[places[number]] = language
        return found

    def _heads(self, labels: Document) -> Iterator[tuple[int, str]]:
        """Yield those of some labels that are headings of lists of articles, with their languages."""
        matches = self.phrases.phrases(labels) if labels.blocks else {}
        for table in LABELLING:
            for number, match in matches.get(table, ()):
                if match.group.at == "whole" and match.group.weight >= LABEL_WEIGHT:
                    yield number, match.group.lang


def _label(block: Block) -> str:
    """Return what could be a label of the rest of a block; empty where there is none."""
    if block.kind in _NO_LINES:
        return ""
    found = _LABEL.match(block.text[: 2 * LABEL_CHARS])
    if not found or (found["sign"] == "." and not found["label"].isupper()):
        return ""
    return found["label"]


def _with_arrow(doc: Document) -> Iterator[Claim]:
    """Claim lines where an arrow stands behind the last word, and none before."""
    for index in shaped(doc, ARROW):
        block = doc.blocks[index]
        if doc.words[index] <= MOST_WORDS and block.kind not in _NO_LINES and _ARROW.fullmatch(block.text) and not _OPENED.search(block.text):
            yield Claim(index, index + 1, "read_more/shape/arrow", ARROW_WEIGHT, block.text[:80], "shape")
