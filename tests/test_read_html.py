"""HTML becomes the blocks that a reader of the page would see, each with what its markup says of it."""

from __future__ import annotations

import pytest

from dechaff.model import Block, Document, Kind
from dechaff.normalise import normalise
from dechaff.read import read

PROSE = "The council voted on Tuesday to reopen the old harbour ferry after nine years of repairs, and the first boat will leave in May."
OTHER = "Fishermen along the quay welcomed the decision, though several of them doubt that the timetable will hold through the winter storms."


def page(body: str) -> Document:
    return read(f"<!doctype html><html><head><title>Ferry</title></head><body>{body}</body></html>", "html")


def blocks(body: str) -> tuple[Block, ...]:
    return page(body).blocks


def texts(body: str) -> list[str]:
    return [block.text for block in blocks(body)]


def kinds(body: str) -> list[tuple[Kind, str]]:
    return [(block.kind, block.text) for block in blocks(body)]


# --- segmentation


def test_double_line_breaks_part_paragraphs() -> None:
    found = blocks("<div>First part.<br><br>Second part.<br> <br/>Third part.</div>")
    assert [(block.text, block.gap) for block in found] == [("First part.", True), ("Second part.", True), ("Third part.", True)]


def test_a_single_line_break_ends_a_line_without_a_gap() -> None:
    found = blocks("<p>Harbour Street 4<br>Northport</p>")
    assert [(block.text, block.gap) for block in found] == [("Harbour Street 4", True), ("Northport", False)]


def test_a_line_break_in_a_heading_keeps_it_one_line() -> None:
    assert kinds("<h2>The ferry<br>is back</h2>") == [(Kind.HEADING, "The ferry is back")]


def test_thousands_of_line_breaks_in_a_row_make_one_gap() -> None:
    found = blocks("Above." + "<br>\n" * 3000 + "Below.")
    assert [(block.text, block.gap) for block in found] == [("Above.", True), ("Below.", True)]


def test_text_beside_block_children_becomes_blocks_of_its_own() -> None:
    assert texts("<div>Loose text before.<p>A paragraph.</p>Loose text after.</div>") == ["Loose text before.", "A paragraph.", "Loose text after."]


def test_captions_and_credits_stand_apart_from_paragraphs() -> None:
    found = kinds(f"<article><p>{PROSE}</p><figure><img src=x><figcaption>The quay. <span>Photo: A. Lind</span></figcaption></figure><p>{OTHER}</p></article>")
    assert found == [(Kind.PARAGRAPH, PROSE), (Kind.CAPTION, "The quay. Photo: A. Lind"), (Kind.PARAGRAPH, OTHER)]


def test_a_credit_element_beside_the_caption_is_a_block_of_its_own() -> None:
    found = texts("<figure><img src=x><figcaption>The quay at dawn</figcaption><div class=credit>A. Lind</div></figure>")
    assert found == ["The quay at dawn", "A. Lind"]


def test_only_the_first_list_item_has_a_gap_before_it() -> None:
    found = blocks("<p>Bring:</p><ul><li>rope</li><li>oil</li><li>bread</li></ul><p>Then leave.</p>")
    assert [(block.kind, block.gap) for block in found] == [
        (Kind.PARAGRAPH, True),
        (Kind.ITEM, True),
        (Kind.ITEM, False),
        (Kind.ITEM, False),
        (Kind.PARAGRAPH, True),
    ]


def test_an_empty_first_item_does_not_take_the_gap_away() -> None:
    found = blocks("<p>Bring:</p><ul><li><img src=x></li><li>oil</li></ul>")
    assert [(block.text, block.gap) for block in found] == [("Bring:", True), ("oil", True)]


def test_nested_items_know_their_depth_and_follow_without_a_gap() -> None:
    found = blocks("<ul><li>tools<ul><li>rope</li><li>oil</li></ul></li><li>food</li></ul>")
    assert [(block.text, block.level, block.gap) for block in found] == [("tools", 1, True), ("rope", 2, False), ("oil", 2, False), ("food", 1, False)]


