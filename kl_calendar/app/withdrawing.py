"""Documents that are gone from a workspace in, their coming slots cancelled in the ledger out.

A large part of a feed is not cancelled without being asked: more often a folder was not there than a year called off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kl_calendar.app.recognising import Updated, called_off, joined
from kl_calendar.model.problem import Severity, kind
from kl_calendar.revise.revising import passed
from kl_calendar.store.workspace import FILE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kl_calendar.app.recognising import FeedUpdate
    from kl_calendar.model.revision import Revision

WITHDRAWN = kind(
    "document-withdrawn",
    Severity.NOTE,
    "the document is gone, so its {count} coming slots are cancelled",
    "put it back to restore them",
)
HELD = kind(
    "withdrawal-held",
    Severity.WARNING,
    "documents gone: {gone}; {count} of the feed's {total} coming slots would go with them, so none is cancelled",
    "put them back, or run build --withdraw if this is meant",
)
LARGE_PART = 4
"""More than one in so many of a feed's coming slots are not cancelled without being asked."""


def withdraw(update: FeedUpdate) -> Updated:
    """Withdraw the documents that a feed had and has no longer."""
    known = update.run.ledger.sources(update.feed.id)
    missing = sorted(known.keys() - update.names)
    if not missing:
        return Updated()
    revisions = update.run.ledger.revisions(update.feed.id)
    slots = {name: sum(coming(one, update.run.now) for one in of_source(update, name)) for name in missing}
    total = sum(coming(one, update.run.now) for one in revisions)
    count = sum(slots.values())
    if count * LARGE_PART > total and not update.run.withdraw:
        held = [name for name in missing if slots[name]]
        # One problem, however many are gone: more often than not it is a share that is not there.
        return Updated((HELD.at(0, ", ".join(held), source=FILE, gone=len(held), count=count, total=total),))
    return joined(withdraw_one(update, name, slots[name]) for name in missing)


def withdraw_one(update: FeedUpdate, name: str, count: int) -> Updated:
    """Cancel the coming slots of one document's meetings, and forget the document."""
    done = Updated((WITHDRAWN.at(0, source=name, count=count),)) if count else Updated()
    for revision in of_source(update, name):
        if not passed(revision.meeting, update.run.now):
            done += update.keep(name, revision.key, called_off(revision))
    update.run.ledger.forget_source(update.feed.id, name)
    return done


def of_source(update: FeedUpdate, name: str) -> Sequence[Revision]:
    """The meetings of one document."""
    return update.run.ledger.revisions(update.feed.id, name)


def coming(revision: Revision, now: datetime) -> int:
    """How many of a meeting's slots are still to take place."""
    local = now.astimezone(ZoneInfo(revision.meeting.timezone)).replace(tzinfo=None)
    return sum(not entry.cancelled and entry.slot.start > local for entry in revision.entries)
