"""Clocks that need the items around them to be understood: bare hours, halves of the day, lengths, contents pages."""

from __future__ import annotations

import pytest

from kl_calendar.parse.language import language
from kl_calendar.parse.mentions import scan
from tests.parse.reading import meeting

DAY = "Temadag tirsdag den 3. marts 2026\n\n"
ENGLISH = "Members' day\nTuesday 3 March 2026\n\n"


def starts(text: str) -> list[tuple[str, str]]:
    return [(f"{slot.start:%H.%M}", slot.title) for slot in meeting(text).slots]


def spans(text: str) -> list[tuple[str, str]]:
    return [(f"{slot.start:%H.%M}-{slot.end:%H.%M}", slot.title) for slot in meeting(text).slots if slot.end]


def test_a_bare_hour_before_a_colon_is_a_time_where_the_items_around_it_are_written_so() -> None:
    text = DAY + "8: Morgenmad\n9-10.30: Førstehjælp\n12: Frokost\n13-16: Løb i skoven\n17.30: Bål\n"
    assert [clock for clock, _ in starts(text)] == ["08.00", "09.00", "12.00", "13.00", "17.30"]


def test_numbered_points_are_no_bare_hours() -> None:
    text = DAY + "9.00: Velkomst\n1: Økonomi\n2: Personale\n10.30: Pause\n12.00: Frokost\n"
    assert starts(text) == [("09.00", "Velkomst"), ("10.30", "Pause"), ("12.00", "Frokost")]


def test_the_afternoon_of_an_english_programme_needs_no_pm() -> None:
    text = ENGLISH + "10.30 Coffee\n11.00 Bees in winter\n12.45-1.30 Lunch\n1.30 A walk round the plots\n3.00 Tea\n"
    assert spans(text) == [
        ("10.30-11.00", "Coffee"),
        ("11.00-12.45", "Bees in winter"),
        ("12.45-13.30", "Lunch"),
        ("13.30-15.00", "A walk round the plots"),
    ]


def test_an_evening_is_one_where_the_meeting_says_pm() -> None:
    text = ENGLISH + "Doors open 6.45pm, we start at 7pm.\n\n7.00 Notices\n7.10 A lost canal\n8.10 Tea\n"
    assert [clock for clock, _ in starts(text)] == ["19.00", "19.10", "20.10"]


def test_a_clock_of_24_hours_stays_as_it_is() -> None:
    text = ENGLISH + "09.00 Coffee\n12.30 Lunch\n14.00 Panel\n07.30 Breakfast for those who stay\n"
    assert ("07.30", "Breakfast for those who stay") in starts(text)


def test_the_pages_of_a_table_of_contents_are_no_part_of_a_title() -> None:
    text = DAY + (
        "1.  Godkendelse af dagsorden (15:00 - 15:05) ............. 3\n"
        "2.  Regnskab pr. 30. juni 2025 (15:05 - 15:25) ........... 4\n"
        "3.  Lokalplan (15:25 - 15:50)  6\n"
    )
    assert [clock for clock, _ in spans(text)] == ["15.00-15.05", "15.05-15.25", "15.25-15.50"]
    assert starts(text)[1][1] == "Regnskab pr. 30. juni 2025"


def test_titles_before_their_times_need_no_other_items() -> None:
    text = (
        DAY + "Sang i haven (kl. 10.00-11.00)\n\nTale (kl. 11.15)\n\nDans (kl. 12.30-13.00)\n\nDagen slutter kl. 15.\n"
    )
    assert starts(text) == [("10.00", "Sang i haven"), ("11.15", "Tale"), ("12.30", "Dans")]


def test_a_last_time_without_text_ends_a_programme_run_on_in_a_paragraph() -> None:
    text = DAY + "Program: Kl. 9.00 Kaffe. Kl. 9.30 Velkomst. Kl. 10.15 Debat. Kl. 12.00 Frokost til kl. 13.\n"
    assert spans(text)[-1] == ("12.00-13.00", "Frokost")


def test_lengths_in_a_column_are_added_up_from_the_start() -> None:
    text = (
        "Bestyrelsesmøde tirsdag den 3. marts 2026 kl. 13.00\n\n"
        "Nr   Emne                      Min.\n"
        "1    Velkomst                  5\n"
        "2    Regnskab                  40\n"
        "3    Eventuelt                 10\n"
    )
    assert spans(text) == [("13.00-13.05", "Velkomst"), ("13.05-13.45", "Regnskab"), ("13.45-13.55", "Eventuelt")]


