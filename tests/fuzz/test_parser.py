"""Whatever text a reader hands on, the parser answers with meetings and problems, in time linear in its length."""

from __future__ import annotations

import os
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kl_calendar.parse.read_programme import Options, Parsed, parse
from kl_calendar.read.formats import read

EXAMPLES = 60 * (1 + int(os.environ.get("KL_FUZZ_SECONDS", "0")) // 60)
WORDS = (
    *("kl. ", "9", "16.30", "-", " – ", "17:00", "2. september 2020", "onsdag", "den ", "31. februar", "29.2.", "v/ "),
    *("\n", "\n\n", "\t", "Program", "Tilmelding", "senest", "Sted: ", "Aulaen", "- ", "1. ", "|", " | ", "(20 min.)"),
    *("vælg et af følgende temaer:", "AFLYST", "https://a.example", "Uhr", "24.00", "99.99", "0900-0930", "Ida Holm"),
    *("**", "2400 København", "fra ", " til ", "hver uge", "uge 37", "i morgen", "12/13", "tlf. 70 12 34 56", "ca. "),
    *("§ 12", "Pause"),
)
LETTERS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=4)
TEXTS = st.lists(st.sampled_from(WORDS) | LETTERS, max_size=60).map("".join)


def parsed(text: str, name: str = "a.txt") -> Parsed:
    raw = b"Invitation\n" + text.encode("utf-8", errors="replace")
    return parse(read(raw, name), Options(around=date(2020, 6, 1)))


@given(TEXTS, st.sampled_from(["a.txt", "a.md"]))
@settings(max_examples=EXAMPLES * 5)
def test_any_text_is_answered_and_the_same_twice(text: str, name: str) -> None:
    answer = parsed(text, name)
    assert answer == parsed(text, name)
    assert all(problem.message and problem.line >= 0 for problem in answer.problems)


PIECES = (
    *("kl. 9 ", "v/ ", "A. B. ", "(((", "https://", "\tx", "§ ", "Tid: \n", "tilmelding senest den ", "mandag ", "og "),
    *("(20 min.) ", "kl. 9 v/ Ida Holm, formand "),
)


@pytest.mark.parametrize("piece", PIECES)
def test_the_time_taken_grows_with_the_length_only(piece: str) -> None:
    begun = time.process_time()
    parsed(piece * (200_000 // len(piece)))
    assert time.process_time() - begun < 20
