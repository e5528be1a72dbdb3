"""Writers say what the result says: text, JSON, Markdown, and the gutter view that is read back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dechaff import Cleaner
from dechaff.model import Block, Claim, Document, Kind, Metadata
from dechaff.result import Account, Declined, Removal, Result, Said, Verdict, without
from dechaff.write import FORMATS, SUFFIXES, as_json, as_markdown, as_text
from dechaff.write.gutter import Line, as_gutter, read_gutter, source_of
from tests.conftest import FIXTURES

GUTTERS = sorted(path for path in FIXTURES.glob("*/*.txt") if path.parent.name != "pages")
CLEANER = Cleaner(main="none")


def result_of(*blocks: Block, removed: tuple[Removal, ...] = (), title: str = "", title_block: int = -1, verdict: Verdict = "article") -> Result:
    numbered = tuple(one._replace(index=at) for at, one in enumerate(blocks))
    return Result(Document(numbered, Metadata(title=title)), Account((Said(removed),)), title_block=title_block, verdict=verdict)


def block(text: str, kind: Kind = Kind.PARAGRAPH, *, gap: bool = True, level: int = 0, container: int = 0) -> Block:
    return Block(0, kind, text, gap, level, container=container)


def removal(start: int, stop: int, text: str, rule: str = "share/en/lines", evidence: str = "Share this", span: tuple[int, int] | None = None) -> Removal:
    claim = Claim(start, stop, rule, 5.0, evidence, "phrase", span)
    return Removal(rule.partition("/")[0], rule, text, start, stop, (claim,), span, 2.5)


# --- text


def test_text_has_the_title_first_and_a_blank_line_at_each_gap() -> None:
    result = result_of(block("One."), block("Two.", gap=False), block("Three."), title="The ferry")
    assert as_text(result) == "The ferry\n\nOne.\nTwo.\n\nThree."
    assert as_text(result, title=False) == "One.\nTwo.\n\nThree."


def test_text_is_empty_when_there_is_no_article() -> None:
    assert as_text(result_of(block("Accept all cookies"), title="The ferry", verdict="no article")) == ""


def test_the_gap_before_a_removed_block_is_kept_for_the_next_one() -> None:
    result = result_of(block("One."), block("Share this"), block("Two.", gap=False), removed=(removal(1, 2, "Share this"),))
    assert as_text(result) == "One.\n\nTwo."


def test_the_block_of_the_title_is_not_said_twice() -> None:
    assert as_text(result_of(block("The ferry", Kind.HEADING), block("One."), title="The ferry", title_block=0)) == "The ferry\n\nOne."


def test_a_removed_span_leaves_one_space_at_its_seam() -> None:
    result = result_of(block("The quay. Share this The boat."), removed=(removal(0, 1, "Share this", span=(10, 20)),))
    assert as_text(result) == "The quay. The boat."


@pytest.mark.parametrize(
    ("spans", "left"),
    [([], "abcdef"), ([(0, 2)], "cdef"), ([(4, 6)], "abcd"), ([(2, 3)], "ab def"), ([(3, 4), (1, 2)], "a c ef"), ([(0, 6)], ""), ([(1, 4), (2, 3)], "a ef")],
)
def test_spans_are_cut_out_in_any_order(spans: list[tuple[int, int]], left: str) -> None:
    assert without("abcdef", spans) == left


# --- JSON

KEYS = ["schema", "title", "text", "authors", "date", "site", "lang", "url", "verdict", "confidence", "doubts", "origin", "encoding", "removed", "declined"]


def test_json_has_the_documented_keys_in_order() -> None:
    said = removal(1, 2, "Share this")
    result = result_of(block("One."), block("Share this"), removed=(said,))
    result = Result(result.document, Account((Said(result.removed, (Declined(said.claims[0], "quoted speech"),)),)))
    values = json.loads(as_json(result))
    assert list(values) == KEYS
    assert list(values["removed"][0]) == ["stage", "rule", "text", "start", "stop", "span", "score", "claims"]
    assert list(values["removed"][0]["claims"][0]) == ["rule", "witness", "evidence", "weight", "start", "stop", "span"]
    assert values["declined"][0]["safeguard"] == "quoted speech"


def test_json_is_one_line_unless_an_indent_is_given() -> None:
    result = result_of(block("One.\nTwo.", Kind.CODE), block("\u2028Three."))
    assert "\n" not in as_json(result)
    assert json.loads(as_json(result)) == json.loads(as_json(result, indent=2))
    assert as_json(result, indent=2).count("\n") > len(KEYS)


def test_json_keeps_letters_readable() -> None:
    assert "F\u00e4hre" in as_json(result_of(block("Die F\u00e4hre.")))


def test_json_names_its_source_behind_the_schema() -> None:
    assert list(json.loads(as_json(result_of(block("One.")), source="a.html")))[:2] == ["schema", "source"]


def test_a_span_is_a_list_of_two_numbers() -> None:
    result = result_of(block("The quay. Share this"), removed=(removal(0, 1, "Share this", span=(10, 20)),))
    assert json.loads(as_json(result))["removed"][0]["span"] == [10, 20]


def test_every_format_has_a_suffix_and_renders() -> None:
    assert FORMATS.keys() == SUFFIXES.keys()
    result = result_of(block("One."), title="The ferry")
    assert all("One." in render(result, True) for render in FORMATS.values())


# --- Markdown


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (block("The ferry", Kind.HEADING, level=3), "### The ferry"),
        (block("The ferry", Kind.HEADING), "## The ferry"),
        (block("#ferry is trending", Kind.HEADING, level=2), "## #ferry is trending"),
        (block("# The ferry", Kind.HEADING, level=1, container=-1), "# The ferry"),
        (block("A paragraph."), "A paragraph."),
        (block("rope", Kind.ITEM, level=1), "- rope"),
        (block("rope", Kind.ITEM, level=3), "    - rope"),
        (block("- rope", Kind.ITEM, level=1), "- rope"),
        (block("2. rope", Kind.ITEM, level=1), "2. rope"),
        (block("\u2022 rope", Kind.ITEM, level=1), "- rope"),
        (block("We waited.", Kind.QUOTE), "> We waited."),
        (block("> We waited.", Kind.QUOTE), "> We waited."),
        (block("sail()\n  wait()", Kind.CODE), "```\nsail()\n  wait()\n```"),
        (block("```\nsail()\n```", Kind.CODE), "```\nsail()\n```"),
        (block("a\n```\nb", Kind.CODE), "````\na\n```\nb\n````"),
        (block("The quay", Kind.CAPTION), "The quay"),
        (block("Day | Boats", Kind.ROW), "| Day | Boats |\n| --- | --- |"),
        (block("| Day | Boats |", Kind.ROW, container=-1), "| Day | Boats |\n| --- | --- |"),
        (block(" | Boats", Kind.ROW), "| | Boats |\n| --- | --- |"),
        (block("a|b | c", Kind.ROW), "| a\\|b | c |\n| --- | --- |"),
    ],
)
def test_markdown_marks_each_kind(given: Block, written: str) -> None:
    assert as_markdown(result_of(given)) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# is a hash", "\\# is a hash"),
        ("- is a dash", "\\- is a dash"),
        ("* is a star", "\\* is a star"),
        ("> is an arrow", "\\> is an arrow"),
        ("1. is first", "1\\. is first"),
        ("24) is late", "24\\) is late"),
        ("``` opens", "\\``` opens"),
        ("The <b> element", "The \\<b> element"),
        ("<!-- note", "\\<!-- note"),
        ("5 < 6 and 3.5 > 2", "5 < 6 and 3.5 > 2"),
        ("2024 was dry. -5 degrees", "2024 was dry. -5 degrees"),
        ("#ferry", "#ferry"),
    ],
)
def test_markdown_escapes_what_is_meant_literally(text: str, written: str) -> None:
    assert as_markdown(result_of(block(text))) == written


def test_markdown_runs_items_and_rows_on_and_parts_the_rest() -> None:
    result = result_of(
        block("Bring:"),
        block("rope", Kind.ITEM, level=1),
        block("oil", Kind.ITEM, level=1, gap=False),
        block("a | b", Kind.ROW),
        block("c | d", Kind.ROW, gap=False),
        block("End."),
    )
    assert as_markdown(result) == "Bring:\n\n- rope\n- oil\n\n| a | b |\n| --- | --- |\n| c | d |\n\nEnd."


def test_markdown_begins_with_the_title_when_there_is_a_body() -> None:
    assert as_markdown(result_of(block("One."), title="The ferry")) == "# The ferry\n\nOne."
    assert as_markdown(result_of(block("One."), title="The ferry"), title=False) == "One."
    assert as_markdown(result_of(title="The ferry")) == ""


# --- gutter


def test_the_gutter_shows_what_stays_what_goes_and_why() -> None:
    result = result_of(
        block("The ferry", Kind.HEADING),
        block("One."),
        block("Share this"),
        block("Two. Share this", gap=False),
        removed=(removal(2, 3, "Share this"), removal(3, 4, "Share this", span=(5, 15))),
        title_block=0,
    )
    assert as_gutter(result) == ('= The ferry\n\n  One.\n\n- Share this # share/en/lines "Share this"\n  Two. {-Share this-} # share/en/lines "Share this"')


def test_colour_adds_escapes_and_changes_nothing_else() -> None:
    result = result_of(block("One."), block("Share this"), removed=(removal(1, 2, "Share this"),))
    coloured = as_gutter(result, colour=True)
    assert "\x1b[31m" in coloured
    for escape in ("\x1b[31m", "\x1b[1m", "\x1b[2m", "\x1b[0m"):
        coloured = coloured.replace(escape, "")
    assert coloured == as_gutter(result)


def test_a_gutter_view_is_read_line_by_line() -> None:
    view = '= Title\n\n  One.\n- Share # share/en/lines "Share"\n  Two {-Share-} and {-Follow-} on. # share\n'
    assert read_gutter(view) == (
        Line("title", "Title"),
        Line("keep", "One.", gap=True),
        Line("cut", "Share", "share/en/lines"),
        Line("keep", "Two Share and Follow on.", "share", spans=("Share", "Follow")),
    )


@pytest.mark.parametrize("text", ["Read more # ferry", "Read # more", "C # sharp", "Read # more # ferry on", "#ferry # goats"])
def test_a_hash_in_the_text_is_not_taken_for_a_reason(text: str) -> None:
    result = result_of(block(text), block(text), removed=(removal(1, 2, text),))
    kept, cut = read_gutter(as_gutter(result))
    assert (kept.text, kept.rule) == (text, "")
    assert (cut.text, cut.rule) == (text, "share/en/lines")


def test_a_line_without_a_gutter_is_refused_by_its_number() -> None:
    with pytest.raises(ValueError, match=r"line 3 begins with 'No'"):
        read_gutter("  One.\n\nNo gutter")


def test_stripping_the_gutter_gives_the_input() -> None:
    assert source_of(read_gutter('= Title\n\n  One.\n- Two # share "x"\n')) == "Title\n\nOne.\nTwo\n"


@pytest.mark.parametrize("path", GUTTERS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_the_gutter_shows_is_read_back(path: Path) -> None:
    result = CLEANER(source_of(read_gutter(path.read_text(encoding="utf-8"))), kind="text")
    gone = {index: one.rule for one in result.removed if one.span is None for index in range(one.start, one.stop)}
    parts: dict[int, list[Removal]] = {}
    for one in result.removed:
        if one.span is not None:
            parts.setdefault(one.start, []).append(one)
    expected = []
    for each in result.blocks:
        mark = "title" if each.index == result.title_block else "cut" if each.index in gone else "keep"
        spans = tuple(one.text for one in parts.get(each.index, ()))
        rule = gone.get(each.index) or (parts[each.index][0].rule if spans else "")
        expected.append((mark, each.text, rule, each.gap and each.index > 0, spans))
    assert [(line.mark, line.text, line.rule, line.gap, line.spans) for line in read_gutter(as_gutter(result))] == expected


@pytest.mark.parametrize("path", GUTTERS[:40], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_fixture_survives_being_read_as_a_text(path: Path) -> None:
    lines = read_gutter(path.read_text(encoding="utf-8"))
    assert [each.text for each in CLEANER(source_of(lines), kind="text").blocks] == [line.text for line in lines]


def test_code_of_several_lines_keeps_its_indentation_in_the_gutter() -> None:
    lines = read_gutter(as_gutter(result_of(block("One."), block("def sail():\n    wait()", Kind.CODE))))
    assert [line.text for line in lines] == ["One.", "def sail():", "    wait()"]
