"""Writers: a Result as text, JSON, Markdown, or the gutter view that shows what went and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dechaff.result import Result
from dechaff.write.json import as_json
from dechaff.write.markdown import as_markdown
from dechaff.write.text import as_text

__all__ = ["FORMATS", "SUFFIXES", "as_json", "as_markdown", "as_text"]

#: Format name -> (result, with the title or not) -> text without a line end.
FORMATS: Mapping[str, Callable[[Result, bool], str]] = {
    "text": lambda result, title: as_text(result, title=title),
    "json": lambda result, _title: as_json(result, indent=2),
    "jsonl": lambda result, _title: as_json(result),
    "markdown": lambda result, title: as_markdown(result, title=title),
}

#: Format name -> the ending of a file that holds it.
SUFFIXES: Mapping[str, str] = {"text": ".txt", "json": ".json", "jsonl": ".jsonl", "markdown": ".md"}
