"""Reading PDFs beside pdfplumber, in one run: time as a ratio, programme points found whole, peak memory.

    python bench/read_pdf.py [DIR]        DIR holds NAME.pdf with NAME.json beside it (default: the dev corpus)

A point is found whole when a row, or a line and the next, has its start and all of its title. pdfplumber's tables are
what a user would pick; where it finds no table its text lines count. Fails when we take more than 0.4 of its time or
find fewer points.
"""

from __future__ import annotations

import io
import itertools
import json
import re
import statistics
import sys
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import pdfplumber

from kl_calendar.read.pdf import read

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 0.4
RUNS = 7


def ours(raw: bytes) -> list[str]:
    return [" ".join(c.text for c in line.cells) if line.cells else line.text for line in read(raw, "a.pdf").lines]


def theirs(raw: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(raw)) as document:
        return [line for page in document.pages for line in _page(page)]


def _page(page: pdfplumber.page.Page) -> list[str]:
    rows = [" ".join(cell or "" for cell in row) for table in page.extract_tables() for row in table]
    return rows or page.extract_text().splitlines()


def words(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def found(lines: list[str], wanted: Path) -> tuple[int, int]:
    slots = [slot for meeting in json.loads(wanted.read_text("utf-8"))["meetings"] for slot in meeting["slots"]]
    spoken = [f" {words(line)} " for line in lines if line]
    spoken += [one + other.lstrip() for one, other in itertools.pairwise(spoken)]
    whole = 0
    for slot in slots:
        hour, minute = int(slot["start"][11:13]), slot["start"][14:16]
        clocks = {f" {hour} {minute} ", f" {hour:02} {minute} "}
        whole += any(any(c in line for c in clocks) and words(slot["title"]) in line for line in spoken)
    return whole, len(slots)


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
    ratios, totals = [], [0, 0, 0]
    for path in sorted(folder.glob("*.pdf")):
        raw = path.read_bytes()
        mine, other = seconds(ours, raw), seconds(theirs, raw)
        ratios.append(mine / other)
        (a, count), (b, _) = found(ours(raw), path.with_suffix(".json")), found(theirs(raw), path.with_suffix(".json"))
        totals = [totals[0] + a, totals[1] + b, totals[2] + count]
        print(
            f"{path.stem:32} {mine * 1e3:6.1f} ms, pdfplumber {other * 1e3:6.1f} ms, ratio {mine / other:.2f};"
            f" points {a}/{count}, pdfplumber {b}/{count}; peak {peak(raw):.1f} MB"
        )
    if not ratios:
        print(f"no PDFs in {folder}")
        return 1
    ratio = statistics.median(ratios)
    print(f"median ratio {ratio:.2f} (limit {LIMIT}); points {totals[0]}, pdfplumber {totals[1]}, of {totals[2]}")
    return int(ratio > LIMIT or totals[0] < totals[1])


if __name__ == "__main__":
    default = Path(__file__).parent.parent / "tests" / "corpus" / "dev-formats"
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else default))
