"""The command `dechaff`: its group, and how it ends."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from dechaff.errors import DechaffError

__all__ = ["EXIT_ALL_FAILED", "EXIT_INTERRUPTED", "EXIT_SOME_FAILED", "EXIT_USAGE", "main"]

EXIT_SOME_FAILED = 1
EXIT_USAGE = 2
EXIT_ALL_FAILED = 3
EXIT_INTERRUPTED = 130

#: Command name -> module below dechaff.cli that holds a click command of that name; imported when asked for.
COMMANDS = {"clean": "clean", "rules": "rules"}


class _Commands(click.Group):
    """Commands loaded when they are needed; what is no command is an input of `clean`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
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


def _print_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: FBT001 (click's signature)
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
    """


def main(argv: list[str] | None = None) -> Any:
    """Run the command line and exit with its status."""
    try:
        status = cli.main(args=argv, prog_name="dechaff", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        status = EXIT_USAGE
    except click.UsageError as error:
        error.show()
        status = EXIT_USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("dechaff: interrupted.", err=True)
        status = EXIT_INTERRUPTED
    except BrokenPipeError:
        status = _close_quietly()
    except click.ClickException as error:
        error.show()
        status = EXIT_USAGE
    except DechaffError as error:
        click.echo(f"dechaff: {error}", err=True)
        status = EXIT_USAGE
    except OSError as error:
        click.echo(f"dechaff: cannot write the result: {error.strerror or error}. Check space and permissions, then run it again.", err=True)
        status = EXIT_ALL_FAILED
    sys.exit(status if isinstance(status, int) else 0)


def _close_quietly() -> int:
    """End as programs do whose reader went away: no message, and no second error when Python flushes stdout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    main()
