"""The first version: sources, meetings, entries, bodies, folders, ticks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of an empty ledger."""
    op.create_table(
        "sources",
        sa.Column("feed", sa.String(200), nullable=False),
        sa.Column("name", sa.String(1000), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("mtime_ns", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("options", sa.String(64), nullable=False),
        sa.Column("problems", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("feed", "name", name="pk_sources"),
    )
    op.create_table(
        "meetings",
        sa.Column("feed", sa.String(200), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("source", sa.String(1000), nullable=False),
        sa.Column("uid", sa.String(200), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("stamp", sa.BigInteger, nullable=False),
        sa.Column("starts", sa.String(40), nullable=False),
        sa.Column("called_off", sa.Boolean, nullable=False),
        sa.Column("expires", sa.String(40), nullable=False),
        sa.Column("meeting", sa.Text, nullable=False),
        sa.Column("changes", sa.Text, nullable=False),
        sa.Column("settings", sa.String(64), nullable=False),
        sa.Column("tick", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("feed", "key", name="pk_meetings"),
    )
    op.create_index("ix_meetings_feed_source", "meetings", ["feed", "source"])
    op.create_index("ix_meetings_feed_starts_key", "meetings", ["feed", "starts", "key"])
    op.create_index("ix_meetings_expires", "meetings", ["expires"])
    op.create_index("ix_meetings_tick", "meetings", ["tick"])
    _parts()
    op.create_table(
        "folders",
        sa.Column("path", sa.String(1000), nullable=False),
        sa.Column("tick", sa.BigInteger, nullable=False),
        sa.Column("settings", sa.String(64), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("path", name="pk_folders"),
    )
    ticks = op.create_table(
        "ticks",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("tick", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ticks"),
    )
    op.bulk_insert(ticks, [{"id": 1, "tick": 0}])


def _parts() -> None:
    mine, theirs = ["feed", "key"], ["meetings.feed", "meetings.key"]
    op.create_table(
        "entries",
        sa.Column("feed", sa.String(200), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("uid", sa.String(200), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("stamp", sa.BigInteger, nullable=False),
        sa.Column("cancelled", sa.Boolean, nullable=False),
        sa.Column("called_off", sa.Boolean, nullable=False),
        sa.Column("slot", sa.Text, nullable=False),
        sa.Column("change", sa.Text),
        sa.Column("event", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("feed", "key", "uid", name="pk_entries"),
        sa.ForeignKeyConstraint(mine, theirs, name="fk_entries_meetings", ondelete="CASCADE"),
    )
    op.create_index("ix_entries_uid", "entries", ["uid"])
    op.create_table(
        "bodies",
        sa.Column("feed", sa.String(200), nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("feed", "form", "key", name="pk_bodies"),
        sa.ForeignKeyConstraint(mine, theirs, name="fk_bodies_meetings", ondelete="CASCADE"),
    )
    op.create_index("ix_bodies_feed_key", "bodies", ["feed", "key"])
