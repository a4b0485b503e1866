"""How lines lie decides what they are: titles above times, stages beside each other, hours that are no items."""

from __future__ import annotations

from datetime import date, datetime

from kl_calendar.parse.language import language
from kl_calendar.parse.mentions import scan
from tests.parse.reading import meeting, parsed


def starts(text: str) -> list[tuple[str, str]]:
    return [(f"{slot.start:%d/%m %H.%M}", slot.title) for slot in meeting(text).slots]


def test_titles_and_times_may_take_turns_below_the_names_of_places() -> None:
    text = (
        "Kulturnat i Nordby fredag den 9. oktober 2026\n\n"
        "BIBLIOTEKET\nHøjtlæsning i pyjamas\nkl. 18.00-18.30\nByttebord\nkl. 18.30-21.00\n\n"
        "KIRKEN\nOrglet bagfra\nkl. 18.30-19.15\nNattesang\nkl. 22.00-22.40\n"
    )
    assert starts(text) == [
        ("09/10 18.00", "Højtlæsning i pyjamas"),
        ("09/10 18.30", "Byttebord"),
        ("09/10 18.30", "Orglet bagfra"),
        ("09/10 22.00", "Nattesang"),
    ]


def test_stages_beside_each_other_are_on_one_day() -> None:
    text = (
        "Havnefest lørdag den 8. august 2026\n\n"
        "STORE SCENE\n11.00 Åbning\n14.30-15.30 Jazz\n16.00-18.00 Bigband\n\n"
        "BØRNETELTET\n10.30-12.00 Byg en båd\n15.00-16.30 Ansigtsmaling\n\n"
        "FOREDRAG\n11.00-11.45 Forlis i Sundet\n"
    )
    assert {start[:5] for start, _ in starts(text)} == {"08/08"}


def test_a_second_day_may_be_counted() -> None:
    text = "Internat den 8.-9. august 2026\n\nDag 1\n18.00 Middag\n\nDag 2\n8.00 Morgenmad\n9.00 Oplæg\n"
    assert starts(text)[1] == ("09/08 08.00", "Morgenmad")


def test_opening_hours_are_no_items_and_no_days() -> None:
    text = (
        "Kursus onsdag den 20. maj 2026 kl. 18.00-21.30\n\nSkydebanen, Vester Hedevej 114, 7362 Hampen\n\n"
        "Klubhusets åbningstider\nTirsdag 18.30-21.00\nLørdag 10.00-13.00\n"
    )
    assert meeting(text).slots == ()
    season = "Aflyst: Seniordag\n\nVi må aflyse onsdag den 13. maj 2026.\n\n10.30 Kaffe\n12.00 Frokost\n\n"
    season += "Åbningstider\n1. april - 31. oktober: tirsdag-søndag 10-16\n"
    assert meeting(season).day == date(2026, 5, 13)


def test_a_room_with_a_letter_is_no_time_of_day() -> None:
    assert scan("Room B 2.14, Teaching Block", language("en")).times == ()


def test_a_word_that_begins_a_meeting_gives_it_its_start() -> None:
    text = "Einladung zur Versammlung\n\nMittwoch, 21. Oktober 2026\nBeginn 18 Uhr, Vereinsheim Lindental\n"
    assert meeting(text).start == datetime(2026, 10, 21, 18)


def test_a_sentence_says_when_a_meeting_ends() -> None:
    text = "Board meeting, Thursday 22 January 2026 at 2.00 pm\n\n2.00 pm Apologies\n2.15 pm Rents\n\n"
    assert meeting(text + "The meeting is expected to close at 4.30 pm.\n").slots[-1].end == datetime(
        2026, 1, 22, 16, 30
    )


def test_the_day_in_a_mails_head_is_when_it_was_sent() -> None:
    text = (
        "Från: Jonna Frid\nDatum: den 28 april 2026 16:05\nTill: Klimatnätverket\nÄmne: Klimatdagen\n\n"
        "Vi ses torsdagen den 14 maj på Folkets Hus.\n\n09.00 Välkomna\n10.00 Fika\n"
    )
    made = meeting(text, around=None)
    assert (made.day, made.document_date) == (date(2026, 5, 14), date(2026, 4, 28))


def test_another_day_later_in_the_text_does_not_make_the_new_day_an_old_one() -> None:
    text = "Årsmødet er flyttet\n\nVi mødes i stedet torsdag den 27. august 2026 kl. 18.30. Svar senest 1. august.\n"
    assert [m.start for m in parsed(text).meetings] == [datetime(2026, 8, 27, 18, 30)]


