"""A calendar about to be changed through a proxy that spoils one request: what the tests of faults share."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

from kl_calendar.sync.act import difference
from kl_calendar.sync.target import TargetStopped
from kl_calendar.sync.values import Wanted
from tests.sync.calendars import Calendar
from tests.sync.events import foreign
from tests.sync.proxy import Proxy
from tests.sync.servers import Server

Chapters = tuple[list[Wanted], list[Wanted]]
"""What is wanted first, and then."""


class Story:
    """A calendar with ours and a foreign event, first in step with the first chapter."""

    def __init__(self, server: Server, name: str, proxy: Proxy, chapters: Chapters) -> None:
        self.calendar = Calendar(server, name, through=f"http://127.0.0.1:{proxy.port}")
        self.proxy = proxy
        before, self.after = chapters
        self.calendar.put("foreign-1.ics", foreign(1))
        self.foreign = self.calendar.get("foreign-1.ics")
        self.calendar.sync(before)
        proxy.clear()

    def clean_run_requests(self) -> int:
        """Sync without a fault; return how many requests that takes."""
        self.calendar.sync(self.after)
        self.assert_in_step()
        return len(self.proxy.log)

    def spoiled(self, fault: str, at: int) -> None:
        """Sync with the fault, then once more without."""
        self.proxy.clear(fault, at)
        patience, self.calendar.timeout = self.calendar.timeout, 1.0 if fault == "slow" else self.calendar.timeout
        with suppress(TargetStopped):
            self.calendar.sync(self.after)
        self.calendar.timeout = patience
        self.proxy.fault_at = 0
        self.proxy.settle()
        outcome = self.calendar.sync(self.after)
        assert outcome.failures == ()
        self.assert_in_step()
        repeated = [path for path, times in Counter(self.proxy.written()).items() if times > 1]
        assert fault == "rewritten" or repeated == []
        self.proxy.clear()
        self.calendar.sync(self.after)
        assert self.proxy.written() == []

    def assert_in_step(self) -> None:
        """The calendar holds what the second chapter wants, each once, and the foreign event as it was."""
        standing = [entry for entry in self.after if not entry.removed]
        stored = self.calendar.ours()
        assert len(stored) == len(standing)
        for entry in standing:
            (body,) = (body for body in stored.values() if entry.digest.encode() in body)
            assert difference(entry.body, body) == ""
        assert self.calendar.get("foreign-1.ics") == self.foreign


def spoil_each_request(server: Server, name: str, chapters: Chapters, fault: str) -> None:
    """Tell the story once for each of its requests, with the fault there."""
    with Proxy(server.url) as proxy:
        clean = Story(server, f"{name}-clean", proxy, chapters)
        requests = clean.clean_run_requests()
        clean.calendar.remove()
        for at in range(1, requests + 1):
            story = Story(server, f"{name}-{at}", proxy, chapters)
            story.spoiled(fault, at)
            story.calendar.remove()
