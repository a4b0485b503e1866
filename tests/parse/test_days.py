"""Which of a document's days is the meeting's."""

from __future__ import annotations

from datetime import date, datetime
from textwrap import dedent

from tests.parse.reading import parsed

TRUSTEES = """\
    Notice of trustees' meeting

    Date: Thursday 21 November 2024
    Time: 14.00 to 15.00
    Place: The Reading Room

    1. Minutes of 19 September and matters arising (20 min)
    2. Accounts to 30 September (40 min)

    Dates for your diary: 23 January 2025 and 20 March 2025, both at 14.00.
"""
NEXT = """\
    Fra: Lone Bak
    Sendt: 2. maj 2023 14:32
    Til: Netværket
    Emne: Netværksmøde i Nordby

    Det var hyggeligt, selvom mødet d. 7/3 måtte sluttes kl. 14 på grund af sneen.

    Næste netværksmøde ligger fast til tirsdag d. 30/5 fra kl. 9.30 til 12.

    9.30: Kaffe
    10.00: Energimærker
"""
COLUMNS = """\
    Styregruppen for Fælles Data

    Mødedato      8. februar 2024
    Tidspunkt     09.00-11.00
    Mødelokale    Stuen, Kanalvej 5

    09.00 Siden sidst
    10.00 Status

    Næste møder: 14/3 og 18/4, begge kl. 9-11.
"""
SEASON = """\
    Foredragsforeningen

    Sæsonprogram 2018/2019

    13.09   Til fods til Rom
    11.10   Da brugsen brændte
    08.11   Ørne over Als
    17.01   Min mor var spion
    21.02   Himlen er mørk

    Alle foredrag begynder kl. 19.30 i Aulaen.
"""


def days(text: str) -> list[date | datetime]:
    return [made.start for made in parsed(dedent(text), name="brev.txt", around=None).meetings]


def test_days_in_the_text_below_a_labelled_day_are_about_others() -> None:
    assert days(TRUSTEES) == [datetime(2024, 11, 21, 14)]


def test_the_next_meeting_above_the_only_programme_is_this_one() -> None:
    assert days(NEXT) == [datetime(2023, 5, 30, 9, 30)]


def test_labels_may_have_their_values_in_a_column() -> None:
    (made,) = parsed(dedent(COLUMNS), name="brev.txt").meetings
    assert (made.start, made.end, made.location) == (
        datetime(2024, 2, 8, 9),
        datetime(2024, 2, 8, 11),
        "Stuen, Kanalvej 5",
    )


def test_clocks_that_go_back_again_and_again_are_the_days_of_a_season() -> None:
    assert days(SEASON) == [
        datetime(2018, 9, 13, 19, 30),
        datetime(2018, 10, 11, 19, 30),
        datetime(2018, 11, 8, 19, 30),
        datetime(2019, 1, 17, 19, 30),
        datetime(2019, 2, 21, 19, 30),
    ]


def test_the_stage_that_opens_first_opens_the_meeting() -> None:
    text = """\
        Havnefest lørdag den 24. august 2024

        STORE SCENE (Kajen)

        12.00 Åbning
        13.00 – 14.00 Koret

        BØRNESCENEN (Hallen)

        11.30 – 12.00 Trylleri
        12.00 – 12.30 Dukker
    """
    assert days(text) == [datetime(2024, 8, 24, 11, 30)]


def test_the_new_day_of_a_moved_meeting_counts() -> None:
    text = """\
        Bestyrelsesmøde i Nordby Museum

        Vi er nødt til at udskyde mødet den 14. november kl. 15.00. Den nye dato er mandag den 28. november 2022.

        16.30   Kaffe
        17.00   Regnskab
    """
    assert days(text) == [datetime(2022, 11, 28, 16, 30)]


def test_the_hours_of_the_whole_are_no_item_of_a_programme_in_one_paragraph() -> None:
    text = (
        "Aftenmøde\n\nVi mødes tirsdag d. 25. november 2025 kl. 16.30-18.45 på biblioteket. Program:16.30: Te og vand. "
        "16.45: Velkommen. 17.40: Pause. 18.30: Opsamling. Vi slutter til tiden.\n"
    )
    (made,) = parsed(text, name="brev.txt", around=None).meetings
    assert [slot.title for slot in made.slots] == ["Te og vand", "Velkommen", "Pause", "Opsamling"]
    assert made.slots[-1].end == datetime(2025, 11, 25, 18, 45)


def test_the_year_behind_a_row_of_days_is_that_of_all() -> None:
    text = """\
        Kursus i referater

        Datoer: 4. december, 9. januar og 9. juni 2026

        9.00 Kaffe
        10.00 Øvelse
    """
    assert days(text) == [datetime(2025, 12, 4, 9), datetime(2026, 1, 9, 9), datetime(2026, 6, 9, 9)]


def test_a_meeting_moved_from_one_day_to_another_is_on_the_other() -> None:
    text = """\
        Borgermøde om Åparken

        På grund af sneen flytter vi borgermødet den 3. februar til tirsdag den 24. februar 2026 kl. 19-21.

        Velkomst: 19.00-19.10
        Pause: 20.15-20.30
    """
    assert days(text) == [datetime(2026, 2, 24, 19)]


def test_of_the_days_in_a_side_box_the_one_with_hours_counts() -> None:
    page = """\
        <!DOCTYPE html><html lang="da"><body><main><h1>Erhvervsmorgen på havnen</h1>
        <p>kl. 7.30</p><h4>Morgenmad</h4><p>kl. 8</p><h4>Velkomst</h4><p>kl. 9.30</p><h4>Tak for kaffe</h4>
        <aside><h5>Tid</h5><p>Tirsdag d. 3/11 2026<br>kl. 7.30 – 9.45</p>
        <h5>Andre arrangementer</h5><ul><li>12/11 Netværk</li><li>4/12 Gløgg</li></ul></aside></main></body></html>
    """
    (made,) = parsed(page, name="side.html", around=None).meetings
    assert (made.start, len(made.slots)) == (datetime(2026, 11, 3, 7, 30), 3)
