"""Somebody else's calendar: iCalendar bytes in; `Given` events and one line of text each out.

A broken content line, or an event that cannot be understood, costs itself and is a note. Which events belong to one
meeting: those that one `X-KL-MEETING` of ours names; else all events of a calendar that has a name and whose events
lie on one day or on days that follow each other. Otherwise each event is a meeting. Repeating events are in
`recurrence`.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import icalendar

from kl_calendar.i18n import say
from kl_calendar.model.document import Document, Given, Line
from kl_calendar.model.problem import Severity, kind
from kl_calendar.read import charset, recurrence
from kl_calendar.read.moments import Moment, clock, day_of, is_region, later, moment, sound, without_its_zone
from kl_calendar.read.plain import clean, within_limits
from kl_calendar.read.refusals import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterable

CALENDAR_LINE_BROKEN = kind(
    "calendar-line-broken",
    Severity.NOTE,
    "this line of the calendar file is no iCalendar and was left out",
)
EVENT_UNREADABLE = kind(
    "calendar-event-unreadable",
    Severity.WARNING,
    "this event of the calendar has no start that can be read, and was left out",
    "open the calendar in its own program and look at the event",
)
CALENDAR_CUT_OFF = kind(
    "calendar-cut-off",
    Severity.WARNING,
    "the calendar file ends in the middle of an event",
    "fetch the file again",
)
CALENDAR_ZONE_UNKNOWN = kind(
    "calendar-zone-unknown",
    Severity.WARNING,
    "the calendar names a time zone that nobody knows; its times are read as they stand",
    "give the zone with --timezone, or mend the calendar in its own program",
)

_ZONE_PARAMETER = re.compile(r';TZID="?([^";:]*)"?', re.IGNORECASE)
_CONTENT_LINE = re.compile(r"[A-Za-z0-9-]{1,60}[;:]")
_OUR_LINE = "X-READ-LINE"
"""Put into each event so that it remembers the line of the file it began on."""

_DEEPEST = 4
"""Calendar, event, alarm, and one to spare."""

_EMPTY = Given("", date.min)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A calendar file made fit for parsing, and what that cost."""

    text: str
    notes: tuple[tuple[int, str], ...]


def read(raw: bytes, name: str) -> Document:
    """Return the calendar as a document."""
    prepared = _prepare(charset.text(raw, "utf-8"))
    try:
        calendars = icalendar.Calendar.from_ical(prepared.text, multiple=True)
    except (ValueError, RecursionError, TypeError, AttributeError, KeyError) as fault:
        raise Damaged(name, say("it is no calendar that can be read"), hint=say("export the calendar again")) from fault
    notes = list(prepared.notes)
    given = tuple(event for calendar in calendars for event in _Calendar(calendar, notes).events())
    if not given and not any(code == EVENT_UNREADABLE.code for _, code in notes):
        raise Damaged(name, say("there is no event in the calendar"), hint=say("export the calendar with its events"))
    first = calendars[0] if calendars else {}
    return Document(
        name,
        "ics",
        _lines(given, name),
        title=_words(first, "X-WR-CALNAME") or _words(first, "NAME") or None,
        language=next((event.language for event in given if event.language), None),
        given=given,
        notes=tuple(notes),
    )


def _prepare(text: str) -> _Prepared:
    """Unfold the lines, leave out those that are none, and close what was left open."""
    kept: list[str] = []
    notes: list[tuple[int, str]] = []
    opened: list[str] = []
    for number, line in _unfolded(text):
        if not _CONTENT_LINE.match(line) or not _nests(line, opened):
            notes.append((number, CALENDAR_LINE_BROKEN.code))
            continue
        named = _ZONE_PARAMETER.search(line)
        if named and is_region(named[1]):
            notes.append((number, CALENDAR_ZONE_UNKNOWN.code))
            line = line.replace(named[0], "", 1)
        kept.append(line)
        if line.upper() == "BEGIN:VEVENT":
            kept.append(f"{_OUR_LINE}:{number}")
    if opened:
        notes.append((text.count("\n") + 1, CALENDAR_CUT_OFF.code))
    kept.extend(f"END:{part}" for part in reversed(opened[:_DEEPEST]))
    return _Prepared("\r\n".join([*kept, ""]), tuple(notes))


