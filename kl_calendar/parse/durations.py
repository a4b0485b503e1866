"""An agenda that carries lengths instead of times: `2. Skolestruktur (45 min.)`, added up from the meeting's start."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kl_calendar.model.meeting import Slot
from kl_calendar.parse.items import columns, kind_of
from kl_calendar.parse.spoken import spoken
from kl_calendar.parse.texts import without_point

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.model.meeting import Meeting
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row

_LONGEST = 480
"""Minutes of one item: a whole working day."""
LEAST = 3
"""Fewer items with a length than this are remarks, not an agenda."""
_SHORT = 60
"""An item without a number (`Pause (10 min.)`) is no longer than this; a longer row is prose."""
_CLOSED = re.compile(r"[)\]]")
_GAP = re.compile(r"\s{2,}")
_LAST_NUMBER = re.compile(r"\s{2,}(\d{1,3})$")
_NUMBER = re.compile(r"#|\d{0,3}[.)]?")
_LEAD = re.compile(r"^[\s.)]*(?:\d{1,2}\s*[.)]?\s+)?(?:[a-z]\s*[.)]\s+)?")


@dataclass(frozen=True, slots=True)
class _Step:
    """One item of an agenda: where it stands, what is said, how long it takes."""

    row: Row
    text: str
    minutes: int


def by_durations(found: tuple[Meeting, ...], made: Sequence[Row], lang: Language) -> tuple[Meeting, ...]:
    """Return the one meeting with slots added up from its start, where most items of a list carry a length."""
    if len(found) != 1 or not isinstance(found[0].start, datetime):
        return found
    steps = [step for row in made if row.text for step in _steps(row, lang)]
    if len(steps) < LEAST:
        steps = _column(made, lang)
    if len(steps) < LEAST:
        return found
    at = found[0].start
    slots: list[Slot] = []
    for step in steps:
        title, _, who = columns(step.text, lang)
        head = spoken(without_point(title, lang), lang)
        end = at + timedelta(minutes=step.minutes)
        kind = kind_of(head.title, lang)
        slots.append(Slot(at, head.title, end, head.speakers or who, kind=kind, lines=(step.row.number,)))
        at = end
    return (replace(found[0], slots=tuple(slots), end=found[0].end or at),)


def _steps(row: Row, lang: Language) -> list[_Step]:
    """The items of one row, each ended by its length; a numbered row may hold several."""
    if row.table:
        return _of_cells(row)
    steps: list[_Step] = []
    last = 0
    numbered = bool(row.marker) or row.text[0].isdigit() or without_point(row.text, lang) != row.text
    for duration in row.found.durations:
        first, end = duration.span
        before = row.text[last:first]
        cut = max(before.rfind("("), before.rfind("["))
        cut = cut if not _CLOSED.search(before, max(cut, 0)) else -1
        start = last
        closing = re.match(r"[.)\]]*\s{2,}\S{1,12}$|\.?\s*[)\]]?\.?", row.text[end:])
        last = end + (closing.end() if closing else 0)
        title = _LEAD.sub("", before[:cut] if cut >= 0 else before).strip(" .,:–-")
        alone = cut >= 0 or not row.text[last:].strip(" .)")
        short = cut >= 0 and len(row.text) < _SHORT
        ends = last == len(row.text) and (short or before.endswith("   "))
        if title and alone and len(title) < 160 and (numbered or steps or ends):
            steps.append(_Step(row, title, duration.minutes))
        elif not alone:
            last = start  # a length inside the title
    return steps


def _of_cells(row: Row) -> list[_Step]:
    """A table's row: the cell that is a length and nothing else, and the first that is no number."""
    if len(row.found.durations) != 1:
        return []
    first, end = row.found.durations[0].span
    said = row.text[first:end]
    texts = [" ".join(c.text.split()) for c in row.cells]
    rest = [t for t in texts if t and t.strip(" .()") != said.strip(" .") and not _NUMBER.fullmatch(t)]
    return [_Step(row, rest[0], row.found.durations[0].minutes)] if rest and len(rest) < len(texts) else []


def _column(made: Sequence[Row], lang: Language) -> list[_Step]:
    """Rows that end in a bare number below a head whose last column is called minutes."""
    steps: list[_Step] = []
    open_head = False
    for row in made:
        parts = [c.text.strip() for c in row.cells] if row.table else _GAP.split(row.text)
        if len(parts) > 1 and lang["time.minutes"].are(parts[-1].split("(")[-1].strip(") ")):
            open_head = True
            continue
        minutes = parts[-1] if row.table else (hit[1] if (hit := _LAST_NUMBER.search(row.text)) else "")
        titles = [t for t in parts[:-1] if t and not _NUMBER.fullmatch(t)]
        if open_head and minutes.isdigit() and 0 < int(minutes) <= _LONGEST and titles:
            steps.append(_Step(row, "   ".join(titles), int(minutes)))
    return steps
