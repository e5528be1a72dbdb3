"""Title, authors, date, site and language of a page: JSON-LD first, then OpenGraph, meta tags and what is visible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from dechaff.fold import fold
from dechaff.model import Metadata
from dechaff.read import structured
from dechaff.read._nodes import Page

__all__ = ["iso_date", "metadata_of"]

_AUTHOR_TAGS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "cxenseparse:author")
_DATE_TAGS = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "date",
    "dc.date.issued", "dcterms.created", "dc.date", "pubdate", "publishdate", "publish-date", "publication_date", "article.published", "cxenseparse:recs:publishtime",
)  # fmt: skip
_BYLINE_START = re.compile(r"^(?:(?:by|von|par|por|di|door|autor(?:in)?|автор|written by|text|words)\b\s*:?\s+)", re.IGNORECASE)
_AUTHOR_SEPARATOR = re.compile(r"\s*(?:,|;|\||/|\band\b|\bund\b|\bet\b|\by\b|&)\s*")
_ISO = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?=[T\s]|$)|(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_URL_DATE = re.compile(r"/((?:19|20)\d{2})[/-]?(\d{2})[/-]?(\d{2})(?!\d)")
_TITLE_SEPARATOR = re.compile(r"\s+(?:[|\u2013\u2014\u00b7\u00bb\u2022:-]|::|//)\s+")
_SITE_LEAD = re.compile(r"\s*[|\u2013\u2014\u00b7\u00bb\u2022:-]{1,2}\s+(?=\S)")
_WORD = re.compile(r"\w+")
_TAG = re.compile(r"<[^>]{1,80}>")


class _Said(NamedTuple):
    """What one look at the page gathers.

    tags       lower-cased name of each meta tag -> its first content that is not empty.
    headings   the first-level headings.
    times      the time elements.
    window     the title that a browser shows above the page.
    """

    page: Page
    tags: dict[str, str]
    headings: list[int]
    times: list[int]
    window: str
    canonical: str
    objects: list[dict[str, Any]]
    article: dict[str, Any]


def metadata_of(page: Page, url: str = "") -> Metadata:
    """Return what a parsed page says about itself; an unknown field is empty. `url` wins over the page's own."""
    said = _said(page)
    tags, article = said.tags, said.article
    site = _clean(tags.get("og:site_name") or " ".join(structured.names(article.get("publisher"), said.objects)[:1]) or tags.get("application-name", ""))
    address = url or said.canonical or tags.get("og:url", "")
    return Metadata(
        title=_title(said, site),
        authors=_authors(said, site),
        date=_date(said, address),
        site=site or _site_in_title(said.window, _host(address)) or _host(address),
        lang=_lang(said),
        url=address,
        description=_clean(tags.get("og:description") or tags.get("description") or structured.text_of(article.get("description"))),
        types=structured.types(said.objects, tags.get("og:type", "")),
        body=structured.body(said.objects),
    )


def _said(page: Page) -> _Said:
    """Gather what the page says in one pass."""
    found = page.named("meta", "h1", "title", "script", "link", "time")
    window = _window(page, found["title"])
    objects = structured.nodes("".join(page.texts(script)) for script in found["script"] if "ld+json" in page.value(script, "type").lower())
    return _Said(
        page=page,
        tags=_tags(page, found["meta"]),
        headings=found["h1"],
        times=found["time"],
        window=_clean("".join(page.texts(window))) if window is not None else "",
        canonical=next((page.value(link, "href") for link in found["link"] if page.value(link, "rel").lower() == "canonical"), "").strip(),
        objects=objects,
        article=structured.article_node(objects),
    )


def _window(page: Page, titles: list[int]) -> int | None:
    """Return the first title in the page's head, else the first that there is."""
    in_head = _inside(page, titles, [page.head]) if page.head >= 0 else []
    return next(iter(in_head or titles), None)


