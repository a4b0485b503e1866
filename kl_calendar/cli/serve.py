"""`kl-calendar serve`: the workspace built, served, and built again whenever a document changes."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kl_calendar.app import serving
from kl_calendar.cli import places
from kl_calendar.errors import KlError, MissingExtra
from kl_calendar.store import workspace as workspaces

if TYPE_CHECKING:
    from kl_calendar.app.serving import Served

NEEDED = ("starlette", "uvicorn", "jinja2", "segno", "watchfiles", "brotli", "prometheus_client")


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path), default="feeds")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="The port to listen on.")
@click.option("--base-url", default="", help="The address people use (https://kalender.example/).")
@click.option("--root-path", default="", help="The path a proxy passes on, such as /kalender.")
@places.OUTPUT
@click.option("--build/--no-build", default=True, show_default=True, help="Read the documents when they change.")
@click.option("--access-log", is_flag=True, help="Log each request (without address and token).")
def serve(  # noqa: PLR0913 -- a command's options
    workspace: Path,
    host: str,
    port: int,
    base_url: str,
    root_path: str,
    output: Path | None,
    build: bool,
    access_log: bool,
) -> None:
    """Serve the feeds and pages of WORKSPACE, and follow its changes."""
    if not all(find_spec(name) for name in NEEDED):
        raise MissingExtra("web", needed_by="kl-calendar serve")
    from kl_calendar.web.running import Listening, run  # noqa: PLC0415 -- an extra
    from kl_calendar.web.server import Setting  # noqa: PLC0415 -- likewise
    from kl_calendar.web.state import State  # noqa: PLC0415 -- likewise

    home, public = places.home_of(workspace), places.public(workspace, output)
    load = partial(renewed, workspace, public, build)
    settings = workspaces.load(workspace)
    root = "/" + root_path.strip("/") if root_path.strip("/") else ""
    base = base_url or settings.site.base_url
    state = State(load, base if base.endswith("/") or not base else base + "/", time.time)
    run(state, Setting(root, access_log), Listening(host, port, home, public))


def renewed(workspace: Path, output: Path, build: bool, before: Served | None) -> tuple[Served, tuple[str, ...]]:
    """Bring the ledger up to the documents, and return what it has; the documents that could not be read."""
    database = os.environ.get("KL_DATABASE_URL") or None
    bad: tuple[str, ...] = ()
    if build:
        from kl_calendar.app import build as building  # noqa: PLC0415 -- readers and parser, only where they are used
        from kl_calendar.model.problem import Severity  # noqa: PLC0415 -- likewise

        now = datetime.now(UTC)
        order = building.Order(workspace, output, now, now.astimezone().date(), database=database)
        try:
            report = building.build(order)
        except KlError as error:  # what was published last is still there
            bad = (error.message,)
        else:
            errors = ((f.feed, p) for f in report.feeds for p in f.problems if p.severity is Severity.ERROR)
            bad = tuple(f"{'a private feed' if feed.private else one.source}: {one.message}" for feed, one in errors)
    return serving.load(workspace, database, before), bad
