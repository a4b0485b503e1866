"""Several meetings in one document: what each entry of a list says of its own meeting."""

from __future__ import annotations

from datetime import date, datetime
from textwrap import dedent

from kl_calendar.model.meeting import Meeting, Status
from tests.parse.reading import parsed

TITLED = """\
    Det sker i Nordby forår 2026

    FORÅRSKONCERT
    Søndag den 12. april kl. 15.00 i Nordby Kirke
    Koret Klang synger.

    FOREDRAG OM BIER
    Torsdag den 23. april kl. 19.30 i sognehuset
    Aflyst på grund af sygdom.

    AFTENTUR
    Onsdag den 6. maj kl. 18.30 ved Nordby Station
    Tilmelding senest 1. maj på nordby.example/tur
"""
STARRED = """\
    Nyt fra foreningen, april 2026

    * Årsmødet torsdag den 23. april kl. 19 i Forsamlingshuset er AFLYST. Ny dato meldes ud.

    * Udflugten er udskudt fra lørdag den 16. maj til lørdag den 12. september.
      Vi mødes kl. 9.00 ved stationen.

    * Havekursus: onsdag den 2. september kl. 17-20 i Klublokalet.
"""
COLUMNS = """\
    Afdelingsmøder i foreningen 2026:

    Afd.   Navn          Dag       Dato         Kl.      Sted
     1     Birkehaven    Mandag    23.02.2026   18.30    Fælleshuset, Birkevej 2
     2     Lindehaven    Tirsdag   24.02.2026   19.00    Skolens aula
     4     Søkanten      Torsdag   26.02.2026   17.00    Søkanten 8, kld.
"""
SERIES = """\
    Aftenkursus i slægtsforskning

    Undervisningen foregår alle gange kl. 18.30-20.45 på Gl. Bibliotek, Algade 71, 2. sal.

    Mandag 14.09.2026   Hvad ved du allerede?
    Mandag 21.09.2026   Kirkebøger før og efter 1814
    Mandag 28.09.2026   Sådan læser man gotisk skrift
"""

CELLS = """\
    Kursusaftener

    Dato
    Sted
    Tilmeldingsfrist
    14. september 2026
    Sognehuset, Vestergade 3
    4. september
    16. september 2026
    Kirkeladen, Strandby
    21. september 2026
    Hotel Postgården, Nørreby
    11. september

    Alle aftener begynder kl. 17.30 og slutter kl. 21.
"""
TWO_TOWNS = """\
    Nordby, den 6. december 2025

    Invitation til to ens møder om affald

    Møderne følger op på topmødet den 6. april 2025, som mange var med til, og varer begge fra kl. 12.00 til 16.00:

    Onsdag den 14. januar 2026
    Lindehuset, Lindealle 40, 7100 Vesterlund

    Tirsdag den 20. januar 2026
    Toldkammeret, Havnen 1, 4100 Østerlund

    Tilmelding senest den 8. januar 2026.

    Kl. 12.00  Frokost
    Kl. 12.45  Velkomst
    Kl. 14.00  Drøftelser
"""

LABELLED = """\
    Workshops i foråret

    Strik for begyndere
    Dato: 3. marts 2026 kl. 18-20
    Sted: Biblioteket, mødelokale 2

    Surdej
    Dato: 17. marts 2026 kl. 17.30-20.30
    Sted: Skolekøkkenet, Østerskolen
"""
NEWSLETTER = """\
    Nyhedsbrev for klubben, november 2026

    Julefrokost
    Frokosten holdes lørdag den 5. december kl. 12.30 i Aktivitetshuset, Engvej 14. Tilmelding senest 28. november.

    Bustur til Ribe
    Vi kører fredag den 11. december kl. 8.15 fra Torvet. Tilmelding inden 1. december.

    Kontingentet
    Fristen for at betale er tirsdag den 15. december kl. 12.00 som altid.
"""
PREFIXED = """\
    Veranstaltungen im Oktober

    Mi, 14.10.2026, 19.30 Uhr
    Lesung mit Jana Wirth

    ENTFÄLLT: Do, 22.10.2026, 18 Uhr
    Spieleabend
"""
VISITS = """\
    Höstens träffar 2026:

    - 9 september kl 13-15: Att ge återkoppling (sal B)
    - 11 november kl 13-16: Studiebesök på Ekskolan, Ekvägen 4
"""

