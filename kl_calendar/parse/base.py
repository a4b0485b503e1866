"""The day and time a meeting is said to begin, out of all days its document names."""

from __future__ import annotations

from datetime import date as Day
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.parse.dates import RANGE_GAP
from kl_calendar.parse.facts import stated_span
from kl_calendar.parse.known import Known, resolved
from kl_calendar.parse.listing import consecutive, leads
from kl_calendar.parse.placewords import holds
from kl_calendar.parse.sentences import says_hours, sentence
from kl_calendar.parse.uses import DateUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kl_calendar.parse.mentioned import Time
    from kl_calendar.parse.rows import Row

_PROSE = 80
"""A longer sentence with times is about something else, unless it says that the meeting is held."""
_BEGIN_BY = 12
"""Characters between the word that begins a meeting and the time it does so."""


class Heading(NamedTuple):
    """A row that heads a day: its day, or only a weekday."""

    row: Row
    day: Day | None
    weekday: int | None = None
    until: Day | None = None
    time: Time | None = None


class Base(NamedTuple):
    """The meeting's first day as its header says it, with the time that stands there."""

    day: Day
    until: Day | None
    time: Time | None
    used: DateUse | None


def base_of(known: Known, days: Sequence[DateUse], headings: Sequence[Heading]) -> Base | None:
    """Return it from the days a document names, and from the weekdays that head its days; None where it names none."""
    ranked = sorted(days, key=lambda u: (-u.score, u.row.index))
    best = ranked[0] if ranked else None
    if best is None:
        if known.day is None:
            return None
        opening = known.programme.items[0].row.index if known.programme.items else len(known.rows)
        first = next((h.weekday for h in headings if h.weekday is not None and h.row.index < opening), None)
        first = first if first is not None else _spoken_weekday(known)
        day = known.day + timedelta(days=(first - known.day.weekday()) % 7) if first is not None else known.day
        return Base(day, None, _loose_time(known), None)
    first_day = resolved(known, best)
    if first_day is None:
        return Base(known.day, None, best.time, best) if known.day else None
    day = first_day
    until = known.calendar.until(best.date, day)
    if until is None and not known.programme.items:
        until = _until(known, days, best)
    alone = [u for u in days if leads(u, known.lang)]
    if until is None and not known.programme.items and consecutive(known, alone):
        every = sorted(d for u in alone if (d := known.calendar.resolve(u.date)[0]))
        day, until = every[0], every[-1]
    time = _fullest(u.time for u in ranked if (u.date.day, u.date.month) == (best.date.day, best.date.month))
    if time is None:
        time = _loose_time(known)
    return Base(day, until, time, best)


def _until(known: Known, days: Sequence[DateUse], best: DateUse) -> Day | None:
    """The last day where another row names it: `25. og 26. september`, and below each day with its hours."""
    first = resolved(known, best)
    joined = _joined(best, days)
    if joined is not None and first is not None:
        return known.calendar.until(best.date._replace(until=(joined.date.day, joined.date.month)), first)
    spans = (
        known.calendar.until(u.date, first) for u in days if u.date.until and first and resolved(known, u) == first
    )
    return next(spans, None)


def _joined(best: DateUse, days: Sequence[DateUse]) -> DateUse | None:
    """`torsdag den 27. januar kl. 8 - fredag den 28. januar kl. 12`: the last day, in the same row behind a dash."""
    text, clock = best.row.text, best.time.span[1] if best.time else 0
    first = max(best.date.span[1], clock)
    behind = (u for u in days if u.row.index == best.row.index and u.date.span[0] >= first)
    return next((u for u in behind if RANGE_GAP.fullmatch(text[first : u.date.span[0]])), None)


def _fullest(times: Iterable[Time | None]) -> Time | None:
    """The first of the times printed with a day; one with the same start and an end too says more."""
    known = [t for t in times if t is not None]
    return next((t for t in known if t.start == known[0].start and t.end is not None), known[0]) if known else None


def _spoken_weekday(known: Known) -> int | None:
    rows = [r for r in known.rows if r.text][:3]
    return next((r.found.weekdays[0].number for r in rows if r.found.weekdays), None)


def _loose_time(known: Known) -> Time | None:
    """The meeting's time where it stands apart from its date: in a time label, else in a sentence that says when."""
    free = [r for r in known.rows if r.found.times and r.index not in known.programme.rows]
    for row in free:
        if row.label and known.lang["labels.time"].are(row.label[0]):
            return row.found.times[0]
    first = known.programme.items[0].row.index if known.programme.items else len(known.rows)
    spoken = (_time_said(row, known) for row in free if not row.label and row.index < first)
    return next((t for t in spoken if t is not None), None)


def _time_said(row: Row, known: Known) -> Time | None:
    """A range (or `begynder … og slutter …`) in a sentence about when the meeting is."""
    for time in row.found.times:
        said, at = sentence(row.text, time.span[0])
        if (
            known.programme.items
            and len(said) > _PROSE
            and not holds(said)
            and not known.lang["letter.invites"].find(said)
        ):
            continue
        other = says_hours(said, known.lang) or known.lang["deadline.words"].find(said[:at])
        begins = known.lang["time.begins"].find(said[:at])
        if not other and (time.end is not None or (begins and at - begins.end() < _BEGIN_BY)):
            return time
        whole = stated_span([t for t in row.found.times if t.span[0] >= time.span[0]], row, known.lang)
        if time.end is None and whole.end is not None:
            return whole
    return None
