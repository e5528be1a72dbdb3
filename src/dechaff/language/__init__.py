"""Language: which one a text is written in, told by its script and its function words, and how it says "we" and "you".

What publishers say to their readers is in the first and second person; their articles are in the third.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dechaff.fold import SPACELESS, fold
from dechaff.language._persons import Persons, spoken
from dechaff.model import Document

__all__ = ["Persons", "language_of", "languages", "may_speak", "persons_of"]

#: Roles of the words of the file.
_WORDS, _WE, _YOU = "words", "we", "you"
#: Languages that read alike, or whose papers have readers of the other.
_ALIKE = (
    frozenset({"sr", "hr", "sl"}),
    frozenset({"cs", "sk"}),
    frozenset({"da", "no", "sv"}),
    frozenset({"ru", "uk", "be"}),
    frozenset({"es", "ca"}),
    frozenset({"id", "ms"}),
    frozenset({"bg", "mk"}),
)
#: First and last character of a script, and the language it stands for; of the first that a text holds enough of.
_SCRIPTS = (("\u3041", "\u30ff", "ja"), ("\uac00", "\ud7af", "ko"), ("\u0e00", "\u0e7f", "th"), ("\u4e00", "\u9fff", "zh"))


@dataclass(frozen=True)
class _Lexicon:
    """What the file says: word -> the languages it is a function word of, one bit each; and language -> persons."""

    names: tuple[str, ...]
    masks: dict[str, int]
    persons: dict[str, Persons]


def languages() -> tuple[str, ...]:
    """Return the languages that are told apart."""
    return _lexicon().names


def language_of(doc: Document) -> str:
    """Return the language of a document's words as a code such as "de"; empty when too few of them are known."""
    return next(iter(doc.once(_spoken)), "")


def may_speak(doc: Document, language: str) -> bool:
    """Tell whether a document may hold words of a language: its own, one like it, or one that is at home everywhere.

    So may one whose language is not known.
    """
    return doc.once(_allowed)(language)


def _allowed(doc: Document) -> Callable[[str], bool]:
    """Return what tells whether a document may hold words of a language."""
    own = doc.once(_spoken)
    if not own:
        return lambda _language: True
    allowed = {"any", "en", *own, *(like for some in _ALIKE if some & set(own) for like in some)}
    return lambda language: language in allowed or language.partition("-")[0] in allowed


def persons_of(language: str) -> Persons | None:
    """Return how a language says "we" and "you"; None for one that is not known."""
    return _lexicon().persons.get(language)


def _spoken(doc: Document) -> tuple[str, ...]:
    lexicon = _lexicon()
    return spoken(doc.tokens, lexicon.masks, lexicon.names, _SCRIPTS)


@cache
def _lexicon() -> _Lexicon:
    """Read the file; once a process."""
    roles: dict[str, dict[str, list[str]]] = {}
    for name, role, words in _lines():
        roles.setdefault(name, {})[role] = words
    masks: dict[str, int] = {}
    for place, name in enumerate(roles):
        for word in roles[name].get(_WORDS, ()):
            masks[word] = masks.get(word, 0) | 1 << place
    persons = {name: Persons(own.get(_WE, []), own.get(_YOU, []), spaceless=_is_spaceless(own.get(_WE, []))) for name, own in roles.items()}
    return _Lexicon(tuple(roles), masks, persons)


def _lines() -> Iterator[tuple[str, str, list[str]]]:
    """Yield language, role and words of each line of the file."""
    text = resources.files(__package__).joinpath("words.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            name, role, *words = line.split()
            yield name, role, [fold(word) for word in words]


def _is_spaceless(words: list[str]) -> bool:
    start, end = SPACELESS[0], SPACELESS[-1]
    return bool(words) and start <= words[0][0] <= end
