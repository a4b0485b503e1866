"""The fields all meetings of a document share: title, place, registration, deadline, audience, organiser, status."""

from __future__ import annotations

from datetime import date as Day
from typing import TYPE_CHECKING

from kl_calendar.model.meeting import Meeting, Status
from kl_calendar.parse import heading, registration
from kl_calendar.parse import letter as letter_facts
from kl_calendar.parse.days import moment
from kl_calendar.parse.place import place as place_of
from kl_calendar.parse.status import is_cancelled
from kl_calendar.parse.uses import Use

if TYPE_CHECKING:
    from datetime import datetime

    from kl_calendar.parse.days import Calendar
    from kl_calendar.parse.known import Known
    from kl_calendar.parse.uses import DateUse


_BESIDE = 12
"""Characters between a day and the clock time that belongs to it, on either side."""


def document_fields(known: Known) -> Meeting:
    """Return a meeting with the fields that all meetings of the document share; its days are still to come."""
    rows, lang, slots = known.rows, known.lang, known.programme.rows
    every = [u for u in known.uses if u.use is Use.DAY]
    place = place_of(rows, every, slots, lang)
    beside = heading.Beside(known.outside_title, place.value if place else None)
    title = heading.title(rows, every, slots, lang, beside)
    link, mail = registration.registration(rows, lang)
    limit, limit_lines = _deadline(known)
    organizer, host = letter_facts.hosts(rows, lang)
    letter = next((u for u in known.uses if u.use is Use.LETTER), None)
    cancelled = is_cancelled(rows, title.value if title else "", known.uses, slots, lang)
    lines = {
        "title": title.lines if title else (), "location": place.lines if place else (),
        "registration_url": link.lines if link else (), "registration_deadline": limit_lines,
    }  # fmt: skip
    return Meeting(
        title=title.value if title else "Program",
        start=Day.min,
        timezone=known.timezone,
        location=place.value if place else None,
        registration_url=with_scheme(link.value) if link else None,
        registration_email=mail.value if mail and not link else None,
        registration_deadline=limit,
        join_url=registration.join_url(rows),
        status=Status.CANCELLED if cancelled else Status.CONFIRMED,
        language=lang.code,
        organizer=organizer,
        host=host,
        audience=letter_facts.audience(rows, lang),
        document_date=(known.calendar.resolve(letter.date)[0] if letter else None) or known.calendar.letter,
        lines={name: found for name, found in lines.items() if found},
    )


def with_scheme(url: str) -> str:
    """A host printed without its scheme is reached by https."""
    return url if url.startswith(("http://", "https://")) else f"https://{url}"


def _deadline(known: Known) -> tuple[datetime | Day | None, tuple[int, ...]]:
    used = registration.deadline(known.uses, known.rows, known.lang)
    if used is None:
        return None, ()
    days = sorted((u for u in known.uses if u.use is Use.DAY), key=lambda u: -u.score)
    return limit_of(known.calendar, used, known.calendar.resolve(days[0].date)[0] if days else None)


def limit_of(calendar: Calendar, used: DateUse, meeting: Day | None) -> tuple[datetime | Day | None, tuple[int, ...]]:
    """Return the moment of a deadline, with the clock that stands beside its day, and its line.

    One registers before one meets: without a year of its own it is the last such day up to the meeting's.
    """
    day, _ = calendar.resolve(used.date)
    if day is None:
        return None, ()
    if used.date.year is None and meeting is not None:
        day = next(
            (d for d in (_in_year(day, meeting.year), _in_year(day, meeting.year - 1)) if d and d <= meeting), day
        )
    first, last = used.date.span
    near = (t for t in used.row.found.times if 0 <= t.span[0] - last < _BESIDE or 0 <= first - t.span[1] < _BESIDE)
    clock = next((t.start for t in near if t.end is None), None)
    return (day if clock is None else moment(day, clock)), (used.row.number,)


def _in_year(day: Day, year: int) -> Day | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None
