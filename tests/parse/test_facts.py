"""What a letter says around its programme: day, year, place, registration, deadline, letter date, status."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from kl_calendar.model.meeting import Status
from tests.parse.reading import codes, meeting, parsed

REST = "\n\n## Program\n\n- 9.00 Velkomst\n- 10.00 Kaffe\n"


def letter(day: str, more: str = "") -> str:
    return f"# Temadag om dagtilbud\n\n{day}{REST}\n{more}"


@pytest.mark.parametrize(
    "day",
    [
        "Onsdag den 2. september 2026 kl. 9.00-11.00",
        "Dato: 2. september 2026\nTid: kl. 9-11",
        "2/9-2026 kl. 9.00 til 11.00",
        "2026-09-02, 9:00 - 11:00",
        "Tidspunkt: 2.9.2026 fra kl. 9 til 11",
    ],
)
def test_the_day_and_hours_are_read_in_every_notation(day: str) -> None:
    made = meeting(letter(day))
    assert (made.start, made.end) == (datetime(2026, 9, 2, 9), datetime(2026, 9, 2, 11))


def test_a_missing_year_is_the_nearest_such_day_from_the_letters_date_on() -> None:
    text = "Nordby, den 17. november 2026\n\n" + letter("Onsdag den 3. februar kl. 9-11")
    assert meeting(text, around=None).day == date(2027, 2, 3)


def test_a_missing_year_without_a_letter_date_is_told() -> None:
    text = letter("2. september kl. 9-11")
    assert meeting(text, around=date(2026, 9, 3)).day == date(2027, 9, 2)
    assert "year-guessed" in codes(text)


def test_a_weekday_that_contradicts_its_day_is_told_and_the_day_followed() -> None:
    text = letter("Mandag den 2. september 2026 kl. 9-11")
    assert meeting(text).day == date(2026, 9, 2)
    assert "weekday-mismatch" in codes(text)


def test_a_document_without_a_day_gives_no_meeting_and_says_so() -> None:
    assert parsed(letter("")).meetings == ()
    assert "no-date" in codes(letter(""))


def test_the_callers_day_serves_where_the_document_has_none() -> None:
    assert meeting(letter(""), day=date(2026, 9, 2)).slots[0].start == datetime(2026, 9, 2, 9)


@pytest.mark.parametrize(
    "line",
    [
        "Tilmelding senest den 20. august 2026",
        "Tilmeldingsfrist: 20. august 2026",
        "Tilmeld dig inden den 20/8-2026",
        "Frist for tilmelding: torsdag den 20. august 2026",
    ],
)
def test_a_deadline_is_no_day_of_the_meeting(line: str) -> None:
    made = meeting(letter("2. september 2026 kl. 9-11", line))
    assert (made.registration_deadline, made.day) == (date(2026, 8, 20), date(2026, 9, 2))


def test_a_deadline_keeps_its_hour() -> None:
    made = meeting(letter("2. september 2026 kl. 9-11", "Tilmelding senest den 20. august 2026 kl. 12.00"))
    assert made.registration_deadline == datetime(2026, 8, 20, 12)


def test_where_to_register_is_the_link_beside_the_word() -> None:
    more = "Læs mere på https://www.nordby.example\n\nTilmelding: https://tilmeld.example/temadag\n"
    assert meeting(letter("2. september 2026 kl. 9-11", more)).registration_url == "https://tilmeld.example/temadag"


@pytest.mark.parametrize("label", ["Sted", "Hvor", "Mødested", "Adresse"])
def test_a_label_names_the_place(label: str) -> None:
    made = meeting(letter(f"2. september 2026 kl. 9-11\n\n{label}: Kulturhuset, Havnegade 1, 9999 Nordby"))
    assert made.location == "Kulturhuset, Havnegade 1, 9999 Nordby"


@pytest.mark.parametrize("heading", ["AFLYST: Temadag om dagtilbud", "Temadag om dagtilbud er aflyst"])
def test_a_meeting_that_is_called_off_is_cancelled(heading: str) -> None:
    made = meeting(f"# {heading}\n\n2. september 2026 kl. 9-11{REST}")
    assert made.status is Status.CANCELLED


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Mødet om vand ved åen er aflyst.", Status.CANCELLED),
        ("Mødet er aflyst, men I kan læse om det i avisen.", Status.CANCELLED),
        ("Om færre end ti melder sig, bliver mødet aflyst.", Status.CONFIRMED),
        ("Mødet aflyses ved færre end ti tilmeldte.", Status.CONFIRMED),
        ("Mødet kan blive aflyst.", Status.CONFIRMED),
    ],
)
def test_a_condition_calls_nothing_off(said: str, status: Status) -> None:
    assert meeting(f"# Temadag om dagtilbud\n\n2. september 2026 kl. 9-11\n\n{said}\n{REST}").status is status


def test_a_deadline_s_clock_is_told_of_by_the_deadline() -> None:
    made = parsed(letter("2. september 2026 kl. 9-11", "Tilmelding senest den 20. august 2026 kl. 2359"))
    assert made.meetings[0].registration_deadline == datetime(2026, 8, 20, 23, 59)
    assert not [problem for problem in made.problems if problem.code.startswith("time-")]


def test_the_title_goes_without_what_it_is_for() -> None:
    made = meeting(f"# Invitation til temadag om dagtilbud den 2. september 2026\n\nKl. 9-11{REST}")
    assert made.title.casefold() == "temadag om dagtilbud"


def test_two_days_of_one_meeting_have_slots_of_their_own() -> None:
    text = (
        "# Seminar om dagtilbud\n\n2.-3. september 2026\n\n"
        "## Onsdag den 2. september\n\n- 9.00 Velkomst\n- 10.00 Kaffe\n\n"
        "## Torsdag den 3. september\n\n- 9.00 Morgensang\n- 10.00 Afslutning\n"
    )
    assert [(s.start.day, s.title) for s in meeting(text).slots] == [
        (2, "Velkomst"),
        (2, "Kaffe"),
        (3, "Morgensang"),
        (3, "Afslutning"),
    ]


def test_a_list_of_days_is_as_many_meetings() -> None:
    text = (
        "# Møder i udvalget 2026\n\n- Mandag den 7. september 2026 kl. 16.30-18.00\n"
        "- Mandag den 5. oktober 2026 kl. 16.30-18.00\n- Mandag den 2. november 2026 kl. 16.30-18.00\n"
    )
    assert [made.start for made in parsed(text).meetings] == [
        datetime(2026, 9, 7, 16, 30),
        datetime(2026, 10, 5, 16, 30),
        datetime(2026, 11, 2, 16, 30),
    ]


@pytest.mark.parametrize(
    ("day", "clock", "code"),
    [("29. marts 2026", "2.30", "time-not-there"), ("25. oktober 2026", "2.30", "time-twice")],
)
def test_a_time_that_the_clocks_skip_or_repeat_is_told(day: str, clock: str, code: str) -> None:
    assert code in codes(
        f"# Nattevagt i Nordby\n\n{day}\n\n- kl. 1.00 Samling\n- kl. {clock} Runde\n- kl. 4.00 Kaffe\n"
    )
