"""HTML to blocks: every visible piece of a page, in the order of the page, with what its markup says of it."""

from __future__ import annotations

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from dechaff.read._nodes import Page
from dechaff.read._unread import without_unread
from dechaff.read._walk import blocks_of
from dechaff.read.depth import flattened

__all__ = ["blocks_of", "nodes_of"]


def nodes_of(page: str | bytes) -> Page:
    """Parse a page, given as text or as UTF-8, by the HTML standard's rules, as a browser that runs scripts would.

    The parser mends every mistake and writes the page down again by the standard; the nodes are read off that.
    Scripts, but for JSON-LD, style sheets and plain drawings are empty, and pictures have no address.
    """
    data = page if isinstance(page, bytes) else page.encode("utf-8", "replace")
    tree = LexborHTMLParser(without_unread(flattened(data)), options=LexborDocumentOptions.WO_EVENTS.value, scripting=True)
    return Page(tree.html or "")
