"""Normal form changes what the transport put in, never what the author set."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dechaff.normalise import normalise

TRICKY = "ab1 .\n\r\t\x00\x0b\x0c\x1c\x7f\x85\x9f\u00a0\u00ad\u0301\u034f\u180e\u200b\u200c\u200d\u2028\u2029\u202f\u2060\u3000\ud800\ufe0f\ufeff\ufffe\u06a9\u0915\u094d\U0001f468\U0001f469"


@given(st.text(alphabet=st.one_of(st.sampled_from(TRICKY), st.characters()), max_size=30), st.booleans())
def test_doing_it_twice_gives_what_doing_it_once_gave(text: str, code: bool) -> None:
    once = normalise(text, code=code)
    assert normalise(once, code=code) == once


@given(st.text(max_size=60))
def test_every_letter_and_digit_stays(text: str) -> None:
    def letters(one: str) -> str:
        return "".join(char for char in unicodedata.normalize("NFC", one) if char.isalnum())

    assert letters(normalise(text)) == letters(text)


@given(st.text(alphabet=st.one_of(st.sampled_from(TRICKY), st.characters()), max_size=30))
def test_no_control_character_nor_outer_space_is_left(text: str) -> None:
    found = normalise(text)
    assert found == found.strip()
    assert not [char for char in found if unicodedata.category(char) in {"Cc", "Cs", "Zs"} and char not in "\n "]


@pytest.mark.parametrize(
    "text",
    [
        "\u201cYes\u201d \u2013 she said \u2014 it\u2019s \u201eda\u201c \u00abl\u00e0\u00bb\u2026",
        '"it\'s" - so',
        "10\u202f\u20ac".replace("\u202f", " "),
        "a\u2010b\u2212c",
    ],
)
def test_quotes_and_dashes_stay(text: str) -> None:
    assert normalise(text) == text


@pytest.mark.parametrize("space", list("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t "))
def test_every_space_becomes_one_plain_space(space: str) -> None:
    assert normalise(f"a{space}{space}b") == "a b"


@pytest.mark.parametrize("char", list("\u00ad\u200b\u2060\ufeff\u180e\u034f\ufffe\uffff\x00\x07\x1b\x7f\x80\x9f"))
def test_characters_without_a_shape_go(char: str) -> None:
    assert normalise(f"har{char}bour") == "harbour"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", " \n ", "\n\n\n"])
def test_every_line_end_becomes_one_line_feed(end: str) -> None:
    assert normalise(f"one{end}two") == "one\ntwo"


def test_accents_are_composed() -> None:
    assert normalise("Cafe\u0301") == "Caf\u00e9"


@pytest.mark.parametrize(
    "text",
    [
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0915\u094d\u200d\u0937",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\U0001f469\U0001f3fd\u200d\u2695\ufe0f",
        "\u2764\ufe0f\u200d\U0001f525",
    ],
)
def test_joiners_that_a_script_or_an_emoji_needs_stay(text: str) -> None:
    assert normalise(text) == text


@pytest.mark.parametrize("text", ["ferry\u200c is", "\u200dferry is", "ferry \u200c\u200dis", "ferry is\u200d"])
def test_stray_joiners_go(text: str) -> None:
    assert normalise(text) == "ferry is"


def test_lone_surrogates_become_the_replacement_character() -> None:
    assert normalise("a\ud800b") == "a\ufffdb"


def test_code_keeps_its_spacing_and_lines() -> None:
    code = "if boat:\n\tsail()   # now\n\n    wait()"
    assert normalise(code, code=True) == code


def test_code_loses_control_characters_only() -> None:
    assert normalise("a\x00\x1b  b\u200b\r\n  c", code=True) == "a  b\n  c"


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200b", "\u00a0\u00ad"])
def test_what_shows_nothing_becomes_empty(text: str) -> None:
    assert normalise(text) == ""
