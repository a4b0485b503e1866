"""A table that lost its shape: its head's labels one a row, then its cells one a row. What its days are for.

A day behind words and before another day closes its record, so it stands in the last column: that is the deadline,
where the head has one. Every other day begins a record. Empty cells are missing, so nothing else can be counted.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from kl_calendar.parse.daytable import in_role, tabled
from kl_calendar.parse.uses import DateUse, Use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row

_ALONE = 3
"""Characters beside a day in a cell that is nothing else."""


def days_in_cells(found: list[DateUse], made: Sequence[Row], lang: Language) -> list[DateUse]:
    """Return the days of a document with what those in a table of lone cells are for set right."""
    found = _in_columns(found, made, lang)
    alone = {u.row.index: u for u in found if len(u.row.text) - (u.date.span[1] - u.date.span[0]) <= _ALONE}
    if len(alone) < 2:
        return found
    uses: dict[int, Use] = {}
    for _, group in groupby(made, key=lambda r: r.paragraph):
        rows = [r for r in group if r.text]
        head = _head(rows, lang)
        if head:
            uses |= _columns(rows[head:], alone)
    return [_used(u, uses.get(u.row.index)) for u in found]


def _in_columns(found: list[DateUse], made: Sequence[Row], lang: Language) -> list[DateUse]:
    """In a table that kept its shape, the days below the head's word for a deadline are deadlines."""
    rows = tabled(made, lang)
    if not rows:
        return found
    return [
        u._replace(use=Use.DEADLINE if in_role(rows[u.row.index], u, "deadline") else Use.DAY, heading=False)
        if u.row.index in rows
        else u
        for u in found
    ]


def _head(rows: Sequence[Row], lang: Language) -> int:
    """How many labels a paragraph begins with, if the first is the day's and one the deadline's."""
    count = 0
    while count < len(rows) and not rows[count].found.dates and lang[_LABELS].are(rows[count].text.rstrip(":")):
        count += 1
    labels = [r.text.rstrip(":") for r in rows[:count]]
    dated = bool(labels) and lang["labels.date"].are(labels[0])
    return count if dated and any(lang["labels.deadline"].are(t) for t in labels[1:]) else 0


_LABELS = "labels.date|labels.place|labels.time|labels.deadline|labels.registration|columns.title|columns.place"


def _columns(cells: Sequence[Row], alone: dict[int, DateUse]) -> dict[int, Use]:
    made: dict[int, Use] = {}
    for position, cell in enumerate(cells):
        if cell.index not in alone:
            continue
        before = position > 0 and cells[position - 1].index not in alone
        after = position + 1 == len(cells) or cells[position + 1].index in alone
        made[cell.index] = Use.DEADLINE if before and after else Use.DAY
    return made


def _used(used: DateUse, use: Use | None) -> DateUse:
    if use is None:
        return used
    return used._replace(use=use, heading=False, score=max(used.score, 1))