SHAPED = """\
    Kurser 2026

    Kursus             Dato         Tid      Sted              Tilmeldingsfrist
    Førstehjælp        05-02-2026   17-20    Brandstationen    29-01-2026
    Brandlære          12-03-2026   17-20    Brandstationen    05-03-2026
    Redning (AFLYST)   16-04-2026   16-19    Rådhuset, sal 2   09-04-2026
"""
SEMINARS = """\
    Vårens seminarier 2026

    Alla seminarier hålls kl. 15.15-17.00 i sal D320, Humanisthuset.

    Torsdag 5 februari
    Anna Lind: Mejl till chefen
    OBS! Lokal: Hörsal C

    Torsdag 9 april
    Inställt!

    Torsdag 7 maj
    Avslutning med mingel. Anmälan senast 30 april.
"""

BARS = """\
    Workshops at the Arts Barn

    Sat 7 Mar 2026 10am-4pm | Lino printing | Studio 2 | £45
    Sat 14 Mar 2026 10am-1pm | Bookbinding | Studio 1 | £30
    Sat 28 Mar 2026 10am-4pm | Felting – CANCELLED | Studio 2 | £45
"""
GAPS = """\
    Møteplan våren 2026 – Kommunestyret

    Dato        Møtested         Start
    29.01.26    Rådhuset         kl. 17
    30.04.26    Avlyst
    18.06.26    Fjordsenteret    kl. 16
"""

BRACKETS = """\
    Møder 2026

    Onsdag 14/1 kl. 17-19: Budget og vedtægter
    Tirsdag 10/2 kl. 17-19: Stormøde (Kulturhuset)
    Torsdag 12/3 kl. 17-19: Besøg (udsat til efteråret)

    Møderne holdes i sekretariatet, Vester Allé 8.
"""

WHEN = """\
    Det sker i byen

    Hvornår                   Hvad                Hvor
    Man 2. mar 2026 kl. 16    Læsekreds           Hovedbiblioteket
    Tor 12. mar 2026 kl. 19   Forfatteraften      Filialen i Øster Vang
"""


def read(text: str) -> tuple[Meeting, ...]:
    return parsed(dedent(text), name="nyt.txt").meetings


def test_an_entry_under_its_own_heading_has_title_place_deadline_and_link_of_its_own() -> None:
    made = read(TITLED)
    assert [(m.title, m.location) for m in made] == [
        ("FORÅRSKONCERT", "Nordby Kirke"),
        ("FOREDRAG OM BIER", "sognehuset"),
        ("AFTENTUR", "Nordby Station"),
    ]
    assert [m.registration_deadline for m in made] == [None, None, date(2026, 5, 1)]
    assert [m.registration_url for m in made] == [None, None, "https://nordby.example/tur"]


def test_only_the_entry_that_says_so_is_called_off() -> None:
    assert [m.status for m in read(TITLED)] == [Status.CONFIRMED, Status.CANCELLED, Status.CONFIRMED]


def test_bullets_with_a_day_each_are_meetings_wherever_in_them_the_day_stands() -> None:
    assert [(m.start, m.status) for m in read(STARRED)] == [
        (datetime(2026, 4, 23, 19), Status.CANCELLED),
        (datetime(2026, 9, 12, 9), Status.CONFIRMED),
        (datetime(2026, 9, 2, 17), Status.CONFIRMED),
    ]
    assert read(STARRED)[0].location == "Forsamlingshuset"


