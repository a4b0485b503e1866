"""Tables drawn with `|`: which lines are rows of one, and the cells of a row."""

from __future__ import annotations

import re

_SEPARATOR = re.compile(r"[|+]?(?:\s*:?[-=]{2,}:?\s*[|+])*\s*:?[-=]{2,}:?\s*[|+]?")
_MOST_COLUMNS = 100
_RULE_LENGTH = 2000
BROKEN = 3
"""Lines that one cell may be broken over."""
_PIPE = re.compile(r"(?<!\\)\|")


def is_separator(line: str) -> bool:
    """Tell whether a line is the rule below a header row (`|---|:--:|`) or of a drawn grid (`+---+---+`)."""
    text = line.strip() if len(line) < _RULE_LENGTH else ""
    return (
        bool(text)
        and not set(text) - set("|+-=: ")
        and ("|" in text or "+" in text)
        and bool(_SEPARATOR.fullmatch(text))
    )


def cells(line: str) -> list[str]:
    """Return the texts between the pipes of a row."""
    text = line.strip()
    text = text[1:] if text.startswith("|") else text
    text = text[:-1] if text.endswith("|") and not text.endswith("\\|") else text
    return [part.strip().replace("\\|", "|") for part in _PIPE.split(text)]


def rows(lines: list[str]) -> dict[int, tuple[int, bool]]:
    """Return each row's line index → (number of its table, whether it is a header), and 0 for the tables' rules."""
    found: dict[int, tuple[int, bool]] = {}
    table = start = 0
    for end in range(len(lines) + 1):
        if end < len(lines) and _may_be_row(lines[end]):
            continue
        if _is_table(lines[start:end]):
            table += 1
            found |= _table_rows(lines, range(start, end), table)
        start = end + 1
    return found


def goes_on(row: str, below: list[str]) -> int:
    """Return how many of the lines below are more of a table row: `| 4:00–7:00 |`, and below it `Registration |`."""
    if not row.strip().startswith("|") or not row.strip(" |"):
        return 0
    for count, line in enumerate((text.strip() for text in below), 1):
        if line == "|" or (line.endswith("|") and line.count("|") == 1):
            return count
        if not line or "|" in line:
            return 0
    return 0


def _may_be_row(line: str) -> bool:
    return 0 < line.count("|") <= _MOST_COLUMNS or is_separator(line)


def _is_table(block: list[str]) -> bool:
    """A table has a rule, or two rows or more with equally many pipes; one line with a pipe is a letterhead."""
    if len(block) < 2:
        return len(block) == 1 and block[0].strip().startswith("|") and len(cells(block[0])) > 1
    return any(map(is_separator, block)) or len({len(cells(line)) for line in block}) == 1


def _table_rows(lines: list[str], block: range, table: int) -> dict[int, tuple[int, bool]]:
    marks: dict[int, tuple[int, bool]] = {}
    header_seen = False
    for index in block:
        if is_separator(lines[index]):
            marks[index] = (0, False)
            header_seen = header_seen or index > block.start
            continue
        follows_rule = index + 1 in block and is_separator(lines[index + 1])
        marks[index] = (table, follows_rule and not header_seen)
    return marks
