"""Navigation: breadcrumbs, by their shape."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dechaff.model import Block, Claim, Document, Kind
from dechaff.stages._rules import Table
from dechaff.structure import prose_flags

__all__ = ["OWN_RULES", "claims"]

OWN_RULES = {"navigation/shape/breadcrumb": "A line above the body of a text that is a path of a few words each: Home > Sport > Football."}

BREADCRUMB_WEIGHT = 4.0
#: Breadcrumbs stand in one of the first so many lines; each step has at most so many words.
HEAD_BLOCKS = 6
STEP_WORDS = 5
_NO_LINES = (Kind.ROW, Kind.CODE)
_STEP = re.compile(r"\s+(?:[>\u203a\u00bb\u2192\u25b8\u2023]+|[/|\\])\s+")
#: Without one of these there is no step.
_SIGN = re.compile(r"[>\u203a\u00bb\u2192\u25b8\u2023/|\\]")
#: One step is enough behind an arrow; a bar or a slash stands between other things too.
_ARROW = re.compile(r"\s[>\u203a\u00bb\u2192\u25b8\u2023]")


def claims(doc: Document, table: Table) -> Iterator[Claim]:
    """Claim the path to a text that stands above its body."""
    if doc.origin != "text":
        return
    prose = prose_flags(doc)
    for block in doc.blocks[:HEAD_BLOCKS]:
        if prose[block.index]:
            return
        if _is_path(block):
            yield Claim(block.index, block.index + 1, "navigation/shape/breadcrumb", BREADCRUMB_WEIGHT, block.text[:80], "shape")


def _is_path(block: Block) -> bool:
    if block.kind in _NO_LINES or not _SIGN.search(block.text) or any(char.isdecimal() for char in block.text):
        return False
    steps = [step.split() for step in _STEP.split(block.text.strip())]
    least = 2 if _ARROW.search(block.text) else 3
    return len(steps) >= least and all(0 < len(step) <= STEP_WORDS for step in steps) and block.text.rstrip()[-1] not in ".!?\u3002"
