"""Own rules: stages made of files that the user names, for all sites or for some.

A file is a rule table, as the stages' own are, whose name is the stage's; its marks take an element by themselves. It may also hold

    hosts = ["example.org"]             # the table counts on pages of these sites alone

    [sites."example.org"]               # what is known of one site, for pages
    body = ["//article"]                # XPath: nothing outside these is the article
    strip = ["//div[@id='promo']"]      # XPath: none of this is
    strip_id_or_class = ["newsletter"]  # nor elements whose id or class holds this
    title = ["//h1"]                    # nor this, which says the title
    marks = ["promo-box"]               # nor elements of this class or id, as it stands

A name of a site stands for the sites below it too: example.org is also www.example.org.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dechaff.errors import RuleError
from dechaff.model import Claim, Document, Stage
from dechaff.sentences import sentences_of
from dechaff.stages._extractors import covered
from dechaff.stages._rules import Table, read_table, toml_of
from dechaff.stages._table_stage import TableStage

__all__ = ["PHRASES", "OwnTable", "PhraseStage", "SiteRules", "own_stages", "own_tables"]

#: The stage that files of bare phrases make.
PHRASES = "phrases"
#: What somebody wrote down for a site, or as a phrase of their own, outweighs what speaks against it.
STRIP_WEIGHT = 8.0
MARK_WEIGHT = 5.0
OUTSIDE_WEIGHT = 5.0
INSIDE_WEIGHT = -4.0
PHRASE_WEIGHT = 6.0
PHRASE_WORDS = 2000
EVIDENCE_CHARS = 80
_XPATHS = ("body", "strip", "title")
_WORDS = ("strip_id_or_class", "marks")


@dataclass(frozen=True)
class Site:
    """What is known of one site, or of all when the host is empty: XPath expressions by what they find, and words of ids and classes."""

    host: str
    xpaths: Mapping[str, tuple[str, ...]]
    words: Mapping[str, Collection[str]]


@dataclass(frozen=True)
class OwnTable:
    """A stage made of a table that may be meant for some sites alone."""

    stage: TableStage
    hosts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file's name."""
        return self.stage.name

    @property
    def about(self) -> str:
        """What the table finds."""
        return self.stage.about

    @property
    def table(self) -> Table:
        """The table itself."""
        return self.stage.table

    def __call__(self, doc: Document) -> list[Claim]:
        """Claim what the table finds, on the sites that it is for."""
        if self.hosts and not any(_is_of(doc, host) for host in self.hosts):
            return []
        return self.stage(doc)


@dataclass(frozen=True)
class PhraseStage:
    """A stage of bare phrases: the sentence that holds one goes, or the whole block when it is no more than that."""

    table: Table
    name: str = PHRASES
    about: str = "The text holds a phrase of the user's own."

    def __call__(self, doc: Document) -> list[Claim]:
        """Claim the sentences that hold a phrase."""
        return [self._claim(doc, index, start) for index, (_, start, _) in self.table.matches(doc)]

    def _claim(self, doc: Document, index: int, start: int) -> Claim:
        text = doc.blocks[index].text
        sentences = sentences_of(text)
        span = next(((first, stop) for first, stop in sentences if first <= start < stop), None)
        said = text[slice(*span)] if span else text
        return Claim(index, index + 1, self.table.groups[0].id, PHRASE_WEIGHT, said[:EVIDENCE_CHARS], "phrase", span if len(sentences) > 1 else None)


@dataclass(frozen=True)
class SiteRules:
    """A stage made of what is known of single sites; it speaks of pages alone."""

    name: str
    sites: tuple[Site, ...]
    about: str = "What is known of the page's site says so."

    def __call__(self, doc: Document) -> list[Claim]:
        """Claim what the site's rules take out, and what lies outside its body."""
        if doc.origin != "html" or not doc.blocks:
            return []
        return [claim for site in self._sites_of(doc) for claim in self._claims(doc, site)]

    @cached_property
    def _by_host(self) -> dict[str, list[Site]]:
        found: dict[str, list[Site]] = {}
        for site in self.sites:
            found.setdefault(site.host, []).append(site)
        return found

    def _sites_of(self, doc: Document) -> list[Site]:
        """Return the rules of the page's host and of the hosts above it."""
        parts = [*_host(doc.metadata.url).split("."), ""]
        return [site for at in range(len(parts)) for site in self._by_host.get(".".join(parts[at:]).strip("."), ())]

    def _claims(self, doc: Document, site: Site) -> Iterator[Claim]:
        tree = _tree(doc) if any(site.xpaths.values()) else None
        for what in ("strip", "title"):
            for expression in site.xpaths[what]:
                for index in _found(doc, tree, expression):
                    if index != doc.title_block:
                        yield _claim(index, f"{self.name}/{site.host}/{what}", STRIP_WEIGHT, expression)
        for index, block in enumerate(doc.blocks):
            if said := _named(block.marks, site.words):
                rule, weight = (f"{self.name}/{site.host}/strip", STRIP_WEIGHT) if site.host else (f"{self.name}/mark/{said}", MARK_WEIGHT)
                yield _claim(index, rule, weight, said)
        bodies = [(expression, found) for expression in site.xpaths["body"] if (found := _found(doc, tree, expression))]
        if bodies:
            expression, inside = bodies[0][0], set(bodies[0][1])
            for index in range(len(doc.blocks)):
                weight = INSIDE_WEIGHT if index in inside else OUTSIDE_WEIGHT
                yield _claim(index, f"{self.name}/{site.host}/body", weight, expression)


