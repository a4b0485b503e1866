"""The ledger in, a feed's calendars out, joined from kept bytes: no meeting is read but those with cancelled slots."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kl_calendar.app import saving
from kl_calendar.emit import ical, names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kl_calendar.emit.calendars import Place
    from kl_calendar.store.ledger import Ledger


class FeedJoin:
    """One feed's calendars: of slots, of meetings, and of slots with cancelled ones marked or hidden."""

    def __init__(self, ledger: Ledger, place: Place, timezones: Iterable[str]) -> None:
        self.ledger = ledger
        self.place = place
        self.id = place.feed.id
        self.events = ledger.events_by_meeting(self.id)
        self.extras = dict(ledger.bodies_by_meeting(self.id, saving.EXTRA_FORM))
        self.header = ical.Header(
            name=place.feed.title,
            description=place.feed.description,
            color=place.feed.color,
            refresh=place.site.refresh,
            timezones=tuple(sorted(set(timezones))),
            heads=tuple(ledger.bodies(self.id, saving.HEAD_FORM)),
        )

    def files(self) -> dict[str, bytes]:
        """All forms by name; none for a feed that lost its documents: an empty calendar empties other calendars."""
        if not self.events and not self.extras:
            return {}
        slots = self.slots()
        return {
            self.place.slots_feed: slots,
            self.name("marked"): self.shown_otherwise("mark", slots),
            self.name("hidden"): self.shown_otherwise("hide", slots),
            self.name("meetings"): ical.calendar(self.ledger.bodies(self.id, saving.MEETING_FORM), self.header),
        }

    def name(self, form: str) -> str:
        """The file of a form."""
        return names.feed_file(self.id, form, self.place.feed.language)

    def slots(self) -> bytes:
        """The feed to subscribe to: an event a slot."""
        return ical.calendar([*(event for _, event in self.events), *self.extras.values()], self.header)

    def shown_otherwise(self, cancelled: str, slots: bytes) -> bytes:
        """The same with cancelled events shown in another way; the very same where there are none."""
        struck = self.ledger.struck(self.id)
        return ical.calendar(self.without(struck, cancelled), self.header) if struck else slots

    def without(self, struck: Iterable[str], cancelled: str) -> Iterator[bytes]:
        """The events, those of meetings with cancelled ones written anew."""
        anew = {key: self.anew(key, cancelled) for key in struck}
        for key, event in self.events:
            if key not in anew:
                yield event
            else:
                yield from anew.pop(key)
                anew[key] = ()
        for key, extra in self.extras.items():
            if key not in anew:
                yield extra
        for rest in anew.values():
            yield from rest

    def anew(self, key: str, cancelled: str) -> Sequence[bytes]:
        """One meeting's events with its cancelled ones shown in another way."""
        stored = self.ledger.stored(self.id, key)
        if stored is None:
            return ()
        context = replace(self.place.context, cancelled=cancelled)
        return ical.events(stored.revision, self.place.context_of(stored.revision, context))
