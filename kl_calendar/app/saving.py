"""A revision in, the meeting in the ledger with the bytes of its events out: only what is different is written anew."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kl_calendar import __version__
from kl_calendar.emit import ical
from kl_calendar.emit.calendars import Place, page_address
from kl_calendar.emit.pages.cards import Card
from kl_calendar.revise.revising import expires, later
from kl_calendar.store import codec
from kl_calendar.store.ledger import Stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from kl_calendar.model.revision import Entry, Revision
    from kl_calendar.model.settings import FeedSettings, Site
    from kl_calendar.store.ledger import Pending

MEETING_FORM = "meeting"
"""The body of a meeting as one event."""

EXTRA_FORM = "extra"
"""The body of what a feed of slots has beside them: the meeting itself where no slot has a time, deadline, overview."""

HEAD_FORM = "head"
"""The line that stands in the head of a feed, so that the feed can be read back."""

CARD_FORM = "card"
"""The body that lists of meetings are made of, so that one changed meeting does not cost reading all others whole."""


KEPT = 2
"""Raised when a further form is kept, so that meetings saved before get it too."""


@dataclass(frozen=True, slots=True)
class Form:
    """How the events of one feed are written, and a digest of it: what is kept under another is written again."""

    place: Place
    digest: str

    @property
    def context(self) -> ical.Context:
        """What is the same for all meetings of the feed."""
        return self.place.context

    @classmethod
    def of(cls, site: Site, feed: FeedSettings) -> Form:
        """The form that settings ask for."""
        place = Place(site, feed)
        shown = f"{__version__}\0{KEPT}\0{place.context!r}\0{page_address(site, feed, 'x')}"
        return cls(place, hashlib.sha256(shown.encode()).hexdigest())


def save(pending: Pending, revision: Revision, source: str, form: Form, now: datetime) -> Revision | None:
    """Keep a revision in the ledger; returns it as kept, or None where nothing is different."""
    before = pending.previous
    if before and (before.revision, before.source, before.settings) == (revision, source, form.digest):
        return None
    if before and before.settings != form.digest:
        revision = shown_anew(revision, before, form, now)
    kept = {entry.uid: (entry.sequence, event) for entry, event in _pairs(before)}
    events = tuple(
        kept[entry.uid][1]
        if entry.uid in kept and kept[entry.uid][0] == entry.sequence
        else ical.event(entry, revision, form.place.context_of(revision))
        for entry in revision.entries
    )
    pending.save(stored(revision, source, events, form))
    return revision


def stored(revision: Revision, source: str, events: tuple[bytes, ...], form: Form) -> Stored:
    """A revision as the ledger keeps it; `events` are its entries' bytes."""
    context = form.place.context_of(revision)
    bodies = {
        MEETING_FORM: ical.meeting_event(revision, context),
        EXTRA_FORM: extras(revision, context),
        HEAD_FORM: ical.head(revision),
        CARD_FORM: card(revision),
    }
    settled = {name: body for name, body in bodies.items() if body}
    return Stored(revision, source, events, form.digest, expires(revision), settled)


def shown_anew(revision: Revision, before: Stored, form: Form, now: datetime) -> Revision:
    """Move the sequence of entries whose event the settings make different, so that subscribers take it over."""
    kept = {entry.uid: (entry.sequence, event) for entry, event in _pairs(before)}
    entries = []
    for entry in revision.entries:
        sequence, event = kept.get(entry.uid, (-1, b""))
        if sequence == entry.sequence and ical.event(entry, revision, form.place.context_of(revision)) != event:
            entry = replace(entry, sequence=entry.sequence + 1, stamp=later(entry.stamp, now))
        entries.append(entry)
    if tuple(entries) == revision.entries:
        return revision
    moved = revision.sequence == before.revision.sequence
    sequence = revision.sequence + 1 if moved else revision.sequence
    stamp = later(revision.stamp, now) if moved else revision.stamp
    return replace(revision, entries=tuple(entries), sequence=sequence, stamp=stamp)


def extras(revision: Revision, context: ical.Context) -> bytes:
    """What a feed of slots has of a meeting beside its slots."""
    made = ical.events(replace(revision, entries=()), context) if not revision.entries else ()
    if revision.entries and context.overview:
        made += (ical.overview_event(revision, context),)
    if revision.entries and context.deadlines:
        made += (ical.deadline_event(revision, context),)
    return b"".join(made)


def card(revision: Revision) -> bytes:
    """What a list needs of a meeting, for the ledger."""
    kept = {"key": revision.key, "changed": bool(revision.changes)}
    return json.dumps([kept, codec.dump(replace(revision.meeting, slots=()))]).encode()


def cards(bodies: Iterable[bytes], called: Mapping[str, str]) -> tuple[Card, ...]:
    """The lists' meetings from the ledger; `called` is each meeting's file name by key."""
    made = []
    for body in bodies:
        kept, meeting = json.loads(body)
        if kept["key"] in called:  # a meeting saved since the listing was read waits for the next build
            made.append(Card(called[kept["key"]], codec.meeting(meeting), kept["changed"]))
    return tuple(made)


def _pairs(before: Stored | None) -> list[tuple[Entry, bytes]]:
    return list(zip(before.revision.entries, before.events, strict=True)) if before else []
