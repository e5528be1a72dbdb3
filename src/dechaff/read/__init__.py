"""Readers: bytes, text or a soup become one flat sequence of blocks with what the source says about itself."""

from __future__ import annotations

import re
from typing import Any, Literal

from dechaff.errors import InputError
from dechaff.fold import fold
from dechaff.model import Block, Document, Kind, Metadata
from dechaff.read import markdown
from dechaff.read import text as plain
from dechaff.read.decode import Decoded, decode, is_plain_utf8

__all__ = ["SourceKind", "read"]

SourceKind = Literal["auto", "html", "text"]

_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|section|main|div|p|table|h[1-6]|ul|ol|br|span|meta|script|a\s+href)\b[^<]{0,2000}>", re.IGNORECASE
)
_HEAD_CHARS = 4000
#: A page that a script has to build holds its text, if any, in this element: forums do so (6 of the 31 of WCXB).
_NOSCRIPT = re.compile(r"<(/?)noscript\b", re.IGNORECASE)


def read(data: Any, kind: SourceKind = "auto", url: str | None = None) -> Document:
    """Read one input into blocks.

    data  bytes (decoded by byte order mark, declaration, UTF-8 or a detector), str, or a BeautifulSoup object.
    kind  "html" or "text" when known; "auto" looks for markup.
    Raises InputError when data is something else.
    """
    if isinstance(data, (bytes, bytearray, memoryview)):
        data = bytes(data)
        if is_plain_utf8(data) and (kind == "html" or (kind == "auto" and looks_like_html(_head(data)))):
            return _read_html(data, "utf-8", url or "")
        decoded = decode(data)
    elif isinstance(data, str):
        decoded = Decoded(_without_surrogates(data), "", "given")
    elif hasattr(data, "decode") and hasattr(data, "find_all"):
        decoded, kind = Decoded(str(data), "", "given"), "html"
    else:
        raise InputError(f"clean() takes bytes, str or a BeautifulSoup object, not {type(data).__name__}: read the input first and pass its content.")
    if kind == "html" or (kind == "auto" and looks_like_html(decoded.text)):
        return _read_html(decoded.text, decoded.encoding, url or "")
    return _read_text(decoded, url or "")


def _read_text(decoded: Decoded, url: str) -> Document:
    """Read plain text or Markdown, whose first heading of the first level is the title."""
    blocks = plain.blocks_of(decoded.text)
    written: tuple[str, ...] = ()
    if markdown.is_markdown(decoded.text):
        blocks, written = markdown.read_blocks(blocks)
    title = next((block.index for block in blocks if block.kind is Kind.HEADING and block.level == 1), -1) if written else -1
    return Document(blocks, Metadata(url=url), "text", title_block=title, encoding=decoded.encoding, written=written)


def looks_like_html(text: str) -> bool:
    """Tell whether a text is markup: two known tags near its beginning, or one right at the start."""
    head = text[:_HEAD_CHARS].lstrip("\ufeff \t\r\n")
    if re.match(r"<(?:!doctype\s+html|\?xml[^>]{0,200}\?>\s*<(?:!doctype|html)|html|head|body)\b", head, re.IGNORECASE):
        return True
    tags = len(_MARKUP.findall(head))
    return tags >= 2 or (tags == 1 and head.startswith("<")) or (head.startswith("<!--") and bool(_MARKUP.search(text[: 20 * _HEAD_CHARS])))


def _head(page: bytes) -> str:
    """Return the beginning of a page in UTF-8, whose end is not looked at."""
    return page[: 4 * _HEAD_CHARS].decode("utf-8", "ignore")


def _without_surrogates(text: str) -> str:
    """Return text with question marks for surrogates, which stand for no character and cannot be written."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text


def _read_html(page: str | bytes, encoding: str, url: str) -> Document:
    """Read a page, given as text or as UTF-8, whichever is at hand."""
    from dechaff.read import html, metadata

    nodes = html.nodes_of(page)
    about = metadata.metadata_of(nodes, url)
    blocks, containers = html.blocks_of(nodes)
    if not blocks:
        text = page if isinstance(page, str) else page.decode("utf-8")
        if "<noscript" in text:
            blocks, containers = html.blocks_of(html.nodes_of(_NOSCRIPT.sub(r"<\1div", text)))
    return Document(
        blocks=blocks,
        metadata=about,
        origin="html",
        title_block=_title_block(blocks, about.title),
        encoding=encoding,
        containers=containers,
        source=page,
    )


def _title_block(blocks: tuple[Block, ...], title: str) -> int:
    """Return the block that says the title: a first-level heading before any other block of the same words; -1 if none."""
    wanted = fold(" ".join(title.split()))
    size = len(wanted)
    same = [block for block in blocks if len(block.text) == size and block.key == wanted] if wanted else []
    for block in same:
        if block.kind is Kind.HEADING and block.level == 1:
            return block.index
    headings = [block for block in same if block.kind is Kind.HEADING]
    return (headings or same)[0].index if same else -1
