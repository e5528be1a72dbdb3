"""Columns and learned words: what compiled code looks up equals what the words themselves say."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dechaff import Cleaner, Document
from dechaff.features import LEARNED, Columns, learned_columns
from dechaff.features._learned import address_words
from dechaff.model import Block, Claim, Kind
from dechaff.opinion import Opinion
from dechaff.read import read
from dechaff.settle import settle
from dechaff.settle._weighing import kept_of
from dechaff.stages import discover
from tests.conftest import FIXTURES

PAGES = sorted((FIXTURES / "pages").glob("*.html"))
#: Log-odds that single precision holds exactly, so that sums may be compared.
WEIGHTS = st.integers(-40, 40).map(lambda number: number / 8)


def test_columns_are_a_mapping_that_grows_and_is_written_over() -> None:
    columns = Columns(3)
    for number in range(200):
        columns[f"c{number}"] = number
    columns["c7"] = [1.0, 2.0, 3.0]
    assert list(columns) == [f"c{number}" for number in range(200)]
    assert columns["c7"].tolist() == [1.0, 2.0, 3.0]
    assert columns["c199"].tolist() == [199.0] * 3
    assert set({"more": columns["c1"]} | columns) == {"more", *columns}
    with pytest.raises(KeyError):
        columns["none"]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(1, 4))
def test_a_block_sees_its_neighbours_and_nought_beyond_the_ends(values: list[int], reach: int) -> None:
    columns = Columns(len(values))
    columns["a"] = values
    columns.add_beside("a", reach)
    for step in range(1, reach + 1):
        assert columns[f"a-{step}"].tolist() == ([0] * step + values)[: len(values)]
        assert columns[f"a+{step}"].tolist() == (values + [0] * step)[-len(values) :]


@given(st.text(alphabet="abcZ/#.-1é", max_size=60))
def test_the_words_of_an_address_are_its_runs_of_letters(address: str) -> None:
    import re

    low = address.lower()
    kind = "#" if low.startswith("#") else "//" if "//" in low[:8] else "/"
    assert address_words(address) == (frozenset({kind, *re.findall(r"[a-z]{2,20}", low)[:12]}) if address else frozenset())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_learned_words_are_those_that_are_counted(path: Path) -> None:
    doc = read(path.read_bytes(), "html")
    odds = {kind: {word: (len(word) % 9 - 4) / 8 for some in words(doc) for word in some} for kind, words in LEARNED.items()}
    columns = learned_columns(doc, odds)
    for kind, words in LEARNED.items():
        for index, some in enumerate(words(doc)):
            said = [odds[kind][word] for word in some]
            assert columns[f"{kind}_sum"][index] == max(-6.0, min(6.0, sum(said)))
            assert columns[f"{kind}_most"][index] == max(said, default=0.0)
            assert columns[f"{kind}_least"][index] == min(said, default=0.0)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_an_opinion_settles_a_page_as_its_claims_do(path: Path) -> None:
    doc = read(path.read_bytes(), "html")
    claims = [claim for stage in discover() for claim in stage(doc)]
    weights = [float(weight) for weight in np.linspace(-4, 6, len(doc.blocks))]
    opinion = Opinion("model", weights, [weight > 0 for weight in weights], [f"{weight:.1f}" for weight in weights])
    title = doc.title_block
    assert settle(doc, claims, opinion=opinion, title_block=title) == settle(doc, [*claims, *opinion.claims()], title_block=title)


@given(st.lists(WEIGHTS, min_size=1, max_size=8))
def test_a_decision_says_the_same_after_a_pickle(weights: list[float]) -> None:
    doc = Document(blocks=(Block(0, Kind.PARAGRAPH, "A line"), Block(1, Kind.PARAGRAPH, "Another line")))
    claims = [Claim(number % 2, number % 2 + 1, f"share/any/r{number}", weight, "A", "mark") for number, weight in enumerate(weights)]
    decision = settle(doc, claims)
    assert pickle.loads(pickle.dumps(decision)) == decision


def test_a_result_says_the_same_after_a_pickle_whether_it_was_asked_before_or_not() -> None:
    page = PAGES[0].read_bytes()
    asked, silent = Cleaner()(page), Cleaner()(page)
    assert asked.removed
    assert pickle.loads(pickle.dumps(silent)) == asked
    assert pickle.loads(pickle.dumps(asked)) == silent


def test_what_stays_is_added_up_without_the_title() -> None:
    texts, words, prose = ["A title", "One two three.", "Gone", ""], [2, 3, 1, 0], [False, True, False, False]
    blocks, many, told, chars, sure = kept_of([-2.5, 0.0, 9.0, -30.0], {2}, 0, texts, words, prose)
    assert (blocks, many, told, chars) == (2, 3, 3, len(texts[1]))
    assert sure == len(texts[1]) / 2
    assert kept_of([], set(), -1, [], [], []) == (0, 0, 0, 0, 0.0)
    with pytest.raises(ValueError, match="same blocks"):
        kept_of([0.0], set(), -1, texts, words, prose)
