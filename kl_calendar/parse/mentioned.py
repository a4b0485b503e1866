"""What a line mentions, as values: times, days, weekdays and lengths, each with where it stands."""

from __future__ import annotations

from typing import NamedTuple

Span = tuple[int, int]


class Time(NamedTuple):
    """A clock time or a range: minutes after midnight; an `end` at or before `start` is on the next day."""

    span: Span
    start: int
    end: int | None = None
    marked: bool = False
    """It carries a word or sign that only times carry (`kl.`, `Uhr`, `pm`, a colon)."""
    form: str = "hm"
    """`hm` (9.30), `hhmm` (0930), `h` (9)."""
    open: bool = False
    """A dash follows, and no end: `19.00- Middag`."""


class Date(NamedTuple):
    """A day; `year` is None where none is printed. `until` is the last day of a range, as (day, month)."""

    span: Span
    day: int
    month: int
    year: int | None = None
    weekday: int | None = None
    until: tuple[int, int] | None = None
    weak: bool = False
    """Written `17.11`: it may as well be a clock time."""


class Weekday(NamedTuple):
    """A weekday that stands alone."""

    span: Span
    number: int


class Duration(NamedTuple):
    """A length in minutes."""

    span: Span
    minutes: int


class Mentions(NamedTuple):
    """All mentions of one line, each list in order."""

    times: tuple[Time, ...] = ()
    dates: tuple[Date, ...] = ()
    weekdays: tuple[Weekday, ...] = ()
    durations: tuple[Duration, ...] = ()
    years: tuple[int, ...] = ()
    offsets: int = 0
    """How many `00:05:22`-like offsets were taken out."""
    crowded: bool = False
    """There are more mentions in the line than are looked at."""


NONE = Mentions()
MOST = 60
"""Mentions of one kind looked at in one line: the fullest real paragraph has 30."""
