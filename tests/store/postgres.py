"""A real PostgreSQL for tests: its own cluster in a temporary folder, on a socket there, as a user who is not root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from tests.heavy import require

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OWNER = "postgres"
"""Whom the cluster belongs to where we are root: PostgreSQL refuses to run as root."""


def binaries() -> Path | None:
    """The folder with `initdb`: the newest Debian has, else what is on the path."""
    versions = sorted(glob("/usr/lib/postgresql/*/bin/initdb"))
    found = versions[-1] if versions else shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start a cluster; gives the URL of an empty database."""
    programs = binaries()
    require(programs is not None, "PostgreSQL is not installed (Debian: postgresql-15)")
    assert programs is not None
    data = folder / "data"
    folder.mkdir(exist_ok=True)
    if os.geteuid() == 0:
        owner = pwd.getpwnam(OWNER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        for parent in folder.parents:  # a temporary folder is closed to others; only passing through is opened
            if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o011)
    run([programs / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync"], folder)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    run([programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start"], folder)
    try:
        yield f"postgresql://{OWNER}@/postgres?host={folder}"
    finally:
        run([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], folder)


def run(command: Sequence[object], folder: Path) -> None:
    """Run a program of the cluster as its owner."""
    words = [str(word) for word in command]
    user = OWNER if os.geteuid() == 0 else None
    # Not captured: the server inherits the pipe, and reading it would wait until the server ends.
    subprocess.run(
        words, check=True, cwd=folder, user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120
    )
