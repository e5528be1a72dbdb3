"""Probes: words of which a text must hold one before a phrase is worth trying on it.

A phrase is taken apart once, when the index is built. Where it stands for few texts these are written out; else what
every text it can stand for must hold is looked for, and two neighbouring words say more than one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import product
from math import log2
from typing import Any, NamedTuple

from dechaff.fold import SPACELESS, STEM
from dechaff.stages._phrases import Phrase, begins_apart

__all__ = ["Probe", "common", "first_probes", "forms_of", "probes_of", "rarity"]

#: A phrase that stands for more texts than this is matched as a regular expression.
MOST_FORMS = 64
#: A part of a phrase with more forms than this is not taken apart.
MANY = 200
#: Which probe is the rarest is told by how common its words are, as powers of two: of a pair the rarer word, and that
#: these two are neighbours is rarer still. A word that is in no list, and two characters, are about as rare as this.
RARE = 3
PAIR_RARER = 4
SPACELESS_RARE = 7
_NEVER = 100.0
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT"})

_COMMON_WORDS = "_common_words.txt"
_TOKEN = re.compile(rf"[{SPACELESS}]+|[^\W{SPACELESS}]+")
_SPACELESS_START = re.compile(rf"[{SPACELESS}]")
#: What stands behind a word of one character, where a phrase begins with one.
_LAST_SIGNS = re.compile(r"[^\w*]+$")

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


def probes_of(phrase: Phrase) -> set[Probe]:
    """Return probes of which a text that holds the phrase anywhere has at least one."""
    best = max(_parts(_flat(phrase.tree), left=True, right=True), key=_worth)
    return _or_openings({_rarest(text) for text in best}, phrase)


def rarity(probes: set[Probe]) -> float:
    """Return how rare the least rare of some probes is."""
    return min((-common(probe) for probe in probes), default=-_NEVER)


def first_probes(phrase: Phrase) -> set[Probe]:
    """Return probes of which one stands where the phrase begins."""
    first = next(_parts(_flat(phrase.tree), left=True, right=True))
    return _or_openings({_first_of(text) for text in first}, phrase)


def _or_openings(found: set[Probe | None], phrase: Phrase) -> set[Probe]:
    """Return what was found, or what the phrase begins with when not all of it was told."""
    return {(_LAST_SIGNS.sub("", opening), "") for opening in phrase.openings} if None in found else {one for one in found if one}


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
    if op in _REPEATS and value[1] == 1:
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
        if str(op) in _REPEATS and value[0] == 0:
            if not _opens(list(value[2])):
                return False
            continue
        return _opens([(op, value)])
    return right


def _opens(nodes: list[Any]) -> bool:
    """Tell whether nodes surely begin with something that is no letter."""
    if not nodes:
        return False
    op, value = str(nodes[0][0]), nodes[0][1]
    if op == "BRANCH":
        return all(_opens(list(branch)) for branch in value[1])
    if op == "SUBPATTERN":
        return _opens(list(value[-1]))
    return begins_apart(op, value)


def _closes(nodes: list[Any]) -> bool:
    """Tell whether nodes surely end with something that is no letter."""
    if not nodes:
        return False
    op, value = str(nodes[-1][0]), nodes[-1][1]
    if op == "BRANCH":
        return all(_closes(list(branch)) for branch in value[1])
    if op == "SUBPATTERN":
        return _closes(list(value[-1]))
    if op in _REPEATS:
        return _closes(list(value[2])) and (value[0] > 0 or _closes(nodes[:-1]))
    return begins_apart(op, value)


def _ends_apart(op: str, value: Any, *, before: bool) -> bool:
    """Tell whether what can be anything, or nothing, surely ends with something that is no letter, as what stands before does."""
    if op in _REPEATS and value[0] == 0:
        return before and _closes(list(value[2]))
    return _closes([(op, value)])


@cache
def _commonness() -> Mapping[str, float]:
    """Return how common each common word is, and in one sum with a star behind it the words that begin as it does."""
    lines = resources.files(__package__).joinpath(_COMMON_WORDS).read_text(encoding="utf-8").splitlines()
    found: dict[str, float] = {}
    stems: Counter[str] = Counter()
    for number, *words in (line.split() for line in lines if not line.startswith("#")):
        for word in words:
            found[word] = float(number)
            stems[word[:STEM] + "*"] += 2 ** int(number)
    return {**found, **{stem: log2(times) for stem, times in stems.items()}}


def common(probe: Probe) -> float:
    """Return how often a probe stands in a thousand pages, as a power of two."""
    known = _commonness()
    if probe[1]:
        return min(known.get(word, RARE) for word in probe) - PAIR_RARER
    return SPACELESS_RARE if _SPACELESS_START.match(probe[0]) else known.get(probe[0], RARE)


def _worth(part: list[_Text]) -> float:
    """Return how rare the least rare of a part's probes is."""
    return min((-common(found) if (found := _rarest(text)) else -_NEVER for text in part), default=-_NEVER)


def _rarest(said: _Text) -> Probe | None:
    """Return the rarest probe that a text holds; None when no word of it is told."""
    found: list[Probe] = []
    before = ""
    for match in _TOKEN.finditer(said.text):
        word = match.group()
        begun = said.begun or match.start() > 0
        ended = said.ended or match.end() < len(said.text)
        if _SPACELESS_START.match(word):
            found += [(word[:2], "")] if len(word) > 1 else []
            before = ""
            continue
        if begun and ended:
            found += [(word, ""), *([(before, word)] if before else [])]
        elif begun and len(word) >= STEM:
            found.append((word[:STEM] + "*", ""))
        before = word if begun and ended else ""
    return min(found, key=common, default=None)
