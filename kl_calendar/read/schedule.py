"""frab and pretalx `schedule.json`: a conference's talks in, one `Given` event with the talks as parts out."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from kl_calendar.i18n import say
from kl_calendar.model.document import Document, Given, Line
from kl_calendar.model.problem import Severity, kind
from kl_calendar.read import charset
from kl_calendar.read.moments import clock, day_of, later
from kl_calendar.read.plain import flat, within_limits
from kl_calendar.read.refusals import Damaged, UnknownFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

TALK_UNREADABLE = kind(
    "talk-unreadable",
    Severity.WARNING,
    "a talk in the schedule has no title or no time that can be read, and was left out",
    "look at the talks in the schedule that have no start",
)

_DURATION = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d\d)")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)")


def read(raw: bytes, name: str) -> Document:
    """Return the schedule as a document."""
    try:
        data = json.loads(charset.text(raw))
    except (ValueError, RecursionError) as fault:
        raise Damaged(name, say("it is no JSON that can be read"), hint=say("export the schedule again")) from fault
    schedule = _dict(_dict(data).get("schedule")) or _dict(data)
    conference = _dict(schedule.get("conference"))
    if not conference:
        raise UnknownFormat(
            name, say("it is JSON, but no schedule of frab or pretalx"), hint=say("export schedule.json there")
        )
    talks, broken = _talks(conference)
    if not talks:
        raise Damaged(
            name, say("there is no talk with a time in the schedule"), hint=say("export the schedule with its talks")
        )
    meeting = _conference(conference, schedule, talks)
    return Document(
        name,
        "json",
        _lines(meeting, name),
        title=meeting.title,
        language=meeting.language,
        given=(meeting,),
        notes=((0, TALK_UNREADABLE.code),) * broken,
    )


def _conference(conference: dict[str, Any], schedule: dict[str, Any], talks: list[Given]) -> Given:
    ends = [talk.end or talk.start for talk in talks]
    languages = {talk.language for talk in talks}
    return Given(
        _text(conference.get("title")) or _text(conference.get("acronym")) or "Program",
        talks[0].start,
        max(ends, key=str),
        timezone=_text(conference.get("time_zone_name")) or None,
        location=_text(conference.get("venue")) or None,
        url=_text(conference.get("url")) or _text(schedule.get("base_url")) or None,
        language=languages.pop() if len(languages) == 1 else None,
        parts=tuple(talks),
    )


def _talks(conference: dict[str, Any]) -> tuple[list[Given], int]:
    """Return the talks in order of time, and how many had none."""
    talks: list[Given] = []
    broken = 0
    for day in _list(conference.get("days")):
        for room, written in _in_rooms(_dict(day)):
            talk = _talk(written, room, _text(_dict(day).get("date")))
            broken += talk is None
            talks += [talk] if talk else []
    return sorted(talks, key=lambda talk: (str(talk.start), talk.location or "", talk.title)), broken


def _in_rooms(day: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (room, talk); rooms are an object of lists, in some exports a list of objects with `events`."""
    rooms = day.get("rooms")
    listed = (
        rooms.items()
        if isinstance(rooms, dict)
        else [(_text(_dict(room).get("name")), _dict(room).get("events")) for room in _list(rooms)]
    )
    for room, talks in listed:
        for talk in _list(talks):
            yield flat(str(room)), _dict(talk)


def _talk(talk: dict[str, Any], room: str, day: str) -> Given | None:
    title, start = _text(talk.get("title")), _start(talk, day)
    if not title or start is None:
        return None
    subtitle = _text(talk.get("subtitle"))
    length = _length(talk.get("duration"))
    people = talk.get("persons") or talk.get("speakers")
    return Given(
        f"{title}: {subtitle}" if subtitle else title,
        start,
        later(start, length) if length else None,
        location=_text(talk.get("room")) or room or None,
        description=_text(talk.get("abstract")) or _text(talk.get("description")),
        url=_text(talk.get("url")) or None,
        speakers=tuple(name for person in _list(people) if (name := _person(person))),
        language=_language(talk.get("language")),
        track=_text(talk.get("track")) or None,
    )


def _person(person: object) -> str:
    if not isinstance(person, dict):
        return _text(person)
    return next((name for key in ("public_name", "full_public_name", "name") if (name := _text(person.get(key)))), "")


def _start(talk: dict[str, Any], day: str) -> datetime | None:
    """Return the wall-clock start: the full date where there is one, else the day with the clock time."""
    try:
        return datetime.fromisoformat(_text(talk.get("date"))).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        pass
    found = _CLOCK.match(_text(talk.get("start")))
    try:
        return datetime.fromisoformat(f"{day[:10]}T{int(found[1]):02d}:{found[2]}") if found else None
    except ValueError:
        return None


def _length(value: object) -> timedelta | None:
    """Return a duration, `hh:mm` (pretalx: with days before it) or minutes."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return timedelta(minutes=value) if 0 < value < 10_000 else None
    found = _DURATION.fullmatch(_text(value))
    if not found:
        return None
    length = timedelta(days=int(found[1] or 0), hours=int(found[2]), minutes=int(found[3]))
    return length if timedelta(0) < length < timedelta(days=8) else None


def _language(value: object) -> str | None:
    code = _text(value)[:2].lower()
    return code if len(code) == 2 and code.isalpha() else None


def _text(value: object) -> str:
    """Return a text; of one in several languages (pretalx) the first."""
    if isinstance(value, dict):
        value = next(iter(value.values()), "")
    return flat(str(value)) if isinstance(value, str | int | float) else ""


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _lines(meeting: Given, name: str) -> tuple[Line, ...]:
    """Return the schedule as a programme in words."""
    texts = [(meeting.title, 1)]
    before: date | None = None
    for talk in meeting.parts:
        day = day_of(talk.start)
        if day != before:
            texts.append((f"{day:%Y-%m-%d}", 2))
        before = day
        told = [clock(talk.start, talk.end)[11:], talk.title, ", ".join(talk.speakers), talk.location or ""]
        texts.append((" ".join(part for part in told if part), 0))
    within_limits(name, len(texts))
    return tuple(Line(at, text, heading=heading) for at, (text, heading) in enumerate(texts, 1))
