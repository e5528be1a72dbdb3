"""What a page says about itself: JSON-LD before OpenGraph before meta tags before what is visible."""

from __future__ import annotations

import pytest

from dechaff.model import Metadata
from dechaff.read import read
from dechaff.read.metadata import iso_date


def about(head: str = "", body: str = "", *, root: str = "<html>", url: str | None = None) -> Metadata:
    return read(f"<!doctype html>{root}<head>{head}</head><body>{body}</body></html>", "html", url).metadata


def ld(source: str) -> str:
    return f'<script type="application/ld+json">{source}</script>'


ARTICLE = """{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "The ferry is back", "datePublished": "2024-05-03T08:00:00+02:00",
"author": {"@type": "Person", "name": "Anna Lind"}, "publisher": {"@type": "Organization", "name": "Harbour Post"}, "inLanguage": "en-GB"}"""
EXPECTED = {"title": "The ferry is back", "authors": ("Anna Lind",), "date": "2024-05-03", "site": "Harbour Post", "lang": "en"}


def fields(found: Metadata) -> dict[str, object]:
    return {name: getattr(found, name) for name in EXPECTED}


# --- JSON-LD


@pytest.mark.parametrize(
    "source",
    [
        ARTICLE,
        f"[{ARTICLE}]",
        f'[{{"@type": "BreadcrumbList"}}, {ARTICLE}]',
        f'{{"@context": "https://schema.org", "@graph": [{{"@type": "WebSite", "name": "x"}}, {ARTICLE}]}}',
        f'{{"@type": "WebPage", "mainEntity": {ARTICLE}}}',
        f"<!-- {ARTICLE} -->",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        ARTICLE.replace('"en-GB"}', '"en-GB",}'),
        ARTICLE.replace('"NewsArticle"', '["Thing", "NewsArticle"]'),
        ARTICLE.replace('"NewsArticle"', '"https://schema.org/NewsArticle"'),
        ARTICLE.replace("The ferry is back", "The ferry\n is back"),
        ARTICLE + ";",
    ],
    ids=[
        "plain",
        "list",
        "second of a list",
        "graph",
        "main entity",
        "comment",
        "cdata",
        "trailing comma",
        "two types",
        "full type",
        "line break",
        "semicolon",
    ],
)
def test_json_ld_is_read_in_all_its_forms(source: str) -> None:
    assert fields(about(ld(source))) == EXPECTED


def test_an_author_that_is_only_referred_to_is_found_by_its_id() -> None:
    graph = """{"@graph": [{"@type": "Article", "headline": "The ferry is back", "author": {"@id": "#anna"}},
    {"@type": "Person", "@id": "#anna", "name": "Anna Lind"}, {"@type": "Person", "@id": "#bo", "name": "Bo Rask"}]}"""
    assert about(ld(graph)).authors == ("Anna Lind",)


def test_a_reference_to_another_script_of_the_page_is_followed() -> None:
    article = ld('{"@type": "Article", "headline": "The ferry", "publisher": {"@id": "#post"}}')
    assert about(article + ld('{"@type": "Organization", "@id": "#post", "name": "Harbour Post"}')).site == "Harbour Post"


def test_a_reference_to_nothing_gives_no_author() -> None:
    assert about(ld('{"@type": "Article", "headline": "The ferry", "author": {"@id": "#nobody"}}')).authors == ()


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ('["Anna Lind", "Bo Rask"]', ("Anna Lind", "Bo Rask")),
        ('[{"name": "Anna Lind"}, {"name": "Bo Rask"}]', ("Anna Lind", "Bo Rask")),
        ('"Anna Lind and Bo Rask"', ("Anna Lind", "Bo Rask")),
        ('"Anna Lind, Bo Rask"', ("Anna Lind", "Bo Rask")),
        ('{"name": ["Anna Lind", "Bo Rask"]}', ("Anna Lind", "Bo Rask")),
        ('"By Anna Lind"', ("Anna Lind",)),
        ('"Harbour Post"', ()),
        ('"https://post.example/anna"', ()),
        ('"anna@post.example"', ()),
        ('["Anna Lind", "Anna Lind"]', ("Anna Lind",)),
        ("null", ()),
        ("[]", ()),
        ("7", ()),
        ('"Anders Brandy"', ("Anders Brandy",)),
    ],
)
def test_author_fields_give_names(author: str, names: tuple[str, ...]) -> None:
    source = f'{{"@type": "Article", "headline": "The ferry", "publisher": {{"name": "Harbour Post"}}, "author": {author}}}'
    assert about(ld(source)).authors == names


