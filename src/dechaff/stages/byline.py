"""Byline: lines that are nothing but a date that begins with a digit, where a page says when it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources

from dechaff._shapes import NUMBER
from dechaff.fold import fold
from dechaff.model import Block, Claim, Document, Kind
from dechaff.stages._rules import Table
from dechaff.structure import prose_flags, shaped

__all__ = ["OWN_RULES", "claims"]

OWN_RULES = {
    "byline/shape/date": "A line that is nothing but a date, at the head or the foot of the text or beside an author line.",
    "byline/shape/signed": "A short line by the title that ends in a date.",
    "byline/shape/stamp": "A short line at the head or the foot of a text with a date and the time of day, or a date below the title, and few words beside it.",
}

DATE_WEIGHT = 3.5
#: How many blocks from the beginning and from the end a date line may stand.
HEAD_BLOCKS = 6
FOOT_BLOCKS = 3
#: Paragraphs that may stand before a date line at the head: a standfirst.
HEAD_PROSE = 1
#: From this many date lines with a paragraph right below on, the text is a timeline, a diary or a programme.
TIMELINE = 2
#: A page's date stands at most so many blocks above or below its title.
TITLE_ABOVE = 4
TITLE_BELOW = 10
#: A line by the title that ends in a date and has at most so many words names the author.
SIGNED_WORDS = 12
#: A stamp says at most so many words beside its dates and times.
STAMP_WORDS = 6
_NO_LINES = (Kind.ROW, Kind.CODE)
#: A line of the table counts as neighbour from this weight on.
NEIGHBOUR_WEIGHT = 2.5


def _months() -> list[str]:
    """Return the folded beginnings of months, the longest first."""
    lines = resources.files(__package__).joinpath("_months.txt").read_text(encoding="utf-8").splitlines()
    return sorted({fold(month) for line in lines if not line.startswith("#") for month in line.split()}, key=lambda month: (-len(month), month))


_MONTH = rf"(?:(?:{'|'.join(map(re.escape, _months()))})[^\W\d_]{{0,9}}\.?(?: (?:الاول|الثاني))?|(?:thang|thg) \d{{1,2}}(?!\d))"
#: Thailand counts from 543 years before our era, Iran from 621 years after its beginning.
_YEAR = r"(?:19|20|25|13|14)\d\d"
_YEAR_SIGN = r"(?: ?(?:г|р|r)\b\.?| (?:года|року|roku|yili?))?"
_DAY = r"\d{1,2}(?:st|nd|rd|th|er|e|\.|\u00ba|\u00aa|\u00b0)?(?: (?:de|of))?"
_DAY_AND_MONTH = rf"{_DAY}[ /-]?{_MONTH}"
_DATE = "|".join(
    (
        rf"{_YEAR}-\d\d-\d\dt\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?",
        r"\d{1,2}[./-] ?\d{1,2}[./-] ?(?:(?:19|20)?\d\d)(?!\d)\.?",
        rf"{_YEAR}[./-] ?\d{{1,2}}[./-] ?\d{{1,2}}(?!\d)\.?",
        rf"{_DAY_AND_MONTH},?(?: (?:de|del|do|of))?[ /-]?{_YEAR}{_YEAR_SIGN}",
        rf"{_YEAR}\.? {_MONTH} \d{{1,2}}\.?",
        r"\d{4} ?\u5e74 ?\d{1,2} ?\u6708 ?\d{1,2} ?[\u65e5\u53f7\u865f]",
        r"\d{4} ?\ub144 ?\d{1,2} ?\uc6d4 ?\d{1,2} ?\uc77c",
    )
)
_TIME = (
    r"(?:(?:at|um|a las?|as|a|alle|ore|\u0432|\u043e|\u043e\u0431|om|saat|kl|klo|(?:o )?godz)\.? ?)?"
    r"(?:\uc624\uc804 ?|\uc624\ud6c4 ?|\u4e0a\u5348 ?|\u4e0b\u5348 ?)?\d{1,2} ?(?:[:.h]|\uc2dc ?|\u65f6|\u6642)\d\d(?::\d\d)?[\ubd84\u5206]?"
    r"(?: ?(?:[ap]\.?m\b\.?|uhr|h|hs|hrs?|uur|gmt|utc|z|c?est|cet|edt|bst|ist|msk|\u043c\u0441\u043a|[+-]\d\d:?\d\d)\b\.?)*"
)
#: What a line that is a date begins with, when it is no number: the beginnings of what may stand before a time.
_BEFORE_TIME = ("a", "um", "o", "\u0432", "\u043e", "saat", "kl", "godz", "\uc624\uc804", "\uc624\ud6c4", "\u4e0a\u5348", "\u4e0b\u5348")
_GAP = r"[\s,|/()\u00b7\u2022-]*"
_STAMP = rf"(?:(?:{_TIME}{_GAP})?(?:{_DATE})(?:{_GAP}\([^\W\d_]{{1,9}}\.?\))?(?:{_GAP}{_TIME})?|{_DAY_AND_MONTH}{_GAP}{_TIME})"
_SIGNED = re.compile(rf"[^\W\d_][\s,|/()\u00b7\u2022-]+{_STAMP}{_GAP}$")
_LINE = re.compile(rf"{_STAMP}(?:{_GAP}{_STAMP})?{_GAP}")


_WITH_TIME = re.compile(rf"(?<![^\W_])(?:(?:{_DATE}){_GAP}(?:[^\W\d_]{{1,12}}{_GAP})?{_TIME}|{_TIME}{_GAP}(?:{_DATE}))(?![^\W_])")
_WITHOUT_TIME = re.compile(rf"(?<![^\W_])(?:{_DATE})(?![^\W_])")
_ANY_TIME = re.compile(_TIME)
_WORD = re.compile(r"[^\W\d_]+")


def claims(doc: Document, table: Table) -> Iterator[Claim]:
    """Claim date lines where a page's own stand; those of a timeline stay."""
    yield from _stamps(doc)
    numbered = shaped(doc, NUMBER)
    for index in numbered:
        if _by_the_title(doc, index) and doc.words[index] <= SIGNED_WORDS and _SIGNED.search(doc.keys[index]):
            yield Claim(index, index + 1, "byline/shape/signed", DATE_WEIGHT, doc.blocks[index].text[:80], "shape")
    is_date = doc.column(_dates)
    dates = [doc.blocks[index] for index in numbered if is_date[index]]
    if not dates:
        return
    prose = prose_flags(doc)
    timeline = sum(any(prose[block.index + 1 : block.index + 2]) for block in dates) >= TIMELINE
    beside = {index + step for index, match in table.matches(doc) if match.group.weight >= NEIGHBOUR_WEIGHT for step in (-1, 1)}
    for block in dates:
        if block.index in beside or (not timeline and (_at_an_end(block.index, prose) or _by_the_title(doc, block.index))):
            yield Claim(block.index, block.index + 1, "byline/shape/date", DATE_WEIGHT, block.text[:80], "shape")


