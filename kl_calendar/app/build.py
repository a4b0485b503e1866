"""A workspace in, its published folder out: every programme of every feed read, recognised, written, published.

A document that cannot be read costs itself only. Each step below is a function of its own, so that a further one
(pages, exports) is a further entry in `files_of`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from kl_calendar.app import calendars
from kl_calendar.app.convert import stamp
from kl_calendar.app.keys import Keys, stem
from kl_calendar.app.understanding import Source, understand
from kl_calendar.emit import ical, names
from kl_calendar.model.problem import Severity, kind
from kl_calendar.parse.read_programme import Options
from kl_calendar.publish import files
from kl_calendar.revise.revising import revise
from kl_calendar.store import sources, workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from kl_calendar.app.understanding import Understood
    from kl_calendar.model.problem import Problem
    from kl_calendar.model.revision import Revision
    from kl_calendar.model.settings import FeedSettings, Workspace
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


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What became of one feed."""

    feed: FeedSettings
    revisions: tuple[Revision, ...]
    problems: tuple[Problem, ...]

    @property
    def slots(self) -> int:
        """How many agenda points the feed has."""
        return sum(len(revision.entries) for revision in self.revisions)


@dataclass(frozen=True, slots=True)
class Report:
    """What a build made."""

    feeds: tuple[FeedReport, ...]
    published: files.Published

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, feed by feed."""
        return tuple(problem for feed in self.feeds for problem in feed.problems)


@dataclass(frozen=True, slots=True)
class Run:
    """What holds for one whole build."""

    settings: Workspace
    today: date
    step: Callable[[], None]
    """Called after each document."""


def build(root: Path, output: Path, *, today: date, progress: Callable[[int, int], None] = lambda *_: None) -> Report:
    """Read the workspace and publish it into `output`; `progress` hears how many documents of how many are done."""
    settings = workspace.load(root)
    home = workspace.file_of(root).parent
    found = [(feed, sources.find(home, feed)) for feed in settings.feeds]
    files.claim(output)
    total = sum(len(documents) for _, documents in found)
    counted = count(1)
    run = Run(settings, today, lambda: progress(next(counted), total))
    reports = tuple(feed_report(feed, documents, run) for feed, documents in found)
    made = {name: data for report in reports for name, data in files_of(report, settings)}
    return Report(reports, files.publish(output, made))


def feed_report(feed: FeedSettings, documents: Sequence[Found], run: Run) -> FeedReport:
    """Read, recognise and report one feed's documents."""
    if not documents:
        return FeedReport(feed, (), (NO_DOCUMENTS.at(0, source=workspace.FILE, feed=feed.id),))
    wanted, problems = told_apart(documents)
    keys = Keys(stem(document.name) for document in wanted)
    revisions: list[Revision] = []
    for document in wanted:
        understood = understand(source_of(document), options(feed))
        problems += understood.problems
        for revision, doubts in recognised(understood, feed, keys, run):
            revisions.append(revision)
            problems += [replace(doubt, source=document.name) for doubt in doubts]
        run.step()
    return FeedReport(feed, tuple(sorted(revisions, key=order)), tuple(problems))


def source_of(document: Found) -> Source:
    """A document of the workspace, known by its name in it."""
    return Source(document.name, partial(sources.load, document.path, document.name))


def options(feed: FeedSettings) -> Options:
    """How a feed's documents are read."""
    return Options(date=None, around=None, timezone=feed.timezone, language=None)


def told_apart(documents: Sequence[Found]) -> tuple[list[Found], list[Problem]]:
    """The documents with names of their own: one letter in two formats is one meeting, and the second is left out."""
    first: dict[str, Found] = {}
    problems = []
    for document in documents:
        kept = first.setdefault(stem(document.name), document)
        if kept is not document:
            problems.append(SAME_NAME.at(0, source=document.name, other=kept.name))
    return list(first.values()), problems


def recognised(
    source: Understood, feed: FeedSettings, keys: Keys, run: Run
) -> list[tuple[Revision, tuple[Problem, ...]]]:
    """The meetings of one document with their identities."""
    made = []
    for ordinal, meeting in enumerate(source.meetings, start=1):
        key = keys.next(stem(source.name), ordinal)
        domain = run.settings.site.uid_domain
        made.append(revise(meeting, None, feed=feed.id, key=key, domain=domain, now=stamp(meeting)))
    return made


def order(revision: Revision) -> tuple[date, str]:
    """Meetings stand in a feed by day, then by key."""
    return revision.meeting.day, revision.key


def files_of(report: FeedReport, settings: Workspace) -> Iterator[tuple[str, bytes]]:
    """The files of one feed: a calendar a meeting and one of all of them, by name."""
    if not report.revisions:
        return  # a feed that lost its source never becomes an empty calendar
    context = ical.Context(default_length=settings.site.default_length)
    folder, called = names.slug(report.feed.id), names.slugs(revision.key for revision in report.revisions)
    everything: list[bytes] = []
    for revision in report.revisions:
        events = ical.events(revision, context)
        everything += events
        yield f"{folder}/{called[revision.key]}.ics", calendars.of_meetings([revision], events)
    name = names.feed_file(report.feed.id, "slots", report.feed.language)
    yield name, calendars.of_feed(report.feed, settings.site, report.revisions, everything)
