"""Revisions in, a table for spreadsheets out: one row a slot, in CSV that a Danish Excel opens with a double click.

That asks for semicolons and a byte order mark. Programs should read the JSON instead.
"""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import TYPE_CHECKING

from kl_calendar.model.meeting import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from kl_calendar.model.meeting import Person
    from kl_calendar.model.revision import Entry, Revision

COLUMNS = (
    "meeting",
    "date",
    "start",
    "end",
    "timezone",
    "title",
    "kind",
    "speakers",
    "location",
    "choices",
    "notes",
    "track",
    "status",
    "uid",
    "sequence",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula when a cell begins with it."""


def table(revisions: Iterable[Revision]) -> bytes:
    """Return the table with its heading."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for revision in revisions:
        writer.writerows(_rows(revision))
    return "\ufeff".encode() + stream.getvalue().encode("utf-8")


def _rows(revision: Revision) -> Iterator[list[str]]:
    meeting = revision.meeting
    if not revision.entries:
        status = meeting.status.value
        row = [meeting.title, str(meeting.day), _clock(meeting.start), _clock(meeting.end), meeting.timezone]
        row += [meeting.title, "meeting", "", meeting.location or "", "", "", "", status, revision.uid]
        yield [_safe(cell) for cell in [*row, str(revision.sequence)]]
    for entry in revision.entries:
        yield [_safe(cell) for cell in _row(entry, revision)]


def _row(entry: Entry, revision: Revision) -> list[str]:
    slot, meeting = entry.slot, revision.meeting
    return [
        meeting.title,
        str(slot.start.date()),
        _clock(slot.start),
        _clock(slot.end),
        meeting.timezone,
        slot.title,
        slot.kind.value,
        "\n".join(_person(person) for person in slot.speakers),
        slot.location or meeting.location or "",
        "\n".join(choice.title for choice in slot.choices),
        "\n".join(slot.notes),
        slot.track or "",
        (Status.CANCELLED if entry.cancelled else Status.CONFIRMED).value,
        entry.uid,
        str(entry.sequence),
    ]


def _person(person: Person) -> str:
    about = ", ".join(part for part in (person.role, person.organization) if part)
    return f"{person.name} ({about})" if about else person.name


def _clock(value: date | datetime | None) -> str:
    return f"{value:%H:%M}" if isinstance(value, datetime) else ""


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
