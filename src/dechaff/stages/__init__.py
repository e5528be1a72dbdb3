"""Stages: each looks at the whole document and returns claims; the folder is the list of them."""

from __future__ import annotations

from functools import cache
from importlib import import_module, resources
from pathlib import Path

from dechaff.model import Stage
from dechaff.stages._compiled import load
from dechaff.stages._rules import Table
from dechaff.stages._table_stage import TableStage

__all__ = ["discover", "tables"]


@cache
def tables() -> tuple[Table, ...]:
    """Return the rule tables that come with dechaff, by name. Read once a process: they never change in one."""
    folder = Path(str(resources.files(__package__)))
    return load(folder)


@cache
def discover() -> tuple[Stage, ...]:
    """Return every stage of the folder: each table, with the function of the module beside it, and `repeated`."""
    from dechaff.stages.repeated import Repeated

    folder = Path(str(resources.files(__package__)))
    stages: list[Stage] = [Repeated()]
    for table in tables():
        if (folder / f"{table.name}.py").exists():
            beside = import_module(f"{__package__}.{table.name}")
            stages.append(TableStage(table, beside.claims, beside.OWN_RULES))
        else:
            stages.append(TableStage(table))
    return tuple(stages)
