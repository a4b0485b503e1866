"""A workspace's ledger in, what a server needs of it out: settings, feeds with their revisions, tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kl_calendar.store import tokens, workspace
from kl_calendar.store.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from kl_calendar.model.revision import Revision
    from kl_calendar.model.settings import FeedSettings, Workspace
    from kl_calendar.store.tokens import Token

Feed = tuple["FeedSettings", tuple["Revision", ...]]


@dataclass(frozen=True, slots=True)
class Served:
    """Everything a server shows, as of one moment of the ledger."""

    settings: Workspace
    feeds: tuple[Feed, ...]
    tokens: tuple[Token, ...] = ()
    tick: int = 0


def load(root: Path, database: str | None = None, before: Served | None = None) -> Served:
    """Return what is published now; `before` itself where nothing is newer."""
    settings = workspace.load(root)
    home = workspace.file_of(root).parent
    known = tokens.load(home)
    with Ledger.open(home, database) as ledger:
        tick = ledger.tick()
        if before and (before.tick, before.settings, before.tokens) == (tick, settings, known):
            return before
        return Served(settings, tuple((feed, ledger.revisions(feed.id)) for feed in settings.feeds), known, tick)
