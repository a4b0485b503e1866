"""How and until when to register, as letters say it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.parse.reading import meeting, parsed

LETTER = "# Temadag i Nordby\n\nOnsdag den 2. september 2026 kl. 9-11\n\n- 9.00 Velkomst\n- 10.00 Kaffe\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "Deltagelse er gratis, og I kan være højst to fra hver skole. Tilmelding sker senest torsdag\nden 20. august.",
        "Alle pladser er ikke optaget endnu. I kan stadig melde jer på\nnordby.example/temadag indtil den 20. august.",
        "Tilmelding: nordby.example/temadag (lukker: 20. august)",
        "Early bird til og med 1. juni. Tilmeldingen slutter 20. august.",
    ],
)
def test_a_deadline_is_found_where_its_sentence_says_it_is_one(text: str) -> None:
    assert meeting(LETTER + text).registration_deadline == date(2026, 8, 20)


@pytest.mark.parametrize("text", ["Tilmelding senest 20/8 kl. 23.59.", "Tilmelding senest kl. 23.59 den 20/8."])
def test_the_clock_of_a_deadline_stands_on_either_side_of_its_day(text: str) -> None:
    assert meeting(LETTER + text).registration_deadline == datetime(2026, 8, 20, 23, 59)


def test_what_lasts_until_a_day_is_no_deadline_where_nobody_registers() -> None:
    assert meeting(LETTER + "Udstillingen i forhallen er åben til og med 20. august.").registration_deadline is None


def test_nynorsk_is_told_from_its_neighbours_and_its_deadline_read() -> None:
    day = "Kurshelg for leiarar\n\nLaurdag 17. oktober 2026\n\n"
    text = day + "kl 10 Registrering\nkl 11 Song\n\nMeld deg på innan 1. oktober.\n"
    (made,) = parsed(text, name="brev.txt").meetings
    assert (made.language, made.registration_deadline) == ("nn", date(2026, 10, 1))


def test_a_deadline_without_a_year_is_before_its_meeting() -> None:
    head = "Møde i rådet\n\nDato: 4. marts 2026\nTid: 15.00-17.00\nAfbud senest 2. marts\n\n"
    text = head + "15.00 Budget 2027\n16.00 Kaffe\n"
    (made,) = parsed(text, name="brev.txt", around=None).meetings
    assert made.registration_deadline == date(2026, 3, 2)
