"""Pass 5: the meetings of a document: one with its days, several in a list, or one programme on several dates."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date as Day
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kl_calendar.model.meeting import Meeting, Status
from kl_calendar.parse import fields
from kl_calendar.parse import problems as p
from kl_calendar.parse.building import Built, Placed, build, on_days, span
from kl_calendar.parse.days import Calendar, ordered
from kl_calendar.parse.facts import DateUse, Use, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kl_calendar.model.problem import Problem
    from kl_calendar.parse.items import Item
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.mentions import Time
    from kl_calendar.parse.programme import Programme
    from kl_calendar.parse.rows import Row

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that heads a day: its day, or only a weekday."""

    row: Row
    day: Day | None
    weekday: int | None = None
    until: Day | None = None
    time: Time | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Everything the passes found, for the ones that put it together."""

    rows: Sequence[Row]
    uses: Sequence[DateUse]
    programme: Programme
    lang: Language
    calendar: Calendar
    day: Day | None
    timezone: str
    outside_title: str | None
    told: list[Problem]


def meetings(known: Known) -> tuple[Meeting, ...]:
    """Return the meetings of a document."""
    days = [u for u in known.uses if u.use is Use.DAY]
    listed = _listed(known, days)
    if listed:
        return _list_meetings(known, listed)
    headings = _headings(known, days)
    sections = _sections(known, headings)
    base = _base(known, days, headings)
    if base is None:
        return ()
    sections = _aligned(sections, base, known)
    groups = _groups(sections, base, known)
    if len(groups) > 1:
        return tuple(_one(known, group, None, days) for group in groups)
    return _with_other_dates(known, _one(known, groups[0], base, days), days, base)


# ---------------------------------------------------------------- several meetings in a list


def _listed(known: Known, days: Sequence[DateUse]) -> list[DateUse]:
    """Return the dates that each are a meeting of their own: rows alike that begin with a day, and no items between."""
    if known.day is not None and not days:
        return []
    candidates = [u for u in days if _leads(u, known.lang) and not u.heading]
    distinct = {(u.date.day, u.date.month) for u in candidates}
    if len(distinct) < 2 or len(candidates) < 2:
        return []
    first, last = candidates[0].row.index, candidates[-1].row.index
    between = [i for i in known.programme.items if first < i.row.index < last]
    if between or any(u.date.until for u in candidates) or _consecutive(known, candidates):
        return []
    timed = [u for u in candidates if u.time is not None]
    if len(candidates) == 2 and len(timed) < 2:
        return []
    return candidates


def _consecutive(known: Known, candidates: Sequence[DateUse]) -> bool:
    """Days in a row without times are the days of one meeting."""
    if any(u.time or len(u.row.text) - (u.date.span[1] - u.date.span[0]) > 12 for u in candidates):
        return False
    days = sorted({d for u in candidates if (d := known.calendar.resolve(u.date)[0])})
    return len(days) > 1 and (days[-1] - days[0]).days == len(days) - 1


def _leads(used: DateUse, lang: Language) -> bool:
    """The date stands first in its row, or in a list row behind a short label."""
    before = used.row.text[: used.date.span[0]].strip(" -–•*")
    if not before:
        return len(used.row.text) < 90 or used.time is not None
    return bool(used.row.marker or used.row.table) and len(before) < 40 and not re.search(r"[.!?]\s", before)


def _list_meetings(known: Known, listed: Sequence[DateUse]) -> tuple[Meeting, ...]:
    common = _common_time(known, listed)
    made: list[Meeting] = []
    whole = _document_fields(known, [], set(known.programme.rows))
    items = [i for i in known.programme.items if i.row.index > listed[-1].row.index]
    seen: set[tuple[Day, int, str]] = set()
    for position, used in enumerate(listed):
        following = listed[position + 1].row.index if position + 1 < len(listed) else len(known.rows)
        day = _resolved(known, used)
        if day is None:
            continue
        time = used.time or common
        key = (day, time.start if time else -1, used.row.text)
        if key in seen:
            continue
        seen.add(key)
        start, end = span(day, time)
        built = build(on_days(items, day, None), end) if items else Built((), None, ())
        own_title, own_place = _entry(known, used, following, common=common is not None)
        location = own_place or whole.location
        made.append(
            replace(
                whole,
                title=own_title or whole.title,
                start=start or day,
                end=end,
                location=location,
                slots=built.slots,
                lines={**whole.lines, "start": (used.row.number,)},
            )  # fmt: skip
        )
        known.told.extend(built.problems)
    return tuple(made)


def _common_time(known: Known, listed: Sequence[DateUse]) -> Time | None:
    """A time that stands once for all meetings of a list."""
    if any(u.time for u in listed):
        return None
    for row in known.rows:
        if row.blank or row.found.dates or row.index in known.programme.rows or not row.found.times:
            continue
        time = row.found.times[0]
        if time.marked or time.end is not None:
            return time
    return None


def _entry(known: Known, used: DateUse, following: int, *, common: bool) -> tuple[str | None, str | None]:
    """Title and place of one meeting of a list, from its row, the row above it, or a labelled row below."""
    row, date = used.row, used.date
    marks = [*(t.span for t in row.found.times if not (date.weak and t.span[0] == date.span[0])), date.span]
    rest = row.text
    for first, last in sorted(marks, reverse=True):
        rest = rest[:first] + "\x00" + rest[last:]
    parts = [re.sub(r"(?i)^(?:kl\.?|klokken|den)\s*$", "", x).strip(" ,;:–—-\t()") for x in rest.split("\x00")]
    inner = len(parts) > 2 and parts[1]
    parts = [x for x in parts if x and not re.fullmatch(r"(?i)(?:obs!?\s*)?\w*dag\)?|den|kl\.?", x)]
    before = row.text[: date.span[0]].strip(" :–-•*")
    tail = inner or (parts[-1] if parts else "")
    if before and tail and tail != before:
        return None, tail
    if used.row.table or (tail and (common or _is_place_column(known, used))):
        return None, tail.split("  ")[0] if tail else None
    if tail and len(tail) > 2:
        return fields.clean_title(re.split(r"\s[–-]\s|\.\s", tail)[0], known.lang), None
    above = next((r for r in reversed(known.rows[: row.index]) if r.text), None)
    themes = [
        r
        for r in known.rows[row.index + 1 : following]
        if r.label and r.label[0].casefold() in ("tema", "emne", "topic", "thema", "theme")
    ]
    if themes and themes[0].label:
        return themes[0].label[1], None
    if above is not None and above.index == row.index - 1 and not above.found.dates and len(above.text) < 120:
        return above.text, None
    section = next(
        (r for r in reversed(known.rows[: row.index]) if r.text and not r.found.dates and len(r.text) < 60), None
    )
    return (section.text if section else None), None


def _is_place_column(known: Known, used: DateUse) -> bool:
    """The table's head names a place column."""
    above = [r for r in known.rows[max(0, used.row.index - 14) : used.row.index] if r.text and not r.found.dates]
    return bool(above) and (known.lang["labels.date"].lead(above[-1].text) is not None) and len(above[-1].text) < 80


