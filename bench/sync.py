"""A sync beside the floor (bare PUTs) and its peers on real servers, in one run: seconds, processor time, requests.

    python bench/sync.py [--events 200] [--rounds 3] [--servers radicale,cyrus] [--peers vdirsyncer,ics_caldav_sync]

Everybody writes the same events. In each round all take a turn, each round begins with another, and everybody is held
against the floor of the same round: what else the machine does befalls them alike. `floor` is http.client alone, with
keep-alive where the server has it and as many writers as we use. `sync` is ours in this process, from the ledger to the
receipts; `kl-calendar` is the command as people start it, as the peers are. KL_ICS_CALDAV_SYNC names the Python with
ics_caldav_sync in it. Processor time is told apart: the client's, and the server's with its children.

1 where a first sync takes more than a quarter longer than the floor, or longer than a peer's, by the clock and by
processor time as well: the clock alone swings by half on a machine that does other work.
"""

from __future__ import annotations

import argparse
import base64
import http.client
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parent.parent))

from kl_calendar.app.mirroring import wanted_of
from kl_calendar.app.sync import Order, sync
from kl_calendar.store import workspace as settings
from kl_calendar.store.ledger import Ledger
from kl_calendar.sync import dav
from kl_calendar.sync.quirks import ROWS
from tests.sync.processes import scratch
from tests.sync.proxy import Proxy
from tests.sync.servers import PASSWORD, USER, Server, make_calendar, missing, request, start
from tests.sync.workspaces import NOW, SECRET, Workspace

BUDGET = 1.25
EQUAL = 1.05
"""Less is no difference that could be measured."""
SLOTS = 10
"""Slots of a meeting; ten changes are one meeting's."""
NAMES = {"radicale": "Radicale", "xandikos": "Xandikos", "cyrus": "Cyrus", "davical": "DAViCal", "sogo": "SOGo"}
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Taken:
    """What one run took."""

    seconds: float
    client: float
    """Processor seconds of the one who syncs."""
    server: float


Runs = list[Taken]
"""First sync, nothing changed, ten changes; the floor has the first only."""


