"""A whole `convert` of the sample letter from a cold start, beside `python -c "import click, icalendar"`.

    python bench/cold.py

The two run in turn, so that a machine whose speed drifts does so for both; the ratio is the median of the pairs.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

LETTER = Path(__file__).parents[1] / "feeds" / "boern-og-undervisning" / "2020-09-02-holstebro.md"
BUDGET = 1.3
ROUNDS = 21

ENVIRONMENT = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
"""As after an installation: modules are compiled once."""

FLOOR = [sys.executable, "-c", "import click, icalendar"]
CONVERT = [sys.executable, "-m", "kl_calendar", "convert", str(LETTER)]


def seconds(command: list[str]) -> float:
    """One run's wall time."""
    began = time.perf_counter()
    subprocess.run(command, check=False, capture_output=True, env=ENVIRONMENT)
    return time.perf_counter() - began


def main() -> int:
    """Print the ratio; 1 where it is over the budget."""
    for command in (FLOOR, CONVERT):  # so that neither pays for compiling its modules
        seconds(command)
    pairs = [(seconds(CONVERT), seconds(FLOOR)) for _ in range(ROUNDS)]
    ratio = statistics.median(own / floor for own, floor in pairs)
    own, floor = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    print(f"cold convert: {own:.0f} ms, import click, icalendar {floor:.0f} ms: {ratio:.2f} × (budget {BUDGET})")
    return int(ratio > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