# ---------------------------------------------------------------- one meeting, one or several days


def _resolved(known: Known, used: DateUse) -> Day | None:
    day, guessed = known.calendar.resolve(used.date)
    if day is None:
        return None
    if guessed:
        known.told.append(p.YEAR_GUESSED.at(used.row.number, used.row.text, year=day.year))
    if (
        used.date.weekday is not None
        and day.weekday() != used.date.weekday
        and (used.date.year is not None or not guessed)
    ):
        known.told.append(
            p.WEEKDAY_MISMATCH.at(
                used.row.number, used.row.text, day=day.isoformat(), weekday=_NAMES[used.date.weekday]
            )
        )
    return day


def _headings(known: Known, days: Sequence[DateUse]) -> list[Heading]:
    """Return the rows that head days, in order: with a date, or with a weekday alone."""
    dated = {u.row.index: u for u in days if u.heading}
    made: list[Heading] = []
    for row in known.rows:
        used = dated.get(row.index)
        if used is not None:
            day = _resolved(known, used)
            until = known.calendar.until(used.date, day) if day else None
            made.append(Heading(row, day, used.date.weekday, until, used.time))
        elif is_weekday_heading(row):
            made.append(Heading(row, None, row.found.weekdays[0].number))
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
        while position < len(marks) and marks[position].row.index < one.row.index:
            made.append((marks[position], []))
            position += 1
        made[-1][1].append(one)
    return [(h, items) for h, items in made if items]


@dataclass(frozen=True, slots=True)
class Base:
    """The meeting's first day as its header says it, with the time that stands there."""

    day: Day
    until: Day | None
    time: Time | None
    used: DateUse | None


