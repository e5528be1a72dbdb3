"""What runs in compiled code says what the definitions say: phrases what `re` says, words and folding what their patterns say."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dechaff._shapes import ACCOUNT, LABEL, shapes_of, those
from dechaff.fold import SPACELESS, collapsed, fold, fold_all, words_of, words_of_all
from dechaff.model import Block, Kind
from dechaff.stages import payment, read_more, tables
from dechaff.stages._phrases import _prefixes
from dechaff.stages._programs import Program
from dechaff.stages._rules import Table

START = rf"(?:(?<![^\W{SPACELESS}])|(?=[{SPACELESS}]))"
END = rf"(?:(?<=[{SPACELESS}])|(?<!\w)|(?!\w)|(?=[{SPACELESS}]))"
TAIL = r"(?=[\W\d_]*\Z)"
FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").rglob("keep-*.txt"))
LINES = [fold(line) for path in FIXTURES[::12] for line in islice(path.read_text(encoding="utf-8").splitlines(), 1, 3)]

#: What stands around the examples of a group, one after the other.
AROUND = ("", "1. ", "so ", "> ", "- ", "_", " 12", ".", "s", "") * 20


def found_by_re(phrase: str, key: str, *, first: bool, last: bool) -> tuple[int, int] | None:
    """Return what the phrase covers, by the definition: between word boundaries, first or last when it has to be."""
    start, end = (START, END) if re.search(f"[{SPACELESS}]", key) else (r"(?<!\w)", r"(?:(?<!\w)|(?!\w))")  # compiles ten times as fast
    pattern = re.compile(rf"{start}(?:{phrase}){end}{TAIL if last else ''}")
    if not first:
        found = pattern.search(key)
        return found.span() if found else None
    head = next((at for at, char in enumerate(key) if char.isalpha()), -1)
    starts = [at for match in re.finditer(rf"[{SPACELESS}]+|[^\W{SPACELESS}]+", key[: head + 5]) for at in starts_in(match)]
    return next((found.span() for at in starts if at <= head and at < 24 and (found := pattern.match(key, at))), None)


def starts_in(word: re.Match[str]) -> range:
    spaceless = re.match(f"[{SPACELESS}]", word.group())
    return range(word.start(), word.start() + (max(1, len(word.group()) - 1) if spaceless else 1))


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_a_phrase_of_a_table_covers_what_re_says(table: Table) -> None:
    for group in table.groups:
        texts = [f"{before}{fold(text)}{behind}" for text, before, behind in zip((*group.hit, *group.miss), AROUND, AROUND[::-1], strict=False)]
        for number, phrase in enumerate(() if group.fuzzy else group.phrases):
            for text in (*texts[number % 3 :: 3], *LINES[number % 97 :: 97]):
                wanted = found_by_re(phrase.folded, text, first=group.first, last=group.last)
                assert group.reach(phrase, text) == wanted, (group.id, phrase.source, text)


ATOMS = st.sampled_from(["a", "b", " ", "\u00e9", "\u5b57", "1", r"\w", r"\W", r"\d", r"\s", r"\S", ".", "[ab]", "[^a ]", r"[\w-]", "[a-c1]", r"\."])
REPEATS = st.sampled_from(["", "", "", "?", "*", "+", "{2}", "{1,2}", "{0,3}", "+?", "*?", "??", "{1,3}?"])
SINGLES = st.builds("{}{}".format, ATOMS, REPEATS)
#: A group begins with a character, so that it stands for something.
GROUPS = st.builds("({}{}|{}){}".format, ATOMS, st.lists(SINGLES, max_size=2).map("".join), ATOMS, REPEATS)
PATTERNS = st.lists(st.one_of(SINGLES, GROUPS, st.builds("(?!{}{})".format, ATOMS, ATOMS)), min_size=1, max_size=5).map("".join)
TEXTS = st.text(st.sampled_from("ab 1\u00e9\u5b57._-c\n"), max_size=14)


@given(st.builds("a{}".format, PATTERNS), TEXTS, st.booleans(), st.booleans())
def test_a_made_up_phrase_covers_what_re_says(phrase: str, text: str, first: bool, last: bool) -> None:
    assert Program(phrase).covered(text, first=first, last=last) == found_by_re(phrase, text, first=first, last=last)


@pytest.mark.parametrize("phrase", ["give (us", "give us)", "(?i)give", "[a", "a**", "(a?)*", "\\bgive", "give{3,1}", "^give", "[b-a]", "give\\", "(" * 50])
def test_what_is_no_phrase_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Program(phrase)


def test_a_search_that_takes_long_comes_to_an_end_and_to_the_same_answer() -> None:
    program = Program(r"give( \w+| \w+ \w+)+ money")
    assert program.covered("give" + " a" * 400) is None
    assert program.covered("give" + " a" * 400 + " money") == (0, 4 + 800 + 6)


def test_a_search_of_a_text_without_an_end_is_given_up() -> None:
    assert Program(r"a\w*\w*\w*\w*!b").covered("a" * 30_000) is None


@given(st.text(max_size=20), st.lists(st.text(max_size=8), max_size=4))
def test_words_are_runs_of_letters_of_one_kind_of_script(text: str, texts: list[str]) -> None:
    assert words_of(text) == re.findall(rf"[{SPACELESS}]+|[^\W{SPACELESS}]+", text)
    tokens, seams, counts = words_of_all(texts)
    assert tokens == [token for one in texts for token in (*words_of(one), "\0")]
    assert [tokens[at] for at in seams] == ["\0"] * len(texts)
    assert counts == [sum(1 if word < "\u0e00" else max(1, len(word) // 2) for word in words_of(one)) for one in texts]


@given(st.text(max_size=20))
def test_folding_keeps_the_length_and_is_done_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text) or not text.isascii()
    assert fold_all([text, text]) == [fold(text)] * 2


@given(st.one_of(st.text(), st.text(alphabet=" a\t\n\u00a0\u2003\u3000\x1c\ud800b")))
def test_white_space_is_collapsed_as_splitting_and_joining_do(text: str) -> None:
    assert collapsed(text) == " ".join(text.split())


def test_a_line_of_sums_begins_with_what_its_patterns_begin_with() -> None:
    beginnings = {
        word.group()
        for pattern in (payment._UNIT, payment._OTHERS, payment._OTHERS_SPACELESS, payment._OFTENS)
        for text, _ in _prefixes(list(re._parser.parse(pattern)), limit=5000)  # type: ignore[attr-defined]
        if (word := re.search(r"\w+", text))
    }
    assert [word for word in beginnings if not payment._may_begin(word)] == []


def test_a_line_of_means_of_payment_is_asked_by_what_their_names_begin_with() -> None:
    names = [
        form
        for name in re.sub(r"\([^)]*\)", "", payment._MEANS_NAMES).split("|")
        for form in (name.replace(" ?", " "), name.replace(" ?", ""))
        if re.fullmatch(r"[\w ]+", form)
    ]
    assert len(names) > 90
    for name in names:
        assert not payment._MEANS_OPENINGS.isdisjoint([words_of(name)[0][:3]]), name


@given(st.from_regex(r"[A-Z]{2}\d{2}( ?[A-Z\d]{4}){3,4}|(bc1|0x)[0-9a-f]{25,30}|[13T][1-9A-HJ-NP-Za-km-z]{25,34}", fullmatch=True), st.text(max_size=9))
def test_a_line_with_an_account_has_its_shape(account: str, around: str) -> None:
    block = Block(0, Kind.PARAGRAPH, f"{around} {account} {around}")
    assert those(shapes_of([block], [3]), ACCOUNT) == ([0] if len(block.text) <= 200 else [])


@given(st.one_of(st.text(max_size=90), st.text(alphabet="AB b.:-\u2013|]x\ud800", max_size=90)))
def test_a_line_with_a_label_has_its_shape(text: str) -> None:
    block = Block(0, Kind.PARAGRAPH, text)
    if read_more._label(block):
        assert those(shapes_of([block], [3]), LABEL) == [0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("सदस्यता लें", 2),
        ("নিউজলেটার", 1),
        ("نسخه\u200cی دیجیتال", 3),
        ("สมัครรับข่าวสาร", 1),
    ],
)
def test_words_of_scripts_with_marks_are_whole(text: str, words: int) -> None:
    assert len(words_of(fold(text))) == words


def test_letters_of_arabic_keyboards_become_one() -> None:
    assert fold("کتاب‌های ما") == fold("كتاب هاي ما")
    assert fold("أخبار؟ ۱۲") == fold("اخبار? 12")
