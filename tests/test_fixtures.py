"""Every gutter fixture holds: what stays, what goes, and by which category."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from dechaff import Cleaner, Result
from dechaff.normalise import normalise
from dechaff.stages import discover
from dechaff.write.gutter import Line, read_gutter, source_of
from tests.conftest import FIXTURES

CLEANER = Cleaner()
TEXTS = sorted(path for path in FIXTURES.glob("*/*.txt") if path.parent.name not in {"pages", "known-failures"})
PAGES = sorted((FIXTURES / "pages").glob("*.toml"))
KNOWN_FAILURES = sorted((FIXTURES / "known-failures").glob("*.txt"))


def differences(lines: tuple[Line, ...], result: Result) -> list[str]:
    """Return what a result does otherwise than a gutter fixture says, a sentence a line."""
    fate: dict[int, str] = {result.title_block: "title"}
    stages: dict[int, set[str]] = {}
    cut_out: dict[int, list[str]] = {}
    for removal in result.removed:
        for index in range(removal.start, removal.stop):
            stages.setdefault(index, set()).update(claim.rule for claim in removal.claims if claim.start <= index < claim.stop)
            if removal.span is None:
                fate[index] = "cut"
            else:
                cut_out.setdefault(index, []).append(removal.text)
    found = []
    if len(lines) != len(result.blocks):
        return [f"{len(lines)} lines became {len(result.blocks)} blocks: {[block.text for block in result.blocks]}"]
    for line, block in zip(lines, result.blocks, strict=True):
        actual = fate.get(block.index, "keep")
        if actual != line.mark:
            found.append(f"{line.mark} expected, {actual} found ({sorted(stages.get(block.index, ()))}): {line.text}")
        elif line.mark == "cut" and not any(rule.startswith(line.rule) for rule in stages[block.index]):
            found.append(f"{line.rule} expected, {sorted(stages[block.index])} found: {line.text}")
        if line.spans and list(line.spans) != cut_out.get(block.index, []):
            found.append(f"spans {line.spans} expected, {cut_out.get(block.index, [])} found: {line.text}")
    return found


def run(path: Path) -> list[str]:
    """Clean a fixture's input and return what differs."""
    lines = read_gutter(path.read_text(encoding="utf-8"))
    return differences(lines, CLEANER(source_of(lines), kind="text"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_text_fixture_holds(path: Path) -> None:
    assert run(path) == []


@pytest.mark.parametrize("path", KNOWN_FAILURES, ids=lambda path: path.stem)
@pytest.mark.xfail(strict=True, reason="known failure: move the fixture to its stage when this passes")
def test_known_failure_still_fails(path: Path) -> None:
    assert run(path) == []


@pytest.fixture(scope="module")
def cleaned_pages() -> dict[str, tuple[dict[str, Any], Result]]:
    """Expectation and result of each whole page."""
    found = {}
    for path in PAGES:
        expected = tomllib.loads(path.read_text(encoding="utf-8"))
        found[path.stem] = expected, CLEANER(path.with_suffix(".html").read_bytes(), url=expected.get("url"))
    return found


@pytest.mark.parametrize("name", [path.stem for path in PAGES])
def test_page_gives_exactly_its_article(name: str, cleaned_pages: dict[str, tuple[dict[str, Any], Result]]) -> None:
    expected, result = cleaned_pages[name]
    assert result.text.split("\n") == normalise(expected["text"]).split("\n") or result.text == expected["text"].strip()


@pytest.mark.parametrize("name", [path.stem for path in PAGES])
def test_page_says_who_when_and_where(name: str, cleaned_pages: dict[str, tuple[dict[str, Any], Result]]) -> None:
    expected, result = cleaned_pages[name]
    found = {"title": result.title, "authors": list(result.authors), "date": result.date, "site": result.site, "lang": result.lang, "verdict": result.verdict}
    assert found == {name: expected[name] for name in found}


@pytest.mark.parametrize("name", [path.stem for path in PAGES])
def test_page_says_what_it_removed_and_why(name: str, cleaned_pages: dict[str, tuple[dict[str, Any], Result]]) -> None:
    expected, result = cleaned_pages[name]
    missed = []
    for one in expected["removed"]:
        allowed = set(one["stage"].split())
        holding = [removal for removal in result.removed if one["text"] in removal.text]
        claimed = {claim.stage for removal in holding for claim in removal.claims if claim.weight > 0}
        if not claimed & allowed and not (holding and "main_content" in claimed and "main_content" in allowed):
            missed.append((one["text"], sorted(allowed), sorted(claimed)))
    assert missed == []


def test_every_category_has_a_cut_and_a_keep_fixture() -> None:
    names: dict[str, set[str]] = {stage.name: set() for stage in discover()}
    for path in TEXTS:
        names.setdefault(path.parent.name, set()).add(path.stem.split("-")[0])
    speak_for_keeping = {"correction", "prose"}
    assert {name: kinds for name, kinds in names.items() if "keep" not in kinds} == {}
    assert {name: kinds for name, kinds in names.items() if "cut" not in kinds and name not in speak_for_keeping} == {}


def test_fixtures_cover_fifteen_languages_and_a_third_are_traps() -> None:
    languages = {path.stem.split("-")[1] for path in TEXTS}
    traps = [path for path in TEXTS if path.stem.startswith("keep-")]
    assert len(TEXTS) >= 80
    assert len(languages) >= 15
    assert len(traps) * 3 >= len(TEXTS)
