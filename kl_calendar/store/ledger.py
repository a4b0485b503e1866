"""The ledger: what was published of each meeting in, the same back out, with the bytes of every event.

One transaction a meeting: what `change` gives to read is locked until it is saved, so that two builds at once take
turns and neither revises what the other has just revised. Feeds are joined from stored bytes, never written again.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import delete, func, insert, select, update

from kl_calendar.model.revision import Entry, Revision
from kl_calendar.store import codec
from kl_calendar.store.database import open_engine, reading, writing
from kl_calendar.store.schema import BODIES, ENTRIES, FOLDERS, MEETINGS, SOURCES, TICKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import ColumnElement, Connection, Engine, Row, Table


@dataclass(frozen=True, slots=True)
class SourceState:
    """A document as last understood: while all of this is the same, it need not be read again."""

    size: int
    mtime_ns: int
    digest: str
    options: str
    """A digest of what else its meaning depends on: the feed's language and zone, the program's version."""
    problems: str = "[]"
    """What was doubtful in it, as `codec.dump_problems` writes it."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A meeting as the ledger keeps it. `events` are the serialised entries, in the revision's order."""

    revision: Revision
    source: str
    events: tuple[bytes, ...]
    settings: str
    """A digest of the settings that the bytes depend on."""
    expires: datetime | None = None
    """When a build should look whether its cancelled entries have done their work (UTC)."""
    bodies: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    """Further forms, such as the one event of a meeting, under the form's name."""
    tick: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """What a listing says of a meeting without reading its content."""

    feed: str
    key: str
    source: str
    settings: str
    tick: int


@dataclass(frozen=True, slots=True)
class FolderState:
    """What was last published in a folder: everything up to `tick`, under settings with this digest."""

    tick: int
    settings: str
    state: str = ""
    """What the publisher wants to find again; its own words."""


