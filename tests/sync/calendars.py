"""One calendar on a running server, with our sync pointed at it: what the end-to-end tests share."""

from __future__ import annotations

from urllib.parse import urlsplit

from kl_calendar.sync import dav
from kl_calendar.sync.caldav import CalDavTarget
from kl_calendar.sync.http import Account, Http
from kl_calendar.sync.run import synchronise
from kl_calendar.sync.values import Options, Outcome, Wanted
from tests.sync.events import NOW, SUFFIX
from tests.sync.keeping import MemoryKeeper
from tests.sync.servers import PASSWORD, USER, Server, make_calendar, request

CALENDARS: list[Calendar] = []
"""Calendars to be removed after the test."""
OPEN: list[Http] = []
"""Connections to be closed after the test."""


def account(server: Server, url: str, **how: object) -> Account:
    """Return our account on a server."""
    given = {"username": USER, "secret": PASSWORD, "auth": server.auth, "timeout": 20.0}
    return Account(url, **{**given, **how})  # type: ignore[arg-type]


class Calendar:
    """A calendar, its receipts, and the sync of them; `url` may lead through a proxy."""

    def __init__(self, server: Server, name: str, *, through: str = "", timeout: float = 20.0) -> None:
        self.server = server
        self.url = make_calendar(server, name)
        CALENDARS.append(self)
        self.path = urlsplit(self.url).path
        self.keeper = MemoryKeeper()
        self.timeout = timeout
        self.address = through + self.path if through else self.url

    def target(self) -> CalDavTarget:
        """Return a new connection."""
        http = Http(account(self.server, self.address, timeout=self.timeout))
        OPEN.append(http)
        return CalDavTarget(http, self.address)

    def sync(self, wanted: list[Wanted], **options: object) -> Outcome:
        """Sync once."""
        how = Options(suffix=SUFFIX, **options)  # type: ignore[arg-type]
        http = Http(account(self.server, self.address, timeout=self.timeout))
        try:
            return synchronise(CalDavTarget(http, self.address), wanted, self.keeper, options=how, now=NOW)
        finally:
            http.close()

    def hrefs(self) -> list[str]:
        """Return the names of all objects, asked for past our own code."""
        headers = {"Depth": "1", "Content-Type": "application/xml"}
        status, _, body = request("PROPFIND", self.url, dav.LIST, headers, auth=self.server.auth)
        assert status == 207, (status, body)
        paths = (resource.path for resource in dav.multistatus(body))
        return sorted(path for path in paths if path.rstrip("/") != self.path.rstrip("/"))

    def get(self, href: str) -> bytes:
        """Return an object's text."""
        status, _, body = request("GET", self.at(href), auth=self.server.auth)
        assert status == 200, (status, href)
        return body

    def put(self, href: str, body: bytes) -> None:
        """Write an object as its owner."""
        status, _, answer = request("PUT", self.at(href), body, auth=self.server.auth)
        assert status in (200, 201, 204), (status, answer)

    def delete(self, href: str) -> None:
        """Delete an object as its owner."""
        status, _, answer = request("DELETE", self.at(href), auth=self.server.auth)
        assert status in (200, 204), (status, answer)

    def at(self, href: str) -> str:
        """Return the address of an object."""
        where = urlsplit(self.url)
        return f"{where.scheme}://{where.netloc}{href if href.startswith('/') else self.path + href}"

    def remove(self) -> None:
        """Remove the whole calendar: Cyrus takes a uid once in an account, and Radicale gets slow with size."""
        request("DELETE", self.url, auth=self.server.auth)

    def ours(self) -> dict[str, bytes]:
        """Return all objects with our mark, by href."""
        texts = {href: self.get(href) for href in self.hrefs()}
        return {href: text for href, text in texts.items() if b"X-KL-HASH" in text}
