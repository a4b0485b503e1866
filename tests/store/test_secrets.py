"""Where a calendar's secret comes from, and that no message ever holds it."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest

from kl_calendar.errors import KlError, MissingExtra
from kl_calendar.model.settings import CalendarSettings
from kl_calendar.store.secrets import SecretMissing, secret


def calendar(**how: object) -> CalendarSettings:
    return CalendarSettings("Dagsordener", "https://x.example/", **how)  # type: ignore[arg-type]


def test_no_place_is_no_secret(tmp_path: Path) -> None:
    assert secret(calendar(), tmp_path) == ""


def test_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KL_X", "hemmelig")
    assert secret(calendar(password_env="KL_X"), tmp_path) == "hemmelig"


def test_from_a_file_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "kode").write_text("hemmelig æøå\nmere\n", encoding="utf-8")
    assert secret(calendar(password_file="kode"), tmp_path) == "hemmelig æøå"


def test_from_a_command(tmp_path: Path) -> None:
    command = f"{sys.executable} -c 'print(\"hemmelig\"); print(1)'"
    assert secret(calendar(password_command=command), tmp_path) == "hemmelig"


def test_from_the_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = types.ModuleType("keyring")
    errors = types.ModuleType("keyring.errors")
    errors.KeyringError = RuntimeError  # type: ignore[attr-defined]
    known = {("kl-calendar", "Dagsordener"): "hemmelig"}
    keyring.get_password = lambda service, name: known.get((service, name))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    assert secret(calendar(keyring=True), tmp_path) == "hemmelig"
    known.clear()
    with pytest.raises(SecretMissing, match="the keyring has no password") as missing:
        secret(calendar(keyring=True), tmp_path)
    assert missing.value.hint == "store it with: keyring set kl-calendar 'Dagsordener'"


def test_without_the_keyring_library_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(MissingExtra, match=r"kl-calendar\[keyring\]"):
        secret(calendar(keyring=True), tmp_path)


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"password_env": "KL_NOT_SET"}, "the environment variable KL_NOT_SET is not set"),
        ({"password_file": "nowhere"}, "password_file nowhere cannot be read"),
        ({"password_file": "empty"}, "the secret in password_file is empty"),
        ({"password_command": "false"}, "password_command ends with status 1"),
        ({"password_command": "/no/such/program"}, "password_command cannot be started"),
        ({"password_command": "echo 'open"}, "password_command cannot be started"),
        ({"password_command": "true"}, "the secret in password_command is empty"),
        ({"password_env": "A", "password_file": "b"}, "only one of password_env, password_file can be set"),
    ],
)
def test_what_is_wrong_is_a_sentence(tmp_path: Path, how: dict[str, object], sentence: str) -> None:
    (tmp_path / "empty").write_text("\n")
    with pytest.raises(SecretMissing) as missing:
        secret(calendar(**how), tmp_path)
    assert str(missing.value) == f"Dagsordener: {sentence}"


def test_a_failing_command_never_shows_what_it_printed(tmp_path: Path) -> None:
    command = f'{sys.executable} -c \'import sys; print("hemmelig"); sys.exit("hemmelig")\''
    with pytest.raises(KlError) as missing:
        secret(calendar(password_command=command), tmp_path)
    assert "hemmelig" not in str(missing.value) + missing.value.hint
