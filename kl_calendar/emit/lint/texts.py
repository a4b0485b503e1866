"""A property with a text in, what is wrong with the text's escaping out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kl_calendar.emit.lint import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kl_calendar.emit.lines import ContentLine
    from kl_calendar.model.problem import Problem

_ONE_TEXT = frozenset({"SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT", "NAME", "TZNAME", "X-WR-CALNAME"})
_SEVERAL_TEXTS = frozenset({"CATEGORIES", "RESOURCES"})
_BARE = re.compile(r"(?<!\\)(?:\\\\)*+([,;])")
_BARE_SEMICOLON = re.compile(r"(?<!\\)(?:\\\\)*+(;)")
_ODD_PAIR = re.compile(r"(?<!\\)(?:\\\\)*+(\\(?:[^\\;,nN]|$))")


def text_faults(line: ContentLine) -> Iterator[Problem]:
    """Look for bare commas, semicolons and backslashes where the property holds text."""
    name = line.name.upper()
    if name not in _ONE_TEXT | _SEVERAL_TEXTS or line.parameter("VALUE").upper() not in {"", "TEXT"}:
        return
    pattern = _BARE if name in _ONE_TEXT else _BARE_SEMICOLON
    if bare := pattern.search(line.value):
        yield kinds.UNESCAPED.at(line.number, line.value, character=bare[1])
    if odd := _ODD_PAIR.search(line.value):
        yield kinds.BACKSLASH.at(line.number, line.value, pair=odd[1])
