"""Which lone times say when the meeting is, and begin no item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kl_calendar.parse.rows import previous_filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.anchors import Anchor
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row

_NEAR = 3
"""Rows between a date and the time that belongs to it, blank ones counted."""


def header_times(found: Sequence[Anchor], made: Sequence[Row], lang: Language) -> list[Anchor]:
    """Return the anchors without those that state the whole meeting's time."""
    alone = {id(a) for a in found if a.shape == "alone"}
    lone_days = bool(alone) and all(id(a) in alone and _beside_date(a, made) for a in found)
    kept: list[Anchor] = []
    for anchor in found:
        textless = anchor.shape == "alone" or not anchor.text.strip()
        ends = anchor is found[0] or anchor is found[-1]
        if textless and (lone_days or (_encloses(anchor, found) and (ends or _beside_date(anchor, made)))):
            continue
        if textless and (_below_label(anchor, made, lang) or (len(found) == 1 and _beside_date(anchor, made))):
            continue
        if anchor.shape == "lead" and _encloses(anchor, found) and _beside_date(anchor, made):
            continue
        if not _is_opening(anchor, lang):
            kept.append(anchor)
    return kept


def _below_label(anchor: Anchor, made: Sequence[Row], lang: Language) -> bool:
    """The row above is a label (`Tid`) and nothing else: the time is its value."""
    above = previous_filled(made, anchor.row.index)
    return above is not None and not above.table and lang["labels.time|labels.date"].are(above.text)


def _beside_date(anchor: Anchor, made: Sequence[Row]) -> bool:
    """A full date stands in the row before (or a weekday, with the date above it)."""
    above = previous_filled(made, anchor.row.index)
    for _ in range(2):
        if above is None or anchor.row.index - above.index > _NEAR + 1:
            return False
        if any(not d.weak for d in above.found.dates):
            return not above.found.times
        if not above.found.weekdays or len(above.text) > 12:
            return False
        above = previous_filled(made, above.index)
    return False


def _encloses(anchor: Anchor, found: Sequence[Anchor]) -> bool:
    """Its range holds all the other items, and there are two or more."""
    if anchor.time.end is None or anchor.time.end - anchor.time.start <= 60:
        return False
    others = [
        a.time for a in found if a is not anchor and (a.time.start, a.time.end) != (anchor.time.start, anchor.time.end)
    ]
    inside = [t for t in others if anchor.time.start <= t.start and (t.end or t.start) <= anchor.time.end]
    return len(others) >= 2 and len(inside) >= 0.9 * len(others)


def _is_opening(anchor: Anchor, lang: Language) -> bool:
    return lang["ignore.opening"].lead(anchor.text) is not None and anchor.time.end is None and "?" not in anchor.text
