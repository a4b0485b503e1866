"""A zone's name in, its VTIMEZONE as bytes out: one STANDARD and one DAYLIGHT block with a yearly RRULE, or nothing.

Outlook ignores blocks that list their changes as RDATE, so a zone is written only when its present rules are "the nth
(or last) weekday of a month at a time": they are computed from the IANA data, not kept in a table. The block holds for
no other years than those of its rule, therefore `holds` says for each time whether it may be written with the TZID;
where it may not, and in zones with other rules (America/Santiago), a time is written in UTC.
"""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from kl_calendar.model import instants

YEARS = range(2025, 2033)
"""The years a rule must explain. Fixed, so that the same zone data give the same bytes; pytz's data end in 2037."""

FIRST_YEAR = 1970
"""The year a block's rules start in: old enough for every meeting, and what Outlook and others write themselves."""

_STEP = timedelta(minutes=15)

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Onset(NamedTuple):
    """A yearly change of offset: on the `nth` (-1: last) `weekday` of `month`, `after_midnight` on the old clock."""

    month: int
    nth: int
    weekday: int
    after_midnight: timedelta
    before: timedelta
    after: timedelta
    name: str

    def at(self, year: int) -> datetime:
        """The change of that year on the clock as it stands before it."""
        return _day(year, self.month, self.weekday, self.nth) + self.after_midnight


@cache
def _day(year: int, month: int, weekday: int, nth: int) -> datetime:
    first, length = calendar.monthrange(year, month)
    days = [day for day in range(1, length + 1) if (first + day - 1) % 7 == weekday]
    return datetime(year, month, days[nth] if nth < 0 else days[nth - 1])  # noqa: DTZ001 -- a wall-clock time


class Rules(NamedTuple):
    """A zone's present rules: its two yearly changes in calendar order, or a single offset."""

    tzid: str
    onsets: tuple[Onset, ...]
    offset: timedelta
    name: str

    def offset_at(self, wall: datetime) -> timedelta:
        """The offset that a reader of the block finds for a wall-clock time."""
        if not self.onsets:
            return self.offset
        passed = [onset.after for onset in self.onsets if onset.at(wall.year) <= wall]
        return passed[-1] if passed else self.onsets[-1].after


@cache
def rules(tzid: str) -> Rules | None:
    """Return the zone's rules, None where they are none we write; raises `UnknownTimezone`."""
    years = [_changes(tzid, year) for year in YEARS]
    if not any(years):
        start = datetime(YEARS[0], 1, 1)  # noqa: DTZ001 -- UTC
        return Rules(tzid, (), instants.offset(start, tzid), _name(tzid, start))
    if any(len(changes) != 2 for changes in years):
        return None
    onsets = tuple(_rule(tzid, list(moments)) for moments in zip(*years, strict=True))
    found = tuple(onset for onset in onsets if onset)
    return Rules(tzid, found, found[0].before, "") if len(found) == len(onsets) else None


@cache
def block(tzid: str) -> bytes:
    """Return the VTIMEZONE of a zone; empty where `rules` knows none, or for UTC, which needs none."""
    found = rules(tzid)
    if found is None or tzid == "UTC":
        return b""
    lines = ["BEGIN:VTIMEZONE", f"TZID:{tzid}"]
    if found.onsets:
        for onset in sorted(found.onsets, key=lambda one: one.after < one.before):
            lines += _yearly(onset)
    else:
        moment = f"{FIRST_YEAR}0101T000000"
        lines += _observance("STANDARD", moment, found.offset, found.offset, found.name)
    lines.append("END:VTIMEZONE")
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def holds(wall: datetime, tzid: str) -> bool:
    """Whether the block gives a wall-clock time the instant it has, and that time is there exactly once."""
    found = rules(tzid)
    if found is None or tzid == "UTC" or wall.year <= FIRST_YEAR:
        return False
    try:
        moment = instants.instant(wall, tzid)
    except instants.WallTimeError:
        return False
    return wall - moment.replace(tzinfo=None) == found.offset_at(wall)


def _yearly(onset: Onset) -> list[str]:
    kind = "DAYLIGHT" if onset.after > onset.before else "STANDARD"
    rule = f"RRULE:FREQ=YEARLY;BYMONTH={onset.month};BYDAY={onset.nth}{WEEKDAYS[onset.weekday]}"
    return _observance(kind, f"{onset.at(FIRST_YEAR):%Y%m%dT%H%M%S}", onset.before, onset.after, onset.name, rule)


def _observance(kind: str, start: str, before: timedelta, after: timedelta, name: str, rule: str = "") -> list[str]:
    lines = [f"BEGIN:{kind}", f"DTSTART:{start}"]
    if rule:
        lines.append(rule)
    lines += [f"TZOFFSETFROM:{_offset(before)}", f"TZOFFSETTO:{_offset(after)}", f"TZNAME:{name}"]
    return [*lines, f"END:{kind}"]


def _offset(value: timedelta) -> str:
    minutes = abs(value) // timedelta(minutes=1)
    return f"{'-' if value < timedelta() else '+'}{minutes // 60:02d}{minutes % 60:02d}"


def _changes(tzid: str, year: int) -> list[datetime]:
    """The instants (naive UTC) of a year at which the zone's offset changes."""
    starts = [datetime(year + month // 12, month % 12 + 1, 1) for month in range(13)]  # noqa: DTZ001 -- UTC
    offsets = [instants.offset(start, tzid) for start in starts]
    months = zip(pairwise(starts), pairwise(offsets), strict=True)
    return [_change(tzid, low, high) for (low, high), (before, after) in months if before != after]


def _change(tzid: str, low: datetime, high: datetime) -> datetime:
    """The instant between two at which the offset changes, by halving; clocks change at full quarters of an hour."""
    before = instants.offset(low, tzid)
    while high - low > _STEP:
        middle = low + (high - low) // 2 // _STEP * _STEP
        low, high = (middle, high) if instants.offset(middle, tzid) == before else (low, middle)
    return high


def _rule(tzid: str, moments: list[datetime]) -> Onset | None:
    """The rule that explains the same change of each year, if there is one."""
    for nth_of in (_from_end, _from_start):
        found = {_onset(tzid, moment, nth_of(_on_old_clock(tzid, moment))) for moment in moments}
        rule = found.pop()
        if not found and rule.nth:
            return rule
    return None


def _onset(tzid: str, moment: datetime, nth: int) -> Onset:
    wall = _on_old_clock(tzid, moment)
    return Onset(
        month=wall.month,
        nth=nth,
        weekday=wall.weekday(),
        after_midnight=timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second),
        before=instants.offset(moment - _STEP, tzid),
        after=instants.offset(moment, tzid),
        name=_name(tzid, moment),
    )


def _on_old_clock(tzid: str, moment: datetime) -> datetime:
    return moment + instants.offset(moment - _STEP, tzid)


def _from_end(wall: datetime) -> int:
    # 0 is no nth: the day is not always among the month's last seven.
    return -1 if wall.day + 7 > calendar.monthrange(wall.year, wall.month)[1] else 0


def _from_start(wall: datetime) -> int:
    return (wall.day - 1) // 7 + 1


def _name(tzid: str, moment: datetime) -> str:
    return instants.zone(tzid).fromutc(moment).tzname() or tzid
