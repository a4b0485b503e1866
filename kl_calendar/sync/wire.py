"""Kept HTTP/1.1 connections: method, address, bytes and headers out; status, headers and bytes in. No retries.

Python's own client, because every event is one request: the libraries above it cost three to ten times as much of our
time for each (docs/decisions.md). It follows no redirect and sends nothing of its own accord.
"""

from __future__ import annotations

import ipaddress
import select
import socket
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping

SAFE = "/%:@!$&'()*+,;=~?"
"""What stays as it is in a path; the rest (blanks, letters beyond ASCII) is quoted."""

QUICK: int | None = getattr(socket, "TCP_QUICKACK", None)


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer as it came."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def all(self, name: str) -> list[str]:
        """Return every header of that name (in lower case)."""
        return [value for header, value in self.headers if header == name]


@dataclass(frozen=True, slots=True)
class _Way:
    """How to reach one server, and the connections kept to it."""

    scheme: str
    netloc: str
    proxy: str
    idle: list[HTTPConnection] = field(default_factory=list)

    @property
    def plainly(self) -> bool:
        """Whether each request names the whole address, for a proxy to pass on."""
        return bool(self.proxy) and self.scheme == "http"

    def take(self) -> HTTPConnection | None:
        """Return a kept connection that the server has not closed meanwhile."""
        with suppress(IndexError):  # none is left
            while True:
                connection = self.idle.pop()
                if connection.sock is not None and not select.select([connection.sock], [], [], 0)[0]:
                    return connection
                connection.close()
        return None


class Wire:
    """Connections by server, each used by one thread at a time and kept for the next."""

    def __init__(self, *, timeout: float, verifying: Callable[[], ssl.SSLContext]) -> None:
        self.timeout = timeout
        self._verifying = verifying
        self._ways: dict[tuple[str, str], _Way] = {}

    def exchange(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Make one request; an OSError or HTTPException means that no whole answer came."""
        where = urlsplit(url)
        way = self._way(where.scheme, where.netloc, where.hostname or "")
        connection = way.take() or self._connect(way)
        path = target_of(url)
        sent = {**headers, **_proxy_authorisation(way.proxy)} if way.plainly else dict(headers)
        try:
            connection.request(method, f"http://{way.netloc}{path}" if way.plainly else path, body or None, sent)
            _acknowledge_at_once(connection)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, HTTPException):
            connection.close()
            raise
        if answer.will_close or headers.get("Connection") == "close":
            connection.close()
        else:
            way.idle.append(connection)
        return Reply(answer.status, tuple((name.lower(), value) for name, value in answer.getheaders()), content)

    def close(self) -> None:
        """Close the connections."""
        for way in self._ways.values():
            while way.idle:
                way.idle.pop().close()

    def _way(self, scheme: str, netloc: str, host: str) -> _Way:
        known = self._ways.get((scheme, netloc))
        if known is None:
            known = self._ways.setdefault((scheme, netloc), _Way(scheme, netloc, _proxy(scheme, host)))
        return known

    def _connect(self, way: _Way) -> HTTPConnection:
        to = urlsplit(way.proxy).netloc.rpartition("@")[2] if way.proxy else way.netloc
        if way.scheme == "http":
            return HTTPConnection(to, timeout=self.timeout)
        connection = HTTPSConnection(to, timeout=self.timeout, context=self._verifying())
        if way.proxy:
            connection.set_tunnel(way.netloc, headers=_proxy_authorisation(way.proxy))
        return connection


def _acknowledge_at_once(connection: HTTPConnection) -> None:
    """Keep Linux from holding back acknowledgements for 40 ms: Cyrus sends a listing in pieces and waits for each."""
    if QUICK is not None and connection.sock is not None:
        connection.sock.setsockopt(socket.IPPROTO_TCP, QUICK, 1)


def target_of(url: str) -> str:
    """Return an address as a request names it: path and query, quoted where they are not."""
    where = urlsplit(url)
    return quote(where.path or "/", safe=SAFE) + (f"?{quote(where.query, safe=SAFE)}" if where.query else "")


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine by its name or number."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _proxy(scheme: str, host: str) -> str:
    """Return the proxy the environment names for a host, else empty."""
    proxy = getproxies().get(scheme, "")
    if not proxy or is_loopback(host) or proxy_bypass(host):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def _proxy_authorisation(proxy: str) -> dict[str, str]:
    where = urlsplit(proxy)
    if where.username is None:
        return {}
    secret = f"{unquote(where.username)}:{unquote(where.password or '')}"
    return {"Proxy-Authorization": "Basic " + b64encode(secret.encode()).decode()}
