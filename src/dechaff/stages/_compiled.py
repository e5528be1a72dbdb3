"""The rule tables as one JSON file with the listing of their phrases, so that no process has to work it out.

The TOML files are the source: the file holds their digest, and is left aside when it is not theirs. After a change of a
table or of how the listing is made, write it anew:

    make tables
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from dechaff.errors import RuleError
from dechaff.stages._index import Index
from dechaff.stages._listing import Listing
from dechaff.stages._rules import Table, read_table, toml_of

__all__ = ["FILE", "LANGUAGES", "as_text", "bodies", "load"]

FILE = "_compiled.json"
#: The folder of files that hold one language for many stages, its groups under [stage.group].
LANGUAGES = "languages"


def load(folder: Path) -> tuple[Table, ...]:
    """Return the tables of a folder, sharing one index: from the compiled file, or from the TOML when that is newer."""
    sources = _sources(folder)
    file = folder / FILE
    data = json.loads(file.read_bytes()) if file.is_file() else {}
    if data.get("digest") == _digest(sources):
        found = tuple(_table(folder, name, body, checked=True) for name, body in data["tables"].items())
        return _shared(found, Listing(**data["listing"]))
    return _shared(tuple(_table(folder, name, body) for name, body in bodies(folder).items()), None)


def bodies(folder: Path) -> dict[str, dict[str, Any]]:
    """Return stage -> what its table holds: its own file, and its groups in the files of the languages.

    Raises RuleError when a language's file speaks of a stage that has no table, or of a group that the table holds already.
    """
    found = {path.stem: toml_of(path) for path in sorted(folder.glob("*.toml"))}
    for path in sorted((folder / LANGUAGES).glob("*.toml")):
        for stage, groups in toml_of(path).items():
            if stage not in found:
                raise RuleError(f"{path.name}: there is no stage {stage!r}; stages with tables are {', '.join(found)}.")
            own = found[stage].setdefault(path.stem, {})
            if twice := own.keys() & groups.keys():
                raise RuleError(f"{path.name}: the table of {stage} holds [{path.stem}.{min(twice)}] already; keep a group in one place.")
            own.update(groups)
    return found


def as_text(folder: Path) -> str:
    """Return what the compiled file of a folder has to hold."""
    tables = bodies(folder)
    listing = Index(tuple(_table(folder, name, body) for name, body in tables.items())).listing
    return _in_lines({"digest": _digest(_sources(folder)), "tables": tables, "listing": listing._asdict()})


def _sources(folder: Path) -> list[Path]:
    return [*sorted(folder.glob("*.toml")), *sorted((folder / LANGUAGES).glob("*.toml"))]


def _table(folder: Path, name: str, body: Mapping[str, Any], *, checked: bool = False) -> Table:
    return read_table(name, body, source=str(folder / f"{name}.toml"), checked=checked)


def _in_lines(data: Mapping[str, Any]) -> str:
    """Return JSON with one line for each table and each part of the listing."""
    tables = _members(data["tables"])
    listing = _members(data["listing"])
    return f'{{"digest": "{data["digest"]}",\n"tables": {{\n{tables}\n}},\n"listing": {{\n{listing}\n}}}}\n'


def _members(data: Mapping[str, Any]) -> str:
    return ",\n".join(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False, separators=(',', ':'))}" for name, value in data.items())


def _digest(sources: Sequence[Path]) -> str:
    digest = blake2b(digest_size=16)
    for path in sources:
        digest.update(path.name.encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def _shared(tables: tuple[Table, ...], listing: Listing | None) -> tuple[Table, ...]:
    """Let the tables be looked up in one index."""
    index = Index(tables, listing)
    for table in tables:
        table.__dict__["index"] = index
    return tables


if __name__ == "__main__":
    here = Path(__file__).parent
    (here / FILE).write_text(as_text(here), encoding="utf-8", newline="\n")