@pytest.mark.parametrize("source", ["{", '{"@type": "NewsArticle", "headline": "The', "null", '"text"', "[" * 5000, "", '{"@graph": null}', '{"@type": null}'])
def test_broken_json_ld_leaves_the_rest_of_the_page_readable(source: str) -> None:
    assert about(ld(source) + '<meta property="og:title" content="The ferry is back">').title == "The ferry is back"


def test_the_article_is_preferred_to_the_page_around_it() -> None:
    page = '{"@type": "WebPage", "headline": "Harbour Post", "author": "Nobody"}'
    assert fields(about(ld(page) + ld(ARTICLE))) == EXPECTED


def test_json_ld_wins_over_opengraph() -> None:
    assert about(ld(ARTICLE) + '<meta property="og:title" content="Something else">').title == "The ferry is back"


def test_entities_in_fields_are_resolved() -> None:
    assert about(ld('{"@type": "Article", "headline": "Fish &amp; chips &#8211; again"}')).title == "Fish & chips \u2013 again"


# --- OpenGraph and meta


def test_opengraph_gives_what_it_has() -> None:
    found = about(
        '<meta property="og:title" content="The ferry is back"><meta property="og:site_name" content="Harbour Post"><meta property="og:locale" content="sv_SE">'
        '<meta property="article:published_time" content="2024-05-03T08:00:00Z"><meta property="article:author" content="Anna Lind">'
        '<meta property="og:url" content="https://post.example/ferry"><meta property="og:description" content="After nine years.">'
    )
    assert found == Metadata("The ferry is back", ("Anna Lind",), "2024-05-03", "Harbour Post", "sv", "https://post.example/ferry", "After nine years.")


def test_meta_tags_give_what_they_have() -> None:
    found = about(
        '<title>The ferry is back</title><meta name="Author" content="Anna Lind"><meta name="DC.date.issued" content="2024-05-03"><meta name="description" content="After nine years.">'
    )
    assert found == Metadata("The ferry is back", ("Anna Lind",), "2024-05-03", description="After nine years.")


def test_an_empty_tag_does_not_hide_the_next_one() -> None:
    assert about('<meta name="author" content=" "><meta name="author" content="Anna Lind">').authors == ("Anna Lind",)


def test_a_profile_address_is_no_author() -> None:
    assert about('<meta property="article:author" content="https://social.example/post">', '<p class="byline">By Anna Lind</p>').authors == ("Anna Lind",)


# --- what is visible


def test_a_bare_page_gives_its_headline_byline_and_time() -> None:
    found = about(
        "",
        '<article><h1>The ferry is back</h1><p class="byline">By <a rel="author" href="/anna">Anna Lind</a></p><time datetime="2024-05-03">Friday</time></article>',
    )
    assert (found.title, found.authors, found.date) == ("The ferry is back", ("Anna Lind",), "2024-05-03")


def test_microdata_gives_author_and_date() -> None:
    found = about("", '<span itemprop="author"><b itemprop="name">Anna Lind</b></span><meta itemprop="datePublished" content="2024-05-03">')
    assert (found.authors, found.date) == (("Anna Lind",), "2024-05-03")


def test_the_visible_headline_wins_when_the_page_confirms_it() -> None:
    found = about("<title>Ferry is back after nine years | Harbour Post</title>", "<h1>Harbour Post</h1><h1>The old ferry is back after nine years</h1>")
    assert found.title == "The old ferry is back after nine years"


