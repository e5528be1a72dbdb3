"""JSON-LD: what a page says of itself in machine-readable form, in graph and list forms alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from dechaff.fold import fold
from dechaff.model import count_words

__all__ = ["article_node", "body", "names", "nodes", "text_of", "types"]

#: Types of schema.org that stand for a text with an author; the more telling first.
ARTICLE_TYPES = (
    "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle", "ReviewNewsArticle",
    "AskPublicNewsArticle", "AdvertiserContentArticle", "SatiricalArticle", "ScholarlyArticle", "TechArticle", "LiveBlogPosting", "BlogPosting",
    "SocialMediaPosting", "Report", "Article", "Recipe", "Review", "WebPage",
)  # fmt: skip

_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_MOST_NODES = 2000
_SCRIPT = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_PARAGRAPH_END = re.compile(r"</(?:p|div|li|h[1-6]|blockquote|tr|figure|figcaption)\s*>|<br\b[^>]{0,80}>", re.IGNORECASE)
_MARKUP = re.compile(r"</?[a-z][^<>]*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)

MOST_TYPES = 20
#: An articleBody of fewer words is the teaser of an article that is sold or lies elsewhere.
BODY_WORDS = 40
#: A longer articleBody is not one article (characters).
BODY_CHARS = 200_000
#: Holds 40 words in any script.
_FEW_CHARS = 2000


def nodes(scripts: Iterable[str]) -> list[dict[str, Any]]:
    """Return every JSON-LD object of a page's scripts, nested graphs and lists opened; malformed scripts give none."""
    found: list[dict[str, Any]] = []
    for script in scripts:
        found.extend(_objects(_loads(script)))
        if len(found) > _MOST_NODES:
            break
    return found


def _loads(source: str) -> Any:
    bare = source.strip("; \t\r\n")
    if not (bare.startswith(("{", "[")) and bare.endswith(("}", "]"))):
        bare = _WRAPPING.sub("", _WRAPPING.sub("", bare)).strip("; \t\r\n")
    for mended in (False, True):
        try:
            return json.loads(_TRAILING_COMMA.sub(r"\1", bare) if mended else bare, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, list):
            stack.extend(reversed(one[:_MOST_NODES]))
        elif isinstance(one, dict):
            yield one
            stack.extend(one[key] for key in ("mainEntity", "mainEntityOfPage", "@graph") if isinstance(one.get(key), (list, dict)))


def article_node(objects: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the object that stands for the article; empty when there is none."""
    best: tuple[int, dict[str, Any]] = (len(ARTICLE_TYPES), {})
    for one in objects:
        kinds = one.get("@type")
        for kind in kinds if isinstance(kinds, list) else [kinds]:
            name = str(kind).rpartition("/")[2]
            if name in ARTICLE_TYPES and ("headline" in one or "datePublished" in one or "articleBody" in one or "author" in one):
                best = min(best, (ARTICLE_TYPES.index(name), one), key=lambda pair: pair[0])
    return best[1]


def text_of(value: Any) -> str:
    """Return the text of a property: a string, the first of a list, or an object's @value or name."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list) and value:
        return text_of(value[0])
    if isinstance(value, dict):
        return text_of(value.get("@value") or value.get("name"))
    return ""


def names(value: Any, objects: list[dict[str, Any]]) -> list[str]:
    """Return the names in an author or publisher property; references by @id are followed within the page."""
    if isinstance(value, list):
        return [name for one in value for name in names(one, objects)]
    if isinstance(value, dict):
        if "name" in value:
            return names(value["name"], objects)
        identity = value.get("@id")
        return [text_of(one["name"]) for one in objects if identity and one.get("@id") == identity and one.get("name")][:1]
    return [" ".join(value.split())] if isinstance(value, str) and value.strip() else []


def types(objects: list[dict[str, Any]], given: str = "") -> tuple[str, ...]:
    """Return the types of all objects and the given one: the last part of each, lower-cased, sorted."""
    found = {_last_part(given)}
    for one in objects:
        kinds = one.get("@type")
        found.update(_last_part(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str))
    return tuple(sorted(found - {""})[:MOST_TYPES])


def _last_part(kind: str) -> str:
    """Return "newsarticle" for "https://schema.org/NewsArticle" and "schema:NewsArticle"."""
    return kind.strip().rpartition("/")[2].rpartition(":")[2].rpartition("#")[2].lower()


def body(objects: list[dict[str, Any]]) -> str:
    """Return the longest articleBody of an article on the page, without markup; empty when it is no more than a teaser."""
    texts = [one["articleBody"] for one in objects if isinstance(one.get("articleBody"), str)]
    longest = _without_markup(max(texts, key=len, default="")[:BODY_CHARS])
    return longest if len(longest.split(None, BODY_WORDS)) >= BODY_WORDS or count_words(fold(longest[:_FEW_CHARS])) >= BODY_WORDS else ""


def _without_markup(text: str) -> str:
    """Take tags out, a line end for each that ends a paragraph, and resolve entities; a text without any stays as it is."""
    if "<" in text and _MARKUP.search(text):
        text = _MARKUP.sub("", _SCRIPT.sub("", _PARAGRAPH_END.sub("\n", text)))
    return unescape(text).strip() if "&" in text else text.strip()
