"""What others see after we have been there: vdirsyncer, the caldav library and Evolution's data server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kl_calendar.sync.lines import calendar as parsed
from kl_calendar.sync.lines import main_event, text
from kl_calendar.sync.values import Wanted
from tests.heavy import require
from tests.sync.calendars import Calendar
from tests.sync.events import foreign, want, wants, with_alarm
from tests.sync.servers import BIN, PASSWORD, USER, Server

Seen = dict[str, str]
Witness = Callable[[Calendar, Path], Seen]
STRANGER = {"foreign-1@elsewhere.example": "Frisk luft 1"}


def vdirsyncer(calendar: Calendar, folder: Path) -> Seen:
    """Return uid and title of each event as vdirsyncer copies it."""
    name = calendar.path.rstrip("/").rpartition("/")[2]
    base = calendar.url.rstrip("/").removesuffix(name)
    folder = folder.parent / "vdirsyncer"
    fresh = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config").write_text(
        f'[general]\nstatus_path = "{folder}/status/"\n[pair p]\na = "files"\nb = "dav"\ncollections = ["{name}"]\n'
        f'[storage files]\ntype = "filesystem"\npath = "{folder}/files/"\nfileext = ".ics"\n'
        f'[storage dav]\ntype = "caldav"\nurl = "{base}"\nusername = "{USER}"\npassword = "{PASSWORD}"\n'
        f'auth = "{calendar.server.auth}"\nread_only = true\n'
    )
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    for word in ("discover", "sync") if fresh else ("sync",):
        command = [str(BIN / "vdirsyncer"), "-c", str(folder / "config"), word]
        done = subprocess.run(command, input=b"y\n" * 4, capture_output=True, env=environment, check=False)
        assert done.returncode == 0, done.stderr.decode()
    return seen(path.read_bytes() for path in (folder / "files" / name).glob("*.ics"))


def evolution(calendar: Calendar, folder: Path) -> Seen:
    """Return uid and title of each event as Evolution shows it."""
    folder.mkdir(parents=True)
    homes = {"HOME": "", "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache"}
    environment = {**os.environ, **{name: str(folder / part) for name, part in homes.items()}}
    environment |= {"GSETTINGS_BACKEND": "memory", "LC_ALL": "C.UTF-8"}
    reader = Path(__file__).with_name("eds_reader.py")
    command = ["dbus-run-session", "--", "/usr/bin/python3", str(reader), calendar.url, USER, PASSWORD]
    done = subprocess.run(command, capture_output=True, env=environment, timeout=90, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return seen(
        b"BEGIN:VCALENDAR\r\n" + body.encode() + b"\r\nEND:VCALENDAR\r\n"
        for body in json.loads(done.stdout.splitlines()[-1])
    )


def caldav_library(calendar: Calendar, _: Path) -> Seen:
    """Return uid and title of each event as the caldav library reads it."""
    reader = Path(__file__).with_name("caldav_reader.py")
    command = [sys.executable, str(reader), calendar.url, USER, PASSWORD, calendar.server.auth]
    done = subprocess.run(command, capture_output=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return seen(body.encode() for body in json.loads(done.stdout.splitlines()[-1]))


def seen(bodies: object) -> Seen:
    """Return uid and title of each event in some calendars."""
    found: Seen = {}
    for body in bodies:  # type: ignore[attr-defined]
        assert parsed(body) is not None
        event = main_event(body)
        if event is not None:
            found[event.value("UID")] = text(event.value("SUMMARY"))
    return found


def expected(wanted: list[Wanted]) -> Seen:
    return STRANGER | seen(entry.body for entry in wanted)


def tell(calendar: Calendar, folder: Path, look: Witness) -> None:
    """Go through the story of a calendar, and look after each chapter."""
    calendar.put("foreign-1.ics", foreign(1))
    chapters = [
        wants(5),
        [want(0, title="Ændret"), want(1, start=want(4).ends), *wants(5)[2:]],
        [want(0, title="Ændret"), want(2, extra="STATUS:CANCELLED\r\n"), want(1, removed=True), *wants(5)[3:]],
    ]
    for number, chapter in enumerate(chapters):
        assert calendar.sync(chapter).exit_code == 0
        live = [entry for entry in chapter if not entry.removed]
        assert look(calendar, folder / str(number)) == expected(live)
    href = calendar.keeper.state.receipts[want(3).uid].href
    calendar.put(href, with_alarm(want(3).body))
    assert calendar.sync(chapters[-1]).exit_code == 0
    assert look(calendar, folder / "alarm") == expected([entry for entry in chapters[-1] if not entry.removed])


def test_vdirsyncer_sees_exactly_what_is_wanted(server: Server, calendar_name: str, tmp_path: Path) -> None:
    tell(Calendar(server, calendar_name), tmp_path, vdirsyncer)


def test_the_caldav_library_sees_exactly_what_is_wanted(server: Server, calendar_name: str, tmp_path: Path) -> None:
    tell(Calendar(server, calendar_name), tmp_path, caldav_library)


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["radicale", "cyrus"])
def test_evolution_sees_exactly_what_is_wanted(name: str, fleet: object, calendar_name: str, tmp_path: Path) -> None:
    there = all(map(shutil.which, ("dbus-run-session", "/usr/bin/python3"))) and bool(
        list(Path("/usr/lib").glob("*/girepository-1.0/ECal-2.0.typelib"))
    )
    require(there, "evolution-data-server with gir1.2-ecal-2.0 and dbus is not installed")
    tell(Calendar(fleet.get(name), calendar_name), tmp_path, evolution)  # type: ignore[attr-defined]
