"""Text without markup: the columns of its lines, the caution of its judge, and what its model says."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources

import numpy as np
import pytest

from dechaff import Cleaner, Document
from dechaff.features import Columns, judged_lines, line_columns
from dechaff.model import Kind
from dechaff.read import read
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
    for name, column in (first | judged_lines(doc, first, np.zeros(len(doc.blocks)))).items():
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
    from dechaff.stages.main_content import cautious

    def left(words: int, length: int) -> float:
        odds = np.array([2.0] * length + [-3.0] * 3)
        return float(cautious(odds, np.array([words] * length + [40] * 3), np.array([False] * length + [True] * 3))[0])

    assert left(2, 5) > left(2, 10) > left(8, 10) > left(8, 40)
    assert left(2, 5) > 0 > left(20, 40)


def test_the_model_of_lines_has_a_card_and_documented_rules() -> None:
    card = json.loads(MODELS.joinpath("text.json").read_text(encoding="utf-8"))
    assert {"date", "pages", "sites", "columns", "out_of_fold_by_site", "known_weaknesses"} <= card.keys()
    assert len(MODELS.joinpath("text.npz").read_bytes()) < 400_000
    assert "without markup" in resolve("main_content/text/outside").about
