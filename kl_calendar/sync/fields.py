"""What people see of an event, each field as what it means, equal however a server spells it: components to texts."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kl_calendar.sync.lines import Component, ContentLine, text

MARK = "X-KL-HASH"
"""Our mark: the digest of the event as we wanted it."""
SHOWN = "X-KL-SHOWN"
"""A digest of what people see of it: tells, without any record of ours, whether somebody has edited that."""
TIMES = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID"})
VISIBLE = ("SUMMARY", "DESCRIPTION", "LOCATION", "DTSTART", "DTEND", "STATUS", "TRANSP", "CATEGORIES")
"""The fields people see: a difference here is a reason to write and, made by the owner, a conflict to tell."""


def instant(line: ContentLine | None) -> datetime | None:
    """Return a DTSTART or DTEND as an instant in UTC: a date is its midnight, an unknown zone or bare time is UTC."""
    if line is None:
        return None
    value = line.value.strip()
    try:
        if len(value) == len("20260101"):
            return datetime.combine(date.fromisoformat(value), time(), UTC)
        moment = datetime.fromisoformat(value.removesuffix("Z"))
    except ValueError:
        return None
    if value.endswith("Z") or not line.tzid:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.replace(tzinfo=ZoneInfo(line.tzid)).astimezone(UTC)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return moment.replace(tzinfo=UTC)


def meaning(line: ContentLine) -> str:
    """Return a property's value as what it means, equal however a server spells it."""
    if line.name in TIMES:
        moment = instant(line)
        return moment.isoformat() if moment else line.value
    return text(line.value)


def categories(event: Component) -> tuple[str, ...]:
    """Return all categories of an event: one line of them or many mean the same."""
    found = (piece for line in event.lines if line.name == "CATEGORIES" for piece in _pieces(line.value))
    return tuple(dict.fromkeys(piece for piece in found if piece))


def _pieces(value: str) -> list[str]:
    return [text(part.replace("\0", "\\,")) for part in value.replace("\\,", "\0").split(",")]


def field(event: Component, name: str) -> str:
    """Return a visible field as people read it."""
    if name == "CATEGORIES":
        return ", ".join(sorted(categories(event)))
    line = event.first(name)
    found = meaning(line) if line else ""
    return found or {"STATUS": "CONFIRMED", "TRANSP": "OPAQUE"}.get(name, "")


def shown(event: Component) -> str:
    """Return the digest of what people see of an event."""
    seen = "\0".join(field(event, name) for name in VISIBLE)
    return hashlib.sha256(seen.encode("utf-8", errors="replace")).hexdigest()[:16]


def was_edited(event: Component | None) -> bool:
    """Say whether people see something else than we once wrote; no where that is unknown, as without `SHOWN`."""
    if event is None:
        return False
    return event.value(SHOWN).strip() not in ("", shown(event))
