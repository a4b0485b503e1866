"""Every time that a document mentions is a slot, a fact, part of a slot's text, or told."""

from __future__ import annotations

import pytest

from tests.parse.reading import HEAD, parsed

PROGRAMME = "## Program\n\n- 9.00 Velkomst\n- 10.00 Kaffe\n\n"


def told(line: str) -> dict[str, str]:
    """Code → message of what is said about a line below the programme."""
    text = f"{HEAD}{PROGRAMME}Praktisk:\n\n{line}\n"
    number = text.splitlines().index(line) + 1
    return {p.code: p.message for p in parsed(text).problems if p.line == number}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Telefonen er åben kl. 10.15-14.15 på hverdage.", "opening or telephone hours"),
        ("Bussen kører fra stationen kl. 8.25.", "a departure"),
        ("Næste møde begynder kl. 13.45.", "another meeting"),
        ("Tilmelding senest den 20. august 2026 kl. 12.05.", "a deadline"),
    ],
)
def test_a_time_beside_the_programme_is_told_with_its_reason_or_is_a_fact(line: str, reason: str) -> None:
    messages = told(line)
    made = parsed(f"{HEAD}{PROGRAMME}Praktisk:\n\n{line}\n").meetings[0]
    if reason == "a deadline" and made.registration_deadline is not None:
        return
    assert reason in messages.get("time-ignored", ""), messages
    assert [slot.title for slot in made.slots] == ["Velkomst", "Kaffe"]


def test_a_time_nobody_can_place_is_a_warning() -> None:
    codes = told("Husk 13.45")
    assert set(codes) == {"time-unplaced"}


def test_another_meetings_day_is_told() -> None:
    assert "date-ignored" in told("Forrige møde var den 4. maj 2026 i Sydby.")


def test_a_problem_names_a_line_that_holds_the_time() -> None:
    text = f"{HEAD}{PROGRAMME}Praktisk:\n\nHusk 13.45\n"
    lines = text.splitlines()
    found = [p for p in parsed(text).problems if p.code == "time-unplaced"]
    assert ["13.45" in lines[p.line - 1] for p in found] == [True]


def test_a_document_of_too_many_times_says_that_the_rest_is_left() -> None:
    text = HEAD + "\n".join(f"{n % 14 + 8}.{n % 60:02} Punkt {n}" for n in range(6000))
    assert "too-many-items" in {p.code for p in parsed(text).problems}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Kontoret har åbent man-fre 9.15-12.00.", "09.15 er intet punkt i programmet: åbnings- eller telefontid"),
        ("Næste møde er den 7. maj 2026.", "2026-05-07 er ikke mødets dag: et andet møde eller en tidligere dag"),
    ],
)
def test_why_something_is_left_out_is_said_in_danish(line: str, told: str) -> None:
    text = f"Kursus\n\nTirsdag den 3. marts 2026 kl. 10-12\n\n10.00 Start\n11.00 Kaffe\n\nKontakt\n\n{line}\n"
    assert told in [problem.told("da") for problem in parsed(text, name="brev.txt").problems]


def test_a_weekday_that_does_not_fit_is_named_in_danish() -> None:
    text = "Kursus\n\nMandag den 3. marts 2026 kl. 10-12\n\n10.00 Start\n11.00 Kaffe\n"
    told = [problem.told("da") for problem in parsed(text, name="brev.txt").problems]
    assert "2026-03-03 er ikke en mandag; datoen følges" in told
