"""Labels for fitting: a block belongs to the marked text where it fits into the order of both."""

from __future__ import annotations

from training.labels import inside

ARTICLE = "The harbour was quiet before the storm came in.\nHealth\nTwo boats were lost, and a third is still missing today."


def test_paragraphs_are_found_in_order() -> None:
    assert inside(ARTICLE.split("\n"), ARTICLE) == [True, True, True]


def test_a_menu_word_before_the_article_is_no_heading_of_it() -> None:
    blocks = ["Health", "The harbour was quiet before the storm came in.", "Two boats were lost, and a third is still missing today."]
    assert inside(blocks, ARTICLE) == [False, True, True]


def test_a_list_of_contents_gives_way_to_the_headings() -> None:
    marked = "A first long paragraph about the sea and its many moods.\nBoats\nAnother long paragraph that tells of boats and crews.\nNets"
    blocks = ["Boats", "Nets", *marked.split("\n")]
    assert inside(blocks, marked) == [False, False, True, True, True, True]


def test_a_paragraph_counts_though_its_place_is_another() -> None:
    lines = ARTICLE.split("\n")
    assert inside([lines[2], lines[0]], ARTICLE) == [True, True]


def test_scripts_without_spaces_are_compared_by_character() -> None:
    assert inside(["港は嵐の前に静かだった。", "広告"], "港は嵐の前に静かだった。") == [True, False]


def test_nothing_is_found_in_nothing() -> None:
    assert inside(["A block of text"], "") == [False]
