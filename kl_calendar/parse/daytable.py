"""A table with a meeting a row: the roles its head names, and the cells of its rows by role.

The columns may be cells, or drawn with tabs, bars or two spaces and more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row
    from kl_calendar.parse.uses import DateUse

_COLUMN = re.compile(r"\s{2,}|\s*\|\s*|\t+")
_ROLES = (
    ("deadline", "labels.deadline"),
    ("date", "labels.date"),
    ("place", "labels.place|columns.place"),
    ("title", "columns.title"),
    ("time", "columns.time|labels.time"),
    ("speaker", "columns.speaker"),
    ("remark", "columns.remark"),
)


class Tabled(NamedTuple):
    """A row of such a table: its cells, and what each is."""

    row: Row
    cells: tuple[str, ...]
    roles: tuple[str, ...]

    def cell(self, role: str) -> str | None:
        """The text of the last column with this role, if it has one with text."""
        found = [c for c, r in zip(self.cells, self.roles, strict=True) if r == role and c]
        return found[-1] if found else None


def cells(row: Row) -> tuple[str, ...]:
    """Return the cells of a row, drawn ones too."""
    filled = tuple(c.text.strip() for c in row.cells)
    return filled if len(filled) > 1 else tuple(c.strip() for c in _COLUMN.split(row.text.strip(" |")) if c.strip())


def roles(row: Row, lang: Language) -> tuple[str, ...]:
    """Return the roles of a head's columns; nothing where the row is no head with a column of days."""
    drawn = row.cells or "  " in row.text or "|" in row.text or "\t" in row.text
    if not drawn or row.found.dates or row.found.times:
        return ()
    found = tuple(_role(c, lang) for c in cells(row))
    if "date" not in found and "time" in found:
        at = found.index("time")  # `Hvornår` may head a column of days with their times
        found = (*found[:at], "date", *found[at + 1 :])
    return found if "date" in found and sum(bool(r) for r in found) > 1 else ()


def _role(name: str, lang: Language) -> str:
    bare = name.strip(" .:*").casefold()
    return next((role for role, lists in _ROLES if bare and lang[lists].are(bare)), "")


def tabled(made: Sequence[Row], lang: Language) -> dict[int, Tabled]:
    """Return the rows of such tables by their index: those below a head that have as many cells and a day.

    Where most rows have a time and no day, the column of days is merged over the items of a programme.
    """
    found: dict[int, Tabled] = {}
    head: tuple[str, ...] = ()
    items = 0
    for row in made:
        if row.blank:
            continue
        named = roles(row, lang)
        if named:
            head = named
            continue
        parts = cells(row) if head else ()
        if head and len(parts) == len(head) and row.found.dates:
            found[row.index] = Tabled(row, parts, head)
        elif head and row.found.times and len(parts) > 1:
            items += 1
        elif len(parts) == 1 and not row.indent:
            head = ()  # a line of text ends the table
    return found if items <= len(found) else {}


def in_role(one: Tabled, used: DateUse, role: str) -> bool:
    """Tell whether a day stands in a column of this role."""
    said = used.row.text[slice(*used.date.span)]
    cell = one.cell(role)
    return cell is not None and said.strip(" .") in cell
