"""Any bytes in, what calendar programs will make of them out: our own check of an .ics, for people.

    findings(raw, "feed.ics")  →  Problems whose codes start with `ics-`, in the order of the file

`octets` looks at bytes and lines, `structure` at components, `calendars`, `events` and `times` at what is in them;
`kinds` has all sentences. The facts behind them were measured on, or reported of, the programs named.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kl_calendar.emit.lint import calendars, events, kinds, octets, structure, times

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kl_calendar.model.problem import Problem

SHOWN = 20
"""Findings of one kind that are told one by one; a file can have the same fault on each of its lines."""


def findings(raw: bytes, name: str) -> tuple[Problem, ...]:
    """Return everything that some calendar program will stumble over; empty where there is nothing."""
    scanned = octets.scan(raw)
    if not any("BEGIN:VCALENDAR" in text.upper() for _, text in scanned.lines):
        return (kinds.NO_CALENDAR.at(1 if raw else 0, source=name),)  # what its lines look like then interests nobody
    read = structure.read(scanned.lines)
    found = [*scanned.found, *read.found]
    if not read.calendars:
        found.append(kinds.NO_CALENDAR.at(1 if raw else 0, source=name))
    for calendar in read.calendars:
        found += calendars.check(calendar)
        found += times.check_zones(calendar)
        zones = times.Zones(calendar)
        for event in calendar.all("VEVENT"):
            found += events.check(event)
            found += times.check_event(event, zones)
    return tuple(_in_order(found, name))


def _in_order(found: Iterable[Problem], name: str) -> Iterable[Problem]:
    counted: Counter[str] = Counter()
    for one in sorted(found, key=lambda problem: problem.line):
        counted[one.code] += 1
        if counted[one.code] <= SHOWN:
            yield one.kind.at(one.line, one.text, source=name, **dict(one.values))
    for code, number in counted.items():
        if number > SHOWN:
            yield kinds.MORE.at(0, source=name, number=number - SHOWN, code=code)