def test_a_founding_year_is_not_the_year_of_the_meeting() -> None:
    text = "Museer\nstiftet 1987\n\nÅrsmøde lørdag den 25. april 2026 kl. 10-16\n\nTilmelding: inden 11. april.\n"
    assert meeting(text, around=None).registration_deadline == date(2026, 4, 11)


def test_a_title_before_its_time_may_be_broken_over_rows() -> None:
    text = (
        "Borgmestermøde tirsdag den 13. januar 2026\n\n"
        "Velkomst ............................ 14.00 - 14.10\n\n"
        "Færger og fragt: hvad fortæller\nde nye tal om øerne? ................ 14.10 - 14.45\n\n"
        "Kaffe ............................... 14.45 - 15.00\n"
    )
    assert starts(text)[1] == ("13/01 14.10", "Færger og fragt: hvad fortæller de nye tal om øerne?")


def test_times_labelled_below_each_point_are_those_of_the_points() -> None:
    text = (
        "Dagsorden\n3. marts 2026 kl. 14.00 - 15.40\n\n"
        "Punkt 1. Velkomst\nTid: 14.00-14.05\nVed: Formandskabet\n\n"
        "Punkt 2. Overgange\nTid: 14.05-14.35\n\n"
        "Pause\nTid: 14.35-14.45\n"
    )
    assert starts(text) == [("03/03 14.00", "Velkomst"), ("03/03 14.05", "Overgange"), ("03/03 14.35", "Pause")]


def test_days_with_their_hours_head_meetings_of_their_own() -> None:
    text = (
        "Introduktion i byrådssalen\n\n"
        "Modul 1\nTirsdag den 13. januar 2026, kl. 16.00-19.00\n\n16.00 Velkomst\n17.15 Anretning\n\n"
        "Modul 2\nTorsdag den 29. januar 2026, kl. 16.00-19.30\n\n16.00 Budget\n19.15 Opsamling\n"
    )
    made = parsed(text).meetings
    assert [m.start for m in made] == [datetime(2026, 1, 13, 16), datetime(2026, 1, 29, 16)]
    assert made[1].end == datetime(2026, 1, 29, 19, 30)


def test_a_day_shown_as_a_tile_is_read_as_one() -> None:
    text = "Årsmøde 2026\n\n28\naug.\n\nKl. 12.00 Frokost\nKl. 13.00 Beretning\n"
    assert starts(text) == [("28/08 12.00", "Frokost"), ("28/08 13.00", "Beretning")]


def test_two_weekdays_joined_by_a_word_are_two_days_of_one_meeting() -> None:
    text = (
        "Internat mandag den 17. og tirsdag den 18. august 2026\n\n"
        "MANDAG\n9-9.30 Morgenkaffe\n19 Middag\n\nTIRSDAG\n7.30-8.30 Morgenmad\n12 Frokost\n"
    )
    assert [start[:5] for start, _ in starts(text)] == ["17/08", "17/08", "18/08", "18/08"]


def test_a_bus_that_leaves_ends_what_goes_before() -> None:
    text = (
        "Studietur onsdag den 6. maj 2026\n\nKl. 10.00 Varmeværket\nKl. 11.30 Bussen kører videre\nKl. 12.00 Frokost\n"
    )
    assert meeting(text).slots[0].end == datetime(2026, 5, 6, 11, 30)


def test_a_column_of_days_merged_over_the_items_heads_them() -> None:
    text = (
        "Studiedage den 2.-3. juni 2026\n\n| Dag | Tid | Program |\n|---|---|---|\n"
        "| Tirsdag 2. juni | 10.00 | Ankomst |\n| | 12.00 | Frokost |\n| | 18.30 | Middag |\n"
        "| Onsdag 3. juni | 8.00 | Morgenmad |\n| | 9.00 | Oplæg |\n"
    )
    assert [start[:5] for start, _ in starts(text)] == ["02/06", "02/06", "02/06", "03/06", "03/06"]


def test_the_way_through_a_site_is_no_title() -> None:
    text = "Forside / Kalender / Kursus\n\nRiffelaften for nybegyndere\n\nOnsdag den 20. maj 2026 kl. 18.00-21.30\n"
    assert meeting(text).title == "Riffelaften for nybegyndere"
