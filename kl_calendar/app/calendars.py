"""Revisions and their events' bytes in, the bytes of calendars out: what the head of each kind of calendar says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kl_calendar.emit import ical
from kl_calendar.model import defaults

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kl_calendar.model.revision import Revision
    from kl_calendar.model.settings import FeedSettings, Site


def single(revisions: Sequence[Revision]) -> bytes:
    """One calendar of all meetings, as a file to open or import."""
    made = [event for revision in revisions for event in ical.events(revision, ical.Context())]
    return of_meetings(revisions, made)


def of_meetings(revisions: Sequence[Revision], made: Sequence[bytes]) -> bytes:
    """A file to open or import: named after its meeting, or after the site where it has several."""
    titles = {revision.meeting.title for revision in revisions}
    header = ical.Header(
        name=titles.pop() if len(titles) == 1 else defaults.TITLE,
        timezones=ical.timezones(revisions),
        single=len(made) == 1,
        meetings=tuple(revisions),
    )
    return ical.calendar(made, header)


def of_feed(feed: FeedSettings, site: Site, revisions: Sequence[Revision], made: Iterable[bytes]) -> bytes:
    """A feed to subscribe to: the events of all its meetings."""
    header = ical.Header(
        name=feed.title,
        description=feed.description,
        color=feed.color,
        refresh=site.refresh,
        timezones=ical.timezones(revisions),
        meetings=tuple(revisions),
    )
    return ical.calendar(made, header)
