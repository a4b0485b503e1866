"""A value of the front matter in, what it means out; None where it means nothing that can be used.

YAML gives every value as it is written, TOML gives days, times and numbers as such. A number is never a time: `16.30`
written without quotation marks in TOML is 16.3, and nobody can tell any more that half past was meant.
"""

from __future__ import annotations

import re
from datetime import date as Day
from datetime import datetime, time

from kl_calendar import cldr
from kl_calendar.model.meeting import Status

_SHAPES = (
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
    "%H:%M",
    "%H.%M",
    "%H:%M:%S",
    "%H",
)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def text(value: object) -> str | None:
    """Words on one line."""
    if isinstance(value, (list, dict)) or value is None:
        return None
    return ", ".join(" ".join(line.split()) for line in str(value).splitlines() if line.strip())


def address(value: object) -> str | None:
    """A web address."""
    found = (text(value) or "").strip()
    return found if _ADDRESS.fullmatch(found) else None


def language(value: object) -> str | None:
    """A language that we read."""
    return str(value) if value in cldr.LANGUAGES else None


def status(value: object) -> Status | None:
    """Whether the meeting takes place."""
    try:
        return Status(str(value).strip().casefold())
    except ValueError:
        return None


def day(value: object) -> Day | None:
    """A day, of a date-time too."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, Day):
        return value
    try:
        return Day.fromisoformat(str(value).strip()[:10])
    except ValueError:
        return None


def moment(value: object, on: Day) -> datetime | None:
    """A full date-time, or a clock time on the given day."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, time):
        return datetime.combine(on, value.replace(tzinfo=None))
    if not isinstance(value, str):
        return None
    for shape in _SHAPES:
        try:
            read = datetime.strptime(value.strip(), shape)  # noqa: DTZ007 -- wall-clock time, naive on purpose
        except ValueError:
            continue
        return read if "%Y" in shape else datetime.combine(on, read.time())
    return None


def limit(value: object, on: Day) -> Day | datetime | None:
    """A deadline: a day, or a day with a time."""
    timed = isinstance(value, datetime) or (isinstance(value, str) and len(value.strip()) > len("2026-05-04"))
    return moment(value, on) if timed else day(value)
