"""The extractors that are measured: dechaff and its peers, each a function from the bytes of a page to a text.

Each is set up as its own documentation shows, with the defaults it ships, for pages whose language is not known. Those
that take no bytes get the page decoded by dechaff's decoder, which is part of their time as it is of dechaff's.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

__all__ = ["PEERS", "Extract", "Peer", "extractor", "is_installed", "names"]

Extract = Callable[[bytes], str]

#: dechaff with another way to the main content is asked for as "dechaff:model" and the like.
_DECHAFF = "dechaff"


@dataclass(frozen=True, slots=True)
class Peer:
    """One extractor. module has to be importable; set_up is called once, in the process that will use it."""

    name: str
    module: str
    set_up: Callable[[], Extract]


def names() -> list[str]:
    """Return the names of all tools, dechaff first."""
    return [_DECHAFF, *PEERS]


def is_installed(name: str) -> bool:
    """Tell whether a tool can be run here. Raises KeyError for a name that is not known."""
    module = _DECHAFF if _is_dechaff(name) else PEERS[name].module
    return importlib.util.find_spec(module) is not None


def extractor(name: str) -> Extract:
    """Set a tool up and return its function. Raises ImportError when it is not installed."""
    if _is_dechaff(name):
        return _dechaff(name.partition(":")[2])
    return PEERS[name].set_up()


def _is_dechaff(name: str) -> bool:
    return name.partition(":")[0] == _DECHAFF


def _dechaff(main: str) -> Extract:
    from benchmarks.folds import cleaner_unseen, digest, sites_by_digest
    from dechaff import Cleaner

    if main not in {"", "trafilatura"}:
        cleaner = Cleaner(main=main)
        return lambda page: cleaner(page, kind="html").text
    sites = sites_by_digest()
    return lambda page: cleaner_unseen(sites.get(digest(page), ""))(page, kind="html").text


def _decoded(page: bytes) -> str:
    from dechaff.read.decode import decode

    return decode(page).text


def _imported(module: str) -> Any:
    """Import a peer by name: most of them have no types, and none has to be there."""
    return importlib.import_module(module)


def _trafilatura(**options: Any) -> Extract:
    """Leave readers' comments out: no set here counts them as the article."""
    import trafilatura

    return lambda page: trafilatura.extract(page, include_comments=False, **options) or ""


def _readability() -> Extract:
    document = _imported("readability").Document
    return lambda page: _text_of_markup(document(_decoded(page)).summary())


def _text_of_markup(markup: str) -> str:
    """Return the text of readability's answer, which is markup, one block a line."""
    pieces: list[str] = []
    _gather(_imported("lxml.html").fromstring(markup), pieces)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _gather(element: Any, pieces: list[str]) -> None:
    """Add the text under an element; a line ends at each edge of an element that is not inline."""
    from dechaff.read.elements import INLINE

    apart = isinstance(element.tag, str) and element.tag not in INLINE
    if isinstance(element.tag, str):
        pieces.append(("\n" if apart else "") + (element.text or "").replace("\n", " "))
        for child in element:
            _gather(child, pieces)
    pieces.append(("\n" if apart else "") + (element.tail or "").replace("\n", " "))


def _newspaper() -> Extract:
    """Forbid it to fetch the pictures a page names: nothing here goes to the network."""
    newspaper = _imported("newspaper")

    def extract(page: bytes) -> str:
        article = newspaper.Article("https://example.org/", fetch_images=False)
        article.download(input_html=_decoded(page))
        article.parse()
        return str(article.text)

    return extract


def _resiliparse() -> Extract:
    extract_plain_text = _imported("resiliparse.extract.html2text").extract_plain_text
    return lambda page: str(extract_plain_text(_decoded(page), main_content=True, alt_texts=False))


def _goose() -> Extract:
    goose = _imported("goose3").Goose({"enable_image_fetching": False})
    return lambda page: str(goose.extract(raw_html=_decoded(page)).cleaned_text)


def _justext() -> Extract:
    """Take the stop words of all languages together: the language of a page is not known beforehand."""
    justext = _imported("justext")
    stop_words: frozenset[str] = frozenset().union(*(justext.get_stoplist(language) for language in justext.get_stoplists()))

    def extract(page: bytes) -> str:
        paragraphs = justext.justext(_decoded(page), stop_words)
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return extract


def _boilerpy() -> Extract:
    chosen = _imported("boilerpy3.extractors").ArticleExtractor()
    return lambda page: str(chosen.get_content(_decoded(page)))


def _soup() -> Extract:
    from bs4 import BeautifulSoup

    return lambda page: BeautifulSoup(_decoded(page), "lxml").get_text("\n", strip=True)


PEERS: dict[str, Peer] = {
    peer.name: peer
    for peer in (
        Peer("trafilatura", "trafilatura", _trafilatura),
        Peer("trafilatura_fast", "trafilatura", partial(_trafilatura, fast=True)),
        Peer("trafilatura_precision", "trafilatura", partial(_trafilatura, favor_precision=True)),
        Peer("readability-lxml", "readability", _readability),
        Peer("newspaper4k", "newspaper", _newspaper),
        Peer("resiliparse", "resiliparse", _resiliparse),
        Peer("goose3", "goose3", _goose),
        Peer("justext", "justext", _justext),
        Peer("boilerpy3", "boilerpy3", _boilerpy),
        Peer("bs4text", "bs4", _soup),
    )
}