@dataclass
class Bench:
    """A server, the folder of this run, and how many events there are."""

    server: Server
    folder: Path
    events: int
    compiled: Path
    taken: dict[str, list[Runs]] = field(default_factory=dict)

    def timed(self, work: Callable[[], object]) -> Taken:
        """Return what something takes, in this process and those it starts."""
        server, client, began = self._server_time(), _client_time(), time.perf_counter()
        work()
        seconds = time.perf_counter() - began
        return Taken(seconds, _client_time() - client, self._server_time() - server)

    def _server_time(self) -> float:
        """Return the processor seconds of the server's processes and their children, those that ended too."""
        parents, times = {}, {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            pid = int(path.parent.name)
            parents[pid], times[pid] = int(fields[1]), sum(map(int, fields[11:15]))
        family = {child.pid for child in self.server.children}
        while grown := {pid for pid, parent in parents.items() if parent in family} - family:
            family |= grown
        return sum(times.get(pid, 0) for pid in family) / TICKS

    def run(self, words: list[str], **environment: str) -> None:
        """Run a command, with compiled modules kept for all of them alike."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        given = {**kept, "PYTHONPYCACHEPREFIX": str(self.compiled), "LC_ALL": "C.UTF-8", **environment}
        subprocess.run(words, check=True, capture_output=True, env=given, input=b"y\ny\ny\n")

    def workspace(self, name: str, url: str) -> Workspace:
        """Return a workspace with all events, mirrored into a calendar."""
        folder = self.folder / self.server.name / name
        folder.mkdir(parents=True)
        made = Workspace(folder, self.server, url=url)
        for number in range(self.events // SLOTS):
            publish(made, number)
        return made

    def bodies(self, workspace: Workspace) -> list[tuple[str, bytes]]:
        """Return the wanted events as uid and text."""
        loaded = settings.load(workspace.folder)
        with Ledger.open(workspace.folder) as ledger:
            return [(entry.uid, entry.body) for entry in wanted_of(ledger, loaded, loaded.calendars[0])]


def _client_time() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def publish(workspace: Workspace, number: int, version: int = 0) -> None:
    """Publish the meeting of that number, with other titles in each version."""
    titles = [f"Punkt {number}.{slot}: økonomi {version}" for slot in range(SLOTS)]
    workspace.publish(titles, key=f"moede-{number}", day=number % 27 + 1, hours=version)


def floor(bench: Bench, name: str) -> Runs:
    """Bare conditional PUTs over kept connections."""
    url = make_calendar(bench.server, name)
    where = urlsplit(url)
    bodies = bench.bodies(bench.workspace(name, url))
    writers = next((row.traits.writers for row in ROWS if row.traits.name == NAMES.get(bench.server.name)), 1)
    local = threading.local()
    secret = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    headers = {"Authorization": f"Basic {secret}", "Content-Type": "text/calendar; charset=utf-8", "If-None-Match": "*"}

    def put(number: int) -> None:
        for _ in range(3):
            if getattr(local, "connection", None) is None:
                local.connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)
            try:
                local.connection.request("PUT", f"{where.path}f{number}.ics", bodies[number][1], headers)
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

    with ThreadPoolExecutor(writers) as pool:
        taken = bench.timed(lambda: list(pool.map(put, range(len(bodies)))))
    remove(bench.server, url)
    return [taken]


def remove(server: Server, url: str) -> None:
    """Remove a calendar: Cyrus takes a uid once in an account."""
    request("DELETE", url, auth=server.auth)


def ours(bench: Bench, name: str) -> Runs:
    """Our sync in this process, without what a start of Python takes."""
    return _ours(bench, name, lambda made: sync(Order(made.folder, NOW), lambda *_: None))


def command(bench: Bench, name: str) -> Runs:
    """Our sync as people start it."""
    words = [sys.executable, "-m", "kl_calendar", "sync"]
    return _ours(bench, name, lambda made: bench.run([*words, str(made.folder)]))


def _ours(bench: Bench, name: str, run: Callable[[Workspace], object]) -> Runs:
    url = make_calendar(bench.server, name)
    made = bench.workspace(name, url)
    taken = [bench.timed(lambda: run(made)), bench.timed(lambda: run(made))]
    publish(made, 0, version=1)
    taken.append(bench.timed(lambda: run(made)))
    remove(bench.server, url)
    return taken


def requests(bench: Bench) -> list[int]:
    """Return how many requests each of the three runs makes, counted by a proxy."""
    url = make_calendar(bench.server, "counted")
    with Proxy(bench.server.url) as proxy:
        made = bench.workspace("counted", proxy.through(url))
        counted = []
        for version in (0, 0, 1):
            if version:
                publish(made, 0, version)
            proxy.clear()
            sync(Order(made.folder, NOW), lambda *_: None)
            counted.append(len(proxy.log))
    remove(bench.server, url)
    return counted


def vdirsyncer(bench: Bench, name: str) -> Runs:
    """The same three steps by vdirsyncer, from a folder of files."""
    server = bench.server
    url = make_calendar(server, name)
    made = bench.workspace(name, url)
    files = made.folder / "files" / name
    files.mkdir(parents=True)

    def fill() -> None:
        for uid, body in bench.bodies(made):
            path = files / f"{uid}.ics"
            if not path.exists() or path.read_bytes() != body:
                path.write_bytes(body)

    fill()
    base = f"{server.url.rstrip('/')}{server.home}"
    (made.folder / "config").write_text(
        f'[general]\nstatus_path = "{made.folder}/status/"\n'
        f'[pair p]\na = "files"\nb = "dav"\ncollections = ["{name}"]\n'
        f'[storage files]\ntype = "filesystem"\npath = "{files.parent}/"\nfileext = ".ics"\n'
        f'[storage dav]\ntype = "caldav"\nurl = "{base}"\nusername = "{USER}"\n'
        f'password = "{PASSWORD}"\nauth = "{server.auth}"\n'
    )
    words = [str(Path(sys.executable).parent / "vdirsyncer"), "-c", str(made.folder / "config")]
    bench.run([*words, "discover"])
    taken = [bench.timed(lambda: bench.run([*words, "sync"])) for _ in range(2)]
    publish(made, 0, version=1)
    fill()
    taken.append(bench.timed(lambda: bench.run([*words, "sync"])))
    remove(server, url)
    return taken


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def ics_caldav_sync(bench: Bench, name: str) -> Runs:
    """The same by ics_caldav_sync, from one .ics file."""
    url = bench.server.calendar(name)
    request("MKCALENDAR", url, dav.mkcalendar(name, "", ""), {"Content-Type": "text/xml"}, auth=bench.server.auth)
    made = bench.workspace(name, url)
    files = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(made.folder)))
    threading.Thread(target=files.serve_forever, daemon=True).start()

    def feed() -> None:
        bodies = [body for _, body in bench.bodies(made)]
        inner = b"".join(body[body.index(b"BEGIN:VEVENT") : body.index(b"END:VCALENDAR")] for body in bodies)
        whole = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n" + inner + b"END:VCALENDAR\r\n"
        (made.folder / "feed.ics").write_bytes(whole)

    environment = {
        "REMOTE_URL": f"http://127.0.0.1:{files.server_port}/feed.ics",
        "LOCAL_URL": url,
        "LOCAL_CALENDAR_NAME": name,
        "LOCAL_USERNAME": USER,
        "LOCAL_PASSWORD": PASSWORD,
        "SYNC_ALL": "1",
    }
    words = [os.environ.get("KL_ICS_CALDAV_SYNC", sys.executable), "-m", "ics_caldav_sync"]
    feed()
    taken = [bench.timed(lambda: bench.run(words, **environment)) for _ in range(2)]
    publish(made, 0, version=1)
    feed()
    taken.append(bench.timed(lambda: bench.run(words, **environment)))
    files.shutdown()
    remove(bench.server, url)
    return taken


PEERS = {"vdirsyncer": vdirsyncer, "ics_caldav_sync": ics_caldav_sync}
OURS = {"floor": floor, "sync": ours, "kl-calendar": command}


def measure(bench: Bench, peers: list[str], rounds: int) -> None:
    """Let all take turns, each round beginning with another."""
    warm = Bench(bench.server, bench.folder / "warm", SLOTS, bench.compiled)
    for who in ("kl-calendar", *peers):  # the first start of each compiles its modules
        with suppress(subprocess.CalledProcessError):
            {**OURS, **PEERS}[who](warm, f"warm-{who.replace('_', '-')}")
    turns: list[tuple[str, Callable[[Bench, str], Runs]]] = [*OURS.items(), *((peer, PEERS[peer]) for peer in peers)]
    for number in range(rounds):
        for who, work in turns[number % len(turns) :] + turns[: number % len(turns)]:
            try:
                bench.taken.setdefault(who, []).append(work(bench, f"{who.replace('_', '-')}{number}"))
            except subprocess.CalledProcessError as error:
                print(f"  {who} failed: {error.stderr.decode()[-300:]}")


def ratio(bench: Bench, who: str, beside: str) -> tuple[float, float]:
    """Return the medians over the rounds of one's first sync against another's, by the clock and by processor time."""
    pairs = list(zip(bench.taken[who], bench.taken[beside], strict=False))
    clock = statistics.median(mine[0].seconds / theirs[0].seconds for mine, theirs in pairs)
    work = statistics.median(
        (mine[0].client + mine[0].server) / (theirs[0].client + theirs[0].server) for mine, theirs in pairs
    )
    return clock, work


def report(bench: Bench, rounds: int) -> bool:
    """Print the medians; return whether all is within budget."""
    print(f"{bench.server.name}, {bench.events} events, medians of {rounds} rounds")
    print(f"  {'':<16}   first (client + server)   nothing   ten changed")
    for who, runs in bench.taken.items():
        steps = [[getattr(taken, name) for taken in step] for step in zip(*runs, strict=True) for name in ("seconds",)]
        medians = [f"{statistics.median(step):8.3f}" for step in steps]
        client, server = (statistics.median(getattr(run[0], name) for run in runs) for name in ("client", "server"))
        print(f"  {who:<16}{medians[0]} ({client:6.3f} + {server:6.3f})  " + "  ".join(medians[1:]))
    print(f"  requests {requests(bench)}")
    kept = True
    for who, beside, budget in (("sync", "floor", BUDGET), *(("kl-calendar", peer, EQUAL) for peer in PEERS)):
        if beside in bench.taken:
            clock, work = ratio(bench, who, beside)
            kept = kept and min(clock, work) <= budget
            print(f"  a first sync by {who}: {clock:.2f} x {beside} by the clock, {work:.2f} by processor time")
    return kept


def main() -> int:
    """Run it; 1 where a budget is not kept."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--servers", default="radicale,cyrus")
    parser.add_argument("--peers", default="vdirsyncer")
    options = parser.parse_args()
    os.environ[SECRET] = PASSWORD
    kept = []
    with scratch() as folder:
        for name in options.servers.split(","):
            if why := missing(name):
                print(f"{name}: {why}")
                continue
            server = start(name, folder)
            try:
                bench = Bench(server, folder, options.events, folder / "compiled")
                measure(bench, [peer for peer in options.peers.split(",") if peer], options.rounds)
                kept.append(report(bench, options.rounds))
            finally:
                server.stop()
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main())
