"""What people's pages and letters do, one layout each: what the reader of it understands, the parser does too."""

from __future__ import annotations

from datetime import date, datetime
from textwrap import dedent

import pytest

from kl_calendar.model.meeting import Meeting, Status
from tests.parse.reading import parsed

VISITS = """\
    # Udvalget på besøg

    ### Struer: mandag den 16. september 2024 kl. 13-15

    *Sted:* Folkets Hus, Østergade 11, 7600 Struer

    - **13.00** Velkomst
    - **14.00** Kaffe og byvandring

    Tilmelding: https://raad.example/struer senest 9. september

    ### Stege: fredag den 4. oktober 2024 kl. 9.30-12

    *Sted:* Medborgerhuset, Luffes Stræde 6, 4780 Stege

    - **9.30** Velkomst
    - **10.45** Drøftelse

    Tilmelding: https://raad.example/stege senest 27. september
"""
TOWNS = """\
    Invitation til fyraftensmøder om økonomien

    Mandag den 27. marts 2017, kl. 16.00-18.00 - Aarhus
    Hotel Bakken
    Bakkevej 1
    8000 Aarhus C
    Tirsdag den 28. marts 2017, kl. 16.00-18.00 - Korsør
    Skovhuset
    Skovvej 30
    4220 Korsør
    Torsdag den 30. marts 2017, kl. 16.00-18.00 - Aalborg
    Hotel Kilden
    Kildevej 35
    9200 Aalborg SV
    Tilmeldingsfristen er mandag den 20. marts kl. 12.00. Tilmelding via https://tilmeld.example/fyraften
"""


def read(text: str, name: str = "side.txt") -> Meeting:
    (meeting,) = parsed(dedent(text), name=name).meetings
    return meeting


def starts(meeting: Meeting) -> list[str]:
    return [f"{s.start:%d.%m. %H.%M} {s.title}" for s in meeting.slots]


def test_each_of_several_meetings_has_the_place_link_and_deadline_under_its_own_heading() -> None:
    made = parsed(dedent(VISITS), name="brev.md").meetings
    assert [(m.location, m.registration_url, m.registration_deadline) for m in made] == [
        ("Folkets Hus, Østergade 11, 7600 Struer", "https://raad.example/struer", date(2024, 9, 9)),
        ("Medborgerhuset, Luffes Stræde 6, 4780 Stege", "https://raad.example/stege", date(2024, 9, 27)),
    ]


def test_behind_each_day_a_town_and_below_it_the_address_and_behind_the_list_what_is_of_all() -> None:
    made = parsed(dedent(TOWNS), name="brev.txt").meetings
    assert [m.location for m in made] == [
        "Hotel Bakken, Bakkevej 1, 8000 Aarhus C",
        "Skovhuset, Skovvej 30, 4220 Korsør",
        "Hotel Kilden, Kildevej 35, 9200 Aalborg SV",
    ]
    assert {m.title for m in made} == {"fyraftensmøder om økonomien"}
    assert {m.registration_url for m in made} == {"https://tilmeld.example/fyraften"}
    assert {m.registration_deadline for m in made} == {datetime(2017, 3, 20, 12)}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Kl. 8. 35 Morgenkaffe", "08.35 Morgenkaffe"),
        ("19,15 Velkomst i stuen", "19.15 Velkomst i stuen"),
        ("ca. 19,15 Velkomst i stuen", "19.15 Velkomst i stuen"),
        ("Kl. 13.15-14.15 rundvisning på gården, tag evt. et tæppe med til benene.", "13.15 rundvisning på gården"),
    ],
)
def test_clocks_as_people_type_them(row: str, said: str) -> None:
    meeting = read(f"Udflugt fredag den 5. juni 2026\n\nKl. 7.30 Kaffe\n{row}\nKl. 20.30 Hjemtur og sang\n")
    assert any(s.endswith(said) or said in s for s in starts(meeting))


def test_german_hours_with_their_sign_begin_items() -> None:
    text = """\
        Ausflug am Freitag, 20. Juli 2018

        7h: Frühstück für alle
        9h30: Fahrt zur Insel
        12h: Picknick im Park
    """
    assert starts(read(text)) == [
        "20.07. 07.00 Frühstück für alle",
        "20.07. 09.30 Fahrt zur Insel",
        "20.07. 12.00 Picknick im Park",
    ]


