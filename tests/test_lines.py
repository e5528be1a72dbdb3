"""Text without markup: the columns of its lines, the caution of its judge, and what its model says."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dechaff import Cleaner, Document
from dechaff.features import LEARNED_LINES, Columns, judged_lines, learned_lines, line_columns
from dechaff.features._lines import RUNS, add_said_of_runs
from dechaff.model import Block, Kind
from dechaff.read import read
from dechaff.stages import main_content
from dechaff.stages._caution import cautious, missing
from dechaff.stages.main_content import MAINS, ByOrigin, LineJudge
from dechaff.stages.registry import resolve
from dechaff.write import as_text

CLEANER = Cleaner()
MODELS = resources.files("dechaff.models")
PARAGRAPHS = [
    "The harbour board met on Tuesday evening to hear why the new pier had sunk by a hand's breadth since the spring storms.",
    "Engineers told the meeting that the clay below the eastern end was softer than the drawings of 1911 had promised.",
    "A second survey will cost forty thousand crowns, and the board has asked the county to carry half of the sum.",
    "Fishermen who moor at the pier said they had noticed the slope in May, when a barrel rolled away from them.",
    "Until the survey is done no vessel of more than twenty tons may lie at the eastern end overnight, the board decided.",
]
STRAYS = ["Facebook", "Twitter", "WhatsApp", "News", "Sport", "Weather", "Culture"]


def columns(text: str) -> Columns:
    return line_columns(read(text, "text"), [])


def test_columns_do_not_depend_on_blank_lines_or_kinds() -> None:
    lines = [*STRAYS, *PARAGRAPHS]
    doc = read("\n".join(lines), "text")
    bare = replace(doc, blocks=tuple(block._replace(kind=Kind.PARAGRAPH, level=0, gap=True) for block in doc.blocks))
    for name, column in line_columns(doc, []).items():
        assert np.array_equal(column, line_columns(bare, [])[name]), name


def test_every_column_is_a_finite_number_a_line() -> None:
    doc = read("\n".join([*STRAYS, *PARAGRAPHS, "...", "2024", "日本語の文章です。"]), "text")
    first = line_columns(doc, [])
    for name, column in judged_lines(doc, first, np.zeros(len(doc.blocks))).items():
        assert column.shape == (len(doc.blocks),), name
        assert np.isfinite(column).all(), name


def test_a_run_is_as_long_as_the_lines_that_are_no_prose() -> None:
    found = columns("\n".join([PARAGRAPHS[0], *STRAYS, PARAGRAPHS[1]]))
    assert found["scraps_blocks"].tolist() == [-1, *[len(STRAYS)] * len(STRAYS), -1]
    assert found["scraps_at"].tolist() == [-1, *range(len(STRAYS)), -1]
    assert found["scraps_left"].tolist() == [-1, *reversed(range(len(STRAYS))), -1]


def test_a_list_that_a_colon_introduces_is_known_by_it() -> None:
    found = columns("\n".join([PARAGRAPHS[0], "These boats are moored there:", *STRAYS, PARAGRAPHS[1]]))
    assert found["scraps_led"].tolist()[1:-1] == [1.0] * (len(STRAYS) + 1)


def test_what_lines_begin_and_end_with_is_looked_up_as_it_is_counted() -> None:
    doc = read("\n".join([*STRAYS, "Most read", "Read more here", "***", *PARAGRAPHS]), "text")
    odds = {kind: {word: (len(word) % 9 - 4) / 8 for some in words(doc) for word in some} for kind, words in LEARNED_LINES.items()}
    found = learned_lines(doc, odds, line_columns(doc, []))
    assert "^$" in odds["edges"]
    for kind, words in LEARNED_LINES.items():
        for index, some in enumerate(words(doc)):
            said = [odds[kind][word] for word in some]
            assert found[f"{kind}_sum"][index] == max(-6.0, min(6.0, sum(said)))
            assert found[f"{kind}_most"][index] == max(said, default=0.0)


@given(st.lists(st.lists(st.sampled_from(["pier", "boat", "1999", "2024", "19x9"]), max_size=5), min_size=1, max_size=6), st.integers(-1, 5))
def test_lines_share_words_and_pairs_as_counting_shows(lines: list[list[str]], title: int) -> None:
    doc = Document(tuple(Block(at, Kind.PARAGRAPH, " ".join(words) or "-") for at, words in enumerate(lines)), title_block=min(title, len(lines) - 1))
    found = line_columns(doc, [])
    pairs = [list(pairwise(words)) for words in lines]
    for at, words in enumerate(lines):
        others = {word for other, some in enumerate(lines) if other != at for word in some}
        again = [any(pair in some for other, some in enumerate(pairs) if other != at) for pair in pairs[at]]
        assert found["new_words"][at] == np.float32(len(set(words) - others) / max(1, len(set(words))))
        assert found["title_words"][at] == np.float32(len(set(words) & set(lines[doc.title_block])) / max(1, len(set(words))) if doc.title_block >= 0 else 0)
        assert found["pairs_again"][at] == np.float32(sum(again) / max(1, len(again)))
        assert found["years"][at] == len({"1999", "2024"} & set(words))


@given(st.lists(st.floats(-8, 8, width=32), min_size=1, max_size=700))
def test_the_mean_of_a_run_is_that_of_single_precision(values: list[float]) -> None:
    lines = Columns(len(values))
    for name in RUNS:
        lines[f"{name}_at"] = np.arange(len(values))
    lines["own_sum"] = values
    add_said_of_runs(lines, "own")
    own = np.array(values, dtype=np.float32)
    assert lines["alike_own"][0] == np.float32(np.add.reduceat(own, [0])[0] / np.float64(len(values)))
    assert lines["alike_own_first"].tolist() == [values[0]] * len(values)


def test_a_document_without_lines_has_columns_without_numbers() -> None:
    empty = learned_lines(Document(()), {"text": {}, "edges": {"^$": 1.0}}, line_columns(Document(()), []))
    assert {len(column) for column in judged_lines(Document(()), empty, np.zeros(0)).values()} == {0}
    assert cautious(empty, np.zeros(0), []).tolist() == []


def test_numbers_that_are_those_of_other_lines_are_refused() -> None:
    doc, other = read("\n".join(PARAGRAPHS), "text"), np.zeros(3)
    found = line_columns(doc, [])
    for refused in (
        lambda: judged_lines(doc, found, other),
        lambda: cautious(found, other, doc.words),
        lambda: cautious(found, np.zeros(len(doc.blocks)), [1]),
        lambda: missing(other, np.zeros(2)),
        lambda: line_columns(replace(doc, title_block=99), []),
        lambda: line_columns(Document((Block(0, Kind.PARAGRAPH, ""),)), []),
    ):
        with pytest.raises((ValueError, IndexError)):
            refused()


@pytest.mark.parametrize("text", ["", "News", "\n".join(STRAYS), "\n".join([*STRAYS, PARAGRAPHS[0]]), "\n".join([*STRAYS, *PARAGRAPHS[:2], *STRAYS])])
def test_a_text_with_little_prose_is_left_to_the_rules(text: str) -> None:
    judge = MAINS["model"]
    assert isinstance(judge, ByOrigin)
    assert list(judge(read(text, "text"), [], -2.5)) == []
    assert CLEANER(text, kind="text").text == Cleaner(main="none")(text, kind="text").text


def test_an_article_without_strays_is_left_alone() -> None:
    for lines in (PARAGRAPHS, PARAGRAPHS[::-1], ["The pier that sinks by a hand's breadth", *PARAGRAPHS]):
        assert CLEANER("\n".join(lines), kind="text").removed == ()


def test_a_menu_above_an_article_goes_and_says_so() -> None:
    result = Cleaner(reasons=True)("\n".join([*STRAYS, *STRAYS, *PARAGRAPHS]), kind="text")
    assert result.text.split("\n") == PARAGRAPHS
    claims = [claim for removal in result.removed for claim in removal.claims if claim.rule == "main_content/text/outside"]
    assert claims
    assert all(claim.witness == "model" and claim.evidence.count(",") >= 1 for claim in claims)


def test_lines_that_the_second_forest_is_not_asked_about_would_stay_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join([*STRAYS, *PARAGRAPHS, "Most read", "Harbour master retires", *STRAYS])
    first = CLEANER(text, kind="text")
    monkeypatch.setattr(main_content, "FIRST_KEEPS", -1000.0)
    assert CLEANER(text, kind="text") == first


def test_what_is_left_is_left_alone_when_cleaned_again() -> None:
    first = CLEANER("\n".join([*STRAYS, *PARAGRAPHS, "Most read", "Harbour master retires", "Storm warning for Sunday", *STRAYS]), kind="text")
    second = CLEANER(as_text(first), kind="text")
    assert second.removed == ()
    assert second.text == first.text


def test_the_judge_of_lines_is_silent_on_pages() -> None:
    assert list(LineJudge("text")(Document(blocks=read("\n".join(PARAGRAPHS), "text").blocks, origin="html"), [], -2.5)) == []


def test_skipping_the_model_leaves_text_to_the_rules() -> None:
    text = "\n".join([*STRAYS, *STRAYS, *PARAGRAPHS])
    assert Cleaner(skip=("main_content/text",))(text, kind="text").text == Cleaner(main="none")(text, kind="text").text


def test_the_more_words_would_go_in_a_row_the_surer_the_judge_must_be() -> None:
    def left(words: int, length: int) -> float:
        lines = Columns(length + 3)
        lines["prose"], lines["starts_lower"] = [0] * length + [1] * 3, 0
        return float(cautious(lines, np.array([2.0] * length + [-3.0] * 3), [words] * length + [40] * 3)[0])

    assert left(2, 5) > left(2, 10) > left(8, 10) > left(8, 40)
    assert left(2, 5) > 0 > left(20, 40)


def test_the_model_of_lines_has_a_card_and_documented_rules() -> None:
    card = json.loads(MODELS.joinpath("text.json").read_text(encoding="utf-8"))
    assert {"date", "pages", "sites", "columns", "out_of_fold_by_site", "known_weaknesses"} <= card.keys()
    assert len(MODELS.joinpath("text.npz").read_bytes()) < 400_000
    assert "without markup" in resolve("main_content/text/outside").about