def test_lengths_in_the_cells_of_a_table_are_added_up() -> None:
    text = (
        "Bestyrelsesmøde tirsdag den 3. marts 2026 kl. 13.00\n\n"
        "| Nr | Emne | Varighed |\n|---|---|---|\n| 1 | Velkomst | 5 min. |\n| 2 | Regnskab | ½ time |\n"
        "| 3 | Eventuelt | 10 min. |\n"
    )
    assert spans(text) == [("13.00-13.05", "Velkomst"), ("13.05-13.35", "Regnskab"), ("13.35-13.45", "Eventuelt")]


@pytest.mark.parametrize(
    ("code", "text", "minutes"),
    [
        ("da", "Pause – ½ time", 30),
        ("da", "Pause – 1½ time", 90),
        ("da", "Pause – 1,5 timer", 90),
        ("da", "Pause – et kvarter", 15),
        ("sv", "Paus – en halvtimme", 30),
        ("de", "Pause – eine halbe Stunde", 30),
        ("en", "Break – half an hour", 30),
        ("nb", "Pause – 20 minutter", 20),
    ],
)
def test_lengths_are_read_in_numbers_halves_and_words(code: str, text: str, minutes: int) -> None:
    assert [length.minutes for length in scan(text, language(code)).durations] == [minutes]


@pytest.mark.parametrize("text", ["6,00 €, Abendkasse", "120 kr. i døren", "10.00 DKK", "45 Euro"])
def test_prices_are_no_times(text: str) -> None:
    assert scan(text, language("da")).times == ()


def test_years_are_no_clocks_and_a_clock_may_be_glued_to_its_label() -> None:
    assert scan("2025-2029 Budget", language("da")).times == ()
    assert [time.start for time in scan("Program:19.00: Velkomst", language("da")).times] == [19 * 60]


def test_a_length_that_is_one_of_several_is_not_the_whole() -> None:
    text = DAY + "Kl. 13.00: Grupper (2 x 25 min.)\nKl. 14.00: Pause (20 min.)\nKl. 15.00: Tak\n"
    assert [clock for clock, _ in spans(text)][:2] == ["13.00-14.00", "14.00-14.20"]


def test_a_column_of_ends_ends_the_items() -> None:
    text = DAY + "Fra\tTil\tAktivitet\n09.00\t09.20\tVelkomst\n09.30\t10.00\tLøn\n10.00\t10.40\tKaffe\n"
    assert [clock for clock, _ in spans(text)] == ["09.00-09.20", "09.30-10.00", "10.00-10.40"]


def test_the_hours_of_a_switchboard_are_no_item() -> None:
    text = (
        "Møde i udvalget torsdag den 19. november 2026 kl. 12-14\n\nHilsen\nSentralen 77 40 00 00 (kl. 08.00-15.30)\n"
    )
    assert meeting(text).slots == ()


@pytest.mark.parametrize(
    ("code", "text", "shown"),
    [
        ("da", "Mellem 9 og 10: Ankomst", [(540, 600)]),
        ("da", "9.00 → 9.30 Velkomst", [(540, 570)]),
        ("de", "9h30 Vortrag", [(570, None)]),
        ("de", "9 Uhr 30 Vortrag", [(570, None)]),
        ("en", "Noon Lunch", [(720, None)]),
        ("en", "12 noon Lunch", [(720, None)]),
        ("en", "10 am to midday: A walk", [(600, 720)]),
        ("da", "for 8 til 12 personer", []),
    ],
)
def test_clocks_are_read_as_their_languages_write_them(
    code: str, text: str, shown: list[tuple[int, int | None]]
) -> None:
    assert [(time.start, time.end) for time in scan(text, language(code)).times] == shown


def test_signs_and_lengths_around_a_time_are_no_part_of_a_title() -> None:
    text = DAY + "🕘 09.00 Velkomst\n☕ 10.30-10.45 (15 min.): Kaffe\n🎤 10.45 Oplæg\n"
    assert starts(text) == [("09.00", "Velkomst"), ("10.30", "Kaffe"), ("10.45", "Oplæg")]


def test_weekdays_before_the_times_put_items_on_their_days() -> None:
    text = (
        "Weekendkursus fredag den 6. marts 2026\n\nFredag 18.00: Middag\nLørdag 9.00: Kursus\nLørdag 12.00: Frokost\n"
    )
    days = [(f"{slot.start:%d/%m %H.%M}", slot.title) for slot in meeting(text).slots]
    assert days == [("06/03 18.00", "Middag"), ("07/03 09.00", "Kursus"), ("07/03 12.00", "Frokost")]