def test_a_day_with_a_month_of_one_digit_behind_its_weekday_heads_items() -> None:
    text = """\
        Bygdedagar 2022

        Fredag 27.5
        - Kl 17.00 Rebusløp
        Laurdag 28.5
        - Kl 12.00 Oppmarsj
        - Kl 14.00 Konsert
    """
    assert starts(read(text)) == ["27.05. 17.00 Rebusløp", "28.05. 12.00 Oppmarsj", "28.05. 14.00 Konsert"]


def test_days_head_items_through_long_prose() -> None:
    prose = 2 * "De fleste kommer allerede nu for at gøre alt klar i ro og mag, og de sover i telt uden at betale. "
    first = f"Vintertur 2022\n\nOnsdag 9/2\n{prose}\n15.00: Nøgler\n18.00: Mad\n"
    text = f"{first}Torsdag 10/2\n{prose}\n07.30: Morgenmad\n13.00: Start\n"
    assert starts(read(text)) == [
        "09.02. 15.00 Nøgler",
        "09.02. 18.00 Mad",
        "10.02. 07.30 Morgenmad",
        "10.02. 13.00 Start",
    ]


def test_lone_times_stand_between_a_title_and_a_sentence_about_it() -> None:
    text = """\
        Forår på museet
        3. april 2026 kl. 11.00 – 15.00

        Børnetur
        Kl. 11.15 – 12.00
        Vi hilser foråret og leder efter malerier med sol.
        Papirværksted
        Kl. 12.00 – 15.00
        Kom og klip med i værkstedet.
        Hareløb
        Kl. 13.30
        Det bliver godt!
    """
    assert [s.title for s in read(text).slots] == ["Børnetur", "Papirværksted", "Hareløb"]


def test_two_rows_that_lost_their_break_are_two_items() -> None:
    text = (
        "Fagdag 26. april 2019\n\n10:00-10:10 Velkommen\n10:10-10:30 Valg v/ Øystein Berg 10:30-11:30 Tips og triks\n"
    )
    meeting = read(text)
    assert [s.title for s in meeting.slots] == ["Velkommen", "Valg", "Tips og triks"]
    assert [p.name for p in meeting.slots[1].speakers] == ["Øystein Berg"]


def test_a_marker_at_a_rows_end_leads_to_the_name_below() -> None:
    text = """\
        Medlemsmøte 15. juni 2026

        Kl. 19.00    Velkommen
        Kl. 20.55    Årets høydepunkter under festspillene ved
                     Ragnhild Moe, festspilldirektør
    """
    slot = read(text).slots[1]
    assert (slot.title, slot.speakers[0].name) == ("Årets høydepunkter under festspillene", "Ragnhild Moe")


def test_places_in_a_recording_are_no_items() -> None:
    text = (
        "Webinar 14. juni 2018 kl. 10.00-11.30\n\n00:00 Intro\n04:15 Reglerne\n47:05 Afstemning\n1:20:10 Afslutning\n"
    )
    assert read(text).slots == ()


def test_a_table_row_with_broken_cells_stays_a_row() -> None:
    text = """\
        # Temamøde 14. maj 2025

        | Tid | Punkt | Ved |
        |---|---|---|
        | 9.30–10.00 | Ankomst | |
        | 10.00–11.00 | To modeller | Poul Bisp, Havby<br>Iben Falck, Stevns |
        | 11.00–11.30 | Frokost | |
    """
    meeting = read(text, name="brev.md")
    assert [[p.name for p in s.speakers] for s in meeting.slots] == [[], ["Poul Bisp", "Iben Falck"], []]


def test_a_tag_left_at_the_top_of_a_text_is_no_xml() -> None:
    tag = '<img height="1" src="https://spor.example/tr?id=530174029369308" />'
    text = f"{tag}\n\nVenskabsdag\nLørdag d. 9. oktober 2021\n\nVi ses.\n"
    meeting = read(text)
    assert (meeting.title, meeting.start) == ("Venskabsdag", date(2021, 10, 9))


