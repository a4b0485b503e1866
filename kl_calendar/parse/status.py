"""Whether a meeting is called off, by its document or by its row of a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kl_calendar.parse.language import everywhere
from kl_calendar.parse.sentences import sentence
from kl_calendar.parse.uses import Use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row
    from kl_calendar.parse.uses import DateUse

_ITEM = re.compile(r"(?:[A-Z]{2,4}\s)?\d{1,2}[.)]?\s+(?=[^\W\d])|[-–•*]\s")
"""An item of an agenda may be called off without the meeting."""
_CALL = 30
"""A shorter sentence that calls something off sets no condition."""


def is_cancelled(
    made: Sequence[Row], heading: str, uses: Sequence[DateUse], slots: frozenset[int], lang: Language
) -> bool:
    """Tell whether the document calls its meeting off: in its heading or first sentences, and without a new date."""
    rows = [r for r in made if r.text and not (r.furniture or r.index in slots or _ITEM.match(r.text))][:12]
    if any(_moves(r, lang) for r in rows) or _is_held_later(uses, lang):
        return False
    if lang["status.cancelled"].find(heading) and not lang["status.moved"].find(heading):
        return True
    return any(_calls_off(r.text, lang) for r in rows)


def _is_held_later(uses: Sequence[DateUse], lang: Language) -> bool:
    """Only a day that the meeting had first is called off: further down stands another."""
    off = [u.row.index for u in uses if u.use is Use.OTHER and lang["status.cancelled"].find(u.row.text)]
    return bool(off) and any(u.use is Use.DAY and u.row.index > off[0] for u in uses)


def _moves(row: Row, lang: Language) -> bool:
    """A sentence that speaks of moving names the new day; without one the new day is still to come."""
    hit = lang["status.moved"].find(row.text)
    if hit is None:
        return False
    said, at = sentence(row.text, hit.start())
    first = hit.start() - at
    return any(first <= d.span[0] < first + len(said) for d in row.found.dates)


def is_off(row: Row, lang: Language) -> bool:
    """Tell whether a row of a list calls its meeting off: neither on a condition nor in favour of another day."""
    hit = everywhere("status.cancelled").find(row.text)
    if hit is None:
        return False
    said, _ = sentence(row.text, hit.start())
    moved = lang["status.moved"].find(said)
    if moved and any(d.span[0] > hit.start() for d in row.found.dates):
        return False
    return len(said) < _CALL or not _is_supposed(said, lang)


def _calls_off(text: str, lang: Language) -> bool:
    hit = lang["status.cancelled"].find(text)
    if hit is None:
        return False
    said, _ = sentence(text, hit.start())
    return not (lang["status.moved"].find(said) or _is_supposed(said, lang) or _is_of_other(said, lang))


def _is_of_other(said: str, lang: Language) -> bool:
    """`… sammen med årsmødet, som desværre blev aflyst i fjor`: a clause about something else that was."""
    hit = lang["status.cancelled"].find(said)
    head, comma, clause = said[: hit.start()].rpartition(", ") if hit else ("", "", "")
    return bool(comma) and len(head) > _CALL and lang["letter.relative"].lead(clause) is not None


def _is_supposed(said: str, lang: Language) -> bool:
    """Tell whether a sentence that calls something off sets a condition.

    A word for one, or for what may be, stands before it; or a little word opens the sentence or follows at once
    (`Om …`, `… aflyses ved …`): elsewhere it says what the meeting is about.
    """
    hit = lang["status.cancelled"].find(said)
    if hit is None:
        return False
    before, behind = said[: hit.start()], said[hit.end() :].lstrip(" ,")
    supposed = lang["letter.supposed"]
    return bool(lang["letter.conditions"].find(before) or supposed.lead(before) or supposed.lead(behind))
