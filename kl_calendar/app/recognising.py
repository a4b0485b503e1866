"""A feed's documents and the ledger in, the ledger brought up to date out: read what changed, recognise, keep.

A document is read again only when it, or what its meaning depends on, has changed. One that cannot be understood any
more keeps what was published of it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kl_calendar import __version__
from kl_calendar.app.keys import Keys, stem
from kl_calendar.app.matching import partners
from kl_calendar.app.renaming import RENAMED, TWICE, goes_on_from, twin
from kl_calendar.app.saving import Form, save
from kl_calendar.app.understanding import Source, understand, unreadable
from kl_calendar.errors import InputError, system
from kl_calendar.model.meeting import Status
from kl_calendar.model.problem import Severity, kind
from kl_calendar.parse.read_programme import Options
from kl_calendar.revise.revising import passed, revise
from kl_calendar.store import codec, loading, workspace
from kl_calendar.store.ledger import SourceState
from kl_calendar.store.schema import MEETINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date, datetime

    from kl_calendar.model.meeting import Meeting
    from kl_calendar.model.problem import Problem
    from kl_calendar.model.revision import Revision
    from kl_calendar.model.settings import FeedSettings, Workspace
    from kl_calendar.store.ledger import Ledger
    from kl_calendar.store.sources import Found

SAME_NAME = kind(
    "same-name",
    Severity.WARNING,
    "it is left out: {other} has the same name and is taken as the same letter",
    "rename one of them if they are two meetings, or remove one",
)
NO_DOCUMENTS = kind(
    "feed-without-documents",
    Severity.WARNING,
    "the feed {feed} has no programme documents",
    "put them in the folder {feed}, or say with sources where they are",
)


ORPHANS = 100
"""How many of the latest meetings without a document a new document is compared with."""


@dataclass(frozen=True, slots=True)
class Run:
    """What holds for one whole build."""

    ledger: Ledger
    settings: Workspace
    now: datetime
    today: date
    step: Callable[[], None] = lambda: None
    """Called after each document."""
    withdraw: bool = False


@dataclass(frozen=True, slots=True)
class Updated:
    """What bringing a document or feed up to date gave: what is doubtful, and the meetings that are different."""

    problems: tuple[Problem, ...] = ()
    changed: tuple[Revision, ...] = ()

    def __add__(self, other: Updated) -> Updated:
        return Updated(self.problems + other.problems, self.changed + other.changed)


def joined(parts: Iterable[Updated]) -> Updated:
    """The parts as one, in order."""
    every = list(parts)
    problems = tuple(problem for part in every for problem in part.problems)
    return Updated(problems, tuple(revision for part in every for revision in part.changed))


def called_off(revision: Revision) -> Meeting:
    """What a meeting becomes that its document no longer has: all of it cancelled, nothing of it forgotten."""
    return replace(revision.meeting, status=Status.CANCELLED)


class FeedUpdate:
    """One feed inside a run."""

    def __init__(self, run: Run, feed: FeedSettings, documents: Sequence[Found]) -> None:
        self.run = run
        self.feed = feed
        self.form = Form.of(run.settings.site, feed)
        self.documents, self.left_out = told_apart(documents)
        self.names = frozenset(document.name for document in self.documents)
        listed = run.ledger.listing(MEETINGS.c.feed == feed.id)
        self.keys = Keys((stem(name) for name in self.names), (one.key for one in listed if one.source in self.names))
        self.gone = [one.key for one in listed if one.source not in self.names][-ORPHANS:]
        self.written_otherwise = frozenset(one.source for one in listed if one.settings != self.form.digest)

    def update(self) -> Updated:
        """Bring the feed's part of the ledger up to date."""
        known = self.run.ledger.sources(self.feed.id)
        done = Updated(tuple(self.left_out))
        if not self.documents:
            done += Updated((NO_DOCUMENTS.at(0, source=workspace.FILE, feed=self.feed.id),))
        parts = [done]
        for document in self.documents:
            parts.append(self.update_document(document, known.get(document.name)))
            self.run.step()
        return joined(parts)

    def update_document(self, document: Found, known: SourceState | None) -> Updated:
        """Bring one document's meetings up to date, reading it only when it is not the one known."""
        if known and document.name in self.written_otherwise:
            known = None
        try:
            stat = document.path.stat()
            if known and (known.size, known.mtime_ns, known.options) == (stat.st_size, stat.st_mtime_ns, self.meaning):
                return Updated(codec.problems(known.problems))
            raw = loading.load(document.path, document.name)
        except InputError as error:
            return Updated((unreadable(document.name, error),))
        except OSError as error:
            return Updated((unreadable(document.name, InputError(document.name, system(error))),))
        state = SourceState(stat.st_size, stat.st_mtime_ns, hashlib.sha256(raw).hexdigest(), self.meaning)
        if known and (known.digest, known.options) == (state.digest, state.options):
            self.run.ledger.remember_source(self.feed.id, document.name, replace(state, problems=known.problems))
            return Updated(codec.problems(known.problems))
        return self.read_again(document.name, raw, state)

    @property
    def meaning(self) -> str:
        """A digest of what a document's meaning depends on beside its bytes."""
        return hashlib.sha256(f"{__version__}\0{self.feed.timezone}\0{self.feed.language}".encode()).hexdigest()

    def read_again(self, name: str, raw: bytes, state: SourceState) -> Updated:
        """Understand a document and keep its meetings; where there are none, what was published of it stays."""
        options = Options(timezone=self.feed.timezone, today=self.run.today)
        understood = understand(Source(name, lambda: raw), options)
        if not understood.meetings:
            return Updated(understood.problems)
        done = Updated(understood.problems) + self.recognise(name, understood.meetings)
        written = codec.dump_problems(done.problems)
        self.run.ledger.remember_source(self.feed.id, name, replace(state, problems=written))
        return done

    def recognise(self, name: str, meetings: Sequence[Meeting]) -> Updated:
        """Give a document's meetings the identities they had, and keep them; those it no longer has are withdrawn."""
        known = self.run.ledger.revisions(self.feed.id, name)
        found = partners(meetings, known) if known else goes_on_from(meetings, self.orphans(), self.run.now)
        parts = [] if known else [Updated(tuple(self.told(name, meetings, found)))]
        for ordinal, (meeting, before) in enumerate(zip(meetings, found, strict=True), start=1):
            key = before.key if before else self.keys.next(stem(name), ordinal)
            parts.append(self.keep(name, key, meeting))
        for gone in known:
            if gone not in found and not passed(gone.meeting, self.run.now):
                parts.append(self.keep(name, gone.key, called_off(gone)))
        return joined(parts)

    def orphans(self) -> tuple[Revision, ...]:
        """The latest meetings whose documents are gone: one of them may have come back under another name."""
        made = (self.run.ledger.stored(self.feed.id, key) for key in self.gone)
        return tuple(stored.revision for stored in made if stored and stored.source not in self.names)

    def told(self, name: str, meetings: Sequence[Meeting], found: Sequence[Revision | None]) -> Iterator[Problem]:
        """Say of a new document which meetings go on in it, and which are in another document already."""
        for meeting, before in zip(meetings, found, strict=True):
            day = meeting.day.isoformat()
            if before:
                yield RENAMED.at(0, source=name, title=before.meeting.title, day=before.meeting.day.isoformat())
                continue
            same_day = MEETINGS.c.starts.startswith(day, autoescape=True)
            listed = self.run.ledger.listing(MEETINGS.c.feed == self.feed.id, same_day)
            others = {one.key: one.source for one in listed if one.source in self.names - {name}}
            stored = (self.run.ledger.stored(self.feed.id, key) for key in others)
            other = twin(meeting, (one.revision for one in stored if one))
            if other:
                yield TWICE.at(0, source=name, title=meeting.title, day=day, other=others[other.key])

    def keep(self, name: str, key: str, meeting: Meeting) -> Updated:
        """Revise one meeting against the ledger and keep it, in one transaction."""
        run = self.run
        with run.ledger.change(self.feed.id, key) as pending:
            before = pending.previous.revision if pending.previous else None
            domain = run.settings.site.uid_domain
            revision, doubts = revise(meeting, before, feed=self.feed.id, key=key, domain=domain, now=run.now)
            kept = save(pending, revision, name, self.form, run.now)
        problems = tuple(replace(doubt, source=name) for doubt in doubts)
        if kept is None or (before and kept.sequence == before.sequence):
            return Updated(problems)
        if before and revision.sequence == before.sequence:  # only the settings did: what changed last is told already
            kept = replace(kept, changes=())
        return Updated(problems, (kept,))


def told_apart(documents: Sequence[Found]) -> tuple[list[Found], list[Problem]]:
    """The documents with names of their own: one letter in two formats is one meeting, and the second is left out."""
    first: dict[str, Found] = {}
    problems = []
    for document in documents:
        kept = first.setdefault(stem(document.name), document)
        if kept is not document:
            problems.append(SAME_NAME.at(0, source=document.name, other=kept.name))
    return list(first.values()), problems
