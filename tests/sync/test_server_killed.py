"""The server dies half way through a sync and comes back: the next run finishes, and writes nothing twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kl_calendar.sync.act import difference
from kl_calendar.sync.run import synchronise
from kl_calendar.sync.target import Unreachable
from kl_calendar.sync.values import Options
from tests.sync.calendars import CALENDARS, Calendar
from tests.sync.events import NOW, SUFFIX, foreign, wants
from tests.sync.processes import wait_until_answering
from tests.sync.proxy import Proxy
from tests.sync.servers import LIGHT, STARTERS, Server, free_port

EVENTS = 12
KILLED_AFTER = 5


def started(name: str, folder: Path) -> Server:
    server = STARTERS[name](folder, free_port())
    assert wait_until_answering(server.url)
    return server


@pytest.mark.parametrize("name", LIGHT)
def test_a_server_killed_half_way_and_back(name: str, tmp_path: Path) -> None:
    server = started(name, tmp_path)
    with Proxy(server.url) as proxy:
        calendar = Calendar(server, "spejl", through=f"http://127.0.0.1:{proxy.port}")
        CALENDARS.remove(calendar)  # it goes with its server
        calendar.put("foreign-1.ics", foreign(1))
        stranger = calendar.get("foreign-1.ics")

        def kill(done: int, _: int) -> None:
            if done == KILLED_AFTER:
                server.children[0].kill()
                server.children[0].wait()

        how = Options(suffix=SUFFIX)
        with pytest.raises(Unreachable):
            synchronise(calendar.target(), wants(EVENTS), calendar.keeper, options=how, now=NOW, progress=kill)
        server.stop()
        proxy.settle()
        again = calendar.server = started(name, tmp_path)
        proxy.upstream, calendar.url = again.url, again.calendar("spejl")
        try:
            assert calendar.sync(wants(EVENTS)).exit_code == 0
            stored = calendar.ours()
            assert len(stored) == EVENTS
            for entry in wants(EVENTS):
                (body,) = (body for body in stored.values() if entry.digest.encode() in body)
                assert difference(entry.body, body) == ""
            assert calendar.get("foreign-1.ics") == stranger
            assert [path for path, times in Counter(proxy.written()).items() if times > 1] == []
        finally:
            again.stop()
