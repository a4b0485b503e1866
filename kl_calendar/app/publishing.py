"""The ledger and settings in, the published folder out: only what is newer than the folder is written again.

A feed is a join of the bytes its events were kept with. Pages depend on the day, so on another day they are made again;
calendars never are for that reason. Files belong to owners (a meeting, a feed, a feed's pages, the front page), and an
owner that has not changed is left as it is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kl_calendar import __version__
from kl_calendar.app import calendars, saving
from kl_calendar.app.joining import FeedJoin
from kl_calendar.emit import compress, names, site
from kl_calendar.emit.calendars import Place
from kl_calendar.publish import files
from kl_calendar.store.ledger import FolderState
from kl_calendar.store.schema import MEETINGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from kl_calendar.emit.pages.cards import Card
    from kl_calendar.model.settings import FeedSettings, Site
    from kl_calendar.store.ledger import Ledger, Stored

INDEX = "index"
"""The owner of the front page and of what every page needs; a feed's owners begin with its id and `:` or `/`."""


@dataclass(frozen=True, slots=True)
class Job:
    """One folder to bring up to date, with these feeds; `index` asks for a front page."""

    ledger: Ledger
    site: Site
    feeds: tuple[FeedSettings, ...]
    output: Path
    today: date
    index: bool = True

    @property
    def where(self) -> str:
        """The folder's name in the ledger."""
        return str(self.output.resolve())

    @property
    def digest(self) -> str:
        """A digest of everything outside the ledger that the files depend on, but for the day."""
        return hashlib.sha256(f"{__version__}\0{self.site!r}\0{self.feeds!r}\0{self.index}".encode()).hexdigest()


def publish(job: Job) -> files.Published:
    """Bring the folder up to the ledger's last change, and its pages up to the day."""
    last = job.ledger.folder(job.where)
    stand = Stand.of(job, last)
    if not stand.behind:
        return files.Published((), ())
    with files.alone(job.output):
        now = job.ledger.folder(job.where)
        if now != last:  # another build has published while this one waited
            stand = Stand.of(job, now)
        return renew(job, stand) if stand.behind else files.Published((), ())


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a folder is: `since` is the tick it holds everything up to, `tick` the ledger's."""

    since: int
    tick: int
    another_day: bool

    @property
    def behind(self) -> bool:
        """Whether there is anything to do."""
        return self.another_day or self.since != self.tick

    @classmethod
    def of(cls, job: Job, last: FolderState | None) -> Stand:
        """Look; a folder that is new, or was made under other settings, or has lost a file, holds nothing."""
        tick = job.ledger.tick()
        if last is None or last.settings != job.digest or not files.intact(job.output):
            return cls(0, tick, another_day=True)
        return cls(last.tick, tick, last.state != job.today.isoformat())


def renew(job: Job, stand: Stand) -> files.Published:
    """Write what is newer than the folder."""
    publication = files.Publication(job.output)
    listed = [
        FeedPart(job, publication, feed).publish(stand.since, another_day=stand.another_day) for feed in job.feeds
    ]
    if job.index:
        add_with_twins(
            publication, INDEX, site.index(job.site, [one.cards for one in listed], job.site.base_url, job.today)
        )
    done = publication.finish({owner for one in listed for owner in one.kept})
    job.ledger.remember_folder(job.where, FolderState(stand.tick, job.digest, job.today.isoformat()))
    return done


def add(publication: files.Publication, owner: str, made: Mapping[str, bytes]) -> None:
    """Add an owner's files."""
    for name, data in made.items():
        publication.add(owner, name, data)


def add_with_twins(publication: files.Publication, owner: str, made: Mapping[str, bytes]) -> None:
    """Add an owner's files and, for servers that send them ready-made, their compressed twins.

    Only what many fetch again and again has twins: compressing each file of ten thousand meetings would take an hour.
    """
    for name, data in made.items():
        # The twins go first: a build killed in between leaves the old file, by which the next one sees what is to do.
        old = publication.has(name, data)
        if not (old and all(publication.keep(owner, f"{name}{ending}") for ending in (".gz", ".br"))):
            add(publication, owner, twins(name, data))
        publication.add(owner, name, data)


def twins(name: str, data: bytes) -> dict[str, bytes]:
    """A file's compressed twins; a feed's forms are often the same bytes, which are compressed once."""
    return {name + ending: made for ending, made in _twins(name[name.rfind(".") :], data)}


@lru_cache(maxsize=1)
def _twins(suffix: str, data: bytes) -> tuple[tuple[str, bytes], ...]:
    return tuple((name.removeprefix(suffix), made) for name, made in compress.twins(suffix, data).items())


@dataclass(frozen=True, slots=True)
class Done:
    """What the publication of a feed leaves to do: its line on the front page, and the owners left as they are."""

    cards: site.FeedCards
    kept: frozenset[str]


class FeedPart:
    """One feed's part of a publication."""

    def __init__(self, job: Job, publication: files.Publication, feed: FeedSettings) -> None:
        self.job = job
        self.publication = publication
        self.feed = feed
        self.place = Place(job.site, feed, job.site.base_url)

    def publish(self, since: int, *, another_day: bool) -> Done:
        """Write the meetings that changed since that tick, the feed if any did, its pages also on another day."""
        ledger, feed = self.job.ledger, self.feed
        listed = ledger.listing(MEETINGS.c.feed == feed.id)
        newer = [one for one in listed if one.tick > since]
        called = names.slugs(one.key for one in listed)
        owners = {one.key: f"{feed.id}/{one.key}" for one in listed}
        for one in newer:
            stored = ledger.stored(feed.id, one.key)
            if stored:
                add(self.publication, owners[one.key], self.of_meeting(stored, called[one.key]))
        kept = frozenset(owners.values()) - {owners[one.key] for one in newer}
        shown = saving.cards(ledger.bodies(feed.id, saving.CARD_FORM), called)
        pages, others = f"{feed.id}:pages", f"{feed.id}:"
        if newer:
            made = self.of_feed(shown)
            for owner, wanted in ((pages, True), (others, False)):
                mine = {name: data for name, data in made.items() if name.endswith(".html") == wanted}
                add_with_twins(self.publication, owner, mine)
        elif another_day:
            add_with_twins(self.publication, pages, site.feed_pages(shown, self.place, self.job.today))
            kept |= {others}
        else:
            kept |= {pages, others}
        return Done(site.FeedCards(feed, shown), kept)

    def of_feed(self, shown: Sequence[Card]) -> dict[str, bytes]:
        """The files of the feed as a whole; one that lost its documents never becomes an empty calendar."""
        made = FeedJoin(self.job.ledger, self.place, (card.meeting.timezone for card in shown)).files()
        if 0 < len(shown) <= site.MOST_EXPORTED:
            revisions = self.job.ledger.revisions(self.feed.id)
            data = made[self.place.slots_feed]
            made |= site.exports(revisions, self.place.folder, self.feed.title, self.place, data)
        return made | site.feed_pages(shown, self.place, self.job.today)

    def of_meeting(self, stored: Stored, called: str) -> dict[str, bytes]:
        """The files of one meeting."""
        extra = stored.bodies.get(saving.EXTRA_FORM, b"")
        made = [*stored.events, *([extra] if extra else [])]
        own = {f"{self.place.folder}/{called}.ics": calendars.of_meetings([stored.revision], made)}
        return own | site.meeting(stored.revision, called, self.place)
