"""Programs that know nothing of us subscribe to the served feed, and meet its revision."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.heavy import require
from tests.site import samples
from tests.web.running import Running, Source, running, served

pytestmark = pytest.mark.heavy

FEED = "/boern-og-unge.ics"
Seen = dict[str, tuple[str, str, str, str]]
BIN = Path(sys.executable).parent
MOVED = "s1@kalender.example"
GONE = "s6@kalender.example"


@pytest.fixture
def server() -> Iterator[Running]:
    with running(Source(served())) as one:
        yield one


def revise(server: Running) -> None:
    """Move one point and give it a new name, cancel another."""
    entries = list(samples.REVISION.entries)
    moved = replace(entries[1].slot, title="Velkommen og kaffe", start=samples.at(16, 35), end=samples.at(16, 45))
    entries[1] = replace(entries[1], slot=moved, sequence=1, stamp=samples.CHANGED)
    entries[6] = replace(entries[6], cancelled=True, sequence=1, stamp=samples.CHANGED)
    changed = replace(samples.REVISION, entries=tuple(entries))
    server.source.served = served(((samples.FEED, (samples.PAST, changed)), samples.FEEDS[1]))
    server.source.now += 60
    assert server.state.renew()


def by_uid(texts: list[str]) -> Seen:
    """Return title, start, status and sequence of each event."""
    found = {}
    for text in texts:
        whole = text if text.startswith("BEGIN:VCALENDAR") else f"BEGIN:VCALENDAR\r\n{text}\r\nEND:VCALENDAR\r\n"
        for event in Calendar.from_ical(whole).walk("VEVENT"):
            start = f"{event.decoded('DTSTART'):%H.%M}"
            found[str(event["UID"])] = str(event["SUMMARY"]), start, str(event["STATUS"]), str(event["SEQUENCE"])
    return found


def check(before: Seen, after: Seen) -> None:
    """A revision is an update of the same events and leaves the others alone."""
    assert before[MOVED] == ("Velkommen", "16.30", "CONFIRMED", "0")
    assert after[MOVED] == ("Velkommen og kaffe", "16.35", "CONFIRMED", "1")
    assert after[GONE] == ("AFLYST: Fælles spisning", "18.20", "CANCELLED", "1")
    assert set(before) == set(after)
    assert {uid: one for uid, one in before.items() if uid not in (MOVED, GONE)} == {
        uid: one for uid, one in after.items() if uid not in (MOVED, GONE)
    }


def vdirsyncer(folder: Path, url: str) -> list[Path]:
    """Mirror the feed into a folder of files, as khal's users do."""
    (folder / "config").write_text(
        f'[general]\nstatus_path = "{folder}/status/"\n[pair p]\na = "files"\nb = "feed"\ncollections = null\n'
        f'conflict_resolution = "b wins"\n[storage files]\ntype = "filesystem"\npath = "{folder}/files/"\n'
        f'fileext = ".ics"\n[storage feed]\ntype = "http"\nurl = "{url}"\n'
    )
    (folder / "files").mkdir(exist_ok=True)
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    for word in ("discover", "sync"):
        command = [str(BIN / "vdirsyncer"), "-c", str(folder / "config"), word]
        done = subprocess.run(command, input=b"y\n" * 4, capture_output=True, env=environment, check=False)
        assert done.returncode == 0, done.stderr.decode()
    return sorted((folder / "files").glob("*.ics"))


def test_vdirsyncer_replaces_what_changed_and_nothing_else(server: Running, tmp_path: Path) -> None:
    """Its http storage gives events uids of its own, a digest of the content: a changed event is another file."""
    require((BIN / "vdirsyncer").is_file(), "pip install vdirsyncer")
    before = {path.name: path.read_text("utf-8") for path in vdirsyncer(tmp_path, server.url(FEED))}
    revise(server)
    after = {path.name: path.read_text("utf-8") for path in vdirsyncer(tmp_path, server.url(FEED))}
    assert len(before) == len(after) == len(samples.SLOTS) + 2
    kept = before.keys() & after.keys()
    assert {name: before[name] for name in kept} == {name: after[name] for name in kept}
    gone = by_uid([before[name] for name in before.keys() - kept])
    new = by_uid([after[name] for name in after.keys() - kept])
    assert sorted(gone.values()) == [
        ("Fælles spisning", "18.20", "CONFIRMED", "0"),
        ("Velkommen", "16.30", "CONFIRMED", "0"),
    ]
    assert sorted(new.values()) == [
        ("AFLYST: Fælles spisning", "18.20", "CANCELLED", "1"),
        ("Velkommen og kaffe", "16.35", "CONFIRMED", "1"),
    ]


