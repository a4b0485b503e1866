"""The letter of the workspace becomes exactly its meeting, its seven slots, and nothing of its other numbers."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path

from kl_calendar.model.meeting import Meeting, Person, Slot
from kl_calendar.parse.read_programme import Options, Parsed, parse
from kl_calendar.read.formats import read

LETTER = Path(__file__).parents[2] / "feeds" / "boern-og-undervisning" / "2020-09-02-holstebro.md"
THOMAS = "Thomas Gyldal Petersen"
SLOTS = [
    ("16.30-16.40", "Velkommen", "H.C. Østerby"),
    ("16.40-16.50", "Velkommen til det politiske møde", THOMAS),
    ("16.50-17.10", "Erfaringer fra coronakrisen – fælles drøftelse", THOMAS),
    ("17.10-17.40", "Temadrøftelser", "KL's Børne- og Undervisningsudvalg"),
    ("17.40-17.50", "Opsamling i plenum", THOMAS),
    ("17.50-18.25", "Hvad er kommunerne optaget af, og hvordan kan KL understøtte det", THOMAS),
    ("18.25-18.30", "Tak for i dag", "Torben Gudiksen"),
]
THEMES = [
    "Kvalitet i dagtilbud og viden om, hvad der virker",
    "Stærke børnefællesskaber og god, motiverende undervisning i folkeskolen",
    "Sammenhæng i indsatsen fra 0 til 25 år",
]


@cache
def answer() -> Parsed:
    return parse(read(LETTER.read_bytes(), LETTER.name), Options())


def letter() -> Meeting:
    (made,) = answer().meetings
    return made


def row(slot: Slot) -> tuple[str, str, str]:
    end = slot.end or slot.start
    return f"{slot.start:%H.%M}-{end:%H.%M}", slot.title, ", ".join(person.name for person in slot.speakers)


def test_its_slots_are_these_seven_and_no_other() -> None:
    assert [row(slot) for slot in letter().slots] == SLOTS
    assert {slot.start.date() for slot in letter().slots} == {date(2020, 9, 2)}


def test_when_and_where_it_is_stands_as_in_the_letter() -> None:
    made = letter()
    assert (made.start, made.end) == (datetime(2020, 9, 2, 16, 30), datetime(2020, 9, 2, 18, 30))
    assert made.timezone == "Europe/Copenhagen"
    assert made.location == "Job- og kompetencecenter Vest, Harald Leths Vej 4, 7500 Holstebro"


def test_registration_letter_date_and_audience_are_found() -> None:
    made = letter()
    assert made.registration_url == "https://tilmeld.kl.dk/politiskmoedevestjylland"
    assert made.registration_deadline is None
    assert made.document_date == date(2020, 6, 17)
    assert len(made.audience) == 4
    assert made.audience[0] == "Borgmesteren"


def test_roles_and_organisations_stay_with_their_people() -> None:
    slots = letter().slots
    assert slots[0].speakers == (Person("H.C. Østerby", "borgmester", "Holstebro Kommune"),) or slots[0].speakers == (
        Person("H.C. Østerby", "borgmester i Holstebro Kommune"),
    )
    assert "formand for Børne- og Familieudvalget" in str(slots[6].speakers[0].role)


def test_the_three_themes_are_choices_and_the_two_points_are_notes() -> None:
    slots = letter().slots
    assert [choice.title for choice in slots[3].choices] == THEMES
    assert [slot.choices for slot in slots if slot is not slots[3]] == [()] * 6
    assert list(slots[5].notes) == [
        "Aktuelle politiske dagsordener",
        "Drøftelse af temaer, som deltagerne bringer på banen",
    ]


def test_its_other_numbers_become_nothing() -> None:
    assert [problem for problem in answer().problems if problem.severity > 1] == []
    assert [problem.code for problem in answer().problems if problem.code.startswith("time-")] == []


def test_each_slot_names_the_line_its_time_stands_on() -> None:
    lines = LETTER.read_text("utf-8").splitlines()
    for slot in letter().slots:
        assert f"Kl. {slot.start:%H.%M}" in lines[slot.lines[0] - 1]


def test_every_found_field_names_its_line() -> None:
    lines = LETTER.read_text("utf-8").splitlines()
    found = letter().lines
    assert "tilmeld.kl.dk" in lines[found["registration_url"][0] - 1]
    assert "Harald Leths Vej" in lines[found["location"][0] - 1]
    assert "Politisk møde" in lines[found["title"][0] - 1]