def _base(known: Known, days: Sequence[DateUse], headings: Sequence[Heading]) -> Base | None:
    ranked = sorted(days, key=lambda u: (-u.score, u.row.index))
    best = ranked[0] if ranked else None
    if best is None:
        if known.day is None:
            return None
        first = next((h.weekday for h in headings if h.weekday is not None), None)
        first = first if first is not None else _spoken_weekday(known)
        day = known.day + timedelta(days=(first - known.day.weekday()) % 7) if first is not None else known.day
        return Base(day, None, _loose_time(known), None)
    day = _resolved(known, best)
    if day is None:
        return Base(known.day, None, best.time, best) if known.day else None
    until = known.calendar.until(best.date, day)
    alone = [u for u in days if _leads(u, known.lang)]
    if until is None and not known.programme.items and _consecutive(known, alone):
        resolved = sorted(d for u in alone if (d := known.calendar.resolve(u.date)[0]))
        day, until = resolved[0], resolved[-1]
    time = _fullest(u.time for u in ranked if (u.date.day, u.date.month) == (best.date.day, best.date.month))
    if time is None:
        time = _loose_time(known)
    return Base(day, until, time, best)


def _fullest(times: Iterable[Time | None]) -> Time | None:
    """The first of the times printed with a day; one with the same start and an end too says more."""
    known = [t for t in times if t is not None]
    return next((t for t in known if t.start == known[0].start and t.end is not None), known[0]) if known else None


def _spoken_weekday(known: Known) -> int | None:
    rows = [r for r in known.rows if r.text][:3]
    return next((r.found.weekdays[0].number for r in rows if r.found.weekdays), None)


def _loose_time(known: Known) -> Time | None:
    """The meeting's time where it stands apart from its date: in a time label, or in a sentence that says when it is."""
    for row in known.rows:
        if row.blank or not row.found.times or row.index in known.programme.rows:
            continue
        label = row.label
        if label and (known.lang["labels.time"].are(label[0])):
            return row.found.times[0]
    for row in known.rows:
        if row.blank or row.index in known.programme.rows or row.label:
            continue
        if known.programme.items and row.index > known.programme.items[0].row.index:
            break
        for time in row.found.times:
            said, at = sentence(row.text, time.span[0])
            if (
                known.programme.items
                and len(said) > 80
                and not fields.HOLDS.search(said)
                and not known.lang["letter.invites"].find(said)
            ):
                continue
            if (
                time.end is not None
                and not known.lang["ignore.opening"].find(said)
                and not known.lang["deadline.words"].find(said[:at])
            ):
                return time
            both = [t for t in row.found.times if t.span[0] >= time.span[0]]
            if len(both) >= 2 and re.search(
                r"(?i)slutter|ends|endet|slutar", row.text[both[0].span[1] : both[1].span[0]]
            ):
                return replace(both[0], end=both[1].start)
    return None


def _aligned(
    sections: list[tuple[Heading | None, list[Item]]], base: Base, known: Known
) -> list[tuple[Heading | None, list[Item]]]:
    """Where a printed range has one day more than the clock shows, and text without times stands first, that is day one."""
    if base.until is None or len(sections) != 1 or sections[0][0] is not None or base.used is None:
        return sections
    items = sections[0][1]
    shown = on_days(items, base.day, base.until)
    before = [r for r in known.rows[base.used.row.index + 1 : items[0].row.index] if r.text]
    if before and shown[-1].day == base.until - timedelta(days=1):
        return [(Heading(base.used.row, base.day + timedelta(days=1), None, base.until), items)]
    return sections


@dataclass(frozen=True, slots=True)
class Group:
    """The days of one meeting with their items."""

    placed: tuple[Placed, ...]
    first: Day
    last: Day


def _groups(sections: Sequence[tuple[Heading | None, list[Item]]], base: Base, known: Known) -> list[Group]:
    """Give every section its day; sections far apart are meetings of their own."""
    day = base.day
    dated: list[tuple[Day, list[Placed]]] = []
    for heading, items in sections:
        if heading is not None and heading.day is not None:
            day = heading.day
        elif heading is not None and heading.weekday is not None:
            day += timedelta(days=(heading.weekday - day.weekday()) % 7)
        placed = on_days(items, day, heading.until if heading else base.until)
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
    made = [
        Group(tuple(x for _, xs in group for x in xs), group[0][0], max(x.day for _, xs in group for x in xs))
        for group in groups
    ]
    return made if len(made) > 1 and all(len(g.placed) > 1 for g in made) else [_joined(made)]


