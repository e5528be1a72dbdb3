"""`dechaff rules`: which rules there are, what each is for, and whether its own examples hold."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.group(name="rules", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """List the rules, show one, or run the examples that stand beside each."""


@command.command(name="list")
@click.argument("prefix", required=False, default="")
def list_rules(prefix: str) -> None:
    """List every rule, or those of a stage or language: donation, related/de."""
    from dechaff.stages.registry import rules

    shown = [rule for rule in rules().values() if not prefix or rule.id == prefix or rule.id.startswith(prefix.rstrip("/") + "/")]
    if not shown:
        raise click.UsageError(f"there is no rule {prefix!r}; `dechaff rules list` shows all.")
    width = max(len(rule.id) for rule in shown)
    for rule in shown:
        click.echo(f"{rule.id:<{width}}  {rule.about}")


@command.command(name="show")
@click.argument("rule_id", metavar="ID")
def show_rule(rule_id: str) -> None:
    """Show one rule: where its phrases must stand, what they weigh, and its examples."""
    from dechaff.errors import DechaffError
    from dechaff.stages.registry import resolve, rules

    try:
        rule = resolve(rule_id)
    except DechaffError as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"{rule.id}\n  {rule.about}")
    if rule.group is None:
        below = [one.id for one in rules().values() if one.id.startswith(rule.id + "/")]
        if below:
            click.echo("  rules:")
        for one in below:
            click.echo(f"    {one}")
        return
    group = rule.group
    click.echo(f"  where:   {group.at}, in blocks of at most {group.max_words} words")
    click.echo(f"  weight:  {group.weight:+.1f} log-odds")
    for name, lines in (("phrases", [phrase.source for phrase in group.phrases]), ("hit", group.hit), ("miss", group.miss)):
        click.echo(f"  {name}:")
        for line in lines:
            click.echo(f"    {line}")


@command.command(name="test")
@click.argument("prefix", required=False, default="")
def test_rules(prefix: str) -> int:
    """Run the hit and miss examples of every rule, or of one stage."""
    from dechaff.stages import tables
    from dechaff.stages._rules import complaints

    chosen = [table for table in tables() if not prefix or table.name == prefix.partition("/")[0]]
    if not chosen:
        raise click.UsageError(f"there is no stage {prefix!r}; `dechaff rules list` shows all.")
    failed = [sentence for table in chosen for sentence in complaints(table) if sentence.startswith(prefix)]
    for sentence in failed:
        click.echo(sentence, err=True)
    groups = sum(len(table.groups) for table in chosen)
    click.echo(f"{groups} rules in {len(chosen)} stages, {len(failed)} examples do not hold.")
    return 1 if failed else 0
