"""Features: what is counted at once for a whole document equals what is counted block by block."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dechaff.features import columns_of, judged, learned_columns
from dechaff.features._characters import COMMA, DIGIT, END, LETTER, UPPER
from dechaff.features._tree import Tree
from dechaff.features.characters import characters_of
from dechaff.features.words import words_in
from dechaff.model import Document
from dechaff.read import read
from dechaff.stages import discover
from tests.conftest import FIXTURES

PAGE = """<html><head><title>Ferry strike ends</title></head><body>
<nav><ul><li><a href="/a">Home</a></li><li><a href="/b">Sport</a></li></ul></nav>
<article><h1>Ferry strike ends</h1><div><p>The ferry strike ended on Monday, said the port's two unions, after eleven days of talks.</p>
<p>Boats will run again from 6 a.m., and tickets bought for the lost days stay valid until the end of the month.</p></div></article>
<aside><h2>Most read</h2><p><a href="/c">A bakery that never closes its doors</a></p></aside></body></html>"""


def claims_of(doc: Document) -> list[object]:
    return [claim for stage in discover() for claim in stage(doc)]


@pytest.fixture(scope="module")
def page() -> Document:
    return read(PAGE, "html")


@given(st.lists(st.text(alphabet="aB3 .,;é日본ก!«", min_size=1, max_size=30), min_size=1, max_size=8))
def test_characters_are_counted_by_block(texts: list[str]) -> None:
    found = characters_of(texts)
    for at, text in enumerate(texts):
        assert found.count(DIGIT)[at] == sum(char.isdigit() for char in text)
        assert found.count(UPPER)[at] == sum(char.isupper() for char in text)
        assert found.count(LETTER)[at] == sum(char.isalpha() for char in text)
        assert found.count(END)[at] == sum(char in ".!" for char in text)
        assert found.count(COMMA)[at] == sum(char in ",;" for char in text)
        assert found.chars[at] == len(text)


@given(st.lists(st.lists(st.sampled_from(["a", "Word", "x7", "longer"]), min_size=1, max_size=6), min_size=1, max_size=6))
def test_words_are_counted_by_block_even_where_two_blocks_touch(words: list[list[str]]) -> None:
    found = characters_of([" ".join(own) for own in words])
    assert found.words.tolist() == [len(own) for own in words]
    assert found.raised.tolist() == [own.count("Word") for own in words]
    assert found.short.tolist() == [own.count("a") + own.count("x7") for own in words]


def test_a_container_holds_what_its_blocks_hold(page: Document) -> None:
    tree = Tree(page)
    held = tree.held(np.ones(len(page.blocks)))
    assert held[0] == len(page.blocks)
    for index in range(len(page.containers)):
        inside = sum(index in _around(page, block.container) for block in page.blocks)
        assert held[index] == inside


def _around(doc: Document, container: int) -> set[int]:
    found = set()
    while container >= 0:
        found.add(container)
        container = doc.containers[container].parent
    return found


def test_prose_stands_in_the_container_that_holds_most_of_it(page: Document) -> None:
    columns = columns_of(page, [])
    by_text = {block.text.split()[0]: block.index for block in page.blocks}
    assert columns["steps_to_prose"][by_text["Boats"]] < columns["steps_to_prose"][by_text["Home"]]
    assert columns["prose_parent"][by_text["Boats"]] == pytest.approx(1.0)
    assert columns["prose_parent"][by_text["Home"]] == 0


def test_the_words_of_the_title_are_found_in_blocks(page: Document) -> None:
    columns = columns_of(page, [])
    assert columns["title_overlap"][page.title_block] == 1.0
    assert words_in(page).sizes.min() >= 1


def test_every_column_has_one_finite_number_a_block_and_its_neighbours(page: Document) -> None:
    columns = columns_of(page, claims_of(page))  # type: ignore[arg-type]
    judged(page, np.linspace(-2, 2, len(page.blocks)), columns)
    for name, column in columns.items():
        assert len(column) == len(page.blocks), name
        assert np.isfinite(column).all(), name
    assert columns["words-1"].tolist()[1:] == columns["words"].tolist()[:-1]
    assert columns["words+1"].tolist()[:-1] == columns["words"].tolist()[1:]


@pytest.mark.parametrize("text", ["One line", "Été 日本語のテキスト。\n\nไทย", "1\n\n2\n\n3"])
def test_text_without_markup_has_columns_too(text: str) -> None:
    doc = read(text, "text")
    assert len(columns_of(doc, [])["words"]) == len(doc.blocks)


def test_learned_words_speak_by_class_address_and_text(page: Document) -> None:
    found = learned_columns(page, {"marks": {}, "address": {"/": 1.5}, "text": {"most read": 2.0, "ferry": -1.0}})
    by_text = {block.text.split()[0]: block.index for block in page.blocks}
    assert found["address_sum"][by_text["Home"]] == pytest.approx(1.5)
    assert found["text_most"][by_text["Most"]] == pytest.approx(2.0)
    assert found["text_least"][page.title_block] == pytest.approx(-1.0)


def test_columns_are_the_same_in_any_process() -> None:
    import subprocess
    import sys

    code = (
        "import sys, hashlib, numpy as np; from dechaff.read import read; from dechaff.features import columns_of, learned_columns\n"
        f"doc = read(open({str(FIXTURES / 'pages' / 'donation-form.html')!r}, 'rb').read(), 'html')\n"
        "odds = {'text': {word: 0.1 * len(word) + 1 / 3 for word in set(doc.tokens)}}\n"
        "columns = columns_of(doc, []) | learned_columns(doc, odds)\n"
        "print(hashlib.md5(b''.join(np.ascontiguousarray(columns[name]).tobytes() for name in sorted(columns))).hexdigest())"
    )
    answers = {
        subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PATH": ""}, capture_output=True, text=True, check=True).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1
