"""The ledger and settings in, the published folder out: only what is newer than the folder is written again.

A feed is a join of the bytes its events were kept with. Each function in `FEED_FILES` and `MEETING_FILES` makes some of
the files; a further kind of file is a further function there.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kl_calendar import __version__
from kl_calendar.app import calendars
from kl_calendar.app.saving import EXTRA_FORM
from kl_calendar.emit import names
from kl_calendar.publish import files
from kl_calendar.store.ledger import FolderState
from kl_calendar.store.schema import MEETINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from kl_calendar.model.settings import FeedSettings, Workspace
    from kl_calendar.store.ledger import Ledger, Stored

File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class FeedFolder:
    """A feed on its way to the folder: `called` is the file name of each of its meetings by key."""

    ledger: Ledger
    settings: Workspace
    feed: FeedSettings
    called: Mapping[str, str]

    def path(self, key: str, ending: str = ".ics") -> str:
        """The file of one meeting."""
        return f"{names.slug(self.feed.id)}/{self.called[key]}{ending}"


def feed_of_slots(folder: FeedFolder) -> Iterator[File]:
    """The feed to subscribe to: an event a slot."""
    ledger, feed = folder.ledger, folder.feed
    made = ledger.events(feed.id) + ledger.bodies(feed.id, EXTRA_FORM)
    if made:  # a feed that lost its documents never becomes an empty calendar
        name = names.feed_file(feed.id, "slots", feed.language)
        yield name, calendars.of_feed(feed, folder.settings.site, ledger.revisions(feed.id), made)


def meeting_of_slots(folder: FeedFolder, stored: Stored) -> Iterator[File]:
    """One meeting to download: an event a slot."""
    made = [*stored.events, *([stored.bodies[EXTRA_FORM]] if EXTRA_FORM in stored.bodies else [])]
    if made:
        yield folder.path(stored.revision.key), calendars.of_meetings([stored.revision], made)


FEED_FILES: list[Callable[[FeedFolder], Iterator[File]]] = [feed_of_slots]
"""What is made of a feed when any of its meetings has changed."""

MEETING_FILES: list[Callable[[FeedFolder, Stored], Iterator[File]]] = [meeting_of_slots]
"""What is made of a meeting that has changed."""


def publish(ledger: Ledger, settings: Workspace, output: Path) -> files.Published:
    """Bring the folder up to the ledger's last change."""
    place, digest, tick = str(output.resolve()), fingerprint(settings), ledger.tick()
    last = ledger.folder(place)
    fresh = last is None or last.settings != digest or not files.intact(output)
    since = 0 if fresh or last is None else last.tick
    if not fresh and since == tick:
        return files.Published((), ())
    publication = files.Publication(output)
    keep: set[str] = set()
    for feed in settings.feeds:
        keep |= publish_feed(publication, ledger, settings, feed, since)
    done = publication.finish(keep)
    ledger.remember_folder(place, FolderState(tick, digest))
    return done


def publish_feed(
    publication: files.Publication, ledger: Ledger, settings: Workspace, feed: FeedSettings, since: int
) -> set[str]:
    """Write the files of a feed's meetings that changed since that tick, and of the feed; returns who stays as is."""
    listed = ledger.listing(MEETINGS.c.feed == feed.id)
    newer = [one for one in listed if one.tick > since]
    owners = {one.key: f"{feed.id}/{one.key}" for one in listed}
    if not newer:
        return {feed.id, *owners.values()}
    folder = FeedFolder(ledger, settings, feed, names.slugs(owners))
    for one in newer:
        stored = ledger.stored(feed.id, one.key)
        for make in MEETING_FILES:
            for name, data in make(folder, stored) if stored else ():
                publication.add(owners[one.key], name, data)
    for make_feed in FEED_FILES:
        for name, data in make_feed(folder):
            publication.add(feed.id, name, data)
    return set(owners.values()) - {owners[one.key] for one in newer}


def fingerprint(settings: Workspace) -> str:
    """A digest of everything outside the ledger that the files depend on."""
    return hashlib.sha256(f"{__version__}\0{settings.site!r}\0{settings.feeds!r}".encode()).hexdigest()