@pytest.mark.parametrize("noise", ["Program 2021.pdf", "Del artikel Print", "Forside / Kalender / Møder", "kalender"])
def test_what_a_page_has_above_its_heading_is_no_title(noise: str) -> None:
    assert (
        read(f"{noise}\n\nDigitalt seminar om landsbyer og skoler\n\nTid: onsdag 28. april 2021 kl. 19\n").title
        == "Digitalt seminar om landsbyer og skoler"
    )


def test_what_a_heading_says_of_the_place_is_no_part_of_the_title() -> None:
    meeting = read(
        "Program for internat for ledere, Hotel Bakken\nden 7.-8. februar 2020\n\n9.30 Kaffe\n10.00 Velkomst\n"
    )
    assert (meeting.title, meeting.location) == ("internat for ledere", "Hotel Bakken")


def test_a_bus_is_not_when_the_meeting_begins() -> None:
    text = "Internat den 7. februar 2020\n\n9.30 Kaffe\n10.00 Velkomst\n\nBus fra banegården kl. 8.35 den 7. februar.\n"
    assert read(text).start == datetime(2020, 2, 7, 9, 30)


def test_the_day_that_a_meeting_should_have_had_is_not_its_day() -> None:
    text = """\
        Dialogmøde

        Det skulle have været holdt torsdag den 12. november 2020 kl. 16-19, men salen er optaget.
        Mødet holdes i stedet

        tirsdag den 1. december 2020 kl. 15-18

        15.00 Velkomst
        15.10 Drøftelse
    """
    assert read(text).start == datetime(2020, 12, 1, 15)


def test_a_years_and_a_time_that_lost_their_space_are_both_read() -> None:
    assert read("Digitalt seminar\n\nTid:\n28. april 202119.00\n").start == datetime(2021, 4, 28, 19)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("Freitag, 13. bis Samstag, 14. Februar 2026", (date(2026, 2, 13), date(2026, 2, 14))),
        ("Fr., 13. bis Sa., 14. Februar 2026", (date(2026, 2, 13), date(2026, 2, 14))),
        ("vom 13. Februar bis zum 14. Februar 2026", (date(2026, 2, 13), date(2026, 2, 14))),
        ("fredag den 13. til lørdag den 14. februar 2026", (date(2026, 2, 13), date(2026, 2, 14))),
        ("Friday 13th until Saturday 14th February 2026", (date(2026, 2, 13), date(2026, 2, 14))),
    ],
)
def test_words_join_the_first_and_the_last_day(said: str, days: tuple[date, date]) -> None:
    meeting = read(f"Seminar\n\n{said}\n")
    assert (meeting.start, meeting.end) == days


def test_the_days_of_one_meeting_may_each_have_their_hours() -> None:
    meeting = read("""\
        Konferanse om lokaldemokrati - 25. og 26. september 2018

        Tidsramme:

          • Tirsdag 25.9: Start kl. 11.00 - 18.00 (registrering fra kl. 9.00)
          • Onsdag 26.9: Konferanse kl. 9.00 -13.00 (lunsj fra kl. 13.00)
    """)
    assert (meeting.start, meeting.end) == (datetime(2018, 9, 25, 11), datetime(2018, 9, 26, 13))


def test_a_sentence_says_when_the_last_day_ends() -> None:
    meeting = read("""\
        Velkommen til landskonferanse for alle frivillige og ansatte

        Tid: 12. - 13. mars 2022
        Sted: Fjordhotellet

        Påmelding skjer på nettsiden, og dere kan ikke betale der.
        Konferansen starter kl. 1000 lørdag med registrering fra kl. 0900. Vi avslutter søndag kl. 1500.
    """)
    assert (meeting.start, meeting.end) == (datetime(2022, 3, 12, 10), datetime(2022, 3, 13, 15))


def test_a_time_and_a_place_said_once_are_those_of_a_whole_list() -> None:
    text = """\
        Lunchtime seminars, spring 2026

        Thursday 15 January
        Who counts the bees?

        Thursday 12 February
        Six hundred years of ditches

        All seminars run 12.15-13.00 in Seminar Room B2, Old Dairy, and are open to everybody.
    """
    made = parsed(dedent(text), name="side.txt").meetings
    assert [(m.start, m.location) for m in made] == [
        (datetime(2026, 1, 15, 12, 15), "Seminar Room B2, Old Dairy"),
        (datetime(2026, 2, 12, 12, 15), "Seminar Room B2, Old Dairy"),
    ]


