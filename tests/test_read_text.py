"""Plain text becomes paragraphs, whoever wrapped it and with whatever line ends."""

from __future__ import annotations

import textwrap

import pytest

from dechaff.model import Block, Kind
from dechaff.normalise import normalise
from dechaff.read import read

FIRST = (
    "The council voted on Tuesday to reopen the old harbour ferry after nine years of repairs, and the first boat "
    "will leave in May with sixty guests, two goats and the mayor of Northport aboard."
)
SECOND = (
    "Fishermen along the quay welcomed the decision, though several of them doubt that the timetable will hold "
    "through the winter storms that every year close the narrow passage for weeks."
)
VERSE = """The tide comes in, the tide goes out once more,
The gulls are crying on the harbour wall,
My father's boat lies rotting on the shore,
And no one ever comes to mend at all.
The lamps are lit, the nets are hung to dry,
The old men talk of storms they came to know,
A single star hangs low upon the sky,
And where it points I am not bound to go."""


def blocks(text: str) -> tuple[Block, ...]:
    return read(text, "text").blocks


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


def wrapped(width: int, *paragraphs: str) -> str:
    return "\n\n".join(textwrap.fill(one, width, break_on_hyphens=False) for one in paragraphs)


# --- paragraphs and line ends


def test_blank_lines_part_paragraphs() -> None:
    assert [(block.kind, block.text, block.gap) for block in blocks(f"{FIRST}\n\n\n{SECOND}\n")] == [
        (Kind.PARAGRAPH, FIRST, True),
        (Kind.PARAGRAPH, SECOND, True),
    ]


