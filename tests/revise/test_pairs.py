"""Letters that came again: in every pair each slot is found again, or is new, as a person would say."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kl_calendar.revise.revising import revise
from tests.revise.programmes import DAY, NOON, meeting, slot

PAIRS = sorted((Path(__file__).parent / "pairs").glob("*.toml"))
LATER = NOON + timedelta(days=2)


def pair(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def found(case: dict[str, Any]) -> dict[str, str]:
    """For each line of the new programme, the number of the old slot whose uid it has."""
    first, _ = revise(meeting(case["before"]), None, feed="f", key="k", domain="x.invalid", now=NOON)
    number = {entry.uid: str(place) for place, entry in enumerate(first.entries)}
    lines = [line.partition("|")[2] for line in case["after"]]
    day = case.get("day", DAY)
    second, _ = revise(meeting(lines, day=day), first, feed="f", key="k", domain="x.invalid", now=LATER)
    entries = [entry for entry in second.entries if not entry.cancelled]
    return {line: number.get(next(e.uid for e in entries if e.slot == slot(line, day)), "-").strip() for line in lines}


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_each_slot_of_a_revised_letter_is_the_one_a_person_would_say(path: Path) -> None:
    case = pair(path)
    expected = {line.partition("|")[2]: line.partition("|")[0].strip() for line in case["after"]}
    assert found(case) == expected


def test_no_pair_is_missing() -> None:
    assert len(PAIRS) == 31