def test_stages_headed_in_capitals_are_places_and_no_notes() -> None:
    meeting = read("""\
        Havnedag lørdag den 21. maj 2016

        BEDDINGEN

        10.00 Åbning
        11.30 Debat

        NAVIGATØRENS HUS

        10.30 Fortælling
        12.00 Kaffe
    """)
    assert [(s.title, s.location, s.notes) for s in meeting.slots] == [
        ("Åbning", "BEDDINGEN", ()),
        ("Debat", "BEDDINGEN", ()),
        ("Fortælling", "NAVIGATØRENS HUS", ()),
        ("Kaffe", "NAVIGATØRENS HUS", ()),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Landsmøte 2021\n\nLandsmøtet er mandag 30. august 2021, kl. 08.45-12.00. Vanligvis holdes det sammen med"
        " landskonferansen, som dessverre ble avlyst i år.\n",
        "Årsmötet avlyst\n\nÅrsmötet som var planerat till den 17-18 mars 2020 är avlyst.\n\n"
        "Vi har beslutat att genomföra årsmötet den 4-5 juni 2020.\n",
    ],
)
def test_another_meeting_or_another_day_that_was_called_off_cancels_nothing(text: str) -> None:
    assert read(text).status is Status.CONFIRMED


def test_a_house_is_no_speaker() -> None:
    meeting = read("Samling 29. mai 2018\n\n09:00 Registrering på Quality Hotel Residence\n10:00 Velkommen\n")
    assert meeting.slots[0].speakers == ()


def test_the_last_day_to_register_is_the_one_the_label_leads_to() -> None:
    meeting = read("""\
        Landsting 5. april 2024

        Påmelding: Innen 8. mars til post@kilden.example.

        Bussen går 13.15 og påmelding sendes til buss@kilden.example innen 26. mars.
    """)
    assert meeting.registration_deadline == date(2024, 3, 8)


def test_the_number_of_a_newsletter_is_no_title() -> None:
    text = "Pflegeverband Oberes Tal e. V.\nRundschreiben 7/2019\n\nFachtag Streuobst\n\nSamstag, 14. September 2019\n"
    assert read(text).title == "Fachtag Streuobst"


def test_a_journal_number_is_no_clock_and_an_agendas_items_are_no_titles() -> None:
    meeting = read("""\
        Tirsdag den 07-02-2017 kl. 08:15

        Dagsorden for Kulturudvalget

        8 Budgetopfølgning 2017
        9 Plan for turisme
        10 Studietur til Aarhus den 17.-19. maj 2017

        00.30S00 - 2016/41522
    """)
    assert (meeting.title, meeting.start) == ("Kulturudvalget", datetime(2017, 2, 7, 8, 15))


def test_a_sentence_behind_the_programme_says_where() -> None:
    meeting = read(
        "Dialogmøte fredag 1. desember 2017\n\n12:00 – 12:45: Dialog\n13:00 - 13:45: Kultur\n\n"
        "Møtet er i Åsvik rådhus.\n"
    )
    assert meeting.location == "Åsvik rådhus"


def test_a_sentence_broken_over_rows_is_no_title() -> None:
    text = (
        "Medborgermøde\nlørdag 26-1-2013\nkl. 10 - kl. 16\n"
        "Udviklingsseminar for engagerede og interesserede borgere i\nlokalsamfundene i hele Nordby Kommune.\n"
    )
    assert read(text).title == "Medborgermøde"


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (
            "Forside\n\nNordby Nyt inviterer til vælgermøde forud for valget\n\n"
            "Denne aften kan du lære at kende, hvem dine kandidater i byen er.",
            "vælgermøde forud for valget",
        ),
        ("INVITATION\nPolitisk speed-debat – KV25\nHusk: Traditionelt skiftes en tredjedel af byrådet", None),
        ("Folkemøde i Nordby\n\nOrdstyrer Ida Holm\n\nDen foreløbige tidsplan er:", "Folkemøde i Nordby"),
        ("Program for dagen", "Program"),
    ],
)
def test_the_title_is_what_an_invitation_leads_to_and_no_sentence_person_or_lead(rows: str, title: str | None) -> None:
    text = f"{rows}\n\nTirsdag d. 4. november 2025 i Kulturhuset\n\nKl. 19.00 Velkomst\nKl. 19.30 Debat\n"
    assert read(text).title == (title or "Politisk speed-debat – KV25")


