"""The ledger and one calendar's settings in, the events wanted there out. Reads the ledger only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kl_calendar.app.saving import EXTRA_FORM, Form
from kl_calendar.emit import ical, vtimezone
from kl_calendar.errors import SettingsError
from kl_calendar.i18n import say
from kl_calendar.model.meeting import Status
from kl_calendar.store.schema import MEETINGS
from kl_calendar.sync.wanted import calendar_suffix, events_of, wanted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kl_calendar.model.settings import CalendarSettings, FeedSettings, Workspace
    from kl_calendar.store.ledger import Ledger, Stored
    from kl_calendar.sync.values import Wanted

MARK, REMOVE = "mark", "remove"


def suffix_of(calendar: CalendarSettings) -> str:
    """Return what this calendar's uids end in."""
    return calendar.uid_suffix or calendar_suffix(calendar.name)


def wanted_of(ledger: Ledger, settings: Workspace, calendar: CalendarSettings) -> tuple[Wanted, ...]:
    """Return every event that should stand in the calendar, and those that should not any more."""
    if not calendar.feeds:
        hint = say('write feeds = ["{feed}"]', feed=settings.feeds[0].id) if settings.feeds else ""
        raise SettingsError(f"calendar {calendar.name}", say("no feeds are named for it"), hint=hint)
    found: list[Wanted] = []
    for feed in settings.feeds:
        if feed.id not in calendar.feeds:
            continue
        form = Form.of(settings.site, feed)
        for listed in ledger.listing(MEETINGS.c.feed == feed.id):
            stored = ledger.stored(feed.id, listed.key)
            if stored is not None:
                found += _of_meeting(stored, form, feed, calendar)
    return tuple(found)


def _of_meeting(stored: Stored, form: Form, feed: FeedSettings, calendar: CalendarSettings) -> Iterator[Wanted]:
    zones = b"".join(vtimezone.block(tzid) for tzid in ical.timezones([stored.revision]))
    events = _meeting(stored, form, calendar) if calendar.form == "meetings" else _slots(stored, form, calendar)
    for event, removed in events:
        yield wanted(event, zones=zones, suffix=suffix_of(calendar), feed=feed.id, removed=removed)


def _meeting(stored: Stored, form: Form, calendar: CalendarSettings) -> Iterator[tuple[bytes, bool]]:
    off = stored.revision.meeting.status is Status.CANCELLED
    yield (
        ical.meeting_event(stored.revision, _shown(form, calendar, cancelled=off)),
        off and calendar.cancelled == REMOVE,
    )


def _slots(stored: Stored, form: Form, calendar: CalendarSettings) -> Iterator[tuple[bytes, bool]]:
    for entry, event in zip(stored.revision.entries, stored.events, strict=True):
        if entry.cancelled and calendar.cancelled == MARK:
            event = ical.event(entry, stored.revision, _shown(form, calendar, cancelled=True))
        yield event, entry.cancelled and calendar.cancelled == REMOVE
    for extra in events_of(stored.bodies.get(EXTRA_FORM, b"")):
        yield extra, False


def _shown(form: Form, calendar: CalendarSettings, *, cancelled: bool) -> ical.Context:
    mode = MARK if cancelled and calendar.cancelled == MARK else "keep"
    return ical.Context(default_length=form.context.default_length, cancelled=mode)
