"""Every rule's own examples hold, and every rule can be looked up."""

from __future__ import annotations

from pathlib import Path

import pytest

from dechaff import RuleError
from dechaff.stages import discover, tables
from dechaff.stages._rules import Table, complaints, load_table, read_table
from dechaff.stages.registry import resolve, rules

REQUIRED_LANGUAGES = {"en", "de", "fr", "es", "pt", "it", "ru", "pl", "nl", "tr"}
REQUIRED_STAGES = {
    "donation", "payment", "related", "newsletter", "subscribe", "share", "contact", "read_more", "comments", "credit", "copyright",
    "consent", "app_promo", "ad_label", "banner", "byline", "tags", "author_bio", "navigation", "affiliate", "repeated",
}  # fmt: skip


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_examples_of_a_table_hold(table: Table) -> None:
    assert complaints(table) == []


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_a_table_speaks_the_required_languages(table: Table) -> None:
    languages = {group.id.split("/")[1] for group in table.groups}
    assert not REQUIRED_LANGUAGES - languages


def test_every_category_is_a_stage() -> None:
    assert {stage.name for stage in discover()} >= REQUIRED_STAGES


def test_no_phrase_stands_twice_in_a_table() -> None:
    twice = []
    for table in tables():
        seen: set[tuple[str, str, str]] = set()
        for group in table.groups:
            for phrase in group.phrases:
                name = (group.at, phrase.folded, group.id.split("/")[1])
                twice += [f"{group.id}: {phrase.source}"] if name in seen else []
                seen.add(name)
    assert twice == []


def test_rules_resolve_to_a_sentence() -> None:
    assert all(rule.about.strip().endswith((".", "!", "?", ":", '"', ")")) for rule in rules().values())
    assert resolve("donation/mark/donate-box").id == "donation/mark"


def write(folder: Path, text: str) -> Path:
    path = folder / "made_up.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("about = ", "not valid TOML"),
        ('[en.ask]\nphrases = ["give us"]\nhit = []\nmiss = []', "needs `about`"),
        ('about = "A."\n[en.ask]\nphrases = []', "at least one phrase"),
        ('about = "A."\n[en.ask]\nphrases = [".*money"]', "must begin with a word"),
        ('about = "A."\n[en.ask]\nphrases = ["give (us"]', "not well formed"),
        ('about = "A."\n[en.ask]\nat = "middle"\nphrases = ["give us"]', "it can be whole"),
        ('about = "A."\n[en.ask]\nphrase = ["give us"]', "unknown key 'phrase'"),
        ('about = "A."\ntaste = "sweet"\n', "'cut' or 'keep'"),
        ('about = "A."\nen = ["give us"]\n', "must hold groups"),
    ],
)
def test_a_malformed_table_is_refused_with_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RuleError, match=said.replace("(", r"\(")):
        load_table(write(tmp_path, text))


def test_complaints_name_the_example_that_fails() -> None:
    body = {"about": "A.", "en": {"ask": {"phrases": ["give us money"], "hit": ["Lend us money."], "miss": ["Give us money!"]}}}
    said = complaints(read_table("made_up", body))
    assert said == ["made_up/en/ask: does not match its hit 'Lend us money.'.", "made_up/en/ask: matches its miss 'Give us money!'."]


def test_a_phrase_may_begin_with_alternatives_and_optional_words() -> None:
    body = {"about": "A.", "en": {"ask": {"phrases": ["(please )?(give|lend) (us|me)( \\w+){0,2} money"]}}}
    (group,) = read_table("made_up", body).groups
    assert group.matches("Please lend us a little money")
    assert group.matches("So give me money, he said")
    assert not group.matches("Forgive us money")


def test_a_fuzzy_phrase_meets_a_misspelling_but_not_another_word() -> None:
    body = {"about": "A.", "en": {"pay": {"fuzzy": True, "phrases": ["payment methods"]}}}
    (group,) = read_table("made_up", body).groups
    assert group.matches("paiment methods")
    assert not group.matches("payroll methods")
