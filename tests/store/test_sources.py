"""Finding a feed's documents, and reading a source's bytes."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from kl_calendar import limits
from kl_calendar.errors import InputError, SettingsError
from kl_calendar.model.settings import FeedSettings
from kl_calendar.store.loading import load
from kl_calendar.store.sources import find

if TYPE_CHECKING:
    from pathlib import Path


def files(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")


def names(root: Path, **settings: tuple[str, ...]) -> list[str]:
    return [found.name for found in find(root, FeedSettings(id="a", title="A", **settings))]  # type: ignore[arg-type]


def test_every_file_in_the_feeds_folder_is_a_document_in_order_of_name(tmp_path: Path) -> None:
    files(tmp_path, "a/2.md", "a/1.docx", "b/3.md", "a/deep/4.md")
    assert names(tmp_path) == ["a/1.docx", "a/2.md"]


def test_left_overs_of_editors_are_no_documents(tmp_path: Path) -> None:
    files(tmp_path, "a/~$1.docx", "a/.1.md.swp", "a/1.md~", "a/1.bak", "a/Thumbs.db", "a/1.md")
    assert names(tmp_path) == ["a/1.md"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
@pytest.mark.parametrize(
    "raw",
    [
        "brev på ø.md".encode(),
        "brev på ø.md".encode("cp1252"),
        "brev pa\u030a ø.md".encode(),
        "brev\npå\tø.md".encode(),
    ],
)
def test_a_name_is_the_same_whichever_computer_wrote_it(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / os.fsdecode(raw)).write_text("x")
    assert names(tmp_path) == ["a/brev på ø.md"]
    assert find(tmp_path, FeedSettings(id="a", title="A"))[0].path.read_text() == "x"


def test_globs_choose_documents_each_once(tmp_path: Path) -> None:
    files(tmp_path, "a/1.md", "letters/x/2.md", "letters/2.pdf")
    assert names(tmp_path, sources=("letters/**/*.md", "letters/x/*")) == ["letters/x/2.md"]


@pytest.mark.parametrize("pattern", ["../*", "/etc/*", "a/../../x"])
def test_a_glob_never_leaves_the_workspace(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(SettingsError, match="leaves the workspace"):
        names(tmp_path, sources=(pattern,))


def test_a_feed_without_a_folder_has_no_documents(tmp_path: Path) -> None:
    assert names(tmp_path) == []


def test_a_missing_source_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"brev\.md: there is no such file"):
        load(tmp_path / "brev.md", "brev.md")


def test_a_folder_is_no_source(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="x: is a folder"):
        load(tmp_path, "x")


def test_a_source_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "big").open("wb") as stream:
        stream.truncate(limits.MAX_BYTES + 1)
    with pytest.raises(InputError, match="larger than 32 MB"):
        load(tmp_path / "big", "big")
