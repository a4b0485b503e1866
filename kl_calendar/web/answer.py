"""A request for a known file in, the answer out, as bare ASGI: no framework between the socket and the bytes.

Nearly every request is a calendar program asking whether a feed changed, so this path does little: one look-up by
path, one by header, two messages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kl_calendar.web import clients

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, MutableMapping

    from kl_calendar.web.resource import Resource

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]

MOST_AGENTS = 4096
"""Different programs remembered; more than this is somebody making names up."""

OK, NOT_MODIFIED = 200, 304


class Tally:
    """What was asked for by whom, as figures about programs: (feed, family, status) → requests."""

    def __init__(self) -> None:
        self.requests: dict[tuple[str, str, int], int] = {}
        self.latest: dict[tuple[str, str], int] = {}
        """(feed, family) → Last-Modified of the bytes that this family fetched or confirmed last."""
        self._agents: dict[tuple[bytes, bytes], tuple[str, str]] = {}

    def client(self, agent: bytes, accepted: bytes) -> tuple[str, str]:
        """Return a client's family and the encoding to send it."""
        known = self._agents.get((agent, accepted))
        if known is None:
            if len(self._agents) >= MOST_AGENTS:
                self._agents.clear()
            family = clients.family(agent)
            known = self._agents[(agent, accepted)] = family, clients.encoding(accepted, family)
        return known

    def count(self, feed: str, family: str, status: int) -> None:
        """Count one request."""
        key = feed, family, status
        self.requests[key] = self.requests.get(key, 0) + 1


async def respond(one: Resource, scope: Scope, send: Send, tally: Tally) -> int:
    """Answer a GET or HEAD for a file; returns the status."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    accepted = headers.get(b"accept-encoding", b"")
    family, encoding = tally.client(headers.get(b"user-agent", b""), accepted)
    variant = one.variant(encoding)
    key = one.feed, family, OK
    if (b"if-none-match" in headers or b"if-modified-since" in headers) and unchanged(one, headers):
        key = one.feed, family, NOT_MODIFIED
        await send({"type": "http.response.start", "status": NOT_MODIFIED, "headers": variant.unchanged})
        await send({"type": "http.response.body"})
    else:
        await send({"type": "http.response.start", "status": OK, "headers": variant.full})
        # uvicorn leaves the body of a HEAD answer out by itself and keeps its length
        await send({"type": "http.response.body", "body": variant.body})
    tally.requests[key] = tally.requests.get(key, 0) + 1
    if one.feed:
        tally.latest[one.feed, family] = one.modified
    return key[2]


def unchanged(one: Resource, headers: dict[bytes, bytes]) -> bool:
    """Whether the client has these bytes: by tag where it names one, else by date (RFC 9110, 13.2.2)."""
    tags = headers.get(b"if-none-match")
    if tags is not None:
        return one.matches(tags)
    date = headers.get(b"if-modified-since")
    return date is not None and one.older_than(date)


async def plain(send: Send, status: int, text: bytes, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
    """Answer with a line of text."""
    head = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(text)).encode()), *headers]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": text})
