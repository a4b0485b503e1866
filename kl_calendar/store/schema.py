"""The ledger's tables. A change here goes with a new file in `migrations/versions`; a test compares the two.

    sources     a document of the workspace as last understood: size, time and digest tell whether to read it again
    meetings    a meeting as published: identity, content, what changed last
    entries     a slot's event: identity, content, and its serialised bytes
    bodies      further serialised forms of a meeting, each under the name of its form, ready to be joined
    folders     what was last published where
    calendars   a CalDAV calendar as we last left it
    receipts    an event of ours in one of them
    strangers   what else stands there: looked at once, never touched
    ticks       one row: the number of the last change, so that a publisher finds what is newer than its last run

Instants are whole seconds since 1970 (UTC); local times stand inside the JSON, as written in the letter.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

SOURCES = Table(
    "sources",
    METADATA,
    Column("feed", String(200), primary_key=True),
    Column("name", String(1000), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("options", String(64), nullable=False),
    Column("problems", Text, nullable=False),
)

MEETINGS = Table(
    "meetings",
    METADATA,
    Column("feed", String(200), primary_key=True),
    Column("key", String(300), primary_key=True),
    Column("source", String(1000), nullable=False),
    Column("uid", String(200), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("stamp", BigInteger, nullable=False),
    Column("starts", String(40), nullable=False),
    Column("called_off", Boolean, nullable=False),
    Column("expires", String(40), nullable=False),
    Column("meeting", Text, nullable=False),
    Column("changes", Text, nullable=False),
    Column("settings", String(64), nullable=False),
    Column("tick", BigInteger, nullable=False),
    Index(None, "feed", "source"),
    Index(None, "feed", "starts", "key"),
    Index(None, "expires"),
    Index(None, "tick"),
)

ENTRIES = Table(
    "entries",
    METADATA,
    Column("feed", String(200), primary_key=True),
    Column("key", String(300), primary_key=True),
    Column("uid", String(200), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("stamp", BigInteger, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    Column("called_off", Boolean, nullable=False),
    Column("slot", Text, nullable=False),
    Column("change", Text),
    Column("event", LargeBinary, nullable=False),
    ForeignKeyConstraint(["feed", "key"], ["meetings.feed", "meetings.key"], ondelete="CASCADE"),
    Index(None, "uid"),
)

BODIES = Table(
    "bodies",
    METADATA,
    Column("feed", String(200), primary_key=True),
    Column("form", String(40), primary_key=True),
    Column("key", String(300), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    ForeignKeyConstraint(["feed", "key"], ["meetings.feed", "meetings.key"], ondelete="CASCADE"),
    Index(None, "feed", "key"),
)

FOLDERS = Table(
    "folders",
    METADATA,
    Column("path", String(1000), primary_key=True),
    Column("tick", BigInteger, nullable=False),
    Column("settings", String(64), nullable=False),
    Column("state", Text, nullable=False),
)

TICKS = Table(
    "ticks",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("tick", BigInteger, nullable=False),
)

CALENDARS = Table(
    "calendars",
    METADATA,
    Column("name", String(200), primary_key=True),
    Column("asked", String(1000), nullable=False),
    Column("url", String(1000), nullable=False),
    Column("ctag", String(1000), nullable=False),
)

RECEIPTS = Table(
    "receipts",
    METADATA,
    Column("calendar", String(200), primary_key=True),
    Column("uid", String(300), primary_key=True),
    Column("href", String(1000), nullable=False),
    Column("etag", String(300), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("kept", LargeBinary, nullable=False),
    Column("ends", BigInteger),
    Column("feed", String(200), nullable=False),
    Column("standing", String(20), nullable=False),
)

STRANGERS = Table(
    "strangers",
    METADATA,
    Column("calendar", String(200), primary_key=True),
    Column("href", String(1000), primary_key=True),
    Column("etag", String(300), nullable=False),
    Column("uid", String(1000), nullable=False),
)
