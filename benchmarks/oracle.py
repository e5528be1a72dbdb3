"""The best choice among the blocks of a page for somebody who knows the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from benchmarks.figures import SHINGLE_WORDS, Shingle, shingles, words

__all__ = ["Choice", "best_choice", "stray_words"]

#: A block begins as kept when this share of its shingles stands in the gold text. A climb from there can end on a page's
#: second copy of the article (a page of fundusfix: 0.960 for 1.000), so the same climb is also tried from nothing.
MOSTLY = 0.5
#: Neighbours flipped together: a sentence cut into pieces of one or two words gains only when all of them come.
RUNS = (1, 2, 3)
#: Rounds over all blocks before a climb that still rises is taken as it is; three were the most seen on 340 pages of
#: aeb, fundusfix and wcxb.
ROUNDS = 12
#: Blocks on either side of a kept one that are tried, whatever they hold: they may join two kept ones.
BORDER = 2

_REACH = SHINGLE_WORDS - 1


class Choice:
    """A set of kept blocks with its shingles, changed one run of blocks at a time.

    The text of a choice is the kept blocks one after the other, so shingles run on from block to block.
    """

    def __init__(self, gold: Sequence[str], blocks: Sequence[Sequence[str]]) -> None:
        self.gold = shingles(gold)
        self.blocks = blocks
        self.kept = [False] * len(blocks)
        self._have: Counter[Shingle] = Counter()
        self._shared = 0
        self._total = 0
        self._wanted = self.gold.total()

    @property
    def f1(self) -> float:
        """Shingle F1 of what is kept."""
        return self._f1(self._shared, self._total)

    @property
    def words(self) -> list[str]:
        """The words of the kept blocks in order."""
        return [word for block, kept in zip(self.blocks, self.kept, strict=True) if kept for word in block]

    def gain(self, start: int, stop: int) -> float:
        """Return how much F1 would rise if each block of the half-open range changed sides."""
        shared, total = self._shared, self._total
        for shingle, step in self._change(start, stop).items():
            wanted, have = self.gold.get(shingle, 0), self._have.get(shingle, 0)
            shared += min(wanted, have + step) - min(wanted, have)
            total += step
        return self._f1(shared, total) - self.f1

    def flip(self, start: int, stop: int) -> None:
        """Change sides for each block of the half-open range."""
        for shingle, step in self._change(start, stop).items():
            wanted, have = self.gold.get(shingle, 0), self._have[shingle]
            self._shared += min(wanted, have + step) - min(wanted, have)
            self._total += step
            self._have[shingle] = have + step
        for index in range(start, stop):
            self.kept[index] = not self.kept[index]

    def _f1(self, shared: int, total: int) -> float:
        return 2 * shared / (total + self._wanted) if total + self._wanted else 1.0

    def _change(self, start: int, stop: int) -> dict[Shingle, int]:
        """Return the shingles that a flip of the range adds (+) or takes away (-)."""
        before, after = self._before(start), self._after(stop)
        now = [word for index in range(start, stop) if self.kept[index] for word in self.blocks[index]]
        then = [word for index in range(start, stop) if not self.kept[index] for word in self.blocks[index]]
        change = Counter(_runs([*before, *then, *after]))
        change.subtract(_runs([*before, *now, *after]))
        return {shingle: step for shingle, step in change.items() if step}

    def _before(self, index: int) -> list[str]:
        """Return the last kept words before a block, as many as a shingle can reach back."""
        found: list[str] = []
        while index > 0 and len(found) < _REACH:
            index -= 1
            if self.kept[index]:
                found = [*self.blocks[index][-_REACH:], *found]
        return found[-_REACH:]

    def _after(self, index: int) -> list[str]:
        found: list[str] = []
        while index < len(self.blocks) and len(found) < _REACH:
            if self.kept[index]:
                found = [*found, *self.blocks[index][:_REACH]]
            index += 1
        return found[:_REACH]


def best_choice(gold: str, texts: Sequence[str]) -> Choice:
    """Return the choice of blocks with the highest shingle F1 that greed and climbing find.

    Begins with the blocks that are mostly gold, then flips blocks, and short runs of them, as long as F1 rises.
    """
    wanted, blocks = words(gold), [words(text) for text in texts]
    greedy = Choice(wanted, blocks)
    short = {tuple(wanted[at : at + size]) for size in range(1, SHINGLE_WORDS) for at in range(len(wanted))}
    for index, block in enumerate(blocks):
        if _is_mostly_gold(block, greedy.gold, short):
            greedy.flip(index, index + 1)
    _climb_to_the_top(greedy)
    if greedy.f1 == 1.0:
        return greedy
    bare = Choice(wanted, blocks)
    _climb_to_the_top(bare)
    return max(greedy, bare, key=lambda choice: choice.f1)


def stray_words(tokens: Sequence[str], known: Counter[Shingle] | set[Shingle]) -> list[str]:
    """Return the runs of words that no known shingle covers, each joined by spaces."""
    covered = [False] * len(tokens)
    for at in range(len(tokens) - SHINGLE_WORDS + 1):
        if tuple(tokens[at : at + SHINGLE_WORDS]) in known:
            covered[at : at + SHINGLE_WORDS] = [True] * SHINGLE_WORDS
    runs: list[list[str]] = [[]]
    for word, is_known in zip(tokens, covered, strict=True):
        if not is_known:
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return [" ".join(run) for run in runs if run]


def _climb_to_the_top(choice: Choice) -> None:
    twins = _twins(choice.blocks)
    for _ in range(ROUNDS):
        if not _climb(choice, twins):
            return


def _climb(choice: Choice, twins: dict[tuple[str, ...], list[int]]) -> bool:
    """Flip whatever raises F1, once over the page; tell whether anything did."""
    rose = False
    for size in RUNS:
        for start in _candidates(choice, size):
            if choice.gain(start, start + size) <= 1e-12:
                continue
            first = _best_twin(choice, start, twins) if size == 1 else start
            choice.flip(first, first + size)
            rose = True
    return rose


def _best_twin(choice: Choice, index: int, twins: dict[tuple[str, ...], list[int]]) -> int:
    """Return which of the blocks with the same words had best change sides in place of this one."""
    same = [other for other in twins[tuple(choice.blocks[index])] if choice.kept[other] == choice.kept[index]]
    return max(same, key=lambda other: choice.gain(other, other + 1)) if len(same) > 1 else index


def _candidates(choice: Choice, size: int) -> Iterator[int]:
    """Yield the starts of runs worth a try: kept or partly gold ones and those that stand close to a kept one."""
    count = len(choice.blocks)
    for start in range(count - size + 1):
        near = choice.kept[max(0, start - BORDER) : start + size + BORDER]
        if any(near) or (size == 1 and any(run in choice.gold for run in _runs(choice.blocks[start]))):
            yield start


def _twins(blocks: Sequence[Sequence[str]]) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = {}
    for index, block in enumerate(blocks):
        found.setdefault(tuple(block), []).append(index)
    return found


def _is_mostly_gold(block: Sequence[str], gold: Counter[Shingle], short: set[tuple[str, ...]]) -> bool:
    if len(block) < SHINGLE_WORDS:
        return bool(block) and tuple(block) in short
    runs = list(_runs(block))
    return sum(run in gold for run in runs) >= MOSTLY * len(runs)


def _runs(tokens: Sequence[str]) -> Iterator[Shingle]:
    return zip(*(tokens[start:] for start in range(SHINGLE_WORDS)), strict=False)