def test_the_times_of_two_days_are_no_span() -> None:
    text = (
        "Årsmøde\n\nVi mødes lørdag den 23. maj 2026 kl. 10.00 i Nordby. Søndag den 24. maj slutter vi kl. 13.15.\n\n"
        "Lørdag den 23. maj\n\n10.00 Indskrivning\n13.00 Frokost\n17.45 Oplæg\n"
    )
    assert read(text).end == datetime(2026, 5, 23, 17, 45)


def test_a_length_from_to_is_no_part_of_the_title() -> None:
    text = "Temaaften 3. september 2026\n\n18.05 Tema-del 20-30 minutter\n18.30 Spørgsmål\n"
    assert read(text).slots[0].title == "Tema-del"


def test_who_chairs_is_no_part_of_the_place() -> None:
    text = (
        "Politikervecka 2026\n\nMåndag 29 juni\n\nPlats: Spegelsalen, Hotell Kusten, Moderator: Ulf Ek\n\n"
        "13.00 Möte\n14.30 Vård\n"
    )
    assert read(text).location == "Spegelsalen, Hotell Kusten"


def test_table_rows_that_broke_between_their_cells_are_rows() -> None:
    meeting = read("""\
        # Summit

        | Monday, July 21, 2025 |
        |
        | 7:00 a.m.–6:00 p.m. |
        Registration |
        | 8:30 a.m.–Noon |
        Workshops
        and groups |
        | Noon–1:00 p.m. |
        Lunch |
    """)
    assert starts(meeting) == ["21.07. 07.00 Registration", "21.07. 08.30 Workshops and groups", "21.07. 12.00 Lunch"]


def test_days_in_some_points_of_an_agenda_are_no_meetings() -> None:
    meeting = read("""\
        The AGM of Bosham Village Hall shall be held on Thursday 6th October 2022 in the Lesser Hall at 7pm.

        - Apologies received.
        - Minutes of the previous AGM, on 28th February 2022.
        - Matters arising.
        - Treasurer's report (year ending 29 June 2022)
        - Election of trustees
    """)
    assert meeting.start == datetime(2022, 10, 6, 19)


def test_persons_below_a_title_are_kept_where_a_row_is_broken_or_a_label_leads() -> None:
    meeting = read("""\
        Konference torsdag den 5. september 2024

        09.45   Hvor langt er vi?
                Direktør Lone Holm og
                klimachef Bo Asmus Kjær
        13.15   Paneldebat
                Deltagere:
                - Birgit Hansen, borgmester, Nordby
                - Thomas Lykke, formand, Øby
        14.30   Kage
    """)
    assert [[p.name for p in s.speakers] for s in meeting.slots] == [
        ["Lone Holm", "Bo Asmus Kjær"],
        ["Birgit Hansen", "Thomas Lykke"],
        [],
    ]


def test_a_time_stamp_is_a_local_time_and_its_distance_from_utc_none() -> None:
    meeting = read("""\
        Grundlovsfest

            Hvornår:
            jun 5, 2024 kl. 14:00 – 17:00
            2024-06-05T14:00:00+02:00
            2024-06-05T17:00:00+02:00
            Hvor:
            Bystævnepladsen
            Kroggyden
            Grundlovsfest @ Bystævnepladsen

            kl. 14:15 Indvielse
            KL15:30 Fællessang
    """)
    assert (meeting.title, meeting.location) == ("Grundlovsfest", "Bystævnepladsen, Kroggyden")
    assert (meeting.start, meeting.end) == (datetime(2024, 6, 5, 14), datetime(2024, 6, 5, 17))
    assert starts(meeting) == ["05.06. 14.15 Indvielse", "05.06. 15.30 Fællessang"]


