"""The shape of the code: imports point one way, the public names are what they are, importing stays cheap."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import dechaff

SOURCE = Path(dechaff.__file__).parent
#: Part -> the parts it may import; what is not named here is a value that everybody may know.
LAYERS = {
    "model": {"fold"},
    "fold": {"_letters"},
    "normalise": set(),
    "errors": set(),
    "structure": {"model", "_shapes", "_tree"},
    "opinion": {"model"},
    "result": {"model", "normalise"},
    "read": {"model", "fold", "errors"},
    "language": {"model", "fold"},
    "features": {"model", "fold", "structure", "language"},
    "models": {"features"},
    "sentences": set(),
    "stages": {"model", "fold", "_shapes", "errors", "structure", "features", "models", "opinion", "sentences", "language"},
    "settle": {"model", "opinion", "result", "structure"},
    "rounds": {"model", "opinion", "result", "settle"},
    "verdict": {"model", "settle", "features", "models", "rounds"},
    "write": {"model", "result", "normalise"},
    "one_line": {"model", "result", "sentences"},
    "rule_lists": {"errors"},
    "cleaner": {"model", "errors", "one_line", "read", "result", "rounds", "settle", "stages", "structure", "verdict"},
    "cli": {"cleaner", "errors", "read", "result", "rule_lists", "stages", "write", "model"},
}


def imports_of(path: Path) -> set[str]:
    """Return the parts of dechaff that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found |= {name.split(".")[1] for name in names if name.startswith("dechaff.")}
    return found


def test_imports_point_one_way() -> None:
    wrong = []
    for path in SOURCE.rglob("*.py"):
        part = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        if part == "__init__":
            continue
        wrong += [f"{path.name} imports {one}" for one in imports_of(path) - LAYERS[part] - {part}]
    assert wrong == []


def modules_after(code: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has loaded after running code."""
    program = f"{code}\nimport sys; print(' '.join(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n")[-2].split())


HEAVY = {"trafilatura", "bs4", "lxml", "numpy", "click", "charset_normalizer", "selectolax"}


def test_importing_dechaff_loads_nothing_heavy() -> None:
    assert modules_after("import dechaff") & HEAVY == set()


def test_the_text_path_loads_neither_trafilatura_nor_bs4() -> None:
    assert modules_after("import dechaff; dechaff.clean('One line.', kind='text')") & (HEAVY - {"selectolax"}) == set()


def test_help_loads_neither_trafilatura_nor_bs4() -> None:
    code = "import sys, dechaff.cli.main as m\ntry:\n    m.main(['--help'])\nexcept SystemExit:\n    pass"
    assert modules_after(code) & {"trafilatura", "bs4", "lxml", "numpy", "selectolax", "regex"} == set()


def test_the_public_names_are_these() -> None:
    assert dechaff.__all__ == [
        "Block", "Claim", "Cleaner", "DechaffError", "Declined", "Document", "InputError", "Kind", "Metadata", "OptionError",
        "Removal", "Result", "RuleError", "clean",
    ]  # fmt: skip


def test_no_module_says_too_many_things() -> None:
    long = {str(path.relative_to(SOURCE)): lines for path in SOURCE.rglob("*.py") if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 380}
    assert long == {}