def test_definition_lists_give_terms_and_meanings_as_items() -> None:
    assert kinds("<dl><dt>Berth</dt><dd>A place to moor.</dd></dl>") == [(Kind.ITEM, "Berth"), (Kind.ITEM, "A place to moor.")]


def test_headings_carry_their_level() -> None:
    assert [(block.kind, block.level) for block in blocks("<h1>One</h1><h4>Four</h4>")] == [(Kind.HEADING, 1), (Kind.HEADING, 4)]


def test_quotes_are_quotes_whatever_stands_in_them() -> None:
    assert kinds("<blockquote><p>We waited.</p><p>It came.</p></blockquote>") == [(Kind.QUOTE, "We waited."), (Kind.QUOTE, "It came.")]


def test_the_q_element_shows_its_quotation_marks() -> None:
    assert texts("<p>She said <q>not yet</q> twice.</p>") == ["She said \u201cnot yet\u201d twice."]


def test_code_is_kept_verbatim() -> None:
    code = "def sail(boat):\n    if boat.<b>Ready</b>:\n        return <span>my</span><span>Harbour</span>\n\n    # wait"
    found = kinds(f"<p>Like so:</p><pre><code>{code}</code></pre>")
    assert found[1] == (Kind.CODE, "def sail(boat):\n    if boat.Ready:\n        return myHarbour\n\n    # wait")


def test_line_breaks_in_code_are_line_ends() -> None:
    assert kinds("<pre>one<br>two</pre>") == [(Kind.CODE, "one\ntwo")]


# --- tables


def test_a_data_table_gives_one_block_a_row() -> None:
    found = blocks(
        "<table><thead><tr><th>Day</th><th>Boats</th></tr></thead><tbody><tr><td>Monday</td><td>4</td></tr><tr><td>Friday</td><td>7</td></tr></tbody></table>"
    )
    assert [(block.kind, block.text, block.gap) for block in found] == [
        (Kind.ROW, "Day | Boats", True),
        (Kind.ROW, "Monday | 4", False),
        (Kind.ROW, "Friday | 7", False),
    ]


def test_a_second_table_begins_with_a_gap() -> None:
    found = blocks("<table><tr><td>a</td><td>b</td></tr></table><table><tr><td>c</td><td>d</td></tr></table>")
    assert [block.gap for block in found] == [True, True]


def test_a_cell_shows_what_a_browser_shows() -> None:
    row = "<tr><td>CO<sub>2</sub></td><td>1<br>ton<style>td{}</style><span hidden>secret</span></td></tr>"
    assert texts(f"<table>{row}</table>") == ["CO2 | 1 ton"]


def test_a_row_counts_the_characters_of_its_links() -> None:
    (found,) = blocks('<table><tr><td><a href="/a">Home</a></td><td><a href="/b">News</a></td></tr></table>')
    assert found.link_chars == len("HomeNews")


def test_a_layout_table_gives_its_paragraphs() -> None:
    found = kinds(f"<table><tr><td>Menu</td><td><p>{PROSE}</p><p>{OTHER}</p><p>{PROSE}</p><p>{OTHER}</p></td></tr></table>")
    assert found == [(Kind.PARAGRAPH, text) for text in ("Menu", PROSE, OTHER, PROSE, OTHER)]


def test_nested_tables_of_old_pages_give_their_paragraphs() -> None:
    inner = f"<table><tr><td><font face=arial>{PROSE}<br><br>{OTHER}</font></td></tr></table>"
    body = f"<table width=100%><tr><td><a href=/>Home</a></td><td><table><tr><td>{inner}</td></tr></table></td></tr></table>"
    assert texts(body) == ["Home", PROSE, OTHER]


# --- inline elements and words


def test_inline_elements_alone_in_a_container_are_blocks() -> None:
    assert texts("<div><span>Ferry returns</span><span>Anna Lind</span></div>") == ["Ferry returns", "Anna Lind"]


def test_an_inline_element_styled_as_a_block_stands_apart() -> None:
    assert texts('<p>Ferry returns<span style="display: block">Anna Lind</span></p>') == ["Ferry returns", "Anna Lind"]


