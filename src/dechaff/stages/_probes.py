"""Probes: words of which a text must hold one before a phrase is worth trying on it.

A phrase is taken apart once, when the index is built. Where it stands for few texts these are written out; else what
every text it can stand for must hold is looked for, and two neighbouring words say more than one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
#: What else a text must hold is asked when that are at most so many plain texts of at least so many letters.
MOST_NEEDS = 16
LEAST_NEED = 3

_TOKEN = re.compile(rf"[{SPACELESS}]+|[^\W{SPACELESS}]+")
_SPACELESS_START = re.compile(rf"[{SPACELESS}]")

#: Two neighbouring words; (word, "") for one; (stem with a star, "") for any word that begins so; in scripts without
#: spaces (two characters, "").
Probe = tuple[str, str]


class _Text(NamedTuple):
    """A plain text in a phrase, and whether words surely begin and end with it."""

    text: str
    begun: bool
    ended: bool


def forms_of(phrase: Phrase) -> list[str] | None:
    """Return every text that a phrase can stand for; None when there are too many."""
    if phrase.literal:
        return [phrase.folded]
    return _forms(phrase.tree, MOST_FORMS)


def probes_of(phrase: Phrase) -> tuple[set[Probe], Sequence[str]]:
    """Return probes of which a text that holds the phrase anywhere has at least one; and the needs beside them.

    The needs are plain texts of which it must hold one as well; none when nothing more is sure.
    """
    parts = list(_parts(_flat(phrase.tree), left=True, right=True))
    best = max(parts, key=_worth)
    found = {_rarest(text) for text in best}
    probes = {(opening, "") for opening in phrase.openings} if None in found else {one[1] for one in found if one}
    return probes, _needs([part for part in parts if part is not best])


def first_probes(phrase: Phrase) -> tuple[set[Probe], Sequence[str]]:
    """Return probes of which one stands where the phrase begins, and the needs as probes_of does."""
    first, *rest = _parts(_flat(phrase.tree), left=True, right=True)
    found = {_first_of(text) for text in first}
    probes = {(opening, "") for opening in phrase.openings} if None in found else {one for one in found if one}
    return probes, _needs(rest)


def _needs(parts: list[list[_Text]]) -> Sequence[str]:
    """Return the plain texts of the part that says most, when they are few."""
    some = [sorted({text.text.strip() for text in part}, key=lambda text: (len(text), text)) for part in parts]
    few = [texts for texts in some if texts and len(texts[0]) >= LEAST_NEED and len(texts) <= MOST_NEEDS]
    return max(few, key=lambda texts: len(texts[0]), default=[])


def _first_of(said: _Text) -> Probe | None:
    """Return the probe for what a text begins with; None when its first word is not told."""
    words = [(match.group(), said.ended or match.end() < len(said.text)) for match in _TOKEN.finditer(said.text)]
    if not words or not said.text.startswith(words[0][0]):
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


def _parts(nodes: list[Any], *, left: bool, right: bool) -> Iterator[list[_Text]]:
    """Yield the parts of a sequence between what can be anything: the plain texts of which each must hold one.

    left, right  a word surely begins with the sequence, or ends with it.
    """
    texts, closed = [""], left
    for at, (op, value) in enumerate(nodes):
        pieces = _node_forms(str(op), value, MANY)
        if pieces is not None and len(pieces) * len(texts) <= MANY:
            texts = [text + piece for text, piece in product(texts, pieces)]
            continue
        yield [_Text(text, closed, _apart(nodes[at:], right=right)) for text in texts]
        before = all(_is_apart(text[-1]) if text else closed for text in texts)
        if str(op) == "BRANCH" and pieces is None:
            yield _choice(value[1], left=before, right=_apart(nodes[at + 1 :], right=right))
        texts, closed = pieces or [""], before if pieces else _ends_apart(str(op), value, before=before)
    yield [_Text(text, closed, right) for text in texts]


def _choice(branches: list[Any], *, left: bool, right: bool) -> list[_Text]:
    """Return what a choice must hold one of: the texts of each branch's own best part."""
    return [text for branch in branches for text in max(_parts(_flat(list(branch)), left=left, right=right), key=_worth)]


def _is_apart(char: str) -> bool:
    return not char.isalnum() and char != "_"


def _apart(nodes: list[Any], *, right: bool) -> bool:
    """Tell whether what follows surely begins with something that is no letter."""
    for op, value in nodes:
        if str(op) in {"MAX_REPEAT", "MIN_REPEAT"} and value[0] == 0:
            if not value[2] or not begins_apart(str(value[2][0][0]), value[2][0][1]):
                return False
            continue
        return begins_apart(str(op), value)
    return right


def _ends_apart(op: str, value: Any, *, before: bool) -> bool:
    """Tell whether what can be anything, or nothing, surely ends with something that is no letter, as what stands before does."""
    if op not in {"MAX_REPEAT", "MIN_REPEAT"}:
        return False
    body = _flat(list(value[2]))
    return bool(body) and begins_apart(str(body[-1][0]), body[-1][1]) and (value[0] > 0 or before)


def _worth(part: list[_Text]) -> int:
    """Return how rare the least rare of a part's probes is."""
    return min((found[0] if (found := _rarest(text)) else -1 for text in part), default=-1)


def _rarest(said: _Text) -> tuple[int, Probe] | None:
    """Return the rarest probe that a text holds, with its worth; None when no word of it is told."""
    found: list[tuple[int, Probe]] = []
    before = ""
    for match in _TOKEN.finditer(said.text):
        word = match.group()
        begun = said.begun or match.start() > 0
        ended = said.ended or match.end() < len(said.text)
        if _SPACELESS_START.match(word):
            found += [(SPACELESS_WORTH, (word[:2], ""))] if len(word) > 1 else []
            before = ""
            continue
        if begun and ended:
            found.append((len(word), (word, "")))
            found += [(len(before) + len(word) + PAIR_WORTH, (before, word))] if before else []
        elif begun and len(word) >= STEM:
            found.append((STEM_WORTH, (word[:STEM] + "*", "")))
        before = word if begun and ended else ""
    return max(found, key=lambda one: one[0], default=None)
