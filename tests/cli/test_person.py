"""The language of sentences follows the person's locale."""

from __future__ import annotations

import pytest

from kl_calendar.cli import person

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ({"LANG": "da_DK.UTF-8"}, "da"),
        ({"LANG": "da"}, "da"),
        ({"LC_ALL": "C", "LANG": "da_DK.UTF-8"}, "en"),
        ({"LC_MESSAGES": "da_DK", "LANG": "en_US.UTF-8"}, "da"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "dav_KE"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_danish_in_a_danish_locale_and_english_in_others(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], wanted: str
) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    for variable, value in settings.items():
        monkeypatch.setenv(variable, value)
    assert person.language() == wanted


def test_a_windows_locale_name_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person, "locale_name", lambda: "da-DK")
    assert person.language() == "da"


def test_the_ledgers_address_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KL_DATABASE_URL", "")
    assert person.database() is None
    monkeypatch.setenv("KL_DATABASE_URL", "postgresql://kl@localhost/kl")
    assert person.database() == "postgresql://kl@localhost/kl"