def test_a_first_level_heading_of_other_words_is_not_the_title() -> None:
    assert (
        about('<meta property="og:title" content="The ferry is back after nine years">', "<h1>Harbour Post</h1>").title == "The ferry is back after nine years"
    )


@pytest.mark.parametrize(
    "window",
    [
        "The old ferry is back at last | Harbour Post",
        "The old ferry is back at last - Harbour Post",
        "The old ferry is back at last \u2013 Harbour Post",
        "The old ferry is back at last \u00b7 Harbour Post",
        "The old ferry is back at last :: Harbour Post",
        "The old ferry is back at last | HARBOUR POST",
        "Harbour Post | The old ferry is back at last",
        "Harbour Post: The old ferry is back at last",
    ],
)
def test_a_title_does_not_hold_the_name_of_the_site(window: str) -> None:
    assert about(f'<title>{window}</title><meta property="og:site_name" content="Harbour Post">').title == "The old ferry is back at last"


@pytest.mark.parametrize(
    "title", ["The ferry: a love story", "Well-known ferry is back", "Ferry 4-1 up in the cup", "Harbour Post", "Is the Harbour Post closing?"]
)
def test_a_title_keeps_its_own_colons_and_hyphens(title: str) -> None:
    assert about(f'<title>{title}</title><meta property="og:site_name" content="Harbour Post">').title == title


def test_a_page_that_says_nothing_gives_empty_fields() -> None:
    assert about() == Metadata()


# --- dates


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-03", "2024-05-03"),
        ("2024-05-03T23:30:00-05:00", "2024-05-03"),
        ("2024-05-03 08:00", "2024-05-03"),
        ("20240503", "2024-05-03"),
        ("20240503T080000", "2024-05-03"),
        ("2024/5/3", "2024-05-03"),
        ("3.5.2024", "2024-05-03"),
        ("03. 05. 2024", "2024-05-03"),
        ("Fri, 03 May 2024 08:00:00 GMT", "2024-05-03"),
        ("3 May 2024", "2024-05-03"),
        ("May 3, 2024", "2024-05-03"),
        ("Friday, May 3, 2024 8:00 am", "2024-05-03"),
        ("1714723200", "2024-05-03"),
        ("1714723200000", "2024-05-03"),
        ("Published 2024-05-03", "2024-05-03"),
        ("", ""),
        ("yesterday", ""),
        ("2024-13-45", ""),
        ("0001-01-01", ""),
        ("12345678901234567890", ""),
    ],
)
def test_a_date_field_gives_its_day(text: str, day: str) -> None:
    assert iso_date(text) == day


def test_a_date_that_cannot_be_does_not_hide_the_next_one() -> None:
    assert about('<meta property="article:published_time" content="soon"><meta name="date" content="2024-05-03">').date == "2024-05-03"


@pytest.mark.parametrize("path", ["2024/05/03/ferry", "2024/05/03ferry.html", "20240503-ferry", "news/2024-05-03.html"])
def test_the_address_gives_the_date_when_nothing_else_does(path: str) -> None:
    assert about(url=f"https://post.example/{path}").date == "2024-05-03"


@pytest.mark.parametrize("path", ["2024/05031234", "id/120240503/ferry", "2024/13/45/ferry"])
def test_a_number_in_the_address_is_no_date(path: str) -> None:
    assert about(url=f"https://post.example/{path}").date == ""


def test_the_day_of_change_is_the_last_resort() -> None:
    assert about('<meta property="article:modified_time" content="2024-05-03">').date == "2024-05-03"


# --- language, site and address


