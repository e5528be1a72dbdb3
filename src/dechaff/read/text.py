"""Plain text to blocks: paragraphs, hard-wrapped or one a line, bullets, headings, quotes, rows and fenced code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from dechaff.fold import SPACELESS, collapsed
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
#: A headline has at most this many words, and characters.
HEADLINE_WORDS = 16
HEADLINE_CHARS = 200
#: A title that runs over several lines, or has two sentences as Polish and Czech papers write them, at most this many.
TITLE_WORDS = 22
#: Its last sentence has at least so many words; fewer are the name of whoever took a picture.
LAST_WORDS = 4

_SHOWS_NOTHING = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u180e\u200b-\u200f\u2060\ufeff\ufffe\uffff]*")
_BULLET = re.compile(r"\s*(?:[-*+\u2022\u00b7\u2023\u25e6\u25aa\u25a0\u25cf\u25ba\u25b6\u2043\u2013]|\d{1,3}[.)])\s+(?=\S)")
_HASHES = re.compile(r"(#{1,6})\s+\S")
_QUOTED = re.compile(r">\s?\S")
_ROW = re.compile(r"\S\s+\|\s+\S|^\|.*\|$")
_FENCES = ("```", "~~~")
_TERMINAL = re.compile(r"[.!?\u2026:;,\u3002\uff01\uff1f\u061f\u06d4\u0964\u00bb\u201d\u2019\"')\]]\s*$")
_SENTENCE_END = re.compile(r"[.!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964][\"'\u201d\u2019\u00bb\u201c\u2018\u300d\u300f\uff09)\]]*\s*$")
_TWO_SENTENCES = re.compile(r"\w{3,}[.!?\u2026]+[\"'\u201d\u2019\u00bb)]*\s+\W*[^\W\d_]|[\u3002\uff1f\uff01].")
_STOPPED = re.compile(r"[.:;,\u3002\u2026]\s*$")
_HYPHEN = re.compile(r"(\w+)[-\u2010\u00ad]$")
_LOWER_WORD = re.compile(r"([^\W\d_]+)")
_DIVIDED_WORD = re.compile(r"[^\W\d_]+-[^\W\d_]+")
#: Korean is written with spaces, and wrapped at them.
_SPACELESS_EDGE = re.compile(rf"(?![\uac00-\ud7af])[{SPACELESS}\u3000-\u303f\uff01-\uff60]")
#: A line may end after any of these; each is two columns wide.
_IDEOGRAPH = re.compile(r"[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60]")
#: No letter below this is two columns wide.
_FIRST_WIDE = "\u1100"
_PARAGRAPH, _CODE = Kind.PARAGRAPH, Kind.CODE


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of a plain text; a hard-wrapped paragraph becomes one block, a blank line a gap."""
    lines = text.lstrip("\ufeff").splitlines()
    width = _wrap_width(lines)
    found = list(_blocks(lines))
    if width:
        joined = _joined(found, width, frozenset(_DIVIDED_WORD.findall(text.lower())))
        found = [block._replace(index=number) for number, block in enumerate(joined)]
    return tuple([_finished(found, block) for block in found])


def is_blank(text: str) -> bool:
    """Tell whether a text holds nothing that can be seen: spaces, control characters and characters without a shape."""
    return not text[:1].isalnum() and _SHOWS_NOTHING.fullmatch(text) is not None


def is_headline(text: str) -> bool:
    """Tell whether a line could be a heading: short, capitalised or caseless, and not ended like a sentence."""
    if len(text) > HEADLINE_CHARS:
        return False
    words = text.split()
    if not words or len(words) > HEADLINE_WORDS:
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
    return any(char.isalpha() for char in text) and not first.islower() and not _STOPPED.search(text)


def _finished(blocks: list[Block], block: Block) -> Block:
    """Return a block with its white space collapsed, unless it is code, and as a heading where it heads what follows."""
    if block.kind is _CODE:
        return block
    text = collapsed(block.text)
    kind = Kind.HEADING if block.kind is _PARAGRAPH and _heads(blocks, block) else block.kind
    return block if text is block.text and kind is block.kind else block._replace(kind=kind, text=text)


def _heads(blocks: list[Block], block: Block) -> bool:
    """Tell whether a line reads like a heading and is set apart from what follows, and what follows is longer."""
    if block.index + 1 >= len(blocks):
        return False
    after = blocks[block.index + 1]
    if not (after.gap or block.index == 0) or len(after.text) <= len(block.text):
        return False
    return is_headline(block.text) and not _SENTENCE_END.search(block.text)


def _blocks(lines: list[str]) -> Iterator[Block]:
    """Yield each line that says something as a block, as it stands; fenced code as one."""
    gap, fence, index = True, "", 0
    code: list[str] = []
    for line in lines:
        if fence:
            code.append(line)
            if line.strip().startswith(fence):
                yield Block(index, _CODE, "\n".join(code), gap)
                gap, fence, index = False, "", index + 1
                code.clear()
            continue
        bare = line.strip().strip("\u200b\ufeff").strip()
        if is_blank(bare):
            gap = True
        elif bare.startswith(_FENCES) and not bare.endswith(_FENCES, 3):
            fence, code = bare[:3], [line]
        else:
            kind, level = _kind(bare)
            yield Block(index, kind, bare, gap, level)
            gap, index = False, index + 1
    for number, line in enumerate(filter(str.strip, code)):
        yield Block(index + number, _PARAGRAPH, line.strip(), gap and not number)


def _kind(line: str) -> tuple[Kind, int]:
    if not line[0].isalpha():
        if hashes := _HASHES.match(line):
            return Kind.HEADING, len(hashes.group(1))
        if _BULLET.match(line):
            return Kind.ITEM, 1
        if _QUOTED.match(line):
            return Kind.QUOTE, 0
    return (Kind.ROW if "|" in line and _ROW.search(line) else _PARAGRAPH), 0


def _wrap_width(lines: list[str]) -> int:
    """Return the column at which a text was wrapped, 0 when it was not.

    A text is wrapped when most of its lines that have a follower could not have taken the follower's first word.
    """
    if any(len(line) > WRAP_MOST + WRAP_RAGGED and len(line.strip()) > WRAP_MOST + WRAP_RAGGED for line in lines):
        return 0
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
    return len(text) if text.isascii() or max(text) < _FIRST_WIDE else len(text) + sum(unicodedata.east_asian_width(char) in "WF" for char in text)


def _first_word(text: str) -> int:
    """Return the columns of what must stand together at a line's beginning."""
    return 2 if _IDEOGRAPH.match(text) else _columns(text.split(None, 1)[0])


def _joined(blocks: list[Block], width: int, vocabulary: frozenset[str]) -> Iterator[Block]:
    """Join the lines of each wrapped paragraph; a bullet takes the lines that hang below it."""
    held: Block | None = None
    last = ""
    for block in blocks:
        if held is not None and _continues(held, last, block, width):
            held = held._replace(text=_glue(held.text, block.text, vocabulary))
        else:
            if held is not None:
                yield held
            held = block
        last = block.text
    if held is not None:
        yield held


def _continues(held: Block, last: str, block: Block, width: int) -> bool:
    if block.gap or block.kind not in {Kind.PARAGRAPH, held.kind} or block.kind is Kind.ITEM:
        return False
    if held.kind in {Kind.HEADING, Kind.ROW, Kind.CODE}:
        return False
    fits = _columns(last) + 1 + _first_word(block.text) <= width - 2
    return not fits or (not _TERMINAL.search(last) and block.text[:1].islower())


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
