"""Times and zones in, where programs will show something else out: each time is held against the IANA data."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from kl_calendar.emit.lint import kinds
from kl_calendar.emit.lint.observances import LAST_YEAR, Change, Unreadable, changes
from kl_calendar.model import instants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kl_calendar.emit.lines import ContentLine
    from kl_calendar.emit.lint.structure import Component
    from kl_calendar.model.problem import Problem

_ONCE_AN_EVENT = (kinds.WRONG_ZONE_EARLY, kinds.WRONG_ZONE_LATE)
"""What is said of the start is not said of the end again."""

_STAMPS = ("DTSTAMP", "LAST-MODIFIED", "CREATED")


class Zones:
    """The time zones a calendar brings along, and which of those it uses were spoken of already."""

    def __init__(self, calendar: Component) -> None:
        self._blocks = {tzid.value: part for part in calendar.all("VTIMEZONE") if (tzid := part.first("TZID"))}
        self._changes: dict[str, tuple[Change, ...]] = {}
        self._told: set[str] = set()

    def faults(self, line: ContentLine, tzid: str) -> Iterator[Problem]:
        """What is wrong with the use of a zone as such, told once a zone."""
        if tzid in self._told:
            return
        self._told.add(tzid)
        if not instants.known(tzid):
            yield kinds.UNKNOWN_ZONE.at(line.number, zone=tzid)
        if tzid not in self._blocks:
            yield kinds.NO_VTIMEZONE.at(line.number, zone=tzid)

    def offset(self, wall: datetime, tzid: str) -> timedelta | None:
        """What a program that reads the VTIMEZONE takes for the offset; None where we cannot say."""
        if tzid not in self._blocks or wall.year > LAST_YEAR:
            return None
        if tzid not in self._changes:
            self._changes[tzid] = _readable_changes(self._blocks[tzid])
        found = self._changes[tzid]
        place = bisect_right(found, wall, key=lambda change: change.at)
        if not found:
            return None
        return found[place - 1].after if place else found[0].before


@dataclass(frozen=True, slots=True)
class _Moment:
    """A time as read: naive, with `zone` where it stands on that zone's clock, "Z" for UTC, "" for floating."""

    line: ContentLine
    value: datetime | date
    zone: str


def check_zones(calendar: Component) -> Iterator[Problem]:
    """Look at the VTIMEZONEs of a calendar."""
    for block in calendar.all("VTIMEZONE"):
        tzid = block.first("TZID")
        zone = tzid.value if tzid else ""
        observances = [*block.all("STANDARD"), *block.all("DAYLIGHT")]
        if not zone:
            yield kinds.BROKEN_ZONE.at(block.line, zone="?", what="TZID")
        if not observances:
            yield kinds.EMPTY_ZONE.at(block.line, zone=zone)
        ruled = any(one.named("RRULE") for one in observances)
        if not ruled and any(one.named("RDATE") for one in observances):
            yield kinds.RDATE_ZONE.at(block.line, zone=zone)
        for one in observances:
            try:
                changes(one)
            except Unreadable as error:
                yield kinds.BROKEN_ZONE.at(one.line, zone=zone, what=error)


def check_event(event: Component, zones: Zones) -> Iterator[Problem]:
    """Look at the times of one event."""
    for name in _STAMPS:
        for line in event.named(name)[:1]:
            yield from _stamp(line)
    start, end = event.first("DTSTART"), event.first("DTEND")
    moments = [_moment(line) for line in (start, end) if line]
    told: set[str] = set()
    for line, moment in zip((line for line in (start, end) if line), moments, strict=True):
        if moment is None:
            yield kinds.TIME.at(line.number, name=line.name, value=line.value)
            continue
        for problem in _placed(moment, zones):
            if problem.code not in told or problem.kind not in _ONCE_AN_EVENT:
                yield problem
            told.add(problem.code)
    if start and end and moments[0] and moments[1]:
        yield from _order(moments[0], moments[1])


def _readable_changes(block: Component) -> tuple[Change, ...]:
    found: list[Change] = []
    for one in (*block.all("STANDARD"), *block.all("DAYLIGHT")):
        try:
            found += changes(one)
        except Unreadable:
            return ()  # told already; half a zone would make every event wrong
    return tuple(sorted(found, key=lambda change: change.at))


def _stamp(line: ContentLine) -> Iterator[Problem]:
    moment = _moment(line)
    if moment is None or not isinstance(moment.value, datetime):
        yield kinds.TIME.at(line.number, name=line.name, value=line.value)
    elif moment.zone != "Z":
        yield kinds.LOCAL_STAMP.at(line.number, line.value, name=line.name)


def _moment(line: ContentLine) -> _Moment | None:
    """Read a time; None where it is none, or a day that does not say so."""
    value, is_day = line.value, line.parameter("VALUE").upper() == "DATE"
    try:
        if is_day:
            return _Moment(line, datetime.strptime(value, "%Y%m%d").date(), "") if len(value) == 8 else None  # noqa: DTZ007
        moment = datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 -- its zone stands beside it
    except ValueError:
        return None
    if len(value.removesuffix("Z")) != len("20260902T163000"):  # strptime takes numbers without their zeros
        return None
    return _Moment(line, moment, "Z" if value.endswith("Z") else line.parameter("TZID"))


def _placed(moment: _Moment, zones: Zones) -> Iterator[Problem]:
    """Look at where a wall-clock time stands in its zone."""
    if not isinstance(moment.value, datetime) or moment.zone == "Z":
        return
    line = moment.line
    if not moment.zone:
        yield kinds.FLOATING.at(line.number, line.value, name=line.name)
        return
    yield from zones.faults(line, moment.zone)
    if instants.known(moment.zone):
        yield from _against_iana(moment, moment.value, zones)


def _against_iana(moment: _Moment, wall: datetime, zones: Zones) -> Iterator[Problem]:
    line, zone = moment.line, moment.zone
    shown = f"{wall:%Y-%m-%d %H:%M}"
    try:
        true = wall - instants.instant(wall, zone).replace(tzinfo=None)
    except instants.NonExistentTime:
        yield kinds.SKIPPED.at(line.number, line.value, name=line.name, value=shown, zone=zone)
        return
    except instants.AmbiguousTime:
        yield kinds.DOUBLED.at(line.number, line.value, name=line.name, value=shown, zone=zone)
        return
    told = zones.offset(wall, zone)
    if told is not None and told != true:
        kind = kinds.WRONG_ZONE_LATE if true > told else kinds.WRONG_ZONE_EARLY
        minutes = abs(true - told) // timedelta(minutes=1)
        yield kind.at(line.number, line.value, zone=zone, minutes=minutes)


def _order(start: _Moment, end: _Moment) -> Iterator[Problem]:
    if isinstance(start.value, datetime) != isinstance(end.value, datetime):
        yield kinds.MIXED.at(end.line.number)
    elif "" in {start.zone, end.zone} and start.zone != end.zone:
        return  # a floating time is told already, and has no order with another
    elif _comparable(start) >= _comparable(end):
        yield kinds.ENDS_BEFORE.at(end.line.number, end.line.value)


def _comparable(moment: _Moment) -> datetime:
    value = moment.value
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 -- days are compared with days only
    if moment.zone in {"", "Z"} or not instants.known(moment.zone):
        return value
    return instants.settled(value, moment.zone).replace(tzinfo=None)
