"""The folded form of a text, in which phrases are looked for.

Publishers write "Sign up", "SIGN UP" and "sign\u00a0up"; extractors and OCR lose accents. Folding makes them one, letter
by letter, so that a place in the folded text is the same place in the text it came from.

Letters that the keyboards of Arabic, Persian and Urdu write differently become one, and so do the two forms of the Greek
s. The vowel signs of Indian scripts are marks to Unicode and no letters; here each becomes a letter of its own, so that a
word of Hindi is one word.
"""

from __future__ import annotations

import re
import unicodedata

from dechaff._letters import collapsed, fold, fold_all, prepare, words_of, words_of_all

__all__ = ["SEAM", "SPACELESS", "STEM", "beginnings", "collapsed", "fold", "fold_all", "words_of", "words_of_all"]

#: Scripts written without spaces (or, for Hangul, with particles glued to the word): no word boundary is asked for there.
SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"

#: The scripts of India, and where the letters begin (those of Yi, in which nobody writes to us) that stand for their vowel signs.
INDIAN, SIGNS = range(0x900, 0xE00), 0xA000

#: How many letters of a word a phrase is indexed by when it leaves the rest of the word open.
STEM = 4

#: What stands between the words of one text and the next in words_of_all.
SEAM = "\0"

_TOKEN = re.compile(rf"[{SPACELESS}]+|[^\W{SPACELESS}]+")
_SPACELESS_START = re.compile(rf"[{SPACELESS}]")


def _letters() -> dict[int, str]:
    """Map every character with one plain counterpart to it: accents off, quotes, dashes and spaces unified."""
    table: dict[int, str] = {}
    for code in (*range(0xC0, 0x250), *range(0x370, 0x400), *range(0x1E00, 0x2000)):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if base != chr(code):
            table[code] = base
    plain = {
        "'": "\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`",
        '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb",
        "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
        " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u200c\t\n\r",
        "i": "\u0130\u0131",
        "l": "\u0141\u0142",
        "o": "\u00d8\u00f8",
        "d": "\u0110\u0111",
        "\u0435": "\u0401\u0451",
        "\u03c3": "\u03c2",
        ":": "\uff1a",
        "!": "\uff01",
        "?": "\uff1f\u061f",
        "(": "\uff08",
        ")": "\uff09",
        ",": "\uff0c\u060c",
        ";": "\u061b",
        "\u0627": "\u0622\u0623\u0625\u0671",
        "\u0648": "\u0624",
        "\u064a": "\u0626\u0649\u06cc\u06d2\u06d3",
        "\u0643": "\u06a9",
        "\u0647": "\u0629\u06be\u06c0\u06c1\u06c2\u06c3\u06d5",
    }
    for to, many in plain.items():
        table.update({ord(char): to for char in many})
    table.update({code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()})
    table.update({code: str(unicodedata.decimal(chr(code))) for code in range(0x660, 0xE00) if chr(code).isdecimal()})
    table.update({code: chr(code - INDIAN.start + SIGNS) for code in INDIAN if unicodedata.category(chr(code)) in {"Mn", "Mc"}})
    return table


prepare(_letters(), SPACELESS)


def beginnings(key: str) -> list[tuple[str, int]]:
    """Return (word, offset) for every place of a folded text where a phrase may begin.

    In scripts without spaces any two neighbouring characters stand for a word.
    """
    found: list[tuple[str, int]] = []
    for match in _TOKEN.finditer(key):
        word, start = match.group(), match.start()
        if word > "\u0e00" and _SPACELESS_START.match(word):
            found.extend((word[at : at + 2], start + at) for at in range(max(1, len(word) - 1)))
        else:
            found.append((word, start))
    return found
