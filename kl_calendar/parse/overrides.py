"""What overrides the document: its front matter. Unknown zones and times that clocks skip or repeat are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Day
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from kl_calendar.cldr import LANGUAGES
from kl_calendar.i18n import Sentence, say
from kl_calendar.model.instants import AmbiguousTime, NonExistentTime, instant, known
from kl_calendar.model.meeting import Meeting
from kl_calendar.parse import front_values as values
from kl_calendar.parse import problems as p

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kl_calendar.model.document import Document
    from kl_calendar.model.problem import Problem
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.read_programme import Options


class _Key(NamedTuple):
    read: Callable[[object, Day], object]
    """A value and the meeting's day in; what it means out, None where it cannot be used."""
    wanted: Sentence


_LINE = say("words on one line")
_TIME = say("a time such as 16:30, or 2020-09-02T16:30")

_READ = {
    "date": _Key(lambda value, _: values.day(value), say("a date such as 2020-09-02")),
    "title": _Key(lambda value, _: values.text(value), _LINE),
    "start": _Key(values.moment, _TIME),
    "end": _Key(values.moment, _TIME),
    "timezone": _Key(lambda value, _: values.text(value), _LINE),
    "location": _Key(lambda value, _: values.text(value), _LINE),
    "registration_url": _Key(
        lambda value, _: values.address(value), say("a web address such as https://kl.dk/tilmeld")
    ),
    "registration_deadline": _Key(values.limit, say("a date such as 2020-08-18, or 2020-08-18T12:00")),
    "status": _Key(lambda value, _: values.status(value), say("confirmed or cancelled")),
    "language": _Key(
        lambda value, _: values.language(value), say("one of the languages {codes}", codes=", ".join(LANGUAGES))
    ),
}
KEYS = tuple(_READ)


def overridden(
    made: tuple[Meeting, ...], document: Document, options: Options, lang: Language
) -> tuple[tuple[Meeting, ...], list[Problem]]:
    """Return the meetings with the front matter's values, and the doubts about them."""
    told: list[Problem] = []
    front = {key.casefold(): value for key, value in document.front_matter.items()}
    for key in document.front_matter:
        if key.casefold() not in KEYS:
            told.append(p.FRONT_MATTER_KEY.at(1, key, key=key, known=", ".join(KEYS)))
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


def _blank(front: Mapping[str, object], options: Options, lang: Language) -> tuple[Meeting, ...]:
    day = values.day(front.get("date") or front.get("start")) or options.date
    if day is None:
        return ()
    return (Meeting("Program", day, timezone=options.timezone or lang.zone or "Europe/Copenhagen", language=lang.code),)


def _apply(meeting: Meeting, front: Mapping[str, object], told: list[Problem]) -> Meeting:
    day = _used("date", front, meeting.day, told)
    if day is not None and day != meeting.day:
        meeting = moved(meeting, day)
    read = {key: value for key in KEYS[1:] if (value := _used(key, front, meeting.day, told)) is not None}
    return _in_order(replace(meeting, **read), told)


def _used(key: str, front: Mapping[str, object], day: Day, told: list[Problem]) -> Any:  # noqa: ANN401 -- each key has a type of its own
    """Return what a key says; None where it says nothing, or nothing that can be used, which is told."""
    value = front.get(key)
    if value is None or value == "":
        return None
    found = _READ[key].read(value, day)
    if found is None:
        told.append(p.FRONT_MATTER_VALUE.at(1, key=key, value=value, wanted=_READ[key].wanted))
    return found


def _in_order(meeting: Meeting, told: list[Problem]) -> Meeting:
    start, end = meeting.start, meeting.end
    if not (isinstance(start, datetime) and isinstance(end, datetime)) or start < end:
        return meeting
    told.append(p.END_BEFORE_START.at(1, title=meeting.title, start=f"{start:%H.%M}", end=f"{end:%H.%M}"))
    return replace(meeting, end=None)


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
