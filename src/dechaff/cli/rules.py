"""`dechaff rules`: which rules there are, what each is for, and whether its own examples hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dechaff.stages._rules import Group

__all__ = ["command"]


@click.group(name="rules", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """List the rules, show one, or run the examples that stand beside each."""


@command.command(name="list")
@click.argument("prefix", required=False, default="")
def list_rules(prefix: str) -> None:
    """List every rule, or those of a stage or language: donation, related/de."""
    from dechaff.stages.registry import rules

    shown = [rule for rule in rules().values() if _is_below(rule.id, prefix)]
    if not shown:
        raise _unknown(prefix)
    width = max(len(rule.id) for rule in shown)
    for rule in shown:
        click.echo(f"{rule.id:<{width}}  {rule.about}")


@command.command(name="show")
@click.argument("rule_id", metavar="ID")
def show_rule(rule_id: str) -> None:
    """Show one rule: where its phrases must stand, what they weigh, and its examples; or the rules of a stage."""
    from dechaff.errors import OptionError
    from dechaff.stages.registry import resolve, rules

    wanted = rule_id.rstrip("/")
    below = [one for one in rules() if _is_below(one, wanted) and one != wanted]
    try:
        rule = resolve(wanted)
    except OptionError:
        if not below or not wanted:
            raise _unknown(rule_id) from None
        rule = None
    click.echo(f"{rule.id}\n  {rule.about}" if rule else wanted)
    if rule and rule.group:
        _show_group(rule.group)
    elif below:
        click.echo("\n    ".join(["  rules:", *below]))


def _show_group(group: Group) -> None:
    click.echo(f"  where:   {group.at}, in blocks of at most {group.max_words} words")
    click.echo(f"  weight:  {group.weight:+.1f} log-odds")
    for name, lines in (("phrases", [phrase.source for phrase in group.phrases]), ("hit", group.hit), ("miss", group.miss)):
        click.echo("\n    ".join([f"  {name}:", *lines]))


@command.command(name="test")
@click.argument("prefix", required=False, default="")
def test_rules(prefix: str) -> int:
    """Run the hit and miss examples of every rule, or of those of a stage or language."""
    from dechaff.stages import tables
    from dechaff.stages._rules import complaints
    from dechaff.stages.registry import rules

    chosen = [(table, groups) for table in tables() if (groups := {one.id for one in table.groups if _is_below(one.id, prefix)})]
    if not chosen:
        if any(_is_below(rule, prefix) for rule in rules()):
            click.echo(f"{prefix}: no examples; it is not made of phrases.")
            return 0
        raise _unknown(prefix)
    failed = [sentence for table, groups in chosen for sentence in complaints(table) if sentence.partition(":")[0] in groups]
    for sentence in failed:
        click.echo(sentence, err=True)
    count = sum(len(groups) for _, groups in chosen)
    click.echo(f"{_counted(count, 'rule')} in {_counted(len(chosen), 'stage')}, {_counted(len(failed), 'example')} not as promised.")
    return 1 if failed else 0


def _is_below(rule: str, prefix: str) -> bool:
    """Tell whether a rule is what a prefix names, or below it; everything is below an empty one."""
    bare = prefix.rstrip("/")
    return not bare or rule == bare or rule.startswith(bare + "/")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _unknown(rule: str) -> click.UsageError:
    from dechaff.stages.registry import prefixes

    return click.UsageError(f"there is no stage or rule {rule!r}; stages are {', '.join(prefixes())}, and `dechaff rules list STAGE` shows the rules of one.")
