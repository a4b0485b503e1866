"""Retries without waiting (the tests count attempts, not seconds), and the servers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from tests.heavy import require
from tests.sync.calendars import CALENDARS, OPEN
from tests.sync.processes import scratch
from tests.sync.servers import HEAVY, LIGHT, Server, missing, start


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    """Retry as often as the code says, but at once."""
    with stamina.set_testing(True, attempts=4, cap=True):
        yield
    while OPEN:
        OPEN.pop().close()
    while CALENDARS:
        CALENDARS.pop().remove()


class Fleet:
    """Servers by name, started when first asked for and stopped at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: dict[str, Server] = {}

    def get(self, name: str) -> Server:
        why = missing(name)
        require(not why, why)
        if name not in self.running:
            self.running[name] = start(name, self.folder)
        return self.running[name]


@pytest.fixture(scope="session")
def fleet() -> Iterator[Fleet]:
    """Give all servers; in a folder of our own, because other users' servers cannot enter pytest's."""
    with scratch() as folder:
        servers = Fleet(folder)
        try:
            yield servers
        finally:
            for server in servers.running.values():
                server.stop()


ALL_SERVERS = [*LIGHT, *(pytest.param(name, marks=pytest.mark.heavy) for name in HEAVY)]


@pytest.fixture(params=ALL_SERVERS)
def server(request: pytest.FixtureRequest, fleet: Fleet) -> Server:
    """Give each server in turn."""
    return fleet.get(request.param)


@pytest.fixture
def radicale(fleet: Fleet) -> Server:
    """Give the strictest server."""
    return fleet.get("radicale")


@pytest.fixture
def calendar_name(request: pytest.FixtureRequest) -> str:
    """Give each test a calendar of its own."""
    return "c" + hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]
