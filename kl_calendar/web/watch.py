"""A workspace's folder in; the state renewed whenever something in it changes, and now and then anyway."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from anyio import to_thread
from watchfiles import Change, awatch

if TYPE_CHECKING:
    from anyio import Event

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


async def watch(home: Path, output: Path, state: State, stop: Event) -> None:
    """Renew the state until `stop`; a request is answered from the old one until the new one is whole."""
    changes = awatch(home, watch_filter=Sources(output), stop_event=stop, rust_timeout=EVERY, yield_on_timeout=True)
    async for _ in changes:
        await to_thread.run_sync(state.renew)
