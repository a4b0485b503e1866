"""The second version: what a sync remembers of each calendar."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of the sync."""
    op.create_table(
        "calendars",
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("asked", sa.String(1000), nullable=False),
        sa.Column("url", sa.String(1000), nullable=False),
        sa.Column("ctag", sa.String(1000), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_calendars"),
    )
    op.create_table(
        "receipts",
        sa.Column("calendar", sa.String(200), nullable=False),
        sa.Column("uid", sa.String(300), nullable=False),
        sa.Column("href", sa.String(1000), nullable=False),
        sa.Column("etag", sa.String(300), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("kept", sa.LargeBinary, nullable=False),
        sa.Column("ends", sa.BigInteger),
        sa.Column("feed", sa.String(200), nullable=False),
        sa.Column("standing", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("calendar", "uid", name="pk_receipts"),
    )
    op.create_table(
        "strangers",
        sa.Column("calendar", sa.String(200), nullable=False),
        sa.Column("href", sa.String(1000), nullable=False),
        sa.Column("etag", sa.String(300), nullable=False),
        sa.Column("uid", sa.String(1000), nullable=False),
        sa.PrimaryKeyConstraint("calendar", "href", name="pk_strangers"),
    )
