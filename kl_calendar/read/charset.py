"""Bytes in, text out, for formats whose character set is declared, wrongly declared or not declared."""

from __future__ import annotations

import codecs

from kl_calendar.read.text import decode

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LATIN = frozenset(("iso8859-1", "ascii"))


def text(raw: bytes, *declared: str | None) -> str:
    """Return the text: byte order mark, else the declared character sets in turn, else UTF-8, else Windows-1252."""
    if raw.startswith(_MARKS):
        return decode(raw)
    for wanted in declared:
        name = _name(wanted)
        try:
            if name:
                return raw.decode("utf-8" if name == "ascii" else "cp1252" if name in _LATIN else name)
        except (UnicodeError, ValueError, LookupError):  # wrong for these bytes, or no encoding of text at all
            continue
    return decode(raw)


def _name(declared: str | None) -> str:
    """Return Python's name of a text encoding; Latin-1 means Windows-1252, as in browsers."""
    try:
        return codecs.lookup(declared).name if declared else ""
    except (LookupError, ValueError):
        return ""
