"""Bytes become text by byte order mark, declaration, UTF-8 or detection, and the document says which encoding it was."""

from __future__ import annotations

import codecs

import pytest

from dechaff.read import read
from dechaff.read.decode import decode

ENGLISH = "The ferry \u2014 \u201cthe old lady\u201d \u2014 costs 5 \u20ac."
RUSSIAN = (
    "Городской совет во вторник проголосовал за возобновление старой паромной переправы после девяти лет ремонта. "
    "Первое судно отправится в мае, на борту будут шестьдесят гостей, две козы и мэр города. "
    "Рыбаки на набережной приветствовали решение, хотя некоторые сомневаются, что расписание выдержит зимние штормы."
)
JAPANESE = (
    "市議会は火曜日に、古い港の渡し船を九年ぶりに再開することを決めた。最初の船は五月に出る予定で、六十人の客と二頭の山羊と市長が乗ることになっている。"
    "岸壁の漁師たちはこの決定を歓迎したが、冬の嵐のあいだも時刻表が守られるかどうか疑う人もいる。"
)
CHINESE = (
    "市议会星期二投票决定，在九年的修理之后重新开放老港口的渡轮。第一班船将于五月出发，载着六十位客人、两只山羊和市长。"
    "码头上的渔民欢迎这一决定，不过其中有些人怀疑时刻表能不能经受冬天的风暴。"
)
KOREAN = (
    "시의회는 화요일에 구 년 동안의 수리를 마치고 오래된 항구의 나룻배를 다시 운항하기로 결정했다. 첫 배는 오월에 떠나며 손님 예순 명과 염소 두 마리, 그리고 시장이 탈 예정이다. "
    "부두의 어부들은 이 결정을 반겼지만 겨울 폭풍 속에서도 시간표가 지켜질지 의심하는 사람도 있다."
)


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding_and_is_gone(bom: bytes, encoding: str) -> None:
    assert decode(bom + ENGLISH.encode(encoding)) == (ENGLISH, encoding, "bom")


def test_a_byte_order_mark_wins_over_a_declaration() -> None:
    page = f'<meta charset="koi8-r"><p>{ENGLISH}</p>'
    assert decode(codecs.BOM_UTF8 + page.encode()).text == page


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="{}">',
        "<META CHARSET='{}' />",
        '<meta http-equiv="Content-Type" content="text/html; charset={}">',
        '<meta content="text/html;charset={}" http-equiv=content-type>',
        '<?xml version="1.0" encoding="{}"?>',
    ],
)
@pytest.mark.parametrize(("name", "text"), [("windows-1251", RUSSIAN), ("koi8-r", RUSSIAN), ("Shift_JIS", JAPANESE), ("gb2312", CHINESE), ("euc-kr", KOREAN)])
def test_a_declared_encoding_is_used(declaration: str, name: str, text: str) -> None:
    page = f"{declaration.format(name)}<html><body><p>{text}</p></body></html>"
    found = decode(page.encode(name))
    assert (found.text, found.told_by) == (page, "declared")


@pytest.mark.parametrize("name", ["iso-8859-1", "latin1", "us-ascii", "ISO-8859-1"])
def test_latin_1_means_windows_1252(name: str) -> None:
    page = f'<meta charset="{name}"><p>{ENGLISH}</p>'
    assert decode(page.encode("cp1252")) == (page, "cp1252", "declared")


@pytest.mark.parametrize("name", ["iso-8859-1", "windows-1251", "shift_jis", "utf-16", "no-such-charset"])
def test_valid_utf_8_wins_over_a_wrong_declaration(name: str) -> None:
    page = f'<meta charset="{name}"><p>{ENGLISH}</p>'
    assert decode(page.encode()) == (page, "utf-8", "utf-8")


def test_a_declaration_that_does_not_fit_is_not_followed() -> None:
    page = f'<meta charset="utf-8"><p>{RUSSIAN}</p>'
    assert decode(page.encode("cp1251")).text == page


@pytest.mark.parametrize(
    ("name", "text"), [("cp1251", RUSSIAN), ("koi8-r", RUSSIAN), ("shift_jis", JAPANESE), ("gb18030", CHINESE), ("euc-kr", KOREAN), ("euc-jp", JAPANESE)]
)
def test_an_undeclared_encoding_is_detected(name: str, text: str) -> None:
    found = decode(text.encode(name))
    assert (found.text, found.told_by) == (text, "detected")


@pytest.mark.parametrize(
    "text",
    [
        "Der Bürgermeister sagte am Dienstag, die Fähre werde nach neun Jahren wieder über die Förde fahren, und alle Gäste müssten nur die Hälfte zahlen.",
        "El alcalde dijo el martes que la vieja lancha volverá a cruzar la bahía después de nueve años, y que los niños no pagarán nada mañana.",
        "Le maire a déclaré mardi que le vieux bac traverserait de nouveau la baie après neuf années de réparations, à la grande joie des pêcheurs.",
        "O prefeito disse na terça-feira que a velha balsa voltará a atravessar a baía depois de nove anos, e que as crianças não pagarão passagem amanhã.",
    ],
)
def test_undeclared_western_text_keeps_its_letters(text: str) -> None:
    assert decode(text.encode("cp1252")).text == text


def test_iso_2022_jp_is_recognised_by_its_escapes() -> None:
    assert decode(JAPANESE.encode("iso2022_jp")).text == JAPANESE


def test_declared_iso_2022_jp_is_used() -> None:
    page = f'<meta charset="iso-2022-jp"><p>{JAPANESE}</p>'
    assert decode(page.encode("iso2022_jp")).text == page


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_recognised(encoding: str) -> None:
    assert decode((ENGLISH * 5).encode(encoding)).text == ENGLISH * 5


def test_a_single_broken_byte_does_not_change_the_encoding() -> None:
    data = (ENGLISH * 20).encode() + b"\xff" + (ENGLISH * 20).encode()
    found = decode(data)
    assert found.encoding == "utf-8"
    assert found.text.count("\ufffd") == 1


def test_no_bytes_give_no_text() -> None:
    assert decode(b"").text == ""


def test_nul_bytes_do_not_hide_the_text() -> None:
    assert decode("The ferry\x00 \u2014 is back.".encode()).text.replace("\x00", "") == "The ferry \u2014 is back."


@pytest.mark.parametrize("data", [b"\x00", b"\xff\xfe", b"\xff", b"\x80\x81\x82", b"\xef\xbb\xbf", bytes(range(256))])
def test_decoding_never_fails(data: bytes) -> None:
    assert isinstance(decode(data).text, str)


@pytest.mark.parametrize(("data", "encoding"), [(ENGLISH.encode(), "utf-8"), (codecs.BOM_UTF16_LE + ENGLISH.encode("utf-16-le"), "utf-16-le")])
def test_the_document_says_its_encoding(data: bytes, encoding: str) -> None:
    assert read(data, "text").encoding == encoding


def test_the_document_of_a_page_says_its_encoding() -> None:
    assert read(f'<meta charset="windows-1251"><p>{RUSSIAN}</p>'.encode("cp1251"), "html").encoding == "cp1251"


def test_text_that_was_given_as_text_has_no_encoding() -> None:
    assert read(ENGLISH, "text").encoding == ""


def test_lone_surrogates_in_a_given_text_are_replaced() -> None:
    (found,) = read("The ferry \ud800 is back.", "text").blocks
    assert found.text == "The ferry ? is back."
