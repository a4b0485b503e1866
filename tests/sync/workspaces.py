"""A workspace whose ledger holds meetings made by hand, and its settings for a calendar on a test server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kl_calendar.app.saving import Form, save
from kl_calendar.model.meeting import Meeting, Slot
from kl_calendar.revise.revising import revise
from kl_calendar.store import workspace
from kl_calendar.store.ledger import Ledger
from tests.sync.servers import PASSWORD, USER, Server

NOW = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
DOMAIN = "kl.example"
SECRET = "KL_TEST_SECRET"


FAR = 2099
"""A year that the machine's own clock will not pass."""
NEAR = 2031
"""A year after `NOW` that every server can store: SOGo 5.8 answers 500 to what ends after January 2038."""


def meeting(titles: list[str], *, day: int = 1, year: int = FAR) -> Meeting:
    """Return a meeting in the future with a slot for each title."""
    begins = datetime(year, 3, day, 9, 0)
    slots = [
        Slot(begins + timedelta(minutes=30 * number), title, begins + timedelta(minutes=30 * number + 30))
        for number, title in enumerate(titles)
    ]
    return Meeting("Netværksmøde", begins, slots[-1].end if slots else None, location="Rådhuset", slots=tuple(slots))


class Workspace:
    """A folder with settings and a ledger."""

    def __init__(self, folder: Path, server: Server | None = None, *, year: int = FAR, **settings: object) -> None:
        self.folder = folder
        self.year = year
        given = {"url": server.url if server else "http://127.0.0.1:9/", "auth": server.auth if server else "basic"}
        calendar = {
            "name": "Dagsordener",
            "username": USER,
            "password_env": SECRET,
            "feeds": ["skole"],
            **given,
            **settings,
        }
        lines = ["[site]", f'uid_domain = "{DOMAIN}"', "[[feed]]", 'id = "skole"', "[[calendar]]"]
        lines += [f"{key} = {toml(value)}" for key, value in calendar.items() if value is not None]
        (folder / "feeds.toml").write_text("\n".join(lines) + "\n")

    def publish(self, titles: list[str], *, key: str = "moede", day: int = 1, hours: int = 0) -> None:
        """Publish a meeting, or a new version of it."""
        settings = workspace.load(self.folder)
        with Ledger.open(self.folder) as ledger, ledger.change("skole", key) as pending:
            before = pending.previous.revision if pending.previous else None
            now = NOW + timedelta(hours=hours)
            revision, _ = revise(
                meeting(titles, day=day, year=self.year), before, feed="skole", key=key, domain=DOMAIN, now=now
            )
            save(pending, revision, f"{key}.txt", Form.of(settings.site, settings.feeds[0]), now)

    def forget(self, key: str = "moede") -> None:
        """Take a meeting out of the ledger, as a lost document would."""
        with Ledger.open(self.folder) as ledger, ledger.change("skole", key) as pending:
            pending.forget()


def toml(value: object) -> str:
    """Return a value as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


__all__ = ["NOW", "PASSWORD", "SECRET", "Workspace", "meeting", "replace"]
