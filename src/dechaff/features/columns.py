"""The columns of a page: text, markup, structure, place, meaning, and what the stages claim.

Compiled modules fill those that every block and word is asked for; any other is `columns["name"] = values`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dechaff.features._blocks import add_claimed, add_elements, add_markup, add_places, add_repeated, density_of
from dechaff.features._characters import add_text
from dechaff.features._columns import Columns
from dechaff.features._tree import Tree, add_group, add_structure, kin_of, paths_of
from dechaff.features._words import add_overlap, add_prose_words
from dechaff.features.characters import characters_of
from dechaff.features.words import about_words, body_of, title_words, words_in
from dechaff.model import Claim, Document

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Columns", "columns_of"]

#: Columns of which a block also sees those of its neighbours, so many on either side.
SEEN = ("words", "link_density", "ends_sentence", "kind", "prose_parent", "says_phrase", "says_mark", "level")
SEEN_REACH = 2


def columns_of(doc: Document, claims: Sequence[Claim]) -> Columns:
    """Return the features of every block of a document that has any, given what the category stages claim about them."""
    columns = Columns(len(doc.blocks))
    said = characters_of([block.text for block in doc.blocks])
    density = density_of(doc.blocks, said.chars)
    add_text(columns, said)
    prose = add_markup(columns, doc.blocks, said.words, density)
    if doc.containers:
        path, paths = doc.once(paths_of)
        add_elements(columns, doc.blocks, said.chars, path, paths)
        tree = doc.once(Tree)
        add_structure(columns, tree, said.words, said.chars, density, prose)
        for name, group in (("like0", kin_of(tree, 0)), ("like1", kin_of(tree, 1)), ("like2", kin_of(tree, 2)), ("path", path)):
            add_group(columns, name, group, said.chars, density, prose)
    add_places(columns, prose, doc.title_block)
    _add_meaning(columns, doc, prose)
    add_claimed(columns, claims)
    for name in SEEN:
        if name in columns:
            columns.add_beside(name, SEEN_REACH)
    return columns


def _add_meaning(columns: Columns, doc: Document, prose: NDArray[Any]) -> None:
    """Add what the words have in common with the title, the description, the page's prose and its own record of the article."""
    words = doc.once(words_in)
    add_overlap(columns, "title_overlap", words, set(doc.once(title_words)))
    add_overlap(columns, "about_overlap", words, set(doc.once(about_words)))
    add_prose_words(columns, words, prose)
    body = doc.once(body_of)
    if body is None:
        columns["in_body"] = -1.0
    else:
        body.add_shares(columns, "in_body")
    add_repeated(columns, doc.keys, doc.title_block)
