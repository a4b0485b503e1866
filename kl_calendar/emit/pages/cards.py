"""A revision in, the little a list of meetings needs of it out: what index and feed pages are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from kl_calendar.emit.pages import wording
from kl_calendar.model.meeting import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kl_calendar.model.meeting import Meeting
    from kl_calendar.model.revision import Revision

COMING_ON_INDEX = 40
"""More than this is no overview any longer; each feed's own page goes further."""
COMING_ON_FEED = 100
PAST_ON_FEED = 100
"""A page of this many meetings loads at once; the calendar and the data files have them all."""


@dataclass(frozen=True, slots=True)
class Card:
    """A meeting in a list. `name` is its file name without suffix, relative to the feed's folder."""

    name: str
    meeting: Meeting
    changed: bool = False

    @property
    def last_day(self) -> date:
        """The day the meeting ends."""
        end = self.meeting.end
        if end is None:
            return self.meeting.day
        return end.date() if isinstance(end, datetime) else end


@dataclass(frozen=True, slots=True)
class Listed:
    """A card as a page in one language prints it."""

    href: str
    title: str
    lang: str
    day: str
    month: str
    when: str
    iso: str
    location: str
    feed: str
    cancelled: bool
    changed: bool


def card(revision: Revision, name: str) -> Card:
    """Return what a list needs of a meeting."""
    return Card(name, revision.meeting, bool(revision.changes))


def coming(cards: Iterable[Card], today: date) -> list[Card]:
    """Return the meetings that have not ended before today, the nearest first."""
    return sorted((one for one in cards if one.last_day >= today), key=_order)


def past(cards: Iterable[Card], today: date) -> list[Card]:
    """Return the meetings that have passed, the latest first."""
    return sorted((one for one in cards if one.last_day < today), key=_order, reverse=True)


def listed(one: Card, href: str, language: str, feed: str = "") -> Listed:
    """Return a card in a page's language."""
    meeting = one.meeting
    return Listed(
        href=href,
        title=meeting.title,
        lang=meeting.language,
        day=str(meeting.day.day),
        month=wording.month(meeting.day, language),
        when=wording.span(meeting, language),
        iso=meeting.start.isoformat(timespec="minutes") if isinstance(meeting.start, datetime) else str(meeting.start),
        location=meeting.location or "",
        feed=feed,
        cancelled=meeting.status is Status.CANCELLED,
        changed=one.changed,
    )


def by_year(items: Iterable[tuple[Card, Listed]]) -> list[tuple[int, list[Listed]]]:
    """Return listed meetings a year, in the order given."""
    years: dict[int, list[Listed]] = {}
    for one, shown in items:
        years.setdefault(one.meeting.day.year, []).append(shown)
    return list(years.items())


def _order(one: Card) -> tuple[date, str, str]:
    start = one.meeting.start
    return one.meeting.day, start.time().isoformat() if isinstance(start, datetime) else "", one.name
