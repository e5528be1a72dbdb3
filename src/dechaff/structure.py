"""Where the prose of a document stands: its container, its beginning and its end."""

from __future__ import annotations

from typing import NamedTuple

from dechaff._shapes import PROSE, flags, shapes_of, those
from dechaff._tree import deepest_of, inside_of, sums_of
from dechaff.model import Block, Document

__all__ = ["Holdings", "Prose", "holdings_of", "inside", "prose_flags", "prose_of", "shaped", "under"]

#: The article's container is the deepest element that holds more than this share of the page's prose characters.
CONTAINER_SHARE = 0.5


class Prose(NamedTuple):
    """The article's container (-1 for text, or when no element holds most of the prose) and its prose's range.

    first, last  indexes of the first and the last block of prose in the container; -1 when there is none.
    """

    container: int
    first: int
    last: int


class Holdings(NamedTuple):
    """What each container holds, the containers in it included: characters of text and blocks; and characters in all."""

    chars: list[int]
    blocks: list[int]
    total: int


def shaped(doc: Document, shape: int) -> list[int]:
    """Return the indexes of the blocks that have a shape of dechaff._shapes, in order."""
    return those(doc.column(_shapes), shape)


def _shapes(doc: Document) -> list[int]:
    return shapes_of(doc.blocks, doc.words)


def prose_flags(doc: Document) -> list[bool]:
    """Tell of each block whether it reads like running text: sentences, few links."""
    return doc.once(_prose_flags)


def _prose_flags(doc: Document) -> list[bool]:
    return flags(doc.column(_shapes), PROSE)


def holdings_of(doc: Document) -> Holdings:
    """Return what each container of a page holds, worked out once a document."""
    return doc.once(_holdings)


def _holdings(doc: Document) -> Holdings:
    sizes, places = list(map(len, doc.texts)), doc.once(_containers)
    return Holdings(sums_of(doc.containers, places, sizes), sums_of(doc.containers, places, [1] * len(places)), sum(sizes))


def under(doc: Document, container: int, ancestor: int) -> bool:
    """Tell whether a container is the ancestor or lies inside it."""
    containers = doc.containers
    while container > ancestor:
        container = containers[container][0]
    return container == ancestor


def inside(doc: Document, ancestor: int, start: int) -> list[int]:
    """Return the blocks from `start` on that a container holds, the containers in it included."""
    return inside_of(doc.containers, doc.once(_containers), ancestor, start)


def _containers(doc: Document) -> list[int]:
    return [block.container for block in doc.blocks]


def prose_of(doc: Document) -> Prose:
    """Find the element that holds most of the prose, and where the prose in it begins and ends."""
    return doc.once(_prose)


def _prose(doc: Document) -> Prose:
    prose = [doc.blocks[index] for index in shaped(doc, PROSE)]
    if not prose:
        return Prose(-1, -1, -1)
    container = _container(doc, prose) if doc.containers else -1
    inside = [block.index for block in prose if container < 0 or under(doc, block.container, container)]
    return Prose(container, inside[0], inside[-1]) if inside else Prose(container, -1, -1)


def _container(doc: Document, prose: list[Block]) -> int:
    sizes = [len(block.text) for block in prose]
    return deepest_of(doc.containers, [block.container for block in prose], sizes, CONTAINER_SHARE)
