"""The command `dechaff`: its group, and how it ends."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

import click

from dechaff.cli.output import OutputError, say
from dechaff.errors import DechaffError

__all__ = ["EXIT_ALL_FAILED", "EXIT_INTERRUPTED", "EXIT_SOME_FAILED", "EXIT_USAGE", "main"]

EXIT_SOME_FAILED = 1
EXIT_USAGE = 2
EXIT_ALL_FAILED = 3
EXIT_INTERRUPTED = 130

#: Command name -> module below dechaff.cli that holds a click command of that name; imported when asked for.
COMMANDS = {"clean": "clean", "rules": "rules"}


class _ReaderGoneError(Exception):
    """Whoever read our output has stopped reading."""


@contextmanager
def _our_endings() -> Iterator[None]:
    """Keep click from ending these two its own way: with status 1, or with an empty line."""
    try:
        yield
    except KeyboardInterrupt:
        raise click.Abort from None
    except BrokenPipeError:
        raise _ReaderGoneError from None


class _Commands(click.Group):
    """Commands loaded when they are needed; what is no command is an input of `clean`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's signature)
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        command: click.Command = import_module(f"dechaff.cli.{COMMANDS[cmd_name]}").command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {"--help", "-h", "--version"}
        if not args or (args[0] not in COMMANDS and args[0] not in own):
            args = ["clean", *args]
        return super().parse_args(ctx, args)

    def make_context(self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any) -> click.Context:
        with _our_endings():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with _our_endings():
            return super().invoke(ctx)


def _print_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001, FBT001 (click's signature)
    if value:
        from dechaff import __version__

        click.echo(f"dechaff {__version__}")
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version and exit.")
def cli() -> None:
    """Give the article and nothing else, from pages (HTML) or extracted text.

    \b
    dechaff page.html                   the article as text
    curl -s URL | dechaff               the same, in a pipe
    dechaff --explain page.html         what went, and why
    dechaff -f jsonl pages/ > out.jsonl a folder, one object a page
    dechaff rules list                  every rule there is

    Without a command, `clean` is meant: `dechaff clean --help` shows its options.

    Exit status: 0 all cleaned, 1 some failed or held no article, 2 wrong usage, 3 all failed, 130 interrupted.
    """  # noqa: D301 (click wants the character \b itself)


def main(argv: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with its status."""
    with suppress(ValueError):  # not in the main thread: then somebody else minds the signals
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    if sys.stdout is not None:
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
    sys.exit(_status(argv))


def _status(argv: list[str] | None) -> int:
    """Run the command line; say in one sentence what ended it early, and return the exit status."""
    try:
        status = cli.main(args=argv, prog_name="dechaff", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return EXIT_USAGE
    except click.ClickException as error:
        say(_sentence(error))
        return EXIT_USAGE
    except (click.Abort, KeyboardInterrupt):
        say("interrupted.")
        return _ended_early(EXIT_INTERRUPTED)
    except (_ReaderGoneError, BrokenPipeError):
        return _ended_early(0)
    except OutputError as error:
        say(str(error))
        return _ended_early(EXIT_ALL_FAILED)
    except DechaffError as error:
        say(str(error))
        return EXIT_USAGE
    except OSError as error:
        say(f"standard output: it cannot be written ({error.strerror or error}); make room or choose another place.")
        return _ended_early(EXIT_ALL_FAILED)
    return status if isinstance(status, int) else 0


def _sentence(error: click.ClickException) -> str:
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    hint = f" ({ctx.command_path} --help shows the choices)" if ctx else ""
    return " ".join(error.format_message().split()) + hint


def _ended_early(status: int) -> int:
    """Drop what standard output still holds, so that Python does not fail on it a second time, and return the status."""
    if sys.stdout is not None:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


if __name__ == "__main__":
    main()