def _stamps(doc: Document) -> Iterator[Claim]:
    """Claim the lines of a text that say with a few words when it was written, above its body or below it."""
    if doc.origin != "text":
        return
    prose = prose_flags(doc)
    for index in shaped(doc, NUMBER):
        block = doc.blocks[index]
        if (
            _at_an_end(index, prose)
            and not prose[index]
            and index != doc.title_block
            and block.kind is not Kind.CODE
            and _is_stamp(doc.keys[index], below=index > 0)
        ):
            yield Claim(index, index + 1, "byline/shape/stamp", DATE_WEIGHT, block.text[:80], "shape")


def _is_stamp(line: str, *, below: bool) -> bool:
    """Tell whether a line is a date with the time of day, or (not in the first line) a date, and a few words."""
    stamp = _WITH_TIME if _WITH_TIME.search(line) else _WITHOUT_TIME if below else None
    if stamp is None or not stamp.search(line):
        return False
    rest = _ANY_TIME.sub(" ", _WITHOUT_TIME.sub(" ", stamp.sub(" ", line)))
    return len(_WORD.findall(rest)) <= STAMP_WORDS and line.rstrip()[-1] not in ".!?\u3002"


def _dates(doc: Document) -> list[bool]:
    """Tell of each block whether it is nothing but a date."""
    keys, html = doc.keys, doc.origin == "html"
    dates = [False] * len(keys)
    for index in shaped(doc, NUMBER):
        dates[index] = _is_date(doc.blocks[index], keys[index].lstrip(" -*|\u2022\u00b7(["), html=html)
    return dates


def _is_date(block: Block, line: str, *, html: bool) -> bool:
    """Tell whether a line is nothing but a date; a page's own headings and the cells of tables are not asked."""
    if not (line[:1].isdecimal() or line.startswith(_BEFORE_TIME)) or block.kind in _NO_LINES or (block.kind is Kind.HEADING and html):
        return False
    return bool(_LINE.fullmatch(line.rstrip("])")))


def _at_an_end(index: int, prose: list[bool]) -> bool:
    """Tell whether a place lies above the body or below it."""
    head = index < HEAD_BLOCKS and sum(prose[:index]) <= HEAD_PROSE
    return head or (index >= len(prose) - FOOT_BLOCKS and not any(prose[index:]))


def _by_the_title(doc: Document, index: int) -> bool:
    """Tell whether a place of a page lies just above or below its title."""
    return doc.title_block >= 0 and doc.origin == "html" and -TITLE_ABOVE <= index - doc.title_block <= TITLE_BELOW
