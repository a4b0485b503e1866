"""A keeper in memory, for tests that need no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kl_calendar.model.receipt import CalendarState, Receipt


class MemoryKeeper:
    """Keeps the state in an attribute."""

    def __init__(self) -> None:
        self.state = CalendarState()

    def load(self) -> CalendarState:
        return self.state

    def save(self, changes: Mapping[str, Receipt | None]) -> None:
        receipts = dict(self.state.receipts)
        for uid, receipt in changes.items():
            if receipt is None:
                receipts.pop(uid, None)
            else:
                receipts[uid] = receipt
        self.state = replace(self.state, receipts=receipts, ctag="")

    def close(self, url: str, ctag: str, others: Mapping[str, tuple[str, str]]) -> None:
        self.state = replace(self.state, url=url, ctag=ctag, others=dict(others))
