"""A new document's meetings and those whose documents are gone in, for each meeting the one it goes on from out.

A corrected letter often comes as a file of another name. Its meetings are the ones published before, if they are called
the same on the same day, or have most of their slots in common; a series of meetings with one title is not mistaken for
one meeting that moves.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kl_calendar.model.problem import Severity, kind
from kl_calendar.revise.identity import normalised
from kl_calendar.revise.revising import passed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from kl_calendar.model.meeting import Meeting
    from kl_calendar.model.revision import Revision

RENAMED = kind(
    "document-renamed",
    Severity.NOTE,
    "it is taken as the new letter for {title} on {day}, whose document is gone; its events go on",
    "if it is another meeting, put the other document back",
)
TWICE = kind(
    "meeting-twice",
    Severity.WARNING,
    "{title} on {day} is in {other} too; the feed has it twice",
    "remove the older of the two documents",
)
MOST = 0.6
"""This share of slots with the same titles makes it the same programme."""


def goes_on_from(meetings: Sequence[Meeting], orphans: Sequence[Revision], now: datetime) -> list[Revision | None]:
    """For each meeting the one it goes on from; None for a new one."""
    left = list(orphans)
    found: list[Revision | None] = []
    for meeting in meetings:
        alike = [(likeness(meeting, one, now), -number) for number, one in enumerate(left)]
        best, number = max(alike, default=(0.0, 0))
        found.append(left.pop(-number) if best > 0 else None)
    return found


def likeness(meeting: Meeting, orphan: Revision, now: datetime) -> float:
    """How surely the meeting is that one; 0 is not."""
    before = orphan.meeting
    same_title = normalised(meeting.title) == normalised(before.title)
    shared = in_common(titles(meeting), titles(before))
    if meeting.day == before.day:
        return 2 + shared if same_title or shared >= MOST else 0
    # On another day only what was still to come can have been moved, and only its programme tells.
    return shared if same_title and shared >= MOST and not passed(before, now) else 0


def titles(meeting: Meeting) -> Counter[str]:
    """The titles of a meeting's slots."""
    return Counter(normalised(slot.title) for slot in meeting.slots)


def in_common(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient of two lists of titles."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0


def twin(meeting: Meeting, others: Iterable[Revision]) -> Revision | None:
    """The meeting of another document that is the same one, called the same on the same day."""
    same = (one for one in others if normalised(one.meeting.title) == normalised(meeting.title))
    return next((one for one in same if one.meeting.day == meeting.day), None)
