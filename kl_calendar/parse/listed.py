"""Several meetings in a list: rows alike that each begin with a day."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kl_calendar.model.meeting import Status
from kl_calendar.parse.building import Built, build, on_days, span
from kl_calendar.parse.common import document_fields
from kl_calendar.parse.facts import stated_span
from kl_calendar.parse.heading import clean_title
from kl_calendar.parse.known import resolved
from kl_calendar.parse.place import without_verb
from kl_calendar.parse.rows import previous_filled
from kl_calendar.parse.texts import has_address, is_label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date as Day

    from kl_calendar.model.meeting import Meeting
    from kl_calendar.parse.facts import DateUse
    from kl_calendar.parse.known import Known
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.mentions import Time


def listed_days(known: Known, days: Sequence[DateUse]) -> list[DateUse]:
    """Return the dates that each are a meeting of their own: rows alike that begin with a day, and no items between."""
    if known.day is not None and not days:
        return []
    candidates = [u for u in days if leads(u, known.lang) and not u.heading]
    distinct = {(u.date.day, u.date.month) for u in candidates}
    if len(distinct) < 2 or len(candidates) < 2:
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


def _is_day_only(used: DateUse) -> bool:
    return used.date.span[0] < 2 and len(used.row.text) - used.date.span[1] < 3


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
    if not before or lang["status.moved"].find(before) or lang["status.cancelled"].are(before):
        return len(used.row.text) < 90 or used.time is not None
    labelled = raw.endswith((":", "-", "–")) and len(before) < 25 and not is_label(before.rstrip(" :"), lang)
    prose = len(before) >= 40 or re.search(r"[^\W\d_]{2}[.!?]\s", before)
    return (labelled or bool(used.row.marker or used.row.table)) and not prose


def list_meetings(known: Known, listed: Sequence[DateUse]) -> tuple[Meeting, ...]:
    """Return one meeting for each day of a list; a programme below the list is that of all of them."""
    common = _common_time(known, listed)
    made: list[Meeting] = []
    whole = document_fields(known)
    items = [i for i in known.programme.items if i.row.index > listed[-1].row.index]
    seen: set[tuple[Day, int, str]] = set()
    off = _called_off(known, listed)
    for position, used in enumerate(listed):
        following = listed[position + 1].row.index if position + 1 < len(listed) else len(known.rows)
        day = resolved(known, used)
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
                status=_status(used, off, whole.status),
                slots=built.slots,
                lines={**whole.lines, "start": (used.row.number,)},
            )
        )
        known.told.extend(built.problems)
    return tuple(made)


def _called_off(known: Known, listed: Sequence[DateUse]) -> frozenset[int]:
    """Return the rows of the list whose own text calls their meeting off."""
    ends = [*(u.row.index for u in listed[1:]), len(known.rows)]
    off: set[int] = set()
    for used, end in zip(listed, ends, strict=True):
        texts = [known.rows[k].text for k in range(used.row.index, min(end, used.row.index + 4))]
        if any(known.lang["status.cancelled"].find(t) and not known.lang["status.moved"].find(t) for t in texts):
            off.add(used.row.index)
    return frozenset(off)


def _status(used: DateUse, off: frozenset[int], whole: Status) -> Status:
    """Where single meetings are called off, the others take place, whatever the page as a whole seems to say."""
    if not off:
        return whole
    return Status.CANCELLED if used.row.index in off else Status.CONFIRMED


def _common_time(known: Known, listed: Sequence[DateUse]) -> Time | None:
    """A time that stands once for the meetings of a list that print none."""
    if all(u.time for u in listed):
        return None
    taken = known.programme.rows | {u.row.index for u in listed}
    for row in known.rows:
        if row.index in taken or not row.found.times or row.found.dates or known.lang["ignore.opening"].find(row.text):
            continue
        time = stated_span(list(row.found.times), row, known.lang)
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
    parts = [x for x in parts if any(c.isalpha() for c in x) and not known.lang["status.cancelled"].are(x)]
    tail = inner or (parts[-1] if parts else "")
    if before and tail and tail != before:
        return None, without_verb(tail)
    if used.row.table or (tail and (common or _is_place_column(known, used))):
        return None, without_verb(tail.split("  ")[0]) if tail else None
    if tail and len(tail) > 2:
        return clean_title(re.split(r"\s[–-]\s|\.\s", tail)[0], known.lang), None
    above = previous_filled(known.rows, row.index)
    themes = [
        r for r in known.rows[row.index + 1 : following] if r.label and known.lang["columns.title"].are(r.label[0])
    ]
    if themes and themes[0].label:
        return themes[0].label[1], None
    below = known.rows[row.index + 1] if row.index + 1 < following else None
    opens = row.index == 0 or known.rows[row.index - 1].blank
    if opens and below is not None and below.text and not below.found.dates and len(below.text) < 120:
        return (None, below.text) if has_address(below.text) else (below.text, None)
    if above is not None and above.index == row.index - 1 and not above.found.dates and len(above.text) < 120:
        return above.text, None
    preceding = (known.rows[k] for k in range(row.index - 1, -1, -1))
    section = next((r for r in preceding if r.text and not r.found.dates and len(r.text) < 60), None)
    return (section.text if section else None), None


def _is_place_column(known: Known, used: DateUse) -> bool:
    """The table's head names a place column."""
    above = [r for r in known.rows[max(0, used.row.index - 14) : used.row.index] if r.text and not r.found.dates]
    return bool(above) and (known.lang["labels.date"].lead(above[-1].text) is not None) and len(above[-1].text) < 80
