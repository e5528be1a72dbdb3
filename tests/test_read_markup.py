"""What the markup of a page may hold: every way to write text down gives that text, and no page is too broken to be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dechaff.read import read
from dechaff.read._nodes import Page
from dechaff.read._words import words_of

PAGES = sorted(Path("fixtures/pages").glob("*.html"))
PIECES = (
    "<p>", "</p>", "<div class=x>", "</div>", "<b>", "</b>", "<a href=y>", "</a>", "<table><tr><td>", "<td>", "</table>", "<svg>", "</svg>", "<math>",
    "<template>", "</template>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "<pre>\n", "</pre>", "<li>", "<select>", "<textarea>", "<noscript>",
    "<br>", "<q>", "<div hidden>", "<dialog>", "<x-y>", "<plaintext>", "<xmp>", "<frameset>", "&amp", "&lt;p&gt;", "&nbsp;", "\0", '"', "'", "<", ">", "/",
    "é", "日本", "😀", "Word", "two words.",
)  # fmt: skip


def texts(markup: str | bytes) -> list[str]:
    return [block.text for block in read(markup, "html").blocks]


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("<p>a &amp; b &lt;i&gt; &quot;c&quot; d&nbsp;e</p>", ['a & b <i> "c" d e']),
        ("<p>a &amp;lt; b", ["a &lt; b"]),
        ("<P CLASS=Lead>Upper</P>", ["Upper"]),
        ("<p>before<!-- a > b --><!--->after", ["beforeafter"]),
        ("<p>a<?php echo 1 > 0 ?>", ["a 0 ?>"]),
        ("<p>a<script>'<p>no</p>'</script>b", ["ab"]),
        ("<script><!--<script>no</script>no--></script>yes", ["yes"]),
        ("<script><!--></script>yes", ["yes"]),
        ("<p>a<style>p > b { }</style>b", ["ab"]),
        ("<xmp><b>raw</b></xmp>", ["<b>raw</b>"]),
        ("<template><p>no</p><template>no</template></template><p>yes", ["yes"]),
        ("<svg><style>a</style><link></link><text>no</text></svg><p>yes", ["yes"]),
        ("<p>a\0b", ["ab"]),
        ("<p>日本 😀 é", ["日本 😀 é"]),
        ('<a<b c"d=e f\'="g">odd names</a<b>', ["odd names"]),
        ("<p>unended <!-- comment", ["unended"]),
        ("<p>unended <b class='x", ["unended"]),
        ("", []),
        ("<", ["<"]),
    ],
)
def test_text_is_read_however_it_is_written(markup: str, seen: list[str]) -> None:
    assert texts(markup) == seen


def test_marks_are_those_of_the_first_of_two_attributes() -> None:
    found = read("<p>" + "long " * 50 + "<p class=one id='tw&quot;o' class=three>Text.</p>", "html")
    assert found.blocks[1].marks == frozenset({"one", 'tw"o'})


def test_what_is_read_does_not_depend_on_the_pages_before() -> None:
    page = "<p>He said <q>yes</q>.</p><dialog>No.</dialog><table><tr><td>a<td>b</table>"
    first = read(page, "html")
    for number in range(40):
        read("".join(f"<x-{number}-{other}>a</x-{number}-{other}>" for other in range(40)), "html")
    assert read(page, "html") == first


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("relatedPosts c-box--wide", {"relatedposts", "related", "posts", "c-box--wide", "box", "wide"}),
        ("main", {"main"}),
        ("-main-", {"-main-"}),
        ("MAIN", {"main"}),
        ("a1234 b", {"a1234", "1234", "b"}),
        ("x" * 61, set()),
        ("größeWert", {"größewert", "wert"}),
        ("", set()),
    ],
)
def test_names_give_their_words(names: str, words: set[str]) -> None:
    assert words_of(names) == words


def test_a_node_that_there_is_not_is_an_error() -> None:
    page = Page("<p>a</p>")
    for ask in (page.end, page.texts, page.attributes):
        with pytest.raises(IndexError):
            ask(99)
        with pytest.raises(IndexError):
            ask(-1)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/!-=\"'& abpx\né日😀"), max_size=60))
def test_no_markup_is_too_broken_to_be_scanned(markup: str) -> None:
    page = Page(markup)
    assert all(page.end(node) >= 0 for nodes in page.named("a", "b", "p").values() for node in nodes)
    read(markup, "html")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PAGES), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), st.sampled_from(PIECES)), max_size=12))
def test_a_broken_page_is_read_and_invents_no_text(path: Path, wounds: list[tuple[float, int, str]]) -> None:
    page = path.read_text(encoding="utf-8", errors="replace")[:20_000]
    for place, lost, piece in wounds:
        start = int(place * len(page))
        page = page[:start] + piece + page[start + lost :]
    found = read(page, "html")
    assert sum(len(block.text) for block in found.blocks) <= len(page)
    assert all(-1 <= found.containers[block.container].parent < block.container for block in found.blocks)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["p", "div", "span", "b", "li", "td", "x-y", "section"]), st.sampled_from(["one", "Two", "three.", "é", "日本"]))))
def test_every_word_of_plain_markup_is_seen(elements: list[tuple[str, str]]) -> None:
    markup = "".join(f"<{tag}>{word} </{tag}>" for tag, word in elements)
    assert " ".join(texts(markup)).replace(" | ", " ").split() == [word for _, word in elements]
