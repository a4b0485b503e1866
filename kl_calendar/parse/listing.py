"""Which days of a document are each a meeting of their own: rows alike, and no programme between them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from kl_calendar.parse.dates import weekday
from kl_calendar.parse.daytable import Tabled, in_role, tabled
from kl_calendar.parse.facts import stated_span
from kl_calendar.parse.mentions import scan
from kl_calendar.parse.placewords import holds, is_place
from kl_calendar.parse.rows import previous_filled
from kl_calendar.parse.sentences import says_hours, sentence
from kl_calendar.parse.texts import is_label, is_section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.known import Known
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.mentioned import Time
    from kl_calendar.parse.uses import DateUse

_TITLE = 60
"""A longer row above a sentence with a day is no title."""
_NAME = 45
"""A longer text before the colon before a day is no name of a place or a group."""
_BULLETS = 3
"""So many bullets that each name a day are a list of meetings."""


def listed_days(known: Known, days: Sequence[DateUse]) -> list[DateUse]:
    """Return the dates that each are a meeting of their own: rows alike that begin with a day, and no items between."""
    if known.day is not None and not days:
        return []
    candidates = (
        _tabled(known, days)
        or _placed(known, days)
        or _bulleted(known, days)
        or _labelled(known, days)
        or _paragraphs(known, days)
        or _leading(known, days)
        or _under_titles(known, days)
    )
    distinct = {(u.date.day, u.date.month) for u in candidates}
    if len(distinct) < 2 or len({u.row.index for u in candidates}) < 2:
        return []
    first, last = candidates[0].row.index, candidates[-1].row.index
    between = [i for i in known.programme.items if first < i.row.index < last]
    one = any(u.date.until for u in candidates) or _is_whole(known, days, candidates)
    if between or one or consecutive(known, candidates) or _is_agenda(known, candidates):
        return []
    timed = [u for u in candidates if u.time is not None]
    listed = all(_is_entry(u) for u in candidates)
    shared = known.programme.items or common_times(known, candidates)
    if len(candidates) == 2 and len(timed) < 2 and not (listed and shared):
        return []
    return candidates


def _leading(known: Known, days: Sequence[DateUse]) -> list[DateUse]:
    """Rows that begin with a day; where most are short, a longer one in the same paragraph is one of them."""
    found = [u for u in days if leads(u, known.lang) and not u.heading]
    if len(found) < _BULLETS:
        return found
    paragraphs = {u.row.paragraph for u in found}
    rows = {u.row.index for u in found}
    long = [u for u in days if u.date.span[0] < 2 and u.row.paragraph in paragraphs and u.row.index not in rows]
    return sorted([*found, *(u for u in long if not u.heading)], key=lambda u: u.row.index)


def _is_entry(used: DateUse) -> bool:
    """Its row is one of a list: a day alone, or a day with its weekday behind a bullet or a name (`Vest: onsdag …`)."""
    behind_name = used.row.label is not None and used.row.text[: used.date.span[0]].rstrip().endswith(":")
    return _is_day_only(used) or (used.date.weekday is not None and (bool(used.row.marker) or behind_name))


def _tabled(known: Known, days: Sequence[DateUse]) -> list[DateUse]:
    """The days of a table with a meeting a row, each with the time that stands in the column for it."""
    rows = tabled(known.rows, known.lang)
    found = [u for u in days if u.row.index in rows and in_role(rows[u.row.index], u, "date")]
    if len(found) < 2:
        return []
    first, last = found[0].row.index, found[-1].row.index
    # A row between them that misses cells (`30.04.  Aflyst`) is a meeting too.
    short = [u for u in days if first < u.row.index < last and u.row.index not in rows and leads(u, known.lang)]
    timed = [u if u.time else u._replace(time=_in_column(rows[u.row.index], known.lang)) for u in found]
    return sorted([*timed, *short], key=lambda u: u.row.index)


def _in_column(one: Tabled, lang: Language) -> Time | None:
    """The time of a row, from a cell that may be bare hours (`17-20`) because the head says what they are."""
    cell = one.cell("time")
    times = scan(f"{lang['time.prefix'].phrases[0]} {cell}", lang).times if cell and lang["time.prefix"] else ()
    return times[0] if times else None


def _placed(known: Known, days: Sequence[DateUse]) -> list[DateUse]:
    """Rows that are a day and nothing more, with a place of its own on the next row: two of them are two meetings."""
    made = known.rows
    alone = [u for u in days if _is_day_only(u) and u.row.index + 1 < len(made)]
    below = ((u, u.row.index + 1) for u in alone)
    found = [u for u, k in below if k not in known.programme.rows and is_place(made[k].text)]
    return found if len(found) > 1 else []


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


def _labelled(known: Known, days: Sequence[DateUse]) -> list[DateUse]:
    """The same label before several days with a time each (`Dato: …`): each block of labels is a meeting."""
    lang = known.lang
    labels = ((u, u.row.label[0].casefold()) for u in days if u.row.label and u.time is not None)
    found = [(u, label) for u, label in labels if lang["labels.date|labels.time"].are(label)]
    return [u for u, _ in found] if len(found) > 1 and len({label for _, label in found}) == 1 else []


def _paragraphs(known: Known, days: Sequence[DateUse]) -> list[DateUse]:
    """Paragraphs that each begin with a day: what stands behind it may be long (`24. januar. Foredrag om …`)."""
    begun = [u for u in days if u.date.span[0] < 2 and (not u.row.index or known.rows[u.row.index - 1].blank)]
    long = [u for u in begun if len(u.row.text) - u.date.span[1] > _TITLE]
    return begun if len(begun) >= _BULLETS and long and not known.programme.items else []


def _under_titles(known: Known, days: Sequence[DateUse]) -> list[DateUse]:
    """Sentences that say when something is, each below a short title of its own: the pieces of a newsletter."""
    if known.programme.items:
        return []
    found = [u for u in days if u.time is not None and _says_when(u, known.lang) and _has_title(known, u)]
    first = {u.row.index: u for u in reversed(found)}
    return list(reversed(first.values())) if len(first) > 1 else []


def _says_when(used: DateUse, lang: Language) -> bool:
    """The sentence of a day is about a meeting: it names the weekday or says that something is held."""
    said, _ = sentence(used.row.text, used.date.span[0])
    return (used.date.weekday is not None or holds(said)) and lang["deadline.words"].find(said) is None


def _has_title(known: Known, used: DateUse) -> bool:
    """The row above is a title: short, no label and no sentence, and a paragraph begins with it."""
    rows, index = known.rows, used.row.index
    title = index - 1
    while title > 0 and rows[title].blank:
        title -= 1
    if title < 0 or (title > 0 and not rows[title - 1].blank and not rows[title].heading):
        return False
    row = rows[title]
    bare = not row.found.dates and len(row.text) < _TITLE and not row.text.endswith((".", ":", ",", "!"))
    return bare and not is_section(row, known.lang) and known.lang["letter.greeting"].lead(row.text) is None


def consecutive(known: Known, candidates: Sequence[DateUse]) -> bool:
    """Days in a row without times are the days of one meeting."""
    if any(u.time or len(u.row.text) - (u.date.span[1] - u.date.span[0]) > 12 for u in candidates):
        return False
    days = sorted({d for u in candidates if (d := known.calendar.resolve(u.date)[0])})
    return len(days) > 1 and (days[-1] - days[0]).days == len(days) - 1


def _is_agenda(known: Known, candidates: Sequence[DateUse]) -> bool:
    """Tell whether the days stand in some points of a list only, which are about something else."""
    rows = {u.row.index for u in candidates}
    first, last = (known.rows[k(rows)].paragraph for k in (min, max))
    points = [r for r in known.rows if r.marker and first <= r.paragraph <= last]
    return all(u.row.marker for u in candidates) and 3 * len(rows) < 2 * len(points)


def _is_whole(known: Known, days: Sequence[DateUse], candidates: Sequence[DateUse]) -> bool:
    """Tell whether other words name these days together (`25. og 26. september`): they are the days of one meeting."""
    listed = {d for u in candidates if (d := known.calendar.resolve(u.date)[0])}
    for used in days:
        first = known.calendar.resolve(used.date)[0] if used.date.until else None
        last = known.calendar.until(used.date, first) if first else None
        if first and last and {first + timedelta(n) for n in range((last - first).days + 1)} == listed:
            return True
    return False


def _without_weekday(before: str, lang: Language) -> str:
    """What stands before a day, without the weekday cut short that leads to it (`Di.,`)."""
    bare = before.strip(" -–•*")
    head, _, last = bare.rpartition(" ")
    return head.strip(" -–•*:") if weekday(last.strip(".,"), lang.code) is not None else bare


def leads(used: DateUse, lang: Language) -> bool:
    """The date stands first in its row, or in a list row behind a short label."""
    raw = used.row.text[: used.date.span[0]].rstrip()
    before = _without_weekday(raw, lang)
    if not before or lang["status.moved"].find(before) or lang["status.cancelled"].are(before):
        return len(used.row.text) < 90 or used.time is not None
    if "  " in raw and used.time is not None and not is_label(before.split("  ")[0], lang):
        return True  # a column of a table drawn with spaces
    labelled = (
        raw.endswith((":", "-", "–"))
        and len(before) < (40 if raw.endswith(":") else 25)
        and not is_label(before.rstrip(" :"), lang)
    )
    prose = len(before) >= 40 or re.search(r"[^\W\d_]{2}[.!?]\s", before)
    return (labelled or bool(used.row.marker or used.row.table)) and not prose


def common_times(known: Known, listed: Sequence[DateUse]) -> list[tuple[int, Time]]:
    """The times that stand for meetings of a list that print none, each with its row: one for all, or one a section."""
    if all(u.time for u in listed):
        return []
    taken = known.programme.rows | {u.row.index for u in listed}
    above = previous_filled(known.rows, listed[0].row.index)
    lead = above.index if above is not None and above.text.endswith(":") else -1
    found: list[tuple[int, Time]] = []
    for row in known.rows:
        # A day on the row has that time for itself, but not where the row leads to the list.
        dated = any(not d.weak for d in row.found.dates) and row.index != lead
        if row.index in taken or not row.found.times or dated:
            continue
        time = stated_span(list(row.found.times), row, known.lang)
        if says_hours(sentence(row.text, time.span[0])[0], known.lang):
            continue
        if time.marked or time.end is not None:
            found.append((row.index, time))
    return found


def common_time(times: Sequence[tuple[int, Time]], listed: Sequence[DateUse], used: DateUse) -> Time | None:
    """Which of them is one day's: the one that heads its section, or closes it where times stand below their days."""
    before = [time for index, time in times if index < used.row.index]
    behind = [time for index, time in times if index > used.row.index]
    if times and times[0][0] < listed[0].row.index:
        return before[-1]
    return next(iter(behind), before[-1] if before else None)
