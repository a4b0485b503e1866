"""A workspace's ledger in, what a server needs of it out: settings, feeds with their revisions and bytes, tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from kl_calendar.app import calendars, saving
from kl_calendar.emit.calendars import Kept
from kl_calendar.store import tokens, workspace
from kl_calendar.store.ledger import Ledger
from kl_calendar.store.schema import MEETINGS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kl_calendar.model.revision import Revision
    from kl_calendar.model.settings import FeedSettings, Site, Workspace
    from kl_calendar.store.ledger import Listed
    from kl_calendar.store.tokens import Token

Feed = tuple["FeedSettings", tuple["Revision", ...]]


@dataclass(frozen=True, slots=True)
class Written:
    """A feed as the ledger has it; while `settings` and `listing` are the same, so is all of it."""

    settings: tuple[Site, FeedSettings]
    listing: tuple[Listed, ...]
    revisions: tuple[Revision, ...]
    kept: Kept


@dataclass(frozen=True, slots=True)
class Served:
    """Everything a server shows, as of one moment of the ledger."""

    settings: Workspace
    feeds: tuple[Feed, ...]
    tokens: tuple[Token, ...] = ()
    tick: int = 0
    written: Mapping[str, Written] = field(default_factory=lambda: MappingProxyType({}))
    """What is written already of a feed, by its id; a feed that has not changed is the very same object as before."""


def load(root: Path, database: str | None = None, before: Served | None = None) -> Served:
    """Return what is published now; `before` itself where nothing is newer."""
    settings = workspace.load(root)
    home = workspace.file_of(root).parent
    known = tokens.load(home)
    with Ledger.open(home, database) as ledger:
        tick = ledger.tick()
        if before and (before.tick, before.settings, before.tokens) == (tick, settings, known):
            return before
        old = before.written if before else {}
        written = {feed.id: feed_of(ledger, settings.site, feed, old.get(feed.id)) for feed in settings.feeds}
    feeds = tuple((feed, written[feed.id].revisions) for feed in settings.feeds)
    return Served(settings, feeds, known, tick, written)


def feed_of(ledger: Ledger, site: Site, feed: FeedSettings, before: Written | None) -> Written:
    """Return a feed as the ledger has it; `before` itself where none of its meetings is newer."""
    listing = ledger.listing(MEETINGS.c.feed == feed.id)
    if before and (before.settings, before.listing) == ((site, feed), listing):
        return before
    revisions, entries = ledger.revisions(feed.id), ledger.events(feed.id)
    extra, meetings = (ledger.bodies(feed.id, form) for form in (saving.EXTRA_FORM, saving.MEETING_FORM))
    slots = calendars.of_feed(feed, site, revisions, entries + extra) if entries or extra else b""
    return Written((site, feed), listing, revisions, Kept(entries, meetings, slots))
