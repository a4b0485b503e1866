"""One publication of a folder at a time, and nothing half written left by one that was killed."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from kl_calendar.publish import files

pytest.importorskip("fcntl")


def test_what_a_killed_publication_left_half_written_is_taken_away(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    files.claim(folder)
    (folder / "skole").mkdir()
    for name in (".kl-calendar-abc.tmp", "skole/theirs.txt"):
        (folder / name).write_bytes(b"half")
    with files.alone(folder):
        pass
    assert files.listing(folder) == {".kl-calendar", "skole/theirs.txt"}


def test_a_second_publication_waits_for_the_first(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with files.alone(tmp_path / "public"):
            order.append("second")

    with files.alone(tmp_path / "public"):
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.2)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


def test_a_folder_is_free_again_after_a_publication_that_failed(tmp_path: Path) -> None:
    with pytest.raises(KeyError), files.alone(tmp_path / "public"):
        raise KeyError
    with files.alone(tmp_path / "public"):
        pass


def test_a_folder_of_somebody_else_is_not_swept(tmp_path: Path) -> None:
    (tmp_path / ".kl-calendar-abc.tmp").write_bytes(b"half")
    (tmp_path / "theirs.txt").write_bytes(b"x")
    with pytest.raises(files.FolderNotOurs), files.alone(tmp_path):
        pass
    assert files.listing(tmp_path) == {".kl-calendar-abc.tmp", "theirs.txt"}


def test_a_folder_that_another_run_made_ours_meanwhile_is_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, seen = tmp_path / "public", Path.mkdir

    def meanwhile(self: Path, *rest: Any, **options: Any) -> None:
        seen(self, *rest, **options)
        monkeypatch.setattr(Path, "mkdir", seen)
        files.Publication(folder).add("meeting", "one.ics", b"x")

    monkeypatch.setattr(Path, "mkdir", meanwhile)
    files.claim(folder)
    assert files.made(folder) == {"one.ics": "meeting"}
