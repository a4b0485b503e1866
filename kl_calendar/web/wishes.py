"""A feed address's query in, what the subscriber wants out: which choices, tracks, cancelled points, alarms.

    choice=2  choice=1.2  choice=overgange   track=skole   cancelled=hide|mark   busy=free   alarm=15   overview=day

What is unknown or makes no sense is ignored: a calendar program cannot show an error, and an old address must work.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from kl_calendar.emit import calendars, choosing, ical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.emit.calendars import Place
    from kl_calendar.model.revision import Revision

MOST_FIELDS = 20
"""More fields than this in a query are no subscriber's."""
LONGEST_ALARM = 7 * 24 * 60
"""Minutes; a week."""
LONGEST_WISH = 100


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a subscriber asks for; the same wishes give the same bytes."""

    choices: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    cancelled: str = "keep"
    busy: bool = True
    alarm: int | None = None
    overview: bool = False


NONE = Wishes()


def read(query: str) -> Wishes:
    """Return the wishes of a query string."""
    try:
        fields = parse_qsl(query, max_num_fields=MOST_FIELDS)
    except ValueError:
        return NONE
    choices = {value for name, value in fields if name == "choice" and len(value) <= LONGEST_WISH}
    tracks = {value for name, value in fields if name == "track" and len(value) <= LONGEST_WISH}
    last = dict(fields)
    alarm = last.get("alarm", "")
    minutes = int(alarm) if alarm.isascii() and alarm.isdigit() and len(alarm) <= len(str(LONGEST_ALARM)) else None
    return Wishes(
        choices=tuple(sorted(choices)),
        tracks=tuple(sorted(tracks)),
        cancelled=last["cancelled"] if last.get("cancelled") in ("hide", "mark") else "keep",
        busy=last.get("busy") != "free",
        alarm=minutes if minutes is not None and minutes <= LONGEST_ALARM else None,
        overview=last.get("overview") == "day",
    )


def applied(revisions: Sequence[Revision], wishes: Wishes) -> list[Revision]:
    """Return the meetings with only what is wanted of them; a track that nobody has leaves all: no feed is empty."""
    made = list(revisions)
    if wishes.tracks:
        kept = [choosing.on_track(one, wishes.tracks) for one in made]
        made = [one for one, before in zip(kept, made, strict=True) if one.entries or not before.entries] or made
    if wishes.choices:
        made = [choosing.choose(one, wishes.choices) for one in made]
    return made


def context(place: Place, wishes: Wishes) -> ical.Context:
    """Return how the events are written."""
    usual = place.context
    return replace(
        usual,
        cancelled=wishes.cancelled,
        busy=wishes.busy,
        alarm_minutes=wishes.alarm,
        overview=usual.overview or wishes.overview,
    )


def feed(revisions: Sequence[Revision], place: Place, wishes: Wishes, *, meetings: bool) -> bytes:
    """Return a feed as wanted."""
    made = applied(revisions, wishes)
    write = calendars.meetings if meetings else calendars.slots
    return write(made, place, context(place, wishes))


def meeting(revision: Revision, place: Place, wishes: Wishes) -> bytes:
    """Return one meeting's file as wanted."""
    return calendars.of_slots(applied([revision], wishes)[0], place.context_of(revision, context(place, wishes)))
