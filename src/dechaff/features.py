"""Features: what can be told of each block from the page alone, one column a feature.

Everything here is a number a person can read: a share, a count, a distance. Columns, not rows, so that a model looks a
whole page up at once.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from dechaff.fold import fold, words_of
from dechaff.model import Claim, Document, Kind
from dechaff.structure import is_prose

__all__ = ["Columns", "beside", "columns_of", "judged", "marked", "seen"]

Columns = dict[str, list[float]]

#: Elements whose presence around a block tells something.
AROUND = (
    "article",
    "main",
    "aside",
    "footer",
    "header",
    "nav",
    "form",
    "ul",
    "ol",
    "table",
    "figure",
    "blockquote",
    "section",
    "button",
    "a",
    "p",
    "li",
    "em",
    "i",
    "strong",
    "b",
    "small",
    "time",
)
_KINDS = {kind: float(number) for number, kind in enumerate(Kind)}
_SENTENCE_ENDS = re.compile(r"[.!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964]")
_ENDS = (".", "!", "?", "\u2026", "\u3002", "\uff01", "\uff1f", ".\u201d", '."', ".\u00bb", "\u201d", '"')
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FAR = 12.0


def columns_of(doc: Document, claims: Sequence[Claim]) -> Columns:
    """Return the features of every block of a page, given what the category stages claim about them."""
    columns: Columns = {}
    if not doc.blocks:
        return columns
    _text(doc, columns)
    _markup(doc, columns)
    _structure(doc, columns)
    _places(doc, columns)
    _meaning(doc, columns)
    _claimed(doc, claims, columns)
    return columns


def _text(doc: Document, columns: Columns) -> None:
    texts = [block.text for block in doc.blocks]
    columns["words"] = [math.log1p(words) for words in doc.words]
    columns["chars_a_word"] = [len(text) / max(1, words) for text, words in zip(texts, doc.words, strict=True)]
    columns["sentences"] = [float(min(12, len(_SENTENCE_ENDS.findall(text)))) for text in texts]
    columns["ends_sentence"] = [float(text.endswith(_ENDS)) for text in texts]
    columns["ends_colon"] = [float(text.endswith(":")) for text in texts]
    columns["asks"] = [float(text.endswith("?")) for text in texts]
    columns["commas"] = [(text.count(",") + text.count("\uff0c") + text.count("\u3001")) / max(1, words) for text, words in zip(texts, doc.words, strict=True)]
    columns["digits"] = [sum(map(text.count, "0123456789")) / len(text) for text in texts]
    columns["capitals"] = [sum(word[0].isupper() for word in text.split()) / max(1, len(text.split())) for text in texts]
    columns["shouts"] = [float(text.isupper()) for text in texts]
    columns["starts_lower"] = [float(text[0].islower()) for text in texts]
    columns["quotes"] = [float(min(4, sum(map(text.count, '"\u201c\u201d\u201e\u00ab\u00bb\u300c')))) for text in texts]
    columns["bars"] = [float(min(4, text.count("|") + text.count("\u00b7") + text.count("\u2022"))) for text in texts]
    columns["address"] = [float("@" in text) + 2 * float("http" in text or "www." in text) for text in texts]
    columns["year"] = [float(_YEAR.search(text) is not None) if len(text) < 80 else 0.0 for text in texts]
    columns["short_words"] = [_short_words(key) for key in doc.keys]
    columns["prose"] = [float(is_prose(block)) for block in doc.blocks]


def _short_words(key: str) -> float:
    """Share of words of one to three letters: articles, prepositions and pronouns in most written languages."""
    words = key.split()
    return sum(len(word) <= 3 for word in words) / max(1, len(words))


def _markup(doc: Document, columns: Columns) -> None:
    columns["link_density"] = [block.link_density for block in doc.blocks]
    columns["kind"] = [_KINDS[block.kind] for block in doc.blocks]
    columns["level"] = [float(block.level) for block in doc.blocks]
    columns["depth"] = [float(len(block.path)) for block in doc.blocks]
    columns["gap"] = [float(block.gap) for block in doc.blocks]
    tags = [frozenset(block.path) for block in doc.blocks]
    for tag in AROUND:
        columns[f"in_{tag}"] = [float(tag in path) for path in tags]


def _structure(doc: Document, columns: Columns) -> None:
    """Shares of the page's prose and text under the elements around, and what blocks of the same path look like."""
    containers = doc.containers
    size = max(1, len(containers))
    prose, chars, linked = [0.0] * size, [0.0] * size, [0.0] * size
    for block, flag in zip(doc.blocks, columns["prose"], strict=True):
        prose[block.container] += len(block.text) * flag
        chars[block.container] += len(block.text)
        linked[block.container] += block.link_chars
    for index in range(size - 1, 0, -1):
        parent = containers[index].parent
        prose[parent] += prose[index]
        chars[parent] += chars[index]
        linked[parent] += linked[index]
    whole_prose, whole = max(1.0, prose[0]), max(1.0, chars[0])
    up = [_ancestors(doc, block.container) for block in doc.blocks]
    for level, name in ((1, "parent"), (2, "grandparent"), (3, "great")):
        at = [line[min(level, len(line) - 1)] for line in up]
        columns[f"prose_{name}"] = [prose[one] / whole_prose for one in at]
        columns[f"links_{name}"] = [linked[one] / max(1.0, chars[one]) for one in at]
        columns[f"share_{name}"] = [chars[one] / whole for one in at]
    need = 0.5 * whole_prose
    columns["steps_to_prose"] = [float(next((step for step, one in enumerate(line) if prose[one] > need), _FAR)) for line in up]
    columns["prose_around"] = [prose[line[1 if len(line) > 1 else 0]] / max(1.0, chars[line[1 if len(line) > 1 else 0]]) for line in up]
    _same_path(doc, columns)


