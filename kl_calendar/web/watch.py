"""A workspace's folder in; the state renewed whenever something in it changes, and now and then anyway."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from anyio import to_thread
from watchfiles import Change, awatch

if TYPE_CHECKING:
    from kl_calendar.web.state import State

EVERY = 60_000
"""Milliseconds between two looks when nothing seems to change: the ledger may be on another machine, and days pass."""
OWN_FOLDER = ".kl-calendar"
TOKENS = "tokens.json"


class Sources:
    """Which changes count: documents, settings and tokens; what we write ourselves does not."""

    def __init__(self, output: Path) -> None:
        self._output = output.resolve()

    def __call__(self, change: Change, path: str) -> bool:
        """Whether a change is one of the sources'."""
        changed = Path(path)
        if changed.is_relative_to(self._output) or changed.name.endswith((".tmp", "~", ".swp")):
            return False
        return OWN_FOLDER not in changed.parts or changed.name == TOKENS


async def watch(home: Path, output: Path, state: State) -> None:
    """Renew the state for ever; a request is answered from the old one until the new one is whole."""
    async for _ in awatch(home, watch_filter=Sources(output), rust_timeout=EVERY, yield_on_timeout=True):
        await to_thread.run_sync(state.renew)
