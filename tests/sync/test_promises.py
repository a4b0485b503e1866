"""Each promise of docs/sync.md names the tests that hold us to it, and there are such tests."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
ROWS = re.findall(
    r"^\| (?!promise|-)([^|]+) \| ([^|]+) \|$",
    (HERE.parents[1] / "docs/sync.md").read_text("utf-8").partition("## What nobody")[0],
    re.M,
)
TESTS = {
    name for path in HERE.glob("test_*.py") for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.M)
}


def test_each_promise_names_tests_that_exist() -> None:
    assert len(ROWS) > 15
    for promise, held_by in ROWS:
        named = re.findall(r"`(test_\w+(?:\.py)?)`", held_by)
        assert named, promise
        assert [name for name in named if name not in TESTS and not (HERE / name).is_file()] == [], promise
