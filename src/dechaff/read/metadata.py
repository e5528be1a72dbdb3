"""Title, authors, date, site and language of a page: JSON-LD first, then OpenGraph, meta tags and what is visible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from dechaff.fold import fold
from dechaff.model import Metadata
from dechaff.read import structured

__all__ = ["iso_date", "metadata_of"]

_AUTHOR_TAGS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "cxenseparse:author")
_DATE_TAGS = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "date",
    "dc.date.issued", "dcterms.created", "dc.date", "pubdate", "publishdate", "publish-date", "publication_date", "article.published", "cxenseparse:recs:publishtime",
)  # fmt: skip
_AUTHOR_PLACES = (
    '[itemprop="author"] [itemprop="name"]',
    '[rel~="author"]',
    '[itemprop="author"]',
    ".byline .author",
    ".author-name",
    ".byline-name",
    ".byline",
)
_DATE_PLACES = ('[itemprop="datePublished"]', "time[pubdate]", "article time[datetime]", "time[datetime]")
_BYLINE_START = re.compile(r"^(?:(?:by|von|par|por|di|door|autor(?:in)?|автор|written by|text|words)\b\s*:?\s+)", re.IGNORECASE)
_AUTHOR_SEPARATOR = re.compile(r"\s*(?:,|;|\||/|\band\b|\bund\b|\bet\b|\by\b|&)\s*")
_ISO = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?=[T\s]|$)|(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_URL_DATE = re.compile(r"/((?:19|20)\d{2})[/-]?(\d{2})[/-]?(\d{2})(?!\d)")
_TITLE_SEPARATOR = re.compile(r"\s+(?:[|\u2013\u2014\u00b7\u00bb\u2022:-]|::|//)\s+")
_SITE_LEAD = re.compile(r"\s*[|\u2013\u2014\u00b7\u00bb\u2022:-]{1,2}\s+(?=\S)")
_TAG = re.compile(r"<[^>]{1,80}>")


def metadata_of(tree: LexborHTMLParser, url: str = "") -> Metadata:
    """Return what a parsed page says about itself; an unknown field is empty. `url` wins over the page's own."""
    objects = structured.nodes(tree)
    article = structured.article_node(objects)
    tags = _tags(tree)
    site = _clean(tags.get("og:site_name") or " ".join(structured.names(article.get("publisher"), objects)[:1]) or tags.get("application-name", ""))
    address = url or _canonical(tree) or tags.get("og:url", "")
    return Metadata(
        title=_title(tree, article, tags, site),
        authors=_authors(tree, article, objects, tags, site),
        date=_date(tree, article, tags, address),
        site=site or _site_in_title(tree, _host(address)) or _host(address),
        lang=_lang(tree, article, tags),
        url=address,
        description=_clean(tags.get("og:description") or tags.get("description") or structured.text_of(article.get("description"))),
    )


def _tags(tree: LexborHTMLParser) -> dict[str, str]:
    """Map the lower-cased name of each meta tag to its first content that is not empty."""
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or attributes.get("http-equiv")
        content = (attributes.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _clean(text: str) -> str:
    return " ".join(_TAG.sub("", unescape(text)).split())


def _title(tree: LexborHTMLParser, article: dict[str, Any], tags: dict[str, str], site: str) -> str:
    """Prefer the visible headline that the page's own words about itself confirm."""
    window = _window(tree)
    said = [
        _without_site(_clean(one), site)
        for one in (structured.text_of(article.get("headline")), tags.get("og:title", ""), tags.get("twitter:title", ""), window)
        if one
    ]
    visible = [text for node in tree.css("h1")[:8] if (text := _clean(node.text(separator=" ") or ""))]
    confirmed = [text for text in visible if any(_likeness(text, one) >= 0.6 for one in said)]
    if confirmed:
        return confirmed[0]
    if said:
        return said[0]
    return visible[0] if len(visible) == 1 else ""


def _window(tree: LexborHTMLParser) -> str:
    """Return the title that a browser shows above the page."""
    head = tree.css_first("head title") or tree.css_first("title")
    return _clean(head.text() or "") if head else ""


def _likeness(one: str, other: str) -> float:
    """Share of the shorter title's words that the other one has."""
    a, b = set(re.findall(r"\w+", fold(one))), set(re.findall(r"\w+", fold(other)))
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


def _authors(tree: LexborHTMLParser, article: dict[str, Any], objects: list[dict[str, Any]], tags: dict[str, str], site: str) -> tuple[str, ...]:
    sources: Iterable[list[str]] = (
        structured.names(article.get("author"), objects),
        [tags[name] for name in _AUTHOR_TAGS if name in tags][:1],
        _visible_authors(tree),
    )
    for source in sources:
        found = dict.fromkeys(name for one in source for name in _people(one) if fold(name) != fold(site))
        if found:
            return tuple(found)
    return ()


def _visible_authors(tree: LexborHTMLParser) -> list[str]:
    for place in _AUTHOR_PLACES:
        found = [text for node in tree.css(place)[:6] if (text := _clean(node.text(separator=" ") or "")) and len(text) < 80]
        if found:
            return found
    return []


def _people(text: str) -> Iterator[str]:
    """Yield the names in an author field; addresses and handles are none."""
    text = _BYLINE_START.sub("", _clean(text))
    parts = _AUTHOR_SEPARATOR.split(text) if text.count(" ") > 1 or "," in text else [text]
    for part in parts:
        name = part.strip(" .,;")
        if name and len(name) < 80 and "://" not in name and "@" not in name and not name.startswith("www.") and not name.isdigit():
            yield name


def _date(tree: LexborHTMLParser, article: dict[str, Any], tags: dict[str, str], url: str) -> str:
    for text in _date_candidates(tree, article, tags):
        if found := iso_date(text):
            return found
    if in_url := _URL_DATE.search(url):
        return iso_date("-".join(in_url.groups()))
    return iso_date(structured.text_of(article.get("dateModified")) or tags.get("article:modified_time", ""))


def _date_candidates(tree: LexborHTMLParser, article: dict[str, Any], tags: dict[str, str]) -> Iterator[str]:
    yield structured.text_of(article.get("datePublished")) or structured.text_of(article.get("dateCreated"))
    yield from (tags[name] for name in _DATE_TAGS if name in tags)
    for place in _DATE_PLACES:
        node = tree.css_first(place)
        if node is not None:
            yield node.attributes.get("datetime") or node.attributes.get("content") or node.text() or ""


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


def _lang(tree: LexborHTMLParser, article: dict[str, Any], tags: dict[str, str]) -> str:
    """Return the primary language subtag, lower case."""
    root = tree.css_first("html")
    own = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root is not None else ""
    said = own or tags.get("content-language") or tags.get("og:locale") or structured.text_of(article.get("inLanguage"))
    code = re.split(r"[-_,; ]", said.strip())[0].lower()
    return code if 2 <= len(code) <= 3 and code.isascii() and code.isalpha() else ""


def _canonical(tree: LexborHTMLParser) -> str:
    node = tree.css_first('link[rel="canonical"]')
    return (node.attributes.get("href") or "").strip() if node is not None else ""


def _site_in_title(tree: LexborHTMLParser, host: str) -> str:
    """Return the last part of the window's title when the host is named after it."""
    parts = _TITLE_SEPARATOR.split(_window(tree))
    named = len(parts) > 1 and any(len(word) > 3 and word in host for word in re.findall(r"\w+", fold(parts[-1])))
    return parts[-1] if named else ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
