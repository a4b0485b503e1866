"""Programmes written as lines, for tests: `16.00-16.15 | Velkomst | Asger Munk | Salen | Tema 1; Tema 2`.

`+1` before the time is a day later; the end, the speakers, the room and the choices may be left out.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from kl_calendar.model.meeting import Choice, Kind, Meeting, Person, Slot

if TYPE_CHECKING:
    from collections.abc import Sequence

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
DAY = 7

_KINDS = {"pause": Kind.BREAK, "kaffe": Kind.BREAK, "frokost": Kind.MEAL, "middag": Kind.MEAL, "lunch": Kind.MEAL}


def slot(line: str, day: int = DAY) -> Slot:
    """Read one line."""
    when, title, speakers, room, choices, *_ = [part.strip() for part in line.split("|")] + [""] * 3
    shift, _, clocks = when.rpartition(" ")
    base = datetime(2026, 3, day) + timedelta(days=int(shift or 0))
    begin, _, end = clocks.partition("-")
    return Slot(
        start=at(base, begin),
        title=title,
        end=at(base, end) if end else None,
        speakers=tuple(Person(name.strip()) for name in speakers.split(",") if name.strip()),
        location=room or None,
        choices=tuple(Choice(name.strip()) for name in choices.split(";") if name.strip()),
        kind=next((kind for word, kind in _KINDS.items() if word in title.lower()), Kind.TALK),
    )


def at(base: datetime, clock: str) -> datetime:
    """The moment of a clock time such as 9.30 on that day."""
    hour, minute = clock.split(".")
    return base.replace(hour=int(hour), minute=int(minute))


def meeting(lines: Sequence[str], *, day: int = DAY, title: str = "Mødet") -> Meeting:
    """Read a programme."""
    slots = tuple(slot(line, day) for line in lines)
    start = slots[0].start if slots else datetime(2026, 3, day, 9)
    return Meeting(title, start, slots=slots)
