"""The owner writes while we sync, and two of ours sync at once: nobody's change is lost where the server can tell."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from kl_calendar.app.sync import Order, sync
from kl_calendar.sync.act import difference
from tests.sync.calendars import Calendar
from tests.sync.conftest import Fleet
from tests.sync.events import NOW, edited, want, wants, with_alarm
from tests.sync.servers import PASSWORD, Server, request
from tests.sync.workspaces import SECRET, Workspace

HEEDING = ["radicale", pytest.param("cyrus", marks=pytest.mark.heavy)]
"""Servers whose preconditions are atomic: 60 races of four writers gave 60 single winners (`winners.py`).

Not Xandikos: 0.4.10 compares ETags before it takes its lock, and two of 560 such races had two winners.
"""
EVENTS = 12


def add_alarm(calendar: Calendar, href: str) -> None:
    """Add an alarm as a careful client does: read, change, write if nobody else wrote, else again."""
    for _ in range(20):
        _, headers, body = request("GET", calendar.at(href), auth=calendar.server.auth)
        condition = {"If-Match": headers["etag"].removeprefix("W/")}
        status, _, _ = request("PUT", calendar.at(href), with_alarm(body), condition, auth=calendar.server.auth)
        if status in (200, 201, 204):
            return
    raise AssertionError("never got through")


def add_alarms(calendar: Calendar, hrefs: list[str]) -> None:
    for href in hrefs:
        add_alarm(calendar, href)


@pytest.mark.parametrize("name", HEEDING)
def test_what_the_owner_writes_while_we_sync_is_not_lost(name: str, fleet: Fleet, calendar_name: str) -> None:
    calendar = Calendar(fleet.get(name), calendar_name)
    calendar.sync(wants(EVENTS))
    hrefs = [receipt.href for receipt in calendar.keeper.state.receipts.values()]
    changed = [want(number, title="Ændret") for number in range(EVENTS)]
    owner = threading.Thread(target=add_alarms, args=(calendar, hrefs[::-1]))
    owner.start()
    calendar.sync(changed)
    owner.join()
    assert calendar.sync(changed).failures == ()
    stored = calendar.ours()
    assert [href for href in hrefs if b"BEGIN:VALARM" not in stored[href]] == []
    for entry, href in zip(changed, hrefs, strict=True):
        assert difference(entry.body, stored[href]) == ""


def test_two_processes_of_ours_never_write_at_once(
    server: Server, calendar_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, PASSWORD)
    calendar = Calendar(server, calendar_name)
    workspace = Workspace(tmp_path, server, url=calendar.url)
    workspace.publish([f"Punkt {number}" for number in range(EVENTS)])
    errors: list[str] = []

    def run() -> None:
        (report,) = sync(Order(tmp_path, NOW), lambda *_: None)
        errors.append(report.error.slug if report.error else "")

    both = [threading.Thread(target=run) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(errors) in (["", "calendar-locked"], ["", ""])
    run()
    assert len(calendar.ours()) == EVENTS


def test_the_owners_edit_between_two_of_our_runs_is_told_once(radicale: Server, calendar_name: str) -> None:
    calendar = Calendar(radicale, calendar_name)
    calendar.sync(wants(2))
    href = calendar.keeper.state.receipts[want(0).uid].href
    calendar.put(href, edited(with_alarm(want(0).body), "Punkt 0", "Mit"))
    assert [note.kind for note in calendar.sync(wants(2)).notes] == ["conflict"]
    assert calendar.sync(wants(2)).notes == ()
    assert b"BEGIN:VALARM" in calendar.get(href)
