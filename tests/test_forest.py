"""Fitted models: looked up as arrays, they say what their trees say; their parts add up; their cards tell the truth."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from typing import Any

import numpy as np
import pytest

from dechaff import Cleaner
from dechaff.model import Document
from dechaff.models.forest import Forest, load
from dechaff.read import read
from dechaff.stages.main_content import MAINS, ByOrigin, FittedJudge, SecondOpinion, sureness
from tests.conftest import FIXTURES

PAGE = (FIXTURES / "pages" / "donation-form.html").read_bytes()
MODELS = ["page", "trafilatura"]

LEAF = np.inf
#: Two trees over the columns a and b. The first asks a > 0.5, then, where yes, b > 2; the second asks b > 2 and no more.
FOREST = Forest(
    names=("a", "b"),
    columns=np.array([0, 0, 1, 0, 0, 1, 0, 0]),
    borders=np.array([0.5, LEAF, 2.0, LEAF, LEAF, 2.0, LEAF, LEAF]),
    no=np.array([1, 1, 3, 3, 4, 6, 6, 7]),
    values=np.array([0.25, -1.0, 0.75, 0.5, 1.0, -0.5, 2.0, -2.0]),
    roots=np.array([0, 5]),
)


def columns(a: list[float], b: list[float]) -> dict[str, Any]:
    return {"a": np.array(a), "b": np.array(b)}


def test_a_forest_adds_up_the_leaves_that_its_questions_lead_to() -> None:
    rows = columns([0, 1, 0, 1, 1], [0, 0, 3, 3, 2])
    assert FOREST.log_odds(rows).tolist() == [-1.0 + 2.0, 0.5 + 2.0, -1.0 - 2.0, 1.0 - 2.0, 0.5 + 2.0]


def test_a_value_on_the_border_answers_no() -> None:
    assert FOREST.log_odds(columns([0.5], [2.0])).tolist() == [-1.0 + 2.0]


def test_the_parts_of_a_sum_and_what_an_unknown_block_gets_make_the_sum() -> None:
    rows = columns([0, 1, 0, 1], [0, 0, 3, 3])
    assert np.allclose(FOREST.parts(rows).sum(axis=0) + FOREST.expected, FOREST.log_odds(rows))


@pytest.mark.parametrize("name", MODELS)
def test_the_parts_of_a_shipped_model_make_its_sums(name: str) -> None:
    model = load(name)
    rng = np.random.default_rng(5)
    rows = {column: rng.normal(size=40) for column in model.second.names}
    assert np.allclose(model.second.parts(rows).sum(axis=0) + model.second.expected, model.second.log_odds(rows), atol=0.05)


@pytest.mark.parametrize(
    "damaged", [{"no": np.array([1, 1, 3, 3, 4, 6, 6, 9])}, {"no": np.array([0] * 8)}, {"columns": np.full(8, 2)}, {"roots": np.array([0, 8])}]
)
def test_a_forest_that_leads_nowhere_is_refused(damaged: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="damaged"):
        replace(FOREST, **damaged)


def test_long_pages_are_looked_up_in_pieces_alike() -> None:
    rng = np.random.default_rng(1)
    rows = columns(rng.normal(size=5000).tolist(), rng.normal(size=5000).tolist())
    whole = FOREST.log_odds(rows)
    assert whole[3000] == FOREST.log_odds({name: column[3000:3001] for name, column in rows.items()})[0]


@pytest.mark.parametrize("name", MODELS)
def test_the_card_of_a_model_names_what_the_model_reads(name: str) -> None:
    card = json.loads(resources.files("dechaff.models").joinpath(f"{name}.json").read_text(encoding="utf-8"))
    model = load(name)
    assert set(model.first.names) | set(model.second.names) <= set(card["columns"])
    assert {kind: len(words) for kind, words in model.words.items()} == card["learned_words"]
    assert card["out_of_fold_by_site"]


@pytest.mark.parametrize("name", MODELS)
def test_a_model_stays_small_and_is_no_pickle(name: str) -> None:
    file = resources.files("dechaff.models").joinpath(f"{name}.npz")
    data = file.read_bytes()
    assert len(data) < 1_000_000
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
        assert all(array.dtype != object for array in archive.values())


def test_reasons_name_columns_values_and_what_they_add() -> None:
    result = Cleaner(reasons=True)(PAGE, kind="html")
    claims = [claim for removal in result.removed for claim in removal.claims if claim.stage == "main_content"]
    assert claims
    assert all(claim.evidence and len(claim.evidence) <= 80 for claim in claims)
    name, value, part = claims[0].evidence.split(", ")[0].split()
    assert name in load("page").second.names or name in load("page").first.names
    float(value)
    assert part[0] in "+-"


def test_reasons_change_no_decision() -> None:
    plain, told = Cleaner()(PAGE, kind="html"), Cleaner(reasons=True)(PAGE, kind="html")
    assert plain.text == told.text
    assert [(one.start, one.stop, one.rule) for one in plain.removed] == [(one.start, one.stop, one.rule) for one in told.removed]


class Counting:
    """An extractor that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, page: str) -> str:
        """Keep nothing of a page."""
        self.asked += 1
        return page[:0]


@pytest.mark.parametrize(("below", "asked"), [(0.0, 0), (1.01, 1)])
def test_a_second_opinion_is_asked_for_where_the_first_judge_is_unsure(below: float, asked: int, monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Counting()
    monkeypatch.setitem(__import__("dechaff.stages._extractors", fromlist=["EXTRACTORS"]).EXTRACTORS, "trafilatura", counting)
    judge = SecondOpinion(FittedJudge("page"), FittedJudge("trafilatura", "trafilatura", "trafilatura"), below)
    Cleaner(main=judge)(PAGE, kind="html")
    assert counting.asked == asked


def test_a_document_without_its_source_gets_no_second_opinion() -> None:
    whole = read(PAGE, "html")
    bare = Document(whole.blocks, whole.metadata, whole.origin, whole.title_block, whole.encoding, whole.containers)
    judge = SecondOpinion(FittedJudge("page"), FittedJudge("trafilatura", "trafilatura", "trafilatura"), 1.01)
    assert Cleaner(main=judge).clean_document(bare).text


def test_sureness_lies_between_a_guess_and_certainty() -> None:
    doc = read("<p>One paragraph of some words.</p><p>Another paragraph of words.</p>", "html")
    assert sureness(doc, [0.0, 0.0]) == pytest.approx(0.5)
    assert sureness(doc, [-9.0, -9.0]) > 0.99


def test_the_default_judge_is_the_model_with_a_second_opinion() -> None:
    both = MAINS["model"]
    assert isinstance(both, ByOrigin)
    judge = both.page
    assert isinstance(judge, SecondOpinion)
    assert not judge.first.extractor
    assert judge.second.extractor == "trafilatura"