def test_the_head_of_a_table_names_what_its_columns_are() -> None:
    assert [(m.title, m.start, m.location) for m in read(COLUMNS)] == [
        ("Birkehaven", datetime(2026, 2, 23, 18, 30), "Fælleshuset, Birkevej 2"),
        ("Lindehaven", datetime(2026, 2, 24, 19), "Skolens aula"),
        ("Søkanten", datetime(2026, 2, 26, 17), "Søkanten 8, kld."),
    ]


def test_topics_behind_days_are_titles_where_the_place_of_all_is_known() -> None:
    made = read(SERIES)
    assert [m.title for m in made] == [
        "Hvad ved du allerede?",
        "Kirkebøger før og efter 1814",
        "Sådan læser man gotisk skrift",
    ]
    assert {m.location for m in made} == {"Gl. Bibliotek, Algade 71, 2. sal"}
    assert made[0].end == datetime(2026, 9, 14, 20, 45)


def test_in_a_table_of_lone_cells_a_day_that_closes_its_record_is_the_deadline() -> None:
    assert [(m.start, m.registration_deadline) for m in read(CELLS)] == [
        (datetime(2026, 9, 14, 17, 30), date(2026, 9, 4)),
        (datetime(2026, 9, 16, 17, 30), None),
        (datetime(2026, 9, 21, 17, 30), date(2026, 9, 11)),
    ]


def test_two_days_with_a_place_each_are_two_meetings_with_one_programme() -> None:
    made = read(TWO_TOWNS)
    assert [(m.start, m.end, len(m.slots)) for m in made] == [
        (datetime(2026, 1, 14, 12), datetime(2026, 1, 14, 16), 3),
        (datetime(2026, 1, 20, 12), datetime(2026, 1, 20, 16), 3),
    ]
    assert [m.location for m in made] == [
        "Lindehuset, Lindealle 40, 7100 Vesterlund",
        "Toldkammeret, Havnen 1, 4100 Østerlund",
    ]
    assert {m.registration_deadline for m in made} == {date(2026, 1, 8)}


def test_blocks_of_the_same_labels_are_meetings_under_the_title_above_each() -> None:
    assert [(m.title, m.start, m.location) for m in read(LABELLED)] == [
        ("Strik for begyndere", datetime(2026, 3, 3, 18), "Biblioteket, mødelokale 2"),
        ("Surdej", datetime(2026, 3, 17, 17, 30), "Skolekøkkenet, Østerskolen"),
    ]


def test_the_pieces_of_a_newsletter_are_meetings_where_they_say_when_one_is_and_not_where_a_term_ends() -> None:
    assert [(m.title, m.start, m.registration_deadline) for m in read(NEWSLETTER)] == [
        ("Julefrokost", datetime(2026, 12, 5, 12, 30), date(2026, 11, 28)),
        ("Bustur til Ribe", datetime(2026, 12, 11, 8, 15), date(2026, 12, 1)),
    ]
    assert [m.location for m in read(NEWSLETTER)] == ["Aktivitetshuset, Engvej 14", None]


def test_a_status_before_the_weekday_belongs_to_its_entry() -> None:
    assert [(m.title, m.status) for m in read(PREFIXED)] == [
        ("Lesung mit Jana Wirth", Status.CONFIRMED),
        ("Spieleabend", Status.CANCELLED),
    ]


def test_a_title_that_names_its_place_keeps_it_and_brackets_stay_whole() -> None:
    assert [(m.title, m.location) for m in read(VISITS)] == [
        ("Att ge återkoppling (sal B)", None),
        ("Studiebesök på Ekskolan, Ekvägen 4", "Ekskolan, Ekvägen 4"),
    ]


def test_a_table_with_hours_and_deadlines_in_columns_is_read_by_its_head() -> None:
    assert [(m.title, m.start, m.location, m.registration_deadline, m.status) for m in read(SHAPED)] == [
        ("Førstehjælp", datetime(2026, 2, 5, 17), "Brandstationen", date(2026, 1, 29), Status.CONFIRMED),
        ("Brandlære", datetime(2026, 3, 12, 17), "Brandstationen", date(2026, 3, 5), Status.CONFIRMED),
        ("Redning", datetime(2026, 4, 16, 16), "Rådhuset, sal 2", date(2026, 4, 9), Status.CANCELLED),
    ]


