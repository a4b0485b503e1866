"""A feed joined from the ledger beside its floor and beside icalendar, in one run.

    python bench/ledger.py [MEETINGS]

The floor is the same bytes out of the same file by plain `sqlite3`, joined. The budgets: at most 3 × the floor, and at
least 100 × as fast as icalendar's `to_ical` of the same calendar.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

from icalendar import Calendar

from kl_calendar.app.saving import Form, save
from kl_calendar.emit import ical
from kl_calendar.model.meeting import Meeting, Person, Slot
from kl_calendar.model.settings import FeedSettings, Site
from kl_calendar.revise.revising import revise
from kl_calendar.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable

MEETINGS = 400
FLOOR_BUDGET = 3.0
LIBRARY_BUDGET = 100.0
NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
FEED = FeedSettings("skole", "Skole")
TITLES = ("Velkommen", "Økonomi og rammer", "Dagtilbud", "Pause", "Skole og fællesskab", "Fritid", "Tak for i dag")


def meeting(number: int) -> Meeting:
    """A programme of seven points."""
    day = datetime(2026, 2, 1, 9) + timedelta(days=number)  # noqa: DTZ001 -- a wall-clock time
    slots = tuple(
        Slot(day + timedelta(minutes=30 * n), title, day + timedelta(minutes=30 * n + 30), (Person("Asta Lind"),))
        for n, title in enumerate(TITLES)
    )
    return Meeting(f"Møde {number}", day, location="Rådhuset, Torvet 1, 9999 Nordby", slots=slots)


def fill(ledger: Ledger, meetings: int) -> None:
    """Publish that many meetings."""
    form = Form.of(Site(), FEED)
    for number in range(meetings):
        key = f"moede-{number:05}"
        with ledger.change(FEED.id, key) as pending:
            made, _ = revise(meeting(number), None, feed=FEED.id, key=key, domain="x.invalid", now=NOW)
            save(pending, made, f"{key}.md", form, NOW)


def joined(ledger: Ledger) -> bytes:
    """The feed as it is published."""
    return ical.calendar(ledger.events(FEED.id), ical.Header(FEED.title, timezones=("Europe/Copenhagen",)))


def floor(path: Path) -> bytes:
    """The same bytes by the shortest way there is."""
    with sqlite3.connect(path) as plain:
        rows = plain.execute("SELECT event FROM entries WHERE feed = ? ORDER BY key, position", (FEED.id,)).fetchall()
    plain.close()
    return b"".join(row[0] for row in rows)


def best(work: Callable[[], object], times: int = 7) -> float:
    """The shortest of several runs, in seconds."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return min(spent)


def main(meetings: int) -> int:
    """Print the times and their ratios; 1 where one is over its budget."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        with Ledger.open(root) as ledger:
            fill(ledger, meetings)
            whole = joined(ledger)
            ours = best(lambda: joined(ledger))
            bottom = best(lambda: floor(root / ".kl-calendar" / "ledger.sqlite3"))
    parsed = Calendar.from_ical(whole)
    library = best(parsed.to_ical, 1)
    print(f"{meetings * len(TITLES)} slots, {len(whole) // 1024} kB: feed from the ledger {ours * 1000:.1f} ms")
    print(f"ours / floor {ours / bottom:.2f} × (budget {FLOOR_BUDGET})")
    print(f"icalendar / ours {library / ours:.0f} × (budget {LIBRARY_BUDGET})")
    return ours > bottom * FLOOR_BUDGET or library < ours * LIBRARY_BUDGET


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else MEETINGS))
