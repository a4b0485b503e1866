"""A revision in, schema.org JSON-LD out: an Event with its slots as `subEvent`, for search engines and mail readers."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kl_calendar.model.meeting import Status

if TYPE_CHECKING:
    from kl_calendar.model.meeting import Person
    from kl_calendar.model.revision import Entry, Revision

CONTEXT = "https://schema.org"

Thing = dict[str, object]


def event(revision: Revision, page_url: str = "") -> str:
    """Return the JSON of a meeting, safe to stand inside a script element."""
    text = json.dumps({"@context": CONTEXT, **_meeting(revision, page_url)}, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _meeting(revision: Revision, page_url: str) -> Thing:
    meeting = revision.meeting
    made: Thing = {
        "@type": "Event",
        "name": meeting.title,
        "startDate": _when(meeting.start, meeting.timezone),
        "endDate": _when(meeting.end, meeting.timezone) if meeting.end else None,
        "eventStatus": _status(cancelled=meeting.status is Status.CANCELLED),
        "eventAttendanceMode": _mode(bool(meeting.location), bool(meeting.join_url)),
        "inLanguage": meeting.language,
        "location": _places(meeting.location, meeting.join_url),
        "organizer": {"@type": "Organization", "name": meeting.organizer} if meeting.organizer else None,
        "url": page_url or None,
        "identifier": revision.uid,
        "subEvent": [_slot(entry, revision) for entry in revision.entries] or None,
    }
    return _said(made)


def _slot(entry: Entry, revision: Revision) -> Thing:
    slot, zone = entry.slot, revision.meeting.timezone
    made: Thing = {
        "@type": "Event",
        "name": slot.title,
        "startDate": _when(slot.start, zone),
        "endDate": _when(slot.end, zone) if slot.end else None,
        "eventStatus": _status(cancelled=entry.cancelled),
        "location": _places(slot.location or revision.meeting.location, None),
        "performer": [_person(person) for person in slot.speakers] or None,
        "description": "\n".join(slot.notes) or None,
        "identifier": entry.uid,
        "subEvent": [
            _said(
                {
                    "@type": "Event",
                    "name": choice.title,
                    "startDate": _when(slot.start, zone),
                    "location": _places(choice.location or slot.location or revision.meeting.location, None),
                    "performer": [_person(person) for person in choice.speakers] or None,
                }
            )
            for choice in slot.choices
        ]
        or None,
    }
    return _said(made)


def _said(thing: Thing) -> Thing:
    return {key: value for key, value in thing.items() if value is not None}


def _status(*, cancelled: bool) -> str:
    return f"{CONTEXT}/{'EventCancelled' if cancelled else 'EventScheduled'}"


def _mode(here: bool, online: bool) -> str:
    name = "Mixed" if here and online else "Online" if online else "Offline"
    return f"{CONTEXT}/{name}EventAttendanceMode"


def _places(location: str | None, online: str | None) -> Thing | list[Thing] | None:
    places: list[Thing] = []
    if location:
        places.append({"@type": "Place", "name": location.partition(",")[0], "address": location})
    if online:
        places.append({"@type": "VirtualLocation", "url": online})
    return places[0] if len(places) == 1 else places or None


def _person(person: Person) -> Thing:
    works_for = {"@type": "Organization", "name": person.organization} if person.organization else None
    return _said({"@type": "Person", "name": person.name, "jobTitle": person.role, "worksFor": works_for})


def _when(value: date | datetime, zone: str) -> str:
    return value.replace(tzinfo=ZoneInfo(zone)).isoformat() if isinstance(value, datetime) else value.isoformat()
