"""Several meetings in a list: rows alike that each hold a day, with what else stands about that meeting around it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from kl_calendar.model.meeting import Status
from kl_calendar.parse.building import Built, build, on_days, span
from kl_calendar.parse.common import document_fields, limit_of, with_scheme
from kl_calendar.parse.days import following
from kl_calendar.parse.entries import Entry, Own, entries, own
from kl_calendar.parse.known import resolved
from kl_calendar.parse.listing import common_time, common_times
from kl_calendar.parse.naming import named
from kl_calendar.parse.rows import Row
from kl_calendar.parse.texts import has_address

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date as Day

    from kl_calendar.model.meeting import Meeting
    from kl_calendar.parse.items import Item
    from kl_calendar.parse.known import Known
    from kl_calendar.parse.mentioned import Time
    from kl_calendar.parse.uses import DateUse

_SEVERAL = 3
_HALF_A_YEAR = timedelta(180)
_EARLY = 60
"""Minutes before its hours that a meeting's programme may begin: coffee, doors."""


def list_meetings(known: Known, listed: Sequence[DateUse]) -> tuple[Meeting, ...]:
    """Return one meeting for each day of a list; a programme below the list is that of all of them."""
    times = common_times(known, listed)
    found = entries(known, listed)
    outer = _outside(known, found)
    whole = document_fields(outer)
    by_entry = uses_of(known, found)
    said = [own(known, entry, uses) for entry, uses in zip(found, by_entry, strict=True)]
    said = _of_all(said) if _has_more(known, found) else said
    names = named(known, found, said, outer=whole, common=bool(times))
    off = any(one.off for one in said)
    items = [i for i in known.programme.items if i.row.index > listed[-1].row.index]
    made: list[Meeting] = []
    seen: set[tuple[Day, int, str]] = set()
    for entry, mine, (title, place), day in zip(found, said, names, _run_on(known, listed), strict=True):
        time = mine.time or common_time(times, listed, entry.used)
        key = (day, time.start if time else -1, entry.used.row.text) if day else None
        if day is None or key is None or key in seen:
            continue
        seen.add(key)
        start, end = span(day, time)
        shared = items if _within(items, time) else []
        built = build(on_days(shared, day, None), end) if shared else Built((), None, ())
        if start is None and built.slots:
            start, end = built.slots[0].start, built.end
        known.told.extend(built.problems)
        status = whole.status if not off else Status.CANCELLED if mine.off else Status.CONFIRMED
        base = replace(whole, title=title or whole.title, start=start or day, end=end, slots=built.slots, status=status)
        made.append(with_own(known, base, entry, mine, place))
    return tuple(made)


def _run_on(known: Known, listed: Sequence[DateUse]) -> list[Day | None]:
    """The days of a list: behind December a January without a year is the next year's, where months fall back once."""
    days = [resolved(known, used) for used in listed]
    falls = [k for k, (a, b) in enumerate(pairwise(days), 1) if a and b and a - b > _HALF_A_YEAR]
    if len(falls) != 1 or any(used.date.year is not None for used in listed):
        return days
    return [following(day) if day and k >= falls[0] else day for k, day in enumerate(days)]


def _of_all(said: list[Own]) -> list[Own]:
    """A link and a deadline that stand behind the last of several entries only are those of all."""
    if len(said) < _SEVERAL or any(one.link or one.limit for one in said[:-1]):
        return said
    return [one._replace(link=said[-1].link, limit=said[-1].limit) for one in said]


def _has_more(known: Known, found: Sequence[Entry]) -> bool:
    """Behind the last entry, where each begins with its day, stand more rows than most others have."""
    sizes = [sum(bool(r.text) and not r.furniture for r in known.rows[e.first : e.last]) for e in found]
    others = sorted(sizes[:-1])
    return all(e.first == e.used.row.index for e in found) and sizes[-1] > others[len(others) // 2]


def _within(items: Sequence[Item], time: Time | None) -> bool:
    """Tell whether a programme is that of a meeting: most of it lies in the hours printed for the meeting."""
    if time is None or time.end is None or time.end <= time.start:
        return True
    inside = sum(time.start - _EARLY <= one.start <= time.end for one in items)
    return 2 * inside >= len(items)


def with_own(known: Known, base: Meeting, entry: Entry, mine: Own, place: str | None) -> Meeting:
    """Put what the entry says itself before what its list says of all."""
    lines = {**base.lines, "start": (entry.used.row.number,)}
    limit, where = limit_of(known.calendar, mine.limit, base.day) if mine.limit else (base.registration_deadline, ())
    lines |= {"registration_deadline": where} if where else {}
    lines |= {"registration_url": mine.link.lines} if mine.link else {}
    said = mine.place.value if mine.place else None
    sure = said is not None and has_address(said) and not (place and has_address(place))
    location = (said if sure else place or said) or base.location
    return replace(
        base,
        location=location,
        registration_url=with_scheme(mine.link.value) if mine.link else base.registration_url,
        registration_deadline=limit,
        lines=lines,
    )


def _outside(known: Known, found: Sequence[Entry]) -> Known:
    """The document without the entries of its list: what it says there is said of all of them."""
    inside = range(found[0].first, found[-1].last)
    rows = [Row(r.index, r.number, "", paragraph=r.paragraph) if r.index in inside else r for r in known.rows]
    return known._replace(rows=rows, uses=[u for u in known.uses if u.row.index not in inside])


def uses_of(known: Known, found: Sequence[Entry]) -> list[list[DateUse]]:
    """The days of the document by the entry they stand in."""
    made: list[list[DateUse]] = [[] for _ in found]
    position = 0
    for used in known.uses:
        while position < len(found) and used.row.index >= found[position].last:
            position += 1
        if position < len(found) and used.row.index >= found[position].first:
            made[position].append(used)
    return made
