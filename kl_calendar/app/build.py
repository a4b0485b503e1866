"""A workspace in, its published folder out: documents to ledger, ledger to files, and a report of what happened.

A document that cannot be read costs itself only.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from kl_calendar.app import publishing
from kl_calendar.app.recognising import FeedUpdate, Run, Updated, joined
from kl_calendar.app.saving import Form, save
from kl_calendar.app.withdrawing import withdraw
from kl_calendar.errors import SettingsError
from kl_calendar.i18n import say
from kl_calendar.publish import files
from kl_calendar.revise.revising import without_expired
from kl_calendar.store import sources, workspace
from kl_calendar.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from pathlib import Path

    from kl_calendar.model.problem import Problem
    from kl_calendar.model.revision import Revision
    from kl_calendar.model.settings import FeedSettings


PRIVATE = ".kl-calendar/private"
"""Where in the workspace private feeds are published: never in a folder that a web server may show to everybody."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of a build. `database` is the ledger's URL, None for the workspace's own file."""

    root: Path
    output: Path
    now: datetime
    today: date
    withdraw: bool = False
    database: str | None = None


@dataclass(frozen=True, slots=True)
class FeedReport:
    """What became of one feed: its figures, what is doubtful, and the meetings that are new or different."""

    feed: FeedSettings
    meetings: int
    slots: int
    problems: tuple[Problem, ...]
    changed: tuple[Revision, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    feeds: tuple[FeedReport, ...]
    published: files.Published

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, feed by feed."""
        return tuple(problem for feed in self.feeds for problem in feed.problems)


def build(order: Order, progress: Callable[[int, int], None] = lambda _done, _total: None) -> Report:
    """Bring ledger and folder up to date; `progress` hears how many documents of how many are done."""
    settings = workspace.load(order.root)
    home = workspace.file_of(order.root).parent
    if not settings.feeds:  # without any, a build would only take away what is published
        hint = say('write [[feed]] with id = "…", the name of a folder')
        raise SettingsError(workspace.FILE, say("there is no [[feed]] in it"), hint=hint)
    found = [(feed, sources.find(home, feed)) for feed in settings.feeds]
    files.claim(order.output)
    total, counted = sum(len(documents) for _, documents in found), count(1)
    with Ledger.open(home, order.database) as ledger:
        run = Run(ledger, settings, order.now, order.today, lambda: progress(next(counted), total), order.withdraw)
        updates = [(feed, update_feed(FeedUpdate(run, feed, documents))) for feed, documents in found]
        drop_expired(run)
        published = publish(run, home, order.output)
        figures = ledger.counts()
    reports = [
        FeedReport(feed, *figures.get(feed.id, (0, 0)), problems=done.problems, changed=done.changed)
        for feed, done in updates
    ]
    return Report(tuple(reports), published)


def publish(run: Run, home: Path, output: Path) -> files.Published:
    """Publish the public feeds into the folder; private ones beside the ledger, where only our server finds them."""
    site, feeds = run.settings.site, run.settings.feeds
    private = tuple(feed for feed in feeds if feed.private)
    job = publishing.Job(run.ledger, site, tuple(feed for feed in feeds if not feed.private), output, run.today)
    done = publishing.publish(job)
    if not private:
        return done
    hidden = publishing.publish(publishing.Job(run.ledger, site, private, home / PRIVATE, run.today, index=False))
    return files.Published(done.written + hidden.written, done.removed + hidden.removed)


def update_feed(update: FeedUpdate) -> Updated:
    """Bring one feed's part of the ledger up to date."""
    return joined([update.update(), withdraw(update)])


def drop_expired(run: Run) -> None:
    """Take cancelled slots out of feeds once they have warned everybody they can."""
    feeds = {feed.id: feed for feed in run.settings.feeds}
    for listed in run.ledger.due(run.now):
        if listed.feed not in feeds:
            continue
        with run.ledger.change(listed.feed, listed.key) as pending:
            if pending.previous:
                kept = without_expired(pending.previous.revision, run.now)
                save(pending, kept, listed.source, Form.of(run.settings.site, feeds[listed.feed]), run.now)