def _claim(index: int, rule: str, weight: float, evidence: str) -> Claim:
    return Claim(index, index + 1, rule, weight, evidence[:EVIDENCE_CHARS], "site")


def _named(marks: frozenset[str], words: Mapping[str, Collection[str]]) -> str:
    """Return the word of a site's rules that a block's marks hold; empty when none."""
    listed = words["marks"]
    found = min((mark for mark in marks if mark in listed), default="")
    return found or next((word for word in words["strip_id_or_class"] if any(word in mark for mark in marks)), "")


def _tree(doc: Document) -> Any:
    """Parse a page for XPath; None when nothing can be made of it."""
    from lxml import etree, html

    try:
        return html.document_fromstring(doc.source.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except etree.LxmlError:
        return None


def _found(doc: Document, tree: Any, expression: str) -> list[int]:
    """Return the indexes of the blocks whose text the elements hold that an expression finds, in order."""
    if tree is None:
        return []
    from lxml import etree

    try:
        elements = tree.xpath(expression)
    except etree.XPathError:
        return []
    if not isinstance(elements, list):
        return []
    texts = [" ".join(element.itertext()) for element in elements if isinstance(element, etree._Element)]
    return [index for index, inside in enumerate(covered(doc.blocks, "\n".join(texts))) if inside] if texts else []


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.") if address else ""


def _is_of(doc: Document, host: str) -> bool:
    """Tell whether a document is of a site, or of one below it."""
    own = _host(doc.metadata.url)
    return own == host or own.endswith("." + host)


@lru_cache(maxsize=32)
def own_stages(rules: tuple[str, ...], phrases: tuple[str, ...]) -> tuple[Stage, ...]:
    """Return the stages that some files make; read once a process. Raises RuleError, which names the file."""
    stages: list[Stage] = [stage for path in rules for stage in _stages_of(Path(path))]
    lines = [line for path in phrases for line in _phrases_of(Path(path))]
    if lines:
        group = {"at": "any", "weight": PHRASE_WEIGHT, "max_words": PHRASE_WORDS, "phrases": list(dict.fromkeys(lines))}
        stages.append(PhraseStage(read_table(PHRASES, {"about": PhraseStage.about, "own": {"line": group}})))
    return tuple(stages)


def own_tables(stages: Iterable[Stage]) -> list[Table]:
    """Return the tables of phrases among some stages."""
    return [stage.table for stage in stages if isinstance(stage, (OwnTable, PhraseStage))]


def _stages_of(path: Path) -> Iterator[Stage]:
    body = dict(_toml(path))
    hosts = _strings(path, "hosts", body.pop("hosts", []))
    sites = body.pop("sites", {})
    if not isinstance(sites, dict) or not all(isinstance(site, dict) for site in sites.values()):
        raise RuleError(f'{path}: `sites` holds one table a site, such as [sites."example.org"].')
    marks = body.pop("marks", [])
    known = [_site(path, host, site) for host, site in sites.items()] + ([_site(path, "", {"marks": marks})] if marks else [])
    if known:
        yield SiteRules(_stage_name(path), tuple(known))
    body.setdefault("about", f"A rule of {path.name}.")
    if body.keys() - {"about"}:
        try:
            table = read_table(_stage_name(path), body, source=str(path))
        except RuleError as error:
            raise RuleError(f"{path}: {error}") from error
        yield OwnTable(TableStage(table), tuple(host.removeprefix("www.") for host in hosts))


def _stage_name(path: Path) -> str:
    """Return a file's name as a stage is called: letters, digits and underscores."""
    return "".join(char if char.isalnum() else "_" for char in path.stem.lower()) or PHRASES


def _site(path: Path, host: str, body: Mapping[str, Any]) -> Site:
    unknown = body.keys() - {*_XPATHS, *_WORDS}
    if unknown:
        raise RuleError(f"{path}: [sites.{host!r}] has the unknown key {min(unknown)!r}; it can hold {', '.join((*_XPATHS, *_WORDS))}.")
    xpaths = {name: _strings(path, name, body.get(name, [])) for name in _XPATHS}
    for expression in (one for some in xpaths.values() for one in some):
        _check(path, expression)
    words = {name: frozenset(word.lower() for word in _strings(path, name, body.get(name, []))) for name in _WORDS}
    return Site(host.lower().removeprefix("www."), xpaths, words)


def _check(path: Path, expression: str) -> None:
    from lxml import etree

    try:
        etree.XPath(expression)
    except etree.XPathError as error:
        raise RuleError(f"{path}: {expression!r} is no XPath expression: {error}.") from error


def _strings(path: Path, name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise RuleError(f"{path}: `{name}` must be a list of texts.")
    return tuple(one.strip() for one in value)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return toml_of(path)
    except OSError as error:
        raise RuleError(f"{path}: it cannot be read ({error.strerror or error}); check the path.") from error


def _phrases_of(path: Path) -> list[str]:
    """Return the lines of a file of phrases; a line that begins with # is a remark."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RuleError(f"{path}: it cannot be read ({error.strerror or error}); check the path.") from error
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}: it is not UTF-8; write it anew as UTF-8.") from error
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return [_literal(path, line) for line in lines if line and not line.startswith("#")]


def _literal(path: Path, line: str) -> str:
    """Return a line as a phrase that stands for itself, without the signs around it."""
    bare = line.strip(" .!?:;,-\u2013\u2014\u2026\"'\u201c\u201d\u00ab\u00bb()[]")
    if not any(char.isalnum() for char in bare):
        raise RuleError(f"{path}: {line!r} holds no word; a phrase needs one.")
    return "".join("\\" + char if char in "\\()[]{}?*+|.^$" else char for char in bare)
