"""The timeline for people (`convert --to text`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kl_calendar.emit.timeline import text
from kl_calendar.model.meeting import Status
from tests.samples import MEETING, WELCOME, at, revision

ENGLISH = replace(MEETING, language="en", slots=())


def head(**fields: object) -> list[str]:
    return text([revision(replace(ENGLISH, **fields))]).splitlines()  # type: ignore[arg-type]


def test_a_programme_reads_as_a_timeline() -> None:
    english = replace(MEETING, language="en")
    assert text([revision(english)]) == (
        "Politisk møde i Nordby\n"
        "Wednesday, September 2, 2020, 16.30-18.00\n"
        "Kulturhuset, Havnegade 1, 9999 Nordby\n"
        "Registration: https://tilmeld.example.dk/nordby\n"
        "Register by: Thursday, August 20, 2020\n"
        "Organiser: Udvalget for Skole\n"
        "\n"
        "16.30-16.40  Velkommen\n"
        "             Asta Lind, borgmester, Nordby Kommune\n"
        "16.40-17.30  Temadrøftelser\n"
        "             Salen\n"
        "             Choose one:\n"
        "             1. Dagtilbud (Bo Krag)\n"
        "             2. Folkeskole, Lokale 2\n"
        "             - Vælg ved indgangen\n"
        "17.30        Kaffe\n"
    )


def test_a_day_without_a_time_is_a_day() -> None:
    assert head(start=date(2020, 9, 2), end=None)[1] == "Wednesday, September 2, 2020"


def test_a_meeting_over_two_days_names_both() -> None:
    assert head(end=at(12, day=3))[1] == "Wednesday, September 2, 2020, 16.30 – Thursday, September 3, 2020, 12.00"


def test_the_next_day_of_a_programme_gets_its_heading() -> None:
    slots = (WELCOME, replace(WELCOME, start=at(9, day=3), end=None))
    lines = text([revision(replace(MEETING, language="en", slots=slots))]).splitlines()
    assert lines[-4:-1] == ["", "Thursday, September 3, 2020", "09.00        Velkommen"]


def test_a_cancelled_meeting_says_so_first() -> None:
    assert head(status=Status.CANCELLED)[0] == "CANCELLED: Politisk møde i Nordby"


def test_a_meeting_without_a_programme_says_so() -> None:
    assert head()[-1] == "No programme with times."


def test_an_unknown_language_is_english() -> None:
    assert head(language="xx")[1] == "Wednesday, September 2, 2020, 16.30-18.00"


def test_no_line_ends_in_a_blank() -> None:
    assert [line for line in text([revision()]).splitlines() if line != line.rstrip()] == []
