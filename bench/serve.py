"""Our server beside nginx on the same published folder: processor time a request, slowest hundredth, memory.

    python bench/serve.py [SECONDS]

Needs wrk and nginx from Debian. One worker each, on loopback, in turns. The budgets: 2.5 × nginx for a 304, 2.6 × for
the compressed body, three times nginx's slowest hundredth; memory that does not grow.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

MEETINGS = 70
ROUNDS = 3
NOT_MODIFIED_BUDGET = 2.5
BODY_BUDGET = 2.6
SLOWEST_BUDGET = 3.0
GROWTH_BUDGET = 1.1
TICKS = os.sysconf("SC_CLK_TCK")
NGINX = """daemon off; master_process off; worker_processes 1; pid {root}/nginx.pid; error_log {root}/error.log;
events {{ worker_connections 512; }}
http {{ access_log off; types {{ text/calendar ics; }} charset utf-8; charset_types text/calendar; gzip_static on;
client_body_temp_path {root}/a; proxy_temp_path {root}/b; fastcgi_temp_path {root}/c; uwsgi_temp_path {root}/d;
scgi_temp_path {root}/e; server {{ listen 127.0.0.1:{port}; root {public}; keepalive_requests 100000000; }} }}
"""


@dataclass(frozen=True)
class Served:
    """A running server."""

    process: subprocess.Popen[bytes]
    address: str

    def cpu(self) -> float:
        """Seconds of processor time it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> int:
        """Its resident memory in kB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1])  # type: ignore[index]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def started(command: list[str], address: str) -> Served:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(300):
        try:
            etag(Served(process, address), "")
            return Served(process, address)
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{command[0]} did not start")


def load(one: Served, headers: dict[str, str], seconds: int) -> tuple[float, float]:
    """Microseconds of processor time a request, and the slowest hundredth in microseconds."""
    options = [text for name, value in headers.items() for text in ("-H", f"{name}: {value}")]
    before = one.cpu()
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", "--latency", *options, one.address]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = one.cpu() - before
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", told).groups()  # type: ignore[union-attr]
    slowest = float(number) * {"us": 1, "ms": 1e3, "s": 1e6}[unit]
    requests = int(re.search(r"(\d+) requests in", told)[1])  # type: ignore[index]
    return used / requests * 1e6, slowest


def etag(one: Served, accept: str) -> str:
    url = urlsplit(one.address)
    connection = HTTPConnection(url.netloc, timeout=2)
    connection.request("GET", url.path, headers={"Accept-Encoding": accept})
    answer = connection.getresponse()
    tag = answer.headers["ETag"]
    connection.close()
    return str(tag)


def compare(ours: Served, theirs: Served, seconds: int) -> list[tuple[str, float, float]]:
    """Each measure with its figure and its budget."""
    cases = (("304", NOT_MODIFIED_BUDGET), ("gzip body", BODY_BUDGET))
    made = []
    for name, budget in cases:
        taken: dict[str, list[tuple[float, float]]] = {"ours": [], "nginx": []}
        for _ in range(ROUNDS):
            for who, one in (("nginx", theirs), ("ours", ours)):
                headers = {"Accept-Encoding": "gzip"}
                if name == "304":
                    headers["If-None-Match"] = etag(one, "gzip")
                taken[who].append(load(one, headers, seconds))
        cpu = {who: statistics.median(figure for figure, _ in figures) for who, figures in taken.items()}
        slow = {who: statistics.median(figure for _, figure in figures) for who, figures in taken.items()}
        print(
            f"{name}: {cpu['ours']:.1f} µs a request, nginx {cpu['nginx']:.1f} µs; "
            f"slowest hundredth {slow['ours']:.0f} and {slow['nginx']:.0f} µs"
        )
        made.append((f"{name}, processor", cpu["ours"] / cpu["nginx"], budget))
        made.append((f"{name}, slowest hundredth", slow["ours"] / slow["nginx"], SLOWEST_BUDGET))
    return made


def workspace(root: Path) -> None:
    from bench.build import letter

    (root / "emne").mkdir()
    (root / "feeds.toml").write_text('[[feed]]\nid = "emne"\n', "utf-8")
    for number in range(MEETINGS):
        day = date(2026, 2, 1) + timedelta(days=number)
        (root / "emne" / f"{day}-{number}.md").write_text(letter(number, day), "utf-8")


def main(seconds: int) -> int:
    """Print every measure; 1 where one is over its budget."""
    if not shutil.which("wrk") or not shutil.which("nginx"):
        print("left out: wrk and nginx are not installed")
        return 0
    from kl_calendar.app.build import Order, build

    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        workspace(root)
        now = datetime.now(UTC)
        build(Order(root, root / "public", now, now.date()))
        root.chmod(0o755)
        size = (root / "public" / "emne.ics").stat().st_size
        print(f"a feed of {size / 1e3:.0f} kB")
        port = free_port()
        (root / "nginx.conf").write_text(NGINX.format(root=root, port=port, public=root / "public"))
        theirs = started(["nginx", "-c", str(root / "nginx.conf")], f"http://127.0.0.1:{port}/emne.ics")
        port = free_port()
        command = [sys.executable, "-m", "kl_calendar", "serve", str(root), "--port", str(port)]
        ours = started(command, f"http://127.0.0.1:{port}/emne.ics")
        try:
            load(ours, {}, 1)
            before = ours.memory()
            made = compare(ours, theirs, seconds)
            made.append(("memory afterwards", ours.memory() / before, GROWTH_BUDGET))
        finally:
            for one in (ours, theirs):
                one.process.send_signal(signal.SIGTERM)
                one.process.wait(20)
    for what, figure, budget in made:
        print(f"{what}: {figure:.2f} × (budget {budget} ×){'' if figure <= budget else '  OVER'}")
    return int(any(figure > budget for _, figure, budget in made))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 4))