def test_titles_that_lost_the_space_behind_am_and_pm() -> None:
    text = (
        "Symposium\n\n17 April 2026\n\n9.20amWelcome\n11.00am-1.00pm Sessions A\n1.00 pmLunch\n2.00-3.30pmSessions B\n"
    )
    assert starts(read(text)) == [
        "17.04. 09.20 Welcome",
        "17.04. 11.00 Sessions A",
        "17.04. 13.00 Lunch",
        "17.04. 14.00 Sessions B",
    ]


def several(text: str) -> list[tuple[str, datetime | date, str | None]]:
    return [(m.title, m.start, m.location) for m in parsed(dedent(text), name="side.txt").meetings]


def test_each_section_of_a_plan_has_the_time_said_in_it() -> None:
    made = several("""\
        Møteplan 2026

        Formannskapsmøter:
        Tirsdag 14. april 2026
        Mandag 8. juni 2026
        Hvis annet ikke er nevnt starter møtene kl 09:00.
        Kommunestyremøter:
        Torsdag 19. mars 2026 kl 17.00
        Torsdag 11. juni 2026
        Hvis annet ikke er nevnt starter møtene kl 18:00
    """)
    assert [(title, start) for title, start, _ in made] == [
        ("Formannskapsmøter", datetime(2026, 4, 14, 9)),
        ("Formannskapsmøter", datetime(2026, 6, 8, 9)),
        ("Kommunestyremøter", datetime(2026, 3, 19, 17)),
        ("Kommunestyremøter", datetime(2026, 6, 11, 18)),
    ]


def test_paragraphs_that_begin_with_a_day_are_meetings_however_long() -> None:
    about = "fortæller om sit lange liv bag kulissen med skuespillere, instruktører og en teaterchef"
    made = several(f"""\
        Foredragene holdes i Nordby Kulturhus kl. 13.30 og koster samlet 300 kr.

        20. januar 2026. Teaterarrangør Anne Lassen {about}.

        3. februar 2026. Søofficer Per Jensen {about}.

        3. marts 2026. Højskoleleder Pia Dahl {about}.
    """)
    assert made == [
        (f"Teaterarrangør Anne Lassen {about}", datetime(2026, 1, 20, 13, 30), "Nordby Kulturhus"),
        (f"Søofficer Per Jensen {about}", datetime(2026, 2, 3, 13, 30), "Nordby Kulturhus"),
        (f"Højskoleleder Pia Dahl {about}", datetime(2026, 3, 3, 13, 30), "Nordby Kulturhus"),
    ]


def test_months_remarks_and_sentences_beside_a_day_are_no_titles_and_no_places() -> None:
    made = several("""\
        Nordby Foredragsforening

        Oktober 2014 - Mandag 27.10.14. KL. 19.30.
        Verdens hurtigste generalforsamling.
        November 2014 - Mandag 17.11.14, BEMÆRK TIDEN, kl. 18.30.
        Fødselsdagsfest med spisning.
        December 2014 - Mandag 8.12.14 kl. 19.30
        Rejsen til Kenya.
    """)
    assert [(title, place) for title, _, place in made] == [
        ("Verdens hurtigste generalforsamling", None),
        ("Fødselsdagsfest med spisning", None),
        ("Rejsen til Kenya", None),
    ]
    made = several("""\
        Arbejdsmøder for bestyrelsen

        Torsdag d. 17 september 2026 kl.19:00 afholdes mødet i Lundby sogn
        Onsdag d. 21 oktober 2026 kl.19:00 afholdes mødet i Udby sogn
    """)
    assert [(title, place) for title, _, place in made] == [
        ("Arbejdsmøder for bestyrelsen", "Lundby sogn"),
        ("Arbejdsmøder for bestyrelsen", "Udby sogn"),
    ]


def test_a_page_s_way_is_no_title() -> None:
    assert read("Aktiviteter » Foredrag\n\nAften med Ida Holm\n\ntirsdag d. 1. september 2026 kl. 19.30\n").title == (
        "Aften med Ida Holm"
    )


