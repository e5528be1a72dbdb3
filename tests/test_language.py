"""Language: told by script and function words; and who says "we" and "you"."""

from __future__ import annotations

import pytest

from benchmarks.languages import outcome_of, parts
from dechaff import Cleaner
from dechaff.language import language_of, languages, may_speak, persons_of
from dechaff.read import read

SENTENCES = {
    "en": "The ferry that was lost in the storm is back, and the people of the island are glad of it.",
    "de": "Die Fähre, die im Sturm verloren ging, ist wieder da, und die Leute auf der Insel sind froh.",
    "fr": "Le bac qui était perdu dans la tempête est de retour, et les gens de cette île sont contents.",
    "pl": "Prom, który zaginął podczas sztormu, wrócił na wyspę, a mieszkańcy są z tego zadowoleni, jak to oni.",
    "ru": "Паром, который пропал во время шторма, вернулся на остров, и люди этому рады, но не все.",
    "uk": "Пором, який зник під час шторму, повернувся на острів, і люди цьому раді, але не всі.",
    "sr": "Трајект који је нестао у олуји се вратио на острво, и људи су због тога срећни.",
    "tr": "Fırtınada kaybolan ve bir daha gelmeyen vapur için ada halkı çok sevindi, ama bu kadar değil.",
    "hi": "तूफान में खोई हुई नाव वापस आ गई है और द्वीप के लोग इससे बहुत खुश हैं।",
    "fa": "کشتی که در توفان گم شده بود به جزیره بازگشت و مردم از این خبر شاد شدند.",
    "ja": "嵐で失われた渡し船が島に戻り、人々は喜んでいる。",
    "ko": "폭풍에 사라졌던 나룻배가 섬으로 돌아와 사람들이 기뻐하고 있다.",
    "zh": "在风暴中失踪的渡船回到了岛上，人们都很高兴。",
    "th": "เรือข้ามฟากที่หายไปในพายุกลับมาที่เกาะแล้ว และผู้คนก็ดีใจ",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_language_is_told_by_its_script_and_function_words(language: str) -> None:
    assert language_of(read(SENTENCES[language], "text")) == language


@pytest.mark.parametrize("text", ["", "12 34", "Xylo qwrt"])
def test_a_text_without_known_words_has_no_language(text: str) -> None:
    doc = read(text, "text")
    assert language_of(doc) == ""
    assert may_speak(doc, "fi")


def test_a_document_may_speak_its_own_language_its_kin_and_english() -> None:
    doc = read(SENTENCES["uk"], "text")
    assert all(may_speak(doc, language) for language in ("uk", "ru", "en", "any"))
    assert not may_speak(doc, "fi")


def test_a_group_is_silent_in_a_text_of_another_language() -> None:
    german = "Reklama"  # a label in Polish and Czech
    assert german in Cleaner(main="none")(f"{SENTENCES['de']} {SENTENCES['de']}\n\n{german}\n\n{SENTENCES['de']}").text


@pytest.mark.parametrize(
    ("language", "text", "counts"),
    [
        ("en", "We need you, and our readers need us.", (3, 1)),
        ("it", "Ti chiediamo di sostenere la nostra redazione.", (2, 1)),
        ("zh", "我们需要您的支持", (1, 1)),
    ],
)
def test_we_and_you_are_counted_in_each_language(language: str, text: str, counts: tuple[int, int]) -> None:
    persons, doc = persons_of(language), read(text, "text")
    assert persons is not None
    we, you = persons.counts(doc.tokens, doc.seams, doc.keys)
    assert (we.tolist(), you.tolist()) == ([counts[0]], [counts[1]])


def test_every_language_of_the_rules_is_told() -> None:
    from dechaff.stages.registry import languages as of_rules

    assert {name.partition("-")[0] for name in of_rules()} - {"own"} <= set(languages())


def test_the_collection_holds_texts_of_forty_languages_and_traps_among_them() -> None:
    paths = [path for _, _, path in parts()]
    assert len({path.parent.name for path in paths}) == 40
    assert sum("-keep-" in path.name for path in paths) >= len(paths) / 6
    assert outcome_of(paths[0], Cleaner(main="none")).goes > 0
