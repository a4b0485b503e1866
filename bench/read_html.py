"""Reading web pages beside BeautifulSoup with lxml, in one run: time as a ratio, points found whole, noise let in.

    python bench/read_html.py [DIR]       DIR holds NAME.html with NAME.json beside it (default: the dev corpus)

A point is found whole when a row, or a line with the two after it, has its start and all of its title. Noise is a clock
time on a line that is no time of the meeting or of a point. BeautifulSoup's text of the page, a line an element, is
what a user would pick. Fails when we take more than 1.5 of its time, find fewer points, or let in more noise.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from kl_calendar.read.html import read

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 1.5
RUNS = 40
CLOCK = re.compile(r"(?<![\d.:])([0-2]?\d)[.:]([0-5]\d)(?![\d.:])")


def ours(raw: bytes) -> list[str]:
    return [" ".join(c.text for c in line.cells) if line.cells else line.text for line in read(raw, "a.html").lines]


def theirs(raw: bytes) -> list[str]:
    return list(BeautifulSoup(raw, "lxml").get_text("\n", strip=True).split("\n"))


def words(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def clocks(moment: str | None) -> set[str]:
    """The ways a time of day is written: `9 30`, `09 30`, and `9` for the full hour."""
    if not moment or "T" not in moment:
        return set()
    hour, minute = int(moment[11:13]), moment[14:16]
    return {f"{hour} {minute}", f"{hour:02} {minute}"} | ({str(hour)} if minute == "00" else set())


def found(lines: list[str], wanted: Path) -> tuple[int, int, int]:
    """Return points found whole, points there are, and clock times that are of no point."""
    meetings = json.loads(wanted.read_text("utf-8"))["meetings"]
    slots = [slot for meeting in meetings for slot in meeting["slots"]]
    spoken = [words(line) for line in lines if words(line)]
    windows = [f" {' '.join(spoken[at : at + 3])} " for at in range(len(spoken))]
    whole = sum(
        any(words(s["title"]) in w and any(f" {c} " in w for c in clocks(s["start"])) for w in windows) for s in slots
    )
    known = set().union(*(clocks(part.get(key)) for part in [*meetings, *slots] for key in ("start", "end")))
    seen = [f"{int(hour)} {minute}" for line in lines for hour, minute in CLOCK.findall(line)]
    return whole, len(slots), sum(clock not in known for clock in seen)


def seconds(work: Callable[[bytes], object], raw: bytes) -> float:
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work(raw)
        taken.append(time.perf_counter() - start)
    return min(taken)


def peak(raw: bytes) -> float:
    tracemalloc.start()
    ours(raw)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def main(folder: Path) -> int:
    ratios: list[float] = []
    points = [0, 0, 0]
    noise = [0, 0]
    for path in sorted(folder.glob("*.html")):
        raw, wanted = path.read_bytes(), path.with_suffix(".json")
        mine, other = seconds(ours, raw), seconds(theirs, raw)
        ratios.append(mine / other)
        (a, count, a_noise), (b, _, b_noise) = found(ours(raw), wanted), found(theirs(raw), wanted)
        points = [points[0] + a, points[1] + b, points[2] + count]
        noise = [noise[0] + a_noise, noise[1] + b_noise]
        print(
            f"{path.stem:28} {mine * 1e3:5.2f} ms, BeautifulSoup {other * 1e3:5.2f} ms, ratio {mine / other:.2f};"
            f" points {a}/{count}, BeautifulSoup {b}; noise {a_noise}, BeautifulSoup {b_noise}; peak {peak(raw):.1f} MB"
        )
    if not ratios:
        print(f"no pages in {folder}")
        return 1
    ratio = statistics.median(ratios)
    print(
        f"median ratio {ratio:.2f} (limit {LIMIT}); points {points[0]}, BeautifulSoup {points[1]}, of {points[2]};"
        f" noise {noise[0]}, BeautifulSoup {noise[1]}"
    )
    return int(ratio > LIMIT or points[0] < points[1] or noise[0] > noise[1])


if __name__ == "__main__":
    default = Path(__file__).parent.parent / "tests" / "corpus" / "dev-formats"
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else default))
