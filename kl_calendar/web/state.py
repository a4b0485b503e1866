"""The server's one changing thing: which content is served. A reload makes the new one aside and swaps it in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kl_calendar.errors import KlError
from kl_calendar.web import logs
from kl_calendar.web.answer import Tally
from kl_calendar.web.content import Content

if TYPE_CHECKING:
    from collections.abc import Callable

    from kl_calendar.app.serving import Served
    from kl_calendar.web.resource import Resource

    Load = Callable[[Served | None], tuple[Served, tuple[str, ...]]]


@dataclass(slots=True)
class State:
    """What is served now, and what went wrong with the newest state if something did."""

    load: Load
    """Brings the published state up to date and returns it (the one before where nothing is newer), and what of the
    sources could not be read: of these the last good state is in it."""
    base: str
    clock: Callable[[], float]
    content: Content | None = None
    feeds: dict[str, Resource] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    trouble: str = ""
    loaded: float = 0

    def renew(self) -> bool:
        """Load and swap; False where it could not be done, and then everything stays as it was."""
        before = self.content
        try:
            served, bad = self.load(before.served if before else None)
            if before is None or served is not before.served:
                self._swap(served, before)
        except Exception as error:  # noqa: BLE001 -- whatever a document does to a reader, the feeds stay up
            reason = error.message if isinstance(error, KlError) else f"{type(error).__name__}: {error}"
            self._tell(reason, "last good state" if before else "nothing")
            return False
        self._tell("; ".join(bad), "last good state of these")
        return True

    def _tell(self, trouble: str, serving: str) -> None:
        """Log what is newly wrong, or right again."""
        if trouble and trouble != self.trouble:
            logs.event("trouble", reason=trouble, serving=serving)
        if self.trouble and not trouble:
            logs.event("recovered")
        self.trouble = trouble

    def _swap(self, served: Served, before: Content | None) -> None:
        now = self.clock()
        content = Content(served, self.base or served.settings.site.base_url, int(now))
        feeds = content.feeds(before, self.feeds)
        self.content, self.feeds, self.loaded = content, feeds, now
        changed = [path for path, one in feeds.items() if one.modified == int(now)]
        logs.event("loaded", feeds=len(served.feeds), changed=changed)
