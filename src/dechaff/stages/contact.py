"""Contact: short blocks that give an address and speak to the reader in the newsroom's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dechaff.model import Claim, Document
from dechaff.stages._rules import Table

__all__ = ["OWN_RULES", "claims"]

OWN_RULES = {"contact/shape/address": "A short block with an e-mail address or a telephone number, and a word of the table."}

#: Joins a word of the table, and never removes without one: guides and calendars are full of addresses.
ADDRESS_WEIGHT = 1.5
#: A longer block is no contact line.
MOST_WORDS = 32

_EMAIL = r"[\w.+-]+ ?(?:@|\[at\]|\(at\)) ?[\w-]+(?:\.[\w-]+)+|\[email[ \u00a0]protected\]"
_PHONE = r"(?<![\w/.-])\+?\(?\d(?:[ ()/.-]{0,2}\d){6,14}(?![\w/])"
_ADDRESS = re.compile(rf"{_EMAIL}|{_PHONE}")
#: What a telephone number could be taken for: days and spans of years.
_DATE = re.compile(r"\d{1,2}[./-] ?\d{1,2}[./-] ?(?:19|20)\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}|(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d")


def claims(doc: Document, table: Table) -> Iterator[Claim]:
    """Claim short blocks in which an address stands beside a word of the table."""
    for index in sorted({index for index, match in table.matches(doc) if match.group.weight > 0}):
        if doc.words[index] <= MOST_WORDS and (found := _address(doc.blocks[index].text)):
            yield Claim(index, index + 1, "contact/shape/address", ADDRESS_WEIGHT, found[:80], "shape")


def _address(text: str) -> str:
    """Return the first e-mail address or telephone number of a text, or nothing."""
    found = _ADDRESS.search(_DATE.sub(lambda date: " " * len(date.group()), text))
    return found.group() if found else ""
