"""Safeguards: what keeps a block although the evidence is against it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from dechaff.model import Block, Kind
from dechaff.settle.sheet import Sheet

__all__ = ["BUDGETED", "SAFEGUARDS"]

#: Share of the article's prose that category stages may take before the weakest claims are declined.
BUDGET = 0.5
BUDGETED = "removal budget"
#: A list has at least this many items or rows.
LIST_BLOCKS = 3
LISTED = (Kind.ITEM, Kind.ROW)
#: Evidence is quoted when so much of its beginning stands inside a quotation.
BEGINNING_CHARS = 16
#: Spoken evidence of this weight or more is no longer weak.
STRONG = 4.5
#: What somebody says, in the marks of any language: “x”, „x“, «x», »x«, ”x”, 「x」, "x", and ‘x’ where it is no apostrophe.
_QUOTES = re.compile(
    r"[\u201c\u201e\u00ab\"][^\u201c\u201d\u00bb\"]{1,600}[\u201d\u201c\u00bb\"]|\u00bb[^\u00bb\u00ab]{1,600}\u00ab|\u201d[^\u201d]{1,600}\u201d"
    r"|\u300c[^\u300d]{1,600}\u300d|\u300e[^\u300f]{1,600}\u300f|(?<!\w)['\u2018\u2019](?=\S)[^'\u2018\u2019]{4,600}['\u2018\u2019](?!\w)"
)


def _asked_to_keep(sheet: Sheet, name: str) -> None:
    """The caller wants blocks of this rule."""
    for index in sorted(sheet.gone) if sheet.keep else ():
        if sheet.is_kept_on_request(index):
            sheet.decline(index, name)


def _by_phrases_alone(sheet: Sheet) -> list[int]:
    """Return the blocks that go, in order, and of which nothing but phrases says so."""
    claims = sheet.evidence.claims
    return [index for index in sheet.going_by_category if all(claim.witness == "phrase" for claim in claims[index] if claim.weight > 0)]


def _quoted_speech(sheet: Sheet, name: str) -> None:
    """What somebody says in the article does not go on phrases alone when it would stay but for those inside the quotation."""
    for index in _by_phrases_alone(sheet):
        text = sheet.doc.blocks[index].text
        quotations = _QUOTES.findall(text)
        if not quotations:
            continue
        outside = _QUOTES.sub(" ", text)
        begun = [(claim, claim.evidence[:BEGINNING_CHARS]) for claim in sheet.evidence.against(index) if claim.evidence]
        quoted = sum({claim.rule: claim.weight for claim, said in begun if said not in outside and any(said in one for one in quotations)}.values())
        if quoted > 0 and sheet.scores[index] <= quoted:
            sheet.decline(index, name)


def _only_prose(sheet: Sheet, name: str) -> None:
    """A block that is most of the page's prose does not go on one weak witness."""
    going = sheet.article_going
    chars = sheet.article_chars if going else {}
    total = sum(chars.values())
    for index in going:
        if chars[index] > 0.6 * total and sheet.scores[index] < STRONG and len({claim.witness for claim in sheet.evidence.against(index)}) == 1:
            sheet.decline(index, name)


def _removal_budget(sheet: Sheet, name: str) -> None:
    """Category stages take no more than their share of the article's prose; the weakest claims yield first."""
    going = sheet.article_going
    chars = sheet.article_chars if going else {}
    budget = BUDGET * sum(chars.values())
    taken = sum(chars[index] for index in going)
    for index in sorted(going, key=lambda one: (sheet.scores[one], one)):
        if taken <= budget or sheet.scores[index] > STRONG:
            return
        taken -= chars[index]
        sheet.decline(index, name)


def _part_of_a_list(sheet: Sheet, name: str) -> None:
    """An item or row does not go on its words alone while most of its list stays."""
    blocks = sheet.doc.blocks
    weak = {index for index in _by_phrases_alone(sheet) if blocks[index].kind in LISTED}
    for members in _lists(blocks) if weak else ():
        going = [index for index in members if index in sheet.gone]
        if len(members) < LIST_BLOCKS or 2 * len(going) > len(members):
            continue
        for index in going:
            if index in weak:
                sheet.decline(index, name)


def _lists(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """Yield the indexes of each run of items or rows that nothing interrupts."""
    run: list[int] = []
    for block in blocks:
        kind = block.kind
        listed = kind in LISTED
        if listed and (not run or blocks[run[-1]].kind is kind):
            run.append(block.index)
            continue
        if run:
            yield run
        run = [block.index] if listed else []
    if run:
        yield run


#: Name, as `declined` quotes it -> what applies it.
SAFEGUARDS: Mapping[str, Callable[[Sheet, str], None]] = {
    "kept on request": _asked_to_keep,
    "quoted speech": _quoted_speech,
    "part of a list": _part_of_a_list,
    "only prose": _only_prose,
    BUDGETED: _removal_budget,
}
