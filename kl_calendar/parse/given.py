"""Events a source states as data (JSON-LD, iCalendar, a conference schedule) → meetings, as given."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from datetime import date as Day
from typing import TYPE_CHECKING

from kl_calendar.model.instants import local
from kl_calendar.model.meeting import Meeting, Person, Slot, Status
from kl_calendar.parse import problems as p
from kl_calendar.parse.items import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.model.document import Document, Given
    from kl_calendar.model.problem import Problem
    from kl_calendar.parse.language import Language


def from_given(document: Document, zone: str, lang: Language, *, beside: Sequence[Meeting]) -> tuple[Meeting, ...]:
    """Return one meeting for each event the source states; what that leaves out is taken from the text beside it."""
    made = tuple(_meeting(given, zone, lang) for given in document.given)
    return tuple(_filled(m, next((b for b in beside if b.day == m.day), None)) for m in made)


def disagreements(given: Sequence[Meeting], read: Sequence[Meeting]) -> list[Problem]:
    """Return a note where the text names other days than the data."""
    days = {m.day for m in given}
    others = [m for m in read if m.day not in days]
    if not read or len(others) < len(read):
        return []
    line = others[0].lines.get("start", (0,))[0]
    return [p.GIVEN_DISAGREES.at(line, given=min(days).isoformat(), read=others[0].day.isoformat())]


def _filled(given: Meeting, read: Meeting | None) -> Meeting:
    if read is None:
        return given
    return replace(
        given,
        location=given.location or read.location,
        registration_url=read.registration_url,
        registration_email=read.registration_email,
        registration_deadline=read.registration_deadline,
        organizer=given.organizer or read.organizer,
        audience=read.audience,
        slots=given.slots or read.slots,
    )


def _meeting(given: Given, zone: str, lang: Language) -> Meeting:
    given = _local(given, zone)
    slots = tuple(
        sorted(
            (_slot(part, given.parts, lang) for part in given.parts if isinstance(part.start, datetime)),
            key=lambda s: s.start,
        )
    )
    end = given.end if _after(given.start, given.end) else max((s.end for s in slots if s.end), default=None)
    return Meeting(
        title=given.title or "Program",
        start=given.start,
        end=end,
        timezone=given.timezone or zone,
        location=given.location,
        status=Status.CANCELLED if re.search(r"(?i)cancel", given.status or "") else Status.CONFIRMED,
        language=given.language or lang.code,
        organizer=given.organizer,
        slots=slots,
        lines={"title": (given.line,), "start": (given.line,)},
    )


def _local(given: Given, zone: str) -> Given:
    """Times stated in UTC are shown in the document's zone."""
    if (given.timezone or "").upper() not in ("UTC", "GMT", "ETC/UTC") or not isinstance(given.start, datetime):
        return given
    parts = tuple(_local(part._replace(timezone="UTC"), zone) for part in given.parts)
    start = _moved(given.start, zone) or given.start
    return given._replace(timezone=zone, start=start, end=_moved(given.end, zone), parts=parts)


def _moved(moment: datetime | Day | None, zone: str) -> datetime | Day | None:
    if not isinstance(moment, datetime):
        return moment
    return local(moment.replace(tzinfo=UTC), zone)


def _after(start: datetime | Day, end: datetime | Day | None) -> bool:
    if end is None or isinstance(start, datetime) is not isinstance(end, datetime):
        return end is not None
    return end > start


def _slot(part: Given, siblings: Sequence[Given], lang: Language) -> Slot:
    start = part.start
    assert isinstance(start, datetime)  # noqa: S101 -- the caller took only parts with a time of day
    end = part.end if isinstance(part.end, datetime) and part.end > start else _next(start, siblings)
    notes = tuple(line for line in part.description.splitlines() if line.strip())
    speakers = tuple(Person(name) for name in part.speakers)
    return Slot(
        start,
        part.title,
        end,
        speakers,
        part.location,
        (),
        notes,
        kind_of(part.title, lang),
        part.track,
        (part.line,) if part.line else (),
    )


def _next(start: datetime, siblings: Sequence[Given]) -> datetime | None:
    later = [
        s.start
        for s in siblings
        if isinstance(s.start, datetime)
        and s.start > start
        and s.start - start < timedelta(hours=12)
        and s.start.date() == start.date()
    ]
    return min(later, default=None)
