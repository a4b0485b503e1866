"""kill -9 at every request of a sync, right before the server hears it and right after: the next run finishes it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from kl_calendar.app.sync import Order, sync
from tests.sync.calendars import Calendar
from tests.sync.events import NOW, foreign
from tests.sync.proxy import Proxy
from tests.sync.servers import PASSWORD, Server
from tests.sync.workspaces import SECRET, Workspace

BEFORE = ["Velkomst", "Budget", "Pause", "Afrunding"]
AFTER = ["Velkomst og kaffe", "Budget", "Afrunding", "Frokost"]
REQUESTS = range(1, 20)


@pytest.mark.parametrize("after", [False, True], ids=["before the server hears", "after it did"])
def test_killed_at_any_request_the_next_run_finishes(
    after: bool, radicale: Server, calendar_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, PASSWORD)
    for at in REQUESTS:
        folder = tmp_path / str(at)
        folder.mkdir()
        if not tell(radicale, f"{calendar_name}-{at}", folder, at, after=after):
            break
    # a listing, a look at the foreign event, the writes, a reading back, a listing
    assert at - 1 >= 7


def tell(server: Server, name: str, folder: Path, at: int, *, after: bool) -> bool:
    """Kill a sync at one request and check the next; return whether there was such a request."""
    with Proxy(server.url) as proxy:
        calendar = Calendar(server, name)
        calendar.put("foreign-1.ics", foreign(1))
        stranger = calendar.get("foreign-1.ics")
        workspace = Workspace(folder, server, url=proxy.through(calendar.url), cancelled="remove")
        workspace.publish(BEFORE)
        in_step(workspace)
        workspace.publish(AFTER, hours=1)
        proxy.clear(fault_at=at)
        survived = run_killed(workspace, proxy, after=after)
        proxy.fault_at = 0
        in_step(workspace)
        assert sorted(titles(calendar)) == sorted(AFTER)
        assert calendar.get("foreign-1.ics") == stranger
        assert [path for path, times in Counter(proxy.written()).items() if times > 1] == []
        proxy.clear()
        in_step(workspace)
        assert proxy.methods() == ["PROPFIND"]
        calendar.remove()
        return not survived


def in_step(workspace: Workspace) -> None:
    (report,) = sync(Order(workspace.folder, NOW), lambda *_: None)
    assert report.exit_code == 0, report


def titles(calendar: Calendar) -> list[str]:
    lines = (line for body in calendar.ours().values() for line in body.decode().splitlines())
    return [line.partition(":")[2] for line in lines if line.startswith("SUMMARY")]


def run_killed(workspace: Workspace, proxy: Proxy, *, after: bool) -> bool:
    """Sync in a process of its own, which the proxy kills; return whether it lived to the end."""
    child = subprocess.Popen(
        [sys.executable, "-m", "kl_calendar", "sync", str(workspace.folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ,
    )
    proxy.kill, proxy.kill_after = child.pid, after
    return child.wait(60) == 0
