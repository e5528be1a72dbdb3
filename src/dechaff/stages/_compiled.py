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

from dechaff.stages._index import Index
from dechaff.stages._listing import Listing
from dechaff.stages._rules import Table, load_table, read_table, toml_of

__all__ = ["FILE", "as_text", "load"]

FILE = "_compiled.json"


def load(folder: Path) -> tuple[Table, ...]:
    """Return the tables of a folder, sharing one index: from the compiled file, or from the TOML when that is newer."""
    sources = sorted(folder.glob("*.toml"))
    file = folder / FILE
    data = json.loads(file.read_bytes()) if file.is_file() else {}
    if data.get("digest") == _digest(sources):
        found = tuple(read_table(name, body, source=str(folder / f"{name}.toml"), checked=True) for name, body in data["tables"].items())
        return _shared(found, Listing(**data["listing"]))
    return _shared(tuple(map(load_table, sources)), None)


def as_text(folder: Path) -> str:
    """Return what the compiled file of a folder has to hold."""
    sources = sorted(folder.glob("*.toml"))
    listing = Index(tuple(map(load_table, sources))).listing
    data: dict[str, Any] = {
        "digest": _digest(sources),
        "tables": {path.stem: toml_of(path) for path in sources},
        "listing": listing._asdict(),
    }
    return _in_lines(data)


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
