"""Writing events, beside icalendar's own `to_ical` of the same events, in one process; the budget is 1.3 × of it.

    python bench/emit.py

Ours includes making the event from its slot, its description and its digest; the floor only writes what is made.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import icalendar

sys.path.insert(0, str(Path(__file__).parent.parent))

from kl_calendar.emit.ical import Context, Header, calendar, events
from kl_calendar.model.revision import Revision
from tests.emit import samples

if TYPE_CHECKING:
    from collections.abc import Callable

BUDGET = 1.3
MEETINGS = 40
ROUNDS = 9


def revisions() -> list[Revision]:
    """Forty afternoons, each on another day."""
    made = []
    for number in range(MEETINGS):
        meeting = samples.letter()
        shift = timedelta(days=number)
        slots = tuple(
            replace(slot, start=slot.start + shift, end=slot.end + shift if slot.end else None)
            for slot in meeting.slots
        )
        made.append(samples.revision(replace(meeting, slots=slots), number=number))
    return made


def seconds(work: Callable[[], object]) -> float:
    """One run's time."""
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> int:
    """Print the ratio; 1 where it is over the budget."""
    wanted, context = revisions(), Context(page_url="https://moeder.example/m/1/")
    written = [event for one in wanted for event in events(one, context)]
    parsed = icalendar.Calendar.from_ical(calendar(written, Header("x"))).events

    def ours() -> object:
        return [events(one, context) for one in wanted]

    def theirs() -> object:
        return [event.to_ical() for event in parsed]

    pairs = [(seconds(ours), seconds(theirs)) for _ in range(ROUNDS)]
    ratio = statistics.median(own / floor for own, floor in pairs)
    own, floor = (statistics.median(column) / len(written) * 1e6 for column in zip(*pairs, strict=True))
    print(f"emit: {own:.0f} µs an event, icalendar's to_ical {floor:.0f} µs: {ratio:.2f} × (budget {BUDGET})")
    joined = statistics.median(seconds(lambda: calendar(written, Header("x"))) for _ in range(ROUNDS))
    print(f"feed: {joined / len(written) * 1e6:.2f} µs an event, joined from kept bytes")
    return ratio > BUDGET


if __name__ == "__main__":
    sys.exit(main())
