"""Parsing a letter in process, warm, beside its floor: one pass of `re.findall` for clock times over the same text.

    python bench/parse.py [LETTER]

The letter is `bench/letter.md`, of 3 kB as the budget has it: seven slots, three with sub-points. The ratio
to the floor says how the machine was, not how good we are.
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
"""Milliseconds for a letter of three thousand characters."""
ROUNDS = 100
LETTER = Path(__file__).parent / "letter.md"
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
    """Print the time; 1 where it is over the budget."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else LETTER
    raw = path.read_bytes()
    document, text = read(raw, path.name), raw.decode("utf-8-sig")
    ours = milliseconds(lambda: parse(document, Options()))
    floor = milliseconds(lambda: CLOCK.findall(text))
    print(
        f"{path.name}: {len(text)} characters, {ours:.2f} ms (budget {BUDGET}); findall {floor:.3f} ms, "
        f"{ours / floor:.0f} times"
    )
    return int(ours > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
