"""An agenda that carries lengths instead of times: `2. Skolestruktur (45 min.)`, added up from the meeting's start."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kl_calendar.model.meeting import Slot
from kl_calendar.parse.items import kind_of
from kl_calendar.parse.people import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.model.meeting import Meeting
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row

LEAST = 3
"""Fewer items with a length than this are remarks, not an agenda."""


def by_durations(found: tuple[Meeting, ...], made: Sequence[Row], lang: Language) -> tuple[Meeting, ...]:
    """Return the one meeting with slots added up from its start, where most items of a list carry a length."""
    steps = [(row, title, minutes) for row in made if row.text for title, minutes in _steps(row)]
    if len(found) != 1 or len(steps) < LEAST or not isinstance(found[0].start, datetime):
        return found
    at = found[0].start
    slots: list[Slot] = []
    for row, text, minutes in steps:
        head = spoken(text, lang)
        end = at + timedelta(minutes=minutes)
        slots.append(Slot(at, head.title, end, head.speakers, kind=kind_of(head.title, lang), lines=(row.number,)))
        at = end
    return (replace(found[0], slots=tuple(slots), end=found[0].end or at),)


def _steps(row: Row) -> list[tuple[str, int]]:
    """The items of one row, each ended by its length; a numbered row may hold several."""
    steps: list[tuple[str, int]] = []
    last = 0
    for duration in row.found.durations:
        first, end = duration.span
        before = row.text[last:first]
        cut = before.rfind("(")
        cut = cut if ")" not in before[cut:] else -1
        closing = re.match(r"\.?\s*\)?\.?", row.text[end:])
        last = end + (closing.end() if closing else 0)
        title = re.sub(
            r"^[\s.)]*(?:\d{1,2}\s*[.)]\s*)?(?:[a-z]\s*[.)]\s+)?", "", before[:cut] if cut >= 0 else before
        ).strip(" .,:–-")
        alone = cut >= 0 or not row.text[last:].strip(" .)")
        if title and alone and len(title) < 160 and (row.marker or row.text[:1].isdigit() or steps):
            steps.append((title, duration.minutes))
    return steps
