"""Everything the passes found out about a document, for the ones that put meetings together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.i18n import say
from kl_calendar.parse import problems as p
from kl_calendar.parse.days import Calendar, ordered
from kl_calendar.parse.uses import DateUse, Use

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date as Day

    from kl_calendar.model.document import Document
    from kl_calendar.model.problem import Problem
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.programme import Programme
    from kl_calendar.parse.rows import Row

_NAMES = (
    say("Monday"), say("Tuesday"), say("Wednesday"), say("Thursday"), say("Friday"), say("Saturday"), say("Sunday"),
)  # fmt: skip


class Known(NamedTuple):
    """What the passes found; `day` is the caller's day for a document that names none, `told` gathers problems."""

    rows: Sequence[Row]
    uses: Sequence[DateUse]
    programme: Programme
    lang: Language
    calendar: Calendar
    day: Day | None
    timezone: str
    outside_title: str | None
    told: list[Problem]


def resolved(known: Known, used: DateUse) -> Day | None:
    """Return a date's day; a guessed year and a weekday that does not fit are told."""
    day, guessed = known.calendar.resolve(used.date)
    if day is None:
        return None
    if guessed:
        known.told.append(p.YEAR_GUESSED.at(used.row.number, used.row.text, year=day.year))
    if used.date.weekday is not None and day.weekday() != used.date.weekday:
        known.told.append(
            p.WEEKDAY_MISMATCH.at(
                used.row.number, used.row.text, day=day.isoformat(), weekday=_NAMES[used.date.weekday]
            )
        )
    return day


def calendar(
    uses: Sequence[DateUse],
    rows: Sequence[Row],
    *,
    document: Document,
    around: Day | None,
    today: Day | None,
) -> Calendar:
    """Gather what a document says about years."""
    stated = ((day.day, day.month, day.year) for day in document.days)
    letter = next((u for u in uses if u.use is Use.LETTER and u.date.year), None)
    letter_day = Calendar().resolve(letter.date)[0] if letter else None
    heading = [y for r in [r for r in rows if r.text and not r.furniture][:3] for y in r.found.years]
    printed = [u.date.year for u in sorted(uses, key=lambda u: -u.score) if u.date.year and u.use is not Use.LETTER]
    loose = [y for r in rows for y in r.found.years if not r.furniture]
    days = [u.date.year for u in uses if u.date.year and u.use is Use.DAY and u.date.weekday is not None]
    return Calendar(
        letter_day or document.dated,
        around,
        today,
        ordered([*days, *heading, *printed, *loose]),
        (*_named(uses), *stated),
    )


def _named(uses: Sequence[DateUse]) -> Iterator[tuple[int, int, int]]:
    """The meetings' days that are printed with their year, and the last ones of ranges that are."""
    for date in (u.date for u in uses if u.use is Use.DAY):
        if date.year is not None:
            yield date.day, date.month, date.year
            if date.until is not None:
                day, month = date.until
                yield day, month, date.year + (month < date.month)
