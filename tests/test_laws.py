"""The laws of the architecture, as properties over generated documents and over the fixtures."""

from __future__ import annotations

import pickle
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dechaff import Cleaner, Document, Result
from dechaff.model import Block, Claim, Kind
from dechaff.read import read
from dechaff.result import without
from dechaff.settle import settle
from dechaff.stages import discover
from dechaff.stages.registry import resolve
from dechaff.write import as_text
from dechaff.write.gutter import read_gutter, source_of
from tests.conftest import FIXTURES

CLEANER = Cleaner()
GUTTERS = sorted(path for path in FIXTURES.glob("*/*.txt") if path.parent.name != "pages")
PAGES = sorted((FIXTURES / "pages").glob("*.html"))
#: Lines of all the fixtures: article and boilerplate of many languages, to be put together anew.
LINES = sorted({line.text for path in GUTTERS for line in read_gutter(path.read_text(encoding="utf-8"))})
#: Paragraphs that no fixture puts among traps: article whatever stands beside them.
PARAGRAPHS = sorted(
    {
        line.text
        for path in GUTTERS
        if path.stem.startswith("cut-")
        for line in read_gutter(path.read_text(encoding="utf-8"))
        if line.mark == "keep" and line.text.endswith((".", "!", "。", "”", "»")) and len(line.text) > 80
    }
)

texts = st.lists(st.sampled_from(LINES), max_size=25).flatmap(lambda lines: st.sampled_from(["\n\n", "\n"]).map(lambda gap: gap.join(lines)))
wild = st.text(alphabet=st.characters(codec="utf-8"), max_size=400)


def pieces(result: Result) -> list[str]:
    """Return the text of every block, put together again from what was kept and what was removed."""
    whole: dict[int, str] = {}
    spans: dict[int, list[tuple[int, int]]] = {}
    for removal in result.removed:
        if removal.span is None:
            texts = [result.blocks[index].text for index in range(removal.start, removal.stop)]
            assert removal.text == "\n".join(texts)
            for index, text in zip(range(removal.start, removal.stop), texts, strict=True):
                assert index not in whole, "a block is in one removal only"
                whole[index] = text
        else:
            assert removal.text == result.blocks[removal.start].text[slice(*removal.span)]
            spans.setdefault(removal.start, []).append(removal.span)
    for block in result.kept:
        assert block.text == without(result.blocks[block.index].text, spans.get(block.index, ()))
        whole[block.index] = result.blocks[block.index].text
    if result.title_block >= 0:
        whole[result.title_block] = result.blocks[result.title_block].text
    return [whole[index] for index in sorted(whole)]


def check(result: Result) -> None:
    """Conservation and account, for any result."""
    if result.verdict != "no article":
        assert pieces(result) == [block.text for block in result.blocks]
    for removal in result.removed:
        assert removal.claims
        assert resolve(removal.rule).about
        assert removal.stage == removal.rule.split("/")[0]
        assert all(len(claim.evidence) <= 80 for claim in removal.claims)


@given(texts)
def test_kept_and_removed_make_the_whole_again(text: str) -> None:
    check(CLEANER(text, kind="text"))


@given(wild)
def test_any_text_is_cleaned_without_an_error(text: str) -> None:
    check(CLEANER(text, kind="text"))


@given(
    st.lists(
        st.sampled_from([*"<>/&;", "p", "div", "br", "table", "td", " class=", "'", "-->", "<!--", "script", "hidden", "é", "\x00", "text. "]), max_size=60
    )
)
def test_any_markup_is_cleaned_without_an_error(parts: list[str]) -> None:
    check(Cleaner(main="none")("".join(parts), kind="html"))


@given(st.binary(max_size=300))
def test_any_bytes_are_cleaned_without_an_error(data: bytes) -> None:
    check(Cleaner(main="none")(data))


@given(texts, st.randoms(use_true_random=False))
def test_the_order_of_claims_changes_nothing(text: str, shuffler: random.Random) -> None:
    doc = read(text, "text")
    claims = [claim for stage in discover() for claim in stage(doc)]
    shuffled = list(claims)
    shuffler.shuffle(shuffled)
    assert settle(doc, claims) == settle(doc, shuffled)


@given(texts)
def test_cleaning_cleaned_text_removes_nothing(text: str) -> None:
    first = CLEANER(text, kind="text")
    second = CLEANER(as_text(first), kind="text")
    assert [removal.text for removal in second.removed] == []
    assert as_text(second) == as_text(first)


@given(st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=12, unique=True))
def test_paragraphs_of_articles_stay_wherever_they_stand_together(lines: list[str]) -> None:
    result = CLEANER("\n\n".join(lines), kind="text")
    assert [removal.text for removal in result.removed] == []


@pytest.mark.parametrize("path", GUTTERS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_article_without_its_boilerplate_loses_nothing(path: Path) -> None:
    lines = tuple(line for line in read_gutter(path.read_text(encoding="utf-8")) if line.mark != "cut")
    assert [removal.text for removal in CLEANER(source_of(lines), kind="text").removed] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_emptying_the_marks_never_changes_the_text_of_a_kept_block(path: Path) -> None:
    doc = read(path.read_bytes(), "html")
    bare = replace(doc, blocks=tuple(block._replace(marks=frozenset()) for block in doc.blocks))
    with_marks = {block.index: block.text for block in CLEANER.clean_document(doc).kept}
    without_marks = {block.index: block.text for block in CLEANER.clean_document(bare).kept}
    both = with_marks.keys() & without_marks.keys()
    assert both
    assert {index: with_marks[index] for index in both} == {index: without_marks[index] for index in both}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_pages_obey_conservation_and_account(path: Path) -> None:
    check(CLEANER(path.read_bytes(), kind="html"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_cleaning_what_is_left_of_a_page_removes_nothing(path: Path) -> None:
    first = CLEANER(path.read_bytes(), kind="html")
    second = CLEANER(as_text(first), kind="text")
    assert [removal.text for removal in second.removed] == []


@pytest.mark.parametrize("path", PAGES[:4], ids=lambda path: path.stem)
def test_values_pickle_and_no_state_survives_a_call(path: Path) -> None:
    data = path.read_bytes()
    first = CLEANER(data, kind="html")
    CLEANER("Something else entirely.\n\nRead more", kind="text")
    assert pickle.loads(pickle.dumps(CLEANER))(data, kind="html") == first
    assert pickle.loads(pickle.dumps(first)) == first


@given(st.lists(st.floats(-6, 6, allow_nan=False), min_size=1, max_size=8))
def test_a_block_goes_when_the_sum_of_its_evidence_is_positive(weights: list[float]) -> None:
    doc = Document(blocks=(Block(0, Kind.PARAGRAPH, "A line"), Block(1, Kind.PARAGRAPH, "Another line")))
    claims = [Claim(0, 1, f"share/any/r{number}", weight, "A", "mark") for number, weight in enumerate(weights)]
    strongest = max(weights, key=abs)
    gone = settle(doc, claims).removed
    assert bool(gone) == (strongest - 2.5 > 0)
