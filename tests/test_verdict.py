"""The verdict on a page: what is no article keeps its text and is doubted with a reason, and confidence follows its table."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from benchmarks.verdicts import Outcome, kinds_table, misses, reliability_table
from dechaff import Claim, Cleaner, Document, Metadata, clean
from dechaff.features import whole_page
from dechaff.opinion import Opinion
from dechaff.read import read
from dechaff.rounds import MainContent
from dechaff.settle import settle
from dechaff.stages.main_content import FittedJudge
from dechaff.verdict import DOUBTS, LENIENCE, MOST_DOUBTS, columns_at, is_signed_article, judged, lenient, load_page_model
from dechaff.write.gutter import as_gutter, read_gutter

PROSE = "The harbour master said on Tuesday that the ferry would leave the quay at seven, and that forty passengers had booked a place on board."
PARAGRAPHS = "".join(
    f"<p>{PROSE.replace('forty', number)} Nobody on the {number} benches complained.</p>" for number in ("ten", "twenty", "thirty", "fifty", "sixty")
)
ARTICLE = f"""<html><head><title>The ferry to Sandholm runs again</title><meta property="og:type" content="article">
<meta property="article:published_time" content="2026-03-14"><meta name="author" content="Ida Holm"></head>
<body><nav><a href="/">Home</a><a href="/news">News</a></nav><article><h1>The ferry to Sandholm runs again</h1>{PARAGRAPHS}</article></body></html>"""
CARDS = "".join(f'<li><a href="/shop/{n}"><h3>Boat number {n}</h3></a><span>{n}0 euros</span><p>A small boat of {n} planks.</p></li>' for n in range(1, 40))
LISTING = f'<html><head><title>Boats</title><meta property="og:type" content="website"></head><body><main><h1>Boats</h1><ul>{CARDS}</ul></main></body></html>'
CLEANER = Cleaner(main=FittedJudge("page"))


def test_an_article_is_called_one() -> None:
    result = CLEANER(ARTICLE)
    assert result.verdict == "article"
    assert PROSE.replace("forty", "ten") in result.text


def test_a_listing_is_doubted_for_a_reason_and_keeps_its_text() -> None:
    result = CLEANER(LISTING)
    assert result.verdict == "doubtful"
    assert result.confidence <= 0.5
    assert 0 < len(result.doubts) <= MOST_DOUBTS
    assert "A small boat of 7 planks." in result.text


def test_the_verdict_is_a_function_of_the_document_and_its_decision() -> None:
    doc = read(LISTING, "html")
    decision = CLEANER.decide(doc)
    assert judged(doc, decision, "verdict") == judged(doc, decision, "verdict")
    result = CLEANER.clean_document(doc)
    assert (result.verdict, result.doubts) == (judged(doc, decision, "verdict").verdict, judged(doc, decision, "verdict").doubts)


@pytest.mark.parametrize("page", ["", "<html><body></body></html>", "<p>Accept all cookies</p>"])
def test_a_page_without_anything_is_no_article_and_says_why(page: str) -> None:
    result = CLEANER(page, kind="html")
    assert (result.verdict, result.text, len(result.doubts)) == ("no article", "", 1)


def test_without_a_judge_the_rule_for_text_holds() -> None:
    one = Cleaner(main="none")(f"<p>{PROSE}</p>", kind="html")
    other = clean(PROSE, kind="text")
    assert (one.verdict, one.doubts) == (other.verdict, other.doubts) == ("doubtful", ("fewer than 60 words of prose are left",))


def test_a_page_of_which_nothing_is_kept_has_no_columns() -> None:
    doc = Document(blocks=())
    assert columns_at(doc, settle(doc, [])) == {}


def test_every_column_is_a_finite_number() -> None:
    for page in (ARTICLE, LISTING, "<p>One</p>"):
        doc = read(page, "html")
        columns = whole_page(doc, list(range(len(doc.blocks))), [0.0] * len(doc.blocks))
        assert all(np.isfinite(value) for value in columns.values())


def test_every_column_of_the_model_has_its_sentences_and_every_sentence_a_column() -> None:
    doc = read(ARTICLE, "html")
    columns = set(columns_at(doc, CLEANER.decide(doc)))
    model = load_page_model("verdict")
    assert {*model.article.names, *model.right.names} <= columns
    assert set(DOUBTS) <= columns
    assert set(model.typical) == columns


def test_confidence_rises_with_the_log_odds_and_is_a_probability() -> None:
    model = load_page_model("verdict")
    found = [model.confidence(odds) for odds in np.linspace(-9, 9, 50)]
    assert found == sorted(found)
    assert found[0] < 0.5 < found[-1] < 1.0


def test_leniency_takes_back_what_structure_says_and_not_what_words_say() -> None:
    claims = [Claim(0, 1, "main_content/model/outside", weight, "", "model") for weight in (-1.0, 1.0, LENIENCE + 2.0)]
    assert [claim.weight for claim in lenient(MainContent(None, claims)).claims] == [-1.0, 0.0, 2.0]
    assert lenient(MainContent(Opinion("model", (-1.0, 1.0, LENIENCE + 2.0), (False, True, True)))).opinion == Opinion(
        "model", [-1.0, 0.0, 2.0], (False, True, True)
    )


@pytest.mark.parametrize(
    ("types", "authors", "expected"),
    [(("newsarticle",), ("Ida Holm",), True), (("newsarticle",), (), False), (("discussionforumposting",), ("Ida Holm",), False), ((), ("Ida Holm",), False)],
)
def test_a_signed_article_is_one_by_what_it_calls_itself(types: tuple[str, ...], authors: tuple[str, ...], expected: bool) -> None:
    assert is_signed_article(Metadata(types=types, authors=authors, date="2026-03-14")) is expected


def test_doubts_end_the_gutter_view_and_are_passed_over_when_it_is_read() -> None:
    result = CLEANER(LISTING)
    view = as_gutter(result)
    assert view.rsplit("\n", 1)[1] == f"# doubtful, confidence {result.confidence:.2f}: {'; '.join(result.doubts)}"
    assert len(read_gutter(view)) == sum(block.text.count("\n") + 1 for block in result.blocks)


def test_doubts_are_a_list_in_json() -> None:
    values: dict[str, Any] = json.loads(json.dumps(CLEANER(LISTING).as_dict()))
    assert values["doubts"] == list(CLEANER(LISTING).doubts)


def outcomes(good: int, told: int, doubted: int) -> list[Outcome]:
    """Return a hundred sure articles of which so many are good, and a hundred listings and articles of which so many are doubted."""
    sure = [Outcome("aeb", "article", "article", 0.95, 0.95 if number < good else 0.5) for number in range(100)]
    listings = [Outcome("wcxb", "listing", "doubtful" if number < told else "article", 0.4, 0.1) for number in range(100)]
    return sure + listings + [Outcome("aeb", "article", "doubtful" if number < doubted else "article", 0.4, 0.9) for number in range(100)]


def test_the_targets_are_checked() -> None:
    assert misses(outcomes(97, 60, 4)) == []
    assert [len(misses(outcomes(*numbers))) for numbers in ((96, 60, 4), (97, 59, 4), (97, 60, 5), (0, 0, 100))] == [1, 1, 1, 3]


def test_the_tables_have_a_line_a_kind_and_a_line_a_bin() -> None:
    assert len(kinds_table(outcomes(97, 60, 4)).split("\n")) == 3
    assert len(reliability_table(outcomes(97, 60, 4)).split("\n")) == 3
