"""Which blocks of a page belong to its marked text: the best chain of places, in the order of both."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from dechaff.fold import fold, words_of

__all__ = ["inside"]

#: Share of a block's four-word shingles that must stand in a row in the marked text.
SHINGLES = 0.6
#: Shorter blocks are looked up whole.
SHORT_WORDS = 6
#: A short block that stands in so many places of the marked text is looked for in the first of them only.
MOST_PLACES = 60


def inside(texts: Sequence[str], marked: str) -> list[bool]:
    """Tell for each block, in the order of the page, whether the marked text holds it.

    A short block counts only where it fits between the places of the blocks before and behind it, so that a menu's
    "Health" is not taken for the word in the article. A long block counts wherever it stands.
    """
    said = split(marked)
    blocks = [split(text) for text in texts]
    candidates = _candidates(blocks, said)
    chosen = _chain(candidates)
    used = bytearray(len(said))
    found = [False] * len(blocks)
    for block, start, stop, _ in chosen:
        found[block] = True
        used[start:stop] = b"\x01" * (stop - start)
    lines = _lines(marked)
    first, last = (chosen[0][0], chosen[-1][0]) if chosen else (0, -1)
    for block, start, stop, _ in candidates:
        is_line = first < block < last and (start, stop) in lines
        if not found[block] and (is_line or len(blocks[block]) >= SHORT_WORDS) and sum(used[start:stop]) < 0.3 * (stop - start):
            found[block] = True
            used[start:stop] = b"\x01" * (stop - start)
    return found


def _lines(marked: str) -> set[tuple[int, int]]:
    """Return the half-open word range of each line."""
    found, at = set(), 0
    for line in marked.split("\n"):
        size = len(split(line))
        found.add((at, at + size))
        at += size
    return found


def split(text: str) -> list[str]:
    """Return the words of a text; a script without spaces gives a word a character."""
    words: list[str] = []
    for word in words_of(fold(text)):
        if word > "\u0e00":
            words.extend(word)
        else:
            words.append(word)
    return words


Candidate = tuple[int, int, int, float]


def _candidates(blocks: list[list[str]], said: list[str]) -> list[Candidate]:
    """Return (block, start, stop, words) for every place where a block may stand in the marked text."""
    shingles: dict[tuple[str, ...], list[int]] = {}
    firsts: dict[str, list[int]] = {}
    for at, word in enumerate(said):
        shingles.setdefault(tuple(said[at : at + 4]), []).append(at)
        firsts.setdefault(word, []).append(at)
    found: list[Candidate] = []
    for index, own in enumerate(blocks):
        if not own:
            continue
        if len(own) < SHORT_WORDS:
            places = [at for at in firsts.get(own[0], ())[:MOST_PLACES] if said[at : at + len(own)] == own]
            found.extend((index, at, at + len(own), float(len(own))) for at in places)
            continue
        hits: dict[int, int] = {}
        for offset in range(len(own) - 3):
            for at in shingles.get(tuple(own[offset : offset + 4]), ())[:MOST_PLACES]:
                hits[(at - offset) // 4] = hits.get((at - offset) // 4, 0) + 1
        total = sum(1 for offset in range(len(own) - 3) if tuple(own[offset : offset + 4]) in shingles)
        if total < SHINGLES * (len(own) - 3) or not hits:
            continue
        most = max(hits.values())
        for place, count in hits.items():
            if count >= 0.5 * most:
                start = max(0, place * 4)
                found.append((index, start, min(len(said), start + len(own)), float(total)))
    return found


def _chain(candidates: list[Candidate]) -> list[Candidate]:
    """Return the heaviest choice in which later blocks stand behind earlier ones; two may touch by a few words."""
    order = sorted(candidates, key=lambda one: (one[0], -one[1]))
    ends: list[int] = []
    best: list[tuple[float, int]] = []
    back: list[int] = []
    at = 0
    while at < len(order):
        until = at
        while until < len(order) and order[until][0] == order[at][0]:
            until += 1
        fresh = []
        for number in range(at, until):
            _, start, stop, weight = order[number]
            slack = min(4, (stop - start) // 3)
            place = bisect_right(ends, start + slack) - 1
            before, link = best[place] if place >= 0 else (0.0, -1)
            back.append(link)
            fresh.append((stop, before + weight, number))
        for stop, value, number in fresh:
            _insert(ends, best, stop, value, number)
        at = until
    chosen = []
    here = best[-1][1] if best else -1
    while here >= 0:
        chosen.append(order[here])
        here = back[here]
    return chosen[::-1]


def _insert(ends: list[int], best: list[tuple[float, int]], stop: int, value: float, number: int) -> None:
    """Keep the best value for each end such that later ends have higher values."""
    place = bisect_right(ends, stop)
    if place and best[place - 1][0] >= value:
        return
    while place < len(ends) and best[place][0] <= value:
        del ends[place], best[place]
    ends.insert(place, stop)
    best.insert(place, (value, number))
