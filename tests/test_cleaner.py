"""The cleaner: its options, what it takes, and that it answers every input with a verdict."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from bs4 import BeautifulSoup

import dechaff
from dechaff import Cleaner, DechaffError, InputError, OptionError, Result, clean

ONE = "The council voted on Tuesday to reopen the old harbour ferry after nine years of repairs, and the first boat will leave in May with sixty guests aboard."
TWO = "Fishermen along the quay welcomed the decision, though several of them doubt that the timetable will hold through the winter storms of the coming year."
SHARE = "Share this article"
NEWS = "Sign up for our free newsletter"
CREDIT = "Photo: Anna Lind / Harbour Post"
TEXT = f"{ONE}\n\n{SHARE}\n\n{TWO}\n\n{NEWS}\n"
PAGE = f"<html><head><title>The ferry is back</title></head><body><article><h1>The ferry is back</h1><p>{ONE}</p><p>{SHARE}</p><p>{TWO}</p></article></body></html>"
ILLUSTRATED = f"<html><body><article><p>{ONE}</p><figure><img src=x><figcaption>{CREDIT}</figcaption></figure><p>{TWO}</p></article></body></html>"
WALL = """<html><body><div class="cookie-consent"><h2>We value your privacy</h2><p>We use cookies to improve your experience.</p>
<button>Accept all cookies</button><button>Reject all</button></div></body></html>"""


def stages(result: Result) -> set[str]:
    return {removal.stage for removal in result.removed}


# --- options


def test_by_default_every_stage_runs() -> None:
    result = clean(TEXT)
    assert stages(result) == {"share", "newsletter"}
    assert result.text == f"{ONE}\n\n{TWO}"


def test_only_runs_nothing_but_what_it_names() -> None:
    result = clean(TEXT, only=("share",))
    assert stages(result) == {"share"}
    assert NEWS in result.text


def test_only_by_language_leaves_the_other_languages_alone() -> None:
    assert stages(clean(TEXT, only=("share/de",))) == set()


def test_skip_leaves_out_what_it_names() -> None:
    result = clean(TEXT, skip=("newsletter",))
    assert stages(result) == {"share"}
    assert NEWS in result.text


def test_skip_takes_the_prefix_of_a_rule() -> None:
    (rule,) = {removal.rule for removal in clean(TEXT).removed if removal.stage == "newsletter"}
    assert rule not in {claim.rule for removal in clean(TEXT, skip=(rule,)).removed for claim in removal.claims}


def test_keep_lets_blocks_stay_and_says_so() -> None:
    result = clean(TEXT, keep=("newsletter",))
    assert NEWS in result.text
    assert {one.safeguard for one in result.declined if one.claim.stage == "newsletter"} == {"kept on request"}


def test_keep_credit_keeps_captions() -> None:
    assert CREDIT not in clean(ILLUSTRATED, main="none").text
    assert CREDIT in clean(ILLUSTRATED, main="none", keep=("credit",)).text


def test_cut_takes_what_stays_by_default() -> None:
    text = f"{ONE}\n\n{TWO}\n\nThis article was amended on 4 May 2024 because an earlier version misspelled the name of the captain.\n"
    assert stages(clean(text)) == set()
    assert stages(clean(text, cut=("correction",))) == {"correction"}


def test_without_a_main_content_judge_no_block_goes_for_its_place() -> None:
    result = clean(PAGE, main="none")
    assert "main_content" not in stages(result)
    assert result.text == f"{ONE}\n\n{TWO}"


def test_one_prefix_may_be_given_as_a_string_and_many_as_a_list() -> None:
    assert Cleaner(skip="share") == Cleaner(skip=("share",)) == Cleaner(skip=["share"])  # type: ignore[arg-type]


@pytest.mark.parametrize("option", ["only", "skip", "keep", "cut"])
def test_an_unknown_prefix_is_refused_with_the_stages_there_are(option: str) -> None:
    with pytest.raises(OptionError, match=rf"^{option}: .*'donatoin'.*donation.*newsletter.*\.$"):
        Cleaner(**{option: ("donatoin",)})  # type: ignore[arg-type]


def test_an_unknown_main_is_refused_with_those_there_are() -> None:
    with pytest.raises(OptionError, match=r"main='magic' does not exist; it can be .*none"):
        Cleaner(main="magic")


def test_an_option_error_is_a_value_error_of_the_family() -> None:
    assert issubclass(OptionError, ValueError)
    assert all(issubclass(one, DechaffError) for one in (OptionError, InputError, dechaff.RuleError))


def test_a_cleaner_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Cleaner().main = "none"  # type: ignore[misc]


# --- inputs


def test_text_bytes_and_views_give_the_same() -> None:
    said = clean(TEXT).text
    assert clean(TEXT.encode()).text == said
    assert clean(bytearray(TEXT.encode())).text == said
    assert clean(memoryview(TEXT.encode())).text == said


def test_a_soup_is_taken_and_left_as_it_was() -> None:
    soup = BeautifulSoup(PAGE, "html.parser")
    before = str(soup)
    result = clean(soup, main="none")
    assert (result.title, result.text) == ("The ferry is back", f"{ONE}\n\n{TWO}")
    assert str(soup) == before


def test_a_part_of_a_soup_is_taken() -> None:
    part = BeautifulSoup(PAGE, "html.parser").article
    assert clean(part, main="none").text == f"{ONE}\n\n{TWO}"


@pytest.mark.parametrize("data", [None, 7, 3.5, ["text"], {"text": "x"}, object()], ids=lambda data: type(data).__name__)
def test_anything_else_is_refused_with_what_to_do(data: Any) -> None:
    with pytest.raises(InputError, match=rf"bytes, str or a BeautifulSoup object, not {type(data).__name__}: .*pass its content"):
        clean(data)


def test_a_kind_that_is_given_is_not_guessed() -> None:
    assert clean(PAGE, kind="text").document.origin == "text"
    assert clean(ONE, kind="html", main="none").document.origin == "html"


def test_the_kind_is_guessed_when_it_is_not_given() -> None:
    assert clean(PAGE, main="none").document.origin == "html"
    assert clean(f"<p>{ONE}</p><p>{TWO}</p>", main="none").document.origin == "html"
    assert clean(f"<!-- saved -->\n<div><p>{ONE}</p></div>", main="none").document.origin == "html"
    assert clean(ONE).document.origin == "text"
    assert clean("If a < b and c > d, the ferry waits.").document.origin == "text"


def test_an_address_is_kept() -> None:
    assert clean(PAGE, url="https://post.example/ferry", main="none").url == "https://post.example/ferry"


def test_map_cleans_each_input_in_order_and_only_when_asked() -> None:
    seen: list[int] = []

    def inputs() -> Any:
        for number in range(3):
            seen.append(number)
            yield f"Number {number}. {ONE}"

    results = Cleaner().map(inputs())
    assert seen == []
    assert next(results).text == f"Number 0. {ONE}"
    assert seen == [0]
    assert [result.text for result in results] == [f"Number {number}. {ONE}" for number in (1, 2)]


def test_cleaner_and_result_pickle() -> None:
    cleaner = Cleaner(main="none", skip=("share",), keep=("credit",))
    again = pickle.loads(pickle.dumps(cleaner))
    assert again == cleaner
    result = cleaner(PAGE)
    assert pickle.loads(pickle.dumps(result)) == result
    assert again(PAGE) == result


def test_the_same_input_gives_the_same_result_after_another() -> None:
    cleaner = Cleaner(main="none")
    first = cleaner(PAGE)
    cleaner(WALL)
    assert cleaner(PAGE) == first


# --- verdicts


@pytest.mark.parametrize("data", ["", " \n", b"", "\ufeff", b"\xff\xfe", "<html></html>", "<p></p><p></p>", "\x00"])
def test_an_empty_input_holds_no_article(data: Any) -> None:
    result = clean(data, main="none")
    assert isinstance(result, Result)
    assert (result.verdict, result.text, result.removed) == ("no article", "", ())


def test_a_cookie_wall_is_no_article_and_gives_no_text() -> None:
    result = clean(WALL, main="none")
    assert (result.verdict, result.text, result.kept) == ("no article", "", ())
    assert "consent" in stages(result)


def test_a_cookie_wall_as_text_is_no_article() -> None:
    result = clean("We use cookies to improve your experience.\n\nAccept all cookies\n\nReject all")
    assert (result.verdict, result.text) == ("no article", "")


def test_a_short_text_is_doubtful_and_stays() -> None:
    result = clean("The ferry is back.")
    assert (result.verdict, result.text) == ("doubtful", "The ferry is back.")
    assert result.confidence <= 0.5


def test_an_article_is_an_article() -> None:
    result = clean("\n\n".join([ONE, TWO, ONE.replace("Tuesday", "Friday"), TWO.replace("quay", "shore")]))
    assert result.verdict == "article"
    assert 0.5 < result.confidence <= 1.0


@pytest.mark.parametrize("data", ["", ONE, TEXT, PAGE, WALL, ILLUSTRATED])
def test_every_field_has_a_value_whatever_the_input(data: str) -> None:
    result = clean(data, main="none")
    fields = (result.title, result.text, result.authors, result.date, result.site, result.lang, result.url, result.verdict, result.confidence)
    assert None not in fields
    assert None not in result.as_dict().values()


def test_a_removal_says_what_and_why() -> None:
    (removal,) = (one for one in clean(TEXT).removed if one.stage == "share")
    assert (removal.text, removal.start, removal.stop, removal.span) == (SHARE, 1, 2, None)
    assert removal.rule.startswith("share/")
    assert removal.score > 0
    assert any(claim.evidence in SHARE and claim.weight > 0 for claim in removal.claims)
