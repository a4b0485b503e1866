"""Parsing a letter in process, warm, beside its floor: one pass of `re.findall` for clock times over the same text.

    python bench/parse.py

The budget is 3 ms for a letter of 3 kB; the ratio to the floor says how the machine was, not how good we are.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from kl_calendar.parse.read_programme import Options, parse
from kl_calendar.read.formats import read

BUDGET = 3.0
"""Milliseconds for three thousand characters."""
SIZE = 3000
ROUNDS = 60
LETTERS = Path(__file__).parent.parent / "feeds"
CLOCK = re.compile(r"\d{1,2}[.:]\d\d")


def milliseconds(work: Callable[[], object]) -> float:
    """The median of many runs, after one to warm up."""
    work()
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken) * 1000


def main() -> int:
    """Print one line a letter; 1 where one is over the budget."""
    over = False
    for path in sorted(LETTERS.glob("*/*.md")):
        raw = path.read_bytes()
        document = read(raw, path.name)
        text = raw.decode("utf-8-sig")
        ours = milliseconds(lambda document=document: parse(document, Options()))  # type: ignore[misc]
        floor = milliseconds(lambda text=text: CLOCK.findall(text))  # type: ignore[misc]
        scaled = ours * SIZE / len(text)
        over = over or scaled > BUDGET
        print(
            f"{path.name}: {len(text)} characters, {ours:.2f} ms, {scaled:.2f} ms for {SIZE} (budget {BUDGET}); "
            f"findall {floor:.3f} ms, {ours / floor:.0f} times"
        )
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
