"""Alembic's environment and the ledger's schema versions, run by `store.database` on an older ledger."""
