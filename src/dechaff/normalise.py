"""Normal form of clean text: the same words as the author set them, without what only the transport put in.

Quotes and dashes stay. Doing it twice gives what doing it once gave.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["normalise"]

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Zero-width joiner and non-joiner stay between letters: Persian, Hindi and emoji need them.
_DROPPED = "\u00ad\u200b\u2060\ufeff\u180e\u034f\ufffe\uffff"
#: The one character among those dropped that counts as printable.
_GRAPHEME_JOINER = "\u034f"
_CONTROLS = "".join(chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r\x0b\x0c\x85")
_LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
_TABLE = {ord(char): " " for char in _SPACES + "\t"} | dict.fromkeys(map(ord, _DROPPED + _CONTROLS)) | {ord(char): "\n" for char in _LINE_ENDS}
_CODE_TABLE = dict.fromkeys(map(ord, _CONTROLS + "\ufeff\u200b")) | {ord(char): "\n" for char in "\r\x0b\x0c"}
_RUNS = re.compile(r" {2,}")
_AROUND_LINES = re.compile(r" *\n[ \n]*")
# A vowel sign or virama of an Indian script is no letter to \w, yet what follows it is joined to it.
_STRAY_JOINERS = re.compile(
    r"(?<![\w\u0900-\u109f\u1780-\u17ff\u200d\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]+|[\u200c\u200d]+(?![\w\U0001f000-\U0001faff\u2600-\u27bf])"
)
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def normalise(text: str, *, code: bool = False) -> str:
    """Return text in Unicode NFC, plain single spaces, without soft hyphens, zero-width and control characters.

    code  keep the spacing and the lines; only control characters go.
    """
    if text.isprintable() and "  " not in text and _GRAPHEME_JOINER not in text and unicodedata.is_normalized("NFC", text):
        return text.strip() if not code else text
    text = _SURROGATES.sub("\ufffd", text)
    if code:
        return unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_CODE_TABLE))
    text = _STRAY_JOINERS.sub("", text.translate(_TABLE))
    text = unicodedata.normalize("NFC", text)
    return _RUNS.sub(" ", _AROUND_LINES.sub("\n", text)).strip()
