"""What the place of a block in its page says: the words of the elements around it, and the path down to it.

An element is known by its index among the containers, which stand in the order of the page: each after its parent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dechaff.read.elements import words_of

__all__ = ["chars_of", "marks_of", "paths_of"]

#: An ancestor that holds more of the page's characters than this says nothing about a single block in it.
MARK_SHARE = 0.33
#: Chromium nests no deeper either; a path that grew with every level would cost the square of the depth.
PATH_TAGS = 512

_MARKED = frozenset(["class", "id", "role", "itemprop", "data-component", "data-testid", "data-module", "data-type", "data-name", "data-qa", "aria-label"])
_NO_WORDS: frozenset[str] = frozenset()


def chars_of(parents: Sequence[int], texts: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each container how many of the page's characters it holds; texts are pairs of container and length."""
    sums = [0] * len(parents)
    for container, length in texts:
        sums[container] += length
    for index in range(len(sums) - 1, 0, -1):
        sums[parents[index]] += sums[index]
    return sums


def marks_of(parents: Sequence[int], attributes: Sequence[Mapping[str, str | None]], chars: Sequence[int]) -> list[frozenset[str]]:
    """Return for each container that holds text its words and those of the small containers around it."""
    limit = MARK_SHARE * max(1, chars[0])
    unions: dict[tuple[frozenset[str], frozenset[str]], frozenset[str]] = {}
    found: list[frozenset[str]] = []
    for given, parent, size in zip(attributes, parents, chars, strict=True):
        above = found[parent] if size and parent >= 0 and chars[parent] < limit else _NO_WORDS
        if size and given:
            own = [value for name, value in given.items() if value and name in _MARKED]
            words = words_of(own[0] if len(own) == 1 else " ".join(own)) if own else _NO_WORDS
            pair = above, words
            if (both := unions.get(pair)) is None:
                both = unions[pair] = above | words if above and words else above or words
            above = both
        found.append(above)
    return found


def paths_of(parents: Sequence[int], tags: Sequence[str], chars: Sequence[int]) -> list[tuple[str, ...]]:
    """Return for each container that holds text the tag names from the body down to it."""
    found: list[tuple[str, ...]] = [()]
    for index in range(1, len(chars)):
        path = found[parents[index]]
        found.append((*path, tags[index]) if chars[index] and len(path) < PATH_TAGS else path)
    return found
