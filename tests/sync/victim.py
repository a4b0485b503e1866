"""A process that syncs when told, to be killed: started once, it forks for each run, so that a run costs no start.

In, a line each: a workspace's folder; `go`. Out, a line each: the pid of the process that will sync; how it ended.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.sync.servers import PASSWORD
from tests.sync.workspaces import NOW, SECRET

ROOT = Path(__file__).parents[2]


class Victim:
    """The process, seen from the test."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.sync.victim"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, SECRET: PASSWORD},
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.communicate()

    def ready(self, folder: Path) -> int:
        """Return the pid of a process that will sync that workspace once it may."""
        return int(self._ask(str(folder)))

    def go(self) -> int:
        """Let it sync; return its exit code, negative where it was killed."""
        return int(self._ask("go"))

    def _ask(self, words: str) -> str:
        told, heard = self._process.stdin, self._process.stdout
        assert told is not None
        assert heard is not None
        told.write(words + "\n")
        told.flush()
        return heard.readline()


def sync_when_told(folder: str, told: int) -> int:
    """Wait for a byte, then sync; return the exit code."""
    from kl_calendar.app.sync import Order, exit_code, sync

    os.read(told, 1)
    return exit_code(sync(Order(Path(folder), NOW), lambda *_: None))


def main() -> None:
    """Fork for each folder, and tell how it ended."""
    import kl_calendar.app.sync
    import kl_calendar.sync.discovery
    import kl_calendar.sync.run  # noqa: F401 -- loaded once, before any fork

    for line in sys.stdin:
        waiting, telling = os.pipe()
        pid = os.fork()
        if pid == 0:
            os._exit(sync_when_told(line.rstrip("\n"), waiting))
        print(pid, flush=True)
        sys.stdin.readline()
        os.write(telling, b"!")
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)
        os.close(waiting)
        os.close(telling)


if __name__ == "__main__":
    main()
