"""Lines: what can be told of each block of a text without markup, from its words, its shape and the lines around it.

Nothing here depends on blank lines or on the kind that a block was read as: what is left of a text looks the same when it
is written out and read again, so that a second cleaning finds what the first found.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from dechaff.features._blocks import PROSE_WORDS, add_claimed
from dechaff.features._characters import Characters, add_text
from dechaff.features._columns import Columns
from dechaff.features._words import Words, add_prose_words
from dechaff.features.characters import characters_of
from dechaff.features.learned import LEARNED
from dechaff.features.sequence import judged
from dechaff.features.words import words_in
from dechaff.model import Claim, Document

__all__ = ["LEARNED_LINES", "judged_lines", "learned_lines", "line_columns"]

#: Distances are cut at so many lines.
FAR = 12
#: Lines of more words are learned by their first and last words, others whole.
EDGE_WORDS = 3
#: Words a line from which a line is of the next size.
SIZES = (3, 6, 13, 25, 50)
#: Columns of which a line also sees those of its neighbours, and how many steps away.
SEEN, REACH = ("words", "capitals", "digits", "says_phrase"), 2
#: Columns of which the mean over a run is a column too.
PARTS = ("capitals", "digits", "ends_sentence", "upper", "bars")
#: Signs that are columns of their own.
RIGHTS, HANDLES, BULLETS, ARROWS, BRACKETS = "\u00a9\u00ae\u24d2", "@#", "-\u2013\u2014*\u2022+\u00b7", ">\u00bb\u2192\u25ba\u25b6", ")]\uff09"
QUOTES = "\"'\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\u2018\u2019"
#: Claims that add up to more than this take a line: counted before and behind each line.
CLAIMED = 2.5
MOST_CLAIMED = 10.0
#: The sum of what learned words say is cut here (log-odds).
MOST_SAID = 6.0
#: Runs of lines: of those that are no prose, and of those that are alike in size and end.
RUNS = ("scraps", "alike")


def line_columns(doc: Document, claims: Sequence[Claim]) -> Columns:
    """Return the features of every line of a text that has any, given what the category stages claim about them.

    Document.title_block is the line that is taken for the title.
    """
    columns = Columns(len(doc.blocks))
    chars = characters_of([block.text for block in doc.blocks])
    add_text(columns, chars)
    _signs(doc, columns)
    ends = (columns["ends_sentence"] + columns["ends_colon"]) > 0
    columns["prose"] = (chars.words >= PROSE_WORDS) & (ends | (chars.words > 4 * PROSE_WORDS))
    _places(doc, chars, columns)
    _runs(chars, columns)
    _vocabulary(doc, columns)
    add_claimed(columns, claims)
    _claimed_around(columns)
    for name in SEEN:
        columns.add_beside(name, REACH)
    return columns


def _signs(doc: Document, columns: Columns) -> None:
    """Which signs a line holds, begins with or ends with that prose rarely does."""
    import numpy as np

    texts = [block.text for block in doc.blocks]
    columns["rights"] = np.array([any(sign in text for sign in RIGHTS) for text in texts], dtype=float)
    columns["handles"] = np.array([any(sign in text for sign in HANDLES) for text in texts], dtype=float)
    columns["starts_bullet"] = np.array([text[0] in BULLETS for text in texts], dtype=float)
    columns["starts_arrow"] = np.array([text[0] in ARROWS for text in texts], dtype=float)
    columns["ends_bracket"] = np.array([text[-1] in BRACKETS for text in texts], dtype=float)
    columns["quoted"] = np.array([text[0] in QUOTES and text[-1] in QUOTES for text in texts], dtype=float)


def _places(doc: Document, chars: Characters, columns: Columns) -> None:
    """Where in the text a line stands: in lines, in words, and between the first and the last prose."""
    import numpy as np

    size, words = len(chars.words), chars.words
    index = np.arange(size, dtype=float)
    prose = columns["prose"] > 0
    before, total = np.cumsum(words) - words, float(words.sum())
    columns["index"] = np.minimum(index, 60)
    columns["from_end"] = np.minimum(size - 1 - index, 60)
    columns["before"] = np.log1p(before)
    columns["behind"] = np.log1p(total - before - words)
    columns["share_before"] = before / max(1.0, total)
    held = words * prose
    prose_before, prose_total = np.cumsum(held) - held, float(held.sum())
    columns["prose_share_before"] = prose_before / max(1.0, prose_total)
    columns["prose_words_behind"] = np.log1p(np.maximum(0.0, prose_total - prose_before - held))
    columns["prose_words_before"] = np.log1p(prose_before)
    columns["prose_before"] = _since(prose)
    columns["prose_behind"] = _since(prose[::-1])[::-1]
    places = np.flatnonzero(prose)
    first, last = (places[0], places[-1]) if places.size else (0, size - 1)
    columns["after_first"] = np.clip(index - first, -FAR, FAR)
    columns["before_last"] = np.clip(last - index, -FAR, FAR)
    columns["from_title"] = np.clip(index - doc.title_block, -FAR, 40) if doc.title_block >= 0 else np.full(size, 41.0)
    columns["relative"] = columns["words"] - np.log1p(float(np.median(words[prose] if places.size else words)))


def _since(flags: Any) -> Any:
    """Return how many lines back the nearest flag before each place stands, at most FAR."""
    import numpy as np

    index = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, index, -FAR))
    before = np.concatenate(([-FAR], last[:-1]))
    return np.minimum(float(FAR), (index - before).astype(float))


def _runs(chars: Characters, columns: Columns) -> None:
    """Which lines stand in a row that are no prose, and which are alike."""
    import numpy as np

    prose, words = columns["prose"] > 0, chars.words
    _run(columns, "scraps", prose, words)
    for name in ("scraps_blocks", "scraps_words", "scraps_at", "scraps_left"):
        columns[name] = np.where(prose, -1.0, columns[name])
    _run(columns, "alike", np.searchsorted(SIZES, words, side="right") * 2 + (columns["ends_sentence"] > 0), words)


def _run(columns: Columns, name: str, group: Any, words: Any) -> None:
    """Add what the run of lines of one group is: its length, the place in it, its words, how much these vary, what it is made of."""
    import numpy as np

    size = len(words)
    begins = np.ones(size, dtype=bool)
    begins[1:] = group[1:] != group[:-1]
    run = np.cumsum(begins) - 1
    starts = np.flatnonzero(begins)
    count = np.diff(np.append(starts, size))
    at = np.arange(size) - starts[run]
    mean = np.add.reduceat(words, starts) / count
    square = np.add.reduceat(words * words, starts) / count
    columns[f"{name}_blocks"] = np.minimum(count, 40)[run].astype(float)
    columns[f"{name}_at"] = np.minimum(at, 40).astype(float)
    columns[f"{name}_left"] = np.minimum(count[run] - 1 - at, 40).astype(float)
    columns[f"{name}_words"] = np.log1p(mean)[run]
    columns[f"{name}_varied"] = (np.sqrt(np.maximum(0.0, square - mean * mean)) / np.maximum(1.0, mean))[run]
    for part in PARTS:
        columns[f"{name}_{part}"] = (np.add.reduceat(columns[part], starts) / count)[run]
    colon = columns["ends_colon"] > 0
    columns[f"{name}_led"] = (colon[starts] | np.concatenate(([False], colon[starts[1:] - 1])))[run].astype(float)


def _vocabulary(doc: Document, columns: Columns) -> None:
    """What a line's words have in common with the prose, the title and the rest of the text."""
    import numpy as np

    words = doc.once(words_in)
    sizes, size = np.maximum(1.0, words.sizes), len(words.numbers)
    prose = columns["prose"] > 0
    add_prose_words(columns, words, prose.astype(np.uint8))
    spread, at = words.spread(prose.astype(np.uint8)), np.repeat(np.arange(words.blocks), np.diff(words.starts))
    distinct = words.distinct[: len(at)]
    columns["prose_words"] = np.bincount(at, weights=spread[distinct] > prose[at], minlength=words.blocks) / sizes
    columns["new_words"] = words.share((np.bincount(distinct, minlength=size) == 1).astype(np.uint8)) / sizes
    said = np.zeros(size, dtype=np.uint8)
    if doc.title_block >= 0:
        said[distinct[at == doc.title_block]] = 1
    columns["title_words"] = words.share(said) / sizes
    years = [word for word in words.numbers if len(word) == 4 and word.isdigit() and word[:2] in {"19", "20"}]
    columns["years"] = np.minimum(3.0, words.share(words.flags(years)))
    columns["pairs_again"] = _pairs_again(words)
    count = Counter(doc.keys)
    columns["repeated"] = [min(4, count[key]) for key in doc.keys]


