"""Pass 5: the meetings of a document: one with its days, several in a list, or one programme on several days."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date as Day
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.model.meeting import Status
from kl_calendar.parse.base import Base, Heading, base_of
from kl_calendar.parse.building import Built, Placed, build, on_days, span
from kl_calendar.parse.common import document_fields
from kl_calendar.parse.dates import RANGE_GAP
from kl_calendar.parse.days import moment
from kl_calendar.parse.entries import Entry, own
from kl_calendar.parse.heading import clean_title
from kl_calendar.parse.known import Known, resolved
from kl_calendar.parse.listed import list_meetings, uses_of, with_own
from kl_calendar.parse.listing import listed_days
from kl_calendar.parse.overrides import moved
from kl_calendar.parse.placewords import is_place
from kl_calendar.parse.sentences import sentence
from kl_calendar.parse.uses import DateUse, Use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.model.meeting import Meeting
    from kl_calendar.parse.items import Item
    from kl_calendar.parse.mentioned import Time
    from kl_calendar.parse.rows import Row

_AND = re.compile(
    r"(?i)\s*(?:kl\.?\s*[\d.:–-]+)?\s*(?:,|og|och|and|und|samt|&)?\s*(?:igen|gentages|(?:på|om|am|on))?\s*"
)
_LIST = 3
"""So many days far from each other, with one item each, are the entries of a calendar."""
_LONG = timedelta(hours=1)
_STAGE = 60
"""A longer row heads no stage."""
_CLOSE_BY = 25
"""Characters between the verb that closes a meeting and the time it does so."""


def meetings(known: Known) -> tuple[Meeting, ...]:
    """Return the meetings of a document."""
    days = [u for u in known.uses if u.use is Use.DAY]
    listed = listed_days(known, days)
    if listed:
        return list_meetings(known, listed)
    headings = _headings(known, days)
    sections = _sections(known, headings)
    base = base_of(known, days, headings)
    if base is None:
        return ()
    sections = _aligned(sections, base, known)
    groups = _groups(sections, base, known)
    if len(groups) > 1:
        alone = len(groups) >= _LIST and all(len(g.placed) == 1 for g in groups)
        made = [_entry(known, group) if alone else _one(known, group, None) for group in groups]
        return tuple(made) if alone else tuple(_with_own_fields(known, days, groups, made))
    return _repeated(known, _one(known, groups[0], base), days, base)


def _headings(known: Known, days: Sequence[DateUse]) -> list[Heading]:
    """Return the rows that head days, in order: with a date, or with a weekday alone."""
    dated = {u.row.index: u for u in days if u.heading}
    made: list[Heading] = []
    for row in known.rows:
        used = dated.get(row.index)
        if used is not None:
            day = resolved(known, used)
            until = known.calendar.until(used.date, day) if day else None
            made.append(Heading(row, day, used.date.weekday, until, used.time))
        elif is_weekday_heading(row):
            made.append(Heading(row, None, row.found.weekdays[0].number))
    return made or _weekdays_of_items(known)


def _weekdays_of_items(known: Known) -> list[Heading]:
    """`Lørdag 9.00: …`: where no row heads a day, the first item of each weekday does."""
    made: list[Heading] = []
    for anchor in known.programme.anchors:
        if anchor.weekday is not None and (not made or made[-1].weekday != anchor.weekday):
            made.append(Heading(anchor.row, None, anchor.weekday))
    return made


def is_weekday_heading(row: Row) -> bool:
    """A row that is a weekday and at most a word or two more."""
    if len(row.found.weekdays) != 1 or row.found.times or row.found.dates or row.furniture:
        return False
    rest = row.text[: row.found.weekdays[0].span[0]] + row.text[row.found.weekdays[0].span[1] :]
    return len(re.findall(r"\w+", rest)) <= 1 and row.found.weekdays[0].span[0] < 12


def _sections(known: Known, headings: Sequence[Heading]) -> list[tuple[Heading | None, list[Item]]]:
    """Return the items below each day heading; those before the first heading stand under None."""
    made: list[tuple[Heading | None, list[Item]]] = [(None, [])]
    marks = sorted(headings, key=lambda h: h.row.index)
    position = 0
    for one in known.programme.items:
        while position < len(marks) and marks[position].row.index <= one.row.index:
            made.append((marks[position], []))
            position += 1
        made[-1][1].append(one)
    return [(h, items) for h, items in made if items]


def _aligned(
    sections: list[tuple[Heading | None, list[Item]]], base: Base, known: Known
) -> list[tuple[Heading | None, list[Item]]]:
    """A printed range with one day more than the clock shows: the text without times that stands first is day one."""
    if base.until is None or len(sections) != 1 or sections[0][0] is not None or base.used is None:
        return sections
    items = sections[0][1]
    shown = on_days(items, base.day, base.until)
    before = [r for r in known.rows[base.used.row.index + 1 : items[0].row.index] if r.text]
    if before and shown[-1].day == base.until - timedelta(days=1):
        return [(Heading(base.used.row, base.day + timedelta(days=1), None, base.until), items)]
    return sections


class Group(NamedTuple):
    """The days of one meeting with their items."""

    placed: tuple[Placed, ...]
    first: Day
    last: Day
    time: Time | None = None
    """The hours printed with its day, where a row with both heads it."""


def _groups(sections: Sequence[tuple[Heading | None, list[Item]]], base: Base, known: Known) -> list[Group]:
    """Give every section its day; sections far apart are meetings of their own."""
    day = base.day
    dated: list[tuple[Day, list[Placed]]] = []
    weekday_heads = [h for h, _ in sections if h is not None and h.day is None]
    # As many weekday headings as days are printed: they are those days, whatever the guessed year makes of them.
    printed = base.until is not None and len(weekday_heads) == len(sections) == (base.until - base.day).days + 1
    for heading, items in sections:
        if heading is not None and heading.day is not None:
            day = heading.day
        elif heading is not None and heading.weekday is not None and printed:
            day = base.day + timedelta(days=weekday_heads.index(heading))
        elif heading is not None and heading.weekday is not None:
            day += timedelta(days=(heading.weekday - day.weekday()) % 7)
        ends = base.time is not None and base.time.end is not None
        one_day = base.until is None and (ends or _on_stages(items, known))
        placed = on_days(items, day, heading.until if heading else base.until, one_day=one_day)
        dated.append((day, placed))
        day = placed[-1].day if placed else day
    if not dated:
        return [Group((), base.day, base.until or base.day)]
    groups: list[list[tuple[Day, list[Placed]]]] = []
    for one in dated:
        if groups and one[0] - groups[-1][-1][1][-1].day <= timedelta(days=2) and one[0] >= groups[-1][0][0]:
            groups[-1].append(one)
        else:
            groups.append([one])
    hours = {h.day: h.time for h, _ in sections if h is not None and h.day is not None}
    made = [
        Group(
            tuple(x for _, xs in group for x in xs),
            group[0][0],
            max(x.day for _, xs in group for x in xs),
            hours.get(group[0][0]),
        )
        for group in groups
    ]
    several = all(len(g.placed) > 1 for g in made) or (len(made) >= _LIST and all(len(g.placed) == 1 for g in made))
    return made if len(made) > 1 and several else [_joined(made)]


def _on_stages(items: Sequence[Item], known: Known) -> bool:
    """Tell whether the clock falls back only below rows that head no day: stages beside each other."""
    falls = [(a.row.index, b.row.index) for a, b in pairwise(items) if b.start < a.start]
    return bool(falls) and all(any(_heads_stage(known, k) for k in range(a + 1, b)) for a, b in falls)


def _heads_stage(known: Known, index: int) -> bool:
    """A short row below a blank one, that speaks of no time and no `Dag 2`."""
    row = known.rows[index]
    alone = known.rows[index - 1].blank and not row.blank and len(row.text) < _STAGE
    said = row.found
    return alone and not (said.times or said.dates or said.weekdays or known.lang["time.day"].find(row.text))


def _joined(groups: Sequence[Group]) -> Group:
    placed = tuple(x for g in groups for x in g.placed)
    return Group(placed, min(g.first for g in groups), max(g.last for g in groups))


def _one(known: Known, group: Group, base: Base | None) -> Meeting:
    """Put one meeting together."""
    first = group.first
    start, stated_end = span(base.day, base.time) if base else span(first, group.time)
    if base and base.day != first and group.placed:
        start, stated_end = (start, stated_end) if base.day < first and (first - base.day).days <= 3 else (None, None)
    until = base.until if base else None
    last_end = (
        stated_end
        if stated_end and stated_end.date() >= (until if until and not group.placed else group.last)
        else _said_end(known, group, until)
    )
    built = build(group.placed, last_end)
    known.told.extend(built.problems)
    end = _end(start, last_end if until else stated_end, built, group, until)
    opens = min((s.start for s in built.slots), default=None)  # a stage that is printed later may open first
    begins: datetime | Day = start or opens or (base.day if base else first)
    if built.slots and start is not None and _begins_before(built.slots[0].start, start, stated_end):
        begins = min(start, built.slots[0].start)
    whole = document_fields(known)
    return replace(whole, start=begins, end=end, slots=built.slots)


def _with_own_fields(
    known: Known, days: Sequence[DateUse], groups: Sequence[Group], made: Sequence[Meeting]
) -> list[Meeting]:
    """Give each of several meetings the place, link and deadline that stand under its own heading."""
    heads = [next((u for u in days if u.heading and resolved(known, u) == g.first), None) for g in groups]
    rows = [u.row.index for u in heads if u is not None]
    if len(rows) < len(groups) or any(b <= a for a, b in pairwise(rows)):
        return list(made)
    ends = [*rows[1:], len(known.rows)]
    found = [Entry(u, u.row.index, end) for u, end in zip(heads, ends, strict=True) if u is not None]
    uses = uses_of(known, found)
    said = [own(known, entry, mine) for entry, mine in zip(found, uses, strict=True)]
    if sum(bool(one.place and one.place.lines) for one in said) < len(said):
        said = [one._replace(place=None) for one in said]  # a place under one heading only is that of all
    return [with_own(known, m, e, one, None) for m, e, one in zip(made, found, said, strict=True)]


def _entry(known: Known, group: Group) -> Meeting:
    """A day far from the others with one item alone is the entry of a calendar: the item is the meeting."""
    built = build(group.placed, None)
    item = group.placed[0].item
    whole = document_fields(known)
    if not built.slots:
        return replace(whole, start=group.first, slots=())
    (slot,) = built.slots
    place = slot.location or next((n for n in item.notes if is_place(n)), None)
    off = known.lang["status.cancelled"].find(slot.title)
    return replace(
        whole,
        title=clean_title(slot.title, known.lang),
        start=slot.start,
        end=slot.end,
        location=place or whole.location,
        status=Status.CANCELLED if off else whole.status,
        slots=(),
        lines={**whole.lines, "start": (item.row.number,)},
    )


def _begins_before(first: datetime, start: datetime, stated_end: datetime | None) -> bool:
    """The programme begins on another day, or long before a time with no end, which was said of something else."""
    return first.date() != start.date() or (stated_end is None and start - first > _LONG)


def _said_end(known: Known, group: Group, until: Day | None) -> datetime | None:
    """The end of the last day, beside the programme: its own hours, or `Mødet forventes afsluttet kl. 16.30.`"""
    last = group.placed[-1] if group.placed else None
    day = last.day if last else until
    own = (u for u in known.uses if u.use is Use.DAY and day and (u.date.day, u.date.month) == (day.day, day.month))
    closing = next((end for u in own if (end := _closing(u)) is not None), None) if last is None else None
    if day is None or closing is not None:
        return moment(day, closing) if day and closing is not None else None
    for row in known.rows if day else ():
        if row.index in known.programme.rows or any(known.calendar.resolve(d)[0] != day for d in row.found.dates):
            continue
        for time in row.found.times:
            said, at = sentence(row.text, time.span[0])
            closes = known.lang["kind.closes"].find(said[:at])
            near = closes and at - closes.end() < _CLOSE_BY
            if near and time.end is None and (last is None or time.start > last.item.start):
                return moment(day, time.start)
    return None


def _closing(used: DateUse) -> int | None:
    """When a last day ends by its own row: its hours' end, or the one time behind `… kl. 8 - fredag den 28. kl.`"""
    before = used.row.text[: used.date.span[0]].rstrip()
    joined = bool(before) and RANGE_GAP.fullmatch(before[-1]) is not None
    return (used.time.end or (used.time.start if joined else None)) if used.time else None


def _end(
    start: datetime | None, stated: datetime | None, built: Built, group: Group, until: Day | None
) -> datetime | Day | None:
    if stated is not None and stated.date() >= group.last and not (until and until > stated.date()):
        return stated
    if built.end is not None and (start is None or built.end > start):
        return built.end
    if until is not None and not built.slots:
        return until if start is None else None
    return stated if stated and not built.slots else None


def _repeated(known: Known, first: Meeting, days: Sequence[DateUse], base: Base) -> tuple[Meeting, ...]:
    """The same programme on several days: the row of the meeting's day names them one after the other."""
    if base.used is None or base.until or known.lang["status.moved"].find(base.used.row.text):
        return (first,)
    row = base.used.row
    same = [u for u in days if u.row.index == row.index]
    joined = [b for a, b in pairwise(same) if _AND.fullmatch(row.text[a.date.span[1] : b.date.span[0]])]
    found = (resolved(known, u) for u in joined)
    others = dict.fromkeys(d for d in found if d is not None and d != first.day)
    return (first, *(moved(first, d) for d in others))
