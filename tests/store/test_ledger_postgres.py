"""The ledger on a real PostgreSQL: the same promises, with several processes at once."""

from __future__ import annotations

import multiprocessing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from kl_calendar.app.build import Order, build
from kl_calendar.store.database import LedgerUnavailable, reading, writing
from kl_calendar.store.ledger import FolderState, Ledger, SourceState
from kl_calendar.store.schema import METADATA
from tests.store import postgres
from tests.store.test_ledger import NOON, revision, save, stored

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """One server for all tests here; not in pytest's folder, which another run closes to the server's own user."""
    with TemporaryDirectory(prefix="kl-pg-") as folder, postgres.server(Path(folder) / "cluster") as made:
        yield made


@pytest.fixture
def ledger(url: str, tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger."""
    with Ledger.open(tmp_path, url) as opened:
        with writing(opened.engine) as connection:
            for table in ("bodies", "entries", "meetings", "sources", "folders"):
                connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 -- our own names
        yield opened


def test_the_tables_are_exactly_those_of_the_schema(ledger: Ledger) -> None:
    with reading(ledger.engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_saved_meeting_comes_back_equal(ledger: Ledger) -> None:
    one = stored(revision(), bodies={"meeting": b"\x00\xff"}, expires=NOON)
    tick = save(ledger, one)
    found = ledger.stored("skole", "moede")
    assert found is not None
    assert (found.revision, found.events, dict(found.bodies), found.tick, found.expires) == (
        one.revision,
        one.events,
        {"meeting": b"\x00\xff"},
        tick,
        NOON,
    )


def test_a_feed_is_joined_by_date(ledger: Ledger) -> None:
    save(ledger, stored(revision("sen", day=10, titles=("A",))))
    save(ledger, stored(revision("tidlig", day=9, titles=("A",))))
    assert ledger.events("skole") == [b"tidlig-A@x.invalid 0\r\n", b"sen-A@x.invalid 0\r\n"]


def test_sources_folders_and_counts_are_kept(ledger: Ledger) -> None:
    state = SourceState(10, 2**60, "d", "o")
    ledger.remember_source("skole", "a.md", state)
    ledger.remember_folder("/site", FolderState(7, "s"))
    save(ledger, stored(revision()))
    assert (ledger.sources("skole"), ledger.folder("/site"), ledger.counts()) == (
        {"a.md": state},
        FolderState(7, "s"),
        {"skole": (1, 2)},
    )


def test_an_exception_inside_a_change_leaves_the_meeting_as_it_was(ledger: Ledger) -> None:
    save(ledger, stored(revision()))
    with pytest.raises(KeyError):
        fail(ledger)
    found = ledger.stored("skole", "moede")
    assert found is not None
    assert found.revision.sequence == 0


def fail(ledger: Ledger) -> None:
    with ledger.change("skole", "moede") as pending:
        pending.save(stored(revision(sequence=5)))
        raise KeyError


def grow(url: str, folder: Path, times: int) -> None:
    """Raise one meeting's sequence by one, many times; run in several processes."""
    with Ledger.open(folder, url) as ledger:
        for _ in range(times):
            with ledger.change("skole", "moede") as pending:
                before = pending.previous.revision.sequence if pending.previous else -1
                pending.save(stored(revision(sequence=before + 1)))


def test_processes_that_change_one_meeting_take_turns_even_when_it_is_new(
    ledger: Ledger, url: str, tmp_path: Path
) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=grow, args=(url, tmp_path, 15)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert [one.sequence for one in ledger.revisions()] == [44]


def test_a_server_that_is_not_there_is_a_sentence_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(LedgerUnavailable) as caught:
        Ledger.open(tmp_path, f"postgresql://me:geheim@/nowhere?host={tmp_path}")
    assert "geheim" not in str(caught.value)


def test_a_workspace_is_published_to_the_same_bytes_as_on_sqlite(ledger: Ledger, url: str, tmp_path: Path) -> None:
    assert ledger.listing() == ()
    on_sqlite, on_postgres = (published(tmp_path / name, database) for name, database in (("a", None), ("b", url)))
    assert on_sqlite == on_postgres
    assert len(on_sqlite) > 10


def published(home: Path, database: str | None) -> dict[str, bytes]:
    """Build a letter, a revision of it, and the same again; what is published then."""
    (home / "skole").mkdir(parents=True)
    (home / "feeds.toml").write_text('[[feed]]\nid = "skole"\ntitle = "Skole"\n', "utf-8")
    for minutes, clock in enumerate(("9.30", "9.45", "9.45")):
        letter = f"# Temadag den 2. september 2037 kl. 9.00-11.00\n\n- Kl. 9.00 Velkomst\n- Kl. {clock} Debat\n"
        (home / "skole" / "letter.md").write_text(letter, "utf-8")
        build(Order(home, home / "public", NOON + timedelta(minutes=minutes), date(2026, 3, 1), database=database))
    files = (path for path in (home / "public").rglob("*") if path.is_file())
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in files}
