"""The same sync with its ledger on PostgreSQL, where the lock reaches over machines."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kl_calendar.app.saving import Form, save
from kl_calendar.app.sync import Order, opened, sync
from kl_calendar.revise.revising import revise
from kl_calendar.store import workspace as settings
from kl_calendar.store.ledger import Ledger
from tests.heavy import require
from tests.sync.calendars import Calendar
from tests.sync.events import NOW, foreign
from tests.sync.packaged import postgres
from tests.sync.servers import PASSWORD, Server
from tests.sync.workspaces import DOMAIN, SECRET, Workspace, meeting

pytestmark = pytest.mark.heavy


@pytest.fixture
def database(fleet: object) -> Iterator[str]:
    """Give the URL of a PostgreSQL of our own."""
    there = bool(list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))) and bool(shutil.which("psql"))
    require(there and os.geteuid() == 0, "PostgreSQL is not installed, or we are not root to start it")
    require(importlib.util.find_spec("psycopg") is not None, "psycopg is not installed")
    folder: Path = fleet.folder / "ledger"  # type: ignore[attr-defined]
    folder.mkdir()
    port, stop = postgres(folder)
    yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    stop()


def test_a_ledger_on_postgresql(
    database: str, radicale: Server, calendar_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, PASSWORD)
    calendar = Calendar(radicale, calendar_name)
    calendar.put("foreign-1.ics", foreign(1))
    Workspace(tmp_path, radicale, url=calendar.url)
    loaded = settings.load(tmp_path)
    with Ledger.open(tmp_path, database) as ledger:
        with ledger.change("skole", "moede") as pending:
            revision, _ = revise(meeting(["A", "B"]), None, feed="skole", key="moede", domain=DOMAIN, now=NOW)
            save(pending, revision, "moede.txt", Form.of(loaded.site, loaded.feeds[0]), NOW)
        order = Order(tmp_path, NOW, database=database)
        with opened(tmp_path, ledger, loaded.calendars[0], create=False):
            (refused,) = sync(order, lambda *_: None)
        assert refused.error is not None
        assert refused.error.slug == "calendar-locked"
        (first,) = sync(order, lambda *_: None)
        (second,) = sync(order, lambda *_: None)
    assert (first.exit_code, len(first.outcome.done), len(calendar.ours())) == (0, 2, 2)
    assert (second.exit_code, second.outcome.done, second.outcome.unchanged) == (0, (), 2)
