"""Which year a day without one is in, and what a weekday says about it."""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kl_calendar.parse.mentioned import Date

_SUMMER = 7
"""A season that is named by two years (`2018/19`) turns in July."""
_REACH = 8
"""Years after `around` that a day is looked for in: a 29 February comes at least that often."""


class Calendar(NamedTuple):
    """What is known about years: `letter` is the document's own date, `around` the caller's, `today` the last."""

    letter: Day | None = None
    around: Day | None = None
    today: Day | None = None
    years: tuple[int, ...] = ()
    """Years printed elsewhere in it, those nearest its heading first."""
    named: tuple[tuple[int, int, int], ...] = ()
    """Days (day, month, year) that it prints with their year."""

    def resolve(self, date: Date) -> tuple[Day | None, bool]:
        """Return the day, and whether its year was guessed."""
        if date.year is not None:
            return _day(date.year, date), False
        same = [year for day, month, year in self.named if (day, month) == (date.day, date.month)]
        if same and _fits(same[0], date):
            return _day(same[0], date), False
        if self.around is not None:
            return _on_or_after(self.around, date), True
        fitting = [y for y in self.years if _fits(y, date)]
        if self.letter is not None:
            after = _on_or_after(self.letter, date)
            if after is not None and (date.weekday is None or after.weekday() == date.weekday or not fitting):
                return after, False
        if date.weekday is not None and fitting:
            return _day(fitting[0], date), False
        if self.years:
            season = len(self.years) > 1 and self.years[1] == self.years[0] + 1 and date.month < _SUMMER
            return _day(self.years[1] if season else self.years[0], date), date.weekday is not None
        return (_on_or_after(self.today, date) if self.today else None), True

    def until(self, date: Date, first: Day) -> Day | None:
        """Return the last day of a range of days that begins on `first`."""
        if date.until is None:
            return None
        day, month = date.until
        year = first.year + (month < first.month)
        try:
            return Day(year, month, day)
        except ValueError:
            return None


def _day(year: int, date: Date) -> Day | None:
    try:
        return Day(year, date.month, date.day)
    except ValueError:
        return None


def _fits(year: int, date: Date) -> bool:
    day = _day(year, date)
    return day is not None and (date.weekday is None or day.weekday() == date.weekday)


def _on_or_after(reference: Day, date: Date) -> Day | None:
    days = (_day(year, date) for year in range(reference.year, reference.year + _REACH))
    return next((d for d in days if d is not None and d >= reference), None)


def following(day: Day) -> Day:
    """Return the same day a year later; a 29th of February stays where it is."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day


def ordered(years: Iterable[int]) -> tuple[int, ...]:
    """Return years once each, in the order they were met."""
    return tuple(dict.fromkeys(years))


def moment(day: Day, minutes: int) -> datetime:
    """Return a day and minutes after its midnight as a wall-clock time."""
    return datetime.combine(day, time()) + timedelta(minutes=minutes)
