"""Texts that run together: what goes is a part of the line, the rest stays as it was."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dechaff import clean
from dechaff.one_line import runs_together
from dechaff.read import read
from dechaff.sentences import sentences_of

ARTICLE = (
    "The council of Sandholm voted on Tuesday to reopen the old harbour ferry after nine years of repairs.",
    "The first boat will leave in May with sixty guests aboard.",
    "\u201cI have waited for this day,\u201d said Ada Fenn, who runs the bakery by the quay.",
    "Engineers found that the hull had to be relined from bow to stern, which cost 1.4 million crowns.",
    "Dr. Ito of the institute said that he had never seen so much rust in one place.",
    "Nobody expects the timetable to hold through the winter storms, when the wind stands in the west for weeks.",
    "The school opened an hour late so that the pupils could watch the boat come in.",
    "Two of them had missed the last one by a minute in September and had stayed with an aunt.",
    "The council will decide in June whether to pay for a second boat.",
    "Until then the old one sails four times a day, and on Sundays twice, and nobody is to count on the last crossing.",
)
CHAFF = {
    "newsletter": "Sign up for our free newsletter.",
    "read_more": "Read more: Why the lighthouse went dark.",
    "donation": "Your support, however small, makes a difference, so please consider making a donation today.",
    "share": "Follow us on Facebook and Twitter.",
}


def line(chaff: dict[int, str]) -> str:
    """Return the article in one line with chaff behind some of its sentences."""
    return " ".join(f"{sentence} {chaff[number]}" if number in chaff else sentence for number, sentence in enumerate(ARTICLE))


@pytest.mark.parametrize("stage", CHAFF)
@pytest.mark.parametrize("place", [2, 5, len(ARTICLE) - 1])
def test_an_appeal_glued_into_a_line_goes_and_the_rest_stays(stage: str, place: int) -> None:
    result = clean(line({place: CHAFF[stage]}))
    assert result.text == " ".join(ARTICLE)
    assert [(removal.stage, removal.text) for removal in result.removed] == [(stage, CHAFF[stage])]
    assert [result.blocks[removal.start].text[slice(*removal.span or ())] for removal in result.removed] == [CHAFF[stage]]


def test_a_title_above_the_line_is_still_the_title() -> None:
    result = clean("The ferry is back in Sandholm\n\n" + line({3: CHAFF["donation"]}))
    assert (result.title, result.text) == ("The ferry is back in Sandholm", " ".join(ARTICLE))


def test_a_line_that_is_nothing_but_an_article_is_left_alone() -> None:
    result = clean(" ".join(ARTICLE))
    assert (result.text, result.removed) == (" ".join(ARTICLE), ())


def test_paragraphs_do_not_run_together() -> None:
    assert runs_together(read(" ".join(ARTICLE), "text"))
    assert not runs_together(read("\n\n".join(" ".join(ARTICLE[at : at + 3]) for at in range(0, len(ARTICLE), 3)), "text"))


@given(st.text(alphabet="aB .!?\u3002\u0964\u201d\n3", max_size=60))
def test_sentences_hold_all_of_a_text_but_the_spaces_between(text: str) -> None:
    spans = sentences_of(text)
    assert "".join(text.split()) == "".join("".join(text[start:stop].split()) for start, stop in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He left. She stayed.", 2),
        ("Dr. Ito and J. R. Moe left.", 1),
        ("彼は去った。彼女は残った。", 2),
        ("वह गया। वह रुकी।", 2),
        ("It cost 1.4 million. No more.", 2),
    ],
)
def test_sentences_end_by_the_sign_of_their_script(text: str, count: int) -> None:
    assert len(sentences_of(text)) == count
