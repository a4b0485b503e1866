"""Two states of a slot or a meeting in, the fields that differ out, as values for reading.

Only what an event shows counts: the lines something was read from may move without anybody's calendar changing.
Instants are written `2020-09-02 17:10`, lists are joined by `; `.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from kl_calendar.model.revision import FieldChange

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kl_calendar.model.meeting import Choice, Meeting, Person, Slot


def slot_changes(old: Slot | None, new: Slot) -> tuple[FieldChange, ...]:
    """Return what differs between two states of a slot; for a new slot (`old` is None) all that it has."""
    before = _slot_values(old) if old else {}
    after = _slot_values(new)
    return _differing(before, after)


def meeting_changes(old: Meeting, new: Meeting) -> tuple[FieldChange, ...]:
    """Return what differs of those facts of the meeting that each of its slots' events shows."""
    return _differing(_meeting_values(old), _meeting_values(new))


def frame_changes(old: Meeting, new: Meeting) -> tuple[FieldChange, ...]:
    """Return how the meeting's own facts differ: what its one-event form shows beyond the common facts."""
    changes = _differing(*(_frame_values(meeting) for meeting in (old, new)))
    if (old.slots and new.slots) or any(change.field == "day" for change in changes):
        # The slots' own changes tell the hours.
        return tuple(change for change in changes if change.field not in ("start", "end"))
    return changes


def same_frame(old: Meeting, new: Meeting) -> bool:
    """Whether two states of a meeting differ in nothing but their slots and where they were read."""
    return _frame(old) == _frame(new)


def moment(when: datetime | date | None) -> str:
    """Return an instant or a day for reading; nothing is an empty text."""
    if when is None:
        return ""
    return when.strftime("%Y-%m-%d %H:%M") if isinstance(when, datetime) else when.isoformat()


def person(someone: Person) -> str:
    """Return a person with role and organisation in brackets."""
    known = ", ".join(part for part in (someone.role, someone.organization) if part)
    return f"{someone.name} ({known})" if known else someone.name


def choice(one: Choice) -> str:
    """Return one of the parallel items with its speakers, track and room in brackets."""
    known = ", ".join([*(each.name for each in one.speakers), *filter(None, (one.track, one.location))])
    return f"{one.title} ({known})" if known else one.title


def _slot_values(slot: Slot) -> dict[str, str]:
    return {
        "start": moment(slot.start),
        "end": moment(slot.end),
        "title": slot.title,
        "speakers": _listed(person(each) for each in slot.speakers),
        "location": slot.location or "",
        "choices": _listed(choice(each) for each in slot.choices),
        "notes": _listed(slot.notes),
        "track": slot.track or "",
        "kind": slot.kind.value,
    }


def _meeting_values(meeting: Meeting) -> dict[str, str]:
    return {
        "meeting": meeting.title,
        "venue": meeting.location or "",
        "registration": meeting.registration_url or "",
        "registration_email": meeting.registration_email or "",
        "deadline": moment(meeting.registration_deadline),
        "join": meeting.join_url or "",
        "timezone": meeting.timezone,
        "language": meeting.language,
    }


def _frame_values(meeting: Meeting) -> dict[str, str]:
    return {
        "day": meeting.day.isoformat(),
        "start": moment(meeting.start),
        "end": moment(meeting.end),
        "organizer": meeting.organizer or "",
        "host": meeting.host or "",
    }


def _frame(meeting: Meeting) -> Meeting:
    return replace(meeting, slots=(), lines=MappingProxyType({}), document_date=None)


def _listed(items: Iterable[str]) -> str:
    return "; ".join(item.replace(";", ",") for item in items)


def _differing(before: dict[str, str], after: dict[str, str]) -> tuple[FieldChange, ...]:
    pairs = ((name, before.get(name, ""), value) for name, value in after.items())
    return tuple(FieldChange(name, old, new) for name, old, new in pairs if old != new)
