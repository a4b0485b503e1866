"""Text as every reader hands it on: one kind of space, no invisible characters, lines split as people see them."""

from __future__ import annotations

import re
import unicodedata

from kl_calendar import limits
from kl_calendar.i18n import say
from kl_calendar.read.refusals import TooLarge

_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
)
_UNSEEN_RANGES = (
    (0x00, 0x08),
    (0x0E, 0x1F),
    (0x7F, 0x84),
    (0x86, 0x9F),
    (0xAD, 0xAD),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x2064),
    (0x2066, 0x2069),
    (0xFEFF, 0xFEFF),
    (0xFE00, 0xFE0F),
)
_UNSEEN = {code: None for first, last in _UNSEEN_RANGES for code in range(first, last + 1)}
_SAME = {0x2010: "-", 0x2011: "-", 0x2043: "-", 0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF02D: "-"}
_TABLE: dict[int, str | None] = {**_SPACES, **_UNSEEN, **_SAME}

_PLAIN = re.compile(r"[\t\n\r -~æøåÆØÅäöüÄÖÜßéÉ–—’”“•…»«]*")
_BREAKS = re.compile("\r\n|\r|\n")
_SOFT_BREAKS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Return `text` composed (NFC), its special spaces plain, its invisible characters gone; tabs and breaks stay."""
    if _PLAIN.fullmatch(text):
        return text
    return unicodedata.normalize("NFC", text).translate(_TABLE)


def flat(text: str) -> str:
    """Return `text` cleaned, on one line, runs of white space as one space: for titles and link words."""
    return " ".join(clean(text).split())


def split(text: str) -> list[str]:
    """Return the lines of `text` as an editor counts them."""
    lines = _BREAKS.split(text)
    if lines and not lines[-1]:
        lines.pop()
    return lines


def soft_split(line: str) -> list[str]:
    """Return the parts of one line that a form feed, a vertical tab or a Unicode separator divides."""
    return _SOFT_BREAKS.split(line)


def within_limits(name: str, count: int) -> None:
    """Refuse a document of more lines than a programme can have."""
    if count > limits.MAX_LINES:
        raise TooLarge(
            name,
            say("it has more than {limit} lines, which no programme has", limit=limits.MAX_LINES),
            hint=say("give the page or the part with the programme"),
        )
