"""`dechaff rules`: which rules there are, what each is for, and whether its own examples hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dechaff.rule_lists import Imported
    from dechaff.stages._rules import Group, Table

__all__ = ["command"]


@click.group(name="rules", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """List the rules, show one, run the examples that stand beside each, or import rules that others keep."""


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
@click.argument("names", nargs=-1, metavar="[RULE|FILE]...")
@click.option("--on", "samples", multiple=True, type=click.Path(path_type=str), metavar="PATH", help="Count how often each rule fires on these pages or texts.")
def test_rules(names: tuple[str, ...], samples: tuple[str, ...]) -> int:
    """Run the hit and miss examples of every rule, of those of a stage or language, or of files of your own."""
    from dechaff.stages._rules import complaints

    chosen = [pair for name in names or ("",) for pair in _tables_of(name)]
    failed = [sentence for table, groups in chosen for sentence in complaints(table) if sentence.partition(":")[0] in groups]
    for sentence in failed:
        click.echo(sentence, err=True)
    if chosen:
        count = sum(len(groups) for _, groups in chosen)
        click.echo(f"{_counted(count, 'rule')} in {_counted(len(chosen), 'stage')}, {_counted(len(failed), 'example')} not as promised.")
    if samples:
        _count_firings(names, samples)
    return 1 if failed else 0


def _tables_of(name: str) -> list[tuple[Table, set[str]]]:
    """Return the tables that a rule's prefix or a file names, each with the ids of its rules that are meant."""
    from dechaff.stages import tables
    from dechaff.stages.own import own_stages, own_tables
    from dechaff.stages.registry import rules

    if _is_file(name):
        found = [(table, {one.id for one in table.groups}) for table in own_tables(own_stages((name,), ()))]
        if not found:
            click.echo(f"{name}: no examples; it speaks of elements alone.")
        return found
    chosen = [(table, groups) for table in tables() if (groups := {one.id for one in table.groups if _is_below(one.id, name)})]
    if not chosen and not any(_is_below(rule, name) for rule in rules()):
        raise _unknown(name)
    if not chosen:
        click.echo(f"{name}: no examples; it is not made of phrases.")
    return chosen


def _is_file(name: str) -> bool:
    return name.endswith(".toml")


def _count_firings(names: tuple[str, ...], samples: tuple[str, ...]) -> None:
    """Print how many blocks of how many samples each rule claims, the busiest first."""
    from dechaff.cli.firings import firings

    files = tuple(name for name in names if _is_file(name))
    prefixes = tuple(name for name in names if not _is_file(name))
    counted = firings(samples, files, prefixes)
    for sentence in counted.failed:
        click.echo(sentence, err=True)
    width = max((len(rule) for rule in counted.by_rule), default=0)
    for rule, fired in sorted(counted.by_rule.items(), key=lambda one: (-one[1].blocks, one[0])):
        click.echo(f"{rule:<{width}}  {_counted(fired.blocks, 'block')} in {_counted(fired.inputs, 'input')}  {fired.example}")
    click.echo(f"{_counted(len(counted.by_rule), 'rule')} fired on {_counted(counted.inputs, 'input')}.")


@command.command(name="import-ftr")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write here instead of to standard output.")
def import_ftr(folder: Path, output: Path | None) -> int:
    """Turn a FOLDER of Full-Text RSS site configurations into a file for --rules."""
    from dechaff.rule_lists import from_site_configs

    return _write_imported(from_site_configs(folder), output)


@command.command(name="import-filters")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write here instead of to standard output.")
def import_filters(file: Path, output: Path | None) -> int:
    """Turn a list of cosmetic filters (##.class, host##.class), such as EasyList, into a FILE for --rules."""
    from dechaff.rule_lists import from_filters

    return _write_imported(from_filters(file), output)


def _write_imported(imported: Imported, output: Path | None) -> int:
    from dechaff.cli.output import opened
    from dechaff.rule_lists import told

    if output is None:
        click.echo(imported.as_toml(), nl=False)
    else:
        with opened(output) as sink:
            sink.write(imported.as_toml())
    click.echo(f"{_counted(imported.count, 'rule')} for {_counted(len(imported.sites), 'site')} taken.", err=True)
    if imported.left_out:
        click.echo(told(imported.left_out), err=True)
    return 0


def _is_below(rule: str, prefix: str) -> bool:
    """Tell whether a rule is what a prefix names, or below it; everything is below an empty one."""
    bare = prefix.rstrip("/")
    return not bare or rule == bare or rule.startswith(bare + "/")


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _unknown(rule: str) -> click.UsageError:
    from dechaff.stages.registry import prefixes

    return click.UsageError(f"there is no stage or rule {rule!r}; stages are {', '.join(prefixes())}, and `dechaff rules list STAGE` shows the rules of one.")
