"""Markdown's inline marks, which people also write in plain letters: taken off, and told as bold and links.

Every pattern is bounded by a class that excludes its own delimiter, so that hostile text costs linear time.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kl_calendar.model.document import Link

_ON, _OFF = "\x01", "\x02"
_STRUCK = re.compile(r"~~(?=[^\s~])[^~]+~~")
_BOLD = (
    re.compile(r"\*\*\*(?=[^\s*])([^*]+)\*\*\*"),
    re.compile(r"\*\*(?=[^\s*])([^*]+)\*\*"),
    re.compile(r"(?<![\w_])__(?=[^\s_])([^_]+)__(?![\w_])"),
)
_ITALIC = (
    re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]*[^\s*])\*(?![\w*])"),
    re.compile(r"(?<![\w_])_(?=[^\s_])([^_]*[^\s_])_(?![\w_])"),
)
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()\s]*(?:\s[^()]*)?\)")
_LINK = re.compile(r"\[([^\[\]]+)\]\(\s*<?([^()<>\s]+)>?(?:\s[^()]*)?\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+|[^<>\s@]+@[^<>\s@]+)>")
_BOLD_SPANS = re.compile(f"{_ON}[^{_ON}{_OFF}]*{_OFF}")
_WORD = re.compile(r"\w")


class Inline(NamedTuple):
    """A line without its marks: the text, whether all of it was bold, its links."""

    text: str
    bold: bool
    links: tuple[Link, ...]


def unmarked(text: str) -> Inline:
    """Take paired emphasis and link marks off a line; struck-out text goes, unpaired marks stay."""
    if not any(mark in text for mark in "*_~[<"):
        return Inline(text, bold=False, links=())
    links: list[Link] = []

    def keep(found: re.Match[str]) -> str:
        words = found[1]
        target = found[2] if found.re is _LINK else found[1]
        if found.re is _AUTOLINK and "@" in target and ":" not in target:
            target = f"mailto:{target}"
        links.append(Link(_bare(words), target))
        return words

    text = _AUTOLINK.sub(keep, _LINK.sub(keep, _IMAGE.sub("", _STRUCK.sub("", text))))
    for pattern in _BOLD:
        text = pattern.sub(rf"{_ON}\1{_OFF}", text)
    for pattern in _ITALIC:
        text = pattern.sub(r"\1", text)
    bold = _ON in text and not _WORD.search(_BOLD_SPANS.sub("", text))
    return Inline(text.replace(_ON, "").replace(_OFF, ""), bold, tuple(links))


def _bare(text: str) -> str:
    return " ".join(text.replace("*", "").split())
