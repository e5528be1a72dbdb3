"""Plain text: the title first, then the body."""

from __future__ import annotations

from dechaff.result import Result

__all__ = ["as_text"]


def as_text(result: Result, *, title: bool = True) -> str:
    """Return title and body, a blank line between; only the body with title=False. Empty when there is no article."""
    if not title or not result.title or not result.text:
        return result.text
    return f"{result.title}\n\n{result.text}"
