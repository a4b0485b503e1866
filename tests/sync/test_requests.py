"""What a sync costs, counted by a proxy: so many requests and no more."""

from __future__ import annotations

from tests.sync.calendars import Calendar
from tests.sync.events import foreign, want, wants
from tests.sync.proxy import Proxy
from tests.sync.servers import Server

MANY = 150
"""The figures for 1,000 slots are in docs/sync.md; bench/sync.py takes them. The form of the cost is the same here."""


def test_first_sync_nothing_changed_and_ten_changes(radicale: Server, calendar_name: str) -> None:
    with Proxy(radicale.url) as proxy:
        calendar = Calendar(radicale, calendar_name, through=f"http://127.0.0.1:{proxy.port}")
        calendar.put("foreign-1.ics", foreign(1))
        proxy.clear()
        calendar.sync(wants(MANY))
        assert len(proxy.log) <= MANY + 6
        proxy.clear()
        calendar.sync(wants(MANY))
        assert proxy.methods() == ["PROPFIND"]
        proxy.clear()
        changed = [want(number, title="Ændret") for number in range(10)] + wants(MANY)[10:]
        calendar.sync(changed)
        assert len(proxy.log) <= 10 + 4
        assert proxy.methods().count("PUT") == 10
        proxy.clear()
        calendar.put("foreign-2.ics", foreign(2))
        calendar.sync(changed)
        assert proxy.methods() == ["PROPFIND", "PROPFIND"]
