"""How atomic a server's `If-Match` is, measured with bare requests: writers with one ETag at one moment, who wins?

    python -m tests.sync.winners [SERVER…] [--rounds 60] [--writers 4]

A row a server: how many rounds had one winner, and how many had more (each of those a lost update).
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections import Counter

from tests.sync.events import want
from tests.sync.processes import scratch
from tests.sync.servers import HEAVY, LIGHT, Server, make_calendar, missing, request, start

WON = (200, 201, 204)


def statuses(server: Server, url: str, writers: int, number: int) -> tuple[int, ...]:
    """Let so many writers replace one event, all with the ETag it has now; return what each was answered."""
    _, headers, _ = request("GET", url, auth=server.auth)
    condition = {"If-Match": headers["etag"].removeprefix("W/")}
    together = threading.Barrier(writers)
    answered: list[int] = []

    def write(writer: int) -> None:
        body = want(0, title=f"Runde {number}, skriver {writer}").body
        together.wait()
        answered.append(request("PUT", url, body, condition, auth=server.auth)[0])

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tuple(sorted(answered))


def measure(server: Server, writers: int, rounds: int) -> Counter[tuple[int, ...]]:
    """Return how often each set of answers came."""
    url = make_calendar(server, "winners") + "event.ics"
    request("PUT", url, want(0).body, auth=server.auth)
    return Counter(statuses(server, url, writers, number) for number in range(rounds))


def main() -> int:
    """Measure the servers named, or all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("servers", nargs="*", default=[*LIGHT, *HEAVY])
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--writers", type=int, default=4)
    options = parser.parse_args()
    with scratch() as folder:
        for name in options.servers:
            if why := missing(name):
                print(f"{name}: {why}")
                continue
            server = start(name, folder)
            try:
                seen = measure(server, options.writers, options.rounds)
            finally:
                server.stop()
            several = sum(count for answers, count in seen.items() if sum(a in WON for a in answers) > 1)
            print(f"{name}: {several} of {options.rounds} rounds had more than one winner; {dict(seen)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
