"""The entries of a list of meetings: which rows each has, and what those rows alone say of its meeting."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.parse import registration
from kl_calendar.parse.facts import stated_span
from kl_calendar.parse.place import near
from kl_calendar.parse.placewords import holds
from kl_calendar.parse.sentences import says_hours, sentence
from kl_calendar.parse.status import is_off
from kl_calendar.parse.texts import is_section
from kl_calendar.parse.uses import DateUse, Use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.known import Known
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.mentioned import Time
    from kl_calendar.parse.rows import Row
    from kl_calendar.parse.texts import Found

_ABOVE = 4
"""Rows above its day that an entry may begin with: a number, a title, a speaker."""
_TITLE = 100
"""A longer row above a list is prose."""


class Entry(NamedTuple):
    """One meeting of a list: its day, and its rows from `first` up to `last`."""

    used: DateUse
    first: int
    last: int


class Own(NamedTuple):
    """What an entry's own rows say; None where they say nothing."""

    place: Found | None = None
    link: Found | None = None
    limit: DateUse | None = None
    off: bool = False
    time: Time | None = None


def entries(known: Known, listed: Sequence[DateUse]) -> list[Entry]:
    """Return the entries of a list, in order; together they cover its rows without a gap."""
    firsts = _firsts(known, listed)
    size = _size(known, firsts)
    ends = [*firsts[1:], len(known.rows)]
    return [Entry(u, a, _end(known, u, a, b, size)) for u, a, b in zip(listed, firsts, ends, strict=True)]


def _firsts(known: Known, listed: Sequence[DateUse]) -> list[int]:
    """Where each entry begins: with rows above its day only where every entry has such rows."""
    days = {u.row.index for u in listed}
    for first_of in (_in_paragraph, _above_blank):
        firsts = [first_of(known, u.row, days) for u in listed]
        if all(f < u.row.index for f, u in zip(firsts, listed, strict=True)):
            return firsts
    return [u.row.index for u in listed]


def _in_paragraph(known: Known, row: Row, days: set[int]) -> int:
    first = row.index
    while first > 0 and not known.rows[first - 1].blank:
        first -= 1
        if first in days or row.index - first > _ABOVE:
            return row.index
    return first


def _above_blank(known: Known, row: Row, days: set[int]) -> int:
    """A heading stands above its day with a blank row between, and alone in its paragraph."""
    rows = known.rows
    first = row.index - 1
    while first > 0 and rows[first].blank:
        first -= 1
    if first < 0 or first == row.index - 1 or first in days or len(rows[first].text) > _TITLE:
        return row.index
    alone = first == 0 or rows[first - 1].blank
    return first if alone and (rows[first].heading or not rows[first].text.endswith((".", ":", "!"))) else row.index


def _size(known: Known, firsts: Sequence[int]) -> int:
    """How many paragraphs most entries of the list have; nought where they have a single row."""
    spans = [[r for r in known.rows[a:b] if r.text] for a, b in pairwise(firsts)]
    counts = Counter(len({r.paragraph for r in span}) if len(span) > 1 else 0 for span in spans)
    return counts.most_common(1)[0][0] if counts else 1


def _end(known: Known, used: DateUse, first: int, limit: int, size: int) -> int:
    """Where an entry ends: before the next, and where it is longer than most, there was something else between."""
    end = used.row.index + 1
    paragraphs = {known.rows[k].paragraph for k in range(first, end) if known.rows[k].text}
    for row in known.rows[end:limit]:
        paragraphs |= {row.paragraph} if row.text else set()
        if not size or len(paragraphs) > size or _closes(row, known):
            break
        end = row.index + 1
    return end


def _closes(row: Row, known: Known) -> bool:
    lang = known.lang
    if row.index in known.programme.rows or lang["letter.signature"].lead(row.text):
        return True
    return bool(row.heading) or (is_section(row, lang) and not (row.label and row.label[1]))


def own(known: Known, entry: Entry, uses: Sequence[DateUse]) -> Own:
    """Read an entry, in which these days stand, as if it were a document of its own."""
    rows = [r._replace(index=k) for k, r in enumerate(known.rows[entry.first : entry.last])]
    used = _moved_to(entry.used, rows, entry)
    uses = [_moved_to(u, rows, entry) for u in uses]
    link, _ = registration.registration(rows, known.lang)
    return Own(
        place=near(rows, used, known.lang),
        link=link,
        limit=_limit(uses, rows, known.lang),
        off=any(is_off(r, known.lang) for r in rows),
        time=_time(rows, used, known.lang),
    )


def _moved_to(used: DateUse, rows: Sequence[Row], entry: Entry) -> DateUse:
    return used._replace(row=rows[used.row.index - entry.first])


def _limit(uses: Sequence[DateUse], rows: Sequence[Row], lang: Language) -> DateUse | None:
    """An entry's own deadline: the one plainly for registering, else the only one."""
    limits = [u for u in uses if u.use is Use.DEADLINE]
    return registration.deadline(uses, rows, lang) or (limits[0] if len(limits) == 1 else None)


def _time(rows: Sequence[Row], used: DateUse, lang: Language) -> Time | None:
    """The time beside the day, else the one of a sentence of the entry that says when one meets."""
    if used.time is not None:
        return used.time
    for row in rows[used.row.index :]:
        for time in row.found.times[:1]:
            said, _ = sentence(row.text, time.span[0])
            if holds(said) and not says_hours(said, lang):
                return stated_span(list(row.found.times), row, lang)
    return None
