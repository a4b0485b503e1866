"""Names of meetings and slots in, the same called off (or on again) in the ledger and in the published folder out.

What is called off by hand stays so whatever its letter says later, until it is called on again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kl_calendar.app import build, naming
from kl_calendar.app.recognising import Run
from kl_calendar.app.saving import Form, save
from kl_calendar.publish import files
from kl_calendar.revise.revising import call_off
from kl_calendar.store import workspace
from kl_calendar.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    from kl_calendar.app.naming import Named
    from kl_calendar.model.revision import Revision
    from kl_calendar.model.settings import Workspace


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked: `names` are called off, or on again with `restore`."""

    root: Path
    output: Path
    names: Sequence[str]
    now: datetime
    today: date
    restore: bool = False
    database: str | None = None


def cancel(order: Order) -> tuple[Revision, ...]:
    """Call off what is named, and return the meetings that are different now; one unknown name leaves all as it was."""
    settings = workspace.load(order.root)
    home = workspace.file_of(order.root).parent
    with Ledger.open(home, order.database) as ledger:
        wanted = [naming.find(ledger, name) for name in order.names]
        changed = [kept for one in wanted if (kept := turn(ledger, settings, one, order))]
        # Before the first build there is nothing published to bring up to date.
        if changed and is_published(order.output):
            build.publish(Run(ledger, settings, order.now, order.today), home, order.output)
    return tuple(changed)


def is_published(output: Path) -> bool:
    """Whether a build has published there."""
    return (output / files.MARKER).is_file()


def turn(ledger: Ledger, settings: Workspace, named: Named, order: Order) -> Revision | None:
    """Call one meeting or slot off or on, in one transaction; None where it was so already."""
    old = named.revision
    feed = next((feed for feed in settings.feeds if feed.id == old.feed), None)
    with ledger.change(old.feed, old.key) as pending:
        if pending.previous is None or feed is None:
            raise naming.NotFound(old.key)
        before = pending.previous
        after = call_off(before.revision, frozenset({named.uid}), off=not order.restore, now=order.now)
        if after is before.revision:
            return None
        kept = save(pending, after, before.source, Form.of(settings.site, feed), order.now)
    if order.restore:
        # The letter has the last word again, so it is read at the next build.
        ledger.forget_reading(old.feed, before.source)
    return kept