def _ancestors(doc: Document, container: int) -> list[int]:
    line = [container]
    while (container := doc.containers[container].parent) >= 0:
        line.append(container)
    return line


def _same_path(doc: Document, columns: Columns) -> None:
    """How many blocks share the block's path, and how much of the page's prose these hold."""
    count: Counter[tuple[str, ...]] = Counter(block.path for block in doc.blocks)
    prose: Counter[tuple[str, ...]] = Counter()
    links: Counter[tuple[str, ...]] = Counter()
    for block, flag in zip(doc.blocks, columns["prose"], strict=True):
        prose[block.path] += len(block.text) if flag else 0
        links[block.path] += block.link_chars
    chars: Counter[tuple[str, ...]] = Counter()
    for block in doc.blocks:
        chars[block.path] += len(block.text)
    whole = max(1, sum(prose.values()))
    columns["path_blocks"] = [math.log1p(count[block.path]) for block in doc.blocks]
    columns["path_prose"] = [prose[block.path] / whole for block in doc.blocks]
    columns["path_links"] = [links[block.path] / chars[block.path] for block in doc.blocks]


def _places(doc: Document, columns: Columns) -> None:
    """Where on the page, and where between the first and last prose of the element that holds most of it."""
    total = max(1, len(doc.blocks))
    columns["place"] = [block.index / total for block in doc.blocks]
    near = [flag > 0 and steps <= 2 for flag, steps in zip(columns["prose"], columns["steps_to_prose"], strict=True)]
    indexes = [index for index, flag in enumerate(near) if flag]
    first, last = (indexes[0], indexes[-1]) if indexes else (0, total - 1)
    columns["after_first"] = [max(-_FAR, min(_FAR, float(index - first))) for index in range(len(doc.blocks))]
    columns["before_last"] = [max(-_FAR, min(_FAR, float(last - index))) for index in range(len(doc.blocks))]
    columns["from_title"] = [max(-_FAR, min(40.0, float(block.index - doc.title_block))) if doc.title_block >= 0 else 41.0 for block in doc.blocks]
    columns["prose_before"] = _distance(near)
    columns["prose_behind"] = list(reversed(_distance(list(reversed(near)))))


