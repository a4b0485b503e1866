"""A feed joined from kept bytes is the feed written anew."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from kl_calendar.app.joining import FeedJoin
from kl_calendar.app.saving import Form, save
from kl_calendar.emit import calendars, reading
from kl_calendar.emit.calendars import Place
from kl_calendar.model.meeting import Meeting, Slot
from kl_calendar.model.settings import FeedSettings, Site
from kl_calendar.revise.revising import call_off, revise
from kl_calendar.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kl_calendar.model.revision import Revision

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
SITE, FEED = Site(), FeedSettings("skole", "Skole")
ZONES = ["Europe/Copenhagen"]


def published(number: int) -> Revision:
    day = datetime(2026, 3, number, 9)
    slots = tuple(Slot(day + timedelta(hours=n), title, day + timedelta(hours=n + 1)) for n, title in enumerate("ABC"))
    meeting = Meeting(f"Møde {number}", day, slots=slots)
    return revise(meeting, None, feed="skole", key=f"m{number}", domain="x.invalid", now=NOW)[0]


def keep(ledger: Ledger, feed: FeedSettings, revision: Revision) -> None:
    with ledger.change("skole", revision.key) as pending:
        save(pending, revision, f"{revision.key}.md", Form.of(SITE, feed), NOW)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path) as opened:
        yield opened


def events(data: bytes) -> list[str]:
    return sorted(re.findall(r"BEGIN:VEVENT.*?END:VEVENT", data.decode(), re.S))


@pytest.mark.parametrize("feed", [FEED, replace(FEED, overview=True, deadlines=True)], ids=["plain", "with extras"])
def test_every_form_has_the_events_that_writing_anew_gives(ledger: Ledger, feed: FeedSettings) -> None:
    first = published(1)
    struck = call_off(first, frozenset({first.entries[1].uid}), off=True, now=NOW)
    made = [struck, published(2), published(3)]
    for revision in made:
        keep(ledger, feed, revision)
    place = Place(SITE, feed, "")
    anew = calendars.of_feed(made, place) | {place.slots_feed: calendars.slots(made, place)}
    joined = FeedJoin(ledger, place, ZONES).files()
    assert {name: events(data) for name, data in joined.items()} == {name: events(data) for name, data in anew.items()}


def test_without_cancelled_slots_the_further_forms_are_the_same_bytes(ledger: Ledger) -> None:
    keep(ledger, FEED, published(1))
    files = FeedJoin(ledger, Place(SITE, FEED, ""), ZONES).files()
    assert files["skole.ics"] == files["skole-med-aflyste.ics"] == files["skole-uden-aflyste.ics"]


def test_a_joined_feed_reads_back_as_what_the_ledger_has(ledger: Ledger) -> None:
    for number in (1, 2):
        keep(ledger, FEED, published(number))
    files = FeedJoin(ledger, Place(SITE, FEED, ""), ZONES).files()
    raw = files["skole.ics"] + files["skole-moeder.ics"]
    assert reading.revisions(raw, "skole.ics") == ledger.revisions("skole")


def test_a_feed_without_meetings_has_no_calendar(ledger: Ledger) -> None:
    assert FeedJoin(ledger, Place(SITE, FEED, ""), []).files() == {}
