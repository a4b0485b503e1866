"""Sources, settings, ledger and receipts, on disk and in the database."""
