"""A state in; a server that listens until it is told to stop. A request under way is answered first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import uvicorn

from kl_calendar.web import logs
from kl_calendar.web.server import Server, Setting
from kl_calendar.web.watch import watch

if TYPE_CHECKING:
    from pathlib import Path

    from kl_calendar.web.state import State

MOST_AT_ONCE = 2000
"""Connections; one more is told to come again (503), so that those being served are served."""
IDLE = 15
"""Seconds a quiet connection is kept: calendar programs ask once and go."""
GRACE = 10
"""Seconds that answers under way have when the server is stopped."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to listen, and which folder to follow."""

    host: str
    port: int
    home: Path
    output: Path


def run(state: State, setting: Setting, where: Listening) -> None:
    """Serve until a signal comes."""
    state.renew()
    server = Server(state, setting, partial(watch, where.home, where.output, state))
    config = uvicorn.Config(
        server,
        host=where.host,
        port=where.port,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=GRACE,
    )
    logs.event("listening", host=where.host, port=where.port, base=state.base)
    uvicorn.Server(config).run()
