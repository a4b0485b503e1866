"""Several meetings in a list: rows alike that each hold a day, with what else stands about that meeting around it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kl_calendar.model.meeting import Status
from kl_calendar.parse.building import Built, build, on_days, span
from kl_calendar.parse.common import document_fields, limit_of, with_scheme
from kl_calendar.parse.entries import Entry, Own, entries, own
from kl_calendar.parse.facts import stated_span
from kl_calendar.parse.known import resolved
from kl_calendar.parse.naming import named
from kl_calendar.parse.place import is_place
from kl_calendar.parse.rows import Row, previous_filled
from kl_calendar.parse.texts import is_label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date as Day

    from kl_calendar.model.meeting import Meeting
    from kl_calendar.parse.facts import DateUse
    from kl_calendar.parse.known import Known
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.mentions import Time

_WEEKDAY = re.compile(r"[^\W\d_]{2,4}[.,]*")
"""A weekday cut short before its day: `Di.,`."""
_BULLETS = 3
"""So many bullets that each name a day are a list of meetings."""


def listed_days(known: Known, days: Sequence[DateUse]) -> list[DateUse]:
    """Return the dates that each are a meeting of their own: rows alike that begin with a day, and no items between."""
    if known.day is not None and not days:
        return []
    placed = _placed(known, days)
    candidates = [u for u in days if u.row.index in placed or (not placed and leads(u, known.lang) and not u.heading)]
    candidates = _bulleted(known, days) or candidates
    distinct = {(u.date.day, u.date.month) for u in candidates}
    if len(distinct) < 2 or len({u.row.index for u in candidates}) < 2:
        return []
    first, last = candidates[0].row.index, candidates[-1].row.index
    between = [i for i in known.programme.items if first < i.row.index < last]
    if between or any(u.date.until for u in candidates) or consecutive(known, candidates):
        return []
    timed = [u for u in candidates if u.time is not None]
    listed = all((u.row.marker and u.date.weekday is not None) or _is_day_only(u) for u in candidates)
    if len(candidates) == 2 and len(timed) < 2 and not (listed and _common_time(known, candidates)):
        return []
    return candidates


def _placed(known: Known, days: Sequence[DateUse]) -> set[int]:
    """Rows that are a day and nothing more, with a place of its own on the next row: two of them are two meetings."""
    made = known.rows
    alone = [u.row.index for u in days if _is_day_only(u) and u.row.index + 1 < len(made)]
    found = {k for k in alone if k + 1 not in known.programme.rows and is_place(made[k + 1].text)}
    return found if len(found) > 1 else set()


def _is_day_only(used: DateUse) -> bool:
    return used.date.span[0] < 2 and len(used.row.text) - used.date.span[1] < 3


def _bulleted(known: Known, days: Sequence[DateUse]) -> list[DateUse]:
    """Bullets that nearly all name one day are meetings, wherever in them the day stands."""
    marked = [u for u in days if u.row.marker]
    rows = {u.row.index: u for u in reversed(marked)}
    if len(rows) < _BULLETS or len(rows) < len(marked):
        return []
    within = [r for r in known.rows[min(rows) : max(rows) + 1] if r.marker == marked[0].row.marker]
    timed = sum(u.time is not None for u in rows.values())
    return list(reversed(rows.values())) if len(within) == len(rows) and timed * 2 > len(rows) else []


def consecutive(known: Known, candidates: Sequence[DateUse]) -> bool:
    """Days in a row without times are the days of one meeting."""
    if any(u.time or len(u.row.text) - (u.date.span[1] - u.date.span[0]) > 12 for u in candidates):
        return False
    days = sorted({d for u in candidates if (d := known.calendar.resolve(u.date)[0])})
    return len(days) > 1 and (days[-1] - days[0]).days == len(days) - 1


def leads(used: DateUse, lang: Language) -> bool:
    """The date stands first in its row, or in a list row behind a short label."""
    raw = used.row.text[: used.date.span[0]].rstrip()
    before = raw.strip(" -–•*")
    if (
        not before
        or _WEEKDAY.fullmatch(before)
        or lang["status.moved"].find(before)
        or lang["status.cancelled"].are(before)
    ):
        return len(used.row.text) < 90 or used.time is not None
    if "  " in raw and used.time is not None and not is_label(before.split("  ")[0], lang):
        return True  # a column of a table drawn with spaces
    labelled = raw.endswith((":", "-", "–")) and len(before) < 25 and not is_label(before.rstrip(" :"), lang)
    prose = len(before) >= 40 or re.search(r"[^\W\d_]{2}[.!?]\s", before)
    return (labelled or bool(used.row.marker or used.row.table)) and not prose


def list_meetings(known: Known, listed: Sequence[DateUse]) -> tuple[Meeting, ...]:
    """Return one meeting for each day of a list; a programme below the list is that of all of them."""
    common = _common_time(known, listed)
    found = entries(known, listed)
    outer = _outside(known, found)
    whole = document_fields(outer)
    by_entry = _uses_of(known, found)
    said = [own(known, entry, uses) for entry, uses in zip(found, by_entry, strict=True)]
    names = named(known, found, outer=whole, common=common is not None)
    off = any(one.off for one in said)
    items = [i for i in known.programme.items if i.row.index > listed[-1].row.index]
    made: list[Meeting] = []
    seen: set[tuple[Day, int, str]] = set()
    for entry, mine, (title, place) in zip(found, said, names, strict=True):
        day = resolved(known, entry.used)
        time = mine.time or common
        key = (day, time.start if time else -1, entry.used.row.text) if day else None
        if day is None or key is None or key in seen:
            continue
        seen.add(key)
        start, end = span(day, time)
        built = build(on_days(items, day, None), end) if items else Built((), None, ())
        known.told.extend(built.problems)
        status = whole.status if not off else Status.CANCELLED if mine.off else Status.CONFIRMED
        base = replace(whole, title=title or whole.title, start=start or day, end=end, slots=built.slots, status=status)
        made.append(_with_own(known, base, entry, mine, place))
    return tuple(made)


def _with_own(known: Known, base: Meeting, entry: Entry, mine: Own, place: str | None) -> Meeting:
    """Put what the entry says itself before what its list says of all."""
    lines = {**base.lines, "start": (entry.used.row.number,)}
    limit, where = limit_of(known.calendar, mine.limit) if mine.limit else (base.registration_deadline, ())
    lines |= {"registration_deadline": where} if where else {}
    lines |= {"registration_url": mine.link.lines} if mine.link else {}
    location = place or (mine.place.value if mine.place else None) or base.location
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


def _uses_of(known: Known, found: Sequence[Entry]) -> list[list[DateUse]]:
    """The days of the document by the entry they stand in."""
    made: list[list[DateUse]] = [[] for _ in found]
    position = 0
    for used in known.uses:
        while position < len(found) and used.row.index >= found[position].last:
            position += 1
        if position < len(found) and used.row.index >= found[position].first:
            made[position].append(used)
    return made


def _common_time(known: Known, listed: Sequence[DateUse]) -> Time | None:
    """A time that stands once for the meetings of a list that print none."""
    if all(u.time for u in listed):
        return None
    taken = known.programme.rows | {u.row.index for u in listed}
    above = previous_filled(known.rows, listed[0].row.index)
    lead = above.index if above is not None and above.text.endswith(":") else -1
    for row in known.rows:
        # A day on the row has that time for itself, but not where the row leads to the list.
        dated = any(not d.weak for d in row.found.dates) and row.index != lead
        if row.index in taken or not row.found.times or dated or known.lang["ignore.opening"].find(row.text):
            continue
        time = stated_span(list(row.found.times), row, known.lang)
        if time.marked or time.end is not None:
            return time
    return None
