"""Builds of a workspace of many meetings: all of them, none changed, one changed, in one run.

    python bench/build.py [MEETINGS]

The budgets: one changed costs at most twice what none changed costs, and a fiftieth of building all.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from kl_calendar.app.build import Order, build

MEETINGS = 1000
FEEDS = 20
ONE_BUDGET = 2.0
ALL_BUDGET = 50.0
NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
MONTHS = ("jan.", "feb.", "marts", "april", "maj", "juni", "juli", "aug.", "sept.", "okt.", "nov.", "dec.")


def letter(number: int, day: date, welcome: str = "Velkommen") -> str:
    """A programme of seven points."""
    points = [welcome, "Økonomi", "Dagtilbud", "Pause", "Skole", "Fritid", "Tak for i dag"]
    lines = [f"- Kl. {9 + n}.00 {title} v/ Asta Lind" for n, title in enumerate(points)]
    when = f"{day.day}. {MONTHS[day.month - 1]} {day.year}"
    return "\n".join([f"# Møde {number} i Nordby den {when} kl. 9.00-16.00", "", "## Program", "", *lines, ""])


def workspace(root: Path, meetings: int) -> None:
    """A workspace with that many letters, spread over its feeds."""
    feeds = [f'[[feed]]\nid = "emne-{n}"\n' for n in range(FEEDS)]
    (root / "feeds.toml").write_text("\n".join(feeds), "utf-8")
    for number in range(meetings):
        folder = root / f"emne-{number % FEEDS}"
        folder.mkdir(exist_ok=True)
        day = date(2026, 2, 1) + timedelta(days=number // FEEDS)
        (folder / f"{day}-{number}.md").write_text(letter(number, day), "utf-8")


def seconds(root: Path) -> float:
    """One build's time."""
    began = time.perf_counter()
    build(Order(root, root / "public", NOW, NOW.date()))
    return time.perf_counter() - began


def main(meetings: int) -> int:
    """Print the three times and their ratios; 1 where one is over its budget."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        workspace(root, meetings)
        everything = seconds(root)
        nothing = min(seconds(root) for _ in range(3))
        first = sorted((root / "emne-0").iterdir())[0]
        text = first.read_text("utf-8")
        changed = []
        for title in ("Goddag", "Godmorgen", "Hej"):
            first.write_text(text.replace("Velkommen", title), "utf-8")
            changed.append(seconds(root))
        one = min(changed)
    print(f"{meetings} meetings: all {everything:.1f} s, none changed {nothing:.3f} s, one changed {one:.3f} s")
    print(f"one / none {one / nothing:.2f} × (budget {ONE_BUDGET}), all / one {everything / one:.0f} × ({ALL_BUDGET})")
    return one > nothing * ONE_BUDGET or everything < one * ALL_BUDGET


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else MEETINGS))
