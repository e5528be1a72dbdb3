"""A page that nests without end is read in a moment, and loses no text."""

from __future__ import annotations

import pytest

from dechaff.read import read
from dechaff.read.depth import DEEPEST, flattened


@pytest.mark.parametrize("opening", ["<div>", "<div/>", "<section class=a>", "<x-y>"])
def test_elements_deeper_than_any_page_are_taken_out(opening: str) -> None:
    flat = flattened(opening.encode() * 100_000 + b"text")
    assert flat.count(opening.encode()) == DEEPEST
    assert flat.endswith(b"<br>text")


def test_the_text_of_a_bottomless_page_is_read() -> None:
    found = read("<p>Above.</p>" + "<div>" * 50_000 + "<p>Below.</p>" + "</div>" * 50_000 + "<p>After.</p>", "html")
    assert [block.text for block in found.blocks] == ["Above.", "Below.", "After."]


def test_what_closes_again_is_not_deep() -> None:
    page = b"<div><b>text</b><br></div>" * 20_000
    assert flattened(page) == page


def test_elements_that_need_no_end_are_not_deep() -> None:
    page = b"<li>text<p>more<br>" * 20_000
    assert flattened(page) == page


def test_tags_in_scripts_and_comments_are_not_deep() -> None:
    page = b"<script>" + b"<div>" * 30_000 + b"</script><!--" + b"<div>" * 30_000 + b"--><p>text"
    assert flattened(page) == page


def test_a_page_that_opens_and_closes_in_turns_is_not_deep() -> None:
    page = (b"<div>" * 300 + b"</div>" * 300 + b"text" * 3000) * 40
    assert flattened(page) == page


def test_a_million_elements_side_by_side_are_read() -> None:
    found = read("<i></i>" * 1_000_000 + "<p>After.</p>", "html")
    assert [block.text for block in found.blocks] == ["After."]


def test_an_attribute_of_sixteen_megabytes_is_passed_over() -> None:
    found = read('<p title="' + "x" * (16 << 20) + '" class="lead">Text.</p>', "html")
    assert [(block.text, block.marks) for block in found.blocks] == [("Text.", frozenset({"lead"}))]


def test_a_text_of_sixteen_megabytes_is_one_block() -> None:
    found = read("<p>" + "word " * (3 << 20) + "</p>", "html")
    assert [len(block.text) for block in found.blocks] == [5 * (3 << 20) - 1]
