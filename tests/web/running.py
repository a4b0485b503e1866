"""A server on loopback for tests, and how to ask it: raw HTTP, so that a test sees what a calendar program sees."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage

import uvicorn

from kl_calendar.app.serving import Feed, Served
from kl_calendar.model.settings import FeedSettings, Workspace
from kl_calendar.store.tokens import Token
from kl_calendar.web.running import config
from kl_calendar.web.server import Server, Setting
from kl_calendar.web.state import State
from tests.site import samples

NOW = 1772442000.0
"""2026-03-02 09:00 UTC."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass
class Source:
    """What the server loads, to be changed by a test."""

    served: Served
    bad: tuple[str, ...] = ()
    error: Exception | None = None
    now: float = NOW

    def load(self, _before: Served | None) -> tuple[Served, tuple[str, ...]]:
        if self.error:
            raise self.error
        return self.served, self.bad


@dataclass(frozen=True)
class Running:
    port: int
    state: State
    source: Source

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, names)
        answer = connection.getresponse()
        made = Answer(answer.status, answer.headers, answer.read())
        connection.close()
        return made

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


def served(feeds: tuple[Feed, ...] = samples.FEEDS, tokens: tuple[Token, ...] = ()) -> Served:
    settings = Workspace(samples.SITE, tuple(feed for feed, _ in feeds))
    return Served(settings, feeds, tokens, 1)


def private(feed: FeedSettings) -> FeedSettings:
    return FeedSettings(feed.id, feed.title, feed.description, private=True)


@contextmanager
def running(source: Source, setting: Setting | None = None, base: str = samples.BASE) -> Iterator[Running]:
    state = State(source.load, base, lambda: source.now)
    state.renew()
    server = uvicorn.Server(config(Server(state, setting or Setting()), "127.0.0.1", 0))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    try:
        yield Running(server.servers[0].sockets[0].getsockname()[1], state, source)
    finally:
        server.should_exit = True
        thread.join(20)
