"""`dechaff clean`: cleans files, folders and standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from dechaff.cleaner import Cleaner
    from dechaff.cli.results import Wish

__all__ = ["command", "stage_names"]

#: Stages that no table makes.
WITHOUT_TABLE = ("main_content", "repeated")


def stage_names() -> list[str]:
    """Return the names of all stages. The names of the tables suffice, so that help neither loads nor reads them."""
    folder = Path(__file__).parents[1] / "stages"
    return sorted({*WITHOUT_TABLE, *(path.stem for path in folder.glob("*.toml"))})


class _Clean(click.Command):
    """A command whose help ends with the stages there are."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 (click's signature)
        formatter.write_paragraph()
        formatter.write_text(f"Stages: {', '.join(stage_names())}. `dechaff rules list STAGE` shows the rules of one.")
        formatter.write_paragraph()
        formatter.write_text("Options can also be set in the environment: DECHAFF_FORMAT=jsonl, DECHAFF_SKIP=tags,share.")


def _prefixes(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    parts = tuple(part.strip() for one in value for part in one.split(",") if part.strip())
    if value and not parts:
        raise click.BadParameter("it names no rule; give one, such as donation or related/en.", ctx, param)
    return parts


_FILE = click.Path(path_type=Path, readable=False)
_SETTINGS = {"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "DECHAFF"}


@click.command(name="clean", cls=_Clean, context_settings=_SETTINGS)
@click.argument("paths", nargs=-1, metavar="[PATH|-]...", type=click.Path())
@click.option("--from", type=click.Choice(["auto", "html", "text"]), default="auto", show_default=True, help="What the inputs are.")
@click.option("-f", "--format", type=click.Choice(["text", "json", "jsonl", "markdown"]), default="text", show_default=True, help="What to write.")
@click.option("-o", "--output", type=_FILE, metavar="FILE", help="Write to this file instead of standard output.")
@click.option("--out-dir", type=_FILE, metavar="FOLDER", help="Write one file an input here, folders mirrored.")
@click.option("--url", help="Address of the page, when there is one input.")
@click.option("--title/--no-title", default=True, show_default=True, help="Put the title above the text.")
@click.option("--only", multiple=True, callback=_prefixes, metavar="RULE", help="Run only these stages or rules (donation, related/en, ...).")
@click.option("--skip", multiple=True, callback=_prefixes, metavar="RULE", help="Do not run these stages or rules.")
@click.option("--keep", multiple=True, callback=_prefixes, metavar="RULE", help="Keep what these stages or rules find.")
@click.option("--cut", multiple=True, callback=_prefixes, metavar="RULE", help="Also cut what stays by default as a matter of taste.")
@click.option("--rules", multiple=True, type=_FILE, metavar="FILE", help="Rules of your own: a TOML file, as `dechaff rules` describes them.")
@click.option("--phrases", multiple=True, type=_FILE, metavar="FILE", help="Phrases of your own, one a line: a block that holds one goes.")
@click.option("--main", default=None, metavar="NAME", help="How a page's main content is found: model, trafilatura or none.  [default: model]")
@click.option("--fill-metadata", is_flag=True, help="Let trafilatura look for metadata that the page does not state (slow).")
@click.option("--explain", is_flag=True, help="Show every block: what stays, what went, by which rule and evidence.")
@click.option("--removed", type=_FILE, metavar="FILE", help="Write what was removed to this file, as JSON Lines; - with -o or --out-dir only.")
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], **flags: Any) -> int:
    """Clean pages or texts: files, folders (recursively), or - for standard input.

    The title comes first, then the body, a blank line between paragraphs. Messages go to standard error.
    """
    if not paths and sys.stdin is not None and sys.stdin.isatty():
        click.echo(ctx.find_root().get_help(), err=True)
        return 2
    wish = _wish(paths or ("-",), flags)
    if complaint := _complaint(wish) or _explain_complaint(ctx):
        raise click.UsageError(complaint, ctx)
    cleaner = _cleaner(flags)
    from dechaff.cli.run import run

    return run(cleaner, wish)


def _wish(paths: tuple[str, ...], flags: dict[str, Any]) -> Wish:
    from dechaff.cli.inputs import is_folder
    from dechaff.cli.results import Wish

    names = ("format", "title", "explain", "output", "out_dir", "removed", "url")
    many = len(paths) > 1 or (paths[0] != "" and is_folder(Path(paths[0])))
    return Wish(paths, many, kind=flags["from"], **{name: flags[name] for name in names})


def _complaint(wish: Wish) -> str:
    """Return what contradicts itself in the wish; empty when nothing does."""
    stdout = {None, Path("-")}
    if wish.paths.count("-") > 1:
        return "standard input can be read once: name - once."
    if wish.output is not None and wish.out_dir is not None:
        return "--output writes one file, --out-dir one an input: choose one of them."
    if wish.url and wish.many:
        return "--url is the address of one page; there are several inputs."
    if wish.removed == Path("-") and wish.out_dir is None and wish.output in stdout:
        return "--removed - would mix what was removed with the results; send those elsewhere with -o or --out-dir."
    if wish.removed is not None and wish.removed == wish.output:
        return "--removed and --output name the same file: give each its own."
    for option, path in (("--output", wish.output), ("--removed", wish.removed)):
        if path is not None and path.is_dir():
            return f"{option} {path} is a folder: name a file, or use --out-dir for one file an input."
    if wish.out_dir is not None and wish.out_dir.is_file():
        return f"--out-dir {wish.out_dir} is a file: name a folder, or use --output for one file."
    return ""


def _explain_complaint(ctx: click.Context) -> str:
    asked = ctx.get_parameter_source("format") is ParameterSource.COMMANDLINE
    if asked and ctx.params["explain"] and ctx.params["format"] != "text":
        return "--explain is a view of its own; --format json and jsonl say what went and why without it."
    return ""


def _cleaner(flags: dict[str, Any]) -> Cleaner:
    from dechaff.cleaner import Cleaner
    from dechaff.errors import OptionError

    chosen = {name: flags[name] for name in ("only", "skip", "keep", "cut", "fill_metadata", "rules", "phrases")}
    chosen["reasons"] = flags["explain"] or flags["removed"] is not None
    if flags["main"]:
        chosen["main"] = flags["main"]
    try:
        return Cleaner(**chosen)
    except OptionError as error:  # begins with the option's name
        raise click.UsageError(f"--{error}") from None
