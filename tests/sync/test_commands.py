"""The commands as an administrator meets them: words, JSON and exit codes, on a real server."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import keyring
import pytest
from caldav import discovery
from click.testing import CliRunner, Result

from kl_calendar.app.sync import opened
from kl_calendar.cli import cli, main
from kl_calendar.errors import KlError
from kl_calendar.store import workspace as settings
from kl_calendar.store.ledger import Ledger
from kl_calendar.sync.target import NoCalendar
from tests.sync.calendars import Calendar
from tests.sync.events import foreign
from tests.sync.servers import PASSWORD, Server
from tests.sync.workspaces import SECRET, Workspace

TITLES = ["Velkomst", "Budget 2100", "Pause", "Afrunding"]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak English, and know the secret."""
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv(SECRET, PASSWORD)
    monkeypatch.delenv("KL_DATABASE_URL", raising=False)


@pytest.fixture
def calendar(radicale: Server, calendar_name: str) -> Calendar:
    """Give an empty calendar."""
    return Calendar(radicale, calendar_name)


@pytest.fixture
def workspace(tmp_path: Path, calendar: Calendar) -> Workspace:
    """Give a workspace that mirrors into it."""
    made = Workspace(tmp_path, calendar.server, url=calendar.url)
    made.publish(TITLES)
    return made


def run(*arguments: object, **how: Any) -> Result:
    return CliRunner().invoke(cli, list(map(str, arguments)), standalone_mode=False, **how)


def sync(workspace: Workspace, *options: object) -> tuple[int, dict[str, Any]]:
    """Sync with JSON; return the exit code and the one calendar's report."""
    result = run("sync", workspace.folder, "--json", *options)
    assert result.exception is None, result.exception
    return result.return_value, json.loads(result.stdout)["calendars"][0]


def counts(report: dict[str, Any]) -> list[int]:
    return [report[name] for name in ("create", "update", "delete", "unchanged", "failed")]


def test_sync_says_what_it_did(workspace: Workspace, calendar: Calendar) -> None:
    assert [line.split() for line in run("sync", workspace.folder).stdout.splitlines()] == [
        ["Calendar", "New", "Changed", "Deleted", "Unchanged", "Failed"],
        ["Dagsordener", "4", "0", "0", "0", "0"],
    ]
    assert len(calendar.ours()) == 4


def test_a_second_sync_has_nothing_to_do(workspace: Workspace) -> None:
    sync(workspace)
    code, report = sync(workspace)
    assert (code, counts(report)) == (0, [0, 0, 0, 4, 0])


def test_a_new_letter_changes_its_slots_only(workspace: Workspace, calendar: Calendar) -> None:
    sync(workspace)
    workspace.publish(["Velkomst", "Budget 2101", "Pause", "Afrunding"], hours=1)
    code, report = sync(workspace)
    assert (code, counts(report)) == (0, [0, 1, 0, 3, 0])
    assert sum(b"Budget 2101" in body for body in calendar.ours().values()) == 1


def test_a_cancelled_slot_is_marked_in_the_title(workspace: Workspace, calendar: Calendar) -> None:
    sync(workspace)
    workspace.publish(["Velkomst", "Budget 2100", "Afrunding"], hours=1)
    assert sync(workspace)[0] == 0
    (pause,) = (body for body in calendar.ours().values() if b"Pause" in body)
    assert (b"SUMMARY:AFLYST" in pause.upper(), b"STATUS:CANCELLED" in pause) == (True, False)


def test_a_removed_slot_goes_where_the_policy_is_to_remove(tmp_path: Path, calendar: Calendar) -> None:
    workspace = Workspace(tmp_path, calendar.server, url=calendar.url, cancelled="remove")
    workspace.publish(TITLES)
    sync(workspace)
    workspace.publish(["Velkomst", "Budget 2100", "Afrunding"], hours=1)
    assert counts(sync(workspace)[1])[:3] == [0, 1, 1]
    assert len(calendar.ours()) == 3


def test_one_event_a_meeting(tmp_path: Path, calendar: Calendar) -> None:
    workspace = Workspace(tmp_path, calendar.server, url=calendar.url, form="meetings")
    workspace.publish(TITLES)
    assert counts(sync(workspace)[1]) == [1, 0, 0, 0, 0]


