"""Rule lists that others keep, as a file of rules of one's own: site configurations of Full-Text RSS, and cosmetic filters.

Both say of which element of which site the article is not made. What cannot be said in a file of rules is counted, never
dropped in silence.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dechaff.errors import RuleError

__all__ = ["Imported", "from_filters", "from_site_configs"]

_XPATHS = ("body", "strip", "title")
_WORDS = "strip_id_or_class"
_NAME = r"[\w-]+"
#: A filter that hides elements: hosts before the signs, a selector behind them.
_FILTER = re.compile(r"(?P<hosts>[^#/]*)##(?P<selector>.+)")
#: One class or id, of any kind of element.
_SIMPLE = re.compile(rf"(?:[a-z][a-z0-9]*)?[.#](?P<name>{_NAME})")


@dataclass
class Imported:
    """What was read: marks for all sites, what is known of single sites, and what was left out, by the reason."""

    about: str
    marks: dict[str, None] = field(default_factory=dict)
    sites: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)

    def add(self, host: str, key: str, value: str) -> None:
        """Note a value for a site, each once."""
        values = self.sites.setdefault(host, {}).setdefault(key, [])
        if value not in values:
            values.append(value)

    @property
    def count(self) -> int:
        """How many rules were taken."""
        return len(self.marks) + sum(len(values) for site in self.sites.values() for values in site.values())

    def as_toml(self) -> str:
        """Return a file of rules."""
        lines = [f"about = {json.dumps(self.about)}"]
        if self.marks:
            lines += _list("marks", self.marks)
        for host, site in sorted(self.sites.items()):
            lines += ["", f"[sites.{json.dumps(host)}]"]
            for key, values in site.items():
                lines += _list(key, values)
        return "\n".join(lines) + "\n"


def _list(key: str, values: Iterable[str]) -> list[str]:
    return [f"{key} = [", *(f"    {json.dumps(value, ensure_ascii=False)}," for value in values), "]"]


def from_site_configs(folder: Path) -> Imported:
    """Read a folder of site configurations of Full-Text RSS, one file a site: example.org.txt.

    body, strip, strip_id_or_class and title are taken. Raises RuleError when the folder holds none.
    """
    files = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    if not files:
        raise RuleError(f"{folder}: it holds no site configuration; name a folder of files such as example.org.txt.")
    found = Imported("Elements that site configurations of Full-Text RSS name.")
    for file in files:
        host = file.stem.lower().lstrip(".").removeprefix("www.")
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            _take_directive(found, host, line.strip())
    return found


def _take_directive(found: Imported, host: str, line: str) -> None:
    key, sign, value = line.partition(":")
    key, value = key.strip().lower(), value.strip()
    if not line or line.startswith("#") or not sign or not value:
        return
    if key in _XPATHS:
        if _is_xpath(value):
            found.add(host, key, value)
        else:
            found.left_out["is no XPath expression of elements"] += 1
    elif key == _WORDS:
        for word in value.replace('"', " ").replace("'", " ").split():
            found.add(host, key, word)
    elif key != "test_url":
        found.left_out["says something else than body, strip, strip_id_or_class or title"] += 1


def _is_xpath(expression: str) -> bool:
    from lxml import etree

    try:
        etree.XPath(expression)
    except etree.XPathError:
        return False
    return True


def from_filters(file: Path) -> Imported:
    """Read a list of cosmetic filters, as EasyList has them: ##.class, example.org##.class, ###id.

    Raises RuleError when the file cannot be read or holds no such filter.
    """
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise RuleError(f"{file}: it cannot be read ({error.strerror or error}); check the path.") from error
    found = Imported("Elements that cosmetic filters name.")
    for line in lines:
        _take_filter(found, line.strip())
    if not found.count:
        raise RuleError(f"{file}: it holds no filter such as ##.class or example.org##.class.")
    return found


def _take_filter(found: Imported, line: str) -> None:
    if not line or line.startswith(("!", "[")):
        return
    parts = _FILTER.fullmatch(line)
    if parts is None:
        found.left_out["hides no element"] += 1
        return
    simple = _SIMPLE.fullmatch(parts["selector"])
    if simple is None:
        found.left_out["asks for more than one class or id"] += 1
        return
    _add_mark(found, parts["hosts"].split(","), simple["name"].lower())


def _add_mark(found: Imported, hosts: list[str], name: str) -> None:
    if hosts == [""]:
        found.marks[name] = None
        return
    for host in (host.strip().lower() for host in hosts):
        if host.startswith("~") or "*" in host:
            found.left_out["is meant for all sites but some"] += 1
        else:
            found.add(host.removeprefix("www."), "marks", name)


def told(left_out: Mapping[str, int]) -> str:
    """Return what was left out, in words; empty when nothing was."""
    return "; ".join(f"{many} left out: it {reason}" for reason, many in left_out.items())
