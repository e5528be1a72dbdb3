"""Markdown in: links, images and emphasis are understood, and Markdown comes out as it was written."""

from __future__ import annotations

import pytest

from dechaff import Kind, clean
from dechaff.read import read
from dechaff.write import as_markdown

FIRST = "The **council** of [Sandholm](https://example.org/s_(town)) voted on Tuesday to reopen the old harbour ferry after nine years of repairs."
SECOND = "Fishermen along the quay *welcomed* the decision, though several of them doubt that the timetable will hold through the winter."
PAGE = f"""# Ferry is back

![A boat](https://example.org/a.jpg "The boat")

{FIRST}

[Subscribe now](https://example.org/pay)

## What it costs

- [Tickets](https://example.org/t) are 40 crowns
- Children go free

{SECOND}

### Related articles

* [Storm takes the mole](https://example.org/1)
* [Harbour master resigns](https://example.org/2)

[![Share](https://example.org/f.png)](https://example.org/f)
"""


def test_a_text_is_what_markdown_shows() -> None:
    result = clean(PAGE, kind="text")
    assert result.title == "Ferry is back"
    assert result.text.split("\n\n")[0] == "The council of Sandholm voted on Tuesday to reopen the old harbour ferry after nine years of repairs."
    assert "](" not in result.text
    assert "*" not in result.text


def test_markdown_comes_out_as_it_was_written() -> None:
    written = as_markdown(clean(PAGE, kind="text"))
    assert written.startswith(f'# Ferry is back\n\n![A boat](https://example.org/a.jpg "The boat")\n\n{FIRST}\n\n## What it costs\n\n')
    assert "- [Tickets](https://example.org/t) are 40 crowns\n- Children go free\n\n" in written
    assert SECOND in written
    assert as_markdown(clean(written, kind="text")) == written


def test_links_are_evidence_and_labels_are_what_phrases_see() -> None:
    result = clean(PAGE, kind="text")
    assert {removal.stage for removal in result.removed} >= {"subscribe", "related"}
    assert "Storm takes" not in result.text
    blocks = {block.text: block for block in result.blocks}
    assert blocks["* Storm takes the mole"].link_density > 0.8
    assert blocks["Subscribe now"].href == "https://example.org/pay"
    assert blocks["## What it costs"].kind is Kind.HEADING


def test_an_image_goes_with_the_block_behind_it() -> None:
    assert "f.png" not in clean(PAGE, kind="text").text
    assert [block.after_media for block in read(PAGE, "text").blocks[:3]] == [False, True, False]


@pytest.mark.parametrize("text", ["He paid [sic] 5 * 3 crowns (see below).", "snake_case_name and 2 ** 3", "# One hash line", "a [b] (c) d", "\\*not bold\\*"])
def test_a_plain_text_is_no_markdown(text: str) -> None:
    assert read(text, "text").written == ()
    assert read(text, "text").blocks[0].text == text
