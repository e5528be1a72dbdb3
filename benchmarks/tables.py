"""Tables on a terminal or in a file: drawn by rich where it can be, else as plain lines that Markdown understands."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec

__all__ = ["show", "three_digits"]


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print one table; the first column is text, the others are figures."""
    if sys.stdout.isatty() and find_spec("rich") is not None:
        _show_rich(title, columns, rows)
        return
    widths = [max(len(row[at]) for row in (columns, *rows)) for at in range(len(columns))]
    print(f"{title}\n")
    print(_line(columns, widths))
    print("|" + "|".join("-" * (width + 1) + ("-" if at == 0 else ":") for at, width in enumerate(widths)) + "|")
    for row in rows:
        print(_line(row, widths))
    print()


def three_digits(value: float | None) -> str:
    """Write a figure; an unknown one is a dash."""
    return "-" if value is None else f"{value:.3f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(zip(cells, widths, strict=True))]
    return "| " + " | ".join(padded) + " |"


def _show_rich(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title)
    for at, column in enumerate(columns):
        table.add_column(column, justify="left" if at == 0 else "right")
    for row in rows:
        table.add_row(*row)
    Console().print(table)
