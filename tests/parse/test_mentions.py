"""What counts as a time, a day, a weekday or a length in one line, and what looks like one and is not."""

from __future__ import annotations

import pytest

from kl_calendar.parse.language import language
from kl_calendar.parse.mentioned import MOST
from kl_calendar.parse.mentions import scan
from tests.parse.reading import DANISH, dates, times

TIMES = {
    "kl. 16.30": ["16.30"],
    "Kl. 9": ["9.00"],
    "klokken 9": ["9.00"],
    "KL. 16:30 Velkommen": ["16.30"],
    "9.30-10 Kaffe": ["9.30-10.00"],
    "9-9.30 Kaffe": ["9.00-9.30"],
    "0900-0930 Kaffe": ["9.00-9.30"],
    "16:30 – 18:30": ["16.30-18.30"],
    "16.30—18.30": ["16.30-18.30"],
    "fra kl. 9 til 15": ["9.00-15.00"],
    "kl. 9.00 til kl. 15.00": ["9.00-15.00"],
    "kl. 13 (20 min.)": ["13.00"],
    "kl. 9.00 og igen kl. 14.00": ["9.00", "14.00"],
    "kl. 22.00-01.00 Fest": ["22.00-1.00"],
    "19.00- Middag": ["19.00"],
    "kl.\u00a09.30": ["9.30"],
    "ca. kl. 12.15": ["12.15"],
}
NO_TIMES = (
    "Weidekampsgade 10",
    "Postboks 3370",
    "DK-2300 København S",
    "Weidekampsgade 10, 2300 København S",
    "tlf. 33 70 33 70",
    "+45 33 70 33 70",
    "Side 1 af 2",
    "0 til 25 år",
    "Sagsnr. SAG-2020-01234",
    "Prisen er 1.250 kr.",
    "kr. 16.30",
    "12,50 % af børnene",
    "lokale 9.30",
    "§ 16",
    "punkt 3.15",
    "https://example.dk/9.30-10.30",
    "ida.930@example.dk",
    "00:05:22 Indledning",
    "Budget 2025-2029",
    "99.99",
    "25.30",
)
DAYS = {
    "2. september 2020": ["2.9.2020"],
    "onsdag den 2. september": ["2.9."],
    "ons. d. 2. sept. 2020": ["2.9.2020"],
    "2.9.2020": ["2.9.2020"],
    "2/9-2020": ["2.9.2020"],
    "2/9 2020": ["2.9.2020"],
    "2/9-20": ["2.9.2020"],
    "02-09-2020": ["2.9.2020"],
    "2020-09-02": ["2.9.2020"],
    "d. 2/9": ["2.9."],
    "den 7.-8. maj 2026": ["7.5.-8.5.2026"],
    "7. og 8. maj 2026": ["7.5.-8.5.2026"],
    "29. februar 2024": ["29.2.2024"],
}
NO_DAYS = ("31. februar", "32. maj", "00/9", "12.345.678 kr.", "kapitel 2")


@pytest.mark.parametrize(("line", "wanted"), TIMES.items())
def test_every_way_to_write_a_time_is_understood(line: str, wanted: list[str]) -> None:
    assert times(line) == wanted


@pytest.mark.parametrize("line", NO_TIMES)
def test_numbers_that_are_something_else_are_no_times(line: str) -> None:
    assert times(line) == []


@pytest.mark.parametrize(("line", "wanted"), DAYS.items())
def test_every_way_to_write_a_day_is_understood(line: str, wanted: list[str]) -> None:
    assert dates(line) == wanted


@pytest.mark.parametrize("line", NO_DAYS)
def test_days_that_do_not_exist_are_no_days(line: str) -> None:
    assert dates(line) == []


@pytest.mark.parametrize(
    ("code", "line", "wanted"),
    [
        ("de", "9.30 Uhr Begrüßung", ["9.30"]),
        ("de", "von 9.00 bis 10.30 Uhr", ["9.00-10.30"]),
        ("en", "9:30 am Welcome", ["9.30"]),
        ("en", "2:00-2:15 pm Break", ["14.00-14.15"]),
        ("en", "12 pm Lunch", ["12.00"]),
        ("sv", "kl. 09.30–10.00 Fika", ["9.30-10.00"]),
        ("nb", "Kl. 09:30 Velkommen", ["9.30"]),
        ("nn", "Klokka 10 Opning", ["10.00"]),
    ],
)
def test_each_language_has_its_own_signs_of_a_time(code: str, line: str, wanted: list[str]) -> None:
    assert times(line, language(code)) == wanted


@pytest.mark.parametrize(
    ("line", "minutes"), [("Kaffe (20 min.)", [20]), ("1 time", [60]), ("45 minutter", [45]), ("20 mineraler", [])]
)
def test_lengths_are_read_in_minutes(line: str, minutes: list[int]) -> None:
    assert [length.minutes for length in scan(line, DANISH).durations] == minutes


def test_a_weekday_alone_is_a_mention_of_its_own() -> None:
    assert [day.number for day in scan("Torsdag", DANISH).weekdays] == [3]


def test_a_weekday_beside_its_day_belongs_to_the_day() -> None:
    found = scan("torsdag den 3. september 2026", DANISH)
    assert ([day.weekday for day in found.dates], found.weekdays) == ([3], ())


def test_a_day_that_may_be_a_clock_is_marked_as_weak() -> None:
    assert [day.weak for day in scan("17.11 Kaffe", DANISH).dates] == [True]


def test_mentions_stand_where_they_say() -> None:
    line = "Mødet er den 2. september 2020 kl. 16.30-18.30 i salen"
    found = scan(line, DANISH)
    assert [line[a:b] for a, b in (found.dates[0].span, found.times[0].span)] == [
        "den 2. september 2020",
        "kl. 16.30-18.30",
    ]


def test_a_line_with_more_mentions_than_are_looked_at_says_so() -> None:
    found = scan("kl. 9.30 x " * (MOST + 1), DANISH)
    assert (found.crowded, len(found.times)) == (True, MOST)
