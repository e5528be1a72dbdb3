"""Bytes to text: byte order mark, declared charset, strict UTF-8, then a detector; which one it was is recorded."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from dechaff.read._utf8 import is_utf8

__all__ = ["Decoded", "decode", "is_plain_utf8"]

#: A declaration stands early in a page; bytes looked at.
DECLARATION_BYTES = 4096
#: A detector sees this much of a long input.
DETECTOR_BYTES = 64 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: What browsers read these declared names as (WHATWG encoding standard, "names and labels").
_LABELS = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
    "iso-8859-9": "cp1254", "latin5": "cp1254", "tis-620": "cp874", "iso-8859-11": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "big5": "big5hkscs", "unicode": "utf-8", "utf8": "utf-8", "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8",
}  # fmt: skip
_CONTROL = re.compile(r"[\x00\x80-\x9f]")


class Decoded(NamedTuple):
    """Text, the encoding it was read in, and what told that: bom, declared, utf-8, detected or fallback."""

    text: str
    encoding: str
    told_by: str


def decode(data: bytes) -> Decoded:
    """Decode the bytes of a page or text. Never fails: at worst single bytes become U+FFFD."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return Decoded(data[len(bom) :].decode(name, "replace").lstrip("\ufeff"), name, "bom")
    if _is_told_by_utf8(data):
        return Decoded(data.decode("utf-8"), "utf-8", "utf-8")
    if (declared := _declared(data)) is not None:
        return declared
    return _detected(data)


def is_plain_utf8(data: bytes) -> bool:
    """Tell whether decode() would do no more than decode UTF-8."""
    return not data.startswith(tuple(bom for bom, _ in _BOMS)) and _is_told_by_utf8(data)


def _is_told_by_utf8(data: bytes) -> bool:
    """Tell whether bytes that begin with no byte order mark are UTF-8, and neither UTF-16 nor a seven-bit encoding that looks like it."""
    nul = data.find(b"\x00", 0, 4 * DECLARATION_BYTES)
    return is_utf8(data) and (nul < 0 or len(data[:nul].decode("utf-8")) >= DECLARATION_BYTES) and not _is_escaped(data)


def _is_escaped(data: bytes) -> bool:
    """Tell whether ASCII bytes hold a seven-bit encoding such as ISO-2022-JP."""
    return b"\x1b$" in data[:DECLARATION_BYTES] or b"\x1b(" in data[:DECLARATION_BYTES]


def _declared(data: bytes) -> Decoded | None:
    """Decode by the charset that the input declares, when it exists and fits."""
    from bs4.dammit import EncodingDetector

    label = EncodingDetector.find_declared_encoding(data[:DECLARATION_BYTES], is_html=True, search_entire_document=True)
    if not label:
        return None
    name = _LABELS.get(label.lower(), label.lower())
    try:
        text = data.decode(name, "replace")
    except (LookupError, ValueError):
        return None
    broken = text.count("\ufffd") + (len(_CONTROL.findall(text)) if name.startswith(("cp125", "iso-8859")) else 0)
    if broken > max(3, len(text) // 500):
        return None
    return Decoded(text, codecs.lookup(name).name, "declared")


def _detected(data: bytes) -> Decoded:
    """Decode by what the bytes look like; mostly valid UTF-8 stays UTF-8."""
    lenient = data.decode("utf-8", "replace")
    valid = is_utf8(data)
    if not valid and lenient.count("\ufffd") <= len(lenient) // 200 and len(lenient) < len(data):
        return Decoded(lenient, "utf-8", "fallback")
    import charset_normalizer

    matches = charset_normalizer.from_bytes(data[:DETECTOR_BYTES])
    best = matches.best()
    if best is not None:
        # Where the detector sees no difference, the encoding that browsers fall back to is the likelier one.
        best = next((one for one in matches if one.encoding == "cp1252" and (one.chaos, one.coherence) == (best.chaos, best.coherence)), best)
        return Decoded(data.decode(best.encoding, "replace").lstrip("\ufeff"), best.encoding, "detected")
    if valid:
        return Decoded(lenient, "utf-8", "utf-8")
    return Decoded(data.decode("cp1252", "replace"), "cp1252", "fallback")
