"""Revisions in, iCalendar bytes out: each slot one VEVENT, written once; a calendar is a join of such bytes.

The same revision and context give the same bytes: there is no clock and no chance here. DTSTAMP and LAST-MODIFIED are
the entry's own last change. What calendar programs take is said beside each property.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from icalendar import Alarm, Event, vCategory, vDate, vDatetime, vInt, vUri

from kl_calendar.emit import carried, describe, vtimezone
from kl_calendar.emit.lines import folded
from kl_calendar.emit.text import Text, escaped, one_line, several_lines
from kl_calendar.emit.words import words
from kl_calendar.model import instants
from kl_calendar.model.meeting import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kl_calendar.model.meeting import Meeting
    from kl_calendar.model.revision import Entry, Revision

PRODUCT = "-//KL//kl-calendar//DA"
"""PRODID; without a version, so that a new release does not change a byte of what is published."""

HASH_LENGTH = 32
"""Hexadecimal digits of the digest in X-KL-HASH."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is decided outside the letter for the events of one meeting."""

    default_length: timedelta = timedelta(minutes=30)
    """How long a slot is where nobody knows its end: a calendar needs one."""
    page_url: str = ""
    """The meeting's own page."""
    cancelled: str = "keep"
    """`keep` (STATUS:CANCELLED), `mark` (only the title says so: Google removes cancelled events) or `hide`."""
    alarm_minutes: int | None = None
    busy: bool = True
    overview: bool = False
    """`events` adds a transparent all-day event of the meeting."""
    deadlines: bool = False
    """`events` adds the registration deadline."""


class Header(NamedTuple):
    """What a calendar says about itself. `single`: one event in a file, which Outlook must not take for a calendar."""

    name: str
    description: str = ""
    url: str = ""
    source: str = ""
    """Where the calendar itself is served."""
    refresh: timedelta = timedelta(hours=6)
    color: str = ""
    timezones: tuple[str, ...] = ()
    single: bool = False
    method: str = ""
    meetings: tuple[Revision, ...] = ()
    """The meetings whose events follow, so that the file can be read back whole (`reading.revisions`)."""
    heads: tuple[bytes, ...] = ()
    """The same as lines that are written already (`head`), where meetings are kept so."""


class _Identity(NamedTuple):
    uid: str
    sequence: int
    stamp: datetime


class _Shown(NamedTuple):
    """How an event is shown: struck out or not, and whether it takes time in somebody's calendar."""

    cancelled: bool
    busy: bool
    mode: str


def event(entry: Entry, revision: Revision, context: Context) -> bytes:
    """Return the VEVENT of one slot; nothing where it is cancelled and the context hides such."""
    if entry.cancelled and context.cancelled == "hide":
        return b""
    meeting, slot = revision.meeting, entry.slot
    shown = _Shown(entry.cancelled, context.busy and not entry.cancelled, context.cancelled)
    end = slot.end or slot.start + context.default_length
    made = _begun(_Identity(entry.uid, entry.sequence, entry.stamp))
    exact = _add_times(made, slot.start, end, meeting.timezone)
    summary = describe.summary(slot.title, meeting.language, cancelled=entry.cancelled)
    made["SUMMARY"] = Text(summary)
    _add_text(made, "DESCRIPTION", describe.of_entry(entry, meeting, context.page_url))
    _add_text(made, "LOCATION", describe.location(slot.location, meeting.location))
    _add_links(made, meeting, context)
    category = words(meeting.language).kinds.get(slot.kind)
    _add_state(made, shown, [name for name in (category, one_line(slot.track)) if name])
    title = describe.summary(slot.title, meeting.language, cancelled=False)
    made["X-KL-SLOT"] = Text(carried.of_entry(entry, revision, summary=title, exact=exact))
    _add_alarm(made, context, shown, summary)
    return _written(made)


def meeting_event(revision: Revision, context: Context) -> bytes:
    """Return one VEVENT for the whole meeting; all day where no time of day is known."""
    meeting = revision.meeting
    cancelled = _called_off(revision)
    if cancelled and context.cancelled == "hide":
        return b""
    start, end = _span(meeting, context.default_length)
    timed = isinstance(start, datetime)
    shown = _Shown(cancelled, context.busy and timed and not cancelled, context.cancelled)
    made = _begun(_Identity(revision.uid, revision.sequence, revision.stamp))
    if isinstance(start, datetime) and isinstance(end, datetime):
        _add_times(made, start, end, meeting.timezone)
    else:
        _add_days(made, start, end)
    summary = describe.summary(meeting.title, meeting.language, cancelled=cancelled)
    made["SUMMARY"] = Text(summary)
    _add_text(made, "DESCRIPTION", describe.of_meeting(revision, context.page_url))
    _add_text(made, "LOCATION", describe.location(meeting.location))
    _add_links(made, meeting, context)
    _add_state(made, shown, [words(meeting.language).meeting])
    if revision.changes:
        made["X-KL-CHANGES"] = Text(carried.of_changes(revision))
    if timed:
        _add_alarm(made, context, shown, summary)
    return _written(made)