def test_a_page_s_data_and_marks_tell_what_its_text_leaves_out() -> None:
    page = """\
        <html lang="da"><body><h1>Foredrag i efteråret</h1><ul>
        <li><time datetime="2024-09-05T19:30">torsdag 5. september kl. 19.30</time> <a href="/1">Havets fisk</a>
        <span>Sognegården, Kirkevej 2</span></li>
        <li><time datetime="2024-10-10T19:30">torsdag 10. oktober kl. 19.30</time> <a href="/2">Byens huse</a>
        <span>Biblioteket, Torvet 4</span></li>
        </ul></body></html>
    """
    made = parsed(dedent(page), name="side.html").meetings
    assert [(m.title, m.start, m.location) for m in made] == [
        ("Havets fisk", datetime(2024, 9, 5, 19, 30), "Sognegården, Kirkevej 2"),
        ("Byens huse", datetime(2024, 10, 10, 19, 30), "Biblioteket, Torvet 4"),
    ]


def test_rows_under_one_merged_time_are_more_of_the_same_choice() -> None:
    page = """\
        <h1>Konference</h1><p>Tirsdag 9. juni 2026 kl. 9-16</p>
        <table><tr><th></th><th>Sal A</th><th>Sal B</th></tr>
        <tr><th>9.00</th><td colspan="2">Velkomst</td></tr>
        <tr><th>10.00</th><td>Klima</td><td>Skole</td></tr>
        <tr><th rowspan="2">11.00</th><td rowspan="2">Vand</td><td>Oplæg</td></tr>
        <tr><td>Diskussion</td></tr></table>
    """
    (meeting,) = parsed(dedent(page), name="side.html").meetings
    assert [c.title for c in meeting.slots[2].choices] == ["Vand", "Oplæg", "Diskussion"]


def test_a_label_without_its_colon_is_no_part_of_the_place() -> None:
    page = """\
        <h1>Temadag</h1><div><span class="l">Dato</span><span class="v">12. maj 2026</span><span class="l">Sted</span>
        <span class="v">Kulturhuset, Torvet 1, 8000 Nordby</span></div>
    """
    (meeting,) = parsed(dedent(page), name="side.html").meetings
    assert meeting.location == "Kulturhuset, Torvet 1, 8000 Nordby"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Fælles temamøde om klimatilpasning\n\nI indkaldes hermed til fælles temamøde\n\n"
            "torsdag den 26. marts 2026 kl. 15.30 i Store Mødesal.\n",
            "Fælles temamøde om klimatilpasning",
        ),
        (
            "Kære chefer\n\nVi har fornøjelsen af at invitere jer til dialogmøde om sundhedsråd.\n\n"
            "Tidspunkt: Fredag d. 17/4 2026, kl. 09:30-13:00\n",
            "dialogmøde om sundhedsråd",
        ),
        (
            "Hej alle\n\nHusk mødet i netværket for chefer på onsdag den 10. juni 2026 fra 12.00 til 15.30.\n",
            "mødet i netværket for chefer",
        ),
    ],
)
def test_the_title_of_a_letter_that_invites_in_a_sentence(text: str, title: str) -> None:
    assert read(text, name="brev.txt").title == title


def test_lettered_choices_on_the_title_s_own_row() -> None:
    meeting = read(
        "Studietur 21. september 2026\n\n09.00 Afsked\n11.00 Besøg (vælg): A) Banken  B) Huset\n12.30 Frokost\n"
    )
    assert (meeting.slots[1].title, [c.title for c in meeting.slots[1].choices]) == ("Besøg", ["Banken", "Huset"])


def test_hours_between_a_title_and_a_place() -> None:
    meeting = read("""\
        Catering at the conference

        Tuesday 3 September 2024  Time  Location
        Reception  16:00-18:00  Lounge area
        Buffet  18:00-20:00  Dining hall
        Wednesday 4 September 2024
        Breakfast* 07:00-09:30 Dining hall
        Lunch 13:05-14:30 Dining hall
        Dinner 18:30 Dining hall
    """)
    assert [(f"{s.start:%d. %H.%M}", s.title, s.location) for s in meeting.slots] == [
        ("03. 16.00", "Reception", "Lounge area"),
        ("03. 18.00", "Buffet", "Dining hall"),
        ("04. 07.00", "Breakfast", "Dining hall"),
        ("04. 13.05", "Lunch", "Dining hall"),
        ("04. 18.30", "Dinner", "Dining hall"),
    ]