def _tags(page: Page, metas: list[int]) -> dict[str, str]:
    tags: dict[str, str] = {}
    for meta in metas:
        attributes = page.attributes(meta)
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or attributes.get("http-equiv")
        content = attributes.get("content", "").strip()
        if name and content:
            tags.setdefault(name.strip().lower(), content)
    return tags


def _clean(text: str) -> str:
    text = unescape(text)
    return " ".join((_TAG.sub("", text) if "<" in text else text).split())


def _title(said: _Said, site: str) -> str:
    """Prefer the visible headline that the page's own words about itself confirm."""
    claims = (structured.text_of(said.article.get("headline")), said.tags.get("og:title", ""), said.tags.get("twitter:title", ""), said.window)
    titles = list(dict.fromkeys(_without_site(_clean(one), site) for one in claims if one))
    visible = [text for heading in said.headings[:8] if (text := _clean(" ".join(said.page.texts(heading))))]
    for text in visible:
        if any(_likeness(text, one) >= 0.6 for one in titles):
            return text
    if titles:
        return titles[0]
    return visible[0] if len(visible) == 1 else ""


def _likeness(one: str, other: str) -> float:
    """Share of the shorter title's words that the other one has."""
    if one == other and _WORD.search(one):
        return 1.0
    a, b = set(_WORD.findall(fold(one))), set(_WORD.findall(fold(other)))
    if min(len(a), len(b)) < 2:
        return float(bool(a) and a == b)
    return len(a & b) / min(len(a), len(b))


def _without_site(title: str, site: str) -> str:
    """Cut the site's name off a title's beginning or end; without a known name, a short last part."""
    if site and fold(title[: len(site)]) == fold(site) and (lead := _SITE_LEAD.match(title, len(site))):
        title = title[lead.end() :]
    parts = _TITLE_SEPARATOR.split(title)
    if len(parts) > 1 and (fold(parts[-1]) == fold(site) or (len(parts[-1].split()) <= 4 < len(parts[0].split()))):
        return title[: title.rfind(parts[-1])].rstrip(" |\u2013\u2014\u00b7\u00bb\u2022:-/")
    return title


def _authors(said: _Said, site: str) -> tuple[str, ...]:
    for source in _author_sources(said):
        found = dict.fromkeys(name for one in source for name in _people(one) if fold(name) != fold(site))
        if found:
            return tuple(found)
    return ()


def _author_sources(said: _Said) -> Iterator[list[str]]:
    """Yield the names that each source gives, the surest first; the page is searched only when the others give none."""
    yield structured.names(said.article.get("author"), said.objects)
    yield [said.tags[name] for name in _AUTHOR_TAGS if name in said.tags][:1]
    yield _visible_authors(said.page)


def _visible_authors(page: Page) -> list[str]:
    """Return the names in the surest place; one that a script writes to holds more than a name."""
    written = [script for script in page.named("script")["script"] if not page.value(script, "src")]
    for place in _author_places(page):
        bare = [node for node in place[:6] if not any(node < script < page.end(node) for script in written)]
        found = [text for node in bare if (text := _clean(" ".join(page.texts(node)))) and len(text) < 80]
        if found:
            return found
    return []


def _author_places(page: Page) -> Iterator[list[int]]:
    """Yield the elements that may name the author, the surest first."""
    authors = _with_property(page, "author")
    yield _inside(page, _with_property(page, "name"), authors) if authors else []
    yield [node for node in page.holding("rel", "author") if "author" in page.value(node, "rel").lower().split()]
    yield authors
    classes = [(node, page.value(node, "class").lower().split()) for node in page.holding("class", "author", "byline")]
    bylines = [node for node, names in classes if "byline" in names]
    yield _inside(page, [node for node, names in classes if "author" in names], bylines)
    yield [node for node, names in classes if "author-name" in names]
    yield [node for node, names in classes if "byline-name" in names]
    yield bylines


