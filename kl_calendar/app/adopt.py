"""A published folder in, a ledger out that goes on from there: the same uids, sequences and bytes.

For when the ledger is lost. Only meetings that the ledger does not have are taken over, so it can be run on a ledger
that is half there. The next build reads the documents and finds in them what was published.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kl_calendar.app import saving
from kl_calendar.app.build import PRIVATE
from kl_calendar.app.keys import stem
from kl_calendar.emit import names, reading
from kl_calendar.errors import KlError
from kl_calendar.i18n import say
from kl_calendar.store import loading, sources, workspace
from kl_calendar.store.ledger import Ledger, SourceState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kl_calendar.model.settings import FeedSettings, Workspace

UNREAD = SourceState(size=-1, mtime_ns=-1, digest="", options="")
"""A document that was published and has not been read by this ledger: the next build reads it, or misses it."""


class NothingToAdopt(KlError):
    """The folder has no feed of this workspace in it."""

    slug = "nothing-to-adopt"

    def __init__(self, public: Path) -> None:
        super().__init__(
            say("{public} has no feed of this workspace that kl-calendar wrote", public=public),
            hint=say("name the folder that was published, with a file like boern-og-unge.ics in it"),
        )


@dataclass(frozen=True, slots=True)
class Adopted:
    """What became of one feed: how many meetings were taken over, and how many the ledger had already."""

    feed: str
    taken: int
    known: int


def adopt(root: Path, public: Path, database: str | None = None) -> tuple[Adopted, ...]:
    """Take over what is published in `public` into the ledger of the workspace."""
    settings = workspace.load(root)
    home = workspace.file_of(root).parent
    folders = ((feed, home / PRIVATE if feed.private else public) for feed in settings.feeds)
    published = [(feed, folder / names.feed_file(feed.id, "slots", feed.language)) for feed, folder in folders]
    there = [(feed, path) for feed, path in published if path.is_file()]
    if not any(not feed.private or len(published) == len(there) for feed, _ in there):
        raise NothingToAdopt(public)  # private feeds lie in the workspace and say nothing of the folder
    with Ledger.open(home, database) as ledger:
        return tuple(adopt_feed(ledger, settings, home, feed, both(feed, path)) for feed, path in there)


def both(feed: FeedSettings, slots: Path) -> bytes:
    """The feed of slots, and behind it that of meetings, which knows their sequences."""
    meetings = slots.with_name(names.feed_file(feed.id, "meetings", feed.language))
    return loading.load(slots) + (loading.load(meetings) if meetings.is_file() else b"")


def adopt_feed(ledger: Ledger, settings: Workspace, home: Path, feed: FeedSettings, raw: bytes) -> Adopted:
    """Take over one feed's meetings, each in its own transaction."""
    events = dict(by_uid(raw))
    form = saving.Form.of(settings.site, feed)
    documents = {stem(found.name): found.name for found in sources.find(home, feed)}
    outcome: Counter[bool] = Counter()
    for revision in reading.revisions(raw, feed.id):
        if revision.feed != feed.id:
            continue
        source = source_of(revision.key, documents) or f"{feed.id}/{revision.key}"
        with ledger.change(feed.id, revision.key) as pending:
            new = pending.previous is None
            if new:
                kept = tuple(events[entry.uid] for entry in revision.entries)
                pending.save(saving.stored(revision, source, kept, form))
        if new and source not in ledger.sources(feed.id):
            ledger.remember_source(feed.id, source, UNREAD)
        outcome[new] += 1
    return Adopted(feed.id, outcome[True], outcome[False])


def source_of(key: str, documents: Mapping[str, str]) -> str | None:
    """The document a key was made from: `letter` and `letter-2` are both meetings of `letter.md`."""
    if key in documents:
        return documents[key]
    head, _, tail = key.replace("-m", "-").rpartition("-")
    return documents.get(head) if tail.isdecimal() else None


def by_uid(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """The events of a calendar as they stand in it, by uid."""
    for part in raw.split(b"BEGIN:VEVENT\r\n")[1:]:
        body, end, _ = part.partition(b"END:VEVENT\r\n")
        unfolded = body.replace(b"\r\n ", b"")
        uid = next((line[4:] for line in unfolded.split(b"\r\n") if line.startswith(b"UID:")), b"")
        yield uid.decode("utf-8", "replace"), b"BEGIN:VEVENT\r\n" + body + end
