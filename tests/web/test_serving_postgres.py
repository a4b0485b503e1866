"""Our server on a ledger in PostgreSQL, which other processes and machines write to as well."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from tests.store import postgres
from tests.web.command import serving, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.heavy

FEED = "/boern-og-undervisning.ics"


@pytest.fixture
def database() -> Iterator[dict[str, str]]:
    """The environment that names an empty database."""
    with TemporaryDirectory(prefix="kl-pg-") as folder, postgres.server(Path(folder) / "cluster") as url:
        yield {"KL_DATABASE_URL": url}


def build(home: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "kl_calendar", "build", str(home)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environment})


def test_a_server_on_postgresql_follows_its_documents(tmp_path: Path, database: dict[str, str]) -> None:
    with serving(workspace(tmp_path / "ws"), database) as server:
        assert server.comes_to_have(b"Velkommen", FEED)
        server.rewrite("Tak for i dag", "Farvel og tak")
        assert server.comes_to_have(b"Farvel og tak", FEED)
        changed = server.get(FEED)
    assert not (server.workspace / ".kl-calendar" / "ledger.sqlite3").exists()
    with serving(server.workspace, database) as again:
        assert again.comes_to_have(b"Farvel og tak", FEED)
        assert again.get(FEED) == changed


def test_two_servers_and_a_build_on_one_database_serve_the_same_bytes(tmp_path: Path, database: dict[str, str]) -> None:
    with serving(workspace(tmp_path / "one"), database) as one, serving(workspace(tmp_path / "two"), database) as two:
        assert one.comes_to_have(b"Velkommen", FEED)
        assert two.comes_to_have(b"Velkommen", FEED)
        for server in (one, two):
            server.rewrite("Tak for i dag", "Farvel og tak")
        build(one.workspace, database)
        assert one.comes_to_have(b"Farvel og tak", FEED)
        assert two.comes_to_have(b"Farvel og tak", FEED)
        assert one.get(FEED) == two.get(FEED)
        assert one.get(FEED).count(b"SEQUENCE:1\r\n") == 1
    assert [line for line in one.logged + two.logged if line["event"] == "trouble"] == []


def test_a_server_whose_database_is_gone_keeps_the_last_good_feed(tmp_path: Path) -> None:
    with TemporaryDirectory(prefix="kl-pg-") as folder, ExitStack() as stack:
        with postgres.server(Path(folder) / "cluster") as url:
            server = stack.enter_context(serving(workspace(tmp_path / "ws"), {"KL_DATABASE_URL": url}))
            assert server.comes_to_have(b"Velkommen", FEED)
            before = server.get(FEED)
        server.rewrite("Tak for i dag", "Farvel og tak")
        assert server.comes_to_have(b'"degraded"', "/healthz")
        assert server.get(FEED) == before
