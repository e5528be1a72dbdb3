"""What nobody reads of a page is left out before it is parsed, and the page stays the same tree."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from dechaff.read import read
from dechaff.read._nodes import Page
from dechaff.read._unread import without_unread
from dechaff.read._utf8 import is_utf8
from tests.conftest import FIXTURES

PAGES = sorted((FIXTURES / "pages").glob("*.html"))
LOOKS = ("d", "points", "src", "srcset", "sizes", "data-src", "data-srcset")
LINES = ("path", "polygon", "polyline", "line", "rect", "circle", "ellipse", "g", "use", "defs", "symbol", "mask", "clippath", "stop")
PARTS = [
    "<svg><path d='x'/></svg>", "<svg>\n<g><rect></g> </svg>", "<g>", "</g>", "<rect/>", "</path>",
    "<script>", "</script>", "<SCRIPT a='b>c'>", "</script ", "<script type=application/ld+json>", "<style>", "</style>", "<!--", "-->", "--!>", "->", ">", "<", "/", "'",
    '"', " ", "\n", "\r", "\f", "\0", "<title>", "</title>", "<textarea>", "</textarea>", "<noscript>", "</noscript>", "<iframe>", "</iframe>", "<plaintext>",
    "<frameset>", "<svg>", "</svg>", "<svg/>", "<svg a=b/>", "<math>", "</math>", "<mi>", "</mi>", "<foreignObject>", "<desc>", "</desc>", "<title>x</title>",
    "<style>x</style>", "<script>a<b</script>", "<select>", "</select>", "<template>", "</template>", "<col>", "<table>", "</table>", "<td>", "<![CDATA[", "]]>", "<p>",
    "</p>", "<img src='a>b' width=1>", '<path d = "M 1">', "<img srcset='", "<a href=x>", "word", "</>", "<?x", "<!x>", "<p a=<script>>", "é",
]  # fmt: skip


def _tree(page: bytes) -> list[tuple[list[str], dict[str, str]]]:
    """Return of each element the texts that are read in it and its attributes, without what shows how a picture or a drawing looks."""
    nodes = Page(LexborHTMLParser(page, scripting=True).html or "")
    unread = {script for same in nodes.named("script", "style").values() for script in same if "ld+json" not in nodes.value(script, "type").lower()}
    left_out = {script + 1 for script in unread if nodes.end(script) > script + 1}
    drawings = [(drawing, nodes.end(drawing)) for drawing in nodes.named("svg")["svg"]]
    lines = {node for same in nodes.named(*LINES).values() for node in same}
    found = []
    for node in range(nodes.end(0)):
        attributes = {name: value for name, value in nodes.attributes(node).items() if name not in LOOKS}
        texts = [] if node in unread else [text for text in nodes.texts(node) if text.strip()]
        in_drawing = any(start < node < end for start, end in drawings)
        if node not in left_out and not (in_drawing and (node in lines or not (texts or attributes))):
            found.append((texts, attributes))
    return found


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("<script>a < b</script>x", "<script></script>x"),
        ("<STYLE type=a>p{}</Style >x", "<STYLE type=a></Style >x"),
        ("<script><!--<script></script>--></script>x", "<script></script>x"),
        ("<svg><title>x</title><path d='M 1'/></svg><script>a</script>", "<svg><title>x</title><path d=''/></svg><script></script>"),
        ("<svg class=a> <g><path d='M 1'/><rect></rect></g>\n</svg>x", "<svg class=a></svg>x"),
        ("<svg><g></path></svg><script>a</script>", "<svg><g></path></svg><script></script>"),
        ("<svg><rect></svg ", "<svg><rect></svg "),
        ("<img class=a src=\"b\" alt='c'>", "<img class=a src=\"\" alt='c'>"),
    ],
)
def test_what_nobody_reads_is_left_out(page: str, left: str) -> None:
    assert without_unread(page.encode()).decode() == left


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<",
        "<script",
        "<script>unended",
        '<script type="application/LD+json">{}</script>',
        '<script type="application/ld&#43;json">{}</script>',
        "<!-- <script>a</script> -->",
        "<title><script>a</script></title>",
        "<textarea><script>a</script></textarea>",
        "<svg><script>a<b></b></script></svg><script>a</script>",
        "<select><style>a<b></style></select><script>a</script>",
        "<svg><desc><b></desc></svg><script>a</script>",
        "<frameset><script>a</script>",
        "<plaintext><script>a</script>",
        "<p title='<script>'>a</p>",
        "<script src=x></script>",
    ],
)
def test_what_is_read_or_can_be_read_in_two_ways_stays(page: str) -> None:
    assert without_unread(page.encode()).decode() == page


@given(st.lists(st.sampled_from(PARTS), max_size=30).map("".join))
def test_the_tree_stays_the_same(markup: str) -> None:
    page = markup.encode()
    assert _tree(without_unread(page)) == _tree(page)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_stays_the_same_tree(path: Path) -> None:
    page = path.read_bytes()
    assert _tree(without_unread(page)) == _tree(page)


def test_a_script_in_a_heading_is_not_the_title() -> None:
    assert read("<title>The ferry</title><h1>The <script>say('x')</script>ferry</h1><p>Text.", "html").metadata.title == "The ferry"


@given(st.one_of(st.binary(max_size=40), st.text(max_size=20).map(str.encode), st.lists(st.sampled_from(range(256)), max_size=6).map(bytes)))
def test_utf8_is_what_can_be_decoded_as_such(data: bytes) -> None:
    try:
        data.decode("utf-8")
        valid = True
    except UnicodeDecodeError:
        valid = False
    assert is_utf8(data) == valid


@pytest.mark.parametrize("data", [b"\xc3\xa9", b"\xe0\x9f\xbf", b"\xe0\xa0\x80", b"\xed\x9f\xbf", b"\xed\xa0\x80", b"\xf0\x8f\xbf\xbf", b"\xf0\x90\x80\x80", b"\xf4\x8f\xbf\xbf", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\xc1\xbf"])  # fmt: skip
def test_the_edges_of_utf8_are_those_of_the_decoder(data: bytes) -> None:
    assert is_utf8(data + b"abcdefgh") == ("\ufffd" not in (data + b"abcdefgh").decode("utf-8", "replace"))


def test_the_source_is_the_page_as_text_whichever_way_it_was_given() -> None:
    page = "<html><body><p>The ferry \u2014 is back.<script>a</script></p></body></html>"
    docs = [read(page.encode(), "html"), read(page, "html"), replace(read(page, "html"), source=page), pickle.loads(pickle.dumps(read(page.encode(), "html")))]
    assert [doc.source for doc in docs] == [page] * 4
    assert docs[0].only([0], -1).source == page
    assert read("Plain text.", "text").source == ""