def test_one_paragraph_a_line_stays_one_a_line() -> None:
    found = blocks(f"{FIRST}\n{SECOND}\n{FIRST}\n{SECOND}")
    assert [(block.text, block.gap) for block in found] == [(FIRST, True), (SECOND, False), (FIRST, False), (SECOND, False)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_every_kind_of_line_end_gives_the_same_blocks(end: str) -> None:
    text = f"The ferry is back\n\n{wrapped(72, FIRST, SECOND)}\n"
    assert blocks(text.replace("\n", end)) == blocks(text)


@pytest.mark.parametrize("blank", ["", "   ", "\t", "\u00a0", "\u200b", "\ufeff", "\u3000"])
def test_a_line_that_shows_nothing_is_blank(blank: str) -> None:
    assert [(block.text, block.gap) for block in blocks(f"{FIRST}\n{blank}\n{SECOND}")] == [(FIRST, True), (SECOND, True)]


def test_no_break_spaces_become_spaces() -> None:
    assert texts("Five\u00a0hundred\u202fboats  left.") == ["Five hundred boats left."]


def test_zero_width_characters_never_reach_the_clean_text() -> None:
    assert [normalise(text) for text in texts("\ufeffThe har\u200bbour is \u2060open.")] == ["The harbour is open."]


def test_a_form_feed_parts_lines_and_is_gone() -> None:
    assert texts(f"{FIRST}\x0c{SECOND}") == [FIRST, SECOND]


@pytest.mark.parametrize("text", ["", "\n\n", " \t\r\n", "\u200b\n\ufeff", "\x00", "\u00ad"])
def test_a_text_without_letters_gives_no_blocks(text: str) -> None:
    assert blocks(text) == ()


# --- hard wrapping


@pytest.mark.parametrize("width", [60, 65, 72, 78])
def test_hard_wrapped_paragraphs_are_joined(width: int) -> None:
    assert texts(wrapped(width, FIRST, SECOND)) == [FIRST, SECOND]


def test_a_word_divided_at_the_line_end_becomes_whole() -> None:
    text = """The council voted on Tuesday to reopen the old harbour ferry, and no mem-
ber of the opposition was against it, which the mayor called an encourag-
ing sign for the whole of the coast, where boats have been missing since
the great storm closed the narrow passage to the islands nine years ago."""
    (found,) = texts(text)
    assert "no member of" in found
    assert "an encouraging sign" in found


def test_a_hyphen_that_the_text_has_elsewhere_is_kept() -> None:
    text = """The ferry is well-known, and so are the goats that travel on it every
day to the islands. Nobody on the whole of the coast is quite as well-
known as the captain, who has sailed the narrow passage for forty years
and never once lost a goat, a guest or a parcel on the way to the quay."""
    (found,) = texts(text)
    assert "as well-known as" in found


def test_a_soft_hyphen_at_the_line_end_goes() -> None:
    text = """The council voted on Tuesday to reopen the old harbour ferry, and no mem\u00ad
ber of the opposition was against it, which the mayor called an encourag\u00ad
ing sign for the whole of the coast, where boats have been missing since
the great storm closed the narrow passage to the islands nine years ago."""
    (found,) = texts(text)
    assert "no member of" in found


def test_a_dash_at_the_line_end_is_no_hyphen() -> None:
    text = """The council voted on Tuesday to reopen the old harbour ferry again \u2013
nobody was against it, which the mayor called an encouraging first sign \u2013
for the whole of the coast, where the boats have been missing since the
great storm closed the narrow passage to the islands some ten years ago."""
    (found,) = texts(text)
    assert "again \u2013 nobody" in found


def test_a_heading_above_a_wrapped_paragraph_stays_apart() -> None:
    found = blocks(f"The ferry is back\n\n{wrapped(72, FIRST, SECOND)}")
    assert [(block.kind, block.text) for block in found] == [(Kind.HEADING, "The ferry is back"), (Kind.PARAGRAPH, FIRST), (Kind.PARAGRAPH, SECOND)]


def test_a_wrapped_item_takes_the_lines_that_hang_below_it() -> None:
    item = textwrap.fill(FIRST, 70, initial_indent="- ", subsequent_indent="  ")
    other = textwrap.fill(SECOND, 70, initial_indent="- ", subsequent_indent="  ")
    assert [(block.kind, block.text) for block in blocks(f"{item}\n{other}")] == [(Kind.ITEM, f"- {FIRST}"), (Kind.ITEM, f"- {SECOND}")]


def test_a_wrapped_quotation_of_a_mail_is_one_quote() -> None:
    found = blocks(textwrap.fill(FIRST, 70, initial_indent="> ", subsequent_indent="> ") + f"\n\n{wrapped(70, SECOND)}")
    assert [block.kind for block in found] == [Kind.QUOTE, Kind.PARAGRAPH]
    assert found[1].text == SECOND


def test_wrapped_japanese_is_joined_without_spaces() -> None:
    line = "市議会は火曜日に古い港の渡し船を九年ぶりに再開することを決めた。最初の船は五月に出る予定で、六十人の客と二頭の山羊と市長が乗ることになっている。"
    text = line * 2
    assert texts("\n".join(textwrap.wrap(text, 36))) == [text]


def test_wrapped_chinese_of_forty_five_columns_is_joined_without_spaces() -> None:
    text = "市议会星期二决定在九年的修理之后重新开放老港口的渡轮，第一班船将于五月出发，载着六十位客人、两只山羊和北港的市长。" * 3
    assert texts("\n".join(textwrap.wrap(text, 45))) == [text]


def test_wrapped_korean_keeps_the_spaces_between_words() -> None:
    text = "시의회는 화요일에 오래된 항구의 나룻배를 다시 운항하기로 결정했다. 첫 배는 오월에 떠나며 손님 예순 명과 염소 두 마리 그리고 시장이 탈 예정이다." * 2
    assert texts("\n".join(textwrap.wrap(text, 36))) == [text]


def test_wrapped_german_is_joined_in_spite_of_its_capitals() -> None:
    text = (
        "Der Rat der Stadt hat am Dienstag beschlossen, die alte Fähre nach neun Jahren der Reparatur wieder in Betrieb zu nehmen, und schon "
        "im Mai soll das erste Boot mit sechzig Gästen, zwei Ziegen und dem Bürgermeister an Bord zu den Inseln hinüberfahren."
    )
    assert texts(wrapped(72, text)) == [text]


def test_japanese_paragraphs_of_one_line_each_are_not_joined() -> None:
    lines = [
        "港の渡し船が九年ぶりに戻ってくる。",
        "市議会は火曜日に再開を決め、最初の船は五月に出る。",
        "漁師たちは喜んでいる。",
        "冬の嵐を心配する人もいる。",
        "山羊は二頭乗る。",
    ]
    assert texts("\n".join(lines)) == lines


def test_a_poem_is_not_joined() -> None:
    assert texts(VERSE) == VERSE.split("\n")


def test_a_list_of_short_lines_is_not_joined() -> None:
    lines = ["Rope", "Two litres of oil", "Bread for the goats", "A lamp", "Salt", "Matches"]
    assert texts("\n".join(lines)) == lines


def test_a_list_of_headlines_is_not_joined() -> None:
    lines = [
        "Council votes to reopen the old harbour ferry line",
        "Goats are welcome aboard, says Northport mayor Lind",
        "Storm closes narrow passage for the second week now",
        "Museum shows nets, ropes and lamps of four centuries",
        "School choir wins the coastal prize for fifth time",
    ]
    assert texts("\n".join(lines)) == lines


def test_an_address_is_not_joined() -> None:
    lines = ["Northport Ferry Company", "Harbour Street 4", "Northport", "Tel. 555 0100"]
    assert texts("\n".join(lines)) == lines


# --- kinds


@pytest.mark.parametrize("bullet", ["-", "*", "+", "\u2022", "\u00b7", "\u25aa", "1.", "12)"])
def test_bullets_make_items(bullet: str) -> None:
    found = blocks(f"Bring along:\n{bullet} rope\n{bullet} oil")
    assert [block.kind for block in found] == [Kind.PARAGRAPH, Kind.ITEM, Kind.ITEM]
    assert [block.gap for block in found] == [True, False, False]


def test_a_sentence_that_begins_with_a_number_is_no_item() -> None:
    assert [block.kind for block in blocks("60 guests came aboard.\n\n3.5 million crowns were spent.")] == [Kind.PARAGRAPH, Kind.PARAGRAPH]


def test_a_short_line_above_a_paragraph_is_a_heading() -> None:
    assert [block.kind for block in blocks(f"The ferry is back\n\n{FIRST}\n\nWhat the fishermen say\n\n{SECOND}")] == [
        Kind.HEADING,
        Kind.PARAGRAPH,
        Kind.HEADING,
        Kind.PARAGRAPH,
    ]


def test_a_short_sentence_is_no_heading() -> None:
    assert blocks(f"{FIRST}\n\nNobody came.\n\n{SECOND}")[1].kind is Kind.PARAGRAPH


def test_the_last_line_is_no_heading() -> None:
    assert blocks(f"{FIRST}\n\nAnna Lind")[1].kind is Kind.PARAGRAPH


@pytest.mark.parametrize("level", [1, 2, 3, 6])
def test_markdown_headings_carry_their_level(level: int) -> None:
    found = blocks(f"{'#' * level} The ferry is back\n\n{FIRST}")
    assert (found[0].kind, found[0].level) == (Kind.HEADING, level)


def test_a_hashtag_is_no_heading() -> None:
    assert blocks(f"{FIRST}\n\n#ferry is trending, and so are the goats.\n\n{SECOND}")[1].kind is Kind.PARAGRAPH


def test_quoted_lines_are_quotes() -> None:
    assert [block.kind for block in blocks("> We waited.\n> It came.")] == [Kind.QUOTE, Kind.QUOTE]


def test_lines_with_bars_are_table_rows() -> None:
    assert [block.kind for block in blocks("Day | Boats\nMonday | 4\n| Friday | 7 |")] == [Kind.ROW, Kind.ROW, Kind.ROW]


def test_fenced_code_is_one_block_with_its_lines_and_spaces() -> None:
    code = "```python\ndef sail(boat):\n\n    return   boat\n```"
    found = blocks(f"{FIRST}\n\n{code}\n\n{SECOND}")
    assert [(block.kind, block.text) for block in found] == [(Kind.PARAGRAPH, FIRST), (Kind.CODE, code), (Kind.PARAGRAPH, SECOND)]


def test_a_fence_that_never_closes_is_text() -> None:
    assert texts(f"```\nsail()\n{FIRST}") == ["```", "sail()", FIRST]


def test_a_text_has_neither_marks_nor_path_nor_container() -> None:
    (found,) = blocks(FIRST)
    assert (found.marks, found.path, found.container, found.link_chars) == (frozenset(), (), -1, 0)


def test_text_about_markup_is_not_taken_for_a_page() -> None:
    doc = read(f"{FIRST} The <b> element makes text bold.\n\n{SECOND}")
    assert doc.origin == "text"
    assert len(doc.blocks) == 2
