"""Every rule there is: its id, what it is for, and the stage it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dechaff.errors import OptionError
from dechaff.stages import discover, tables
from dechaff.stages._rules import Group

__all__ = ["Rule", "known_prefix", "prefixes", "resolve", "rules"]

#: Rules that are not lines of a table: id (or its beginning) -> what it is for.
BUILT_IN = {
    "main_content": "The block stands outside the page's main content.",
    "main_content/model/inside": "Fitted evidence puts the block inside the main content.",
    "main_content/model/outside": "Fitted evidence puts the block outside the main content.",
    "main_content/text/outside": "Fitted evidence puts the line of a text without markup outside the main content.",
    "main_content/trafilatura/inside": "Fitted evidence, trafilatura's verdict among it, puts the block inside the main content.",
    "main_content/trafilatura/outside": "Fitted evidence, trafilatura's verdict among it, puts the block outside the main content.",
    "repeated/title": "The block says the title again.",
    "repeated/block": "The block stood in the page before, word for word.",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as people see it: id, sentence, and its group of phrases when it is one of a table."""

    id: str
    about: str
    group: Group | None = None


@cache
def rules() -> dict[str, Rule]:
    """Return every rule by id, stages included."""
    found = {stage.name: Rule(stage.name, stage.about) for stage in discover()}
    for name in list(found):
        found[f"{name}/near"] = Rule(f"{name}/near", f"A few words between blocks that were removed as {name}, or behind the last of them.")
        found[f"{name}/lead"] = Rule(f"{name}/lead", f"A heading, and everything below it was removed, as {name} for the most part.")
    for table in tables():
        found[f"{table.name}/mark"] = Rule(f"{table.name}/mark", f"A class name of the page says so. {table.about}")
        for group in table.groups:
            found[group.id] = Rule(group.id, group.about or table.about, group)
            if group.leads or group.leads_next:
                found[f"{group.id}/section"] = Rule(f"{group.id}/section", f"Stands below a line of {group.id}. {table.about}")
    for stage in discover():
        for name, about in getattr(stage, "own_rules", {}).items():
            found[name] = Rule(name, about)
    found.update({name: Rule(name, about) for name, about in BUILT_IN.items()})
    return dict(sorted(found.items()))


def resolve(rule: str) -> Rule:
    """Return the rule behind an id as a claim quotes it; raises OptionError when there is none."""
    here = rule
    while here:
        if here in rules():
            return rules()[here]
        here = here.rpartition("/")[0] if "/mark/" in here else ""
    raise OptionError(f"There is no rule {rule!r}; `dechaff rules list` shows those that exist.")


@cache
def kept_by_default() -> frozenset[str]:
    """Return the ids of rules that are matters of taste and claim nothing unless asked to."""
    groups = {group.id for table in tables() for group in table.groups if group.taste == "keep" and group.weight > 0}
    return frozenset(groups | {f"{table.name}/mark" for table in tables() if table.taste == "keep"})


def prefixes() -> list[str]:
    """Return the names of the stages, and of what settles beside them."""
    return sorted({rule.partition("/")[0] for rule in rules()})


def known_prefix(prefix: str) -> bool:
    """Tell whether a prefix selects anything."""
    bare = prefix.rstrip("/")
    return any(rule == bare or rule.startswith(bare + "/") for rule in rules()) or ("/mark/" in bare and bare.partition("/")[0] in rules())


def languages() -> Iterator[str]:
    """Yield the languages that have rules, each once."""
    yield from sorted({group.id.split("/")[1] for table in tables() for group in table.groups} - {"any"})