def test_a_list_runs_on_into_the_next_year_and_keeps_its_longer_rows() -> None:
    made = several("""\
        Seniorklub efteråret 2026
        1. Okt. udflugt til museet med rundvisning og kaffe. Afgang fra skolen kl 9.15 evt. fælleskørsel. Erik styrer.
        8. Okt. indlæg om den nye bro
        10. Dec. Julefrokost
        9. jan.: Kaffe og præsentation
        16. jan.: Om gården
    """)
    assert [start for _, start, _ in made] == [
        date(2026, 10, 1),
        date(2026, 10, 8),
        date(2026, 12, 10),
        date(2027, 1, 9),
        date(2027, 1, 16),
    ]


def test_names_above_titles_in_quotation_marks_speak() -> None:
    meeting = read("""\
        Program

        tirsdag 3. mars 2026
        Tid Foredrag/foreleser Sted
        09:15 Ronni Møller-Pettersen

        Redaktør i Nordlyset.
        "Media mot 2040 – vinn eller dø!"

        09:35 Stig Kjærvik

        "Hva er god infrastruktur?"

        10:35 Pause
    """)
    assert meeting.title == "Program"
    assert [(s.title, [p.name for p in s.speakers]) for s in meeting.slots] == [
        ("Media mot 2040 – vinn eller dø!", ["Ronni Møller-Pettersen"]),
        ("Hva er god infrastruktur?", ["Stig Kjærvik"]),
        ("Pause", []),
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Kontakt\nElse Marie Thorgaard\nKlima & Samarbejde\nTelefon: +45 99 99 99 99\n"
            "Med temaet ”Kulturens kraft” løber byens Kultur- og Fritidskonference af stablen 19.-20. maj 2026.\n",
            "Kultur- og Fritidskonference",
        ),
        (
            "Opgaver Børn og unge\n\nBørn & Unge Topmøde\n\nDen 27. januar 2022 afholder vi Børn & Unge Topmøde.\n\n"
            "Børn & Unge Topmødet er den store konference.\n",
            "Børn & Unge Topmøde",
        ),
        ("Åpent dialogmøte utsatt til 07. mai 18:00\n\nMonolog på opptak kommer fortløpende.\n", "Åpent dialogmøte"),
    ],
)
def test_the_title_of_a_news_page(text: str, title: str) -> None:
    assert read(text).title == title


def test_who_holds_a_meeting_stands_between_the_verb_and_the_place() -> None:
    text = "Topmøde 2020\n\nDen 30. og 31. januar 2020 afholder KL det årlige topmøde i Nordby Kulturcenter.\n"
    assert read(text).location == "Nordby Kulturcenter"


def test_the_theme_is_no_part_of_the_place() -> None:
    text = "Konference\n\nVi afholder konference den 23.-24. maj 2023 i København under temaet ”Kultur”\n"
    assert read(text).location == "København"


def test_a_range_from_a_day_and_hour_to_another() -> None:
    meeting = read(
        "Topmøde\n\nTopmødet afholdes torsdag den 27. januar 2022 kl. 8:00 - fredag den 28. januar kl. 12:00.\n"
    )
    assert (meeting.start, meeting.end) == (datetime(2022, 1, 27, 8), datetime(2022, 1, 28, 12))


def test_speakers_behind_two_strokes_and_behind_their_body() -> None:
    meeting = read("""\
        Årsmøde 25. november 2026

        09.45    Velkomst
        // Eddie Dybsborg, formand for foreningen og direktør, Nordby Kommune
        // Nynne Bjerre Holm, konferencier

        10.45    Oplæg v. Nordby Kommune: Anja Enlev Olsen, teamleder
        11.00    Pause
    """)
    assert [[p.name for p in s.speakers] for s in meeting.slots] == [
        ["Eddie Dybsborg", "Nynne Bjerre Holm"],
        ["Anja Enlev Olsen"],
        [],
    ]