def test_an_inline_block_flows_with_its_line() -> None:
    assert texts('<p>Boat <span style="display:inline-block">number 4</span> left.</p>') == ["Boat number 4 left."]


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("<span>T</span>he ferry left.", "The ferry left."),
        ('<span class="dropcap"><b>O</b></span>nce it sailed.', "Once it sailed."),
        ("It was <b>bold</b>ly done.", "It was boldly done."),
        ("un<em>believ</em>able", "unbelievable"),
        ("CO<sub>2</sub> and H<sub>2</sub>O", "CO2 and H2O"),
        ("the 3<sup>rd</sup> boat", "the 3rd boat"),
        ("har\u00adbour", "harbour"),
        ("har&shy;bour", "harbour"),
        ("harbour<wbr>master", "harbourmaster"),
        ("Harbour<wbr>Master", "HarbourMaster"),
        ("har<!-- note -->bour", "harbour"),
        ("<ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>に着く", "港に着く"),
        ("<a>Anna</a>, <a>Bo</a> and <a>Cy</a>.", "Anna, Bo and Cy."),
        ("the <i>Gannet</i>'s crew", "the Gannet's crew"),
        ("Fish &amp; chips&nbsp;&mdash; 5&nbsp;&euro;", "Fish & chips \u2014 5 \u20ac"),
        ("<strong>It ended.</strong>The crew left.", "It ended. The crew left."),
    ],
)
def test_words_are_neither_glued_nor_split_across_tags(markup: str, seen: str) -> None:
    assert [normalise(text) for text in texts(f"<p>{markup}</p>")] == [seen]


def test_words_of_neighbouring_blocks_are_never_glued() -> None:
    assert texts("<div><div>One</div><div>two</div><p>three</div>four") == ["One", "two", "three", "four"]


# --- what is not shown


@pytest.mark.parametrize(
    "hidden",
    [
        "<div hidden>{}</div>",
        '<div aria-hidden="true">{}</div>',
        '<div style="color:red; display : none">{}</div>',
        '<div style="visibility:hidden">{}</div>',
        "<template><p>{}</p></template>",
        "<noscript><p>{}</p></noscript>",
        "<dialog><p>{}</p></dialog>",
        '<span class="sr-only">{}</span>',
        '<span class="a visually-hidden">{}</span>',
        '<span class="screen-reader-text">{}</span>',
        "<script>var a = '{}';</script>",
        "<style>.a:after {{ content: '{}' }}</style>",
        "<svg><title>{}</title><text>{}</text></svg>",
        "<select><option>{}</option></select>",
        "<textarea>{}</textarea>",
        "<video>{}</video>",
        "<!-- {} -->",
    ],
)
def test_hidden_text_is_not_read(hidden: str) -> None:
    shut = hidden.replace("{}", "Nobody sees this.").replace("{{", "{").replace("}}", "}")
    assert texts(f"<p>{PROSE}</p>{shut}<p>{OTHER}</p>") == [PROSE, OTHER]


def test_a_page_that_only_a_script_would_build_is_read_from_what_it_shows_without() -> None:
    page = (
        f'<html><head><noscript><link href="a.css"></noscript><title>Boats</title></head><body><div id="app"></div><noscript><p>{PROSE}</p></noscript></body>'
    )
    assert texts(page) == [PROSE]
    assert read(page, "html").metadata.title == "Boats"


@pytest.mark.parametrize(
    "shown",
    [
        "<dialog open>{}</dialog>",
        '<div hidden="until-found">{}</div>',
        '<div aria-hidden="false">{}</div>',
        '<div style="display:block">{}</div>',
        "<details><summary>{}</summary></details>",
        '<div class="unsr-only-x">{}</div>',
    ],
)
def test_what_only_looks_hidden_is_read(shown: str) -> None:
    assert texts(f"<p>{PROSE}</p>{shown.replace('{}', 'Everybody sees this.')}") == [PROSE, "Everybody sees this."]


def test_a_hidden_element_with_most_of_the_prose_stays_visible() -> None:
    story = "".join(f"<p>{PROSE} {OTHER}</p>" for _ in range(4))
    found = texts(f'<div class="teaser"><p>{OTHER}</p></div><div id="app" style="display:none">{story}</div>')
    assert found == [OTHER, *[f"{PROSE} {OTHER}"] * 4]


