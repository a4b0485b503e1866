"""Bytes in, text out, for formats whose character set is declared, wrongly declared or not declared."""

from __future__ import annotations

import codecs

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LATIN = frozenset(("iso8859-1", "ascii"))


def text(raw: bytes, *declared: str | None) -> str:
    """Return the text: byte order mark, else the declared character sets in turn, else UTF-8, else Windows-1252."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    for wanted in (*declared, "utf-8"):
        name = _name(wanted)
        try:
            if name:
                return raw.decode("utf-8" if name == "ascii" else "cp1252" if name in _LATIN else name)
        except (UnicodeError, ValueError, LookupError):  # wrong for these bytes, or no encoding of text at all
            continue
    return raw.decode("cp1252", "replace")


def _name(declared: str | None) -> str:
    """Return Python's name of a text encoding; Latin-1 means Windows-1252, as in browsers."""
    try:
        return codecs.lookup(declared).name if declared else ""
    except (LookupError, ValueError):
        return ""