def _pairs_again(words: Words) -> Any:
    """Return the share of a line's pairs of neighbouring words that stand in another line too: a caption or a quote set apart says what the text says."""
    import numpy as np

    count = int(words.borders[-1])
    ids = words.ids[:count].astype(np.int64)
    line = np.repeat(np.arange(words.blocks), np.diff(words.borders))
    whole = line[1:] == line[:-1]
    pairs, at = (ids[:-1] * len(words.numbers) + ids[1:])[whole], line[:-1][whole]
    numbers = np.unique(pairs, return_inverse=True)[1]
    both = np.unique(numbers * words.blocks + at)
    lines = np.bincount(both // words.blocks) if both.size else np.zeros(0, dtype=np.int64)
    again = np.bincount(at, weights=lines[numbers] > 1, minlength=words.blocks) if both.size else np.zeros(words.blocks)
    return again / np.maximum(1.0, np.bincount(at, minlength=words.blocks))


def _claimed_around(columns: Columns) -> None:
    """How many lines the stages would take before a line and behind it, and how far away the next of them is."""
    import numpy as np

    taken = np.sum([columns[name] for name in columns if name.startswith("says_")], axis=0) > CLAIMED
    sums = np.cumsum(taken)
    columns["claimed_before"] = np.minimum(MOST_CLAIMED, (sums - taken).astype(float))
    columns["claimed_behind"] = np.minimum(MOST_CLAIMED, (sums[-1] - sums).astype(float))
    columns["claimed_last"] = _since(taken)
    columns["claimed_next"] = _since(taken[::-1])[::-1]


def _edge_words(doc: Document) -> Iterator[tuple[str, ...]]:
    """Yield what each line begins and ends with; a line of few words whole."""
    tokens, start = doc.tokens, 0
    for stop in doc.seams:
        if stop - start > EDGE_WORDS:
            yield (f"^{tokens[start]}", f"^{' '.join(tokens[start : start + 2])}", f"^{' '.join(tokens[start : start + 3])}",
                   f"{tokens[stop - 1]}$", f"{' '.join(tokens[stop - 2 : stop])}$")  # fmt: skip
        else:
            yield (f"^{' '.join(tokens[start:stop])}$",)
        start = stop + 1


#: Kind of word -> what words of that kind each line has: words and pairs of short lines; the ends of all.
LEARNED_LINES: Mapping[str, Callable[[Document], Iterable[Collection[str]]]] = {"text": LEARNED["text"], "edges": _edge_words}


def learned_lines(doc: Document, odds: Mapping[str, Mapping[str, float]], columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return what learned words say of each line, and of the run it stands in.

    odds  kind of word -> word -> log-odds that a line with it goes.
    """
    import numpy as np

    found: dict[str, Any] = {}
    runs = {name: _starts(columns, name) for name in RUNS}
    for kind, known in odds.items():
        rows = np.zeros((len(doc.blocks), 3), dtype=np.float32)
        for at, own in enumerate(LEARNED_LINES[kind](doc)):
            if said := [known[word] for word in own if word in known]:
                rows[at] = max(-MOST_SAID, min(MOST_SAID, math.fsum(said))), max(said), min(said)
        found |= {f"{kind}_{name}": rows[:, place] for place, name in enumerate(("sum", "most", "least"))}
        for name, (starts, run, count) in runs.items():
            found[f"{name}_{kind}"] = (np.add.reduceat(rows[:, 0], starts) / count)[run]
            found[f"{name}_{kind}_first"] = rows[starts, 0][run]
    return found


def _starts(columns: Mapping[str, Any], name: str) -> tuple[Any, Any, Any]:
    """Return where the runs begin, the number of each line's run, and the lengths of the runs."""
    import numpy as np

    begins = columns[f"{name}_at"] <= 0
    starts = np.flatnonzero(begins)
    return starts, np.cumsum(begins) - 1, np.diff(np.append(starts, len(begins)))


def judged_lines(doc: Document, columns: Mapping[str, Any], scores: Any) -> dict[str, Any]:
    """Return what a first judgement says of a line, its neighbours, its run, and all that stands before and behind it."""
    import numpy as np

    found: dict[str, Any] = dict(judged(doc, scores))
    weight = np.sqrt(np.array(doc.words) + 0.5)
    mass, sums = np.cumsum(weight), np.cumsum(weight * scores)
    found["first_before"] = np.concatenate(([0.0], sums[:-1] / mass[:-1]))
    found["first_behind"] = np.concatenate(((sums[-1] - sums[:-1]) / (mass[-1] - mass[:-1]), [0.0]))
    for name in RUNS:
        starts, run, count = _starts(columns, name)
        found[f"first_{name}"] = (np.add.reduceat(scores, starts) / count)[run]
        found[f"most_{name}"] = np.maximum.reduceat(scores, starts)[run]
        found[f"least_{name}"] = np.minimum.reduceat(scores, starts)[run]
    return {name: column for name, column in found.items() if name != "kept_words"}