class Ledger:
    """A workspace's ledger; used as a context manager, it closes its connections."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, workspace: Path, url: str | None = None) -> Self:
        """Open the ledger of a workspace, or the one at `url`; made where there is none."""
        return cls(open_engine(workspace, url))

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def sources(self, feed: str) -> dict[str, SourceState]:
        """The documents of a feed as last understood, by name."""
        with reading(self.engine) as connection:
            rows = connection.execute(select(*list(SOURCES.c)[1:]).where(SOURCES.c.feed == feed)).all()
        return {row[0]: SourceState(*row[1:]) for row in rows}

    def remember_source(self, feed: str, name: str, state: SourceState) -> None:
        """Note how a document was understood; after its meetings are saved, so that a killed build does it again."""
        with writing(self.engine, _lock(feed, name)) as connection:
            _forget_source(connection, feed, name)
            connection.execute(insert(SOURCES).values(feed=feed, name=name, **_columns(state)))

    def forget_source(self, feed: str, name: str) -> None:
        """Forget a document, so that the next build reads it again, or no longer misses it."""
        with writing(self.engine, _lock(feed, name)) as connection:
            _forget_source(connection, feed, name)

    def forget_reading(self, feed: str, name: str) -> None:
        """Let the next build read a document again, while it still misses it when it is gone."""
        with writing(self.engine, _lock(feed, name)) as connection:
            mine = (SOURCES.c.feed == feed, SOURCES.c.name == name)
            connection.execute(update(SOURCES).where(*mine).values(digest="", mtime_ns=-1))

    def listing(self, *conditions: ColumnElement[bool]) -> tuple[Listed, ...]:
        """All meetings by date, without their content; `conditions` are on `schema.MEETINGS`."""
        wanted = select(*(MEETINGS.c[name] for name in ("feed", "key", "source", "settings", "tick")))
        with reading(self.engine) as connection:
            rows = connection.execute(wanted.where(*conditions).order_by(*_BY_DATE)).all()
        return tuple(Listed(*row) for row in rows)

    def due(self, now: datetime) -> tuple[Listed, ...]:
        """The meetings whose cancelled entries may have done their work."""
        moment = now.astimezone(UTC).isoformat(timespec="seconds")
        return self.listing(MEETINGS.c.expires != "", MEETINGS.c.expires <= moment)

    def newer(self, tick: int) -> tuple[Listed, ...]:
        """The meetings saved after that tick."""
        return self.listing(MEETINGS.c.tick > tick)

    def revisions(self, feed: str | None = None, source: str | None = None) -> tuple[Revision, ...]:
        """Whole revisions by date: all, a feed's, or a document's."""
        conditions = [MEETINGS.c.feed == feed] if feed is not None else []
        conditions += [MEETINGS.c.source == source] if source is not None else []
        with reading(self.engine) as connection:
            return tuple(stored.revision for stored in _load(connection, conditions, events=False))

    def stored(self, feed: str, key: str) -> Stored | None:
        """One meeting with its events' bytes."""
        with reading(self.engine) as connection:
            return _one(connection, feed, key)

    def holders(self, uid: str) -> tuple[tuple[str, str], ...]:
        """The (feed, key) of the meetings that have this uid, or an entry with it."""
        meetings = select(MEETINGS.c.feed, MEETINGS.c.key).where(MEETINGS.c.uid == uid)
        entries = select(ENTRIES.c.feed, ENTRIES.c.key).where(ENTRIES.c.uid == uid)
        with reading(self.engine) as connection:
            return tuple((row[0], row[1]) for row in connection.execute(meetings.union(entries)))

    @contextmanager
    def change(self, feed: str, key: str) -> Iterator[Pending]:
        """A transaction on one meeting: what it was, and `save` or `forget`; an exception leaves all as it was."""
        with writing(self.engine, _lock(feed, key)) as connection:
            yield Pending(connection, feed, key, _one(connection, feed, key))

    def events(self, feed: str) -> list[bytes]:
        """The bytes of all events of a feed's slots, by date, ready to be joined."""
        return [event for _, event in self.events_by_meeting(feed)]

    def events_by_meeting(self, feed: str) -> list[tuple[str, bytes]]:
        """The same, each with the key of its meeting."""
        wanted = (
            select(MEETINGS.c.key, ENTRIES.c.event)
            .join_from(MEETINGS, ENTRIES, (ENTRIES.c.feed == MEETINGS.c.feed) & (ENTRIES.c.key == MEETINGS.c.key))
            .where(MEETINGS.c.feed == feed)
            .order_by(*_BY_DATE[1:], ENTRIES.c.position)
        )
        with reading(self.engine) as connection:
            return [(key, bytes(event)) for key, event in connection.execute(wanted)]

    def struck(self, feed: str) -> frozenset[str]:
        """The keys of the meetings in which a slot is cancelled."""
        wanted = select(ENTRIES.c.key).where(ENTRIES.c.feed == feed, ENTRIES.c.cancelled.is_(True)).distinct()
        with reading(self.engine) as connection:
            return frozenset(connection.execute(wanted).scalars())

    def bodies(self, feed: str, form: str) -> list[bytes]:
        """The bytes of that form of all meetings of a feed, by date, ready to be joined."""
        return [body for _, body in self.bodies_by_meeting(feed, form)]

    def bodies_by_meeting(self, feed: str, form: str) -> list[tuple[str, bytes]]:
        """The same, each with the key of its meeting."""
        wanted = (
            select(MEETINGS.c.key, BODIES.c.body)
            .join_from(MEETINGS, BODIES, (BODIES.c.feed == MEETINGS.c.feed) & (BODIES.c.key == MEETINGS.c.key))
            .where(MEETINGS.c.feed == feed, BODIES.c.form == form)
            .order_by(*_BY_DATE[1:])
        )
        with reading(self.engine) as connection:
            return [(key, bytes(body)) for key, body in connection.execute(wanted)]

    def counts(self) -> dict[str, tuple[int, int]]:
        """For each feed its meetings and slots that take place."""
        meetings = select(MEETINGS.c.feed, func.count()).group_by(MEETINGS.c.feed)
        live = ENTRIES.c.cancelled.is_(False)
        slots = select(ENTRIES.c.feed, func.count()).where(live).group_by(ENTRIES.c.feed)
        with reading(self.engine) as connection:
            of_slots: dict[str, int] = {feed: count for feed, count in connection.execute(slots)}
            return {feed: (count, of_slots.get(feed, 0)) for feed, count in connection.execute(meetings)}

    def tick(self) -> int:
        """The number of the last change."""
        with reading(self.engine) as connection:
            return int(connection.execute(select(TICKS.c.tick)).scalar_one())

    def folder(self, path: str) -> FolderState | None:
        """What was last published in a folder."""
        with reading(self.engine) as connection:
            columns = (FOLDERS.c.tick, FOLDERS.c.settings, FOLDERS.c.state)
            row = connection.execute(select(*columns).where(FOLDERS.c.path == path)).first()
        return FolderState(*row) if row else None

    def remember_folder(self, path: str, state: FolderState) -> None:
        """Note that a folder holds everything up to a tick; after its files are written."""
        with writing(self.engine, _lock("", path)) as connection:
            connection.execute(delete(FOLDERS).where(FOLDERS.c.path == path))
            connection.execute(insert(FOLDERS).values(path=path, **_columns(state)))


