"""kill -9 at every request of a sync, right before the server hears it and right after: the next run finishes it."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kl_calendar.app.sync import Order, sync
from tests.sync.calendars import Calendar
from tests.sync.conftest import Fleet
from tests.sync.events import NOW, foreign
from tests.sync.proxy import Proxy
from tests.sync.servers import HEAVY, LIGHT, PASSWORD, Server
from tests.sync.victim import Victim
from tests.sync.workspaces import NEAR, SECRET, Workspace

BEFORE = ["Velkomst", "Budget", "Pause", "Afrunding"]
AFTER = ["Velkomst og kaffe", "Budget", "Afrunding", "Frokost"]
REQUESTS = range(1, 40)
SOAKED = HEAVY if os.environ.get("KL_SOAK") else ("cyrus",)
NAMES = [*LIGHT, *(pytest.param(name, marks=pytest.mark.heavy) for name in SOAKED)]
"""Three servers in CI; `KL_SOAK=1 pytest tests/sync/test_kill.py` kills on all six."""


@pytest.fixture(scope="module")
def victim() -> Iterator[Victim]:
    """Give a process to kill."""
    with Victim() as process:
        yield process


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Know the secret."""
    monkeypatch.setenv(SECRET, PASSWORD)


@pytest.mark.parametrize("after", [False, True], ids=["before the server hears", "after it did"])
@pytest.mark.parametrize("name", NAMES)
def test_killed_at_any_request_the_next_run_finishes(
    name: str, after: bool, victim: Victim, fleet: Fleet, calendar_name: str, tmp_path: Path
) -> None:
    server = fleet.get(name)
    for at in REQUESTS:
        folder = tmp_path / str(at)
        folder.mkdir()
        if not tell(server, f"{calendar_name}-{at}", folder, victim, at, after=after):
            break
    # a listing, a look at the foreign event, the writes, a reading back, a listing
    assert at - 1 >= 7


def tell(server: Server, name: str, folder: Path, victim: Victim, at: int, *, after: bool) -> bool:
    """Kill a sync at one request and check the next; return whether there was such a request."""
    with Proxy(server.url) as proxy:
        calendar = Calendar(server, name)
        calendar.put("foreign-1.ics", foreign(1))
        stranger = calendar.get("foreign-1.ics")
        workspace = Workspace(folder, server, url=proxy.through(calendar.url), cancelled="remove", year=NEAR)
        workspace.publish(BEFORE)
        in_step(workspace)
        workspace.publish(AFTER, hours=1)
        proxy.clear(fault_at=at)
        proxy.kill, proxy.kill_after = victim.ready(folder), after
        ended = victim.go()
        assert ended in (0, -signal.SIGKILL)
        proxy.kill = proxy.fault_at = 0
        proxy.settle()
        in_step(workspace)
        assert sorted(titles(calendar)) == sorted(AFTER)
        assert calendar.get("foreign-1.ics") == stranger
        assert [path for path, times in Counter(proxy.written()).items() if times > 1] == []
        proxy.clear()
        in_step(workspace)
        # with Digest the first request is answered with a challenge
        assert proxy.methods() == ["PROPFIND"] * (2 if server.auth == "digest" else 1)
        calendar.remove()
        return ended != 0


def in_step(workspace: Workspace) -> None:
    (report,) = sync(Order(workspace.folder, NOW), lambda *_: None)
    assert report.exit_code == 0, report


def titles(calendar: Calendar) -> list[str]:
    lines = (line for body in calendar.ours().values() for line in body.decode().splitlines())
    return [line.partition(":")[2] for line in lines if line.startswith("SUMMARY")]
