"""A sync beside the floor (bare PUTs) and its peers on real servers: seconds and requests, all in one run.

    python bench/sync.py [--events 200] [--rounds 3] [--servers radicale,cyrus] [--peers vdirsyncer]

The floor writes the same bodies with http.client, keep-alive where the server has it, as many at once as we do.
"""

from __future__ import annotations

import argparse
import base64
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parent.parent))

from kl_calendar.sync import dav
from kl_calendar.sync.quirks import ROWS
from tests.sync.calendars import Calendar
from tests.sync.events import want, wants
from tests.sync.proxy import Proxy
from tests.sync.servers import PASSWORD, USER, Server, make_calendar, missing, request, start

BUDGET = 1.25
NAMES = {"radicale": "Radicale", "xandikos": "Xandikos", "cyrus": "Cyrus", "davical": "DAViCal", "sogo": "SOGo"}


def timed(work: Callable[[], object]) -> float:
    """Return the seconds something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def floor(server: Server, name: str, events: int) -> float:
    """Bare conditional PUTs over kept connections."""
    url = make_calendar(server, name)
    where = urlsplit(url)
    writers = next((row.traits.writers for row in ROWS if row.traits.name == NAMES.get(server.name)), 1)
    local = threading.local()
    secret = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    headers = {"Authorization": f"Basic {secret}", "Content-Type": "text/calendar; charset=utf-8", "If-None-Match": "*"}

    def put(number: int) -> None:
        for _ in range(3):
            if getattr(local, "connection", None) is None:
                local.connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
            try:
                local.connection.request("PUT", f"{where.path}f{number}.ics", bodies[number], headers)
                answer = local.connection.getresponse()
                answer.read()
            except (ConnectionError, http.client.HTTPException):
                local.connection = None
                continue
            if answer.will_close:
                local.connection.close()
                local.connection = None
            if answer.status != 201:
                raise SystemExit(f"the floor got status {answer.status}")
            return

    bodies = [want(number).body.replace(b"slot", b"floor") for number in range(events)]
    with ThreadPoolExecutor(writers) as pool:
        seconds = timed(lambda: list(pool.map(put, range(events))))
    request("DELETE", url, auth=server.auth)  # Cyrus takes a uid once in an account
    return seconds


def ours(server: Server, name: str, events: int) -> tuple[list[float], list[int]]:
    """First sync, nothing changed, ten changes: seconds straight, requests through a proxy on a second calendar."""
    calendar = Calendar(server, name)
    changed = [want(number, title="Changed") for number in range(10)] + wants(events)[10:]
    steps = (wants(events), wants(events), changed)
    seconds = [timed(lambda step=step: calendar.sync(step)) for step in steps]  # type: ignore[misc]
    calendar.remove()
    with Proxy(server.url) as proxy:
        counted = Calendar(server, f"{name}-counted", through=f"http://127.0.0.1:{proxy.port}")
        requests = []
        for step in steps:
            proxy.clear()
            counted.sync(step)
            requests.append(len(proxy.log))
        counted.remove()
    return seconds, requests


def vdirsyncer(server: Server, name: str, events: int, folder: Path) -> list[float]:
    """The same three steps by vdirsyncer, from a folder of files."""
    url = make_calendar(server, name)
    here = folder / server.name / name
    (here / "files" / name).mkdir(parents=True, exist_ok=True)
    for number in range(events):
        (here / "files" / name / f"v{number}.ics").write_bytes(want(number).body.replace(b"slot", b"vdir"))
    base = f"{server.url.rstrip('/')}{server.home}"
    (here / "config").write_text(
        f'[general]\nstatus_path = "{here}/status/"\n[pair p]\na = "files"\nb = "dav"\ncollections = ["{name}"]\n'
        f'[storage files]\ntype = "filesystem"\npath = "{here}/files/"\nfileext = ".ics"\n'
        f'[storage dav]\ntype = "caldav"\nurl = "{base}"\nusername = "{USER}"\n'
        f'password = "{PASSWORD}"\nauth = "{server.auth}"\n'
    )
    command = [str(Path(sys.executable).parent / "vdirsyncer"), "-c", str(here / "config")]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}

    def run(word: str) -> None:
        subprocess.run([*command, word], check=True, capture_output=True, env=environment, input=b"y\ny\ny\n")

    run("discover")
    first, nothing = timed(lambda: run("sync")), timed(lambda: run("sync"))
    for number in range(10):
        changed = want(number, title="Changed").body.replace(b"slot", b"vdir")
        (here / "files" / name / f"v{number}.ics").write_bytes(changed)
    last = timed(lambda: run("sync"))
    request("DELETE", url, auth=server.auth)
    return [first, nothing, last]


def ics_caldav_sync(server: Server, name: str, events: int, folder: Path) -> list[float]:
    """The same by ics_caldav_sync, from one .ics file; its own environment in KL_ICS_CALDAV_SYNC."""
    python = os.environ["KL_ICS_CALDAV_SYNC"]
    url = server.calendar(name)
    request("MKCALENDAR", url, dav.mkcalendar(name, "", ""), {"Content-Type": "text/xml"}, auth=server.auth)
    source = folder / f"{name}.ics"
    files = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder)))
    threading.Thread(target=files.serve_forever, daemon=True).start()

    def feed(entries: list[bytes]) -> None:
        inner = b"".join(body[body.index(b"BEGIN:VEVENT") : body.index(b"END:VCALENDAR")] for body in entries)
        source.write_bytes(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n" + inner + b"END:VCALENDAR\r\n")

    environment = {
        **os.environ,
        "REMOTE_URL": f"http://127.0.0.1:{files.server_port}/{source.name}",
        "LOCAL_URL": url,
        "LOCAL_CALENDAR_NAME": name,
        "LOCAL_USERNAME": USER,
        "LOCAL_PASSWORD": PASSWORD,
        "SYNC_ALL": "1",
    }

    def run() -> None:
        subprocess.run([python, "-m", "ics_caldav_sync"], check=True, capture_output=True, env=environment)

    feed([want(number).body for number in range(events)])
    first, nothing = timed(run), timed(run)
    feed([want(number, title="Changed" if number < 10 else "").body for number in range(events)])
    last = timed(run)
    files.shutdown()
    request("DELETE", url, auth=server.auth)
    return [first, nothing, last]


PEERS = {"vdirsyncer": vdirsyncer, "ics_caldav_sync": ics_caldav_sync}


def bench(name: str, events: int, peers: list[str], folder: Path, rounds: int) -> float:
    """Print one server's figures: medians of rounds in which all take turns; return ours over the floor."""
    server = start(name, folder)
    taken: dict[str, list[list[float]]] = {}
    requests: list[int] = []
    try:
        for number in range(rounds):
            taken.setdefault("floor", []).append([floor(server, f"floor{number}", events)])
            seconds, requests = ours(server, f"ours{number}", events)
            taken.setdefault("kl-calendar", []).append(seconds)
            for peer in peers:
                try:
                    figures = PEERS[peer](server, f"{peer.replace('_', '-')}{number}", events, folder)
                    taken.setdefault(peer, []).append(figures)
                except subprocess.CalledProcessError as error:
                    print(f"  {peer} failed: {error.stderr.decode()[-300:]}")
    finally:
        server.stop()
    print(f"{name}, {events} events, median of {rounds}: seconds (first / nothing changed / 10 changed)")
    medians = {who: [statistics.median(step) for step in zip(*runs, strict=True)] for who, runs in taken.items()}
    for who, figures in medians.items():
        print(f"  {who:<16}" + " ".join(f"{figure:8.3f}" for figure in figures))
    ratio: float = medians["kl-calendar"][0] / medians["floor"][0]
    print(f"  requests {requests}; {ratio:.2f} x floor")
    return ratio


def main() -> int:
    """Run it; 1 where a first sync takes more than a quarter longer than the floor."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--servers", default="radicale,cyrus")
    parser.add_argument("--peers", default="vdirsyncer")
    options = parser.parse_args()
    ratios: list[float] = []
    with tempfile.TemporaryDirectory(prefix="kl-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        for name in options.servers.split(","):
            if why := missing(name):
                print(f"{name}: {why}")
                continue
            peers = [peer for peer in options.peers.split(",") if peer]
            ratios.append(bench(name, options.events, peers, Path(folder), options.rounds))
    return int(max(ratios, default=0) > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
