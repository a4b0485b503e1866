"""The command `check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from kl_calendar.cli import cli
from tests.app.test_check import CLEAN

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def run(*arguments: str) -> Result:
    return CliRunner(env={"LANG": "C", "LC_ALL": "C"}).invoke(cli, ["check", *arguments], standalone_mode=False)


def test_a_clean_calendar_is_status_0(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_bytes(CLEAN)
    done = run(str(path))
    assert (done.return_value, done.stdout) == (0, f"{path}: no calendar program should stumble over it\n")


def test_findings_are_told_with_their_line_and_status_3(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_bytes(CLEAN.replace(b"STATUS:CONFIRMED", b"STATUS:LATE", 1))
    done = run(str(path))
    line = CLEAN[: CLEAN.index(b"STATUS:")].count(b"\n") + 1
    assert (done.return_value, done.stdout) == (3, f"{path}: findings: 1\n")
    assert done.stderr.splitlines()[0] == (
        f"{path}:{line}: error: the status LATE does not exist for an event: strict programs refuse the file"
    )


def test_what_is_no_calendar_is_one_sentence_and_not_one_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_text("<!doctype html>\n<title>Log in</title>\n" + "<p>æ, ø\n" * 50, "latin-1")
    done = run(str(path))
    assert (done.return_value, done.stdout) == (3, f"{path}: findings: 1\n")


def test_a_calendar_from_standard_input_is_checked() -> None:
    done = CliRunner(env={"LC_ALL": "C"}).invoke(cli, ["check", "-"], input=CLEAN, standalone_mode=False)
    assert (done.return_value, done.stdout) == (0, "stdin: no calendar program should stumble over it\n")


def test_one_that_cannot_be_read_is_status_1_and_the_others_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    path.write_bytes(CLEAN)
    done = run(str(tmp_path / "none.ics"), str(path))
    assert (done.return_value, done.stdout) == (1, f"{path}: no calendar program should stumble over it\n")
    assert done.stderr == f"kl-calendar: {tmp_path / 'none.ics'}: there is no such file\n"
