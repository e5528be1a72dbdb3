"""How often rules fire on a folder of pages or texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dechaff.cli.inputs import LeftOut, inputs_of, read_input
from dechaff.errors import InputError
from dechaff.model import Claim, Stage
from dechaff.read import read

__all__ = ["Firings", "firings"]

EXAMPLE_CHARS = 60


@dataclass
class Fired:
    """How many blocks of how many inputs a rule claims, and what it saw first."""

    blocks: int = 0
    inputs: int = 0
    example: str = ""


@dataclass
class Firings:
    """What fired, by rule; how many inputs were read; and what could not be, in sentences."""

    by_rule: dict[str, Fired] = field(default_factory=dict)
    inputs: int = 0
    failed: list[str] = field(default_factory=list)


def firings(samples: Sequence[str], files: tuple[str, ...], prefixes: tuple[str, ...]) -> Firings:
    """Count what fires on samples: of the files' rules, or else of those below the prefixes, or of all."""
    from dechaff.stages import discover
    from dechaff.stages.own import own_stages

    counted = Firings()
    stages = own_stages(files, ()) if files else discover()
    for item in inputs_of(samples, LeftOut()):
        try:
            data = read_input(item)
        except InputError as error:
            counted.failed.append(str(error))
            continue
        counted.inputs += 1
        _count(counted, [claim for claim in _claims(stages, data) if not prefixes or _is_below(claim.rule, prefixes)])
    return counted


def _claims(stages: Sequence[Stage], data: bytes) -> Iterator[Claim]:
    doc = read(data)
    for stage in stages:
        yield from stage(doc)


def _is_below(rule: str, prefixes: tuple[str, ...]) -> bool:
    return any(rule == prefix.rstrip("/") or rule.startswith(prefix.rstrip("/") + "/") for prefix in prefixes)


def _count(counted: Firings, claims: Sequence[Claim]) -> None:
    here: dict[str, Fired] = {}
    for claim in claims:
        fired = counted.by_rule.setdefault(claim.rule, Fired(example=" ".join(claim.evidence.split())[:EXAMPLE_CHARS]))
        fired.blocks += claim.stop - claim.start
        here[claim.rule] = fired
    for fired in here.values():
        fired.inputs += 1
