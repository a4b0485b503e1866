"""Where the ledger is kept: a workspace or a URL in, an SQLAlchemy engine on a ledger of today's version out.

SQLite by default, in the workspace; PostgreSQL by URL. Both are safe with several processes: a transaction that writes
takes its lock when it begins, so that what it reads first is still true when it writes.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from kl_calendar.errors import KlError, MissingExtra, system
from kl_calendar.i18n import Text, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

HEAD = "0002"
"""The schema version this program writes; the last file in `migrations/versions`, by test."""

FOLDER = ".kl-calendar"
FILE = "ledger.sqlite3"

PATIENCE = 60.0
"""Seconds to wait for another process's transaction; one takes milliseconds, so a minute means that it hangs."""

_WRITING = "kl_calendar_writing"
_UPGRADE_LOCK = 0x6B6C_6361  # "klca": the same number in every process, no other meaning


class LedgerUnavailable(KlError):
    """The ledger cannot be opened or used; the database's own reason is part of the sentence."""

    slug = "ledger-unavailable"

    def __init__(self, where: str, reason: Text, *, hint: Text = "") -> None:
        super().__init__(say("the ledger {where} cannot be used: {reason}", where=where, reason=reason), hint=hint)
        self.where = where


class LedgerTooNew(KlError):
    """The ledger was written by a later version of this program."""

    slug = "ledger-too-new"

    def __init__(self, where: str, found: str) -> None:
        super().__init__(
            say(
                "the ledger {where} has format {found}, and this program knows up to {known}",
                where=where,
                found=found,
                known=HEAD,
            ),
            hint=say("install the newer kl-calendar; an older one would lose what the newer one wrote"),
        )
        self.found = found


def address(workspace: Path) -> str:
    """The URL of the ledger inside a workspace."""
    return f"sqlite:///{(workspace / FOLDER / FILE).absolute()}"


def open_engine(workspace: Path, url: str | None = None) -> Engine:
    """Open the workspace's ledger, or the one at the URL, and bring it to today's version."""
    if url is None:
        folder = workspace / FOLDER
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise LedgerUnavailable(str(folder), system(error)) from error
    engine = _engine(url or address(workspace))
    with sentences(engine):
        _upgrade(engine)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads: one state of the ledger, whatever others write meanwhile."""
    with sentences(engine), engine.connect() as connection:
        level = "REPEATABLE READ" if engine.dialect.name == "postgresql" else None
        if level:
            connection = connection.execution_options(isolation_level=level)
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine, lock: int = 0) -> Iterator[Connection]:
    """A transaction that writes; on PostgreSQL those with the same `lock` wait for one another, on SQLite all do."""
    with sentences(engine), engine.connect().execution_options(**{_WRITING: True}) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})
        yield connection


@contextmanager
def sentences(engine: Engine) -> Iterator[None]:
    """Turn the database's errors into a sentence; never with the password of the URL in it."""
    try:
        yield
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
        raise LedgerUnavailable(where(engine), reason, hint=_hint(reason)) from error


def where(engine: Engine) -> str:
    """The ledger's place for people: the file, or the URL without its password."""
    url = engine.url
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def _hint(reason: str) -> Text:
    if "not a database" in reason or "malformed" in reason:
        return say("move the file away and rebuild the ledger with kl-calendar adopt")
    if "locked" in reason:
        return say("another kl-calendar is at work; try again when it has finished")
    return ""


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        backend = parsed.get_backend_name()
        if backend not in ("sqlite", "postgresql"):
            raise LedgerUnavailable(backend, say("it is neither SQLite nor PostgreSQL"))
        options: dict[str, Any] = {"connect_args": {"timeout": PATIENCE}} if backend == "sqlite" else {}
        engine = create_engine(parsed, **options)
    except (ArgumentError, NoSuchModuleError) as error:
        raise LedgerUnavailable(
            "KL_DATABASE_URL", say("the URL is not understood"), hint=say("write postgresql://user@host/database")
        ) from error
    except ModuleNotFoundError as error:
        raise MissingExtra("postgres", needed_by="KL_DATABASE_URL") from error
    if backend == "sqlite":
        event.listen(engine, "connect", _settle)
        event.listen(engine, "begin", _begin)
    return engine


def _settle(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin
    connection.execute("PRAGMA foreign_keys = ON")
    # FULL: after a power cut the files published must not be ahead of the ledger, or a sequence would go back.
    connection.execute("PRAGMA synchronous = FULL")
    _write_ahead(connection)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Readers do not wait for writers. The switch itself does not wait, so two new processes may meet here."""
    for attempt in range(50):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or attempt == 49:
                raise
            time.sleep(0.02)
        else:
            return


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _upgrade(engine: Engine) -> None:
    with reading(engine) as connection:
        if _version(connection) == HEAD:
            return
    with writing(engine, _UPGRADE_LOCK) as connection:
        found = _version(connection)
        if found == HEAD:  # another process was first
            return
        if found is not None and found > HEAD:
            raise LedgerTooNew(where(engine), found)
        migrate(connection)


def migrate(connection: Connection, target: str = "head") -> None:
    """Run the migrations that are missing, inside the connection's transaction."""
    # Alembic takes long to load and is only needed when a ledger is new or old.
    from alembic import command  # noqa: PLC0415 -- slow import
    from alembic.config import Config  # noqa: PLC0415 -- slow import

    config = Config()
    config.set_main_option("script_location", "kl_calendar.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def _version(connection: Connection) -> str | None:
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found
