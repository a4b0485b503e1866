"""What a sync remembers of one calendar, in the ledger's database: the state in and out, a transaction a saving."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from kl_calendar.model.receipt import CalendarState, Receipt, Standing
from kl_calendar.store.database import reading, writing
from kl_calendar.store.schema import CALENDARS, RECEIPTS, STRANGERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Engine, Row

LOCK = 0x6B6C_7263  # "klrc": the same number in every process, no other meaning
LONGEST_UID = 1000


class Receipts:
    """One calendar's receipts. `asked` is its address as the settings have it, `url` as discovered."""

    def __init__(self, engine: Engine, calendar: str) -> None:
        self._engine = engine
        self._calendar = calendar

    def known_url(self, asked: str) -> str:
        """Return the discovered address, as long as the settings still ask for the same; else empty."""
        with reading(self._engine) as connection:
            row = connection.execute(select(CALENDARS).where(CALENDARS.c.name == self._calendar)).first()
        return str(row.url) if row is not None and row.asked == asked else ""

    def begin(self, asked: str, url: str, *, made: bool) -> None:
        """Note where the calendar is. Another one than before, or one just made, has nothing of ours in it yet."""
        mine = CALENDARS.c.name == self._calendar
        with writing(self._engine, LOCK) as connection:
            row = connection.execute(select(CALENDARS).where(mine)).first()
            if made or (row is not None and row.url != url):
                self._empty(connection)
            if row is None or made or (row.asked, row.url) != (asked, url):
                connection.execute(delete(CALENDARS).where(mine))
                connection.execute(insert(CALENDARS).values(name=self._calendar, asked=asked, url=url, ctag=""))

    def _empty(self, connection: Connection) -> None:
        for table in (RECEIPTS, STRANGERS):
            connection.execute(delete(table).where(table.c.calendar == self._calendar))

    def load(self) -> CalendarState:
        """Return all that is remembered."""
        with reading(self._engine) as connection:
            calendar = connection.execute(select(CALENDARS).where(CALENDARS.c.name == self._calendar)).first()
            rows = connection.execute(select(RECEIPTS).where(RECEIPTS.c.calendar == self._calendar)).all()
            others = connection.execute(select(STRANGERS).where(STRANGERS.c.calendar == self._calendar)).all()
        return CalendarState(
            calendar.url if calendar else "",
            calendar.ctag if calendar else "",
            {row.uid: _receipt(row) for row in rows},
            {row.href: (row.etag, row.uid) for row in others},
        )

    def save(self, changes: Mapping[str, Receipt | None]) -> None:
        """Remember or (None) forget receipts; the change tag no longer holds until the run is closed."""
        rows = [_row(self._calendar, receipt) for receipt in changes.values() if receipt is not None]
        with writing(self._engine, LOCK) as connection:
            for uid in changes:
                connection.execute(delete(RECEIPTS).where(RECEIPTS.c.calendar == self._calendar, RECEIPTS.c.uid == uid))
            if rows:
                connection.execute(insert(RECEIPTS), rows)
            connection.execute(update(CALENDARS).where(CALENDARS.c.name == self._calendar).values(ctag=""))

    def close(self, url: str, ctag: str, others: Mapping[str, tuple[str, str]]) -> None:
        """Remember how the calendar as a whole was left."""
        rows = [
            {"calendar": self._calendar, "href": href, "etag": etag, "uid": uid[:LONGEST_UID]}
            for href, (etag, uid) in others.items()
        ]
        with writing(self._engine, LOCK) as connection:
            named = update(CALENDARS).where(CALENDARS.c.name == self._calendar)
            connection.execute(named.values(url=url, ctag=ctag))
            connection.execute(delete(STRANGERS).where(STRANGERS.c.calendar == self._calendar))
            if rows:
                connection.execute(insert(STRANGERS), rows)


def _receipt(row: Row[Any]) -> Receipt:
    ends = datetime.fromtimestamp(row.ends, UTC) if row.ends is not None else None
    body, kept = bytes(row.body), bytes(row.kept)
    return Receipt(row.uid, row.href, row.etag, row.digest, body, kept, ends, row.feed, Standing(row.standing))


def _row(calendar: str, receipt: Receipt) -> dict[str, Any]:
    return {
        "calendar": calendar,
        "uid": receipt.uid,
        "href": receipt.href,
        "etag": receipt.etag,
        "digest": receipt.digest,
        "body": receipt.body,
        "kept": receipt.kept,
        "ends": int(receipt.ends.timestamp()) if receipt.ends else None,
        "feed": receipt.feed,
        "standing": receipt.standing.value,
    }
