"""JSON-LD: what a page says of itself in machine-readable form, in graph and list forms alike."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

__all__ = ["article_node", "names", "nodes", "text_of"]

#: Types of schema.org that stand for a text with an author; the more telling first.
ARTICLE_TYPES = (
    "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle", "ReviewNewsArticle",
    "AskPublicNewsArticle", "AdvertiserContentArticle", "SatiricalArticle", "ScholarlyArticle", "TechArticle", "LiveBlogPosting", "BlogPosting",
    "SocialMediaPosting", "Report", "Article", "Recipe", "Review", "WebPage",
)  # fmt: skip

_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_MOST_NODES = 2000


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
