"""What Alembic runs: the upgrade, on the connection that `store.database` hands over and inside its transaction."""

from __future__ import annotations

from alembic import context

from kl_calendar.store.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
context.run_migrations()
