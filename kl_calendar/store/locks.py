"""One sync of a calendar at a time, over all processes: a locked file beside SQLite, an advisory lock on PostgreSQL.

Four of seven servers let two writers win at once, so this lock, and not the server, keeps our own from doing it. It
goes away with the process that holds it, however that ends.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import text

from kl_calendar.errors import KlError
from kl_calendar.i18n import say
from kl_calendar.store.database import FOLDER, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class CalendarBusy(KlError):
    """Another process is syncing this calendar right now."""

    slug = "calendar-locked"

    def __init__(self, name: str) -> None:
        super().__init__(
            say("{name}: another kl-calendar is syncing this calendar", name=name),
            hint=say("let it finish; if syncs overlap often, run them less often"),
        )


@contextmanager
def calendar_lock(engine: Engine, workspace: Path, name: str, url: str) -> Iterator[None]:
    """Hold the lock of a calendar, or raise `CalendarBusy` at once. It is the address that is locked, not the name."""
    digest = hashlib.sha256(url.encode()).digest()
    if engine.dialect.name == "postgresql":
        with _advisory(engine, int.from_bytes(digest[:8], "big", signed=True), name):
            yield
    else:
        with _file(workspace / FOLDER / f"calendar-{digest.hex()[:16]}.lock", name):
            yield


@contextmanager
def _advisory(engine: Engine, number: int, name: str) -> Iterator[None]:
    with sentences(engine), engine.connect() as connection:
        if not connection.execute(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": number}).scalar():
            raise CalendarBusy(name)
        connection.commit()
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": number})
            connection.commit()


@contextmanager
def _file(path: Path, name: str) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _lock(descriptor)
        except OSError as error:
            raise CalendarBusy(name) from error
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
