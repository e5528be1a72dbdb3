"""`dechaff clean`: cleans files, folders and standard input."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from dechaff.errors import DechaffError

if TYPE_CHECKING:
    from dechaff.cleaner import Cleaner
    from dechaff.cli.inputs import Input
    from dechaff.result import Result

__all__ = ["command"]


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the caller wants to see, and where."""

    format: str
    title: bool
    explain: bool
    out_dir: Path | None
    many: bool


@dataclass(slots=True)
class _Tally:
    """How many inputs there were, gave an article, held none, and failed."""

    seen: int = 0
    without: int = 0
    failed: int = 0

    def status(self) -> int:
        """Return the exit status these figures mean."""
        if self.failed and self.failed == self.seen:
            return 3
        return 1 if self.failed or self.without else 0


def _prefixes(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for one in value for part in one.split(",") if part.strip())


@click.command(name="clean", context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "DECHAFF"})
@click.argument("paths", nargs=-1, metavar="[PATH|-]...", type=click.Path())
@click.option("--from", "kind", type=click.Choice(["auto", "html", "text"]), default="auto", show_default=True, help="What the inputs are.")
@click.option("-f", "--format", "format_", type=click.Choice(["text", "json", "jsonl", "markdown"]), default="text", show_default=True, help="What to write.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file instead of standard output.")
@click.option("--out-dir", type=click.Path(path_type=Path, file_okay=False), help="Write one file an input here, folders mirrored.")
@click.option("--url", help="Address of the page, when there is one input.")
@click.option("--title/--no-title", default=True, show_default=True, help="Put the title above the text.")
@click.option("--only", multiple=True, callback=_prefixes, metavar="RULE", help="Run only these stages or rules (donation, related/en, ...).")
@click.option("--skip", multiple=True, callback=_prefixes, metavar="RULE", help="Do not run these stages or rules.")
@click.option("--keep", multiple=True, callback=_prefixes, metavar="RULE", help="Keep what these stages or rules find.")
@click.option("--cut", multiple=True, callback=_prefixes, metavar="RULE", help="Also cut what stays by default as a matter of taste.")
@click.option("--main", default=None, metavar="NAME", help="How a page's main content is found: trafilatura or none.  [default: trafilatura]")
@click.option("--fill-metadata", is_flag=True, help="Let trafilatura look for metadata that the page does not state (slow).")
@click.option("--explain", is_flag=True, help="Show every block: what stays, what went, by which rule and evidence.")
@click.option("--removed", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write what was removed to this file, as JSON Lines.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[str, ...], **flags: Any) -> int:
    """Clean pages or texts: files, folders (recursively), or - for standard input.

    The title comes first, then the body, a blank line between paragraphs. Messages go to standard error.

    Stages: ad_label, affiliate, app_promo, author_bio, banner, byline, comments, consent, contact, copyright, correction,
    credit, donation, main_content, navigation, newsletter, payment, read_more, related, repeated, share, subscribe, tags.
    """
    if not paths:
        if sys.stdin.isatty():
            click.echo(ctx.get_help(), err=True)
            return 2
        paths = ("-",)
    if flags["output"] and flags["out_dir"]:
        raise click.UsageError("--output writes one file, --out-dir one an input: choose one of them.")
    from dechaff.cleaner import Cleaner

    chosen = {name: flags[name] for name in ("only", "skip", "keep", "cut", "fill_metadata")}
    if flags["main"]:
        chosen["main"] = flags["main"]
    try:
        cleaner = Cleaner(**chosen)
    except DechaffError as error:
        raise click.UsageError(str(error)) from None
    many = len(paths) > 1 or Path(paths[0]).is_dir()
    if flags["url"] and many:
        raise click.UsageError("--url is the address of one page; there are several inputs.")
    wish = _Wish(flags["format_"], flags["title"], flags["explain"], flags["out_dir"], many)
    return _run(cleaner, paths, wish, flags)


