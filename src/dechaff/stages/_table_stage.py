"""The stage that a rule table makes: phrases, class names, and the sections that a heading of its kind leads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dechaff.language import may_speak
from dechaff.model import Block, Claim, Document, Kind
from dechaff.stages._claims import claim
from dechaff.stages._rules import Group, Table
from dechaff.structure import holdings_of, inside

__all__ = ["TableStage"]

#: A line in a list that a heading of the stage's kind leads.
SECTION_WEIGHT = 3.0
#: The items below such a heading are sentences: it heads a list of the article's own.
NO_LIST_WEIGHT = -4.0
#: Longest section of a text, in blocks: a longer list below such a heading is the article's own.
SECTION_BLOCKS = 14
#: A container that holds a larger share of the document's characters than this is not a box.
BOX_SHARE = 0.33
EVIDENCE_CHARS = 80

_SENTENCE = re.compile(r"[.!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964][\"'\u201d\u2019\u00bb\u201c\u2018\u300d\u300f\uff09)\]]*$")


@dataclass(frozen=True)
class TableStage:
    """A stage made of a rule table and, where words are not enough, of a function that adds claims."""

    table: Table
    more: Callable[[Document, Table], Iterable[Claim]] | None = None
    own_rules: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The table's name."""
        return self.table.name

    @property
    def about(self) -> str:
        """What the table finds."""
        return self.table.about

    def __call__(self, doc: Document) -> list[Claim]:
        """Claim what the phrases, the marks and the stage's own function find."""
        claims: list[Claim] = []
        for index, (group, start, stop) in self.table.matches(doc):
            if not may_speak(doc, group.lang):
                continue
            said = doc.blocks[index].text[start:stop][:EVIDENCE_CHARS]
            claims.append(claim(index, group.id, group.weight, said, "phrase"))
            if group.leads or group.leads_next:
                claims.extend(_section(doc, index, group, said))
        claims.extend(self.table.marked(doc))
        if self.more is not None:
            claims.extend(self.more(doc, self.table))
        return claims


def _section(doc: Document, lead: int, group: Group, said: str) -> Iterator[Claim]:
    """Claim what stands under a heading of the stage's kind: its box in a page, its list in a text."""
    rule = f"{group.id}/section"
    if group.leads_next and not doc.containers:
        members = [lead + 1] if lead + 1 < len(doc.blocks) else []
    else:
        members = _box(doc, lead, group) if doc.containers else _list_below(doc, lead, group.leads)
    for index in members:
        yield claim(index, rule, SECTION_WEIGHT, said, "place")
    if not members and group.leads and lead + 1 < len(doc.blocks) and doc.blocks[lead + 1].kind is Kind.ITEM:
        yield Claim(lead, lead + 1, rule, NO_LIST_WEIGHT, doc.blocks[lead + 1].text[:EVIDENCE_CHARS], "place")


def _box(doc: Document, lead: int, group: Group) -> list[int]:
    """Return the blocks of the smallest element around the lead that holds more than it, if that is a box."""
    held = holdings_of(doc)
    here = doc.containers[doc.blocks[lead].container].parent
    while here >= 0:
        if held.blocks[here] > 1:
            if held.chars[here] >= BOX_SHARE * held.total:
                return _list_below(doc, lead, group.leads)
            return inside(doc, here, lead + 1)
        here = doc.containers[here].parent
    return []


def _list_below(doc: Document, lead: int, most_words: int) -> list[int]:
    """Return the lines below a heading that read like a list of headlines; it ends where prose begins.

    The last line before prose, when it stands apart and is no item and no link, is that prose's own heading.
    """
    members: list[Block] = []
    blocks = doc.blocks
    for index in range(lead + 1, len(blocks)):
        block = blocks[index]
        if doc.words[index] > most_words or not _is_list_line(block):
            break
        members.append(block)
        if len(members) > SECTION_BLOCKS and not any(member.link_chars for member in members):
            return []
    if members and members[-1].index + 1 < len(blocks) and members[-1].gap and members[-1].kind is not Kind.ITEM and members[-1].link_density < 0.6:
        members.pop()
    return [block.index for block in members]


def _is_list_line(block: Block) -> bool:
    if block.kind is Kind.CODE:
        return False
    if block.link_density > 0.6:
        return True
    return not block.text.endswith((".", "\u3002")) if block.kind is Kind.ITEM else not _SENTENCE.search(block.text)