def _joined(groups: Sequence[Group]) -> Group:
    placed = tuple(x for g in groups for x in g.placed)
    return Group(placed, min(g.first for g in groups), max(g.last for g in groups))


def _one(known: Known, group: Group, base: Base | None, days: Sequence[DateUse]) -> Meeting:
    """Put one meeting together."""
    first = group.first
    start, stated_end = span(base.day, base.time) if base else (None, None)
    if base and base.day != first and group.placed:
        start, stated_end = (start, stated_end) if base.day < first and (first - base.day).days <= 3 else (None, None)
    last_end = stated_end if stated_end and stated_end.date() >= group.last else None
    built = build(group.placed, last_end)
    known.told.extend(built.problems)
    until = base.until if base else None
    end = _end(start, stated_end, built, group, until)
    begins: datetime | Day = start or (built.slots[0].start if built.slots else (base.day if base else first))
    if built.slots and start is not None and not built.slots[0].start.date() == start.date():
        begins = min(start, built.slots[0].start)
    whole = _document_fields(known, days, set(known.programme.rows))
    return replace(whole, start=begins, end=end, slots=built.slots)


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


def _with_other_dates(known: Known, first: Meeting, days: Sequence[DateUse], base: Base) -> tuple[Meeting, ...]:
    """The same programme on several dates: the dates stand inside it, and nothing else says when it is."""
    del days, base
    return (first,)


# ---------------------------------------------------------------- the fields all meetings share


def _document_fields(known: Known, days: Sequence[DateUse], slots: set[int]) -> Meeting:
    rows, lang = known.rows, known.lang
    every = [u for u in known.uses if u.use is Use.DAY] if not days else days
    title = fields.title(rows, every, slots, lang, known.outside_title)
    place = fields.place(rows, every, slots, lang)
    link, mail = fields.registration(rows, lang)
    limit, limit_lines = _deadline(known)
    organizer, host = fields.hosts(rows, lang)
    letter = next((u for u in known.uses if u.use is Use.LETTER), None)
    cancelled = fields.is_cancelled(rows, title.value if title else "", lang)
    lines = {
        "title": title.lines if title else (), "location": place.lines if place else (),
        "registration_url": link.lines if link else (), "registration_deadline": limit_lines,
    }  # fmt: skip
    return Meeting(
        title=title.value if title else "Program",
        start=Day.min,
        timezone=known.timezone,
        location=place.value if place else None,
        registration_url=with_scheme(link.value) if link else None,
        registration_email=mail.value if mail and not link else None,
        registration_deadline=limit,
        join_url=fields.join_url(rows),
        status=Status.CANCELLED if cancelled else Status.CONFIRMED,
        language=lang.code,
        organizer=organizer,
        host=host,
        audience=fields.audience(rows, lang),
        document_date=(known.calendar.resolve(letter.date)[0] if letter else None) or known.calendar.letter,
        lines={name: found for name, found in lines.items() if found},
    )


def with_scheme(url: str) -> str:
    """A host printed without its scheme is reached by https."""
    return url if url.startswith(("http://", "https://")) else f"https://{url}"


def _deadline(known: Known) -> tuple[datetime | Day | None, tuple[int, ...]]:
    used = fields.deadline(known.uses, known.rows, known.lang, None)
    if used is None:
        return None, ()
    day, _ = known.calendar.resolve(used.date)
    if day is None:
        return None, ()
    said, _ = sentence(used.row.text, used.date.span[0])
    behind = [
        t
        for t in used.row.found.times
        if t.span[0] >= used.date.span[1] and t.span[0] - used.date.span[1] < 12 and t.end is None
    ]
    if behind and said:
        return fields.moment(day, behind[0].start), (used.row.number,)
    return day, (used.row.number,)


def calendar(uses: Sequence[DateUse], rows: Sequence[Row], *, dated: Day | None, around: Day | None) -> Calendar:
    """Gather what a document says about years."""
    letter = next((u for u in uses if u.use is Use.LETTER and u.date.year), None)
    letter_day = Calendar().resolve(letter.date)[0] if letter else None
    heading = [y for r in [r for r in rows if r.text and not r.furniture][:3] for y in r.found.years]
    printed = [u.date.year for u in sorted(uses, key=lambda u: -u.score) if u.date.year and u.use is not Use.LETTER]
    loose = [y for r in rows for y in r.found.years if not r.furniture]
    return Calendar(letter_day or dated, around, ordered([*heading, *printed, *loose]))
