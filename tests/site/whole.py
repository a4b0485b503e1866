"""The whole sample site as files, as a build would publish it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kl_calendar.emit import calendars, names, site
from kl_calendar.emit.calendars import Place
from kl_calendar.emit.pages import cards
from tests.site import samples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.model.revision import Revision
    from kl_calendar.model.settings import FeedSettings


def feed_files(feed: FeedSettings, revisions: Sequence[Revision], base: str) -> dict[str, bytes]:
    place = Place(replace(samples.SITE, base_url=base), feed, base)
    called = names.slugs(revision.key for revision in revisions)
    files = site.feed(revisions, called, place, samples.TODAY)
    files[place.slots_feed] = calendars.slots(revisions, place)
    for revision in revisions:
        name = called[revision.key]
        files |= site.meeting(revision, name, place)
        files[f"{place.folder}/{name}.ics"] = calendars.of_slots(revision, place.context_of(revision))
    return files


def site_files(base: str = samples.BASE) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    listed = []
    for feed, revisions in samples.FEEDS:
        files |= feed_files(feed, revisions, base)
        called = names.slugs(revision.key for revision in revisions)
        listed.append(site.FeedCards(feed, tuple(cards.card(one, called[one.key]) for one in revisions)))
    return files | site.index(replace(samples.SITE, base_url=base), listed, base, samples.TODAY)
