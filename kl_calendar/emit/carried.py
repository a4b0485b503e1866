"""What an event cannot say in standard properties, in and out of two properties of ours, so that our file reads back.

`X-KL-SLOT` in an event holds its slot's speakers, choices, notes and the like; `X-KL-MEETING` in the calendar's head
holds one meeting. Both are base64url of compact JSON: only letters, digits, `-` and `_`, because servers undo escapes
in properties they do not know. Not compressed, because another zlib would give other bytes.
"""

from __future__ import annotations

import base64
import binascii
import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kl_calendar.model.meeting import Choice, Kind, Meeting, Person, Slot, Status
from kl_calendar.model.revision import Change, ChangeKind, FieldChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kl_calendar.model.revision import Entry, Revision

_MEETING_TEXTS = ("location", "registration_url", "registration_email", "join_url", "organizer", "host")
_MEETING_DAYS = ("start", "end", "registration_deadline", "document_date")


def of_entry(entry: Entry, revision: Revision, *, summary: str, exact: bool) -> str:
    """Return the X-KL-SLOT value: `summary` is the title as written, `exact` whether the wall times stand there too."""
    slot = entry.slot
    walls = [slot.start.isoformat(), slot.end.isoformat() if slot.end else None]
    data = {
        "m": revision.uid,
        "t": None if slot.title == summary else slot.title,
        "w": None if exact and slot.end else walls,
        "k": None if slot.kind is Kind.TALK else slot.kind.value,
        "s": [_of_person(who) for who in slot.speakers],
        "l": slot.location,
        "c": [_of_choice(choice) for choice in slot.choices],
        "n": list(slot.notes),
        "r": slot.track,
        "g": None if entry.slot in revision.meeting.slots else 1,
        "d": 1 if entry.cancelled else None,
        "o": 1 if entry.called_off else None,
        "x": _of_change(entry.change) if entry.change else None,
    }
    return _packed(data)


def of_meeting(revision: Revision) -> str:
    """Return the X-KL-MEETING value: nothing in it moves when only a slot changes."""
    meeting = revision.meeting
    data: dict[str, Any] = {
        "uid": revision.uid,
        "key": revision.key,
        "feed": revision.feed,
        "title": meeting.title,
        "timezone": meeting.timezone,
        "language": meeting.language,
        "status": meeting.status.value,
        "audience": list(meeting.audience),
        "off": 1 if revision.called_off else None,
    }
    data |= {name: getattr(meeting, name) for name in _MEETING_TEXTS}
    data |= {name: value.isoformat() if (value := getattr(meeting, name)) else None for name in _MEETING_DAYS}
    return _packed(data)


def unpacked(value: str) -> dict[str, Any] | None:
    """Return the data of such a value; None where it is not one of ours."""
    try:
        raw = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
        data = json.loads(raw)
    except (ValueError, binascii.Error, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def slot(data: Mapping[str, Any], *, title: str, start: datetime, end: datetime | None) -> Slot:
    """Return the slot of such data; title and times are what the event itself says."""
    begin, until = data.get("w") or (None, None)
    return Slot(
        start=datetime.fromisoformat(begin) if begin else start,
        title=data.get("t", title),
        end=(datetime.fromisoformat(until) if until else None) if begin else end,
        speakers=_persons(data.get("s")),
        location=data.get("l"),
        choices=tuple(
            Choice(title, _persons(speakers), place, track) for title, speakers, place, track in data.get("c", ())
        ),
        notes=tuple(data.get("n", ())),
        kind=Kind(data.get("k", Kind.TALK)),
        track=data.get("r"),
    )


def change(data: Mapping[str, Any]) -> Change | None:
    """Return the change of a slot's data."""
    return _change(data["x"]) if "x" in data else None


def of_changes(revision: Revision) -> str:
    """Return the X-KL-CHANGES value, which the meeting's own event carries beside its sequence and stamp."""
    return _packed({"x": [_of_change(change) for change in revision.changes]})


def changes(data: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the changes of such data."""
    return tuple(_change(row) for row in data.get("x", ()))


def _change(row: Iterable[Any]) -> Change:
    kind, title, fields, sentences = row
    return Change(
        ChangeKind(kind),
        title,
        tuple(FieldChange(*field) for field in fields),
        tuple((language, sentence) for language, sentence in sentences),
    )


def meeting(data: Mapping[str, Any], slots: Iterable[Slot]) -> Meeting:
    """Return the meeting of an X-KL-MEETING's data with the slots found in its events."""
    texts: dict[str, Any] = {name: data.get(name) for name in _MEETING_TEXTS}
    return Meeting(
        title=data["title"],
        start=_moment(data["start"]),
        end=_moment(data.get("end")),
        registration_deadline=_moment(data.get("registration_deadline")),
        document_date=_moment(data.get("document_date")),
        timezone=data["timezone"],
        language=data["language"],
        status=Status(data["status"]),
        audience=tuple(data.get("audience", ())),
        slots=tuple(slots),
        **texts,
    )


def _packed(data: Mapping[str, Any]) -> str:
    said = {key: value for key, value in data.items() if value not in (None, [], "")}
    raw = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _moment(text: str | None) -> Any:  # noqa: ANN401 -- a day or a time, as the field was
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _of_person(who: Person) -> list[str | None]:
    values = [who.name, who.role, who.organization]
    while values[1:] and values[-1] is None:
        values.pop()
    return values


def _persons(rows: Iterable[Any] | None) -> tuple[Person, ...]:
    return tuple(Person(*row) for row in rows or ())


def _of_choice(choice: Choice) -> list[Any]:
    return [choice.title, [_of_person(who) for who in choice.speakers], choice.location, choice.track]


def _of_change(made: Change) -> list[Any]:
    fields = [[field.field, field.old, field.new] for field in made.fields]
    return [made.kind.value, made.title, fields, [list(sentence) for sentence in made.sentences]]
