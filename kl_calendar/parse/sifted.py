"""Which clock-like numbers are no clocks: postcodes, days, numbers of items, places in a recording, opening hours."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.anchors import Anchor
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row

_COLON = re.compile(r"\s*:\s")
_PAST_DAY = re.compile(r"(?:2[5-9]|[3-9]\d):[0-5]\d(?![\d:])")
_SOON = 60
"""Minutes."""
_HEAD = 40
"""A longer row heads nothing."""
_EARLIEST = 6 * 60
"""The first item of a day that is written as a bare hour begins no earlier."""
_ABOVE = 4
"""Rows around a four-digit number in which the items lie that it must fit between."""
_BACK = 2
"""Times a row of clocks goes back before it is one of days; a year goes back once."""
MANY = 3
"""Fewer four-digit clocks than this, without prefix and dash, are postcodes and years."""


def untimed_paragraphs(made: Sequence[Row], lang: Language) -> frozenset[int]:
    """Return the paragraphs whose clocks begin no items: opening hours, and places in a recording."""
    return _opening_hours(made, lang) | _recordings(made)


def sifted(found: list[Anchor], made: Sequence[Row]) -> list[Anchor]:
    """Return the anchors without those whose numbers are no clocks."""
    days = [r.index for r in made if r.found.weekdays or any(not d.weak for d in r.found.dates)]
    found = _without_counts(_without_postcodes(found, days), days)
    listed = listed_days(made)
    found = [a for a in found if a.row.index not in listed and not _is_weak_date(a, made)]
    return [] if _are_days(found) else found


def _opening_hours(made: Sequence[Row], lang: Language) -> frozenset[int]:
    """Paragraphs below a short row such as `Klubhusets åbningstider`."""
    heads = (r for r in made if r.text and len(r.text) < _HEAD and not r.found.times)
    return frozenset(r.paragraph for r in heads if lang["ignore.hours"].find(r.text))


def _recordings(made: Sequence[Row]) -> frozenset[int]:
    """Paragraphs of places in a recording (`00:00 Intro`, `47:05 Afstemning`): one of them is no time of day."""
    offsets = (r for r in made if r.text[:1].isdigit() and (r.found.offsets or _PAST_DAY.match(r.text)))
    return frozenset(r.paragraph for r in offsets)


def _among(anchor: Anchor, found: Sequence[Anchor], days: Sequence[int]) -> bool:
    """Its time lies between those of the items right above and below it on its day."""
    first = max([anchor.row.index - _ABOVE, *(d for d in days if d < anchor.row.index)])
    before = [a for a in found if first <= a.row.index < anchor.row.index and a.time.form != "hhmm"][-1:]
    after = [a for a in found if a.row.index > anchor.row.index and a.time.form != "hhmm"][:1]
    near = all(abs(a.row.index - anchor.row.index) <= _ABOVE for a in (*before, *after))
    rises = not before or before[0].time.start < anchor.time.start
    return bool(after) and near and rises and anchor.time.start < after[0].time.start


def _without_postcodes(found: list[Anchor], days: Sequence[int]) -> list[Anchor]:
    bare = [a for a in found if a.time.form == "hhmm" and not a.time.marked and a.time.end is None and not a.time.open]
    ranged = any(a.time.form == "hhmm" and (a.time.end is not None or a.time.open) for a in found)
    if len(bare) >= MANY or ranged:
        return found
    return [a for a in found if a not in bare or _among(a, found, days)]


def listed_days(made: Sequence[Row]) -> frozenset[int]:
    """Rows that begin with `18.09` and the like, where read as days they rise and read as times they cannot."""
    dated = [r for r in made if r.found.dates and r.text[0].isdigit()]
    rows = [r for r in dated if r.found.dates[0].weak and r.found.dates[0].span[0] == 0]
    if len(rows) < MANY:
        return frozenset()
    days = [(r.found.dates[0].month, r.found.dates[0].day) for r in rows]
    rise = all(a <= b for a, b in pairwise(days))
    clocks = [(day, month) for month, day in days]
    possible = all(hour < 24 for hour, _ in clocks) and all(a <= b for a, b in pairwise(clocks))
    return frozenset(r.index for r in rows) if rise and not possible else frozenset()


def _is_weak_date(anchor: Anchor, made: Sequence[Row]) -> bool:
    """`17.11: En dag for …` is a date where the document names that day elsewhere."""
    weak = next((d for d in anchor.row.found.dates if d.weak and d.span[0] >= anchor.time.span[0] - 1), None)
    if weak is None or anchor.time.end is not None or anchor.time.marked:
        return False
    named = {(d.day, d.month) for r in made for d in r.found.dates if not d.weak}
    return (weak.day, weak.month) in named


def _are_days(found: Sequence[Anchor]) -> bool:
    """`13.09`, `11.10`, `08.11`: all may be days, and as clocks they go back again and again."""
    days = [next((d for d in a.row.found.dates if d.weak and d.span[0] == a.time.span[0]), None) for a in found]
    if len(found) <= _BACK or not all(days) or any(a.time.end is not None or a.time.marked for a in found):
        return False
    falls = sum(b.time.start < a.time.start for a, b in pairwise(found))
    years = sum((b.month, b.day) < (a.month, a.day) for a, b in pairwise(d for d in days if d))
    return falls >= _BACK and years <= 1


def without_day_times(made: Sequence[Row], found: Sequence[Anchor]) -> tuple[Row, ...]:
    """Rows whose `17.11` was taken for a day, or whose `2300` or `8:` begins no item, mention it as a time no more."""
    kept = {a.row.index for a in found}
    return tuple(r if r.index in kept or not r.found.times else _untimed(r) for r in made)


def _untimed(row: Row) -> Row:
    days = {d.span[0] for d in row.found.dates if d.weak}
    times = tuple(
        t
        for t in row.found.times
        if t.end is not None or not (t.span[0] in days or (t.form in ("hhmm", "h") and not t.marked))
    )
    return row._replace(found=row.found._replace(times=times))


def _without_counts(found: list[Anchor], days: Sequence[int]) -> list[Anchor]:
    """`8: Morgenmad` is a time where the items around it are written like it and it lies between them."""
    sure = [a for a in found if not _is_count(a)]
    if len(sure) == len(found):
        return found
    styles = [_style(a) for a in sure]
    found = [a for a in found if not _is_count(a) or 2 * styles.count(_style(a)) >= len(found) - len(sure) > 0]
    kept: list[Anchor] = []
    for position, anchor in enumerate(found):
        before = kept[-1] if kept and not _day_between(kept[-1], anchor, days) else None
        after = next((a for a in found[position + 1 :] if not _is_count(a)), None)
        after = after if after and not _day_between(anchor, after, days) else None
        rises = before.time.start < anchor.time.start if before else _opens(anchor, after)
        if not _is_count(anchor) or (rises and (after is None or anchor.time.start < after.time.start)):
            kept.append(anchor)
    return kept


def _style(anchor: Anchor) -> str:
    """What stands between a time and its text: a colon, or the gap of a column."""
    behind = anchor.row.text[anchor.time.span[1] :]
    return ":" if _COLON.match(behind) else "gap" if behind.startswith("  ") else ""


def _opens(anchor: Anchor, after: Anchor | None) -> bool:
    """A bare hour may be the first item of a day; with nothing but a space behind it, only shortly before the next."""
    if after is None or anchor.time.start < _EARLIEST:
        return False
    return bool(_style(anchor)) or after.time.start - anchor.time.start <= _SOON


def _is_count(anchor: Anchor) -> bool:
    """A lone number before a colon or a gap: an hour, or the number of an item."""
    return anchor.time.form == "h" and not anchor.time.marked and anchor.time.end is None


def _day_between(one: Anchor, other: Anchor, days: Sequence[int]) -> bool:
    return any(one.row.index < d <= other.row.index for d in days)
