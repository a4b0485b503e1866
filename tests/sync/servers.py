"""Real CalDAV servers on loopback by name, each started in a folder of its own and stopped by its process ids.

Radicale and Xandikos come from PyPI and always run; the others are Debian packages, used where they are installed.
"""

from __future__ import annotations

import os
import pwd
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from tests.sync.packaged import PHP_MODULES, start_cyrus, start_davical, start_sabre, start_sogo
from tests.sync.processes import PASSWORD, TRIES, USER, Server, request, spawn, wait_until_answering
from tests.sync.processes import free_port as free_port

BIN = Path(sys.executable).parent
__all__ = [
    "BIN",
    "HEAVY",
    "LIGHT",
    "PASSWORD",
    "USER",
    "Server",
    "free_port",
    "make_calendar",
    "missing",
    "request",
    "start",
]


def start(name: str, folder: Path) -> Server:
    """Start a server by name, on another port when it does not come up."""
    for attempt in range(TRIES):
        here = folder / f"{name}{attempt}"
        here.mkdir(parents=True)
        server = STARTERS[name](here, free_port())
        answers = wait_until_answering(server.url)
        if answers and all(child.poll() is None for child in server.children):  # else it is another's port
            return server
        server.stop()
    raise RuntimeError(f"{name} does not answer; its log is in {folder}")


def make_calendar(server: Server, name: str) -> str:
    """Make a calendar; return its address."""
    url = server.calendar(name)
    status, _, body = request("MKCALENDAR", url, headers={"Content-Type": ""}, auth=server.auth)
    assert status == 201, (status, body)
    return url


def start_radicale(folder: Path, port: int) -> Server:
    """Radicale (PyPI): strict, atomic, one connection a request."""
    (folder / "users").write_text(f"{USER}:{PASSWORD}\nguest:guestpw\n")
    (folder / "config").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\nmax_connections = 20\ntimeout = 30\n"
        f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder}/users\nhtpasswd_encryption = plain\ndelay = 0\n"
        f"[rights]\ntype = from_file\nfile = {folder}/rights\n"
        f"[storage]\nfilesystem_folder = {folder}/data\n"
        "[web]\ntype = none\n[logging]\nlevel = warning\n"
    )
    (folder / "rights").write_text(
        "[root]\nuser: .+\ncollection:\npermissions: R\n"
        "[readonly]\nuser: .+\ncollection: {user}/readonly\npermissions: r\n"
        "[principal]\nuser: .+\ncollection: {user}\npermissions: RW\n"
        "[calendars]\nuser: .+\ncollection: {user}/[^/]+\npermissions: rw\n"
    )
    server = Server("radicale", f"http://127.0.0.1:{port}/", f"/{USER}/", port=port)
    spawn(server, folder, [str(BIN / "radicale"), "--config", str(folder / "config")])
    return server


def start_xandikos(folder: Path, port: int) -> Server:
    """Xandikos (PyPI): other status codes, no password over plain HTTP."""
    server = Server("xandikos", f"http://127.0.0.1:{port}/", f"/{USER}/calendars/", checks_password=False, port=port)
    command = [str(BIN / "xandikos"), "serve", "-d", str(folder / "data"), "--state-dir", str(folder / "state")]
    more = ["--current-user-principal", f"/{USER}/", "--defaults", "-l", "127.0.0.1", "-p", str(port)]
    spawn(server, folder, command + more)
    return server


STARTERS: dict[str, Callable[[Path, int], Server]] = {
    "radicale": start_radicale,
    "xandikos": start_xandikos,
    "cyrus": start_cyrus,
    "davical": start_davical,
    "sabre": start_sabre,
    "sogo": start_sogo,
}
LIGHT = ("radicale", "xandikos")
HEAVY = ("cyrus", "davical", "sabre", "sogo")


def _user_exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def missing(name: str) -> str:
    """Return why a server cannot run here; empty when it can."""
    apache = bool(shutil.which("apache2")) and bool(list(Path(PHP_MODULES).glob("libphp*.so")))
    postgres = bool(list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))) and bool(shutil.which("psql"))
    there = {
        "radicale": (BIN / "radicale").exists(),
        "xandikos": (BIN / "xandikos").exists(),
        "cyrus": Path("/usr/sbin/cyrmaster").exists() and _user_exists("cyrus"),
        "davical": apache and postgres and Path("/usr/share/davical").exists(),
        "sabre": apache and Path("/usr/share/php/Sabre/autoload.php").exists(),
        "sogo": postgres and bool(shutil.which("sogod")) and bool(shutil.which("memcached")),
    }
    if name in HEAVY and os.geteuid() != 0:
        return f"{name} needs root to start"
    return "" if there[name] else f"{name} is not installed"
