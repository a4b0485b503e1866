"""Private feeds: an address that cannot be guessed, and nothing else, opens them."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from kl_calendar.cli.serve import renewed
from kl_calendar.cli.token import token as command
from kl_calendar.emit.calendars import Place
from kl_calendar.errors import InputError, SettingsError
from kl_calendar.store import tokens
from kl_calendar.web.server import Setting
from tests.site import samples
from tests.web.running import Running, Source, private, running, served

SECRET = "k" * 43
NOW = datetime(2026, 3, 1, tzinfo=UTC)
FEEDS = ((private(samples.FEED), samples.FEEDS[0][1]), samples.FEEDS[1])
OPEN = tokens.made(SECRET, samples.FEED.id, "udvalget", NOW)
TOP = f"/t/{SECRET}"


@pytest.fixture
def server() -> Iterator[Running]:
    with running(Source(served(FEEDS, (OPEN,))), Setting(access_log=True)) as one:
        yield one


def test_the_key_opens_the_feed_and_keeps_caches_and_searchers_out(server: Running) -> None:
    answer = server.ask(f"{TOP}/boern-og-unge.ics")
    assert answer.status == 200
    assert (answer.headers["cache-control"], answer.headers["x-robots-tag"]) == ("private, max-age=300", "noindex")


@pytest.mark.parametrize(
    "path",
    [
        "/boern-og-unge.ics",
        "/boern-og-unge/",
        "/boern-og-unge/index.html",
        "/boern-og-unge.json",
        "/boern-og-unge/2026-03-18-vandkaer.html",
        f"/t/{'x' * 43}/boern-og-unge.ics",
        "/t//boern-og-unge.ics",
        f"{TOP}/klima.ics",
    ],
)
def test_without_the_right_key_there_is_nothing_there(server: Running, path: str) -> None:
    assert server.ask(path).status == 404


def test_the_front_page_does_not_name_it(server: Running) -> None:
    assert samples.FEED.title.replace("&", "&amp;") not in server.ask("/").text
    assert "Klima og miljø" in server.ask("/").text


def test_its_pages_give_out_the_address_with_the_key(server: Running) -> None:
    page = server.ask(f"{TOP}/boern-og-unge/").text
    assert f"{samples.BASE}t/{SECRET}/boern-og-unge.ics" in page
    assert server.ask(f"{TOP}/assets/site.css").status == 200
    assert server.ask(f"{TOP}/boern-og-unge/2026-03-18-vandkaer.html").status == 200
    assert samples.FEED.title.replace("&", "&amp;") in server.ask(f"{TOP}/").text


def test_a_revoked_key_is_404_from_the_next_reload(server: Running) -> None:
    assert server.ask(f"{TOP}/boern-og-unge.ics").status == 200
    server.source.served = served(FEEDS, tokens.revoked([OPEN], OPEN.id, NOW))
    server.state.renew()
    assert server.ask(f"{TOP}/boern-og-unge.ics").status == 404


def test_the_key_is_never_logged(server: Running, capfd: pytest.CaptureFixture[str]) -> None:
    server.ask(f"{TOP}/boern-og-unge.ics")
    server.ask(f"{TOP}/nobody.ics")
    logged = capfd.readouterr().err
    assert SECRET not in logged
    assert "t/***/boern-og-unge.ics" in logged


def test_the_key_is_in_no_metric(server: Running) -> None:
    server.ask(f"{TOP}/boern-og-unge.ics")
    assert SECRET not in server.ask("/metrics").text


def test_every_token_is_compared_whichever_fits() -> None:
    others = [tokens.made(letter * 43, "x", "", NOW) for letter in "abc"]
    assert tokens.opened_by(SECRET, [OPEN, *others]) == tokens.opened_by(SECRET, [*others, OPEN]) == OPEN
    assert tokens.opened_by("", [OPEN, *others]) is None


def test_a_secret_that_could_be_guessed_is_refused() -> None:
    with pytest.raises(ValueError, match="too long to guess"):
        tokens.made("hemmelig", "x", "", NOW)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    text = '[[feed]]\nid = "udvalg"\nprivate = true\n\n[[feed]]\nid = "aaben"\n'
    (tmp_path / "feeds.toml").write_text(text, "utf-8")
    return tmp_path


def test_the_command_makes_lists_and_revokes(workspace: Path) -> None:
    run, place = CliRunner(), ["--workspace", str(workspace)]
    made = run.invoke(command, ["add", "udvalg", "--label", "Anna", *place])
    token_id, _, address = made.output.strip().partition("  ")
    secret = address.split("/")[2]
    assert address == f"/t/{secret}/udvalg.ics"
    assert tokens.opened_by(secret, tokens.load(workspace)) is not None
    assert secret not in (workspace / ".kl-calendar" / "tokens.json").read_text("utf-8")
    run.invoke(command, ["revoke", token_id, *place])
    assert tokens.opened_by(secret, tokens.load(workspace)) is None
    listed = run.invoke(command, ["list", *place]).output.split()
    assert (listed[0], listed[1], listed[3], listed[-1]) == (token_id, "udvalg", "revoked", "Anna")


def test_an_open_feed_has_no_keys(workspace: Path) -> None:
    result = CliRunner().invoke(command, ["add", "aaben", "--workspace", str(workspace)])
    assert str(result.exception) == "feed aaben: it is not a private feed"


def test_the_file_of_keys_is_readable_by_its_owner_only(workspace: Path) -> None:
    tokens.save(workspace, [OPEN])
    assert stat.S_IMODE((workspace / ".kl-calendar" / "tokens.json").stat().st_mode) == 0o600
    assert tokens.load(workspace) == (OPEN,)


@pytest.mark.parametrize(
    "text", ["{", "[1]", '[{"id": "x"}]', json.dumps([{"id": "x", "feed": 1, "created": "never"}])]
)
def test_a_damaged_file_of_keys_is_said_and_opens_nothing(workspace: Path, text: str) -> None:
    (workspace / ".kl-calendar").mkdir()
    (workspace / ".kl-calendar" / "tokens.json").write_text(text, "utf-8")
    with pytest.raises(tokens.TokensUnreadable):
        tokens.load(workspace)


def test_a_private_place_has_private_links() -> None:
    assert Place(samples.SITE, samples.FEED, "https://x.example/t/k/").address("a.ics") == "https://x.example/t/k/a.ics"


def test_listing_tokens_says_when_there_is_none_and_where_there_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text('[[feed]]\nid = "udvalg"\nprivate = true\n', "utf-8")
    run = CliRunner(env={"LC_ALL": "C"})
    assert run.invoke(command, ["list", "--workspace", str(tmp_path)]).output == "No address has been given out.\n"
    for arguments in (["list"], ["revoke", "0"]):
        missing = run.invoke(command, [*arguments, "--workspace", str(tmp_path / "nowhere")])
        assert isinstance(missing.exception, InputError)


def test_a_token_for_a_feed_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text('[[feed]]\nid = "udvalg"\nprivate = true\n', "utf-8")
    made = CliRunner().invoke(command, ["add", "udvlag", "--workspace", str(tmp_path)])
    assert isinstance(made.exception, SettingsError)
    assert (made.exception.message, made.exception.hint) == (
        "feeds.toml: there is no feed udvlag",
        "feeds: udvalg",
    )


def test_a_bad_document_of_a_private_feed_is_not_named_to_everybody(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KL_DATABASE_URL", raising=False)
    for feed in ("udvalg", "aaben"):
        (workspace / feed).mkdir()
        (workspace / feed / f"{feed}.docx").write_bytes(b"")
    _, bad = renewed(workspace, workspace / "public", True, None)
    assert bad == (
        "a private feed: it cannot be read: it is empty",
        "aaben/aaben.docx: it cannot be read: it is empty",
    )
