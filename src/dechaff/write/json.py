"""JSON: the documented layout of Result.as_dict(), readable or one object a line."""

from __future__ import annotations

import json

from dechaff.result import Result

__all__ = ["as_json"]


def as_json(result: Result, *, indent: int | None = None, source: str = "") -> str:
    """Return a result as JSON in UTF-8 letters; on one line unless `indent` is given.

    source  name of the input, put first when given.
    """
    values = result.as_dict()
    if source:
        values = {"schema": values.pop("schema"), "source": source, **values}
    return json.dumps(values, ensure_ascii=False, indent=indent)