def _nests(line: str, opened: list[str]) -> bool:
    """Follow BEGIN and END; an END that closes nothing is no line."""
    key, _, part = line.partition(":")
    part = part.strip().upper()
    if key.upper() == "BEGIN":
        opened.append(part)
        return len(opened) <= _DEEPEST
    if key.upper() != "END":
        return True
    if not opened or opened[-1] != part:
        return False
    opened.pop()
    return len(opened) < _DEEPEST


def _unfolded(text: str) -> Iterable[tuple[int, str]]:
    """Yield (line number, content line) with continuation lines (RFC 5545, 3.1) joined on."""
    number, parts = 0, [""]
    for at, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if line[:1] in (" ", "\t") and parts[0]:
            parts.append(line[1:])
            continue
        if parts[0]:
            yield number, "".join(parts)
        number, parts = at, [line.strip()]
    if parts[0]:
        yield number, "".join(parts)


class _Calendar:
    """One VCALENDAR being understood."""

    def __init__(self, calendar: icalendar.Component, notes: list[tuple[int, str]]) -> None:
        self.calendar = calendar
        self.notes = notes
        self.zone = _words(calendar, "X-WR-TIMEZONE") or None
        self.cancelled = _words(calendar, "METHOD").upper() == "CANCEL"

    def events(self) -> tuple[Given, ...]:
        """Return its meetings, those with several events as one with parts."""
        whose: dict[str, list[Given]] = {}
        made: list[tuple[str, Given]] = []
        components = [part for part in self.calendar.subcomponents if part.name == "VEVENT"]
        for event in components:
            carried = _carried(event.get("X-KL-SLOT"))
            made += [(str(carried.get("m", "")), given) for given in self._given(event, components, carried)]
        for uid, given in made:
            whose.setdefault(uid, []).append(given)
        ours = self._ours(whose)
        loose = [given for uid, given in made if uid not in ours]
        return (*(_meeting(ours[uid], whose[uid]) for uid in ours), *self._grouped(loose))

    def _given(
        self, event: icalendar.Component, others: list[icalendar.Component], carried: dict[str, Any]
    ) -> list[Given]:
        start = moment(event, "DTSTART", self.zone)
        line = int(str(event.get(_OUR_LINE, 0)))
        if start is None:
            self.notes.append((line, EVENT_UNREADABLE.code))
            return []
        if without_its_zone(event, "DTSTART"):
            self.notes.append((line, CALENDAR_ZONE_UNKNOWN.code))
        length = self._length(event, start)
        described = self._described(event, carried)._replace(timezone=start.zone, line=line)
        starts, note = recurrence.starts(event, start, others, self.zone)
        if note:
            self.notes.append((line, note))
        return [described._replace(start=at, end=_end(at, length)) for at in starts]

    def _length(self, event: icalendar.Component, start: Moment) -> timedelta | None:
        end = moment(event, "DTEND", self.zone)
        if end is not None and isinstance(end.at, datetime) == isinstance(start.at, datetime):
            return end.at - start.at  # both with, or both without, a time of day
        length = getattr(sound(event, "DURATION"), "td", None)
        return length if isinstance(length, timedelta) else None

    def _described(self, event: icalendar.Component, carried: dict[str, Any]) -> Given:
        people = [who[0] if isinstance(who, list) else who for who in carried.get("s") or []]
        return _EMPTY._replace(
            title=str(carried.get("t") or _words(event, "SUMMARY")),
            location=(carried.get("l") if carried else _words(event, "LOCATION")) or None,
            description=str(event.get("DESCRIPTION", "")).strip() if "X-KL-SLOT" not in event else "",
            url=_words(event, "URL") or None,
            speakers=tuple(str(who) for who in people if who),
            status="CANCELLED" if self.cancelled else _words(event, "STATUS").upper() or None,
            organizer=_organizer(sound(event, "ORGANIZER")),
            language=_language(sound(event, "SUMMARY")),
            track=_category(sound(event, "CATEGORIES")),
        )

    def _ours(self, whose: dict[str, list[Given]]) -> dict[str, dict[str, Any]]:
        """Return the data of the meetings this calendar carries and has events of, by uid."""
        values = self.calendar.get("X-KL-MEETING", [])
        data = [_carried(value) for value in (values if isinstance(values, list) else [values])]
        return {str(one["uid"]): one for one in data if one.get("uid") in whose and one.get("title")}

    def _grouped(self, events: list[Given]) -> tuple[Given, ...]:
        name = _words(self.calendar, "X-WR-CALNAME") or _words(self.calendar, "NAME")
        days = sorted({day_of(event.start) for event in events})
        together = all(later - day <= timedelta(days=1) for day, later in pairwise(days))
        if not name or len(events) < 2 or not together or not all(isinstance(e.start, datetime) for e in events):
            return tuple(sorted(events, key=_order))
        return (_meeting({"title": name}, events),)


