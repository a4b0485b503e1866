"""A running server on loopback, what it takes to start one, and plain requests to it past everything we test."""

from __future__ import annotations

import base64
import hashlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

USER, PASSWORD = "test", "testpw"
TRIES = 3


@dataclass
class Server:
    """A running server."""

    name: str
    url: str
    home: str
    """The calendar home's path."""
    auth: str = "basic"
    checks_password: bool = True
    port: int = 0
    pids: list[int] = field(default_factory=list)
    children: list[subprocess.Popen[bytes]] = field(default_factory=list)
    closing: list[Callable[[], None]] = field(default_factory=list)

    def calendar(self, name: str) -> str:
        """Return the address of a calendar, whether or not it exists."""
        return f"{self.url.rstrip('/')}{self.home}{name}/"

    def stop(self) -> None:
        """Stop what we started."""
        for child in self.children:
            child.terminate()
        for child in self.children:
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait(10)
        for close in reversed(self.closing):
            close()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def request(
    method: str, url: str, body: bytes = b"", headers: dict[str, str] | None = None, *, auth: str = "basic"
) -> tuple[int, dict[str, str], bytes]:
    """Make one plain request, as the calendar's owner, past everything we test."""
    sent = {"Content-Type": "text/calendar; charset=utf-8", "Connection": "close", **(headers or {})}
    if auth == "basic":
        sent["Authorization"] = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    sent = {name: value for name, value in sent.items() if value}
    where = urlsplit(url)
    for attempt in range(TRIES):
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=30)
        try:
            connection.request(method, where.path, body or None, sent)
            answer = connection.getresponse()
            got = {name.lower(): value for name, value in answer.getheaders()}
            status, content = answer.status, answer.read()
        except (ConnectionError, http.client.HTTPException):
            if attempt == TRIES - 1:
                raise
            continue
        finally:
            connection.close()
        if status == 401 and auth == "digest" and "Authorization" not in sent:
            sent["Authorization"] = _digest(method, where.path, got["www-authenticate"])
            continue
        return status, got, content
    raise AssertionError("unreachable")


def _digest(method: str, path: str, challenge: str) -> str:
    parts = dict(p.strip().split("=", 1) for p in challenge.removeprefix("Digest ").split(","))
    value = {name: text.strip('"') for name, text in parts.items()}
    nonce_count, cnonce = "00000001", "0a4f113b"
    a1 = md5(f"{USER}:{value['realm']}:{PASSWORD}")
    a2 = md5(f"{method}:{path}")
    response = md5(f"{a1}:{value['nonce']}:{nonce_count}:{cnonce}:auth:{a2}")
    opaque = f', opaque="{value["opaque"]}"' if "opaque" in value else ""
    return (
        f'Digest username="{USER}", realm="{value["realm"]}", nonce="{value["nonce"]}", uri="{path}", qop=auth, '
        f'nc={nonce_count}, cnonce="{cnonce}", response="{response}"{opaque}'
    )


def md5(text: str) -> str:
    """Return what HTTP Digest is made of."""
    return hashlib.md5(text.encode()).hexdigest()  # noqa: S324 -- HTTP Digest is MD5


def wait_until_answering(url: str, seconds: float = 60.0) -> bool:
    """Wait for any HTTP answer."""
    until = time.monotonic() + seconds
    where = urlsplit(url)
    while time.monotonic() < until:
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=5)
        try:
            connection.request("OPTIONS", where.path)
            connection.getresponse().read()
            return True
        except OSError:
            time.sleep(0.05)
        except http.client.HTTPException:
            time.sleep(0.05)
        finally:
            connection.close()
    return False


GUARD = """
import os, signal, sys
if sys.stdin.read() != "stopped":
    try:
        os.killpg(int(sys.argv[1]), signal.SIGKILL)
    except OSError:
        pass
"""


def guarded(group: int) -> Callable[[], None]:
    """End a process group when the tests themselves are killed; return how to call the guard off."""
    command = [sys.executable, "-c", GUARD, str(group)]
    guard = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)

    def call_off() -> None:
        guard.communicate(b"stopped")

    return call_off


SWEEP = """
import os, shutil, sys, time
if sys.stdin.read() != "stopped":
    for _ in range(100):  # its servers are being ended at the same time
        shutil.rmtree(sys.argv[1], ignore_errors=True)
        if not os.path.exists(sys.argv[1]):
            break
        time.sleep(0.1)
"""


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder that servers of other users may enter; it goes away at the end, even where the tests are killed."""
    folder = Path(tempfile.mkdtemp(prefix="kl-sync-"))
    folder.chmod(0o755)
    sweeper = subprocess.Popen(
        [sys.executable, "-c", SWEEP, str(folder)], stdin=subprocess.PIPE, start_new_session=True
    )
    try:
        yield folder
    finally:
        for _ in range(100):  # a server's last process may still be writing
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
            time.sleep(0.1)
        sweeper.communicate(b"stopped")


def spawn(server: Server, folder: Path, command: list[str], **environment: str) -> None:
    """Start a process that is stopped with the server."""
    with (folder / "log").open("ab") as log:
        child = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env={**os.environ, **environment},
        )
    server.children.append(child)
    server.closing.append(guarded(child.pid))