def overview_event(revision: Revision, context: Context) -> bytes:
    """Return a transparent all-day VEVENT of the meeting, with a uid of its own, to stand beside its slots."""
    meeting = revision.meeting
    cancelled = _called_off(revision)
    if cancelled and context.cancelled == "hide":
        return b""
    start, end = _span(meeting, context.default_length)
    made = _begun(_Identity(_other_uid(revision.uid, "day"), revision.sequence, revision.stamp))
    _add_days(made, _day(start), _day(end))
    made["SUMMARY"] = Text(describe.summary(meeting.title, meeting.language, cancelled=cancelled))
    _add_text(made, "DESCRIPTION", describe.of_meeting(revision, context.page_url))
    _add_text(made, "LOCATION", describe.location(meeting.location))
    _add_links(made, meeting, context)
    _add_state(made, _Shown(cancelled, busy=False, mode=context.cancelled), [words(meeting.language).meeting])
    return _written(made)


def deadline_event(revision: Revision, context: Context) -> bytes:
    """Return the VEVENT of the registration deadline; nothing where the meeting has none or is cancelled."""
    meeting = revision.meeting
    deadline = meeting.registration_deadline
    if deadline is None or _called_off(revision):
        return b""
    made = _begun(_Identity(_other_uid(revision.uid, "deadline"), revision.sequence, revision.stamp))
    if isinstance(deadline, datetime):
        _add_times(made, deadline - context.default_length, deadline, meeting.timezone)
    else:
        _add_days(made, deadline, deadline)
    said = words(meeting.language)
    made["SUMMARY"] = Text(f"{said.deadline}: {one_line(meeting.title)}")
    _add_text(made, "DESCRIPTION", describe.of_meeting(revision, context.page_url))
    _add_links(made, meeting, context)
    _add_state(made, _Shown(cancelled=False, busy=False, mode=context.cancelled), [said.registration])
    return _written(made)


def events(revision: Revision, context: Context) -> tuple[bytes, ...]:
    """Return a meeting's VEVENTs: one a slot, or the meeting itself where no slot has a time; then the extras."""
    made = [event(entry, revision, context) for entry in revision.entries]
    if not revision.entries:
        made.append(meeting_event(revision, context))
    if context.overview and revision.entries:
        made.append(overview_event(revision, context))
    if context.deadlines:
        made.append(deadline_event(revision, context))
    return tuple(one for one in made if one)


def timezones(revisions: Iterable[Revision]) -> tuple[str, ...]:
    """Return the zones of meetings in the order a header wants them."""
    return tuple(sorted({revision.meeting.timezone for revision in revisions}))


def calendar(made: Iterable[bytes], header: Header) -> bytes:
    """Return a VCALENDAR around serialised events: a join of bytes."""
    head = b"".join(folded(line) for line in _head(header)) + b"".join(header.heads)
    zones = b"".join(vtimezone.block(tzid) for tzid in header.timezones)
    return b"BEGIN:VCALENDAR\r\n" + head + zones + b"".join(made) + b"END:VCALENDAR\r\n"


def head(revision: Revision) -> bytes:
    """Return the line that a calendar's head has of a meeting."""
    return folded(_meeting_line(revision))


def _meeting_line(revision: Revision) -> str:
    return f"X-KL-MEETING:{carried.of_meeting(revision)}"


def _head(header: Header) -> Iterator[str]:
    yield "VERSION:2.0"
    yield f"PRODID:{PRODUCT}"
    yield "CALSCALE:GREGORIAN"
    if header.method:
        yield f"METHOD:{header.method}"
    if not header.single:
        yield from _about(header)
    for revision in header.meetings:
        yield _meeting_line(revision)


def _about(header: Header) -> Iterator[str]:
    # Each twice: the standard's name (RFC 7986) for Nextcloud and others, the older one for Google, Outlook and Apple.
    name, description = escaped(one_line(header.name)), escaped(several_lines(header.description))
    yield from (f"NAME:{name}", f"X-WR-CALNAME:{name}")
    if description:
        yield from (f"DESCRIPTION:{description}", f"X-WR-CALDESC:{description}")
    if header.url:
        yield f"URL:{one_line(header.url)}"
    if header.source:
        yield f"SOURCE;VALUE=URI:{one_line(header.source)}"
    refresh = _duration(header.refresh)
    yield from (f"REFRESH-INTERVAL;VALUE=DURATION:{refresh}", f"X-PUBLISHED-TTL:{refresh}")
    if header.color:
        name = "X-APPLE-CALENDAR-COLOR" if header.color.startswith("#") else "COLOR"
        yield f"{name}:{one_line(header.color)}"
    if len(header.timezones) == 1:
        yield f"X-WR-TIMEZONE:{header.timezones[0]}"


