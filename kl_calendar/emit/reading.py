"""An .ics we made in, the revisions it was made from out: for a conversion against a file, and for a lost ledger.

Everything comes back that makes the bytes: writing the same revisions with the same context gives the same events.
Events of others are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kl_calendar.emit import carried
from kl_calendar.emit.lines import ContentLine, taken_apart, text_of, unfolded
from kl_calendar.errors import InputError
from kl_calendar.i18n import say
from kl_calendar.limits import MAX_BYTES
from kl_calendar.model import instants
from kl_calendar.model.meeting import Meeting
from kl_calendar.model.revision import Entry, Revision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kl_calendar.model.meeting import Slot
    from kl_calendar.model.revision import Change

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)

_FAULTS = (KeyError, TypeError, ValueError)
"""What taking apart a value somebody has edited by hand can raise."""


@dataclass(slots=True)
class _Found:
    """What a file holds of ours: the meetings' data, and its events by name of property."""

    meetings: list[str] = field(default_factory=list)
    events: list[dict[str, ContentLine]] = field(default_factory=list)
    inside: bool = False


@dataclass(frozen=True, slots=True)
class _Head:
    """What the meeting's own event says of the meeting: in a calendar of slots there is none."""

    sequence: int
    stamp: datetime
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """An entry with the data it came with, before its meeting is known."""

    entry: Entry
    data: Mapping[str, Any]
    timezone: str


def revisions(raw: bytes, name: str) -> tuple[Revision, ...]:
    """Return the meetings of a calendar we wrote, in its order; raises `InputError` where it is no calendar at all."""
    found = _found(raw, name)
    heads = [data for value in found.meetings if (data := carried.unpacked(value))]
    zones = {data.get("uid"): data.get("timezone") for data in heads}
    read = [one for event in found.events if (one := _entry(event, zones))]
    uids = dict.fromkeys([*(data.get("uid") for data in heads), *(one.data.get("m") for one in read)])
    known = {data.get("uid"): data for data in heads}
    own = {text_of(event["UID"].value): event for event in found.events if "UID" in event and "X-KL-SLOT" not in event}
    parts: dict[Any, list[_Read]] = {}
    for one in read:
        parts.setdefault(one.data.get("m"), []).append(one)
    made = [
        _revision(known.get(uid), _head(own.get(uid), parts.get(uid, [])), parts.get(uid, [])) for uid in uids if uid
    ]
    return tuple(one for one in made if one)


def _found(raw: bytes, name: str) -> _Found:
    if len(raw) > MAX_BYTES:
        raise InputError(name, say("is larger than {limit} MB", limit=MAX_BYTES // 1024 // 1024))
    text = raw.decode("utf-8-sig", "replace")
    if "BEGIN:VCALENDAR" not in text.upper():
        raise InputError(name, say("is no calendar"), hint=say("give an .ics file that kl-calendar wrote"))
    found = _Found()
    for number, line in unfolded(text):
        if part := taken_apart(number, line):
            _sort_in(part, found)
    return found


def _sort_in(part: ContentLine, found: _Found) -> None:
    match part.name.upper(), part.value.upper():
        case "BEGIN", "VEVENT":
            found.events.append({})
            found.inside = True
        case "END", "VEVENT":
            found.inside = False
        case "X-KL-MEETING", _:
            found.meetings.append(part.value)
        case name, _ if found.inside:
            found.events[-1].setdefault(name, part)


def _entry(event: Mapping[str, ContentLine], zones: Mapping[Any, Any]) -> _Read | None:
    """Return the slot of an event; None where it is not one of ours or was made unreadable."""
    data = carried.unpacked(event["X-KL-SLOT"].value) if "X-KL-SLOT" in event else None
    if data is None:
        return None
    try:
        zone = zones.get(data.get("m")) or event["DTSTART"].parameter("TZID") or "UTC"
        start, end = _wall(event["DTSTART"], zone), _wall(event["DTEND"], zone)
        entry = Entry(
            uid=text_of(event["UID"].value),
            sequence=int(event["SEQUENCE"].value),
            stamp=_instant(event["DTSTAMP"].value),
            slot=carried.slot(data, title=_title(text_of(event["SUMMARY"].value), data), start=start, end=end),
            cancelled="d" in data,
            change=carried.change(data),
            called_off="o" in data,
        )
    except _FAULTS:
        return None
    return _Read(entry, data, zone)


def _head(event: Mapping[str, ContentLine] | None, read: Sequence[_Read]) -> _Head:
    """Return sequence and stamp of a meeting: its own event's, else those of the slot that changed last."""
    try:
        if event:
            packed = carried.unpacked(event["X-KL-CHANGES"].value) if "X-KL-CHANGES" in event else None
            changes = carried.changes(packed or {})
            return _Head(int(event["SEQUENCE"].value), _instant(event["DTSTAMP"].value), changes)
    except _FAULTS:
        pass
    newest = max((one.entry.stamp for one in read), default=_NEVER)
    return _Head(max((one.entry.sequence for one in read), default=0), newest, ())


def _revision(data: Mapping[str, Any] | None, head: _Head, read: Sequence[_Read]) -> Revision | None:
    """Return one meeting's revision; a meeting whose data are lost is made again from its events."""
    entries = tuple(one.entry for one in read)
    slots = [one.entry.slot for one in read if "g" not in one.data]
    if data is not None:
        try:
            return Revision(
                key=data["key"],
                feed=data.get("feed", ""),
                meeting=carried.meeting(data, slots),
                uid=data["uid"],
                sequence=head.sequence,
                stamp=head.stamp,
                entries=entries,
                changes=head.changes,
                called_off="off" in data,
            )
        except _FAULTS:
            pass
    return _without_head(entries, slots, read)


def _without_head(entries: tuple[Entry, ...], slots: list[Slot], read: Sequence[_Read]) -> Revision | None:
    if not entries:
        return None
    first = min(entries, key=lambda entry: entry.slot.start)
    uid = str(read[0].data["m"])
    meeting = Meeting(first.slot.title, first.slot.start, timezone=read[0].timezone, slots=tuple(slots))
    newest = max(entries, key=lambda entry: (entry.sequence, entry.stamp))
    return Revision(uid.partition("@")[0], "", meeting, uid, newest.sequence, newest.stamp, entries)


def _title(summary: str, data: Mapping[str, Any]) -> str:
    """The title in a SUMMARY: without the word that a cancelled slot starts with, in whichever language."""
    return summary.partition(": ")[2] if "d" in data else summary


def _wall(line: ContentLine, zone: str) -> datetime:
    moment = line.value
    if moment.endswith("Z"):
        return instants.local(_instant(moment), zone)
    return datetime.strptime(moment, "%Y%m%dT%H%M%S")  # noqa: DTZ007 -- a wall-clock time


def _instant(value: str) -> datetime:
    return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
