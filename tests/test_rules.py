"""Every rule's own examples hold, and every rule can be looked up."""

from __future__ import annotations

from pathlib import Path

import pytest

from dechaff import Block, Document, Kind, RuleError, stages
from dechaff.read import read
from dechaff.stages import discover, tables
from dechaff.stages._compiled import FILE, LANGUAGES, as_text, bodies, load
from dechaff.stages._rules import Match, Table, complaints, load_table, read_table
from dechaff.stages.registry import resolve, rules

STAGES = Path(stages.__file__).parent
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


def test_the_compiled_tables_are_those_of_the_folder() -> None:
    """After a change of a table: make tables."""
    assert (STAGES / FILE).read_text(encoding="utf-8") == as_text(STAGES)


def test_tables_without_a_compiled_file_are_read_from_their_source(tmp_path: Path) -> None:
    write(tmp_path, 'about = "A."\n[en.ask]\nphrases = ["give (us|me) money"]')
    (table,) = load(tmp_path)
    assert [index for index, _ in table.matches(read("A line.\n\nSo give me money, he said.", "text"))] == [1]


def test_a_compiled_file_of_other_tables_is_left_aside(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes((STAGES / FILE).read_bytes())
    write(tmp_path, 'about = "A."\n[en.ask]\nphrases = ["give us money"]')
    assert [table.name for table in load(tmp_path)] == ["made_up"]


def test_tables_find_together_what_each_finds_alone() -> None:
    doc = read("\n\n".join(text for table in tables() for group in table.groups for text in (*group.hit[:1], *group.miss[:1])), "text")
    for table in tables()[::5]:
        alone = read_table(table.name, bodies(STAGES)[table.name])
        assert sorted(_told(alone.matches(doc))) == sorted(_told(table.matches(doc)))


def _told(matches: list[tuple[int, Match]]) -> list[tuple[int, str, int, int]]:
    return [(index, match.group.id, match.start, match.stop) for index, match in matches]


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_the_index_finds_each_hit_that_a_group_meets(table: Table) -> None:
    """What a group meets when each of its phrases is tried, the index must lead to."""
    texts = [(group, text) for group in table.groups for text in (*group.hit, *group.miss)]
    doc = Document(tuple(Block(index, Kind.PARAGRAPH, text) for index, (_, text) in enumerate(texts)))
    found = {(index, match.group.id) for index, match in table.matches(doc)}
    met = {(index, group.id) for index, (group, text) in enumerate(texts) if doc.words[index] <= group.max_words and group.matches(text)}
    assert met == {(index, rule) for index, rule in found if rule == texts[index][0].id}


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


def test_a_language_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, 'about = "A."\n[en.ask]\nphrases = ["give us money"]')
    (tmp_path / LANGUAGES).mkdir()
    (tmp_path / LANGUAGES / "id.toml").write_text('[made_up.ask]\nphrases = ["beri kami uang"]', encoding="utf-8")
    (table,) = load(tmp_path)
    assert [group.id for group in table.groups] == ["made_up/en/ask", "made_up/id/ask"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("id", '[no_such.ask]\nphrases = ["beri kami uang"]', "there is no stage 'no_such'"),
        ("en", '[made_up.ask]\nphrases = ["lend us money"]', "keep a group in one place"),
    ],
)
def test_a_language_file_that_fits_no_table_is_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    write(tmp_path, 'about = "A."\n[en.ask]\nphrases = ["give us money"]')
    (tmp_path / LANGUAGES).mkdir()
    (tmp_path / LANGUAGES / f"{name}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=said):
        load(tmp_path)