def test_a_hidden_element_with_little_of_the_prose_stays_hidden() -> None:
    story = "".join(f"<p>{PROSE} {OTHER}</p>" for _ in range(8))
    assert len(texts(f"{story}<div hidden><p>{OTHER} {PROSE}</p></div>")) == 8


def test_a_metered_paragraph_stays() -> None:
    found = texts(f'<p>{PROSE}</p><p class="Paywall-hidden" hidden>{OTHER}</p>')
    assert found == [PROSE, OTHER]


def test_a_short_hidden_paywall_label_goes() -> None:
    assert texts(f'<p>{PROSE}</p><div class="paywall" hidden>Subscribers only</div>') == [PROSE]


# --- AMP and custom elements


def test_amp_pages_give_their_text_without_their_machinery() -> None:
    body = f'<amp-sidebar><ul><li>Home</li></ul></amp-sidebar><amp-img src=x alt="Quay">no</amp-img><p>{PROSE}</p><amp-ad>Buy</amp-ad><amp-analytics>{{}}</amp-analytics>'
    assert texts(body) == ["Home", PROSE]


def test_custom_elements_hold_blocks() -> None:
    assert texts(f"<news-story><story-title>Ferry</story-title><story-text>{PROSE}</story-text></news-story>") == ["Ferry", PROSE]


def test_custom_elements_inside_a_paragraph_flow_with_it() -> None:
    assert texts("<p>The <glossary-term>berth</glossary-term> is free.</p>") == ["The berth is free."]


# --- evidence


def test_marks_come_from_small_ancestors_only() -> None:
    story = "".join(f"<p>{PROSE} {OTHER}</p>" for _ in range(6))
    doc = page(f'<div class="pageWrapper">{story}<aside class="related-box"><p class="teaser" id="t1">More boats</p></aside></div>')
    last = doc.blocks[-1]
    assert {"related-box", "related", "box", "teaser", "t1"} <= last.marks
    assert not last.marks & {"pagewrapper", "page", "wrapper"}


def test_marks_include_role_itemprop_and_data_words() -> None:
    (found,) = blocks('<p role="Note" itemprop="articleBody" data-component="fact-box">Text</p>')
    assert {"note", "articlebody", "fact-box", "fact"} <= found.marks


def test_path_leads_from_the_body_to_the_element() -> None:
    (found,) = blocks("<main><article><p>Text with <b>bold</b>.</p></article></main>")
    assert found.path == ("main", "article", "p")


def test_container_is_the_element_that_holds_the_block() -> None:
    doc = page("<article><p>One</p><p>Two</p></article>")
    one, two = (doc.containers[block.container] for block in doc.blocks)
    assert (one.tag, two.tag) == ("p", "p")
    assert one.parent == two.parent
    assert doc.containers[one.parent].tag == "article"


def test_link_chars_count_the_text_inside_links() -> None:
    (found,) = blocks('<p>Read <a href="/x">the <b>full</b> report</a> now</p>')
    assert found.text == "Read the full report now"
    assert len("thefullreport") <= found.link_chars <= len("the full report")


def test_indexes_count_up_from_zero() -> None:
    assert [block.index for block in blocks("<p>a</p><p>b</p><p>c</p>")] == [0, 1, 2]


def test_the_headline_is_found_among_the_blocks() -> None:
    doc = read("<title>The ferry is back - Post</title><nav>The ferry is back</nav><h1>The ferry is back</h1><p>Text.</p>", "html")
    assert doc.blocks[doc.title_block].kind is Kind.HEADING


# --- odd pages


def test_three_thousand_nested_elements_are_read() -> None:
    found = blocks("<div>" * 3000 + "Deep text" + "</div>" * 3000)
    assert [block.text for block in found] == ["Deep text"]


def test_paths_do_not_grow_with_the_square_of_the_depth() -> None:
    found = blocks("<div>x" * 5000)
    assert max(len(block.path) for block in found) <= 512


@pytest.mark.parametrize("body", ["", "   ", "<p></p>", "<p>&nbsp;</p>", "<!-- -->", "<p>&#8203;</p>", "<p>&shy;</p>"])
def test_a_page_without_text_gives_no_blocks(body: str) -> None:
    assert blocks(body) == ()


