"""Rules of one's own: tables, phrases, what is known of single sites, and lists that others keep."""

from __future__ import annotations

import pickle
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from dechaff import Cleaner, OptionError, RuleError
from dechaff.cli.rules import command as rules_command
from dechaff.rule_lists import from_filters, from_site_configs, told

BODY = "The council voted on Tuesday to reopen the old harbour ferry after nine years of repairs, and the first boat will leave in May."
MORE = "Fishermen along the quay welcomed the decision, though several of them doubt that the timetable will hold through the storms."
PROMO = "Our calendar with the finest boats of the coast can be had at the counter of every post office in town."
PAGE = f"<html><body><article><p>{BODY}</p><div class='zap' id='Promo7'><p>{PROMO}</p></div><p>{MORE}</p></article></body></html>"
TABLE = """
about = "A box with the weather."
[en.heading]
at = "whole"
phrases = ["weather today"]
hit = ["Weather today"]
miss = ["The weather today is fine."]
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def rules(*args: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(rules_command, list(map(str, args)), standalone_mode=False)
    return done.return_value, done.output


def test_a_table_of_ones_own_is_a_stage_named_after_its_file(tmp_path: Path) -> None:
    cleaner = Cleaner(rules=write(tmp_path, "weather.toml", TABLE))
    result = cleaner(f"{BODY}\n\nWeather today\n\n{MORE}")
    assert [removal.rule for removal in result.removed] == ["weather/en/heading"]
    assert "Weather today" in Cleaner(rules=cleaner.rules, skip=("weather",))(f"{BODY}\n\nWeather today\n\n{MORE}").text
    assert pickle.loads(pickle.dumps(cleaner)) == cleaner


def test_a_table_for_some_hosts_is_silent_elsewhere(tmp_path: Path) -> None:
    cleaner = Cleaner(rules=write(tmp_path, "weather.toml", 'hosts = ["example.org"]\n' + TABLE))
    text = f"{BODY}\n\nWeather today\n\n{MORE}"
    assert "Weather today" not in cleaner(text, url="https://www.example.org/a").text
    assert "Weather today" in cleaner(text, url="https://example.com/a").text


@pytest.mark.parametrize("known", ["strip = [\"//div[@class='zap']\"]", 'strip_id_or_class = ["promo"]', 'marks = ["promo7"]'])
def test_what_is_known_of_a_site_takes_its_elements_there_alone(tmp_path: Path, known: str) -> None:
    cleaner = Cleaner(main="none", rules=write(tmp_path, "sites.toml", f'[sites."example.org"]\n{known}\n'))
    there = cleaner(PAGE, url="https://news.example.org/a")
    assert [removal.rule for removal in there.removed] == ["sites/example.org/strip"]
    assert there.text == f"{BODY}\n\n{MORE}"
    assert PROMO in cleaner(PAGE, url="https://example.com/a").text


def test_nothing_outside_the_body_of_a_site_stays(tmp_path: Path) -> None:
    page = f"<html><body><div><p>{PROMO}</p></div><div id='story'><p>{BODY}</p><p>{MORE}</p></div></body></html>"
    cleaner = Cleaner(main="none", rules=write(tmp_path, "sites.toml", '[sites."example.org"]\nbody = ["//div[@id=\'story\']"]\n'))
    assert cleaner(page, url="https://example.org/a").text == f"{BODY}\n\n{MORE}"


def test_a_phrase_of_ones_own_takes_its_sentence(tmp_path: Path) -> None:
    cleaner = Cleaner(phrases=[write(tmp_path, "mine.txt", "# a remark\nthe finest boats (of the coast)\n")])
    result = cleaner(f"{BODY}\n\n{MORE} Ask for the finest boats (of the coast)! They left.\n\nThe finest boats (of the coast)")
    assert result.text == f"{BODY}\n\n{MORE} They left."
    assert [removal.rule for removal in result.removed] == ["phrases/own/line"] * 2


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.toml", "about = ", "not valid TOML"),
        ("a.toml", '[sites."example.org"]\nstripe = ["//p"]\n', "unknown key 'stripe'"),
        ("a.toml", '[sites."example.org"]\nstrip = ["//p["]\n', "no XPath expression"),
        ("a.toml", 'hosts = "example.org"\n' + TABLE, "`hosts` must be a list"),
        ("a.toml", "[en.ask]\nphrases = []\n", "at least one phrase"),
    ],
)
def test_a_malformed_file_is_refused_with_its_name(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        Cleaner(rules=write(tmp_path, name, text))


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(RuleError, match=r"nowhere\.toml.*check the path"):
        Cleaner(rules="nowhere.toml")
    with pytest.raises(RuleError, match=r"nowhere\.txt.*check the path"):
        Cleaner(phrases="nowhere.txt")


def test_options_know_the_stages_of_ones_own(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="weather"):
        Cleaner(rules=write(tmp_path, "weather.toml", TABLE), only=("whether",))


def test_site_configurations_become_a_file_of_rules(tmp_path: Path) -> None:
    write(
        tmp_path,
        ".example.org.txt",
        "# x\nbody: //article\nstrip: //div[@class='zap']\nstrip_id_or_class: promo\nstrip: //p[\nprune: no\ntest_url: http://example.org\n",
    )
    found = from_site_configs(tmp_path)
    site = tomllib.loads(found.as_toml())["sites"]["example.org"]
    assert site == {"body": ["//article"], "strip": ["//div[@class='zap']"], "strip_id_or_class": ["promo"]}
    assert "is no XPath" in told(found.left_out)
    cleaner = Cleaner(main="none", rules=write(tmp_path, "sites.toml", found.as_toml()))
    assert cleaner(PAGE, url="https://example.org/a").text == f"{BODY}\n\n{MORE}"
    with pytest.raises(RuleError, match="no site configuration"):
        from_site_configs(tmp_path / "none")


def test_cosmetic_filters_become_a_file_of_rules(tmp_path: Path) -> None:
    filters = write(tmp_path, "list.txt", "[Adblock Plus 2.0]\n! x\n##.zap\nexample.com##div#Box\nexample.org##.a > .b\n||ads.example^\n")
    found = from_filters(filters)
    assert tomllib.loads(found.as_toml()) == {"about": found.about, "marks": ["zap"], "sites": {"example.com": {"marks": ["box"]}}}
    assert sum(found.left_out.values()) == 2
    assert PROMO not in Cleaner(main="none", rules=write(tmp_path, "filters.toml", found.as_toml()))(PAGE).text
    with pytest.raises(RuleError, match="holds no filter"):
        from_filters(write(tmp_path, "empty.txt", "! x\n"))


def test_rules_test_runs_the_examples_of_a_file_and_counts_where_it_fires(tmp_path: Path) -> None:
    table = write(tmp_path, "weather.toml", TABLE)
    write(tmp_path, "a.txt", f"{BODY}\n\nWeather today\n\n{MORE}\n")
    write(tmp_path, "b.txt", f"{MORE}\n\nWeather today!\n\nWeather today\n")
    status, said = rules("test", table, "--on", tmp_path)
    assert status == 0
    assert said.splitlines() == [
        "1 rule in 1 stage, 0 examples not as promised.",
        "weather/en/heading  3 blocks in 2 inputs  Weather today",
        "1 rule fired on 2 inputs.",
    ]
    wrong = write(tmp_path, "wrong.toml", TABLE.replace('hit = ["Weather today"]', 'hit = ["Rain"]'))
    assert rules("test", wrong)[0] == 1


def test_rules_import_writes_a_file_that_clean_takes(tmp_path: Path) -> None:
    write(tmp_path, "example.org.txt", "strip: //div[@class='zap']\n")
    status, said = rules("import-ftr", tmp_path, "-o", tmp_path / "sites.toml")
    assert (status, said) == (0, "1 rule for 1 site taken.\n")
    assert PROMO not in Cleaner(main="none", rules=tmp_path / "sites.toml")(PAGE, url="https://example.org/").text
    filters = write(tmp_path, "list.txt", "##.zap\n")
    assert rules("import-filters", filters)[1].startswith("about = ")
