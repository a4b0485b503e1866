"""Files are whole, only what changed is written, and nothing of anybody else's is touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kl_calendar.publish import files
from kl_calendar.publish.files import FolderNotOurs, NotWritable, Publication, Published, intact, save, write


def publish(folder: Path, made: dict[str, bytes], *, keep: tuple[str, ...] = ()) -> Published:
    """A renewal whose files each belong to the owner their name begins with."""
    publication = Publication(folder)
    for name, data in made.items():
        publication.add(name.partition("/")[0], name, data)
    return publication.finish(keep)


def content(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_file_with_the_same_bytes_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.ics"
    assert (write(path, b"one"), write(path, b"one"), write(path, b"two")) == (True, False, True)
    assert content(tmp_path) == {"deep/a.ics": b"two"}


def test_an_unchanged_file_keeps_its_time(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    write(path, b"one")
    os.utime(path, (1, 1))
    write(path, b"one")
    assert path.stat().st_mtime == 1


def test_a_written_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write(tmp_path / "ours", b"x")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_failed_rename_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a", b"old")

    def fail(_source: object, _target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(NotWritable, match="no space left on device"):
        write(tmp_path / "a", b"new")
    assert content(tmp_path) == {"a": b"old"}


def test_saving_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    save(tmp_path / "link", b"new")
    assert ((tmp_path / "link").is_symlink(), (tmp_path / "real").read_bytes()) == (True, b"new")


def test_a_device_is_written_to_and_not_replaced() -> None:
    save(Path("/dev/null"), b"x")
    assert Path("/dev/null").is_char_device()


def test_saving_into_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotWritable, match="cannot be written: no such file or directory"):
        save(tmp_path / "none" / "a.ics", b"x")


def test_publishing_twice_writes_once(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    made = {"a.ics": b"1", "m/b.ics": b"2"}
    assert publish(folder, made) == Published(("a.ics", "m/b.ics"), ())
    assert publish(folder, made) == Published((), ())


def test_what_is_no_longer_published_goes_with_its_empty_folder(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    publish(folder, {"a.ics": b"1", "m/b.ics": b"2"})
    assert publish(folder, {"a.ics": b"1"}) == Published((), ("m/b.ics",))
    assert sorted(path.name for path in folder.iterdir()) == [files.MARKER, "a.ics"]


def test_a_file_somebody_put_beside_ours_stays(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    publish(folder, {"m/b.ics": b"2"})
    (folder / "m" / "robots.txt").write_bytes(b"theirs")
    publish(folder, {})
    assert content(folder)["m/robots.txt"] == b"theirs"


def test_a_folder_with_anything_of_theirs_in_it_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_bytes(b"theirs")
    with pytest.raises(FolderNotOurs):
        publish(tmp_path, {"a.ics": b"1"})
    assert content(tmp_path) == {"thesis.odt": b"theirs"}


def test_an_edited_marker_removes_nothing_outside_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    publish(folder, {"a.ics": b"1"})
    (tmp_path / "theirs").write_bytes(b"x")
    (folder / files.MARKER).write_text("../theirs\tm\n")
    publish(folder, {"a.ics": b"1"})
    assert (tmp_path / "theirs").exists()


def test_a_file_in_the_way_of_the_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "public").write_bytes(b"x")
    with pytest.raises(NotWritable):
        publish(tmp_path / "public", {"a.ics": b"1"})


def test_an_owner_that_is_kept_keeps_its_files_without_being_written(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    publish(folder, {"a/1": b"1", "b/1": b"1", "b/2": b"2"})
    assert publish(folder, {"b/1": b"1"}, keep=("a",)) == Published((), ("b/2",))
    assert sorted(content(folder)) == [files.MARKER, "a/1", "b/1"]


def test_a_renewal_that_is_killed_forgets_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    Publication(folder).add("a", "a/1", b"1")
    assert publish(folder, {}) == Published((), ("a/1",))


def test_a_torn_line_in_the_marker_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    publish(folder, {"a/1": b"1"})
    with (folder / files.MARKER).open("a") as stream:
        stream.write("half-a-na")
    assert publish(folder, {"a/1": b"1"}) == Published((), ())


def test_a_folder_that_lost_a_file_is_not_intact(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    publish(folder, {"a/1": b"1"})
    assert intact(folder)
    (folder / "a" / "1").unlink()
    assert not intact(folder)
