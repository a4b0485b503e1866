"""The command as a whole: one place turns errors into a sentence and an exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kl_calendar import cli
from kl_calendar.errors import InputError, KlError
from kl_calendar.i18n import say
from tests.cli.letters import LETTER
from tests.cli.running import Ran, run


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def fails_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> Ran:
    @click.command()
    def broken() -> None:
        raise error

    monkeypatch.setattr(cli.LazyGroup, "get_command", lambda *_: broken)
    return run("build")


def test_an_error_is_a_sentence_with_its_hint_and_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = fails_with(monkeypatch, KlError("the moon is down", hint="wait"))
    assert (ran.code, ran.err) == (1, "kl-calendar: the moon is down\n  wait\n")


def test_an_error_is_danish_for_a_danish_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")
    ran = fails_with(monkeypatch, InputError("brev.md", say("is a folder"), hint=say("name the document in it")))
    assert (ran.code, ran.err) == (1, "kl-calendar: brev.md: er en mappe\n  angiv dokumentet i den\n")


def test_a_fault_of_ours_is_a_sentence_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KL_DEBUG", raising=False)
    ran = fails_with(monkeypatch, RuntimeError("deep inside"))
    assert (ran.code, ran.err) == (
        1,
        "kl-calendar: a fault in kl-calendar (RuntimeError: deep inside); please report it\n",
    )


def test_a_full_disk_behind_the_output_is_no_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = fails_with(monkeypatch, OSError(28, "No space left on device"))
    told = "kl-calendar: something cannot be read or written: no space left on device\n"
    assert (ran.code, ran.err) == (1, told)


def test_what_the_system_refused_is_named_where_it_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = fails_with(monkeypatch, PermissionError(13, "Permission denied", "feeds/x"))
    assert (ran.code, ran.err) == (1, "kl-calendar: feeds/x: permission denied\n")


def test_developers_get_the_traceback_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KL_DEBUG", "1")
    assert "Traceback" in fails_with(monkeypatch, RuntimeError("deep inside")).err


def test_a_stopped_command_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = fails_with(monkeypatch, KeyboardInterrupt())
    assert (ran.code, ran.err.strip()) == (130, "kl-calendar: stopped")


def test_an_unknown_command_is_a_usage_error() -> None:
    assert run("fly").code == 2


def test_help_is_danish_for_a_danish_reader_and_english_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    english = run("token", "--help").out.decode()
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")
    danish = run("token", "--help").out.decode()
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert run("token", "--help").out.decode() == english
    assert [text.split()[0] for text in (english, danish)] == ["Usage:", "Brug:"]
    assert ("Close the address" in english, "Luk adressen" in danish, "Close" in danish) == (True, True, False)


def test_a_wrong_value_is_told_in_danish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")
    ran = run("convert", "--date", "i morgen", "brev.md")
    assert (ran.code, ran.err.splitlines()[-1]) == (
        2,
        "Fejl: Ugyldig værdi for '--date': 'i morgen' er ikke en dag som 2020-09-02",
    )


def test_an_arrow_that_a_pipe_cannot_take_is_written_plainly(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text(LETTER, "utf-8")
    (tmp_path / "new.md").write_text(LETTER.replace("Kl. 9.30", "Kl. 9.45"), "utf-8")
    command = [sys.executable, "-m", "kl_calendar", "changes", "old.md", "new.md"]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "LC_ALL": "da_DK.UTF-8"}
    ran = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.decode("cp1252").splitlines()[-1].strip() == "Oplæg om fritid: kl. 09.30 -> 09.45"
    data = subprocess.run([*command, "--json"], capture_output=True, cwd=tmp_path, env=environment, check=True).stdout
    assert json.loads(data.decode("utf-8"))["meetings"][0]["changes"][-1]["sentences"]["da"].count("→") == 1