def test_no_entry_takes_its_title_from_another() -> None:
    assert [(m.title, m.location, m.status) for m in read(SEMINARS)] == [
        ("Anna Lind: Mejl till chefen", "Hörsal C", Status.CONFIRMED),
        ("Vårens seminarier 2026", "sal D320, Humanisthuset", Status.CANCELLED),
        ("Avslutning med mingel", "sal D320, Humanisthuset", Status.CONFIRMED),
    ]


def test_columns_without_a_head_are_title_and_place_in_that_order() -> None:
    assert [(m.title, m.location, m.status) for m in read(BARS)] == [
        ("Lino printing", "Studio 2", Status.CONFIRMED),
        ("Bookbinding", "Studio 1", Status.CONFIRMED),
        ("Felting", "Studio 2", Status.CANCELLED),
    ]


def test_a_row_that_misses_cells_is_still_a_row_of_its_table() -> None:
    assert [(m.title, m.location, m.status) for m in read(GAPS)] == [
        ("Møteplan våren 2026 – Kommunestyret", "Rådhuset", Status.CONFIRMED),
        ("Møteplan våren 2026 – Kommunestyret", None, Status.CANCELLED),
        ("Møteplan våren 2026 – Kommunestyret", "Fjordsenteret", Status.CONFIRMED),
    ]


def test_a_house_in_brackets_is_where_and_a_status_in_brackets_is_no_title() -> None:
    assert [(m.title, m.location, m.status) for m in read(BRACKETS)] == [
        ("Budget og vedtægter", "sekretariatet, Vester Allé 8", Status.CONFIRMED),
        ("Stormøde", "Kulturhuset", Status.CONFIRMED),
        ("Besøg", "sekretariatet, Vester Allé 8", Status.CANCELLED),
    ]


def test_a_column_of_days_may_be_headed_by_when() -> None:
    assert [(m.title, m.start, m.location) for m in read(WHEN)] == [
        ("Læsekreds", datetime(2026, 3, 2, 16), "Hovedbiblioteket"),
        ("Forfatteraften", datetime(2026, 3, 12, 19), "Filialen i Øster Vang"),
    ]


def test_a_programme_is_that_of_the_meeting_in_whose_hours_it_lies() -> None:
    text = """\
        Museer i kommunerne

        GENERALFORSAMLING
        Onsdag den 18. marts 2026 kl. 15-17
        Havnemuseet, Kajen 1, 5960 Marstal

        INSPIRATIONSDAG
        Torsdag den 19. marts 2026 kl. 9.30-14.30
        Kulturscenen, Vestergade 40, 5970 Ærøskøbing

        Kl. 9.30: Kaffe
        Kl. 10.15: Museet som mødested
        Kl. 12.30: Frokost
    """
    made = parsed(text).meetings
    assert [(m.start, len(m.slots)) for m in made] == [
        (datetime(2026, 3, 18, 15), 0),
        (datetime(2026, 3, 19, 9, 30), 3),
    ]


def test_days_far_apart_with_one_item_each_are_the_entries_of_a_calendar() -> None:
    text = """\
        Kalender

        JUNI 2026

        03
        jun.
        Fyraftensmøde om grundskyld
        kl. 15.30-17.00
        Online

        11
        jun.
        Netværksmøde for opkrævning
        kl. 10.00-14.00
        Vejle Rådhus, Skolegade 1

        17
        jun.
        AFLYST: Kursus i inddrivelse
        kl. 9.00-15.30
    """
    made = parsed(text).meetings
    assert [m.title for m in made] == [
        "Fyraftensmøde om grundskyld",
        "Netværksmøde for opkrævning",
        "Kursus i inddrivelse",
    ]
    assert [m.status for m in made] == [Status.CONFIRMED, Status.CONFIRMED, Status.CANCELLED]
    assert (made[1].start, made[1].location) == (datetime(2026, 6, 11, 10), "Vejle Rådhus, Skolegade 1")