def _with_property(page: Page, name: str) -> list[int]:
    """Return the elements that hold this property of an item (microdata)."""
    return [node for node in page.holding("itemprop", name.lower()) if page.value(node, "itemprop") == name]


def _inside(page: Page, nodes: list[int], holders: list[int]) -> list[int]:
    """Return those of the nodes that stand in one of the holders; both in the order of the page."""
    found: list[int] = []
    end = start = 0
    for node in nodes:
        while start < len(holders) and holders[start] < node:
            end = max(end, page.end(holders[start]))
            start += 1
        if node < end:
            found.append(node)
    return found


def _people(text: str) -> Iterator[str]:
    """Yield the names in an author field; addresses and handles are none."""
    text = _BYLINE_START.sub("", _clean(text))
    parts = _AUTHOR_SEPARATOR.split(text) if text.count(" ") > 1 or "," in text else [text]
    for part in parts:
        name = part.strip(" .,;")
        if name and len(name) < 80 and "://" not in name and "@" not in name and not name.startswith("www.") and not name.isdigit():
            yield name


def _date(said: _Said, url: str) -> str:
    for text in _date_candidates(said):
        if found := iso_date(text):
            return found
    if in_url := _URL_DATE.search(url):
        return iso_date("-".join(in_url.groups()))
    return iso_date(structured.text_of(said.article.get("dateModified")) or said.tags.get("article:modified_time", ""))


def _date_candidates(said: _Said) -> Iterator[str]:
    yield structured.text_of(said.article.get("datePublished")) or structured.text_of(said.article.get("dateCreated"))
    yield from (said.tags[name] for name in _DATE_TAGS if name in said.tags)
    page = said.page
    for node in _date_places(said):
        attributes = page.attributes(node)
        yield attributes.get("datetime") or attributes.get("content") or "".join(page.texts(node))


def _date_places(said: _Said) -> Iterator[int]:
    """Yield the elements that may say when the page was published, the surest first."""
    page = said.page
    yield from _with_property(page, "datePublished")[:1]
    yield from [node for node in said.times if "pubdate" in page.attributes(node)][:1]
    dated = [node for node in said.times if "datetime" in page.attributes(node)]
    yield from _inside(page, dated, page.named("article")["article"])[:1]
    yield from dated[:1]


def iso_date(text: str) -> str:
    """Return the day a date field names as YYYY-MM-DD; empty when it names none that can be."""
    text = text.strip()
    numbers = _ISO.search(text)
    try:
        if _EPOCH.fullmatch(text):
            return _plausible(datetime.fromtimestamp(int(text[:10]), UTC).date())
        if numbers:
            year, month, day = (int(part) for part in numbers.groups() if part)
            return _plausible(date(year, month, day))
        if day_first := _DAY_FIRST.search(text):
            day, month, year = (int(part) for part in day_first.groups())
            return _plausible(date(year, month, day))
        return _plausible(parsedate_to_datetime(text if ":" in text else f"{text} 00:00:00").date()) if text else ""
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _plausible(day: date) -> str:
    return day.isoformat() if 1900 <= day.year <= 2200 else ""


def _lang(said: _Said) -> str:
    """Return the primary language subtag, lower case."""
    page = said.page
    own = (page.value(page.root, "lang") or page.value(page.root, "xml:lang")) if page.root >= 0 else ""
    name = own or said.tags.get("content-language") or said.tags.get("og:locale") or structured.text_of(said.article.get("inLanguage"))
    code = re.split(r"[-_,; ]", name.strip())[0].lower()
    return code if 2 <= len(code) <= 3 and code.isascii() and code.isalpha() else ""


def _site_in_title(window: str, host: str) -> str:
    """Return the last part of the window's title when the host is named after it."""
    parts = _TITLE_SEPARATOR.split(window)
    named = len(parts) > 1 and any(len(word) > 3 and word in host for word in _WORD.findall(fold(parts[-1])))
    return parts[-1] if named else ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
