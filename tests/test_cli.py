"""The command line as its users meet it: streams, exit statuses, signals, odd files, and one sentence for whatever goes wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from dechaff.cli.clean import command as clean_command
from dechaff.cli.clean import stage_names
from dechaff.cli.inputs import LeftOut, inputs_of
from dechaff.cli.main import main
from dechaff.cli.output import printable
from dechaff.cli.rules import command as rules_command
from dechaff.stages.registry import prefixes

TITLE = "The ferry is back on the lake"
BODY = "The old ferry crossed the lake again on Monday after eleven months in the yard, the harbour master said. Several hundred people watched."
APPEAL = "Please support our work with a monthly gift of five euros today. Donate now"
TEXT = f"{TITLE}\n\n{BODY}\n\n{APPEAL}\n\nIt will run four times a day until October, and tickets cost as much as before.\n"
CLEAN = TEXT.replace(f"{APPEAL}\n\n", "")
COMMAND = [sys.executable, "-m", "dechaff.cli.main"]
COLOUR = "\x1b["


def environment(**more: str) -> dict[str, str]:
    """Return this process's environment without what would steer dechaff or its colours."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("DECHAFF_") and name not in {"NO_COLOR", "TERM"}}
    source = str(Path(__file__).resolve().parent.parent / "src")
    return {**own, "TERM": "xterm", "PYTHONPATH": os.pathsep.join([source, *filter(None, [own.get("PYTHONPATH")])]), **more}


