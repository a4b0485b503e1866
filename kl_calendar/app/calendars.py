"""Revisions in, the bytes of calendars out: which events a calendar has and what its head says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kl_calendar.emit import ical
from kl_calendar.model.settings import Site

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kl_calendar.model.revision import Revision


def events(revision: Revision, context: ical.Context) -> tuple[bytes, ...]:
    """A meeting's events: one a slot; the meeting itself where no slot has a time."""
    if not revision.entries:
        return (ical.meeting_event(revision, context),)
    return tuple(ical.event(entry, revision, context) for entry in revision.entries)


def timezones(revisions: Iterable[Revision]) -> tuple[str, ...]:
    """The time zones that the events of these meetings name, in order."""
    return tuple(sorted({revision.meeting.timezone for revision in revisions}))


def single(revisions: Sequence[Revision]) -> bytes:
    """One calendar of all meetings, as a file to open or import."""
    context = ical.Context(default_length=Site().default_length)
    made = [event for revision in revisions for event in events(revision, context)]
    title = revisions[0].meeting.title if len({one.meeting.title for one in revisions}) == 1 else Site().title
    header = ical.Header(name=title, single=len(made) == 1, timezones=timezones(revisions))
    return ical.calendar(made, header)