def test_frames_give_no_blocks() -> None:
    assert read("<html><frameset><frame src=a></frameset></html>", "html").blocks == ()


def test_unclosed_and_misnested_markup_gives_the_text_in_order() -> None:
    assert texts("<p>One <b>two<p>three</b> four<li>five") == ["One two", "three four", "five"]


# --- emphasis, addresses and media


def test_emphasised_characters_are_counted_once() -> None:
    (found,) = blocks("<p>Our <b>old <i>harbour</i></b> ferry is <em>back</em>.</p>")
    assert found.emph_chars == len("oldharbourback")


def test_an_emphasis_that_is_a_block_of_its_own_counts_whole() -> None:
    assert [(block.text, block.emph_chars) for block in blocks("<div><strong>Read more</strong><p>Text</p></div>")] == [("Read more", 9), ("Text", 0)]


def test_emphasis_is_never_more_than_the_text() -> None:
    (found,) = blocks("<p><b>one     two</b></p>")
    assert found.emph_chars == len(found.text)


def test_emphasis_around_blocks_reaches_each_of_them() -> None:
    assert [block.emph_chars for block in blocks("<b><p>One</p><p>Two</p></b><p>Three</p>")] == [3, 3, 0]


def test_the_address_is_that_of_the_first_link_with_text() -> None:
    (found,) = blocks('<p><a href="/pic"><img src=x></a>See <a href="/one?a=1&amp;b=2">this</a> and <a href="/two">that</a></p>')
    assert found.href == "/one?a=1&b=2"


def test_the_address_of_a_link_around_blocks_is_theirs() -> None:
    found = blocks('<section><a href="/ferry"><h3>Ferry</h3><p>It is back.</p></a><p>No link</p></section>')
    assert [block.href for block in found] == ["/ferry", "/ferry", ""]


def test_links_that_are_blocks_of_their_own_have_their_addresses() -> None:
    assert [block.href for block in blocks('<nav><a href="/a">Home</a><a href="/b">News</a><a>Top</a></nav>')] == ["/a", "/b", ""]


def test_a_long_address_is_cut() -> None:
    (found,) = blocks(f'<p><a href="/{"x" * 500}">far</a></p>')
    assert found.href == "/" + "x" * 199


@pytest.mark.parametrize("media", ["<img src=x>", "<picture><img src=x></picture>", "<video></video>", "<iframe src=x></iframe>", "<amp-img src=x></amp-img>"])
def test_a_block_knows_the_media_before_it(media: str) -> None:
    found = blocks(f"<p>One</p><div><a href=/x>{media}</a></div><p>Two</p><p>Three</p>")
    assert [block.after_media for block in found] == [False, True, False]


def test_a_drawing_counts_as_media_in_a_figure_only() -> None:
    found = blocks("<p><svg></svg>One</p><figure><svg></svg><figcaption>Two</figcaption></figure>")
    assert [block.after_media for block in found] == [False, True]


@pytest.mark.parametrize("media", ['<img src=x width="1" height="1">', "<iframe src=x hidden></iframe>", '<img src=x style="display:none">'])
def test_a_pixel_that_counts_visitors_is_no_picture(media: str) -> None:
    assert not any(block.after_media for block in blocks(f"<p>One</p>{media}<p>Two</p>"))


def test_a_picture_inside_a_paragraph_stands_before_the_next_block() -> None:
    assert [block.after_media for block in blocks("<p>One <img src=x> more</p><p>Two</p>")] == [False, True]


def test_a_long_address_in_a_row_of_data_is_cut_too() -> None:
    assert len(blocks("<table><tr><td><a href='" + "x" * 500 + "'>one</a></td><td>two</td></tr></table>")[0].href) == 200


def test_a_row_of_data_knows_its_emphasis_and_its_address() -> None:
    first, second = blocks('<p>Boats</p><table><tr><td><b>Gannet</b></td><td><a href="/4">berth 4</a></td></tr></table>')
    assert (first.href, second.emph_chars, second.link_chars, second.href) == ("", 6, 7, "/4")
