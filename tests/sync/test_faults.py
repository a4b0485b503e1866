"""A fault at every single request of a sync in turn: one clean run afterwards and the calendar is as it should be.

Nothing foreign is changed, nothing stands twice, and no write that had succeeded is made again.
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress

import pytest

from kl_calendar.sync.act import difference
from kl_calendar.sync.target import Redirected, TargetStopped
from tests.sync.calendars import Calendar
from tests.sync.conftest import Fleet
from tests.sync.events import foreign, want, wants
from tests.sync.proxy import FAULTS, Proxy
from tests.sync.servers import HEAVY, LIGHT, Server

BEFORE = [*wants(4), want(8)]
AFTER = [want(0, title="Ændret"), want(1, removed=True), want(2), want(3), want(8), want(4), want(5)]
STANDING = [entry for entry in AFTER if not entry.removed]


class Story:
    """A calendar with ours and foreign events, about to be changed through a proxy."""

    def __init__(self, server: Server, name: str, proxy: Proxy, timeout: float = 5.0) -> None:
        self.calendar = Calendar(server, name, through=f"http://127.0.0.1:{proxy.port}", timeout=timeout)
        self.proxy = proxy
        self.calendar.put("foreign-1.ics", foreign(1))
        self.foreign = self.calendar.get("foreign-1.ics")
        self.calendar.sync(BEFORE)
        proxy.clear()

    def clean_run_requests(self) -> int:
        self.calendar.sync(AFTER)
        self.assert_in_step()
        return len(self.proxy.log)

    def spoiled(self, fault: str, at: int) -> None:
        """Sync with the fault, then once more without."""
        self.proxy.clear(fault, at)
        with suppress(TargetStopped):
            self.calendar.sync(AFTER)
        self.proxy.fault_at = 0
        outcome = self.calendar.sync(AFTER)
        assert outcome.failures == ()
        self.assert_in_step()
        repeated = [path for path, times in Counter(self.proxy.written()).items() if times > 1]
        assert fault == "rewritten" or repeated == []
        self.proxy.clear()
        self.calendar.sync(AFTER)
        assert self.proxy.written() == []

    def assert_in_step(self) -> None:
        stored = self.calendar.ours()
        assert len(stored) == len(STANDING)
        for entry in STANDING:
            (body,) = (body for body in stored.values() if entry.digest.encode() in body)
            assert difference(entry.body, body) == ""
        assert self.calendar.get("foreign-1.ics") == self.foreign


NAMES = ["radicale", *([*LIGHT[1:], *HEAVY] if os.environ.get("KL_SOAK") else ())]
"""One server in CI, which takes half a minute; `KL_SOAK=1 pytest tests/sync/test_faults.py` tries all six in five."""


def test_the_changes_take_as_many_requests_as_said(radicale: Server, calendar_name: str) -> None:
    with Proxy(radicale.url) as proxy:
        # one listing, four writes, one reading back, one listing; the foreign event was looked at before
        assert Story(radicale, calendar_name, proxy).clean_run_requests() == 7


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("fault", FAULTS)
def test_after_a_fault_anywhere_a_clean_run_finishes_the_work(
    fault: str, name: str, fleet: Fleet, calendar_name: str
) -> None:
    server = fleet.get(name)
    with Proxy(server.url) as proxy:
        clean = Story(server, f"{calendar_name}-clean", proxy, timeout=5.0)
        requests = clean.clean_run_requests()
        clean.calendar.remove()
        for at in range(1, requests + 1):
            story = Story(server, f"{calendar_name}-{at}", proxy, timeout=0.4 if fault == "slow" else 5.0)
            story.spoiled(fault, at)
            story.calendar.remove()


def test_a_redirected_write_is_refused_with_the_new_address(radicale: Server, calendar_name: str) -> None:
    with Proxy(radicale.url) as proxy:
        story = Story(radicale, calendar_name, proxy)
        proxy.clear("redirect", 3)
        with pytest.raises(Redirected) as refused:
            story.calendar.sync(AFTER)
    assert refused.value.location.endswith("/elsewhere/")
    assert "/elsewhere/" not in [path for _, path, _ in proxy.log]
