"""Columns drawn with spaces, with bars, or as one cell a line are read as the tables they are."""

from __future__ import annotations

from tests.parse.reading import parsed

HEAD = "Temadag i Nordby\n\nOnsdag den 2. september 2026 kl. 9-16\n\n"
SPACED = """KL.          EMNE                            VED            LOKALE
9.00-9.30    Velkomst                        Ida Holm       Salen
9.30-10.15   Hvad siger tallene, og          Bo Krag og     Lokale 4
             hvad siger de ikke?             Ane Bro
10.15-10.30  Kaffe
10.30-11.00  To slags vand                   Per Lund
                                             Sognepræst Liv Dahl
"""


def told(text: str, *, name: str = "brev.txt") -> list[tuple[str, str, list[str], str | None]]:
    (made,) = parsed(HEAD + text, name=name).meetings
    return [(f"{s.start:%H.%M}", s.title, [p.name for p in s.speakers], s.location) for s in made.slots]


def test_a_header_drawn_with_spaces_tells_what_the_columns_below_it_hold() -> None:
    assert told(SPACED) == [
        ("09.00", "Velkomst", ["Ida Holm"], "Salen"),
        ("09.30", "Hvad siger tallene, og hvad siger de ikke?", ["Bo Krag", "Ane Bro"], "Lokale 4"),
        ("10.15", "Kaffe", [], None),
        ("10.30", "To slags vand", ["Per Lund", "Liv Dahl"], None),
    ]


def test_the_time_may_stand_in_the_last_column() -> None:
    text = (
        "     Emne                      Ansvarlig      Tid\n\n"
        "1    Velkomst ved bordet       -              9.00\n"
        "2    Ny legeplads              Ida Holm       9.15\n"
        "3    Kaffe                                    10.00\n"
    )
    assert [row[:3] for row in told(text)] == [
        ("09.00", "Velkomst ved bordet", []),
        ("09.15", "Ny legeplads", ["Ida Holm"]),
        ("10.00", "Kaffe", []),
    ]


def test_one_cell_a_line_below_a_header_of_such_lines() -> None:
    text = "Tid\nHvad\nLokale\n9.00\nVelkomst\nSalen\n9.30 - 10.00\nOm vand\nLokale 4\n10.00\nTak for i dag\n"
    assert [(row[0], row[1], row[3]) for row in told(text)] == [
        ("09.00", "Velkomst", "Salen"),
        ("09.30", "Om vand", "Lokale 4"),
        ("10.00", "Tak for i dag", None),
    ]


def test_bars_divide_columns() -> None:
    text = (
        "09:00 | Kaffe\n"
        "09:30 | Om vand | Ida Holm, formand\n"
        "10:00 | Om luft | Bo Krag, Nordby Kommune\n"
        "10:30 | Om jord | Miljøstyrelsen\n"
        "11:00 | Debat | Ordstyrer: Ane Bro\n"
    )
    assert [row[:3] for row in told(text)] == [
        ("09.00", "Kaffe", []),
        ("09.30", "Om vand", ["Ida Holm"]),
        ("10.00", "Om luft", ["Bo Krag"]),
        ("10.30", "Om jord", ["Miljøstyrelsen"]),
        ("11.00", "Debat", []),
    ]


def test_the_last_word_of_a_header_tells_who_speaks() -> None:
    text = "| Tid | Punkt | Oplæg ved |\n|---|---|---|\n| 9.00 | Økonomi | Kasserer Ida Holm |\n| 9.30 | Kaffe | |\n"
    assert [row[:3] for row in told(text, name="brev.md")] == [
        ("09.00", "Økonomi", ["Ida Holm"]),
        ("09.30", "Kaffe", []),
    ]


def test_what_stands_below_a_row_with_bars_goes_on_with_its_title() -> None:
    text = (
        "9:00 | Kaffe\n9:30 | Workshops (vælg en):\n   A. Leg og lyd\n   B. Vand og luft\n"
        "10:30 | Kan man det? | Ida Holm, formand\n11:00 | Tak for i dag\n"
    )
    (made,) = parsed(HEAD + text, name="brev.txt").meetings
    assert [[c.title for c in s.choices] for s in made.slots] == [[], ["Leg og lyd", "Vand og luft"], [], []]


def test_a_column_without_a_header_is_a_place_only_where_its_cells_are_places() -> None:
    rooms = "| 9.00 | Om vand | Sal 1 |\n|---|---|---|\n| 10.00 | Om luft | Store sal |\n| 11.00 | Kaffe | Foyeren |\n"
    kinds = "| 9.00 | Om vand | Plenum |\n|---|---|---|\n| 10.00 | Om luft | Debat |\n| 11.00 | Om jord | Plenum |\n"
    assert [row[3] for row in told(rooms, name="brev.md")] == ["Sal 1", "Store sal", "Foyeren"]
    assert [row[3] for row in told(kinds, name="brev.md")] == [None, None, None]


def test_who_speaks_in_a_column_may_stand_behind_a_sign() -> None:
    text = "9.00   Arbejdsmiljø        Salen      HR v/ Bo Krag\n10.00  Vandløb             Lokale 2\n11.00  Kaffe\n"
    assert told(text)[:2] == [("09.00", "Arbejdsmiljø", ["Bo Krag"], "Salen"), ("10.00", "Vandløb", [], "Lokale 2")]


def test_a_cells_moderator_is_no_speaker() -> None:
    text = "| Tid | Emne | Oplægsholder |\n|---|---|---|\n| 9.00 | Panel | Ida Holm og Tor Lie. Ordstyrer: Liv Bo |\n"
    assert told(text + "| 10.00 | Kaffe | |\n", name="brev.md")[0][2] == ["Ida Holm", "Tor Lie"]


def test_a_column_whose_header_nobody_lists_is_told_by_its_cells() -> None:
    text = (
        "| Nr. | Emne | Tid | Rådgiver | Bilag |\n|---|---|---|---|---|\n| 1 | Vand | 9.00 | Ida Holm, læge | A |\n"
        "| 2 | Luft | 9.30 | Bo Krag | B |\n| 3 | Kaffe | 10.00 | | |\n"
    )
    assert told(text, name="brev.md") == [
        ("09.00", "Vand", ["Ida Holm"], None),
        ("09.30", "Luft", ["Bo Krag"], None),
        ("10.00", "Kaffe", [], None),
    ]