class Pending:
    """One meeting inside its transaction; `previous` is what the ledger has of it."""

    def __init__(self, connection: Connection, feed: str, key: str, previous: Stored | None) -> None:
        self._connection = connection
        self._where = {"feed": feed, "key": key}
        self.previous = previous

    def save(self, stored: Stored) -> int:
        """Keep this state of the meeting; returns its tick. Entries that stayed as they were are not written again."""
        bump = update(TICKS).where(TICKS.c.id == 1).values(tick=TICKS.c.tick + 1).returning(TICKS.c.tick)
        tick = int(self._connection.execute(bump).scalar_one())
        row = _meeting_row(stored) | {"tick": tick}
        if self.previous is None:
            self._connection.execute(insert(MEETINGS).values(**self._where, **row))
        else:
            self._connection.execute(update(MEETINGS).where(*self._mine(MEETINGS)).values(**row))
        self._save_entries(stored)
        self._connection.execute(delete(BODIES).where(*self._mine(BODIES)))
        if stored.bodies:
            bodies = [{**self._where, "form": form, "body": body} for form, body in stored.bodies.items()]
            self._connection.execute(insert(BODIES), bodies)
        return tick

    def forget(self) -> None:
        """Take the meeting out of the ledger altogether (a mistaken import)."""
        for table in (BODIES, ENTRIES, MEETINGS):
            self._connection.execute(delete(table).where(*self._mine(table)))

    def _save_entries(self, stored: Stored) -> None:
        before = _entry_rows(self.previous) if self.previous else {}
        after = _entry_rows(stored)
        stale = [uid for uid, row in before.items() if after.get(uid) != row]
        if stale:
            self._connection.execute(delete(ENTRIES).where(*self._mine(ENTRIES), ENTRIES.c.uid.in_(stale)))
        fresh = [{**self._where, **row} for uid, row in after.items() if before.get(uid) != row]
        if fresh:
            self._connection.execute(insert(ENTRIES), fresh)

    def _mine(self, table: Table) -> tuple[ColumnElement[bool], ...]:
        return tuple(table.c[name] == value for name, value in self._where.items())


_BY_DATE = (MEETINGS.c.feed, MEETINGS.c.starts, MEETINGS.c.key)


