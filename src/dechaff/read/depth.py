"""Pages that nest without end: what lies deeper than any real page is flattened, because a parser's time grows with the square.

Measured 2026-11: lexbor takes 0.02 s for 5,000 nested elements, 0.4 s for 20,000 and more than 10 s for 100,000.
"""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["flattened"]

#: Elements that stand deeper are taken out. The deepest block of 1,768 labelled pages stands in 64 containers.
DEEPEST = 4000
#: A page that seems to open this many more elements than it closes is looked at as a whole: one of 1,768 labelled pages.
SUSPICIOUS = 10_000
#: A shorter page cannot nest so deep that it takes long (bytes).
SHORT = 64 * 1024
#: Counting the tags of every page would take a tenth of the time of reading it: so many samples of so many bytes are counted.
SAMPLES = 8
SAMPLE_BYTES = 2048
#: Where the samples make a page suspicious, all of it is counted, in pieces of so many bytes.
PIECE_BYTES = 16 * 1024

_TAG = re.compile(rb"<(?:!--.*?(?:-->|\Z)|(?:script|style)\b.*?(?:</(?:script|style)|\Z)|(/?)([a-z][^\s/<>]*)([^<>]*)>?)", re.IGNORECASE | re.DOTALL)
#: Have no end tag, or need none: how many are open cannot be told from the tags.
_UNCOUNTED = frozenset(
    b"area base br col embed hr img input link meta param source track wbr p li dt dd option optgroup tr td th tbody thead tfoot colgroup rp rt a".split()
)


def flattened(page: bytes) -> bytes:
    """Return a page without the tags that lie deeper than DEEPEST, a line break for each; a usual page as it is."""
    if len(page) < SHORT or _excess(page) < SUSPICIOUS or _highest_excess(page) < SUSPICIOUS:
        return page
    opened: Counter[bytes] = Counter()
    pieces: list[bytes] = []
    depth = end = 0
    for tag in _TAG.finditer(page):
        name = (tag[2] or b"").lower()
        if not name or name in _UNCOUNTED or (tag[1] and not opened[name]) or (tag[3].endswith(b"/") and opened[b"svg"]):
            continue
        step = -1 if tag[1] else 1
        if max(depth, depth + step) > DEEPEST:
            pieces += [page[end : tag.start()], b"<br>"]
            end = tag.end()
        opened[name] += step
        depth += step
    return b"".join([*pieces, page[end:]])


def _excess(page: bytes) -> int:
    """Estimate from samples how many more elements the opening part of a page opens than it closes."""
    stride = len(page) // SAMPLES
    found = 0
    for start in range(0, stride * SAMPLES, stride):
        sample = page[start : start + SAMPLE_BYTES]
        found += max(0, sample.count(b"<") - 2 * sample.count(b"</"))
    return found * stride // SAMPLE_BYTES


def _highest_excess(page: bytes) -> int:
    """Return how many more elements a page opens than it closes up to the place where most are open."""
    excess = highest = 0
    for start in range(0, len(page), PIECE_BYTES):
        piece = page[start : start + PIECE_BYTES]
        excess += piece.count(b"<") - 2 * piece.count(b"</")
        highest = max(highest, excess)
    return highest
