"""What can go wrong, each as a full sentence that names the input and what to try."""

from __future__ import annotations

__all__ = ["DechaffError", "InputError", "OptionError", "RuleError"]


class DechaffError(Exception):
    """The family of everything that dechaff raises on purpose."""


class InputError(DechaffError):
    """An input cannot be read at all: the message names it and says what to try."""


class OptionError(DechaffError, ValueError):
    """An option has a value that does not exist: the message lists those that do."""


class RuleError(DechaffError):
    """A rule table is malformed: the message names file, group and phrase."""