def _run(cleaner: Cleaner, paths: tuple[str, ...], wish: _Wish, flags: dict[str, Any]) -> int:
    from dechaff.cli.inputs import Skipped
    from dechaff.cli.output import stream_to

    tally, skipped = _Tally(), Skipped()
    with ExitStack() as stack:
        out = stack.enter_context(stream_to(flags["output"])) if wish.out_dir is None else None
        ledger = stack.enter_context(stream_to(flags["removed"])) if flags["removed"] else None
        array = out if wish.format == "json" and wish.many and not wish.explain else None
        if array is not None:
            array.write("[\n")
        for item, result in _results(cleaner, paths, flags, tally, skipped):
            if isinstance(result, DechaffError):
                _report_failure(item, result, wish, out)
                continue
            _report_verdict(item, result, tally)
            if ledger is not None:
                _write_ledger(ledger, item, result)
            _write(out, item, result, wish, first=tally.seen == 1)
        if array is not None:
            array.write("\n]\n")
    if sentence := skipped.sentence():
        click.echo(f"dechaff: {sentence}", err=True)
    if not tally.seen:
        click.echo("dechaff: the folders named hold no page and no text; nothing was cleaned.", err=True)
        return 1
    return tally.status()


def _results(cleaner: Cleaner, paths: tuple[str, ...], flags: dict[str, Any], tally: _Tally, skipped: Any) -> Iterator[tuple[Input, Result | DechaffError]]:
    """Yield what became of each input; one that cannot be read is reported, the rest goes on."""
    from dechaff.cli.inputs import inputs_of, read_input

    for item in inputs_of(paths, skipped):
        tally.seen += 1
        try:
            yield item, cleaner(read_input(item), kind=flags["kind"], url=flags["url"])
        except DechaffError as error:
            tally.failed += 1
            yield item, error


def _report_failure(item: Input, error: DechaffError, wish: _Wish, out: TextIO | None) -> None:
    click.echo(f"dechaff: {error}", err=True)
    if out is not None and wish.format == "jsonl" and not wish.explain:
        out.write(json.dumps({"schema": 1, "source": item.name, "error": str(error)}, ensure_ascii=False) + "\n")


def _report_verdict(item: Input, result: Result, tally: _Tally) -> None:
    if result.verdict == "no article":
        tally.without += 1
        name = "standard input" if item.path is None else item.name
        click.echo(f"dechaff: {name}: no article found; --explain shows what was there, --main none keeps what no rule claims.", err=True)


def _write_ledger(ledger: TextIO, item: Input, result: Result) -> None:
    from dechaff.result import removal_dict

    for removal in result.removed:
        ledger.write(json.dumps({"source": item.name, **removal_dict(removal)}, ensure_ascii=False) + "\n")


def _write(out: TextIO | None, item: Input, result: Result, wish: _Wish, *, first: bool) -> None:
    from dechaff.cli.output import write_whole
    from dechaff.write import SUFFIXES

    if out is None:
        assert wish.out_dir is not None
        suffix = ".gutter.txt" if wish.explain else SUFFIXES[wish.format]
        write_whole(wish.out_dir / item.below.with_name(item.below.name + suffix), _rendered(item, result, wish, colour=False) + "\n")
        return
    from dechaff.cli.output import wants_colour

    text = _rendered(item, result, wish, colour=wants_colour(out))
    if wish.many and (wish.explain or wish.format in {"text", "markdown"}):
        out.write(f"{'' if first else chr(10)}==> {item.name} <==\n")
    elif wish.many and wish.format == "json" and not first:
        out.write(",\n")
    out.write(text + ("\n" if not (wish.many and wish.format == "json" and not wish.explain) else ""))


def _rendered(item: Input, result: Result, wish: _Wish, *, colour: bool) -> str:
    from dechaff.write import FORMATS, as_json
    from dechaff.write.gutter import as_gutter

    if wish.explain:
        return as_gutter(result, colour=colour)
    if wish.format in {"json", "jsonl"}:
        return as_json(result, indent=2 if wish.format == "json" else None, source=item.name)
    return FORMATS[wish.format](result, wish.title)
