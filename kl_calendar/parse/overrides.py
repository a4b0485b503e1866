"""What overrides the document: its front matter. Unknown zones and times that clocks skip or repeat are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Day
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kl_calendar.model.instants import AmbiguousTime, NonExistentTime, instant, known
from kl_calendar.model.meeting import Meeting, Status
from kl_calendar.parse import problems as p

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kl_calendar.model.document import Document
    from kl_calendar.model.problem import Problem
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.read_programme import Options

KEYS = (
    "title",
    "date",
    "start",
    "end",
    "timezone",
    "location",
    "registration_url",
    "registration_deadline",
    "status",
    "language",
)


def overridden(
    made: tuple[Meeting, ...], document: Document, options: Options, lang: Language
) -> tuple[tuple[Meeting, ...], list[Problem]]:
    """Return the meetings with the front matter's values, and the doubts about them."""
    told: list[Problem] = []
    front = dict(document.front_matter)
    for key in front:
        if key not in KEYS:
            told.append(p.FRONT_MATTER_KEY.at(1, str(key), key=key, known=", ".join(KEYS)))
    if front:
        base = made or _blank(front, options, lang)
        made = tuple(_apply(m, front, told) for m in base)
    zoned: list[Meeting] = []
    for one in made:
        if not known(one.timezone):
            told.append(p.UNKNOWN_ZONE.at(0, zone=one.timezone))
            one = replace(one, timezone="Europe/Copenhagen")
        told += _clock_faults(one)
        zoned.append(one)
    return tuple(zoned), told


def _blank(front: Mapping[str, Any], options: Options, lang: Language) -> tuple[Meeting, ...]:
    day = _day(front.get("date") or front.get("start")) or options.date
    if day is None:
        return ()
    return (Meeting("Program", day, timezone=options.timezone or lang.zone or "Europe/Copenhagen", language=lang.code),)


def _day(value: object) -> Day | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, Day):
        return value
    try:
        return Day.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _moment(value: object, day: Day) -> datetime | None:
    """Return a front matter time: a full date-time, or a clock time on the meeting's day."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    text = str(value).strip()
    if isinstance(value, int) and not isinstance(value, bool):
        # YAML 1.1 reads 16:30 as a number in base sixty.
        text = f"{value // 60}:{value % 60:02}"
    for shape in ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%H:%M", "%H.%M"):
        try:
            read = datetime.strptime(text, shape)  # noqa: DTZ007 -- wall-clock time, naive on purpose
        except ValueError:
            continue
        return datetime.combine(day, read.time()) if "%Y" not in shape else read
    return None


def _apply(meeting: Meeting, front: Mapping[str, Any], told: list[Problem]) -> Meeting:
    day = _day(front["date"]) if "date" in front else None
    if "date" in front and day is None:
        told.append(p.FRONT_MATTER_VALUE.at(1, key="date", value=front["date"], wanted="a date such as 2020-09-02"))
    if day is not None and day != meeting.day:
        meeting = moved(meeting, day)
    changes: dict[str, Any] = {
        k: str(front[k]) for k in ("title", "timezone", "location", "registration_url", "language") if front.get(k)
    }
    return replace(meeting, **changes, **_times(meeting.day, front, told), **_status(front, told))


def _times(day: Day, front: Mapping[str, Any], told: list[Problem]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for key in ("start", "end"):
        if key not in front:
            continue
        value = _moment(front[key], day)
        if value is None:
            told.append(p.FRONT_MATTER_VALUE.at(1, key=key, value=front[key], wanted="a time such as 2020-09-02T16:30"))
        else:
            changes[key] = value
    if "registration_deadline" in front:
        limit = front["registration_deadline"]
        timed = isinstance(limit, datetime) or "T" in str(limit)
        changes["registration_deadline"] = _moment(limit, day) if timed else _day(limit)
    return changes


def _status(front: Mapping[str, Any], told: list[Problem]) -> dict[str, Any]:
    if "status" not in front:
        return {}
    try:
        return {"status": Status(str(front["status"]).casefold())}
    except ValueError:
        told.append(p.FRONT_MATTER_VALUE.at(1, key="status", value=front["status"], wanted="confirmed or cancelled"))
        return {}


def moved(meeting: Meeting, day: Day) -> Meeting:
    """Return a meeting with all its times moved so that it starts on `day`."""
    by = day - meeting.day
    slots = tuple(replace(s, start=s.start + by, end=s.end + by if s.end else None) for s in meeting.slots)
    return replace(meeting, start=meeting.start + by, end=meeting.end + by if meeting.end else None, slots=slots)


def _clock_faults(meeting: Meeting) -> list[Problem]:
    """Local times the clocks skip or repeat that night."""
    told: list[Problem] = []
    for slot in meeting.slots:
        for moment in (slot.start, slot.end):
            if moment is None:
                continue
            line = slot.lines[0] if slot.lines else 0
            try:
                instant(moment, meeting.timezone)
            except NonExistentTime:
                told.append(p.TIME_NOT_THERE.at(line, slot.title, clock=f"{moment:%H.%M}"))
            except AmbiguousTime:
                told.append(p.TIME_TWICE.at(line, slot.title, clock=f"{moment:%H.%M}"))
    return told
