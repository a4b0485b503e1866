"""Pass 4: from items with a day to slots with their ends, and the span of the meeting they make."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Day
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.i18n import say
from kl_calendar.model.meeting import Slot
from kl_calendar.parse import problems as p
from kl_calendar.parse.days import moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.model.problem import Problem
    from kl_calendar.parse.items import Item
    from kl_calendar.parse.mentioned import Time

_NIGHT = 6 * 60
"""A programme that goes past midnight goes on until six in the morning at the latest."""

_BESIDE = 100
"""Items that may begin at one time: beyond them the next start is not looked for."""


class Placed(NamedTuple):
    """An item on its day; `day` counts from the meeting's first day."""

    item: Item
    day: Day

    @property
    def start(self) -> datetime:
        """When it starts."""
        return moment(self.day, self.item.start)


class Built(NamedTuple):
    """The slots of a meeting, and when its programme ends (None: unknown)."""

    slots: tuple[Slot, ...]
    end: datetime | None
    problems: tuple[Problem, ...]


def build(placed: Sequence[Placed], last_end: datetime | None) -> Built:
    """Give every item its end and make the slots; `last_end` is the meeting's stated end."""
    slots: list[Slot] = []
    told: list[Problem] = []
    for position, one in enumerate(placed):
        if one.item.skipped:
            told.append(
                p.TIME_IGNORED.at(
                    one.item.row.number,
                    one.item.row.text,
                    clock=clock(one.item.start),
                    reason=_REASONS[one.item.skipped],
                )
            )
            continue
        if one.item.ends:
            continue
        slot, problem = _slot(one, placed[position + 1 : position + 1 + _BESIDE], last_end)
        slots.append(slot)
        if problem:
            told.append(problem)
        if not slot.title:
            told.append(p.NO_TITLE.at(one.item.row.number, one.item.row.text, start=clock(one.item.start)))
    return Built(tuple(s for s in slots if s.title), _programme_end(placed, slots), tuple(told))


_REASONS = {"deadline": say("a deadline"), "departure": say("a departure"), "by": say("a time to be there by")}


def clock(minutes: int) -> str:
    """Return minutes after midnight as `16.30`."""
    return f"{minutes // 60 % 24:02}.{minutes % 60:02}"


def _slot(one: Placed, following: Sequence[Placed], last_end: datetime | None) -> tuple[Slot, Problem | None]:
    item = one.item
    start = one.start
    end = _printed_end(one)
    problem = None
    if end is None:
        end = _next_start(one, following)
        if (
            end is None
            and last_end is not None
            and last_end > start
            and last_end.date() in (one.day, one.day + timedelta(days=1))
            and (last_end - start) < timedelta(hours=12)
        ):
            end = last_end
    if item.end is not None and _printed_end(one) is None and item.end != item.start:
        problem = p.END_BEFORE_START.at(
            item.row.number, item.row.text, title=item.title, start=clock(item.start), end=clock(item.end)
        )
    elif end is None:
        problem = p.END_UNKNOWN.at(item.row.number, item.row.text, title=item.title, start=clock(item.start))
    made = Slot(
        start,
        item.title,
        end,
        item.speakers,
        item.location,
        item.choices,
        item.notes,
        item.kind,
        item.track,
        item.lines,
    )
    return made, problem


def _printed_end(one: Placed) -> datetime | None:
    if one.item.end is None or one.item.end == one.item.start:
        return None
    end = moment(one.day, one.item.end)
    if end <= one.start:
        end += timedelta(days=1)
        if one.item.start < 15 * 60:
            return None
    return end


def _next_start(one: Placed, following: Sequence[Placed]) -> datetime | None:
    """The next later start of the day (a bus that leaves ends what goes before), until the clock jumps back."""
    for other in following:
        if other.day != one.day or other.item.start < one.item.start:
            return None
        if other.item.skipped and other.item.skipped != "departure":
            continue
        if other.item.start > one.item.start:
            return other.start
    return None


def _programme_end(placed: Sequence[Placed], slots: Sequence[Slot]) -> datetime | None:
    if not placed:
        return None
    last_day = max(x.day for x in placed)
    final = [x for x in placed if x.day == last_day]
    marks = [x.start for x in final if x.item.ends]
    ends = [s.end for s in slots if s.end and s.start.date() == last_day]
    last = final[-1]
    if marks and not any(s.start >= max(marks) for s in slots if s.start.date() == last_day):
        return max([*marks, *ends])
    if ends and last.item.end is not None:
        return max(ends)
    return max([*ends, last.start]) if ends and last.item.end is None else None


def on_days(items: Sequence[Item], day: Day, until: Day | None, *, one_day: bool = False) -> list[Placed]:
    """Put items without day headings on days: the clock jumping back to a morning starts the next day.

    `one_day` says that the meeting is known to end the day it begins: then it jumps back where another stage begins.
    """
    placed: list[Placed] = []
    current, before = day, -1
    single = until is None or until == day
    for one in items:
        back = before >= 0 and one.start < before
        if back and one.start <= 12 * 60 and before - one.start >= 3 * 60:
            if one.start < _NIGHT and single:
                placed.append(
                    Placed(replace(one, start=one.start + 24 * 60, end=one.end + 24 * 60 if one.end else None), current)
                )
                continue
            if not single or (before >= 15 * 60 and not one_day):
                current += timedelta(days=1)
        placed.append(Placed(one, current))
        before = one.start
    return placed


def span(day: Day, time: Time | None) -> tuple[datetime | None, datetime | None]:
    """Return a stated time as start and end on a day."""
    if time is None:
        return None, None
    start = moment(day, time.start)
    end = moment(day, time.end) if time.end is not None else None
    if end is not None and end <= start:
        end += timedelta(days=1)
    return start, end