class Done(NamedTuple):
    """How a run ended: exit status, standard output, standard error."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder that holds one text, a.txt."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(*args: str | bytes, stdin: str | bytes = b"", **more: str) -> Done:
    """Run the command line in this process, up to the status it would exit with."""
    before = signal.getsignal(signal.SIGTERM)
    with CliRunner().isolation(input=stdin, env=more) as (out, err, _), pytest.raises(SystemExit) as ended:
        main([os.fsdecode(one) for one in args])
    signal.signal(signal.SIGTERM, before)
    assert isinstance(ended.value.code, int)
    return Done(ended.value.code, out.getvalue().decode(), err.getvalue().decode())


def spawn(*args: str | bytes, stdin: str = "", **more: str) -> Done:
    """Run the command line in a process of its own; whatever happens, no user may see a traceback."""
    done = subprocess.run([*COMMAND, *args], input=stdin.encode(), capture_output=True, env=environment(**more), check=False)
    err = done.stderr.decode()
    assert "Traceback" not in err
    assert "Exception ignored" not in err
    return Done(done.returncode, done.stdout.decode(), err)


def shell(script: str) -> Done:
    """Run a shell script in which "$@" is the command line."""
    done = subprocess.run(["/bin/sh", "-c", script, "sh", *COMMAND], capture_output=True, text=True, env=environment(), check=False)
    return Done(done.returncode, done.stdout, done.stderr)


def at_terminal(*args: str, **more: str) -> tuple[int, str]:
    """Run the command line with a terminal on all three streams; return its status and what the terminal showed."""
    ours, theirs = os.openpty()
    process = subprocess.Popen([*COMMAND, *args], stdin=theirs, stdout=theirs, stderr=theirs, env=environment(**more), start_new_session=True)
    os.close(theirs)
    os.write(ours, b"\x04")  # whoever reads from this terminal meets its end
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # Linux says so when the other side was closed
        pass
    os.close(ours)
    return process.wait(), shown.decode().replace("\r\n", "\n")


def made(name: str | bytes, text: str = TEXT) -> Path:
    """Write a file, and the folders it stands in."""
    path = Path(os.fsdecode(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def files_below(place: str) -> list[str]:
    return sorted(str(path.relative_to(place)) for path in Path(place).rglob("*") if path.is_file())


def is_one_sentence(err: str, *words: str) -> bool:
    """Tell whether standard error holds one line of ours that names all these words."""
    return err.startswith("dechaff: ") and err.count("\n") == 1 and err.endswith((".\n", ")\n")) and all(word in err for word in words)


# Where inputs come from.


@pytest.mark.parametrize("args", [["a.txt"], ["clean", "a.txt"], ["-"], []], ids=["file", "command", "dash", "pipe"])
def test_a_text_comes_out_clean_from_wherever_it_comes(args: list[str]) -> None:
    assert spawn(*args, stdin=TEXT) == (0, CLEAN, "")


def test_several_inputs_are_headed_by_their_names_in_the_order_given() -> None:
    made("b.txt", "Just one more line.\n")
    done = run("b.txt", "-", "a.txt", stdin="From the pipe.\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"==> b.txt <==\nJust one more line.\n\n==> standard input <==\nFrom the pipe.\n\n==> a.txt <==\n{CLEAN}"


def test_a_folder_is_walked_in_the_order_of_names_and_says_what_it_left_out() -> None:
    for name in ("d/b.txt", "d/a/z.html", "d/c.htm", "d/.hidden.txt", "d/photo.png", "d/.git/config"):
        made(name)
    done = run("-f", "jsonl", "d")
    assert [json.loads(line)["source"] for line in done.stdout.splitlines()] == ["d/b.txt", "d/c.htm", "d/a/z.html"]
    assert done.returncode == 0
    assert is_one_sentence(done.stderr, "3 left out", ".hidden.txt 1", ".png 1", ".git/ 1")


@contextmanager
def nested(name: str, depth: int) -> Iterator[None]:
    """Stand in folders within folders, all of one name; take them down again, which pytest cannot when they are this deep."""
    for _ in range(depth):
        Path(name).mkdir()
        os.chdir(name)
    try:
        yield
    finally:
        for _ in range(depth):
            os.chdir("..")
            Path(name).rmdir()


def test_a_folder_deeper_than_the_stack_is_walked_to_its_end(folder: Path) -> None:
    with nested("d", sys.getrecursionlimit() + 20):
        deep = made("deep.txt").absolute()
        names = [item.path for item in inputs_of([str(folder / "d")], LeftOut())]
        deep.unlink()
    assert names == [deep]


def test_a_folder_that_cannot_be_listed_fails_by_name(folder: Path) -> None:
    made("d/a.txt")
    os.chdir("d")
    with nested("e" * 200, 30):  # longer than any path may be, so that not even root can list it by name
        here = os.open(".", os.O_RDONLY)
        os.chdir(folder)
        done = run("-f", "jsonl", "d")
        os.fchdir(here)
        os.close(here)
    assert done.returncode == 1
    assert [("error" in json.loads(line)) for line in done.stdout.splitlines()] == [False, True]
    assert "eee: it cannot be read (File name too long)" in done.stderr


def test_dangling_links_fail_and_loops_of_links_end() -> None:
    made("d/ok.txt")
    Path("d/gone.txt").symlink_to("nowhere")
    Path("d/loop").symlink_to(".")
    Path("d/round.txt").symlink_to("round.txt")
    done = run("d")
    assert (done.returncode, done.stdout) == (1, f"==> d/ok.txt <==\n{CLEAN}")
    assert "d/gone.txt: this link leads to nothing; mend or delete it." in done.stderr
    assert "d/round.txt: it cannot be read" in done.stderr
    assert "link to a folder 1" in done.stderr
    assert "of 3 inputs 1 were cleaned, 0 held no article, 2 failed." in done.stderr


def test_a_pipe_in_a_folder_is_left_out_instead_of_waited_for() -> None:
    made("d/a.txt")
    os.mkfifo("d/pipe.txt")
    done = run("d")
    assert done.returncode == 0
    assert is_one_sentence(done.stderr, "pipe or device 1")


def test_an_empty_folder_is_named_beside_inputs_that_were_cleaned() -> None:
    Path("hollow").mkdir()
    alone, beside = run("hollow"), run("hollow", "a.txt")
    assert (alone.returncode, alone.stdout, beside.returncode) == (1, "", 1)
    assert is_one_sentence(alone.stderr, "hollow", "holds no page and no text")
    assert beside.stderr == alone.stderr
    assert CLEAN in beside.stdout


def test_an_empty_folder_gives_an_empty_json_array() -> None:
    Path("hollow").mkdir()
    assert run("-f", "json", "hollow").stdout == "[]\n"


@pytest.mark.parametrize("name", ["missing.txt", "no/such/page.html", "x" * 5000, ""], ids=["file", "path", "too-long", "empty"])
def test_a_missing_file_is_named_and_all_failed(name: str) -> None:
    done = spawn(name)
    assert (done.returncode, done.stdout) == (3, "")
    assert is_one_sentence(done.stderr, name, "check the path")


def test_an_address_is_answered_with_how_to_download_it() -> None:
    done = run("https://news.example/ferry")
    assert done.returncode == 3
    assert is_one_sentence(done.stderr, "https://news.example/ferry", "curl")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_named_and_the_rest_goes_on() -> None:
    made("secret.txt").chmod(0)
    done = run("secret.txt", "a.txt")
    assert (done.returncode, CLEAN in done.stdout) == (1, True)
    assert "secret.txt: it may not be read; check its permissions." in done.stderr


def test_a_path_below_a_file_fails_and_the_rest_goes_on() -> None:
    done = run("a.txt/page.html", "a.txt")
    assert (done.returncode, done.stdout) == (1, f"==> a.txt <==\n{CLEAN}")
    assert "a.txt/page.html: it cannot be read" in done.stderr


@pytest.mark.parametrize("data", [b"\x7fELF\x00\x01\x02" * 50, b"%PDF-1.7 etc", b"PK\x03\x04 etc"], ids=["program", "pdf", "zip"])
def test_binary_data_is_refused_by_name(data: bytes) -> None:
    Path("b.html").write_bytes(data)
    named, piped = run("b.html"), run(stdin=data)
    assert (named.returncode, named.stdout, piped.returncode) == (3, "", 3)
    assert is_one_sentence(named.stderr, "b.html", "binary", "convert")
    assert is_one_sentence(piped.stderr, "standard input", "binary")


@pytest.mark.parametrize("text", ["", " \n\n", "<html><body></body></html>"], ids=["nothing", "blanks", "page"])
def test_an_empty_input_is_named_and_gives_no_article(text: str) -> None:
    made("void.html", text)
    done = run("void.html")
    assert (done.returncode, done.stdout) == (1, "")
    assert is_one_sentence(done.stderr, "void.html", "no text", "nothing to clean")


def test_a_text_of_nothing_but_an_appeal_says_how_to_keep_it() -> None:
    done = run(stdin=f"{APPEAL}\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert is_one_sentence(done.stderr, "standard input", "no article found", "--explain", "--keep")


def test_odd_names_are_escaped_for_people_and_stay_json_for_programs() -> None:
    made("new\nline.txt")
    made(b"bad\xff.txt")
    heads = run("new\nline.txt", b"bad\xff.txt")
    assert [line for line in heads.stdout.splitlines() if line.startswith("==>")] == ["==> new\\nline.txt <==", "==> bad\\xff.txt <=="]
    lines = run("-f", "jsonl", "new\nline.txt", b"bad\xff.txt").stdout.splitlines()
    assert [json.loads(line)["source"] for line in lines] == ["new\nline.txt", "bad\\xff.txt"]
    assert is_one_sentence(spawn(b"gone\xff\n\x1b[31m").stderr, "gone\\xff\\n\\x1b[31m: there is no such file")


def test_a_name_in_letters_stays_as_it_is() -> None:
    assert printable("Fähre 渡輪.txt") == "Fähre 渡輪.txt"


# Formats.


def test_each_format_holds_title_and_body() -> None:
    assert run("-f", "text", "--no-title", "a.txt").stdout == CLEAN.partition("\n\n")[2]
    assert run("-f", "markdown", "a.txt").stdout == f"# {CLEAN}"
    for name in ("json", "jsonl"):
        found = json.loads(run("-f", name, "a.txt").stdout)
        assert (found["source"], found["title"], f"{found['title']}\n\n{found['text']}\n") == ("a.txt", TITLE, CLEAN)


def test_jsonl_gives_one_object_an_input_failures_included() -> None:
    done = run("-f", "jsonl", "gone.txt", "a.txt")
    failed, cleaned = map(json.loads, done.stdout.splitlines())
    assert (failed["source"], failed["error"], cleaned["title"]) == ("gone.txt", "gone.txt: there is no such file or folder; check the path.", TITLE)
    assert done.returncode == 1


def test_json_of_several_inputs_is_one_array_even_when_the_first_fails() -> None:
    done = run("-f", "json", "gone.txt", "a.txt")
    assert ["error" in one for one in json.loads(done.stdout)] == [True, False]


def test_the_environment_sets_options_and_flags_win() -> None:
    assert json.loads(run("a.txt", DECHAFF_FORMAT="jsonl").stdout)["title"] == TITLE
    assert run("-f", "text", "a.txt", DECHAFF_FORMAT="jsonl").stdout == CLEAN
    assert run("a.txt", DECHAFF_SKIP="donation,share").stdout == TEXT


def test_main_none_keeps_what_no_rule_claims() -> None:
    page = f"<html><body><nav><ul><li><a href=/>Tides</a></ul></nav><article><h1>{TITLE}</h1><p>{BODY}</p></article><div><p>Lamp oil at the quay.</div></body></html>"
    done = run("--main", "none", "--from", "html", stdin=page)
    assert done.returncode == 0
    assert "Lamp oil at the quay." in done.stdout


def test_explain_shows_what_went_and_why_without_colour_in_a_pipe() -> None:
    done = run("--explain", "a.txt")
    assert f"\n- {APPEAL} # donation/en/" in done.stdout
    assert f"= {TITLE}\n\n  {BODY}\n" in done.stdout
    assert COLOUR not in done.stdout


def test_explain_is_coloured_at_a_terminal_unless_told_otherwise() -> None:
    status, shown = at_terminal("--explain", "a.txt")
    assert (status, COLOUR in shown) == (0, True)
    for wish in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        status, shown = at_terminal("--explain", "a.txt", **wish)
        assert (status, COLOUR in shown, APPEAL in shown) == (0, False, True)


# Outputs.


def test_output_goes_to_a_file_and_keeps_its_permissions() -> None:
    made("out.txt", "old").chmod(0o640)
    done = run("-o", "out.txt", "a.txt")
    assert (done.returncode, done.stdout, Path("out.txt").read_text()) == (0, "", CLEAN)
    assert Path("out.txt").stat().st_mode & 0o777 == 0o640


def test_a_file_can_be_cleaned_in_place() -> None:
    assert run("-o", "a.txt", "a.txt").returncode == 0
    assert Path("a.txt").read_text() == CLEAN


def test_output_goes_through_a_link() -> None:
    Path("link.txt").symlink_to("real.txt")
    assert run("-o", "link.txt", "a.txt").returncode == 0
    assert (Path("link.txt").is_symlink(), Path("real.txt").read_text()) == (True, CLEAN)


def test_out_dir_mirrors_the_folder() -> None:
    for name in ("d/x/p.html", "d/y/p.html", "d/top.txt"):
        made(name)
    assert run("--out-dir", "out", "d").returncode == 0
    assert files_below("out") == ["top.txt.txt", "x/p.html.txt", "y/p.html.txt"]
    assert Path("out/top.txt.txt").read_text() == CLEAN


@pytest.mark.parametrize("names", [["x", "y"], ["x/p.txt", "y/p.txt"], ["x", "y/p.txt"], ["./x/../x/p.txt", "y"]])
def test_inputs_of_one_name_from_different_folders_get_a_file_each(names: list[str]) -> None:
    made("x/p.txt", "From x.\n")
    made("y/p.txt", "From y.\n")
    assert run("--out-dir", "out", *names).returncode == 0
    assert {name: Path("out", name).read_text() for name in files_below("out")} == {"x/p.txt.txt": "From x.\n", "y/p.txt.txt": "From y.\n"}


def test_an_input_that_would_write_over_anothers_result_fails() -> None:
    made("stdin", "The file of that name.\n")
    done = run("--out-dir", "out", "-", "stdin", stdin="From the pipe.\n")
    assert (done.returncode, Path("out/stdin.txt").read_text()) == (1, "From the pipe.\n")
    assert "stdin: its result would write over that of standard input" in done.stderr


@pytest.mark.parametrize(("args", "name"), [(["-f", "jsonl"], "a.txt.jsonl"), (["-f", "markdown"], "a.txt.md"), (["--explain"], "a.txt.gutter.txt")])
def test_out_dir_names_files_after_the_format(args: list[str], name: str) -> None:
    assert run("--out-dir", "out", *args, "a.txt").returncode == 0
    assert files_below("out") == [name]


def test_a_run_does_not_read_its_own_outputs() -> None:
    made("d/a.txt")
    for _ in range(2):
        assert run("--out-dir", "d/out", "--removed", "d/removed.txt", "d").stderr == ""
        assert run("-o", "d/all.text", "d/a.txt").stderr == ""
    assert files_below("d/out") == ["a.txt.txt", "all.text.txt"]


def test_a_run_does_not_read_the_file_that_the_shell_writes_for_it() -> None:
    made("d/a.txt")
    assert shell('"$@" d > d/all.txt; cat d/all.txt') == (0, f"==> d/a.txt <==\n{CLEAN}", "")


def test_the_ledger_holds_what_was_removed() -> None:
    done = run("--removed", "gone.jsonl", "a.txt")
    (line,) = Path("gone.jsonl").read_text().splitlines()
    assert (done.stdout, json.loads(line)["source"], json.loads(line)["text"], json.loads(line)["stage"]) == (CLEAN, "a.txt", APPEAL, "donation")


def test_the_ledger_takes_standard_output_when_the_results_go_elsewhere() -> None:
    done = run("--removed", "-", "-o", "out.txt", "a.txt")
    assert (json.loads(done.stdout)["text"], Path("out.txt").read_text()) == (APPEAL, CLEAN)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["-o", "/dev/full"], ["/dev/full", "No space", "make room"]),
        (["--removed", "/dev/full"], ["/dev/full", "make room"]),
        (["-o", "no/such/out.txt"], ["no/such/out.txt", "make its folder"]),
        (["-o", "a.txt/out.txt"], ["a.txt/out.txt", "a part of the path is a file"]),
        (["--out-dir", "a.txt/out"], ["a.txt/out", "choose another"]),
    ],
)
def test_an_output_that_cannot_be_written_is_named_once(args: list[str], words: list[str]) -> None:
    done = spawn(*args, "a.txt")
    assert done.returncode == 3
    assert is_one_sentence(done.stderr, *words)
    assert files_below(".") == ["a.txt"]


@pytest.mark.parametrize("args", ["a.txt", "rules list", "--help"])
def test_a_full_standard_output_is_said_once(args: str) -> None:
    done = shell(f'"$@" {args} > /dev/full')
    assert done.returncode == 3
    assert is_one_sentence(done.stderr, "standard output", "No space", "make room")


def test_a_file_that_cannot_be_made_below_out_dir_fails_alone() -> None:
    made("d/b.txt")
    made("d/x/p.txt")
    made("out/x", "in the way")
    done = run("--out-dir", "out", "d")
    assert (done.returncode, files_below("out")) == (1, ["b.txt.txt", "x"])
    assert "out/x/p.txt.txt: it cannot be written" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_write_permission_is_named() -> None:
    Path("locked").mkdir(mode=0o555)
    done = run("-o", "locked/out.txt", "a.txt")
    assert done.returncode == 3
    assert is_one_sentence(done.stderr, "locked/out.txt", "check permissions")


def test_a_closed_standard_stream_is_named() -> None:
    out, into = shell('"$@" a.txt >&-'), shell('"$@" - <&-')
    assert (out.returncode, into.returncode) == (3, 3)
    assert is_one_sentence(out.stderr, "standard output", "closed")
    assert is_one_sentence(into.stderr, "standard input", "closed")


def test_results_arrive_when_nobody_can_hear_the_messages() -> None:
    done = shell('"$@" gone.txt a.txt 2> /dev/full')
    assert (done.returncode, done.stdout) == (1, f"==> a.txt <==\n{CLEAN}")


# How it ends.


@pytest.mark.parametrize("args", [["big.txt"], ["rules", "list"]], ids=["clean", "rules"])
def test_it_ends_quietly_when_the_reader_goes_away(args: list[str]) -> None:
    made("big.txt", "".join(f"Ferry number {n} left the pier with its lamps lit, and nobody knew where it went.\n\n" for n in range(4000)))
    process = subprocess.Popen([*COMMAND, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_it_with_one_line_and_nothing_half_written(number: signal.Signals) -> None:
    made("out.txt", "as it was")
    pipe = subprocess.PIPE
    process = subprocess.Popen([*COMMAND, "-o", "out.txt", "a.txt", "gone.txt", "-"], stdin=pipe, stdout=pipe, stderr=pipe, env=environment())
    assert process.stderr is not None
    assert process.stderr.readline().startswith(b"dechaff: gone.txt")  # from here on it waits for standard input
    process.send_signal(number)
    out, err = process.communicate()
    assert (process.returncode, out, err) == (130, b"", b"dechaff: interrupted.\n")
    assert (files_below("."), Path("out.txt").read_text()) == (["a.txt", "out.txt"], "as it was")


def test_nothing_named_at_a_terminal_shows_help() -> None:
    status, shown = at_terminal()
    assert status == 2
    assert shown.startswith("Usage: dechaff ")


def test_a_page_that_breaks_the_cleaner_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    from dechaff.cleaner import Cleaner

    whole = Cleaner.clean_document

    def breaks(self: Cleaner, doc: object) -> object:
        if len(doc.blocks) == 1:  # type: ignore[attr-defined]
            raise RecursionError("too deep")
        return whole(self, doc)  # type: ignore[arg-type]

    monkeypatch.setattr(Cleaner, "clean_document", breaks)
    made("b.txt", "One line.\n")
    done = CliRunner().invoke(clean_command, ["b.txt", "a.txt"], standalone_mode=False)
    assert (done.return_value, done.stdout) == (1, f"==> a.txt <==\n{CLEAN}")
    assert "dechaff: b.txt: dechaff cannot clean it (RecursionError in breaks" in done.stderr


# Wrong usage.


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--from", "pdf", "a.txt"], ["--from", "'pdf'", "html"]),
        (["--format", "xml", "a.txt"], ["--format", "'xml'", "markdown"]),
        (["--main", "magic", "a.txt"], ["--main", "'magic'", "trafilatura"]),
        (["--no-such-flag", "a.txt"], ["--no-such-flag", "dechaff clean --help"]),
        (["--only", " , ", "a.txt"], ["--only", "names no rule"]),
        (["-o", "x", "--out-dir", "y", "a.txt"], ["--output", "--out-dir", "choose one"]),
        (["-o", ".", "a.txt"], ["--output .", "folder", "--out-dir"]),
        (["--out-dir", "a.txt", "a.txt"], ["--out-dir a.txt", "is a file"]),
        (["--removed", "-", "a.txt"], ["--removed -", "-o"]),
        (["--removed", "x", "-o", "x", "a.txt"], ["--removed", "--output", "same file"]),
        (["--url", "https://news.example/", "a.txt", "a.txt"], ["--url", "several inputs"]),
        (["--explain", "-f", "json", "a.txt"], ["--explain", "json"]),
        (["-", "-"], ["standard input", "once"]),
        (["rules", "burn"], ["'burn'", "dechaff rules --help"]),
    ],
)
def test_wrong_usage_is_said_in_one_sentence(args: list[str], words: list[str]) -> None:
    done = run(*args)
    assert (done.returncode, done.stdout) == (2, "")
    assert is_one_sentence(done.stderr, *words)
    assert files_below(".") == ["a.txt"]


@pytest.mark.parametrize("args", [["--only"], ["--skip"], ["--keep"], ["--cut"], ["rules", "list"], ["rules", "show"], ["rules", "test"]], ids=" ".join)
def test_an_unknown_rule_is_answered_with_those_that_exist(args: list[str]) -> None:
    done = run(*args, "no_such_stage", *([] if args[0] == "rules" else ["a.txt"]))
    assert (done.returncode, done.stdout) == (2, "")
    assert is_one_sentence(done.stderr, args[-1] if args[0] != "rules" else "rules list", "'no_such_stage'", *prefixes())


# Rules and help.


def rules(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(rules_command, args, standalone_mode=False)
    assert done.exception is None
    return done.return_value or 0, done.stdout


def test_rules_list_shows_those_below_a_prefix() -> None:
    lines = rules("list", "donation/en")[1].splitlines()
    assert lines
    assert all(line.startswith("donation/en/") for line in lines)
    assert len(rules("list")[1].splitlines()) > len(lines)


def test_rules_show_tells_phrases_and_examples_or_the_rules_below() -> None:
    below = rules("show", "donation/en")[1].split()
    shown = rules("show", below[-1])[1]
    assert all(f"\n  {part}:" in shown for part in ("where", "weight", "phrases", "hit", "miss"))
    assert f"\n    {below[-1]}\n" in rules("show", "donation")[1]


def test_rules_test_counts_what_it_ran() -> None:
    ids = [line.split()[0] for line in rules("list", "donation/en")[1].splitlines()]
    assert rules("test", ids[0]) == (0, "1 rule in 1 stage, 0 examples not as promised.\n")
    assert rules("test", "repeated") == (0, "repeated: no examples; it is not made of phrases.\n")


def test_rules_test_fails_when_an_example_does_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dechaff.stages._rules.complaints", lambda table: [f"{table.groups[0].id}: does not match its hit 'x'."])
    done = CliRunner().invoke(rules_command, ["test", "donation"], standalone_mode=False)
    assert (done.return_value, done.stdout.endswith("1 stage, 1 example not as promised.\n")) == (1, True)
    assert done.stderr.endswith("does not match its hit 'x'.\n")


def test_results_are_utf8_whatever_the_locale() -> None:
    line = "The ship 渡輪 is called Fähre here.\n"
    assert spawn(stdin=line, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii:strict") == (0, line, "")


def test_a_page_of_nothing_but_a_title_holds_no_article() -> None:
    done = run("--main", "none", stdin=f"<html><body><h1>{TITLE}</h1></body></html>")
    assert (done.returncode, done.stdout) == (1, "")
    assert is_one_sentence(done.stderr, "standard input", "no article found", "check where it comes from")


def test_help_names_every_stage_and_every_option() -> None:
    done = spawn("clean", "--help")
    assert done.returncode == 0
    shown = " ".join(done.stdout.split())
    assert f"Stages: {', '.join(prefixes())}." in shown
    assert all(option.opts[-1] in shown for option in clean_command.params if option.param_type_name == "option")


def test_the_stages_that_help_names_are_those_there_are() -> None:
    assert stage_names() == prefixes()


@pytest.mark.parametrize("args", [["--help"], ["clean", "--help"], ["rules", "--help"]], ids=" ".join)
def test_help_loads_nothing_heavy(args: list[str]) -> None:
    code = f"import sys, atexit, dechaff.cli.main as m\natexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr))\nm.main({args!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 0
    assert set(done.stderr.split()) & {"trafilatura", "bs4", "lxml", "selectolax", "regex", "numpy", "charset_normalizer", "dechaff.stages"} == set()


def test_the_version_is_told() -> None:
    from dechaff import __version__

    assert spawn("--version").stdout == f"dechaff {__version__}\n"
