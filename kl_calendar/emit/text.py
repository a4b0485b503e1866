r"""Any text in, text that every calendar program takes out: one line or several, without control characters.

`Text` is icalendar's TEXT with escaping of our own: the library's takes the backslash and N of `S:\Notater` for a line
break.
"""

from __future__ import annotations

import re
import unicodedata

from icalendar import vText

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")
TAG = re.compile(
    r"</?(?:p|br|b|i|u|a|div|span|ul|ol|li|html|body|strong|em|table|tr|td|h[1-6])(?:\s[^<>]{0,300})?/?>", re.IGNORECASE
)
"""An HTML tag as people paste them; calendar programs show it as it stands."""

_PAST_ONE_BLANK_LINE = re.compile(r"\n{3,}")


def several_lines(text: str) -> str:
    """Return the text with `\\n` between its lines, without what no calendar program can read."""
    text = _BREAKS.sub("\n", _LONE_SURROGATES.sub("\ufffd", text)).replace("\t", " ")
    text = unicodedata.normalize("NFC", _DROPPED.sub("", text))
    return _PAST_ONE_BLANK_LINE.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip("\n")


def without_tags(text: str) -> str:
    """Return the text without HTML tags, for properties that hold plain text; white space around them is one space."""
    return " ".join(TAG.sub(" ", text).split()) if TAG.search(text) else text


def harmless(text: str) -> str:
    """Return the text with another sign for `<` where it still looks like HTML, as `<b<i>>` does without its tag."""
    return text.replace("<", "‹") if TAG.search(text) else text


def one_line(text: str | None) -> str:
    """Return the text on one line, with one space where there was any white space."""
    return " ".join(several_lines(text).split()) if text else ""


def escaped(text: str) -> str:
    """Return a TEXT value as it is written (RFC 5545, 3.3.11)."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


class Text(vText):
    """icalendar's TEXT, escaped as the standard says."""

    def to_ical(self) -> bytes:
        """Return the value as written."""
        return escaped(self).encode("utf-8")