def _distance(flags: list[bool]) -> list[float]:
    """Blocks back to the nearest flag before each place, at most _FAR."""
    found, since = [], _FAR
    for flag in flags:
        found.append(min(_FAR, since))
        since = 1.0 if flag else since + 1
    return found


def _meaning(doc: Document, columns: Columns) -> None:
    title = set(words_of(fold(doc.metadata.title)))
    about = set(words_of(fold(doc.metadata.description)))
    words = [set(words_of(key)) for key in doc.keys]
    columns["title_overlap"] = [len(own & title) / max(1, min(len(own), len(title))) for own in words]
    columns["about_overlap"] = [len(own & about) / max(1, min(len(own), len(about))) for own in words]
    count = Counter(doc.keys)
    columns["repeated"] = [float(min(4, count[key])) for key in doc.keys]
    columns["is_title"] = [float(block.index == doc.title_block) for block in doc.blocks]


def _claimed(doc: Document, claims: Sequence[Claim], columns: Columns) -> None:
    """What the category stages say: phrases and marks apart, for and against."""
    size = len(doc.blocks)
    sums = {name: [0.0] * size for name in ("phrase", "mark", "place", "link", "repetition", "shape", "keeps")}
    for claim in claims:
        if claim.span is None:
            name = "keeps" if claim.weight < 0 else str(claim.witness)
            sums[name][claim.start] += claim.weight
    for name, column in sums.items():
        columns[f"says_{name}"] = [max(-6.0, min(9.0, value)) for value in column]


#: Columns of which a block also sees those of its neighbours.
_SEEN = ("words", "link_density", "ends_sentence", "kind", "prose_parent", "says_phrase", "says_mark", "level")


def seen(columns: Columns) -> tuple[str, ...]:
    """Return the names of the columns of which a block also sees its neighbours': an extractor's verdict too, if any."""
    return (*_SEEN, "kept") if "kept" in columns else _SEEN


def marked(doc: Document, words: Mapping[str, float]) -> Columns:
    """Return what the learned class words say: sum, strongest for and strongest against, in log-odds."""
    known: dict[frozenset[str], tuple[float, float, float]] = {}
    for marks in {block.marks for block in doc.blocks}:
        found = [words[mark] for mark in marks if mark in words]
        known[marks] = (max(-6.0, min(6.0, sum(found))), max(found), min(found)) if found else (0.0, 0.0, 0.0)
    rows = [known[block.marks] for block in doc.blocks]
    return {name: [row[at] for row in rows] for at, name in enumerate(("marks_sum", "marks_most", "marks_least"))}


def beside(columns: Columns, names: Sequence[str], reach: int = 2) -> Columns:
    """Return the columns of the blocks before and behind, named `words-1`, `words+1` and so on; zero beyond the ends."""
    found: Columns = {}
    for name in names:
        column = columns[name]
        size = len(column)
        for step in range(1, reach + 1):
            pad = [0.0] * min(step, size)
            found[f"{name}-{step}"] = pad + column[: max(0, size - step)]
            found[f"{name}+{step}"] = column[step:] + pad
    return found


def judged(doc: Document, scores: list[float]) -> Columns:
    """Return what a first judgement says of a block, its neighbours, and those of the same element and path."""
    columns = {"first": scores} | beside({"first": scores}, ("first",), reach=3)
    parents = [doc.containers[block.container].parent if block.container >= 0 else -1 for block in doc.blocks]
    columns["first_parent"] = _means(scores, parents)
    columns["first_path"] = _means(scores, [block.path for block in doc.blocks])
    return columns


def _means(scores: list[float], groups: Sequence[Hashable]) -> list[float]:
    total: dict[Hashable, float] = {}
    count: Counter[Hashable] = Counter(groups)
    for score, group in zip(scores, groups, strict=True):
        total[group] = total.get(group, 0.0) + score
    return [total[group] / count[group] for group in groups]