@pytest.mark.parametrize(
    ("root", "head", "lang"),
    [
        ('<html lang="en-GB">', "", "en"),
        ('<html lang="PT_br">', "", "pt"),
        ('<html xml:lang="fr">', "", "fr"),
        ("<html>", '<meta property="og:locale" content="de_AT">', "de"),
        ("<html>", '<meta http-equiv="Content-Language" content="nl, en">', "nl"),
        ('<html lang="sv">', '<meta property="og:locale" content="en_US">', "sv"),
        ('<html lang="">', '<meta property="og:locale" content="en_US">', "en"),
        ('<html lang="fil">', "", "fil"),
        ('<html lang="english">', "", ""),
        ("<html>", "", ""),
    ],
)
def test_the_language_is_a_primary_subtag(root: str, head: str, lang: str) -> None:
    assert about(head, root=root).lang == lang


def test_the_host_stands_for_a_site_without_a_name() -> None:
    assert about(url="https://www.post.example/ferry").site == "post.example"


def test_the_end_of_the_title_names_the_site_when_the_host_confirms_it() -> None:
    title = "<title>The old ferry is back at last - Harbour Post</title>"
    assert about(title, url="https://www.harbourpost.example/ferry").site == "Harbour Post"
    assert about(title, url="https://www.daily.example/ferry").site == "daily.example"


def test_the_address_that_is_given_wins() -> None:
    head = '<link rel="canonical" href="https://post.example/canonical"><meta property="og:url" content="https://post.example/og">'
    assert about(head, url="https://mirror.example/x").url == "https://mirror.example/x"
    assert about(head).url == "https://post.example/canonical"


@pytest.mark.parametrize("url", ["http://[broken", "::", "ferry"])
def test_a_broken_address_is_kept_and_gives_no_site(url: str) -> None:
    found = about(url=url)
    assert (found.url, found.site) == (url, "")


def test_a_text_knows_only_its_address() -> None:
    assert read("The ferry is back.", "text", "https://post.example/x").metadata == Metadata(url="https://post.example/x")


# --- what the page is, and its own text

WORDS = " ".join(["The old ferry is back in the harbour after nine years."] * 5)


def test_the_types_are_those_of_all_objects_and_of_opengraph() -> None:
    graph = '{"@graph": [{"@type": "https://schema.org/NewsArticle"}, {"@type": ["WebPage", "CollectionPage"]}, {"@type": 3}, {}]}'
    assert about(ld(graph) + '<meta property="og:type" content=" Article ">').types == ("article", "collectionpage", "newsarticle", "webpage")


def test_a_page_names_at_most_twenty_types() -> None:
    kinds = ", ".join(f'{{"@type": "T{number}"}}' for number in range(100))
    assert len(about(ld(f"[{kinds}]")).types) == 20


def test_the_longest_body_is_the_text_of_the_article() -> None:
    one = f'{{"@type": "NewsArticle", "articleBody": "{WORDS} One."}}'
    two = f'{{"@type": "Article", "articleBody": "{WORDS} And two."}}'
    assert about(ld(one) + ld(two)).body == f"{WORDS} And two."


def test_a_body_is_given_without_markup() -> None:
    source = f'{{"@type": "Article", "articleBody": "<p>{WORDS}</p><p>Fish &amp; <b>c</b>hips 1 &lt; 2</p><script>x<y</script>"}}'.replace(
        "</script", "<\\/script"
    )
    assert about(ld(source)).body == f"{WORDS}\nFish & chips 1 < 2"


@pytest.mark.parametrize("body", ['"Too short to be an article."', "null", '["list"]', '{"@value": "object"}'])
def test_a_teaser_is_no_body(body: str) -> None:
    assert about(ld(f'{{"@type": "Article", "articleBody": {body}}}')).body == ""


def test_a_body_without_spaces_has_words_too() -> None:
    text = "市議会は火曜日に、古い港の渡し船を九年ぶりに再開することを決めた。" * 5
    assert about(ld(f'{{"@type": "Article", "articleBody": "{text}"}}')).body == text


def test_a_body_without_end_is_cut() -> None:
    assert len(about(ld(f'{{"@type": "Article", "articleBody": "{"ferry " * 50_000}"}}')).body) <= 200_000