def test_a_dry_run_writes_nothing(workspace: Workspace, calendar: Calendar) -> None:
    code, report = sync(workspace, "--dry-run")
    assert (code, counts(report)[0], [step["reason"] for step in report["planned"]]) == (0, 4, ["new"] * 4)
    assert calendar.hrefs() == []


def test_a_lost_feed_deletes_nothing(workspace: Workspace, calendar: Calendar) -> None:
    sync(workspace)
    workspace.forget()
    code, report = sync(workspace, "--allow-deletions", 100)
    assert (code, len(calendar.ours()), {note["kind"] for note in report["notes"]}) == (0, 4, {"source-empty"})


def test_many_deletions_are_refused_with_the_list(workspace: Workspace, calendar: Calendar) -> None:
    workspace.publish([f"Punkt {number}" for number in range(12)], key="stort", day=2)
    sync(workspace)
    workspace.forget("stort")
    result = run("sync", workspace.folder)
    assert result.return_value == 4
    assert "refused: 12 of our events would be deleted" in result.stderr
    assert "- Punkt 7 (2099-03-02)" in result.stderr
    assert "--allow-deletions 12" in result.stderr
    assert len(calendar.ours()) == 16
    assert sync(workspace, "--allow-deletions", 12)[0] == 0
    assert len(calendar.ours()) == 4


def test_restore_brings_back(workspace: Workspace, calendar: Calendar) -> None:
    sync(workspace)
    calendar.delete(next(iter(calendar.ours())))
    assert counts(sync(workspace)[1]) == [0, 0, 0, 4, 0]
    assert len(calendar.ours()) == 3
    sync(workspace, "--restore")
    assert len(calendar.ours()) == 4


def test_a_lost_database_is_found_again(workspace: Workspace, calendar: Calendar) -> None:
    sync(workspace)
    with Ledger.open(workspace.folder) as ledger, ledger.engine.begin() as connection:
        for table in ("receipts", "calendars", "strangers"):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 -- our own tables
    assert counts(sync(workspace)[1]) == [0, 0, 0, 4, 0]


def test_the_calendar_is_made_where_asked(tmp_path: Path, radicale: Server, calendar_name: str) -> None:
    workspace = Workspace(tmp_path, radicale, create=True, display_name=f"Ny {calendar_name}", color="#3366cc")
    workspace.publish(TITLES)
    code, report = sync(workspace)
    assert (code, counts(report)[0], report["url"]) == (0, 4, radicale.calendar(f"ny-{calendar_name}"))


def test_a_calendar_that_would_be_made_is_not_made_by_looking(
    tmp_path: Path, radicale: Server, calendar_name: str
) -> None:
    workspace = Workspace(tmp_path, radicale, create=True, display_name=f"Senere {calendar_name}")
    workspace.publish(TITLES)
    code, report = sync(workspace, "--dry-run")
    assert (code, counts(report)[0], [note["kind"] for note in report["notes"]]) == (0, 4, ["calendar-missing"])
    told = run("sync", workspace.folder, "--dry-run")
    assert told.stderr == "Dagsordener: the calendar is not there yet: a sync makes it\n"
    assert told.stdout.splitlines()[2] == "Dagsordener: create Velkomst (2099-03-01) (new)"
    looked = run("calendar", "check", "Dagsordener", "--workspace", workspace.folder)
    assert isinstance(looked.exception, NoCalendar)
    assert looked.exception.hint == "create = true is set: a sync makes it"


def test_a_calendar_that_is_made_takes_an_address_of_its_own(
    tmp_path: Path, radicale: Server, calendar_name: str
) -> None:
    there = Calendar(radicale, f"ny-{calendar_name}")
    workspace = Workspace(tmp_path, radicale, create=True, display_name=f"Ny {calendar_name}")
    workspace.publish(TITLES)
    code, report = sync(workspace)
    assert (code, report["url"]) == (0, radicale.calendar(f"ny-{calendar_name}-2"))
    assert there.hrefs() == []


