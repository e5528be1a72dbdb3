"""Probes: words of which a text must hold one before a phrase is worth trying on it.

A phrase is taken apart once, when the index is built. Where it stands for few texts these are written out; else what
every text it can stand for must hold is looked for, and two neighbouring words say more than one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from dechaff.fold import SPACELESS, STEM
from dechaff.stages._phrases import Phrase, begins_apart

__all__ = ["Probe", "first_probes", "forms_of", "probes_of"]

#: A phrase that stands for more texts than this is matched as a regular expression.
MOST_FORMS = 64
#: A part of a phrase with more forms than this is not taken apart.
MANY = 200
#: What two neighbouring words are worth beyond their letters, when the rarest probe is chosen: a guess, as all here is
#: that only costs time when it is wrong. Longer words are rarer.
PAIR_WORTH = 4
STEM_WORTH = 3
SPACELESS_WORTH = 6

_TOKEN = re.compile(rf"[{SPACELESS}]+|[^\W{SPACELESS}]+")
_SPACELESS_START = re.compile(rf"[{SPACELESS}]")

#: Two neighbouring words; (word, "") for one; (stem with a star, "") for any word that begins so; in scripts without
#: spaces (two characters, "").
Probe = tuple[str, str]


class _Part(NamedTuple):
    """Texts of which a phrase must hold one, and whether words surely begin and end with them."""

    texts: list[str]
    closed_left: bool
    closed_right: bool


def forms_of(phrase: Phrase) -> list[str] | None:
    """Return every text that a phrase can stand for; None when there are too many."""
    if phrase.literal:
        return [phrase.folded]
    return _forms(phrase.tree, MOST_FORMS)


def probes_of(phrase: Phrase) -> set[Probe]:
    """Return probes of which a text that holds the phrase anywhere has at least one."""
    found = _best(_flat(phrase.tree), left=True, right=True)
    return found[1] if found else {(opening, "") for opening in phrase.openings}


def first_probes(phrase: Phrase) -> set[Probe]:
    """Return probes of which one stands where the phrase begins."""
    part = next(_parts(_flat(phrase.tree), left=True, right=True), None)
    found = {_first_of(text, closed=part.closed_right) for text in part.texts} if part else {None}
    certain = {probe for probe in found if probe is not None}
    return certain if len(certain) == len(found) else {(opening, "") for opening in phrase.openings}


def _first_of(text: str, *, closed: bool) -> Probe | None:
    """Return the probe for what a text begins with; None when its first word is not told."""
    words = [(match.group(), closed or match.end() < len(text)) for match in _TOKEN.finditer(text)]
    if not words or not text.startswith(words[0][0]):
        return None
    word, ended = words[0]
    if _SPACELESS_START.match(word):
        return (word[:2], "") if len(word) > 1 else None
    if not ended:
        return (word[:STEM] + "*", "") if len(word) >= STEM else None
    if len(words) > 1 and words[1][1] and not _SPACELESS_START.match(words[1][0]):
        return word, words[1][0]
    return word, ""


def _flat(nodes: list[Any]) -> list[Any]:
    """Return the nodes of a parsed phrase with groups that are no choice taken out of their parentheses."""
    found: list[Any] = []
    for node in nodes:
        op, value = node
        if str(op) == "SUBPATTERN" and not any(str(inner[0]) == "BRANCH" for inner in value[-1]):
            found.extend(_flat(list(value[-1])))
        elif str(op) == "SUBPATTERN" and len(value[-1]) == 1:
            found.append(value[-1][0])
        else:
            found.append(node)
    return found


def _forms(nodes: list[Any], most: int) -> list[str] | None:
    """Return every text that parsed nodes stand for; None when there are more than `most`."""
    texts = [""]
    for op, value in nodes:
        pieces = _node_forms(str(op), value, most)
        if pieces is None or len(texts) * len(pieces) > most:
            return None
        texts = [text + piece for text, piece in product(texts, pieces)]
    return texts


def _node_forms(op: str, value: Any, most: int) -> list[str] | None:
    if op == "LITERAL":
        return [chr(value)]
    if op == "IN":
        return [chr(char) for _, char in value] if all(str(kind) == "LITERAL" for kind, _ in value) else None
    if op == "SUBPATTERN":
        return _forms(list(value[-1]), most)
    if op == "BRANCH":
        some = [_forms(list(branch), most) for branch in value[1]]
        return None if None in some else [text for texts in some if texts for text in texts]
    if op in {"MAX_REPEAT", "MIN_REPEAT"} and value[1] == 1:
        once = _forms(list(value[2]), most)
        return once if once is None or value[0] else ["", *once]
    return None


def _parts(nodes: list[Any], *, left: bool, right: bool) -> Iterator[_Part]:
    """Yield the parts of a sequence between what can be anything.

    left, right  a word surely begins with the sequence, or ends with it.
    """
    texts, closed = [""], left
    for at, (op, value) in enumerate(nodes):
        pieces = _node_forms(str(op), value, MANY)
        if pieces is not None and len(pieces) * len(texts) <= MANY:
            texts = [text + piece for text, piece in product(texts, pieces)]
            continue
        yield _Part(texts, closed, _apart(nodes[at:], right=right))
        if pieces is None:
            texts, closed = [""], _ends_apart(str(op), value, texts, closed=closed)
        else:
            texts, closed = pieces, False
    yield _Part(texts, closed, right)


def _apart(nodes: list[Any], *, right: bool) -> bool:
    """Tell whether what follows surely begins with something that is no letter."""
    for op, value in nodes:
        if str(op) in {"MAX_REPEAT", "MIN_REPEAT"} and value[0] == 0:
            if not value[2] or not begins_apart(str(value[2][0][0]), value[2][0][1]):
                return False
            continue
        return begins_apart(str(op), value)
    return right


def _ends_apart(op: str, value: Any, before: list[str], *, closed: bool) -> bool:
    """Tell whether what can be anything surely ends with something that is no letter, `before` standing in front of it."""
    if op not in {"MAX_REPEAT", "MIN_REPEAT"}:
        return False
    body = _flat(list(value[2]))
    if not body or not begins_apart(str(body[-1][0]), body[-1][1]):
        return False
    return value[0] > 0 or all(not text[-1].isalnum() and text[-1] != "_" if text else closed for text in before)


def _best(nodes: list[Any], *, left: bool, right: bool) -> tuple[int, set[Probe]] | None:
    """Return the rarest set of probes of which one must stand in the texts of a sequence, with its worth."""
    found = [_of_part(part) for part in _parts(nodes, left=left, right=right)]
    for op, value in nodes:
        if str(op) == "BRANCH":
            found.append(_of_choice(value[1]))
    return max((one for one in found if one), key=lambda one: (one[0], -len(one[1])), default=None)


def _of_choice(branches: list[Any]) -> tuple[int, set[Probe]] | None:
    worths, probes = [], set()
    for branch in branches:
        best = _best(_flat(list(branch)), left=False, right=False)
        if best is None:
            return None
        worths.append(best[0])
        probes |= best[1]
    return min(worths), probes


def _of_part(part: _Part) -> tuple[int, set[Probe]] | None:
    chosen = [_of_text(text, part) for text in part.texts]
    if None in chosen:
        return None
    return min(one[0] for one in chosen if one), {one[1] for one in chosen if one}


def _of_text(text: str, part: _Part) -> tuple[int, Probe] | None:
    """Return the rarest probe that a text holds, with its worth; None when no word of it is told."""
    found: list[tuple[int, Probe]] = []
    before = ""
    for match in _TOKEN.finditer(text):
        word = match.group()
        begun = part.closed_left or match.start() > 0
        ended = part.closed_right or match.end() < len(text)
        if _SPACELESS_START.match(word):
            if len(word) > 1:
                found.append((SPACELESS_WORTH, (word[:2], "")))
            before = ""
            continue
        if begun and ended:
            found.append((len(word), (word, "")))
            if before:
                found.append((len(before) + len(word) + PAIR_WORTH, (before, word)))
        elif begun and len(word) >= STEM:
            found.append((STEM_WORTH, (word[:STEM] + "*", "")))
        before = word if begun and ended else ""
    return max(found, key=lambda one: one[0], default=None)
