"""Markdown: a text with links, images and emphasis is read as what it shows; how it was written is kept for writing it again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dechaff.model import Block

__all__ = ["is_markdown", "read_blocks"]

_TARGET = r"\((?:[^()\s]|\([^()\s]*\)){0,600}(?:\s+(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'))?\)"
_IMAGE = re.compile(rf"!\[[^\]\n]{{0,400}}\]{_TARGET}")
_LINK = re.compile(rf"\[(?P<label>[^\[\]\n]{{1,400}})\](?P<target>{_TARGET})")
#: An image inside a link.
_LINKED_IMAGE = re.compile(rf"\[\s*(?:{_IMAGE.pattern}\s*)+\]{_TARGET}")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,600})>")
_STRONG = re.compile(r"(?<![\w\\*])(?P<sign>\*\*\*|\*\*|__)(?=\S)(?P<text>[^\n]{1,2000}?)(?<=\S)(?P=sign)(?![\w*])")
_EMPHASIS = re.compile(r"(?<![\w\\*_])(?P<sign>[*_])(?=[^\s*_])(?P<text>[^\n*_]{1,500}?)(?<=\S)(?P=sign)(?![\w*_])")
_HEADING = re.compile(r"^#{1,6}\s+\S", re.MULTILINE)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
#: A text is Markdown with so many links or images, or so many bold pieces below a heading.
LEAST_LINKS, LEAST_STRONG = 1, 2


class Shown(NamedTuple):
    """What a line of Markdown shows, how many of its characters are links, how many are emphasised, and where the first link leads."""

    text: str
    link_chars: int
    emph_chars: int
    href: str


def is_markdown(text: str) -> bool:
    """Tell whether a text is written in Markdown, by its links, images, or headings and bold pieces."""
    if "](" not in text:
        return "**" in text and _HEADING.search(text) is not None and len(_STRONG.findall(text)) >= LEAST_STRONG
    return len(_LINK.findall(text)) + len(_IMAGE.findall(text)) >= LEAST_LINKS


def read_blocks(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Return the blocks that show text, as they show it, and of each how it was written.

    An image by itself is no block: it is written before the block behind it, or behind the last.
    """
    shown: list[Block] = []
    written: list[str] = []
    images: list[str] = []
    gap = False
    for block, one in _each(blocks):
        gap = gap or block.gap
        if not one.text:
            images.append(block.text)
            continue
        found = block._replace(index=len(shown), text=one.text, gap=gap, link_chars=one.link_chars, emph_chars=one.emph_chars, href=one.href)
        shown.append(found._replace(after_media=bool(images)))
        written.append("\n\n".join([*images, block.text]))
        images.clear()
        gap = False
    if images and written:
        written[-1] = "\n\n".join([written[-1], *images])
    return tuple(shown), tuple(written)


def _each(blocks: Sequence[Block]) -> Iterator[tuple[Block, Shown]]:
    for block in blocks:
        if block.text.startswith(("```", "~~~")):
            yield block, Shown(block.text, 0, 0, "")
        else:
            yield block, _shown(block.text)


def _shown(line: str) -> Shown:
    text = _AUTOLINK.sub(r"\1", _IMAGE.sub(" ", _LINKED_IMAGE.sub(" ", line)))
    links = [(_plain(found["label"]), found["target"]) for found in _LINK.finditer(text)]
    text = _LINK.sub(lambda found: found["label"], text)
    strong = sum(len(_plain(found["text"])) for found in (*_STRONG.finditer(text), *_EMPHASIS.finditer(_STRONG.sub(" ", text))))
    plain = _plain(text)
    if not any(char.isalnum() for char in plain):
        return Shown("", 0, 0, "") if _IMAGE.search(line) else Shown(plain, 0, 0, "")
    href = links[0][1][1:-1].split()[0][:200] if links and links[0][1][1:-1].split() else ""
    return Shown(plain, min(len(plain), sum(len(label) for label, _ in links)), min(len(plain), strong), href)


def _plain(text: str) -> str:
    """Return a text without the signs of emphasis and without backslashes before signs."""
    for pattern in (_STRONG, _EMPHASIS):
        text = pattern.sub(lambda found: found["text"], text)
    return " ".join(_ESCAPED.sub(r"\1", text).split())
