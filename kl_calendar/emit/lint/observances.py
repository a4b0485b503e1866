"""A STANDARD or DAYLIGHT block in, its changes of offset out, however it states them; dateutil reads the rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dateutil.rrule import rrulestr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kl_calendar.emit.lint.structure import Component

LAST_YEAR = 2050
"""How far rules are followed: later events are not held against their VTIMEZONE."""

FIRST_YEAR = 1900
"""Where a rule that starts earlier (Outlook writes 1601) is taken up."""

_PARTS = frozenset({"FREQ", "BYMONTH", "BYDAY", "BYMONTHDAY", "UNTIL", "INTERVAL", "COUNT", "WKST"})
"""What a zone's yearly rule may say: more could name every second of a year, which would take for ever to follow."""

_OFFSET = re.compile(r"([+-])([01]\d|2[0-3])([0-5]\d)(?:[0-5]\d)?")


class Unreadable(ValueError):
    """The block cannot be followed; `str()` names the property."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of offset: when, on the clock as it stood before it."""

    at: datetime
    before: timedelta
    after: timedelta


def changes(observance: Component) -> tuple[Change, ...]:
    """Return all changes of one block up to `LAST_YEAR`; raises `Unreadable`."""
    before, after = _offset(observance, "TZOFFSETFROM"), _offset(observance, "TZOFFSETTO")
    return tuple(Change(at, before, after) for at in _onsets(observance))


def _onsets(observance: Component) -> Iterator[datetime]:
    start = _time(_value(observance, "DTSTART"), "DTSTART")
    rule = observance.first("RRULE")
    yield start
    for line in observance.named("RDATE"):
        for value in line.value.split(","):
            yield _time(value, "RDATE")
    if rule:
        yield from _followed(rule.value, start)


def _followed(rule: str, start: datetime) -> Iterator[datetime]:
    parts = dict(part.partition("=")[::2] for part in rule.upper().split(";") if part)
    if parts.get("FREQ") != "YEARLY" or not set(parts) <= _PARTS:
        raise Unreadable("RRULE")
    until = parts.pop("UNTIL", "")
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    late = start.replace(year=FIRST_YEAR, day=min(start.day, 28)) if start.year < FIRST_YEAR else start
    try:
        followed = rrulestr(text, dtstart=late).between(late, _last(until), inc=True)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError) as error:
        raise Unreadable("RRULE") from error
    yield from followed


def _last(until: str) -> datetime:
    last = datetime(LAST_YEAR, 12, 31)  # noqa: DTZ001 -- on the zone's own clock
    # UNTIL is in UTC; a day more cannot reach the next year's change.
    return min(last, _time(until.removesuffix("Z"), "RRULE") + timedelta(days=1)) if until else last


def _value(observance: Component, name: str) -> str:
    line = observance.first(name)
    if line is None:
        raise Unreadable(name)
    return line.value


def _time(value: str, name: str) -> datetime:
    try:
        return datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007 -- on the zone's own clock
    except ValueError as error:
        raise Unreadable(name) from error


def _offset(observance: Component, name: str) -> timedelta:
    found = _OFFSET.fullmatch(_value(observance, name))
    if found is None:
        raise Unreadable(name)
    length = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -length if found[1] == "-" else length
