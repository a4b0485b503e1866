"""Revisions in, a `schedule.json` out, in the form of frab and its readers (Giggity and other conference apps).

A day has rooms, a room has events. A slot with choices becomes one event a choice, in a room of its own where it has
one, so that an app shows them side by side. Identities are numbers there: they come from the slot's uid.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from kl_calendar.emit.names import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kl_calendar.model.meeting import Person
    from kl_calendar.model.revision import Entry, Revision

SCHEMA = "https://c3voc.de/schedule/schema.json"
SHORTEST_ACRONYM = 4
GENERATOR = {"name": "kl-calendar", "version": "1"}

Event = dict[str, object]


def schedule(title: str, revisions: Sequence[Revision], default_length: timedelta, address: str = "") -> bytes:
    """Return the schedule of some meetings as one conference; cancelled slots are left out."""
    placed = sorted(_placed(revisions, default_length), key=lambda one: (one[0], one[1], str(one[2]["date"])))
    days = sorted({day for day, _, _ in placed})
    version = max((revision.stamp for revision in revisions), default=datetime(2000, 1, 1, tzinfo=UTC))
    conference = {
        "acronym": slug(title, limit=40).replace("-", "_").ljust(SHORTEST_ACRONYM, "_"),
        "title": title,
        "start": str(days[0]) if days else "",
        "end": str(days[-1]) if days else "",
        "daysCount": len(days),
        "timeslot_duration": "00:05",
        "time_zone_name": revisions[0].meeting.timezone if revisions else "UTC",
        **({"url": address} if address else {}),
        "rooms": [{"name": room, "guid": _guid(room)} for room in sorted({room for _, room, _ in placed})],
        "days": [_day(index, day, placed) for index, day in enumerate(days, start=1)],
    }
    for _, _, event in placed:
        event["url"] = address or f"urn:uuid:{event['guid']}"
    made = {"version": f"{version:%Y-%m-%d %H:%M}", "conference": conference}
    answer = {"$schema": SCHEMA, "generator": GENERATOR, "schedule": made}
    return (json.dumps(answer, ensure_ascii=False) + "\n").encode()


def _day(index: int, day: date, placed: Sequence[tuple[date, str, Event]]) -> dict[str, object]:
    rooms: dict[str, list[Event]] = {}
    for when, room, event in placed:
        if when == day:
            rooms.setdefault(room, []).append(event)
    starts = [str(event["date"]) for events in rooms.values() for event in events]
    return {"index": index, "date": str(day), "day_start": min(starts), "day_end": max(starts), "rooms": rooms}


def _placed(revisions: Sequence[Revision], default_length: timedelta) -> Iterator[tuple[date, str, Event]]:
    for revision in revisions:
        for entry in revision.entries:
            if not entry.cancelled:
                for room, event in _events(entry, revision, default_length):
                    yield entry.slot.start.date(), room, event


def _events(entry: Entry, revision: Revision, default_length: timedelta) -> Iterator[tuple[str, Event]]:
    slot, meeting = entry.slot, revision.meeting
    hall = slot.location or meeting.location or meeting.title
    if not slot.choices:
        yield hall, _event(entry, revision, default_length, slot.title, slot.speakers, hall)
    for number, choice in enumerate(slot.choices, start=1):
        room = choice.location or f"{hall} ({number})"
        event = _event(entry, revision, default_length, choice.title, choice.speakers, room)
        yield room, event | {"subtitle": slot.title, **_identity(f"{entry.uid}/{number}"), "track": choice.track}


def _event(
    entry: Entry,
    revision: Revision,
    default_length: timedelta,
    title: str,
    speakers: tuple[Person, ...],
    room: str,
) -> Event:
    slot = entry.slot
    begins = slot.start.replace(tzinfo=ZoneInfo(revision.meeting.timezone))
    length = (slot.end or slot.start + default_length) - slot.start
    hours, minutes = divmod(length // timedelta(minutes=1), 60)
    return {
        **_identity(entry.uid),
        "date": begins.isoformat(),
        "start": f"{slot.start:%H:%M}",
        "duration": f"{hours:02}:{minutes:02}",
        "room": room,
        "slug": f"{slug(title, limit=60)}-{_number(entry.uid)}",
        "title": title,
        "subtitle": "",
        "track": slot.track,
        "type": slot.kind.value,
        "language": revision.meeting.language,
        "abstract": "\n".join(slot.notes),
        "description": "",
        "persons": [{"id": _number(person.name), "public_name": person.name} for person in speakers],
        "links": [],
        "attachments": [],
    }


def _identity(uid: str) -> Event:
    return {"id": _number(uid), "guid": _guid(uid)}


def _guid(text: str) -> str:
    return str(UUID(bytes=hashlib.sha256(text.encode()).digest()[:16]))


def _number(text: str) -> int:
    """A number below 2³¹ that stays the same for the same text: readers keep ids in 32 bits."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) >> 1
