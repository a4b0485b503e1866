"""When a repeating event takes place: its RRULE, RDATE and EXDATE in, its starts as wall-clock times out.

Bounded: a rule without an end gives `MAX_OCCURRENCES`, a rule that no meeting series has (by the second, or one whose
parts hardly ever meet) gives only the first, each with a note.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from itertools import islice
from typing import TYPE_CHECKING, Any

from dateutil.rrule import rrulestr

from kl_calendar.model.problem import Severity, kind
from kl_calendar.read.moments import Moment, known_zone, moment, of_value, sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    import icalendar

SERIES_CUT = kind(
    "series-cut",
    Severity.NOTE,
    "the event repeats without end, or very often; only its first dates were taken",
)
SERIES_UNREADABLE = kind(
    "series-unreadable",
    Severity.WARNING,
    "how the event repeats cannot be read; only its first date was taken",
    "give the other dates yourself",
)

MAX_OCCURRENCES = 120
"""A monthly meeting for ten years; nobody plans further."""

_USUAL = frozenset(("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY"))
_PARTS = {
    "DAILY": _USUAL,
    "WEEKLY": _USUAL,
    "MONTHLY": _USUAL | {"BYMONTHDAY", "BYSETPOS", "BYMONTH"},
    "YEARLY": _USUAL | {"BYMONTHDAY", "BYSETPOS", "BYMONTH", "BYWEEKNO", "BYYEARDAY"},
}
"""The parts a rule may have: with others the search for the next date can run for minutes."""


def starts(
    event: icalendar.Component, first: Moment, others: list[icalendar.Component], home: str | None
) -> tuple[list[datetime | date], str]:
    """Return the starts of an event, and the code of a note or nothing."""
    rule = sound(event, "RRULE")
    extra = list(_dates(event.get("RDATE"), home))
    if rule is None and not extra:
        return [first.at], SERIES_UNREADABLE.code if event.get("RRULE") is not None else ""
    gone = {*_dates(event.get("EXDATE"), home), *_moved(event, others, home)}
    found, note = _by_rule(rule, first) if rule is not None else ([first.at], "")
    every = sorted({*found, *extra}, key=str)
    kept = [at for at in every if at not in gone]
    if len(kept) > MAX_OCCURRENCES:
        kept, note = kept[:MAX_OCCURRENCES], SERIES_CUT.code
    return kept, note


def _moved(
    event: icalendar.Component, others: list[icalendar.Component], home: str | None
) -> Iterator[datetime | date]:
    """Yield the dates of the series that have an event of their own (RECURRENCE-ID)."""
    for other in others:
        if other is not event and other.get("UID") == event.get("UID"):
            at = moment(other, "RECURRENCE-ID", home)
            if at is not None:
                yield at.at


def _dates(value: Any, home: str | None) -> Iterator[datetime | date]:  # noqa: ANN401 -- one list, several, or none
    for dates in value if isinstance(value, list) else [value]:
        for one in getattr(dates, "dts", ()) if dates.__class__.__name__ != "vBroken" else ():
            at = of_value(one.dt, home)
            if at is not None:
                yield at.at


def _by_rule(rule: Any, first: Moment) -> tuple[list[datetime | date], str]:  # noqa: ANN401
    text = _text(rule)
    parts = dict(part.partition("=")[::2] for part in text.upper().split(";"))
    if not set(parts) <= _PARTS.get(parts.get("FREQ", ""), frozenset()):
        return [first.at], SERIES_UNREADABLE.code
    begin = first.at if isinstance(first.at, datetime) else datetime.combine(first.at, time())
    try:
        rules = rrulestr(_local_until(text, first.zone), dtstart=begin)
        found = list(islice(rules, MAX_OCCURRENCES + 1))
    except (ValueError, TypeError, OverflowError, KeyError, IndexError):  # dateutil's answers to a wrong rule
        return [first.at], SERIES_UNREADABLE.code
    note = SERIES_CUT.code if len(found) > MAX_OCCURRENCES else ""
    days: list[datetime | date] = [at if isinstance(first.at, datetime) else at.date() for at in found]
    return days[:MAX_OCCURRENCES] or [first.at], note


def _text(rule: Any) -> str:  # noqa: ANN401 -- icalendar's value of a rule
    try:
        return str(rule.to_ical().decode("utf-8", "replace"))
    except (TypeError, ValueError):  # icalendar 7 reads some parts that it cannot write
        return ""


def _local_until(text: str, zone: str | None) -> str:
    """Return the rule with its last date as a wall-clock time, as the starts are; a bare day counts whole."""
    found = re.search(r"UNTIL=(\d{8})(?:T(\d{6})(Z?))?", text)
    if not found:
        return text
    until = f"{found.group(1)}T{found.group(2) or '235959'}"
    there = known_zone(zone or "UTC")
    if found.group(3) and there is not None:
        at = datetime.strptime(until + "+0000", "%Y%m%dT%H%M%S%z").astimezone(there)
        until = at.strftime("%Y%m%dT%H%M%S")
    return f"{text[: found.start()]}UNTIL={until}{text[found.end() :]}"
