"""Payment: the row of sums to choose from, by its shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dechaff._shapes import ACCOUNT, NUMBER
from dechaff.fold import SPACELESS, words_of
from dechaff.model import Block, Claim, Document, Kind
from dechaff.stages._rules import Table
from dechaff.structure import shaped

__all__ = ["OWN_RULES", "claims"]

OWN_RULES = {
    "payment/shape/sums": "A short line of nothing but sums of money, with a word for another one or with sums as people give them.",
    "payment/shape/column": "Sums of money below each other, one a line, with a word for another one.",
    "payment/shape/account": "A line with an account to pay to: an IBAN, or an address of a cryptocurrency.",
    "payment/shape/means": "A line of little but names of cards and payment services, two at least.",
}

SUMS_WEIGHT = 3.0
ACCOUNT_WEIGHT = 3.0
MEANS_WEIGHT = 3.5
#: A line of means of payment has at most so many words, and so many beside each name.
MEANS_WORDS = 16
BESIDE_EACH = 3
#: A widget offers no more than this many sums; longer runs are price lists.
MOST_SUMS = 10
#: Without a word for another sum, at least this many must stand in a line.
LEAST_SUMS = 3
#: The smallest sum a widget offers is no larger than this in a currency whose unit buys something.
LARGEST_FIRST_SUM = 50
_LINE_CHARS = 160
_NO_LINES = (Kind.ROW, Kind.CODE, Kind.CAPTION)

# Everything below is matched against folded text: lower case, no accents.
_LARGE_UNITS = r"[$£€]|(?:usd|eur|gbp|chf|aud|cad|nzd)\b|euros?\b|dollars?\b|pounds?\b"
_SMALL_UNITS = r"[₽₴₺₹¥₩₸₪]|(?:zl|pln|kc|czk|kr|sek|nok|dkk|ft|huf|lei|ron|tl|try|rub|uah|inr|jpy|грн|р)\b|руб(?:л\w+)?\b|лир\w*|lira\b|円|元|원|(?:\br|a|c)\$"
_UNIT = rf"(?:(?:\br|\ba|\bc|\bus)\$|{_LARGE_UNITS}|{_SMALL_UNITS})\.?"
_NUMBER = r"\d{1,3}(?:[ .,]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,6}(?:[.,]\d{1,2})?(?!\d)"
_SUM = re.compile(rf"(?:{_UNIT} ?(?P<behind>{_NUMBER})(?:,-|\.-)?|(?P<before>{_NUMBER}) ?{_UNIT})")
_SMALL_UNIT = re.compile(rf"{_SMALL_UNITS}")
_OTHERS = (
    r"(?:any |an)?other(?: amount| sum)?|(?:custom|own|different|any) amount|custom|"
    r"(?:anderer|eigener|freier|wunsch)-?(?: ?betrag)?|andere(?: summe)?|"
    r"(?:un )?autre(?: montant| somme)?|montant (?:libre|au choix)|(?:otra|otro)(?: cantidad| importe| monto| valor)?|"
    r"(?:outro|outra)(?: valor| montante| quantia)?|altro(?: importo)?|altra cifra|importo libero|"
    r"(?:другая|своя|иная|любая)(?: сумма)?|другое|(?:інша|своя)(?: сума)?|інше|(?:inna|dowolna|wlasna)(?: kwota)?|inne|"
    r"anders(?:,? (?:namelijk|nl))?|ander(?: bedrag)?|(?:diger|baska)(?: tutar| miktar)?|(?:αλλο|ελευθερο)(?: ποσο)?|"
    r"(?:annat|valfritt|eget)(?: belopp)?|(?:annet|valgfritt)(?: belop)?|(?:andet|valgfrit)(?: belob)?|muu(?: summa)?|"
    r"(?:jina|vlastni)(?: castka)?|(?:mas|egyeb|tetszoleges)(?: osszeg)?|alta(?: suma)?|مبلغ آخر|[أا]خرى"
)
_OTHERS_SPACELESS = r"其他(?:金额|金額)?|その他(?:の金額)?|직접 ?입력|기타"
_OTHER = re.compile(rf"(?<!\w)(?:{_OTHERS})(?!\w)|{_OTHERS_SPACELESS}")
_OFTENS = (
    r"(?:a|per|each|every|/) ?(?:month|year|week)|monthly|yearly|once|one[- ]off|one[- ]time|/ ?(?:mo|mth|mois|mes|mese|monat|maand|mies|мес|ay)|"
    r"(?:pro|im) (?:monat|jahr)|monatlich|jahrlich|einmalig|(?:par|chaque) (?:mois|an)|(?:al|por|ao|cada) mes|al mese|в месяц|ежемесячно|разово|"
    r"miesiecznie|jednorazowo|per (?:maand|jaar)|maandelijks|eenmalig|ayda|aylik|i manaden|i maneden|or|oder|ou|o|of|или|lub|veya"
)
_OFTEN = re.compile(rf"(?<!\w)(?:{_OFTENS})(?![^\W\d])")
#: The first four letters of what such a line can begin with, when it is a word of letters alone: asked first, because
#: hardly any line passes. Scripts without spaces are not told so.
_OPENINGS = frozenset(
    """
    a al alta altr amon ande anna anne anot any ao aud autr awee ay ayda ayea ayli bask c cad cada chaq chf cust czk diff dige dkk doll dowo each
    eenm eget egye eige einm eur euro ever frei ft gbp huf i im impo inna inne inr jahr jedn jina jpy kc kr lei lira lub maan mas mes mese mies mo
    mois mona mont mth muu nok nzd o oder of once one or othe otra otro ou outr own par per perm perw pery pln por poun pro r ron rub sek tets tl
    try uah un us usd valf valg veya vlas week wlas wuns year zl αλλο ελευ в грн друг ежем или иная лир люба мес р разо руб рубл своя
    інша інше أخرى اخرى مبلغ
    """.split()  # noqa: SIM905 (a list of as many lines says no more)
)
_BEGINS = re.compile(rf"[\W_]*(?:\d|{_UNIT}|{_OTHERS}|{_OTHERS_SPACELESS}|{_OFTENS})")
#: Against the text as it stands: letters of an IBAN and of addresses are told by their case.
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?\b|\b(?:bc1|0x)[0-9a-zA-Z]{25,60}\b|\b[13T][1-9A-HJ-NP-Za-km-z]{25,34}\b")
#: Names of cards and payment services, folded, that are nothing else; those that are words too come with the tables' phrases.
_MEANS_NAMES = (
    r"visa|mastercard|master card|maestro|amex|american express|unionpay|jcb|diners(?: club)?|paypal|apple ?pay|google ?pay|gpay|amazon ?pay|samsung ?pay|"
    r"klarna|giropay|ideal|bancontact|sepa|twint|bizum|blik|mb ?way|multibanco|swish|vipps|mobilepay|satispay|pix|boleto|mercado ?pago|paypay|line ?pay|kakao ?pay|"
    r"naver ?pay|alipay|wechat|gopay|ovo|dana|shopeepay|qris|momo|zalopay|vnpay|vietqr|promptpay|truemoney|upi|paytm|phonepe|bhim|bkash|nagad|rocket|easypaisa|jazzcash|"
    r"monobank|privat24|patreon|ko-?fi|liberapay|tipeee|steady|buy me a coffee|boosty|kreosus|sberpay|yoomoney|stripe|venmo|zelle|cash ?app|bitcoin|btc|usdt|eth|"
    r"сбп|сбер(?:pay|банк)|юmoney|монобанк|приват24|карт(?:ой|а|кою|ка)|支付宝|微信|微信支付|銀聯|银联|街口|카카오페이|네이버페이|토스|พร้อมเพย์|ビザ|ペイペイ|कार्ड|ইউপিআই|বিকাশ|নগদ"
)
_MEANS = re.compile(rf"(?<!\w)(?:{_MEANS_NAMES})(?!\w)")
#: The first three letters of the words that such names begin with: asked first, as those of sums are.
_MEANS_OPENINGS = frozenset(
    word[:3] for name in re.sub(r"\([^)]*\)\??", "", _MEANS_NAMES).split("|") for word in (re.split(r"\W", name)[0], re.sub(r"[ -]\?", "", name))
)


class _Line(NamedTuple):
    """A line that is nothing but sums and words of the widget: the sums, whether it names another one, the small unit."""

    sums: tuple[float, ...]
    other: bool
    small_unit: bool


def claims(doc: Document, table: Table) -> Iterator[Claim]:
    """Claim the lines of sums, and the columns that a word for another sum belongs to."""
    lines = _lines(doc)
    bare = sum(len(line.sums) > 1 and not line.other for line in lines.values())
    for index, line in lines.items():
        if len(line.sums) <= MOST_SUMS and ((line.other and line.sums) or (bare == 1 and _reads_like_gifts(line))):
            yield Claim(index, index + 1, "payment/shape/sums", SUMS_WEIGHT, doc.blocks[index].text[:80], "shape")
    yield from _accounts_and_means(doc)
    for start, stop in _columns(lines):
        yield Claim(start, stop, "payment/shape/column", SUMS_WEIGHT, doc.blocks[start].text[:80], "shape")


def _accounts_and_means(doc: Document) -> Iterator[Claim]:
    """Claim the lines of a text that say whereto or by what to pay."""
    if doc.origin != "text":
        return
    for index, said in enumerate(doc.column(_payable)):
        for rule, weight in said:
            yield Claim(index, index + 1, rule, weight, doc.blocks[index].text[:80], "shape")


def _payable(doc: Document) -> list[tuple[tuple[str, float], ...]]:
    """Return of each block the rules, and their weights, by which it says whereto or by what to pay."""
    found: list[tuple[tuple[str, float], ...]] = [()] * len(doc.blocks)
    for index in shaped(doc, ACCOUNT):
        block = doc.blocks[index]
        if len(block.text) <= _LINE_CHARS and block.kind not in _NO_LINES and _ACCOUNT.search(block.text):
            found[index] = (("payment/shape/account", ACCOUNT_WEIGHT),)
    tokens, start = doc.tokens, 0
    for index, (block, key, words, stop) in enumerate(zip(doc.blocks, doc.keys, doc.words, doc.seams, strict=True)):
        is_long = words > MEANS_WORDS or len(key) > _LINE_CHARS
        listed = block.kind is Kind.ITEM or block.kind in _NO_LINES  # it may be one of an article's own list
        if not is_long and not listed and _names_means(key, tokens[start:stop], words):
            found[index] = (*found[index], ("payment/shape/means", MEANS_WEIGHT))
        start = stop + 1
    return found


def _names_means(key: str, tokens: list[str], words: int) -> bool:
    """Tell whether a line says little but names of means of payment."""
    if _MEANS_OPENINGS.isdisjoint([token[:3] for token in tokens]):
        return False
    means = {found.group() for found in _MEANS.finditer(key)}
    return len(means) > 1 and words <= BESIDE_EACH * len(means)


def _lines(doc: Document) -> dict[int, _Line]:
    """Return the lines of the widget by block index, in order: those with numbers, and their neighbours."""
    numbered = doc.column(_numbered)
    lines = {index: line for index in shaped(doc, NUMBER) if (line := numbered[index])}
    for index in list(lines):
        for step in (-1, 1):
            beside = index + step
            while 0 <= beside < len(doc.blocks) and beside not in lines and (line := _line(doc.blocks[beside], doc.keys[beside], words_of(doc.keys[beside]))):
                lines[beside] = line
                beside += step
    return dict(sorted(lines.items()))


def _numbered(doc: Document) -> list[_Line | None]:
    """Return of each block that holds a number what it offers."""
    tokens, seams, keys = doc.tokens, doc.seams, doc.keys
    lines: list[_Line | None] = [None] * len(keys)
    for index in shaped(doc, NUMBER):
        start = seams[index - 1] + 1 if index else 0
        lines[index] = _line(doc.blocks[index], keys[index], tokens[start : min(start + 2, seams[index])])
    return lines


def _line(block: Block, key: str, words: list[str]) -> _Line | None:
    """Return what a line offers, given its folded text and its first words."""
    # Behind a number stands another one, a unit, or a word of the widget, if there is a word at all.
    if not words or not _may_begin(words[0]) or (words[0][0].isdecimal() and len(words) > 1 and not _may_begin(words[1])):
        return None
    return _read(block, key)


def _may_begin(word: str) -> bool:
    """Tell whether a sum of money or a word of the widget may begin with a word."""
    return word[:4] in _OPENINGS or word.startswith("лир") or word >= SPACELESS[0] or not word.isalpha()


def _read(block: Block, key: str) -> _Line | None:
    """Return what a line offers when it holds nothing but sums, words for another one, and how often."""
    if len(key) > _LINE_CHARS or not _BEGINS.match(key) or block.kind in _NO_LINES:
        return None
    sums = tuple(_value(found["behind"] or found["before"]) for found in _SUM.finditer(key))
    rest, others = _OTHER.subn(" ", _SUM.sub(" ", key))
    if (not sums and not others) or any(char.isalnum() for char in _OFTEN.sub(" ", rest)):
        return None
    return _Line(sums, others > 0, bool(_SMALL_UNIT.search(key)))


def _value(number: str) -> float:
    """Return the value of a number, whichever sign groups its thousands."""
    plain = re.sub(r"[ .,](?=\d{3}(?!\d))", "", number)
    return float(plain.replace(",", "."))


def _reads_like_gifts(line: _Line) -> bool:
    """Tell sums to give from prices: rising whole sums that begin low and do not end in nine."""
    sums = line.sums
    if not LEAST_SUMS <= len(sums) <= MOST_SUMS or list(sums) not in (sorted(set(sums)), sorted(set(sums), reverse=True)):
        return False
    if any(value % 1 or value % 10 == 9 for value in sums):
        return False
    return line.small_unit or min(sums) <= LARGEST_FIRST_SUM


def _columns(lines: dict[int, _Line]) -> Iterator[tuple[int, int]]:
    """Yield each run of neighbouring lines with one sum or none that holds two sums and a word for another one."""
    stop = 0
    for start in lines:
        if start < stop:
            continue
        stop = start
        while stop in lines and len(lines[stop].sums) <= 1:
            stop += 1
        run = [lines[index] for index in range(start, stop)]
        if sum(len(line.sums) for line in run) >= 2 and any(line.other for line in run) and len(run) <= MOST_SUMS:
            yield start, stop
