"""The columns of a page: text, markup, structure, place, meaning, and what the stages claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dechaff.features import characters
from dechaff.features.characters import Characters, characters_of
from dechaff.features.sequence import beside
from dechaff.features.tree import CONTAINER_SHARE, FAR, Tree, paths_of
from dechaff.features.words import Words
from dechaff.fold import fold, words_of
from dechaff.model import Claim, Document, Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Column = NDArray[Any]

__all__ = ["Columns", "claimed_columns", "columns_of", "since", "text_columns"]

#: Name of a feature -> its value for each block of a page.
Columns = dict[str, "Column"]

#: Elements whose presence around a block tells something.
AROUND = [
    "article", "main", "aside", "footer", "header", "nav", "form", "ul", "ol", "table", "figure", "figcaption", "blockquote", "section",
    "button", "a", "p", "li", "em", "i", "strong", "b", "small", "time", "span", "h2", "h3", "dl",
]  # fmt: skip
_KINDS = {kind: float(number) for number, kind in enumerate(Kind)}
#: A block of at least this many words that ends like a sentence, little of it linked, is prose.
PROSE_WORDS = 12
#: So many words are called the page's common ones: those that stand in most of its prose.
COMMON_WORDS = 40
#: Witnesses whose sums are columns.
WITNESSES = ("phrase", "mark", "place", "link", "repetition", "shape")
#: Columns of which a block also sees those of its neighbours.
SEEN = ("words", "link_density", "ends_sentence", "kind", "prose_parent", "says_phrase", "says_mark", "level")


def columns_of(doc: Document, claims: Sequence[Claim]) -> Columns:
    """Return the features of every block of a document that has any, given what the category stages claim about them."""
    import numpy as np

    columns: Columns = {}
    chars = characters_of([block.text for block in doc.blocks])
    text_columns(chars, columns)
    _markup(doc, chars, columns)
    if doc.containers:
        _structure(doc, chars, columns)
    _places(doc, columns)
    _meaning(doc, columns)
    claimed_columns(doc, claims, columns)
    columns = {name: column.astype(np.float32) for name, column in columns.items()}
    return columns | beside({name: columns[name] for name in SEEN if name in columns}, reach=2)


def text_columns(chars: Characters, columns: Columns) -> None:
    """Add what the characters of each block tell."""
    import numpy as np

    words, length = np.maximum(chars.words, 1.0), chars.chars
    ends = (chars.last & characters.END) != 0
    columns["words"] = np.log1p(chars.words)
    columns["chars_a_word"] = length / words
    columns["sentences"] = np.minimum(chars.counts[characters.END], 12)
    columns["ends_sentence"] = (ends | (((chars.last & characters.QUOTE) != 0) & ((chars.before_last & characters.END) != 0))).astype(float)
    columns["ends_colon"] = ((chars.last & characters.COLON) != 0).astype(float)
    columns["asks"] = ((chars.last & characters.QUESTION) != 0).astype(float)
    columns["commas"] = chars.counts[characters.COMMA] / words
    columns["digits"] = chars.counts[characters.DIGIT] / length
    columns["letters"] = chars.counts[characters.LETTER] / length
    columns["capitals"] = chars.raised / words
    columns["upper"] = chars.counts[characters.UPPER] / np.maximum(1.0, chars.counts[characters.UPPER] + chars.counts[characters.LOWER])
    columns["starts_lower"] = ((chars.first & characters.LOWER) != 0).astype(float)
    columns["starts_sign"] = ((chars.first & (characters.LETTER | characters.DIGIT | characters.QUOTE)) == 0).astype(float)
    columns["quotes"] = np.minimum(chars.counts[characters.QUOTE], 4)
    columns["bars"] = np.minimum(chars.counts[characters.BAR], 4)
    columns["money"] = np.minimum(chars.counts[characters.MONEY], 3)
    columns["short_words"] = chars.short / words


def _markup(doc: Document, chars: Characters, columns: Columns) -> None:
    import numpy as np

    blocks = doc.blocks
    columns["link_density"] = np.minimum(1.0, np.array([block.link_chars for block in blocks]) / chars.chars)
    columns["kind"] = np.array([_KINDS[block.kind] for block in blocks])
    columns["level"] = np.array([float(block.level) for block in blocks])
    columns["gap"] = np.array([float(block.gap) for block in blocks])
    columns["prose"] = (
        (chars.words >= PROSE_WORDS)
        & (columns["link_density"] < 0.5)
        & (columns["kind"] != _KINDS[Kind.HEADING])
        & ((columns["ends_sentence"] > 0) | (columns["ends_colon"] > 0) | (chars.words > 4 * PROSE_WORDS))
    ).astype(float)
    if not doc.containers:
        return
    columns["emphasis"] = np.minimum(1.0, np.array([block.emph_chars for block in blocks]) / chars.chars)
    media = np.array([block.after_media for block in blocks])
    columns["after_media"] = media.astype(float)
    columns["media_before"] = since(media)
    columns["media_behind"] = since(media[::-1])[::-1]
    columns["depth"] = np.array([float(len(block.path)) for block in blocks])
    number, paths = doc.once(paths_of)
    around = np.array([[tag in path for tag in AROUND] for path in map(frozenset, paths)], dtype=float)[number].T
    columns |= {f"in_{tag}": column for tag, column in zip(AROUND, around, strict=True)}


def _structure(doc: Document, chars: Characters, columns: Columns) -> None:
    """What the elements around hold, and what blocks in siblings of the same shape look like."""
    import numpy as np

    tree = doc.once(Tree)
    length, flag = chars.chars, columns["prose"]
    prose, held, linked = tree.held(length * flag), tree.held(length), tree.held(length * columns["link_density"])
    count, words = tree.held(np.ones(len(flag))), tree.held(chars.words)
    whole_prose, whole = max(1.0, prose[0]), max(1.0, held[0])
    up = tree.at
    for level in ("parent", "grandparent", "great"):
        up = tree.parents[up]
        columns[f"prose_{level}"] = prose[up] / whole_prose
        columns[f"links_{level}"] = linked[up] / np.maximum(1.0, held[up])
        columns[f"share_{level}"] = held[up] / whole
        columns[f"blocks_{level}"] = np.log1p(count[up])
    up = tree.parents[tree.at]
    columns["prose_around"] = prose[up] / np.maximum(1.0, held[up])
    holds = prose > CONTAINER_SHARE * whole_prose
    holds[0] = True
    columns["steps_to_prose"] = tree.steps_to(holds)
    box = tree.branches(holds)
    columns["box_share"] = held[box] / whole
    columns["box_prose"] = prose[box] / np.maximum(1.0, held[box])
    columns["box_links"] = linked[box] / np.maximum(1.0, held[box])
    columns["box_blocks"] = np.log1p(count[box])
    columns["box_words"] = words[box] / np.maximum(1.0, count[box])
    for steps in (0, 1, 2):
        _group(columns, f"like{steps}", tree.shapes(steps), length, flag, whole_prose)
    _group(columns, "path", doc.once(paths_of)[0], length, flag, whole_prose)


def _group(columns: Columns, name: str, group: Any, length: Any, flag: Any, whole_prose: float) -> None:
    """Add what the blocks of the same group are: how many, how much of the page's prose, how much linked."""
    import numpy as np

    chars = np.bincount(group, weights=length)
    columns[f"{name}_blocks"] = np.log1p(np.bincount(group))[group]
    columns[f"{name}_prose"] = (np.bincount(group, weights=length * flag) / whole_prose)[group]
    columns[f"{name}_links"] = (np.bincount(group, weights=length * columns["link_density"]) / chars)[group]


