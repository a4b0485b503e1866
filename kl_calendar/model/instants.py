"""The one place where a wall-clock time becomes an instant: naive time and zone name in, aware time out.

A time that the clocks skip in spring does not exist, one that they run through twice in autumn exists twice. Neither is
shifted in silence: `instant` raises, and the caller makes a Problem of it. `settled` is for output that has to go on
after that Problem: the skipped time is read with the offset before the change, the doubled one as its first run.

pytz's data end with the year 2037. A later day is asked for as the same day of the latest year before in which it falls
on the same weekday, because that is what the rules of every zone go by.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache

import pytz
from pytz.tzfile import build_tzinfo

_MAGIC = b"TZif"

LAST_YEAR = 2037
"""pytz reads the part of the zone files that has 32-bit instants, which run out in January 2038."""


class WallTimeError(ValueError):
    """A wall-clock time that is no single instant: `wall` in `timezone`."""

    def __init__(self, wall: datetime, timezone: str) -> None:
        super().__init__(f"{wall:%Y-%m-%d %H:%M} {timezone}")
        self.wall = wall
        self.timezone = timezone


class NonExistentTime(WallTimeError):
    """The clocks skip this time when summer time begins."""


class AmbiguousTime(WallTimeError):
    """The clocks run through this time twice when summer time ends."""


class UnknownTimezone(ValueError):
    """No IANA time zone has that name."""

    def __init__(self, timezone: str) -> None:
        super().__init__(timezone)
        self.timezone = timezone


def known(timezone: str) -> bool:
    """Whether the IANA data has a zone of that name."""
    try:
        zone(timezone)
    except UnknownTimezone:
        return False
    return True


@cache
def zone(timezone: str) -> pytz.BaseTzInfo:
    """Return the zone of exactly that name; raises `UnknownTimezone`."""
    try:
        # Not pytz.timezone(): that first opens the file of every zone there is, 10 ms of a cold start.
        with pytz.open_resource(timezone) as file:  # type: ignore[attr-defined]  # its stubs forget it
            if file.read(len(_MAGIC)) != _MAGIC:  # lists of countries and zones lie in the same folder
                raise UnknownTimezone(timezone)
            file.seek(0)
            return build_tzinfo(timezone, file)
    except (ValueError, OSError) as error:
        raise UnknownTimezone(timezone) from error


@lru_cache(maxsize=4096)
def instant(wall: datetime, timezone: str) -> datetime:
    """Return the instant (UTC) of a wall-clock time; raises `NonExistentTime`, `AmbiguousTime`, `UnknownTimezone`."""
    try:
        return _instant(wall, timezone, is_dst=None)
    except (pytz.NonExistentTimeError, OverflowError) as error:  # or past the first or last day there is
        raise NonExistentTime(wall, timezone) from error
    except pytz.AmbiguousTimeError as error:
        raise AmbiguousTime(wall, timezone) from error


def settled(wall: datetime, timezone: str) -> datetime:
    """Return an instant (UTC) for any wall-clock time: a doubled time is its first run, a skipped one an hour on."""
    try:
        return instant(wall, timezone)
    except AmbiguousTime:
        return _instant(wall, timezone, is_dst=True)
    except NonExistentTime:
        pass
    try:
        return _instant(wall, timezone, is_dst=False)
    except OverflowError:
        return wall.replace(tzinfo=UTC)


def local(moment: datetime, timezone: str) -> datetime:
    """Return the wall-clock time (naive) of an aware instant."""
    naive = moment.astimezone(UTC).replace(tzinfo=None)
    return naive + offset(naive, timezone)


def offset(moment: datetime, timezone: str) -> timedelta:
    """Return what the zone's clocks are ahead of UTC at an instant given as naive UTC."""
    found = zone(timezone).fromutc(_known_day(moment)).utcoffset()
    return found if found is not None else timedelta()


def _instant(wall: datetime, timezone: str, *, is_dst: bool | None) -> datetime:
    ahead = zone(timezone).localize(_known_day(wall), is_dst=is_dst).utcoffset()
    return (wall - (ahead or timedelta())).replace(tzinfo=UTC)


def _known_day(moment: datetime) -> datetime:
    """Return the same time of the same day in a year that pytz knows, with the same weekday."""
    if moment.year <= LAST_YEAR:
        return moment
    month, day = (3, 1) if (moment.month, moment.day) == (2, 29) else (moment.month, moment.day)
    return moment.replace(_year_like(month, day, moment.weekday()), month, day)


@cache
def _year_like(month: int, day: int, weekday: int) -> int:
    """Return the latest year that pytz knows in which that day is that weekday; one of any eleven is."""
    years = range(LAST_YEAR, LAST_YEAR - 12, -1)
    return next(year for year in years if datetime(year, month, day).weekday() == weekday)  # noqa: DTZ001 -- a day
