"""A letter's meetings and those published of it before in, for each meeting the one it was out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kl_calendar.model.meeting import Meeting
    from kl_calendar.model.revision import Revision

SIGNS: tuple[Callable[[Meeting], object], ...] = (
    lambda meeting: (meeting.title, meeting.day),
    lambda meeting: (meeting.title, meeting.location),
    lambda meeting: meeting.title,
    lambda meeting: meeting.day,
)
"""What tells a meeting, the surest first."""


def partners(meetings: Sequence[Meeting], known: Sequence[Revision]) -> list[Revision | None]:
    """For each meeting its earlier publication: by the surest sign that tells it; at last what is left, in order."""
    left = list(known)
    found: list[Revision | None] = [None] * len(meetings)
    for sign in SIGNS:
        for index, meeting in enumerate(meetings):
            same = [one for one in left if sign(one.meeting) == sign(meeting)]
            if found[index] is None and len(same) == 1:
                found[index] = same[0]
                left.remove(same[0])
    unpaired = [index for index, one in enumerate(found) if one is None]
    if len(unpaired) == len(left) == 1:  # the one meeting that is neither called as before nor on the same day
        found[unpaired[0]] = left[0]
    return found
