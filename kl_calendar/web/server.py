"""The ASGI application: feeds by the short way, everything else by Starlette."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from anyio import CapacityLimiter, Event, create_task_group, to_thread
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from kl_calendar.emit import names, site
from kl_calendar.i18n import gettext
from kl_calendar.web import logs, metrics, wishes
from kl_calendar.web.answer import plain, respond
from kl_calendar.web.resource import PAGE_POLICY, SAFETY

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
    from typing import Any

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from kl_calendar.web.resource import Resource
    from kl_calendar.web.state import State

    Background = Callable[[Event], Coroutine[Any, Any, None]]

METHODS = ("GET", "HEAD")
ALLOW = (b"allow", b"GET, HEAD")
LONGEST_ADDRESS = 2048
"""Characters of path and query together; ours are below 300."""
RENDERERS = 2
"""Threads that make files nobody asked for before; more would only slow down the feeds."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How the server runs."""

    root_path: str = ""
    """The path below which a proxy passes requests on, such as `/kalender`; it may strip it or not."""
    access_log: bool = False


class Server:
    """One running server."""

    def __init__(self, state: State, setting: Setting, watch: Background | None = None) -> None:
        self.state = state
        self.setting = setting
        self.prefix = setting.root_path.rstrip("/")
        self._watch = watch
        self._limit: CapacityLimiter | None = None
        routes = [
            Route("/healthz", self._health, methods=["GET"]),
            Route("/metrics", self._metrics, methods=["GET"]),
            Route("/{path:path}", self._nothing, methods=["GET"]),
        ]
        self._starlette = Starlette(routes=routes, lifespan=self._lifespan)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._starlette(scope, receive, send)
            return
        if scope["method"] not in METHODS:
            await plain(send, 405, b"This server only reads out.\n", (ALLOW, *SAFETY))
            self.state.tally.count("", "other", 405)
            return
        path: str = scope["path"]
        if self.prefix and path.startswith(self.prefix + "/"):
            path = path[len(self.prefix) :]
        query: bytes = scope["query_string"]
        if len(path) + len(query) > LONGEST_ADDRESS:
            await plain(send, 414, b"The address is too long.\n", SAFETY)
            return
        one = self.state.feeds.get(path[1:]) if not query else None
        if one is None:
            one = await self._find(path, query)
        if one is None:
            await self._starlette({**scope, "path": path, "root_path": ""}, receive, send)
            return
        status = await respond(one, scope, send, self.state.tally)
        if self.setting.access_log:
            logs.event("request", method=scope["method"], path=logs.redacted(path), status=status)

    def is_ready(self, scope: Mapping[str, Any]) -> bool:
        """Whether the answer is in memory, so that nothing has to be waited for."""
        path = scope["path"][1:]
        return path in self.state.feeds and not scope["query_string"] and scope["method"] in METHODS

    async def _find(self, path: str, query: bytes) -> Resource | None:
        content = self.state.content
        if content is None or path in ("/healthz", "/metrics"):
            return None
        wanted = path[1:]
        settings = content.served.settings.site
        if wanted == "" or wanted.endswith("/"):
            wanted += names.page("index", site.primary(settings), site.primary(settings))
        asked = wishes.read(query.decode("latin-1")) if query else wishes.NONE
        if asked == wishes.NONE and wanted in self.state.feeds:
            return self.state.feeds[wanted]
        today = self._today(settings.timezone)
        ready = content.ready(wanted, asked, today)
        if ready is not None:
            return ready
        if self._limit is None:
            self._limit = CapacityLimiter(RENDERERS)
        return await to_thread.run_sync(content.find, wanted, asked, today, limiter=self._limit)

    def _today(self, timezone: str) -> date:
        return datetime.fromtimestamp(self.state.clock(), ZoneInfo(timezone)).date()

    async def _health(self, request: Request) -> Response:
        state = self.state
        told = {
            "status": "degraded" if state.trouble else "ok" if state.content else "empty",
            "feeds": len(state.content.served.feeds) if state.content else 0,
            "loaded": datetime.fromtimestamp(state.loaded, UTC).isoformat(timespec="seconds"),
            "problem": state.trouble,
        }
        status = 200 if state.content else 503
        text = json.dumps(told, ensure_ascii=False) + "\n"
        return Response(text, status, {"cache-control": "no-store"}, "application/json")

    async def _metrics(self, request: Request) -> Response:
        made = metrics.text(lambda: self.state)
        return Response(made, 200, {"content-type": metrics.CONTENT_TYPE, "cache-control": "no-store"})

    async def _nothing(self, request: Request) -> Response:
        content = self.state.content
        self.state.tally.count("", "other", 404 if content else 503)
        headers = {name.decode(): value.decode() for name, value in SAFETY}
        path = request.url.path
        if content is None:
            return Response("Nothing can be shown yet.\n", 503, {"retry-after": "60", **headers}, "text/plain")
        if path.endswith(".ics"):
            return Response("There is no such calendar.\n", 404, headers, "text/plain")
        if f"{path[1:]}/index.html" in self._folders(path):
            return Response("", 308, {"location": f"{path.rpartition('/')[2]}/", **headers})
        settings = content.served.settings.site
        language = site.primary(settings)
        title = gettext("There is no such page", language)
        text = gettext("It may have been moved, or the address is not whole.", language)
        root = f"{self.prefix}/"
        page = site.message_page(settings, title, text, language, root)
        headers["content-security-policy"] = PAGE_POLICY.decode()
        return Response(page, 404, headers, "text/html")

    def _folders(self, path: str) -> frozenset[str]:
        content = self.state.content
        open_ones = [folder for folder, one in content.shelves.items() if not one.feed.private] if content else []
        return frozenset(f"{folder}/index.html" for folder in open_ones)

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        stop = Event()
        async with create_task_group() as tasks:
            if self._watch is not None:
                tasks.start_soon(self._watch, stop)
            yield
            stop.set()  # a watching thread is not cancelled, it is asked
        logs.event("stopped")
