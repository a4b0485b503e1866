"""The floors of the corpus. They only rise; a case without a source or with an error counts as wrong."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from tests.corpus_score import CORPUS, score

CASES = sorted(CORPUS.glob("dev*/*.json"))
COUNTS = {"dev": 55, "dev-formats": 20, "dev-letters": 13}
PER_LANGUAGE = {
    "da": (0.985, 0.99, 0.98),
    "de": (0.88, 0.88, 0.99),
    "en": (0.98, 0.99, 0.97),
    "nb": (0.99, 0.99, 0.93),
    "nn": (0.99, 0.99, 0.99),
    "sv": (0.99, 0.99, 0.99),
}
PER_FORMAT = {
    "docx": (0.99, 0.99, 0.97),
    "eml": (0.99, 0.99, 0.99),
    "html": (0.99, 0.99, 0.99),
    "md": (0.99, 0.99, 0.99),
    "odt": (0.99, 0.99, 0.99),
    "pdf": (0.99, 0.99, 0.99),
    "txt": (0.985, 0.99, 0.98),
}
"""Slots right in everything, times right (both F1), share of the meetings' fields."""
ROUNDS = {
    "round-1": (40, 0.99, 0.99, 0.99),
    "round-2": (36, 0.99, 0.99, 0.99),
    "round-3": (24, 0.99, 0.99, 0.98),
    "round-4": (60, 0.99, 0.99, 0.99),
    "round-4-formats": (24, 0.985, 0.99, 0.99),
    "round-5": (36, 0.99, 0.99, 0.97),
    "round-6": (40, 0.985, 0.99, 0.94),
    "round-7": (32, 0.99, 0.99, 0.96),
    "round-8": (40, 0.99, 0.99, 0.95),
    "round-8-formats": (20, 0.97, 0.99, 0.93),
    "round-9": (26, 0.99, 0.99, 0.99),
    "round-9-letters": (20, 0.99, 0.99, 0.96),
    "round-10": (26, 0.99, 0.99, 0.94),
    "round-11": (12, 0.98, 0.99, 0.985),
    "round-11-formats": (10, 0.975, 0.99, 0.99),
    "round-12": (41, 0.98, 0.99, 0.975),
    "round-12-letters": (13, 0.99, 0.99, 0.96),
    "round-13": (39, 0.84, 0.92, 0.92),
}
"""Documents written by somebody who had not seen the parser: how many there are, and the same three floors."""


@cache
def cases(key: str, value: str) -> tuple[Path, ...]:
    return tuple(path for path in CASES if json.loads(path.read_text("utf-8"))[key] == value)


def floors_met(paths: tuple[Path, ...], floors: tuple[float, float, float]) -> None:
    made = score(paths)
    reached = (made.slots, made.times, made.fields)
    assert [have >= floor for have, floor in zip(reached, floors, strict=True)] == [True] * 3, (reached, made.faults)


@pytest.mark.parametrize("folder", COUNTS)
def test_no_case_is_lost(folder: str) -> None:
    assert len(list((CORPUS / folder).glob("*.json"))) == COUNTS[folder]
    assert len(list((CORPUS / folder).iterdir())) == 2 * COUNTS[folder]


@pytest.mark.parametrize("name", ROUNDS)
def test_what_others_wrote_is_read_at_least_as_well_as_before(name: str) -> None:
    count, *floors = ROUNDS[name]
    paths = tuple(sorted((CORPUS / name).glob("*.json")))
    assert (len(paths), len(list((CORPUS / name).iterdir()))) == (count, 2 * count)
    floors_met(paths, (floors[0], floors[1], floors[2]))


def test_every_case_is_held_by_a_floor_of_its_language_and_of_its_format() -> None:
    assert sum(len(cases("lang", code)) for code in PER_LANGUAGE) == len(CASES)
    assert sum(len(cases("format", name)) for name in PER_FORMAT) == len(CASES)


@pytest.mark.parametrize("code", PER_LANGUAGE)
def test_a_language_is_read_at_least_as_well_as_before(code: str) -> None:
    floors_met(cases("lang", code), PER_LANGUAGE[code])


@pytest.mark.parametrize("name", PER_FORMAT)
def test_a_format_is_read_at_least_as_well_as_before(name: str) -> None:
    floors_met(cases("format", name), PER_FORMAT[name])


def test_no_slot_of_the_corpus_is_lost_without_a_word() -> None:
    assert score(CASES).silent == 0


def test_a_case_without_a_source_counts_as_wrong(tmp_path: Path) -> None:
    gold = CORPUS / "dev-letters" / "ld02-temadag-markdown.json"
    lonely = tmp_path / gold.name
    lonely.write_bytes(gold.read_bytes())
    made = score([lonely])
    assert (made.slots, made.counts["documents"], made.counts["fields right"]) == (0, 1, 0)
    assert made.silent == made.counts["wanted"] > 0


def test_a_slot_with_another_title_is_right_in_its_times_only(tmp_path: Path) -> None:
    gold = CORPUS / "dev-letters" / "ld02-temadag-markdown.json"
    case = json.loads(gold.read_text("utf-8"))
    case["meetings"][0]["slots"][0]["title"] += " og mere"
    changed = tmp_path / gold.name
    changed.write_text(json.dumps(case), "utf-8")
    changed.with_suffix(".md").write_bytes(gold.with_suffix(".md").read_bytes())
    made = score([changed])
    assert (made.counts["right"], made.counts["timed"]) == (made.counts["wanted"] - 1, made.counts["wanted"])
