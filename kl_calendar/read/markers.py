"""List markers at the start of a line: what is a marker, and what only looks like one.

    marker := bullet SPACE | NUMBER ('.' | ')') SPACE | '(' NUMBER ')' SPACE | letter ('.' | ')') SPACE

A number with a full stop is no marker where it is a day (`1. november`, `2. og 3. maj`) or starts a time or a number
(`10. 30`). A letter with a full stop is one only in a run (`a.`, `b.`), because `d. 2. maj` and `v. Ida Holm` look
alike.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from kl_calendar import cldr

BULLETS = "-*+•·∙●○◦▪▫■□‣⁃–—►▶▸➢➤➔→❖✓✔☐☑¤"
_BULLET = re.compile(rf"([{re.escape(BULLETS)}]|o(?=\t|  ))[ \t]+(?=\S)")
_NUMBER = re.compile(r"\(?(\d{1,2})([.)])[ \t]+(?=\S)")
_LETTER = re.compile(r"(\(?(?:[a-zA-Z]|[ivx]{1,4})\))[ \t]+(?=\S)")
_LETTER_STOP = re.compile(r"([a-zA-Z]\.)[ \t]+(?=\S)")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_TOKENS = 4
"""How far into a line a day list may run before its month: `2. og 3. maj`, `1. til den 3. juni`."""


class Split(NamedTuple):
    """A line taken apart: the marker as printed, and the text behind it."""

    marker: str
    text: str


def _is_day(rest: str) -> bool:
    """Tell whether what follows a number makes it a day of a month or a part of a number."""
    if rest[0].isdigit():
        return True
    tokens = _WORDS.findall(rest[:60])[: _TOKENS + 1]
    after_number = True
    for token in tokens:
        if after_number and token.casefold() in cldr.months():
            return True
        if not token.isdigit() and len(token) > _TOKENS:
            return False
        after_number = token.isdigit()
    return False


def split_marker(text: str) -> Split:
    """Take the list marker off a line without indent; `Split("", text)` when it has none."""
    if found := _BULLET.match(text) or _LETTER.match(text):
        return Split(found[1], text[found.end() :])
    found = _NUMBER.match(text)
    if found and not (found[2] == "." and _is_day(text[found.end() :])):
        return Split(text[: found.end()].rstrip(), text[found.end() :])
    return Split("", text)


def lettered(texts: list[str]) -> dict[int, Split]:
    """Return the lines, by index, that stand in a run of `a.`, `b.`, … (or `A.`, `B.`, …)."""
    candidates = [(index, found) for index, text in enumerate(texts) if (found := _LETTER_STOP.match(text))]
    runs: dict[int, Split] = {}
    for (index, one), (following, two) in pairwise(candidates):
        if ord(two[1][0]) - ord(one[1][0]) == 1:
            runs[index] = Split(one[1], texts[index][one.end() :])
            runs[following] = Split(two[1], texts[following][two.end() :])
    return runs


def indent_of(line: str) -> int:
    """Return the columns of white space a line starts with; a tab goes to the next column divisible by four."""
    columns = 0
    for character in line:
        if character == "\t":
            columns += 4 - columns % 4
        elif character == " ":
            columns += 1
        else:
            break
    return columns