def _lock(feed: str, name: str) -> int:
    """A number for PostgreSQL's advisory lock: the same for the same meeting in every process."""
    digest = hashlib.sha256(f"{feed}\0{name}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _columns(state: SourceState | FolderState) -> dict[str, Any]:
    return {name: getattr(state, name) for name in state.__slots__}


def _forget_source(connection: Connection, feed: str, name: str) -> None:
    connection.execute(delete(SOURCES).where(SOURCES.c.feed == feed, SOURCES.c.name == name))


def _meeting_row(stored: Stored) -> dict[str, Any]:
    revision = stored.revision
    return {
        "source": stored.source,
        "uid": revision.uid,
        "sequence": revision.sequence,
        "stamp": int(revision.stamp.timestamp()),
        "starts": revision.meeting.start.isoformat(),
        "called_off": revision.called_off,
        "expires": stored.expires.astimezone(UTC).isoformat(timespec="seconds") if stored.expires else "",
        "meeting": codec.dump(revision.meeting),
        "changes": codec.dump(revision.changes),
        "settings": stored.settings,
    }


def _entry_rows(stored: Stored) -> dict[str, dict[str, Any]]:
    rows = {}
    for position, (entry, event) in enumerate(zip(stored.revision.entries, stored.events, strict=True)):
        rows[entry.uid] = {
            "uid": entry.uid,
            "position": position,
            "sequence": entry.sequence,
            "stamp": int(entry.stamp.timestamp()),
            "cancelled": entry.cancelled,
            "called_off": entry.called_off,
            "slot": codec.dump(entry.slot),
            "change": codec.dump(entry.change) if entry.change else None,
            "event": event,
        }
    return rows


def _one(connection: Connection, feed: str, key: str) -> Stored | None:
    found = _load(connection, [MEETINGS.c.feed == feed, MEETINGS.c.key == key], events=True)
    return found[0] if found else None


def _load(connection: Connection, conditions: Iterable[ColumnElement[bool]], *, events: bool) -> list[Stored]:
    """Read meetings and their entries in two queries."""
    wanted = list(conditions)
    meetings = connection.execute(select(MEETINGS).where(*wanted).order_by(*_BY_DATE)).all()
    columns = [column for column in ENTRIES.c if events or column is not ENTRIES.c.event]
    joined = select(*columns).join_from(
        MEETINGS, ENTRIES, (ENTRIES.c.feed == MEETINGS.c.feed) & (ENTRIES.c.key == MEETINGS.c.key)
    )
    entries: dict[tuple[str, str], list[Row[Any]]] = {}
    for row in connection.execute(joined.where(*wanted).order_by(*_BY_DATE, ENTRIES.c.position)):
        entries.setdefault((row.feed, row.key), []).append(row)
    bodies: dict[tuple[str, str], dict[str, bytes]] = {}
    if events:
        of = (BODIES.c.feed == MEETINGS.c.feed) & (BODIES.c.key == MEETINGS.c.key)
        for row in connection.execute(select(BODIES).join_from(MEETINGS, BODIES, of).where(*wanted)):
            bodies.setdefault((row.feed, row.key), {})[row.form] = bytes(row.body)
    return [_stored(row, entries.get((row.feed, row.key), []), bodies.get((row.feed, row.key), {})) for row in meetings]


def _stored(row: Row[Any], entries: list[Row[Any]], bodies: dict[str, bytes]) -> Stored:
    revision = Revision(
        key=row.key,
        feed=row.feed,
        meeting=codec.meeting(row.meeting),
        uid=row.uid,
        sequence=row.sequence,
        stamp=datetime.fromtimestamp(row.stamp, UTC),
        entries=tuple(_entry(each) for each in entries),
        changes=codec.changes(row.changes),
        called_off=row.called_off,
    )
    return Stored(
        revision=revision,
        source=row.source,
        events=tuple(bytes(each.event) for each in entries if hasattr(each, "event")),
        settings=row.settings,
        expires=datetime.fromisoformat(row.expires) if row.expires else None,
        bodies=MappingProxyType(bodies),
        tick=row.tick,
    )


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        uid=row.uid,
        sequence=row.sequence,
        stamp=datetime.fromtimestamp(row.stamp, UTC),
        slot=codec.slot(row.slot),
        cancelled=row.cancelled,
        change=codec.change(row.change),
        called_off=row.called_off,
    )
