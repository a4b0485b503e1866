"""Reading Word files beside markitdown, in one run: time as a ratio, programme points found whole.

    python bench/read_docx.py [DIR]       DIR holds NAME.docx with NAME.json beside it (default: the dev corpus)

A point is found whole when a row, or a line with the two after it, has its start and all of its title. Fails when we
take more than 0.12 of markitdown's time or find fewer points.
"""

from __future__ import annotations

import io
import json
import re
import statistics
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from kl_calendar.read.docx import read

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from markitdown import MarkItDown

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 0.12
RUNS = 5
THEIRS = MarkItDown()


def ours(raw: bytes) -> list[str]:
    return [" ".join(c.text for c in line.cells) if line.cells else line.text for line in read(raw, "a.docx").lines]


def theirs(raw: bytes) -> list[str]:
    return str(THEIRS.convert_stream(io.BytesIO(raw), file_extension=".docx").text_content).splitlines()


def words(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()


def found(lines: list[str], wanted: Path) -> tuple[int, int]:
    slots = [slot for meeting in json.loads(wanted.read_text("utf-8"))["meetings"] for slot in meeting["slots"]]
    spoken = [words(line) for line in lines if words(line)]
    windows = [f" {' '.join(spoken[at : at + 3])} " for at in range(len(spoken))]
    whole = 0
    for slot in slots:
        hour, minute = int(slot["start"][11:13]), slot["start"][14:16]
        clocks = (f" {hour} {minute} ", f" {hour:02} {minute} ")
        whole += any(any(c in window for c in clocks) and words(slot["title"]) in window for window in windows)
    return whole, len(slots)


def seconds(work: Callable[[bytes], object], raw: bytes) -> float:
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work(raw)
        taken.append(time.perf_counter() - start)
    return min(taken)


def main(folder: Path) -> int:
    ratios, totals = [], [0, 0, 0]
    for path in sorted(folder.glob("*.docx")):
        raw = path.read_bytes()
        mine, other = seconds(ours, raw), seconds(theirs, raw)
        ratios.append(mine / other)
        (a, count), (b, _) = found(ours(raw), path.with_suffix(".json")), found(theirs(raw), path.with_suffix(".json"))
        totals = [totals[0] + a, totals[1] + b, totals[2] + count]
        print(
            f"{path.stem:32} {mine * 1e3:6.1f} ms, markitdown {other * 1e3:6.1f} ms, ratio {mine / other:.3f};"
            f" points {a}/{count}, markitdown {b}/{count}"
        )
    if not ratios:
        print(f"no Word files in {folder}")
        return 1
    ratio = statistics.median(ratios)
    print(f"median ratio {ratio:.3f} (limit {LIMIT}); points {totals[0]}, markitdown {totals[1]}, of {totals[2]}")
    return int(ratio > LIMIT or totals[0] < totals[1])


if __name__ == "__main__":
    default = Path(__file__).parent.parent / "tests" / "corpus" / "dev-formats"
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else default))
