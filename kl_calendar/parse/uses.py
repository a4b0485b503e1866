"""What a date is used for, and what the days of a document say about each other: repeated, labelled, a letter's own."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.language import Language
    from kl_calendar.parse.mentioned import Date, Time
    from kl_calendar.parse.rows import Row

_GAP = "   "
_BEGINS = 4
"""A day further in stands in the midst of its row."""
_HEADS = 6
"""How much more speaks for a day that heads items."""
_SECTION = 90
"""A longer row heads no section."""
_LETTER_ROWS = 30
"""A letter's own date stands above its text: among its first rows with text."""


class Use(Enum):
    """What a date is for."""

    DAY = "day"
    LETTER = "letter"
    DEADLINE = "deadline"
    OTHER = "other"


class DateUse(NamedTuple):
    """A date with its use; `score` is how much speaks for it being the meeting's day; `heading` says it heads a day."""

    row: Row
    date: Date
    use: Use
    score: int = 0
    heading: bool = False
    time: Time | None = None
    """The time that stands with it: on its row, else in a time label beside it."""


def weighed(found: list[DateUse], made: Sequence[Row], anchor_rows: set[int], lang: Language) -> list[DateUse]:
    """Judge the dates of a document by one another."""
    found = _with_bare_days(_with_sections(found, anchor_rows), anchor_rows)
    return _labelled(_letters(_repeated(found), made, lang), lang)


def _labelled(found: list[DateUse], lang: Language) -> list[DateUse]:
    """Where one day stands behind a label, with its weekday or its hours, those in the text below are about others."""
    days = [u for u in found if u.use is Use.DAY]
    told = [u for u in days if _has_label(u, lang)]
    if len(told) != 1 or any(u.heading or u.row.table for u in days):
        return found
    one = told[0]
    return [
        u._replace(use=Use.OTHER) if u.use is Use.DAY and u.row.index > one.row.index and _is_in_text(u, one) else u
        for u in found
    ]


def _has_label(used: DateUse, lang: Language) -> bool:
    label = used.row.label
    sure = used.date.weekday is not None or used.time is not None
    return sure and label is not None and lang["labels.date|labels.time"].are(label[0])


def _is_in_text(used: DateUse, one: DateUse) -> bool:
    """It neither begins its row nor has a weekday or hours of its own, and it is another day."""
    other = (used.date.day, used.date.month) != (one.date.day, one.date.month)
    return other and used.date.span[0] > _BEGINS and used.date.weekday is None and used.time is None


def _with_sections(found: list[DateUse], anchor_rows: set[int]) -> list[DateUse]:
    """Days that are printed with their hours, each above items of its own, head sections (the modules of a course)."""
    heads = [u for u in found if u.use is Use.DAY and _heads_section(u, anchor_rows)]
    last = max(anchor_rows, default=-1)
    between = [*pairwise([u.row.index for u in heads]), (heads[-1].row.index, last + 1)] if heads else []
    days = {(u.date.day, u.date.month) for u in heads}
    if len(days) < 2 or not all(any(a < k < b for k in anchor_rows) for a, b in between):
        return found
    return [u._replace(heading=True) if u in heads else u for u in found]


def _heads_section(used: DateUse, anchor_rows: set[int]) -> bool:
    row, time = used.row, used.time
    alone = row.index not in anchor_rows and not row.marker and not row.table and len(row.text) < _SECTION
    return alone and time is not None and time.end is not None and used.date.span[0] < _SECTION // 3


def _with_bare_days(found: list[DateUse], anchor_rows: set[int]) -> list[DateUse]:
    """Rows that are a weekday with its day and nothing more, each with items before the next, head days.

    What stands between such a row and its first item may be long.
    """
    heads = [u for u in found if u.use is Use.DAY and _is_bare_day(u, anchor_rows)]
    between = pairwise([*(u.row.index for u in heads), max(anchor_rows, default=-1) + 1])
    if len(heads) < 2 or not all(any(a < k < b for k in anchor_rows) for a, b in between):
        return found
    return [u if u.heading or u not in heads else u._replace(heading=True, score=u.score + _HEADS) for u in found]


def _is_bare_day(used: DateUse, anchor_rows: set[int]) -> bool:
    row, date = used.row, used.date
    alone = date.span[0] < 2 and not row.text[date.span[1] :].strip(" .:")
    return alone and date.weekday is not None and row.index not in anchor_rows and not row.marker and not row.table


def _repeated(found: list[DateUse]) -> list[DateUse]:
    """A day named twice is more likely the meeting's."""
    counts = Counter((u.date.day, u.date.month) for u in found if u.use is Use.DAY)
    return [
        u._replace(score=u.score + 2) if u.use is Use.DAY and counts[u.date.day, u.date.month] > 1 else u for u in found
    ]


def _letters(found: list[DateUse], made: Sequence[Row], lang: Language) -> list[DateUse]:
    """Find the letter's own date: a date row near the top that says so, while another date is the meeting's."""
    days = [u for u in found if u.use is Use.DAY]
    if any(u.use is Use.LETTER for u in found):
        return found
    for used in days:
        if used.time is not None or used.heading or not _is_letter_date(used, made, lang):
            continue  # asked first: it holds for a few rows at the top only, looking at all other days is dear
        others = [u for u in days if u is not used and (u.date.day, u.date.month) != (used.date.day, used.date.month)]
        bare = [u for u in others if u.date.weekday is None]  # a letter's own day goes without, as `used` does
        alike = [u for u in bare if not _beside_in_cell(u.row, u.date)]
        if others and len(alike) < 2:
            index = found.index(used)
            found[index] = DateUse(used.row, used.date, Use.LETTER)
            break
    return found


def _beside_in_cell(row: Row, date: Date) -> str:
    """What stands beside a date, up to the gaps of the columns that a letterhead draws with spaces."""
    before, behind = row.text[: date.span[0]], row.text[date.span[1] :]
    return (before.rsplit(_GAP, 1)[-1] + behind.split(_GAP, 1)[0]).strip(" ,.:")


def _is_letter_date(used: DateUse, made: Sequence[Row], lang: Language) -> bool:
    row, date = used.row, used.date
    below = next(islice((r for r in made if r.text), _LETTER_ROWS, None), None)
    if (below is not None and below.index < row.index) or date.weekday is not None or date.until:
        return False
    if sum(not other.weak for other in row.found.dates) > 1 and _GAP not in row.text:
        return False
    label = row.label
    if label and lang["labels.date"].are(label[0]) and row.text[date.span[1] :].strip(" .") == "":
        return True
    rest = _beside_in_cell(row, date)
    town = re.fullmatch(r"[A-ZÆØÅÄÖ][\w.-]+(?:\s[A-ZÆØÅÄÖ][\w.-]*)?", rest)
    return date.year is not None and (
        not rest
        or bool(town)
        or lang["letter.posted"].lead(rest) is not None
        or (len(rest) < 30 and date.span[0] == 0 and lang["letter.posted"].find(rest) is not None)
    )
