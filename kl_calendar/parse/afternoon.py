"""The half of the day that English programmes leave out: `12.30 Lunch`, then `1.30`, with no pm.

Items in, items out. Where no item is written with a clock of 24 hours, an item whose clock falls back behind noon is in
the afternoon, and so are those after it that day; where the meeting's own time says `7pm`, `7.00` is that.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.items import Item
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row

_HALF = 12 * 60
_MORNING = 10 * 60
"""A clock that falls back from before this is another day, not the afternoon."""
_EARLY = 8 * 60
"""Nothing that begins later falls back to the afternoon."""
_NEAR = 60
"""Minutes between the time a meeting is said to be at and its first item."""
_PM = re.compile(r"(?i)\d\s?p\.?\s?m(?!\w)")


def afternoons(items: Sequence[Item], made: Sequence[Row], stops: set[int], lang: Language) -> list[Item]:
    """Put items into the afternoon where only the order of their clocks says so; `stops` are rows that head days."""
    if lang.code != "en" or any(_is_full(i) for i in items) or not items:
        return list(items)
    shifted: list[Item] = []
    before, late = -1, _begins_late(items, made)
    day = _day(items[0], stops)
    for one in items:
        if _day(one, stops) != day:
            day, before, late = _day(one, stops), -1, False
        late = late or (before >= _MORNING and one.start < min(before, _EARLY))
        fits = late and one.start < _HALF and not _has_half(one) and one.start + _HALF >= before
        shifted.append(_later(one) if fits else _ended(one))
        before = shifted[-1].start
    return shifted


def _day(one: Item, stops: set[int]) -> int:
    return max((s for s in stops if s <= one.row.index), default=-1)


def _is_full(one: Item) -> bool:
    """Its clock has 24 hours."""
    return one.start >= _HALF + 60 and not _has_half(one)


def _has_half(one: Item) -> bool:
    return _PM.search(one.row.text[:40]) is not None


def _begins_late(items: Sequence[Item], made: Sequence[Row]) -> bool:
    """The meeting's own time, twelve hours behind the first item's clock."""
    taken = {i.row.index for i in items}
    said = (t.start for r in made if r.index not in taken and _PM.search(r.text) for t in r.found.times)
    return any(abs(start - _HALF - items[0].start) <= _NEAR for start in said)


def _later(one: Item) -> Item:
    end = one.end + _HALF if one.end is not None and one.end < _HALF else one.end
    return replace(one, start=one.start + _HALF, end=end)


def _ended(one: Item) -> Item:
    """`12.30-1.30` ends in the afternoon."""
    falls = one.end is not None and one.end < one.start < one.end + _HALF
    return replace(one, end=one.end + _HALF) if falls and one.end is not None else one
