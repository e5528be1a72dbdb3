"""The documentation says what is so: its examples run, and nothing a user can see is missing from it."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

import dechaff
from dechaff import clean
from dechaff.cli.clean import command
from dechaff.settle import SAFEGUARDS
from dechaff.stages import discover
from dechaff.stages._rules import _GROUP_KEYS, _TABLE_KEYS, complaints, read_table
from dechaff.stages.main_content import MAINS

TOP = Path(__file__).resolve().parent.parent
DOCS = [TOP / "README.md", *sorted((TOP / "docs").glob("*.md"))]
NAMES = [path.name for path in DOCS]
CODE = re.compile(r"^```(?P<lang>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"<!-- file: (?P<name>[\w./-]+) -->\n```\w+\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
REASON = re.compile(r" # ([a-z_]+)(?:/\S+)?(?: \".*\")?$", re.MULTILINE)


def said(name: str) -> str:
    """Return the text of README.md or of a file in docs."""
    return next(path for path in DOCS if path.name == name).read_text(encoding="utf-8")


def examples(name: str, lang: str) -> list[tuple[int, str]]:
    """Return (line number, body) of each block of code in a language."""
    text = said(name)
    return [(text.count("\n", 0, found.start("body")) + 1, found["body"]) for found in CODE.finditer(text) if found["lang"] == lang]


@pytest.mark.parametrize("name", NAMES)
def test_python_examples_give_what_they_show(name: str) -> None:
    body = "".join(code for _, code in examples(name, "python"))
    assert body.count(">>> ") == said(name).count(">>> "), "an example stands outside a block of Python"
    test = doctest.DocTestParser().get_doctest(body, {}, name, name, 0)
    report: list[str] = []
    doctest.DocTestRunner().run(test, out=report.append)
    assert "".join(report) == ""


def commands_of(body: str) -> list[tuple[str, str]]:
    """Return (command, shown output) of each `$` line of a console example."""
    pieces = re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
    return [(head, output) for head, _, output in (piece.partition("\n") for piece in pieces)]


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """Lay the files of the examples into an empty folder, with a command `dechaff`; return the environment."""
    for name in NAMES:
        for found in FILE.finditer(said(name)):
            (tmp_path / found["name"]).write_text(found["body"], encoding="utf-8")
    script = tmp_path / ".bin" / "dechaff"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dechaff.cli.main "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("DECHAFF_")}
    source = str(Path(dechaff.__file__).parent.parent)
    return inherited | {"PATH": f"{script.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": source, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}


CONSOLE = [pytest.param(body, id=f"{name}:{line}") for name in NAMES for line, body in examples(name, "console")]


@pytest.mark.parametrize("body", CONSOLE)
def test_commands_give_what_they_show(body: str, shell: dict[str, str], tmp_path: Path) -> None:
    # Which rule of a stage is the strongest may change with the tables: of a reason only the stage is compared.
    for typed, shown in commands_of(body):
        done = subprocess.run(["sh", "-c", typed], cwd=tmp_path, env=shell, capture_output=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL)
        assert REASON.sub(r" # \1", done.stdout) == REASON.sub(r" # \1", shown), f"{typed}\n{done.stderr}"


def options() -> list[click.Option]:
    """Return the options of `dechaff clean`, its --help included."""
    return [one for one in command.get_params(click.Context(command)) if isinstance(one, click.Option)]


def test_every_option_is_named_in_the_command_line_docs() -> None:
    names = {name for option in options() for name in (*option.opts, *option.secondary_opts)}
    text = said("command-line.md")
    assert len(names) > 10
    assert {name for name in names if not re.search(rf"`{re.escape(name)}[`\s]", text)} == set()


def test_every_way_to_find_the_main_content_is_named_in_the_command_line_docs() -> None:
    assert {name for name in MAINS if f"`{name}`" not in said("command-line.md")} == set()


def test_environment_variables_named_in_the_docs_are_read() -> None:
    named = set(re.findall(r"`(DECHAFF_[A-Z_]+)`", said("command-line.md")))
    prefix = command.context_settings["auto_envvar_prefix"]
    assert named
    assert named - {f"{prefix}_{option.name}".upper() for option in options()} == set()


def test_every_stage_is_named_in_the_stages_docs() -> None:
    assert {stage.name for stage in discover() if f"`{stage.name}`" not in said("stages.md")} == set()


def test_every_key_of_a_rule_table_is_named_in_the_stages_docs() -> None:
    assert {key for key in _GROUP_KEYS | _TABLE_KEYS if f"`{key}`" not in said("stages.md")} == set()


def test_rule_tables_in_the_docs_hold() -> None:
    tables = [read_table("weather_box", tomllib.loads(body)) for _, body in examples("stages.md", "toml")]
    assert len(tables) == 1
    assert complaints(tables[0]) == []


def test_every_key_of_a_result_is_named_in_the_schema() -> None:
    values = clean("Donate now\n\n\u201cPlease support our work,\u201d she said on the quay, and everybody laughed out loud.").as_dict()
    removed, declined = values["removed"], values["declined"]
    assert removed
    assert declined
    keys = {*values, *removed[0], *removed[0]["claims"][0], *declined[0]}
    assert {key for key in keys if f"`{key}`" not in said("schema.md")} == set()


@pytest.mark.parametrize("name", ["README.md", "design.md", "schema.md"])
def test_safeguards_are_called_by_their_names(name: str) -> None:
    assert {safeguard for safeguard in SAFEGUARDS if f"`{safeguard}`" not in said(name)} == set()


@pytest.mark.parametrize("name", NAMES)
def test_links_between_the_docs_lead_somewhere(name: str) -> None:
    here = next(path for path in DOCS if path.name == name).parent
    targets = [target for target in re.findall(r"\]\(([^)#]+)", said(name)) if "://" not in target]
    assert [target for target in targets if not (here / target).exists()] == []
