"""When something is, in a calendar file: a property in, a wall-clock time and its zone out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    import icalendar

_NEARER = {"Romance Standard Time": "Europe/Copenhagen"}
"""Outlook's name for one clock of several countries is put on the city our programmes are from, not on Paris."""


class Moment(NamedTuple):
    """A day, or a wall-clock time in a zone (None: the file names none that is known)."""

    at: datetime | date
    zone: str | None


def moment(component: icalendar.Component, key: str, home: str | None) -> Moment | None:
    """Return the moment of a property; UTC becomes the wall time of `home`, the zone the calendar says it is in."""
    value = sound(component, key)
    found = of_value(getattr(value, "dt", None), home)
    return found._replace(zone=_NEARER.get(_tzid(value), found.zone)) if found else None


def sound(component: icalendar.Component, key: str) -> object:
    """Return a property's (first) value; None where there is none, or one that icalendar could not read."""
    value = component.get(key)
    if isinstance(value, list):
        value = value[0] if value else None
    return None if value.__class__.__name__ == "vBroken" else value


def _tzid(value: object) -> str:
    return str(getattr(value, "params", {}).get("TZID", ""))


def of_value(value: object, home: str | None) -> Moment | None:
    """Return the moment of a date, or of a time with or without a zone."""
    if not isinstance(value, datetime):
        return Moment(value, None) if isinstance(value, date) else None
    zone = zone_name(value)
    if zone == "UTC" and home and (there := known_zone(home)):
        try:
            return Moment(value.astimezone(there).replace(tzinfo=None, fold=0), home)
        except OverflowError:
            return None
    return Moment(value.replace(tzinfo=None, fold=0), zone or home)


def zone_name(value: datetime) -> str | None:
    """Return the name of a time's zone, as in the tz database."""
    if value.tzinfo is None:
        return None
    named = getattr(value.tzinfo, "key", None) or getattr(value.tzinfo, "zone", None) or value.tzname()
    if named in ("UTC", "Etc/UTC", "Zulu", "GMT"):
        return "UTC"
    return str(named) if named and known_zone(str(named)) else None


def known_zone(name: str) -> ZoneInfo | None:
    """Return a zone of the tz database, or None."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def is_region(name: str) -> bool:
    """Whether a zone's name is only the first part of one (`Europe`), which zoneinfo answers by a fault of the disk."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    except OSError:
        return True
    return False


def without_its_zone(component: icalendar.Component, key: str) -> bool:
    """Whether a time names a zone that neither the calendar nor the tz database knows."""
    value = sound(component, key)
    at = getattr(value, "dt", None)
    return bool(_tzid(value)) and isinstance(at, datetime) and at.tzinfo is None


def day_of(at: datetime | date) -> date:
    """Return the day."""
    return at.date() if isinstance(at, datetime) else at


def later(start: datetime | date, length: timedelta) -> datetime | date | None:
    """Return the moment so much later; None past the last year there is."""
    try:
        return start + length
    except OverflowError:
        return None


def clock(start: datetime | date, end: datetime | date | None) -> str:
    """Return `2024-05-29 09:00-09:20`, with the end's day where it is another."""
    if not isinstance(start, datetime):
        return f"{start:%Y-%m-%d}" + (f" - {end:%Y-%m-%d}" if end else "")
    said = f"{start:%Y-%m-%d %H:%M}"
    if not isinstance(end, datetime):
        return said
    return f"{said}-{end:%H:%M}" if end.date() == start.date() else f"{said} - {end:%Y-%m-%d %H:%M}"
