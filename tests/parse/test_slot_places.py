"""Where an item is: its stage as a heading above it, its room in a heading's parentheses, or a line below its title."""

from __future__ import annotations

import pytest

from tests.parse.reading import parsed

HEAD = "Byens dag i Nordby\n\nLørdag den 12. september 2026\n\n"


def places(text: str) -> list[tuple[str, str, str | None]]:
    (made,) = parsed(HEAD + text, name="brev.txt").meetings
    return [(f"{s.start:%H.%M}", s.title, s.location) for s in made.slots]


def test_a_stage_stands_once_above_its_items() -> None:
    text = "LILLE SCENE\n11.00  Velkomst\n13.00  Korsang\n\nBØRNETELTET\n10.30  Yoga\n12.00  Klovnen kommer\n"
    assert places(text) == [
        ("11.00", "Velkomst", "LILLE SCENE"),
        ("13.00", "Korsang", "LILLE SCENE"),
        ("10.30", "Yoga", "BØRNETELTET"),
        ("12.00", "Klovnen kommer", "BØRNETELTET"),
    ]


def test_a_tracks_room_stands_in_its_heading() -> None:
    shared = "Fælles (Sal 1)\n9.00  Velkomst\n9.30  Om jord\n\n"
    text = shared + "Spor A: Drift (Sal 2)\n10.00  Om vand\n10.30  Om is\n\n"
    text += "Spor B: Borger (Sal 3)\n10.00  Om luft\n10.30  Om ild\n"
    assert places(text) == [
        ("09.00", "Velkomst", "Sal 1"),
        ("09.30", "Om jord", "Sal 1"),
        ("10.00", "Om vand", "Sal 2"),
        ("10.30", "Om is", "Sal 2"),
        ("10.00", "Om luft", "Sal 3"),
        ("10.30", "Om ild", "Sal 3"),
    ]


@pytest.mark.parametrize(
    "heads", [("FORMIDDAG", "EFTERMIDDAG"), ("For børn", "For voksne"), ("Spor A: Drift", "Spor B: Borger")]
)
def test_other_headings_are_no_places(heads: tuple[str, str]) -> None:
    text = f"{heads[0]}\n9.00  Om vand\n10.00  Om luft\n\n{heads[1]}\n9.30  Om jord\n10.30  Om ild\n"
    assert [place for _, _, place in places(text)] == [None, None, None, None]


def test_what_stands_behind_a_time_below_its_title_is_a_place_or_a_person() -> None:
    text = "Fra kilde til hane\nkl. 10.00-10.30 i pumpehuset\n\nVandkamp\nkl. 11.00-11.30 på plænen\n\n"
    text += "Prisen\nkl. 12.00, formand Ane Bro\n"
    assert places(text) == [
        ("10.00", "Fra kilde til hane", "pumpehuset"),
        ("11.00", "Vandkamp", "plænen"),
        ("12.00", "Prisen", None),
    ]


def test_where_places_stand_below_titles_they_are_where_each_is() -> None:
    text = (
        "10.00  Fanfare\n       Store Torv\n11.00  Loppemarked\n       Strandgade 5\n"
        "12.00  Eventyr for de små\n       Byens Bibliotek\n13.00  Dans\n       Store Torv (ved regn i hallen)\n"
    )
    assert [place for _, _, place in places(text)] == ["Store Torv", "Strandgade 5", "Byens Bibliotek", "Store Torv"]


def test_descriptions_below_titles_are_no_places() -> None:
    text = (
        "10.00  Fanfare\n       Byens orkester spiller\n11.00  Loppemarked\n       Kom og køb\n"
        "12.00  Eventyr\n       For de små på torvet\n"
    )
    assert [place for _, _, place in places(text)] == [None, None, None]


def test_a_place_may_stand_before_the_title_or_in_a_field_below_it() -> None:
    assert places("17.00 Lokale 3: Velkomst\n18.00 Tak\n")[0] == ("17.00", "Velkomst", "Lokale 3")
    text = "17.00 i aulaen: Velkomst\n17.30 rundt på skolen: Besøg linjerne\n18.30 Tak\n"
    assert places(text) == [
        ("17.00", "Velkomst", "aulaen"),
        ("17.30", "Besøg linjerne", "rundt på skolen"),
        ("18.30", "Tak", None),
    ]
    text = "10.00\nVelkomst\nSted: Salen\n\n11.00\nRundvisning\nSted: Blok 2\n\n12.00\nPause\n\n"
    assert places(text) == [
        ("10.00", "Velkomst", "Salen"),
        ("11.00", "Rundvisning", "Blok 2"),
        ("12.00", "Pause", None),
    ]


def test_a_number_before_the_title_is_no_title() -> None:
    text = "Sak 4/25   Protokoll fra sist         18.30\nSak 5/25   Lekkasjen                  18.40\n"
    text += "Sak 6/25   Årets møteplan             19.00\n"
    assert [title for _, title, _ in places(text)] == ["Protokoll fra sist", "Lekkasjen", "Årets møteplan"]


def test_the_heading_of_the_next_items_is_no_part_of_the_one_above() -> None:
    text = "10.00 Velkomst, Ida Holm\n10.30 Pause\n\nSPOR A, RUM 3\n11.00 Om vand\n11.30 Om luft\n"
    (made,) = parsed(HEAD + text, name="brev.txt").meetings
    assert [(s.title, [p.name for p in s.speakers], s.notes) for s in made.slots][1] == ("Pause", [], ())


def test_where_a_place_stands_above_every_title_it_is_no_title() -> None:
    text = "".join(
        f"{hour}.00-{hour}.45\n{place}\n\n{title}\n\n"
        for hour, place, title in (
            (10, "Det Røde Telt", "Skal børn lave mad?"),
            (11, "Det Blå Telt", "Mejeriet lukkede"),
            (12, "Det Røde Telt", "Grønkål og retorik"),
        )
    )
    assert places(text) == [
        ("10.00", "Skal børn lave mad?", "Det Røde Telt"),
        ("11.00", "Mejeriet lukkede", "Det Blå Telt"),
        ("12.00", "Grønkål og retorik", "Det Røde Telt"),
    ]


def test_a_heading_of_its_own_is_a_times_title_where_places_stand_beside_the_times() -> None:
    text = "#### Ler og vand\n\n11.00–11.45 · Værkstedet\n\n#### Madpakke\n\n12.00–12.45 · Haven\n\n"
    text += "#### Glasur\n\n13.00–14.00 · Laboratoriet\n"
    (made,) = parsed(f"# Dag\n\nLørdag den 12. september 2026\n\n{text}", name="brev.md").meetings
    assert [(s.title, s.location) for s in made.slots] == [
        ("Ler og vand", "Værkstedet"),
        ("Madpakke", "Haven"),
        ("Glasur", "Laboratoriet"),
    ]


def test_places_may_stand_in_brackets_behind_titles() -> None:
    text = "Annual day\n\n14 April 2026\n\n10.00 Good morning! [Main hall]\n11.00 One scanner [Room 4]\n"
    assert [(s.title, s.location) for s in parsed(text, name="mail.txt").meetings[0].slots] == [
        ("Good morning!", "Main hall"),
        ("One scanner", "Room 4"),
    ]
