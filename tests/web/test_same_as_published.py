"""The server and the published folder are one site: the same paths, the same bytes."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kl_calendar.app import serving
from kl_calendar.app.build import Order, build
from kl_calendar.web import wishes
from kl_calendar.web.content import Content

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
BASE = "https://kalender.example/"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("same") / "ws"
    feeds = Path(__file__).parents[2] / "feeds"
    shutil.copytree(feeds, root, ignore=shutil.ignore_patterns("public", ".kl-calendar"))
    settings = root / "feeds.toml"
    settings.write_text(settings.read_text("utf-8").replace("[site]", f'[site]\nbase_url = "{BASE}"'), "utf-8")
    (root / "klima").mkdir()
    letter = "# Klimamøde den 12. maj 2026 kl. 9.00-12.00\n\n## Program\n\n- Kl. 9.00 Velkommen\n- Kl. 10.00 Vand\n"
    (root / "klima" / "årets møde.md").write_text(letter, "utf-8")
    with settings.open("a", encoding="utf-8") as stream:
        stream.write('\n[[feed]]\nid = "klima"\noverview = true\ndeadlines = true\n')
    build(Order(root, root / "public", NOW, NOW.date()))
    return root


def published(root: Path) -> dict[str, bytes]:
    made = {str(one.relative_to(root)): one.read_bytes() for one in root.rglob("*") if one.is_file()}
    return {path: data for path, data in made.items() if not path.endswith((".gz", ".br", ".kl-calendar"))}


def test_every_published_file_is_served_with_the_same_bytes(workspace: Path) -> None:
    files = published(workspace / "public")
    content = Content(serving.load(workspace), BASE, 0)
    different = []
    for path, data in files.items():
        found = content.find(path, wishes.NONE, date(2026, 1, 5))
        if found is None or found.variants[""].body != data:
            different.append(path)
    assert len(files) > 40
    assert different == []


def test_an_unchanged_ledger_is_not_loaded_again(workspace: Path) -> None:
    first = serving.load(workspace)
    assert serving.load(workspace, before=first) is first


def test_only_the_feed_that_changed_is_read_and_written_anew(workspace: Path) -> None:
    first = serving.load(workspace)
    before = Content(first, BASE, 0)
    known = before.feeds()
    letter = workspace / "klima" / "årets møde.md"
    letter.write_text(letter.read_text("utf-8").replace("Vand", "Vand og vind"), "utf-8")
    build(Order(workspace, workspace / "public", NOW, NOW.date()))
    second = serving.load(workspace, before=first)
    after = Content(second, BASE, 60).feeds(before, known)
    assert second.written["boern-og-undervisning"] is first.written["boern-og-undervisning"]
    assert after["boern-og-undervisning.ics"] is known["boern-og-undervisning.ics"]
    assert (known["klima.ics"].modified, after["klima.ics"].modified) == (0, 60)
