"""`kl-calendar serve` as a process of its own: on a free port, asked until it answers as wanted, stopped at the end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FEEDS = Path(__file__).parents[2] / "feeds"
PATIENCE = 60.0
"""Seconds for something that takes one on a quiet machine."""


@dataclass
class Serving:
    """A server that runs, and what it logged once it has stopped."""

    workspace: Path
    port: int
    logged: list[dict[str, object]] = field(default_factory=list)
    code: int | None = None

    @property
    def letter(self) -> Path:
        return self.workspace / "boern-og-undervisning" / "2020-09-02-holstebro.md"

    def rewrite(self, old: str, new: str) -> None:
        self.letter.write_text(self.letter.read_text("utf-8").replace(old, new), "utf-8")

    def get(self, path: str) -> bytes:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().read()
        finally:
            connection.close()

    def comes_to_have(self, wanted: bytes, path: str) -> bool:
        """Whether the answer has these bytes, sooner or later."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                if wanted in self.get(path):
                    return True
            except (OSError, HTTPException):
                pass
            time.sleep(0.1)
        return False


def workspace(folder: Path) -> Path:
    """A copy of the sample workspace, without what was built there."""
    shutil.copytree(FEEDS, folder, ignore=shutil.ignore_patterns("public", ".kl-calendar"))
    return folder


@contextmanager
def serving(home: Path, environment: Mapping[str, str] | None = None) -> Iterator[Serving]:
    """Serve a workspace by the command."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    made = Serving(home, port)
    command = [sys.executable, "-m", "kl_calendar", "serve", str(home), "--port", str(port)]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})}
    ) as process:
        try:
            yield made
        finally:
            process.send_signal(signal.SIGTERM)
            logged = process.communicate(timeout=PATIENCE)[1]
            made.logged += [json.loads(line) for line in logged.splitlines()]
            made.code = process.returncode