def test_watching_goes_on_when_the_settings_are_wrong_for_a_while(
    workspace: Workspace, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_file = workspace.folder / "feeds.toml"
    right, pauses = settings_file.read_text(), []

    def sleep(seconds: int) -> None:
        pauses.append(seconds)
        settings_file.write_text(right + "[[" if len(pauses) == 1 else right)
        if len(pauses) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", sleep)
    watched = run("sync", workspace.folder, "--watch", 60)
    assert (pauses, len(calendar.ours())) == ([60, 60, 60], 4)
    assert [line.split()[1:] for line in watched.stdout.splitlines()[1::2]] == [list("40000"), list("00040")]
    assert "feeds.toml" in watched.stderr


def test_watching_does_not_begin_with_wrong_settings(tmp_path: Path) -> None:
    Workspace(tmp_path, password="hemmelig")
    assert isinstance(run("sync", tmp_path, "--watch", 60).exception, KlError)


def test_just_a_host_is_an_address_over_tls(tmp_path: Path) -> None:
    Workspace(tmp_path, url="kalender.example.dk")
    assert settings.load(tmp_path).calendars[0].url == "https://kalender.example.dk/"


def test_a_bare_domain_is_asked_once_where_its_calendars_are(
    tmp_path: Path, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def services(domain: str, **_: object) -> discovery.ServiceInfo:
        asked.append(domain)
        return discovery.ServiceInfo(calendar.url, "127.0.0.1", 80, "/", tls=False, source="srv")

    monkeypatch.setattr(discovery, "discover_caldav", services)
    workspace = Workspace(tmp_path, calendar.server, url="kommune.example")
    workspace.publish(TITLES)
    assert [sync(workspace)[0], sync(workspace)[0], len(calendar.ours()), asked] == [0, 0, 4, ["kommune.example"]]


@pytest.mark.parametrize("how", [{"password_file": "secret.txt"}, {"password_command": "cat secret.txt"}])
def test_the_password_is_where_the_settings_say(tmp_path: Path, calendar: Calendar, how: dict[str, str]) -> None:
    (tmp_path / "secret.txt").write_text(f"{PASSWORD}\nanything else\n")
    workspace = Workspace(tmp_path, calendar.server, url=calendar.url, password_env=None, **how)  # type: ignore[arg-type]
    workspace.publish(TITLES)
    assert sync(workspace)[0] == 0


def test_the_password_may_be_in_the_keyring(
    tmp_path: Path, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "get_password", lambda *who: PASSWORD if who == ("kl-calendar", "Dagsordener") else "")
    workspace = Workspace(tmp_path, calendar.server, url=calendar.url, password_env=None, keyring=True)
    workspace.publish(TITLES)
    assert sync(workspace)[0] == 0


def test_the_wrong_kind_of_authorisation_is_told_with_the_right_one(tmp_path: Path, calendar: Calendar) -> None:
    workspace = Workspace(tmp_path, calendar.server, url=calendar.url, auth="digest")
    workspace.publish(TITLES)
    error = sync(workspace)[1]["error"]
    assert error["hint"] == 'auth is "digest", but the server wants basic: set auth to that'


def test_clean_asks_nothing_where_nothing_is_ours(workspace: Workspace, calendar: Calendar) -> None:
    calendar.put("foreign.ics", foreign(1))
    done = run("calendar", "clean", "Dagsordener", "--workspace", workspace.folder)
    assert (done.return_value, done.stdout) == (0, "Removed: 0.\n")


def test_what_is_told_of_an_event_is_told_in_danish_too(
    workspace: Workspace, calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(workspace)
    calendar.delete(next(iter(calendar.ours())))
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")
    told = run("sync", workspace.folder).stderr
    assert told.endswith(": slettet af kalenderens ejer; forbliver slettet\n")


def test_a_calendar_removed_by_its_owner_is_made_again_whole(
    tmp_path: Path, radicale: Server, calendar_name: str
) -> None:
    calendar = Calendar(radicale, calendar_name)
    workspace = Workspace(tmp_path, radicale, url=calendar.url, create=True)
    workspace.publish(TITLES)
    sync(workspace)
    calendar.remove()
    assert counts(sync(workspace)[1])[0] == 4


@pytest.mark.parametrize(
    ("how", "slug"),
    [
        ({"username": "nobody"}, "calendar-unauthorised"),
        ({"url": "http://127.0.0.1:9/cal/"}, "calendar-unreachable"),
        ({"url": "http://calendar.example/cal/"}, "calendar-insecure"),
        ({"password_env": "KL_NOT_SET"}, "secret-missing"),
        ({"password_file": "secret.txt"}, "secret-missing"),
        ({"feeds": []}, "settings-invalid"),
    ],
)
def test_what_is_wrong_is_a_sentence(tmp_path: Path, radicale: Server, how: dict[str, Any], slug: str) -> None:
    workspace = Workspace(tmp_path, radicale, **how)
    workspace.publish(TITLES)
    code, report = sync(workspace)
    assert (code, report["error"]["slug"]) == (1, slug)


def test_one_calendar_that_cannot_be_reached_costs_itself(workspace: Workspace, calendar: Calendar) -> None:
    with (workspace.folder / "feeds.toml").open("a") as file:
        file.write('[[calendar]]\nname = "Borte"\nurl = "http://127.0.0.1:9/"\nfeeds = ["skole"]\n')
    result = run("sync", workspace.folder)
    assert (result.return_value, len(calendar.ours())) == (1, 4)
    assert "Borte: http://127.0.0.1:9/: cannot be reached" in result.stderr


def test_a_secret_in_the_settings_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Workspace(tmp_path, password="hemmelig")
    with pytest.raises(SystemExit) as ended:
        main(["sync", str(tmp_path)])
    assert ended.value.code == 1
    assert "a secret does not belong in this file" in capsys.readouterr().err


def test_an_unknown_calendar_is_named_with_the_known_ones(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["sync", str(workspace.folder), "--calendar", "Andet"])
    assert (ended.value.code, "calendars: Dagsordener" in capsys.readouterr().err) == (1, True)


def test_two_syncs_of_one_calendar_take_turns(workspace: Workspace) -> None:
    loaded = settings.load(workspace.folder)
    with Ledger.open(workspace.folder) as ledger, opened(workspace.folder, ledger, loaded.calendars[0], create=False):
        code, report = sync(workspace)
    assert (code, report["error"]["slug"]) == (1, "calendar-locked")


def test_check_tells_what_it_found(workspace: Workspace, calendar: Calendar) -> None:
    sync(workspace)
    calendar.put("foreign.ics", foreign(1))
    result = run("calendar", "check", "Dagsordener", "--workspace", workspace.folder)
    assert result.stdout.splitlines() == [
        f"address: {calendar.url}",
        f"shown as: {calendar.path.strip('/')}",
        "server: Radicale",
        "we may write: yes",
        "events and others: 5",
        "of these ours: 4",
        "tells quickly that nothing changed: yes",
        "note: One connection for each request; writes get slower with size.",
    ]
    assert result.return_value == 0


def test_check_says_what_to_do_about_a_read_only_calendar(
    tmp_path: Path, radicale: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    Workspace(tmp_path, radicale, url=radicale.calendar("readonly"))
    with pytest.raises(SystemExit) as ended:
        main(["calendar", "check", "Dagsordener", "--workspace", str(tmp_path)])
    assert (ended.value.code, "create = true" in capsys.readouterr().err) == (1, True)


def test_clean_removes_ours_only(workspace: Workspace, calendar: Calendar) -> None:
    sync(workspace)
    calendar.put("foreign.ics", foreign(1))
    kept = calendar.get("foreign.ics")
    no = run("calendar", "clean", "Dagsordener", "--workspace", workspace.folder, input="n\n")
    assert (no.return_value, len(calendar.ours())) == (0, 4)
    yes = run("calendar", "clean", "Dagsordener", "--workspace", workspace.folder, input="y\n")
    assert (yes.return_value, yes.stdout.splitlines()[-1]) == (0, "Removed: 4.")
    assert calendar.hrefs() == [calendar.path + "foreign.ics"]
    assert calendar.get("foreign.ics") == kept