def _places(doc: Document, columns: Columns) -> None:
    """Where on the page, and where between the first and last prose of the element that holds most of it."""
    import numpy as np

    total = len(doc.blocks)
    index = np.arange(total, dtype=float)
    columns["place"] = index / total
    columns["index"] = np.minimum(index, 60)
    columns["from_end"] = np.minimum(total - 1 - index, 60)
    near = columns["prose"] > 0
    if "steps_to_prose" in columns:
        near &= columns["steps_to_prose"] <= 2
    places = np.flatnonzero(near)
    first, last = (places[0], places[-1]) if places.size else (0, total - 1)
    columns["after_first"] = np.clip(index - first, -FAR, FAR)
    columns["before_last"] = np.clip(last - index, -FAR, FAR)
    columns["from_title"] = np.clip(index - doc.title_block, -FAR, 40) if doc.title_block >= 0 else np.full(total, 41.0)
    columns["prose_before"] = since(near)
    columns["prose_behind"] = since(near[::-1])[::-1]
    heading = columns["kind"] == _KINDS[Kind.HEADING]
    columns["heading_before"] = since(heading)
    columns["heading_behind"] = since(heading[::-1])[::-1]


def since(flags: Any) -> Any:
    """Return how many blocks back the nearest flag before each place stands, at most FAR."""
    import numpy as np

    index = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, index, -FAR))
    before = np.concatenate(([-FAR], last[:-1]))
    return np.minimum(float(FAR), (index - before).astype(float))


def _meaning(doc: Document, columns: Columns) -> None:
    """What the words have in common with the title, the description, the page's prose and its own record of the article."""
    import numpy as np

    words = doc.once(Words)
    sizes = np.maximum(1.0, words.sizes)
    for name, said in (("title", doc.metadata.title), ("about", doc.metadata.description)):
        own = set(words_of(fold(said)))
        columns[f"{name}_overlap"] = words.share(words.flags(own)) / np.maximum(1.0, np.minimum(sizes, len(own)))
    spread = words.spread(columns["prose"] > 0)
    common = np.zeros(len(spread), dtype=bool)
    common[np.argsort(-spread, kind="stable")[:COMMON_WORDS]] = True
    common &= spread > 0
    columns["common_words"] = words.share(common) / sizes
    columns["article_words"] = words.share((spread > 1) & ~common) / sizes
    columns["in_body"] = _in_body(doc) if doc.metadata.body else np.full(len(doc.blocks), -1.0)
    count = Counter(doc.keys)
    columns["repeated"] = np.array([float(min(4, count[key])) for key in doc.keys])
    columns["is_title"] = np.arange(len(doc.blocks)) == doc.title_block


def _in_body(doc: Document) -> Any:
    """Return the share of each block's neighbouring word pairs that the page's own record of the article holds too."""
    import numpy as np

    pairs = set(pairwise(words_of(fold(doc.metadata.body))))
    found, start = [], 0
    for stop in doc.seams:
        own = doc.tokens[start:stop]
        found.append(sum(map(pairs.__contains__, pairwise(own))) / (len(own) - 1) if len(own) > 1 else 0.0)
        start = stop + 1
    return np.array(found)


def claimed_columns(doc: Document, claims: Sequence[Claim], columns: Columns) -> None:
    """What the category stages say: by witness, by stage, and for keeping."""
    import numpy as np

    size = len(doc.blocks)
    sums = {name: np.zeros(size) for name in (*WITNESSES, "keeps")}
    for claim in claims:
        if claim.span is None:
            name = "keeps" if claim.weight < 0 else str(claim.witness)
            sums[name][claim.start] += claim.weight
    for name, column in sums.items():
        columns[f"says_{name}"] = np.clip(column, -6.0, 9.0)