def _duration(length: timedelta) -> str:
    minutes = max(1, length // timedelta(minutes=1))
    hours, minutes = divmod(minutes, 60)
    return f"PT{f'{hours}H' if hours else ''}{f'{minutes}M' if minutes else ''}"


def _begun(identity: _Identity) -> Event:
    made = Event()
    stamp = vDatetime(identity.stamp.astimezone(UTC))
    made["UID"] = Text(identity.uid)
    made["DTSTAMP"] = stamp
    made["LAST-MODIFIED"] = stamp
    made["SEQUENCE"] = vInt(identity.sequence)
    return made


def _add_times(made: Event, start: datetime, end: datetime, timezone: str) -> bool:
    """Add DTSTART and DTEND; return whether they stand there as wall-clock times, else they are in UTC."""
    begin, until = instants.settled(start, timezone), instants.settled(end, timezone)
    exact = begin < until and vtimezone.holds(start, timezone) and vtimezone.holds(end, timezone)
    if until <= begin:  # a spring night can leave nothing between two wall times: the length written is meant
        until = begin + (end - start)
    for name, wall, moment in (("DTSTART", start, begin), ("DTEND", end, until)):
        made[name] = vDatetime(wall if exact else moment)
        if exact:
            made[name].params["TZID"] = timezone
    return exact


def _add_days(made: Event, start: date, end: date) -> None:
    """Add DTSTART and DTEND as days; the day in DTEND is the first that is free again."""
    for name, day in (("DTSTART", start), ("DTEND", max(start, end) + timedelta(days=1))):
        made[name] = vDate(day)
        made[name].params["VALUE"] = "DATE"


def _add_text(made: Event, name: str, text: str) -> None:
    if text:
        made[name] = Text(text)


def _add_links(made: Event, meeting: Meeting, context: Context) -> None:
    if context.page_url:
        made["URL"] = vUri(context.page_url)
    if meeting.join_url:
        label = words(meeting.language).join
        made["CONFERENCE"] = vUri(
            one_line(meeting.join_url), params={"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": label}
        )


def _add_state(made: Event, shown: _Shown, categories: list[str]) -> None:
    if categories:
        named = vCategory([])
        named.cats = [Text(name) for name in categories]
        made["CATEGORIES"] = named
    made["STATUS"] = Text("CANCELLED" if shown.cancelled and shown.mode == "keep" else "CONFIRMED")
    made["CLASS"] = Text("PUBLIC")
    # Both, because Outlook reads its own.
    made["TRANSP"] = Text("OPAQUE" if shown.busy else "TRANSPARENT")
    made["X-MICROSOFT-CDO-BUSYSTATUS"] = Text("BUSY" if shown.busy else "FREE")


def _add_alarm(made: Event, context: Context, shown: _Shown, summary: str) -> None:
    if context.alarm_minutes is None or shown.cancelled:
        return
    alarm = Alarm()
    alarm["ACTION"] = Text("DISPLAY")
    alarm["DESCRIPTION"] = Text(summary)  # required with DISPLAY; strict readers drop the feed without it
    alarm["TRIGGER"] = Text(f"-PT{context.alarm_minutes}M")
    made.add_component(alarm)


def _written(made: Event) -> bytes:
    """Serialise an event; its digest covers every other line, so that a mirrored event is known by it."""
    lines = list(_lines(made))
    digest = hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()[:HASH_LENGTH]
    # Directly below BEGIN, where no alarm can come between.
    lines.insert(1, f"X-KL-HASH:{digest}")
    return b"".join(folded(line) for line in lines)


def _lines(made: Event) -> Iterator[str]:
    # What `content_lines` does, without making empty parameters for each property: a fifth of the whole time.
    items: list[tuple[str, Any]] = made.property_items(sorted=False)
    for name, value in items:
        if isinstance(value, bytes):  # BEGIN and END
            yield f"{name}:{value.decode()}"
            continue
        parameters = value.params.to_ical(sorted=False).decode() if value.params else ""
        yield f"{name}{';' if parameters else ''}{parameters}:{value.to_ical().decode()}"


def _called_off(revision: Revision) -> bool:
    return revision.called_off or revision.meeting.status is Status.CANCELLED


def _other_uid(uid: str, what: str) -> str:
    local, _, domain = uid.partition("@")
    return f"{local}-{what}@{domain}"


def _span(meeting: Meeting, default_length: timedelta) -> tuple[datetime | date, datetime | date]:
    """When the meeting starts and ends: both with a time of day, or both days."""
    starts = [when for when in (meeting.start, *(slot.start for slot in meeting.slots)) if isinstance(when, datetime)]
    if not starts:
        return meeting.start, _day(meeting.end or meeting.start)
    start = min(starts)
    ends = [slot.end or slot.start + default_length for slot in meeting.slots]
    ends += [meeting.end] if isinstance(meeting.end, datetime) else []
    end = max(ends, default=start)
    return start, end if end > start else start + default_length


def _day(when: datetime | date) -> date:
    return when.date() if isinstance(when, datetime) else when
