"""Plain text to blocks: paragraphs, hard-wrapped or one a line, bullets, headings, quotes, rows and fenced code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from dechaff.fold import SPACELESS
from dechaff.model import Block, Kind

__all__ = ["blocks_of", "is_blank", "is_headline", "is_title"]

#: A text is looked at for hard wrapping when its lines are no longer than this; typewriters and mails wrap at 65 to 80.
WRAP_MOST = 100
WRAP_LEAST = 40
#: Lines that have a follower, from which a text is long enough to tell; how far a line may stick out (an address).
WRAP_PAIRS = 3
WRAP_RAGGED = 25
#: Share of line ends at which the next word would not have fitted any more, from which a text counts as wrapped.
WRAP_FULL_LINES = 0.6
#: Share of lines with a capital at their start from which a text is verse or a list of titles; prose breaks anywhere.
WRAP_CAPITALS = 0.9
#: A question of more words than this begins an article rather than heading it.
QUESTION_WORDS = 12
#: A headline has at most this many words.
HEADLINE_WORDS = 16
#: A title that runs over several lines, or has two sentences as Polish and Czech papers write them, at most this many.
TITLE_WORDS = 22
#: Its last sentence has at least so many words; fewer are the name of whoever took a picture.
LAST_WORDS = 4

_NEWLINE = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SHOWS_NOTHING = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u180e\u200b-\u200f\u2060\ufeff\ufffe\uffff]*")
_BULLET = re.compile(r"\s*(?:[-*+\u2022\u00b7\u2023\u25e6\u25aa\u25a0\u25cf\u25ba\u25b6\u2043\u2013]|\d{1,3}[.)])\s+(?=\S)")
_HASHES = re.compile(r"(#{1,6})\s+\S")
_QUOTED = re.compile(r">\s?\S")
_ROW = re.compile(r"\S\s+\|\s+\S|^\|.*\|$")
_FENCE = re.compile(r"(?:```|~~~)")
_TERMINAL = re.compile(r"[.!?\u2026:;,\u3002\uff01\uff1f\u061f\u06d4\u0964\u00bb\u201d\u2019\"')\]]\s*$")
_SENTENCE_END = re.compile(r"[.!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964][\"'\u201d\u2019\u00bb\u201c\u2018\u300d\u300f\uff09)\]]*\s*$")
_TWO_SENTENCES = re.compile(r"\w{3,}[.!?\u2026]+[\"'\u201d\u2019\u00bb)]*\s+\W*[^\W\d_]|[\u3002\uff1f\uff01].")
_HYPHEN = re.compile(r"(\w+)[-\u2010\u00ad]$")
_LOWER_WORD = re.compile(r"([^\W\d_]+)")
_DIVIDED_WORD = re.compile(r"[^\W\d_]+-[^\W\d_]+")
#: Korean is written with spaces, and wrapped at them.
_SPACELESS_EDGE = re.compile(rf"(?![\uac00-\ud7af])[{SPACELESS}\u3000-\u303f\uff01-\uff60]")
#: A line may end after any of these; each is two columns wide.
_IDEOGRAPH = re.compile(r"[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60]")


class _Line(NamedTuple):
    """One line of the source, or several that belong together."""

    text: str
    gap: bool
    kind: Kind
    level: int = 0


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of a plain text; a hard-wrapped paragraph becomes one block, a blank line a gap."""
    lines = _NEWLINE.split(text.lstrip("\ufeff"))
    width = _wrap_width(lines)
    parts = list(_parts(lines))
    if width:
        parts = list(_joined(parts, width, frozenset(_DIVIDED_WORD.findall(text.lower()))))
    blocks: list[Block] = []
    for number, part in enumerate(parts):
        kind, level = part.kind, part.level
        if kind is Kind.PARAGRAPH and is_headline(part.text) and _stands_alone(parts, number):
            kind = Kind.HEADING
        body = part.text if kind is Kind.CODE else " ".join(part.text.split())
        blocks.append(Block(index=len(blocks), kind=kind, text=body, gap=part.gap or not blocks, level=level))
    return tuple(blocks)


def is_blank(text: str) -> bool:
    """Tell whether a text holds nothing that can be seen: spaces, control characters and characters without a shape."""
    return _SHOWS_NOTHING.fullmatch(text) is not None


def is_headline(text: str) -> bool:
    """Tell whether a line could be a heading: short, capitalised or caseless, and not ended like a sentence."""
    words = text.split()
    if not words or len(words) > HEADLINE_WORDS or len(text) > 200:
        return False
    if _TWO_SENTENCES.search(text) or (len(words) > QUESTION_WORDS and text.rstrip().endswith("?")):
        return False
    return _begins_and_ends_as_one(text)


def is_title(text: str) -> bool:
    """Tell whether a line could be an article's title: a headline, if a long one, or two sentences of which the last has no full stop."""
    if is_headline(text):
        return True
    last = text[[0, *(found.end() - 1 for found in _TWO_SENTENCES.finditer(text))][-1] :]
    return len(text.split()) <= TITLE_WORDS and (last == text or len(last.split()) >= LAST_WORDS) and _begins_and_ends_as_one(text)