def _meeting(data: dict[str, Any], events: list[Given]) -> Given:
    """Return events as the parts of one meeting."""
    parts = tuple(sorted(events, key=_order))
    ends = [part.end or part.start for part in parts if isinstance(part.end or part.start, datetime)]
    stated = [_stated(data.get(key)) for key in ("start", "end")]
    return Given(
        str(data["title"]),
        stated[0] or parts[0].start,
        stated[1] or max((end for end in ends), default=None, key=str),
        timezone=data.get("timezone") or parts[0].timezone,
        location=data.get("location"),
        url=data.get("registration_url"),
        status="CANCELLED" if data.get("status") == "cancelled" else None,
        organizer=data.get("organizer") or parts[0].organizer,
        language=data.get("language") or next((part.language for part in parts if part.language), None),
        line=min(part.line for part in parts),
        parts=parts,
    )


def _stated(value: object) -> datetime | date | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) and "T" in value else None
    except ValueError:
        return None


def _order(event: Given) -> tuple[str, str]:
    return str(event.start), str(event.end)


def _end(start: datetime | date, length: timedelta | None) -> datetime | date | None:
    """Return the end; of whole days the last one, which iCalendar names by the day after it."""
    if length is None or length <= timedelta(0):
        return None
    end = later(start, length if isinstance(start, datetime) else length - timedelta(days=1))
    return end if end is not None and end > start else None


def _carried(value: object) -> dict[str, Any]:
    """Return what one of our own properties carries (base64url of JSON); nothing where it is not ours."""
    if value is None:
        return {}
    text = str(value)
    try:
        data = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _words(component: Any, key: str) -> str:  # noqa: ANN401 -- a component, or the nothing that stands for none
    value = component.get(key)
    if isinstance(value, list):
        value = value[0] if value else None
    return " ".join(clean(str(value)).split()) if value is not None else ""


def _organizer(value: object) -> str | None:
    named = getattr(value, "params", {}).get("CN") if value is not None else None
    return clean(str(named)).strip() or None if named else None


def _language(summary: object) -> str | None:
    code = str(getattr(summary, "params", {}).get("LANGUAGE", ""))[:2].lower()
    return code if len(code) == 2 and code.isalpha() else None


def _category(value: object) -> str | None:
    names = [str(name) for name in getattr(value, "cats", [])]
    return clean(names[0]).strip() or None if names else None


def _lines(given: tuple[Given, ...], name: str) -> tuple[Line, ...]:
    """Return the events as a programme in words, each line with its event's place in the file."""
    made: list[Line] = []
    for meeting in given:
        if meeting.parts:
            made.append(Line(meeting.line, meeting.title, heading=1))
        for event in meeting.parts or (meeting,):
            made.extend(_event_lines(event))
            within_limits(name, len(made))
    return tuple(made)


def _event_lines(event: Given) -> Iterable[Line]:
    yield Line(event.line, f"{clock(event.start, event.end)} {event.title}".strip())
    for text in (event.location, *event.description.splitlines()):
        if text and text.strip():
            yield Line(event.line, clean(text).strip(), indent=2)
