"""A reader of ours beside what a user would pick instead, in one run: time as a ratio, points found, noise let in.

A point is found whole when a row, or a line with those after it, has its start and all of its title. Noise is a clock
time on a line that is no time of the meeting or of a point.
"""

from __future__ import annotations

import json
import re
import statistics
import time
import tracemalloc
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from kl_calendar.model.document import Document

CORPUS = Path(__file__).parent.parent / "tests" / "corpus" / "dev-formats"
CLOCK = re.compile(r"(?<![\d.:])([0-2]?\d)[.:]([0-5]\d)(?![\d.:])")


class Score(NamedTuple):
    """Points found whole, points there are, and clock times that are of no point."""

    found: int
    wanted: int
    noise: int

    def __add__(self, other: tuple[object, ...]) -> Score:
        return Score(*(one + two for one, two in zip(self, other, strict=True) if isinstance(two, int)))


@dataclass(frozen=True, slots=True)
class Contest:
    """Our reader and its peer; `limit` is how much of the peer's time we may take."""

    suffix: str
    read: Callable[[bytes, str], Document]
    peer: str
    theirs: Callable[[bytes], list[str]]
    limit: float
    runs: int
    reach: int
    """Lines that a point may be spread over."""
    quiet: bool = False
    """Whether letting in more noise than the peer is a failure."""

    def ours(self, raw: bytes) -> list[str]:
        lines = self.read(raw, f"a.{self.suffix}").lines
        return [" ".join(cell.text for cell in line.cells) if line.cells else line.text for line in lines]


def words(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def clocks(moment: str | None) -> set[str]:
    """The ways a time of day is written: `9 30`, `09 30`, and `9` for the full hour."""
    if not moment or "T" not in moment:
        return set()
    hour, minute = int(moment[11:13]), moment[14:16]
    return {f"{hour} {minute}", f"{hour:02} {minute}"} | ({str(hour)} if minute == "00" else set())


def score(lines: list[str], wanted: Path, reach: int) -> Score:
    meetings = json.loads(wanted.read_text("utf-8"))["meetings"]
    slots = [slot for meeting in meetings for slot in meeting["slots"]]
    spoken = [words(line) for line in lines if words(line)]
    windows = [f" {' '.join(spoken[at : at + reach])} " for at in range(len(spoken))]
    whole = sum(
        any(words(s["title"]) in w and any(f" {c} " in w for c in clocks(s["start"])) for w in windows) for s in slots
    )
    known = set().union(*(clocks(part.get(key)) for part in [*meetings, *slots] for key in ("start", "end")))
    seen = [f"{int(hour)} {minute}" for line in lines for hour, minute in CLOCK.findall(line)]
    return Score(whole, len(slots), sum(clock not in known for clock in seen))


def seconds(work: Callable[[bytes], object], raw: bytes, runs: int) -> float:
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work(raw)
        taken.append(time.perf_counter() - start)
    return min(taken)


def peak(work: Callable[[bytes], object], raw: bytes) -> float:
    """Return megabytes of Python's own at their most."""
    tracemalloc.start()
    work(raw)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def hold(contest: Contest, arguments: list[str]) -> int:
    """Hold the contest over a folder of NAME.suffix, each with NAME.json; 1 where we are over the limit or worse."""
    folder = Path(arguments[0]) if arguments else CORPUS
    ratios: list[float] = []
    mine, other = Score(0, 0, 0), Score(0, 0, 0)
    for path in sorted(folder.glob(f"*.{contest.suffix}")):
        raw, wanted = path.read_bytes(), path.with_suffix(".json")
        ours = seconds(contest.ours, raw, contest.runs)
        theirs = seconds(contest.theirs, raw, contest.runs)
        a = score(contest.ours(raw), wanted, contest.reach)
        b = score(contest.theirs(raw), wanted, contest.reach)
        ratios.append(ours / theirs)
        mine, other = mine + a, other + b
        print(
            f"{path.stem:32} {ours * 1e3:6.2f} ms, {contest.peer} {theirs * 1e3:6.2f} ms, ratio {ours / theirs:.3f};"
            f" points {a.found}/{a.wanted}, {contest.peer} {b.found}; peak {peak(contest.ours, raw):.1f} MB"
        )
    if not ratios:
        print(f"no .{contest.suffix} files in {folder}")
        return 1
    ratio = statistics.median(ratios)
    print(
        f"median ratio {ratio:.3f} (limit {contest.limit}); points {mine.found}, {contest.peer} {other.found},"
        f" of {mine.wanted}; noise {mine.noise}, {contest.peer} {other.noise}"
    )
    return int(ratio > contest.limit or mine.found < other.found or (contest.quiet and mine.noise > other.noise))