def khal(folder: Path) -> str:
    """Ask khal what is on that day."""
    (folder / "khal.conf").write_text(
        f"[calendars]\n[[kl]]\npath = {folder}/files\n[sqlite]\npath = {folder}/khal.db\n"
        "[locale]\ntimeformat = %H.%M\ndateformat = %d.%m.\nlongdateformat = %d.%m.%Y\n"
        "datetimeformat = %d.%m. %H.%M\nlongdatetimeformat = %d.%m.%Y %H.%M\n"
        "local_timezone = Europe/Copenhagen\ndefault_timezone = Europe/Copenhagen\n"
    )
    command = [str(BIN / "khal"), "-c", str(folder / "khal.conf"), "list", "-f", "{start-time} {title}", "18.03.2026"]
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_khal_shows_the_revision_of_the_same_event(server: Running, tmp_path: Path) -> None:
    require((BIN / "khal").is_file() and (BIN / "vdirsyncer").is_file(), "pip install khal vdirsyncer")
    vdirsyncer(tmp_path, server.url(FEED))
    assert "16.30 Velkommen\n" in khal(tmp_path)
    revise(server)
    vdirsyncer(tmp_path, server.url(FEED))
    told = khal(tmp_path)
    assert "16.35 Velkommen og kaffe\n" in told
    assert told.count("Velkommen") == 1


def test_evolution_updates_the_same_events(server: Running, tmp_path: Path) -> None:
    require(Path("/usr/libexec/evolution-calendar-factory").exists(), "apt-get install evolution-data-server")
    require(shutil.which("dbus-run-session") is not None, "apt-get install dbus")
    homes = {"HOME": "", "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache"}
    environment = {**os.environ, **{name: str(tmp_path / part) for name, part in homes.items()}}
    environment |= {"GSETTINGS_BACKEND": "memory", "LC_ALL": "C.UTF-8"}
    reader = Path(__file__).with_name("eds_feed.py")
    command = ["dbus-run-session", "--", "/usr/bin/python3", str(reader), server.url(FEED)]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, text=True, stdin=pipe, stdout=pipe, stderr=nothing) as process:
        try:
            before = look(process)
            revise(server)
            after = look(process)
        finally:
            process.communicate(timeout=30)
    check(before, after)


def look(process: subprocess.Popen[str]) -> Seen:
    """Let the reader refresh and tell what it has."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("look\n")
    process.stdin.flush()
    return by_uid(json.loads(process.stdout.readline()))


def curl(url: str, *options: str) -> dict[str, str]:
    """Ask with curl; returns status and what it received."""
    shown = ("-sS", "-o", os.devnull, "-w", "%{http_code} %{size_download} %{content_type}")
    done = subprocess.run(["curl", *shown, *options, url], capture_output=True, text=True, check=True)
    status, size, kind = done.stdout.split(" ", 2)
    return {"status": status, "size": size, "type": kind}


def test_curl_as_google_and_as_thunderbird_gets_the_feed(server: Running) -> None:
    require(shutil.which("curl") is not None, "apt-get install curl")
    plain = {"status": "200", "size": str(len(server.ask(FEED).body)), "type": "text/calendar; charset=utf-8"}
    google = ("-H", "User-Agent: Google-Calendar-Importer", "-H", "Accept:")
    assert curl(server.url(FEED), *google) == plain
    assert curl(server.url("/robots.txt"), *google)["status"] == "200"
    accept = "Accept: text/calendar,text/plain;q=0.8,*/*;q=0.5"
    thunderbird = ("-A", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.5.0", "-H", accept)
    assert curl(server.url(FEED), *thunderbird) == plain
    tag = server.ask(FEED).headers["etag"]
    assert curl(server.url(FEED), *thunderbird, "-H", f"If-None-Match: {tag}")["status"] == "304"
    assert curl(server.url(FEED), *thunderbird, "-X", "PROPFIND")["status"] == "405"
