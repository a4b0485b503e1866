"""The settings file: what it may say, and that every slip is named with its place."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from kl_calendar.errors import InputError, SettingsError
from kl_calendar.model.settings import Site
from kl_calendar.store.workspace import load, parse

if TYPE_CHECKING:
    from pathlib import Path


def wrong(text: str) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        parse(text.encode())
    return caught.value


def test_a_full_site_table_is_read() -> None:
    site = parse(
        b'[site]\ntitle = "T"\nbase_url = "https://k.example/x"\nuid_domain = "k.example"\nlanguage = "en"\n'
        b'timezone = "Europe/London"\ndefault_length = "PT1H30M"\nrefresh = "P1DT6H"\n'
    ).site
    assert site == Site(
        title="T",
        base_url="https://k.example/x/",
        uid_domain="k.example",
        language="en",
        timezone="Europe/London",
        default_length=timedelta(minutes=90),
        refresh=timedelta(days=1, hours=6),
    )


def test_a_feed_takes_language_and_zone_from_the_site() -> None:
    feed = parse(b'[site]\nlanguage = "nb"\ntimezone = "Europe/Oslo"\n[[feed]]\nid = "skole"\n').feeds[0]
    assert (feed.language, feed.timezone, feed.title) == ("nb", "Europe/Oslo", "skole")


def test_an_empty_file_is_a_workspace_without_feeds() -> None:
    assert (parse(b"").feeds, parse(b"").site) == ((), Site())


def test_an_unknown_key_is_named_with_its_place_and_the_likely_one() -> None:
    error = wrong('[[feed]]\nid = "a"\n[[feed]]\nid = "b"\ncolour = "teal"\n')
    assert (error.where, error.hint) == ("feeds.toml: feed 2 (b): colour", "did you mean color?")


def test_an_unknown_table_is_named() -> None:
    assert wrong("[sites]\n").where == "feeds.toml: sites"


@pytest.mark.parametrize("key", ["password", "token", "secret"])
def test_a_secret_in_the_file_is_refused_with_what_to_write_instead(key: str) -> None:
    error = wrong(f'[[calendar]]\nname = "k"\nurl = "https://k.example/"\n{key} = "hemmeligt-ord"\n')
    assert (error.where, "hemmeligt-ord" in str(error), "password_env" in error.hint) == (
        f"feeds.toml: calendar 1 (k): {key}",
        False,
        True,
    )


def test_a_password_in_an_address_is_refused_without_repeating_it() -> None:
    error = wrong('[[calendar]]\nname = "k"\nurl = "https://me:hemmeligt@k.example/"\n')
    assert (error.where, "hemmeligt" in str(error)) == ("feeds.toml: calendar 1 (k): url", False)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[site]\ndefault_length = "30"\n', "site: default_length"),
        ('[site]\ndefault_length = "PT0M"\n', "site: default_length"),
        ('[site]\ndefault_length = "P1T"\n', "site: default_length"),
        ("[site]\ndefault_length = 30\n", "site: default_length"),
        ('[site]\ntimezone = "Copenhagen"\n', "site: timezone"),
        ('[site]\ntimezone = "../etc/passwd"\n', "site: timezone"),
        ('[site]\nlanguage = "Dansk"\n', "site: language"),
        ('[site]\nbase_url = "ftp://x/"\n', "site: base_url"),
        ('[site]\nuid_domain = "a b"\n', "site: uid_domain"),
        ('[site]\ntitle = ""\n', "site: title"),
        ('[site]\ntitle = "a\\nb"\n', "site: title"),
        ("site = 3\n", "site"),
        ('feed = "x"\n', "feed"),
        ('[feed]\nid = "x"\n', "feed"),
        ("[[feed]]\n", "feed 1"),
        ('[[feed]]\nid = "../x"\n', "feed 1 (../x): id"),
        ('[[feed]]\nid = "public"\n', "feed 1 (public): id"),
        ('[[feed]]\nid = "a"\n[[feed]]\nid = "a"\n', "feed 2 (a)"),
        ('[[feed]]\nid = "a"\nsources = "x"\n', "feed 1 (a): sources"),
        ('[[feed]]\nid = "a"\nsources = [3]\n', "feed 1 (a): sources: item 1"),
        ('[[feed]]\nid = "a"\nprivate = "yes"\n', "feed 1 (a): private"),
        ('[[feed]]\nid = "a"\ncolor = "#12"\n', "feed 1 (a): color"),
        ('[[calendar]]\nname = "k"\n', "calendar 1 (k)"),
        ('[[calendar]]\nname = "k"\nurl = "https://k/"\nauth = "ntlm"\n', "calendar 1 (k): auth"),
        ('[[calendar]]\nname = "k"\nurl = "https://k/"\nfeeds = ["b"]\n[[feed]]\nid = "a"\n', "calendar 1 (k): feeds"),
    ],
)
def test_a_wrong_value_is_named_with_its_place(text: str, place: str) -> None:
    assert wrong(text).where == f"feeds.toml: {place}"


def test_broken_toml_says_where() -> None:
    assert "line 2" in str(wrong('[site]\ntitle = "x\n'))


def test_other_encodings_are_named() -> None:
    with pytest.raises(SettingsError, match="is not UTF-8 text"):
        parse(b'[site]\ntitle = "M\xf8der"\n')


def test_a_byte_order_mark_is_no_fault() -> None:
    assert parse(b'\xef\xbb\xbf[site]\ntitle = "x"\n').site.title == "x"


def test_a_workspace_is_named_by_its_folder_or_its_file(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text('[[feed]]\nid = "a"\n')
    assert load(tmp_path) == load(tmp_path / "feeds.toml")


def test_a_missing_workspace_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not there") as caught:
        load(tmp_path / "none")
    assert caught.value.hint == "a workspace is a folder with a feeds.toml in it"