def _begins_and_ends_as_one(text: str) -> bool:
    """Tell whether a line begins and ends as headings do."""
    first = next((char for char in text if char.isalnum()), "")
    return any(char.isalpha() for char in text) and not first.islower() and not re.search(r"[.:;,\u3002\u2026]\s*$", text)


def _stands_alone(parts: list[_Line], number: int) -> bool:
    """Tell whether a line is set apart from what follows, and what follows is longer."""
    if number + 1 >= len(parts):
        return False
    after = parts[number + 1]
    return (after.gap or number == 0) and len(after.text) > len(parts[number].text) and not _SENTENCE_END.search(parts[number].text)


def _parts(lines: list[str]) -> Iterator[_Line]:
    """Yield each line that says something; fenced code as one."""
    gap, fence = True, ""
    code: list[str] = []
    for line in lines:
        if fence:
            code.append(line)
            if line.strip().startswith(fence):
                yield _Line("\n".join(code), gap, Kind.CODE)
                gap, fence = False, ""
                code.clear()
            continue
        bare = line.strip().strip("\u200b\ufeff").strip()
        if is_blank(bare):
            gap = True
        elif _FENCE.match(bare) and not bare.endswith(("```", "~~~"), 3):
            fence, code = bare[:3], [line]
        else:
            yield _Line(bare, gap, *_kind(bare))
            gap = False
    for line in code:
        if line.strip():
            yield _Line(line.strip(), gap, Kind.PARAGRAPH)
            gap = False


def _kind(line: str) -> tuple[Kind, int]:
    if hashes := _HASHES.match(line):
        return Kind.HEADING, len(hashes.group(1))
    if _BULLET.match(line):
        return Kind.ITEM, 1
    if _QUOTED.match(line):
        return Kind.QUOTE, 0
    if _ROW.search(line):
        return Kind.ROW, 0
    return Kind.PARAGRAPH, 0


def _wrap_width(lines: list[str]) -> int:
    """Return the column at which a text was wrapped, 0 when it was not.

    A text is wrapped when most of its lines that have a follower could not have taken the follower's first word.
    """
    pairs = [(_columns(a.rstrip()), b.strip()) for a, b in pairwise(lines) if a.strip() and b.strip()]
    if len(pairs) < WRAP_PAIRS:
        return 0
    lengths = sorted(length for length, _ in pairs)
    width = lengths[int(0.95 * (len(lengths) - 1))]
    longest = max(_columns(line.strip()) for line in lines)
    if not WRAP_LEAST <= width <= WRAP_MOST or longest > width + WRAP_RAGGED:
        return 0
    letters = [after[0] for _, after in pairs if after[0].isupper() or after[0].islower()]
    if letters and sum(letter.isupper() for letter in letters) >= WRAP_CAPITALS * len(letters):
        return 0
    full = sum(length + 1 + _first_word(after) > width - 2 for length, after in pairs)
    return width if full >= WRAP_FULL_LINES * len(pairs) else 0


def _columns(text: str) -> int:
    """Return how many columns a line takes on a typewriter's page."""
    return len(text) if text.isascii() else len(text) + sum(unicodedata.east_asian_width(char) in "WF" for char in text)


def _first_word(text: str) -> int:
    """Return the columns of what must stand together at a line's beginning."""
    return 2 if _IDEOGRAPH.match(text) else _columns(text.split(None, 1)[0])


def _joined(parts: list[_Line], width: int, vocabulary: frozenset[str]) -> Iterator[_Line]:
    """Join the lines of each wrapped paragraph; a bullet takes the lines that hang below it."""
    held: _Line | None = None
    last = ""
    for part in parts:
        if held is not None and _continues(held, last, part, width):
            held = held._replace(text=_glue(held.text, part.text, vocabulary))
        else:
            if held is not None:
                yield held
            held = part
        last = part.text
    if held is not None:
        yield held


def _continues(held: _Line, last: str, part: _Line, width: int) -> bool:
    if part.gap or part.kind not in {Kind.PARAGRAPH, held.kind} or part.kind is Kind.ITEM:
        return False
    if held.kind in {Kind.HEADING, Kind.ROW, Kind.CODE}:
        return False
    fits = _columns(last) + 1 + _first_word(part.text) <= width - 2
    return not fits or (not _TERMINAL.search(last) and part.text[:1].islower())


def _glue(first: str, second: str, vocabulary: frozenset[str]) -> str:
    """Join two lines of a paragraph: a word divided at the line's end becomes whole again, as the rest of the text has it."""
    if hyphen := _HYPHEN.search(first):
        word = _LOWER_WORD.match(second)
        if word and word.group()[0].islower() and not hyphen.group(1)[-1].isdigit():
            kept = f"{hyphen.group(1)}-{word.group()}".lower()
            return first + second if kept in vocabulary else first[:-1] + second
    if first and second and _SPACELESS_EDGE.match(first[-1]) and _SPACELESS_EDGE.match(second[0]):
        return first + second
    return f"{first} {second}"
