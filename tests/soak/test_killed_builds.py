"""Builds killed at random moments: whatever was cut off, no file is half, no uid is lost, no sequence goes back.

`KL_SOAK` is the number of builds that are killed (`make soak`: 1000), `KL_SEED` chooses other moments and edits.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import signal
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from kl_calendar.app.build import Order, build
from kl_calendar.store.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

KILLS = int(os.environ.get("KL_SOAK", "50"))
SEED = int(os.environ.get("KL_SEED", "20260902"))
LONGEST = 0.4
"""Seconds after which a build of this workspace is long finished."""

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
TALKS = (
    "Trivsel i skolen",
    "Havbunden set nedefra",
    "Nye busruter",
    "Fritid for alle",
    "Klima og kloak",
    "Lys og luft",
)
FEEDS = "".join(f'[[feed]]\nid = "{name}"\ntitle = "{name.title()}"\n' for name in ("skole", "kultur"))

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="builds are forked, so that they start in no time")


@dataclass
class Site:
    """A workspace whose letters change all the time, and what subscribers have seen of it."""

    home: Path
    chance: random.Random
    runs: int = 0
    seen: dict[str, int] = field(default_factory=dict)
    """uid → the highest sequence that was ever published."""

    @property
    def order(self) -> Order:
        """The next build."""
        self.runs += 1
        now = START + timedelta(minutes=self.runs)
        return Order(self.home, self.home / "public", now, date(2026, 3, 1))

    def edit(self) -> None:
        """Write one letter again with other times, talks, rooms or places."""
        feed, number = self.chance.choice(["skole", "kultur"]), self.chance.randint(1, 3)
        (self.home / feed).mkdir(exist_ok=True, parents=True)
        (self.home / feed / f"letter-{number}.md").write_text(letter(self.chance, number), "utf-8")

    def look(self) -> None:
        """See what a subscriber sees; every promise is checked here."""
        for path in (self.home / "public").rglob("*"):
            if path.is_file() and not path.name.startswith(".kl-calendar"):
                assert whole(path), path
        published = dict(pair for feed in ("skole", "kultur") for pair in events(self.home / "public" / f"{feed}.ics"))
        lost = self.seen.keys() - published.keys()
        assert not lost, f"{lost} are gone from the feeds"
        back = {uid: (self.seen[uid], published[uid]) for uid in self.seen if published[uid] < self.seen[uid]}
        assert not back, f"sequences went back: {back}"
        self.seen |= published

    def remember(self) -> dict[str, int]:
        """What the ledger knows: uid → sequence."""
        with Ledger.open(self.home) as ledger:
            return {entry.uid: entry.sequence for revision in ledger.revisions() for entry in revision.entries}


def letter(chance: random.Random, number: int) -> str:
    """A letter of a few talks in any order, in one of two places."""
    clock, lines = 9 * 60, []
    for talk in chance.sample(TALKS, chance.randint(2, len(TALKS))):
        lines.append(f"- Kl. {clock // 60}.{clock % 60:02} {talk} v/ {chance.choice(['Ane Holm', 'Bo Friis'])}")
        clock += chance.choice([20, 30, 45])
    title = f"# Temamøde {number} den {number}. september 2037 kl. 9.00-{clock // 60}.{clock % 60:02}"
    return f"{title}\n\n## Program\n\n" + "\n".join(lines) + f"\n\n## Sted\n\n{chance.choice(['Salen', 'Aulaen'])}\n"


def whole(path: Path) -> bool:
    """Whether a file was written to its end."""
    raw = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(raw) != b""
    if path.suffix == ".ics":
        return raw.startswith(b"BEGIN:VCALENDAR\r\n") and raw.endswith(b"END:VCALENDAR\r\n")
    if path.suffix == ".json":
        return json.loads(raw) is not None
    return raw != b"" if path.suffix != ".html" else raw.rstrip().endswith(b"</html>")


def events(path: Path) -> list[tuple[str, int]]:
    """The uid and sequence of every event of a calendar; none where it is not published yet."""
    if not path.exists():
        return []
    parts = path.read_text("utf-8").replace("\n ", "").split("BEGIN:VEVENT")[1:]
    return [(found(r"^UID:(.*)$", part), int(found(r"^SEQUENCE:(.*)$", part))) for part in parts]


def found(pattern: str, text: str) -> str:
    """What a property says."""
    match = re.search(pattern, text, re.MULTILINE)
    assert match, pattern
    return match[1]


def started(order: Order) -> int:
    """Start a build in a process of its own."""
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        build(order)
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)


def ended(child: int) -> int:
    """Wait for a build; its exit code, or minus the signal it died of."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A workspace with its first letters, not built yet."""
    monkeypatch.delenv("KL_DATABASE_URL", raising=False)
    made = Site(tmp_path / "feeds", random.Random(SEED))  # noqa: S311 -- moments and letters, no secrets
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "feeds.toml").write_text(FEEDS, "utf-8")
    for _ in range(12):
        made.edit()
    return made


def test_builds_killed_at_any_moment_leave_no_half_file_and_lose_no_identity(site: Site) -> None:
    killed = 0
    known: dict[str, int] = {}
    while killed < KILLS:
        site.edit()
        child = started(site.order)
        time.sleep(site.chance.random() ** 2 * LONGEST)
        os.kill(child, signal.SIGKILL)
        killed += ended(child) == -signal.SIGKILL
        site.look()
        remembered = site.remember()
        assert known.keys() <= remembered.keys()
        assert all(remembered[uid] >= sequence for uid, sequence in known.items())
        assert all(remembered[uid] >= sequence for uid, sequence in site.seen.items())
        known = remembered
    build(site.order)
    site.look()
    assert site.seen == site.remember()
    assert_quiet_and_complete(site)


def test_two_builds_at_once_do_no_harm(site: Site) -> None:
    for _ in range(max(5, KILLS // 10)):
        site.edit()
        site.edit()
        children = [started(site.order), started(site.order)]
        assert [ended(child) for child in children] == [0, 0]
        site.look()
        assert site.seen == site.remember()
    assert_quiet_and_complete(site)


def assert_quiet_and_complete(site: Site) -> None:
    """Another build writes nothing, and what is published is what the ledger publishes into an empty folder."""
    assert build(site.order).published.written == ()
    order = site.order
    build(Order(order.root, site.home.parent / "anew", order.now, order.today))
    assert contents(site.home / "public") == contents(site.home.parent / "anew")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file in the folder, temporary ones as well."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
