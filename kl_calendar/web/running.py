"""A state in; a server that listens until it is told to stop. A request under way is answered first."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from kl_calendar.errors import KlError, system
from kl_calendar.i18n import say
from kl_calendar.web import logs
from kl_calendar.web.server import Server, Setting
from kl_calendar.web.watch import watch

if TYPE_CHECKING:
    from pathlib import Path

    from uvicorn._types import ASGI3Application

    from kl_calendar.web.state import State

MOST_AT_ONCE = 2000
"""Connections; one more is told to come again (503), so that those being served are served."""
MOST_BYTES = 64 * 1024
"""Bytes of one request; ours are below one kB."""
IDLE = 15
"""Seconds a quiet connection is kept: calendar programs ask once and go."""
WAITING = 2048
"""Connections that may wait to be taken."""
GRACE = 10
"""Seconds that answers under way have when the server is stopped."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to listen, and which folder to follow."""

    host: str
    port: int
    home: Path
    output: Path


class LimitedProtocol(HttpToolsProtocol):
    """HTTP with an end: a request of more bytes than any of ours, in its head or its body, ends the connection."""

    pending = 0

    def data_received(self, data: bytes) -> None:
        """Take bytes of a request, unless there are too many of them."""
        self.pending += len(data)
        if self.pending > MOST_BYTES:
            self.transport.close()
        else:
            super().data_received(data)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        """Answer at once where nothing has to be waited for: a task costs a fifth of a 304.

        An older uvicorn does not call this and makes a task of every request.
        """
        server = self.config.app
        if self.flow.write_paused or not (isinstance(server, Server) and server.is_ready(cycle.scope)):
            super()._start_asgi_task(cycle, app)
            return
        answering = cycle.run_asgi(app)
        try:
            answering.send(None)
        except StopIteration:
            return
        answering.close()  # it waits for something after all, which only a broken connection can make it do
        self.transport.close()

    def on_message_complete(self) -> None:
        """Begin to count anew."""
        self.pending = 0
        super().on_message_complete()


def config(server: Server, host: str, port: int) -> uvicorn.Config:
    """Return how uvicorn runs a server."""
    return uvicorn.Config(
        server,
        host=host,
        port=port,
        http=LimitedProtocol,
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=GRACE,
    )


class CannotListen(KlError):
    """The address cannot be listened on: the system's own reason is part of the sentence."""

    slug = "cannot-listen"

    def __init__(self, host: str, port: int, error: OSError) -> None:
        number = error.errno or 0  # below 0 where a name was not found: then only the error knows the words
        reason = os.strerror(number) if number > 0 else error.strerror or str(error)
        super().__init__(
            say(
                "{host}:{port} cannot be listened on: {reason}",
                host=host,
                port=port,
                reason=system(OSError(number, reason)),
            ),
            hint=say("another server may be running there; choose another --port, or 0 for any that is free"),
        )


def listener(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raises `CannotListen`."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=WAITING)
    except OSError as error:
        raise CannotListen(host, port, error) from error


def address(host: str, port: int, root: str) -> str:
    """Return the address people use where nobody said another; empty where we listen on all that the machine has."""
    if host in ("", "0.0.0.0", "::"):  # noqa: S104 -- compared, not listened on
        return ""
    return f"http://[{host}]:{port}{root}/" if ":" in host else f"http://{host}:{port}{root}/"


def run(state: State, setting: Setting, where: Listening) -> None:
    """Serve until a signal comes."""
    with listener(where.host, where.port) as door:
        port = door.getsockname()[1]
        state.base = state.base or address(where.host, port, setting.root_path)
        state.renew()
        server = Server(state, setting, partial(watch, where.home, where.output, state))
        logs.event("listening", host=where.host, port=port, base=state.base)
        uvicorn.Server(config(server, where.host, port)).run(sockets=[door])
