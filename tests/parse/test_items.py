"""Lines of a programme become slots: titles, ends, speakers, choices, notes, kinds, tables."""

from __future__ import annotations

from datetime import datetime

import pytest

from kl_calendar.model.meeting import Kind, Slot
from tests.parse.reading import parsed, programme


def slots(text: str) -> tuple[Slot, ...]:
    return programme(text).slots


def short(text: str) -> list[str]:
    return [f"{s.start:%H.%M}-{f'{s.end:%H.%M}' if s.end else ''} {s.title}" for s in slots(text)]


def test_an_end_is_the_printed_one_else_the_next_start_else_the_meetings_end() -> None:
    text = "9.00-9.20 Velkomst\n\n9.30 Oplæg om skoler\n\n11.00 Opsamling og tak\n"
    assert short(text) == ["09.00-09.20 Velkomst", "09.30-11.00 Oplæg om skoler", "11.00-16.00 Opsamling og tak"]


def test_a_line_that_only_ends_the_day_is_no_slot_but_the_end_of_the_last() -> None:
    assert short("9.00 Velkomst\n\n10.00 Oplæg om skoler\n\n11.30 Slut\n") == [
        "09.00-10.00 Velkomst",
        "10.00-11.30 Oplæg om skoler",
    ]


def test_a_long_title_goes_on_over_the_next_line() -> None:
    text = "kl. 9.00  Velkomst og en længere indledning om\n          hvad dagen skal bruges til\nkl. 10.00  Oplæg\n"
    assert slots(text)[0].title == "Velkomst og en længere indledning om hvad dagen skal bruges til"


@pytest.mark.parametrize("mark", ["v/", "v/ ", "v. ", "ved "])
def test_who_speaks_stands_behind_its_sign(mark: str) -> None:
    (first, _) = slots(f"9.00 Velkomst {mark}Ida Holm, direktør\n\n10.00 Kaffe\n")
    assert (first.title, [(p.name, p.role) for p in first.speakers]) == ("Velkomst", [("Ida Holm", "direktør")])


def test_two_people_with_roles_of_their_own() -> None:
    (first, _) = slots("9.00 Samtale v/ Ida Holm, direktør, og Bo Krag, formand\n\n10.00 Kaffe\n")
    assert [(p.name, p.role) for p in first.speakers] == [("Ida Holm", "direktør"), ("Bo Krag", "formand")]


def test_a_body_can_speak() -> None:
    (first, _) = slots("9.00 Orientering v/ Børne- og Skoleudvalget\n\n10.00 Kaffe\n")
    assert [p.name for p in first.speakers] == ["Børne- og Skoleudvalget"]


def test_by_in_a_sentence_is_no_speaker() -> None:
    (first, _) = slots("9.00 Livet ved havet\n\n10.00 Kaffe\n")
    assert (first.title, first.speakers) == ("Livet ved havet", ())


def test_a_list_to_choose_from_is_choices() -> None:
    text = "- 9.00 **Temaer**\n  Vælg et af følgende temaer:\n  1. Dagtilbud\n  2. Folkeskole\n- 10.00 **Kaffe**\n"
    assert [choice.title for choice in slots(text)[0].choices] == ["Dagtilbud", "Folkeskole"]


def test_a_list_without_a_word_of_choosing_is_notes() -> None:
    text = "- 9.00 **Temaer**\n  - Dagtilbud\n  - Folkeskole\n- 10.00 **Kaffe**\n"
    first = slots(text)[0]
    assert (first.choices, first.notes) == ((), ("Dagtilbud", "Folkeskole"))


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Frokost", Kind.MEAL),
        ("Kaffepause", Kind.BREAK),
        ("Pause", Kind.BREAK),
        ("Indskrivning", Kind.REGISTRATION),
        ("Oplæg om dagtilbud", Kind.TALK),
    ],
)
def test_a_slot_knows_what_it_is_for(title: str, kind: Kind) -> None:
    assert slots(f"9.00 {title}\n\n10.00 Debat\n")[0].kind is kind


def test_a_table_with_named_columns_is_a_programme() -> None:
    text = (
        "| Tid | Emne | Oplægsholder | Lokale |\n|---|---|---|---|\n"
        "| 9.00-9.30 | Velkomst | Ida Holm | Salen |\n| 9.30-10.00 | Kaffe | | Foyeren |\n"
    )
    first, second = slots(text)
    assert (first.title, [p.name for p in first.speakers], first.location) == ("Velkomst", ["Ida Holm"], "Salen")
    assert (second.title, second.speakers, second.location) == ("Kaffe", (), "Foyeren")


def test_a_column_a_track_is_choices_of_one_slot() -> None:
    rows = (
        "| Tid | Spor A | Spor B |",
        "|---|---|---|",
        "| 9-10 | Dagtilbud | Folkeskole |",
        "| 10-11 | Kaffe | Kaffe |",
    )
    text = "\n".join(rows)
    assert [choice.title for choice in slots(text)[0].choices] == ["Dagtilbud", "Folkeskole"]


def test_lengths_without_clock_times_follow_one_another() -> None:
    text = "Dagsorden\n\n1. Velkomst (10 min.)\n2. Budget (45 min.)\n3. Eventuelt (5 min.)\n"
    assert short(text) == ["09.00-09.10 Velkomst", "09.10-09.55 Budget", "09.55-10.00 Eventuelt"]


def test_a_postal_code_that_begins_a_line_is_no_time() -> None:
    text = "9.00 Velkomst\n\n10.00 Kaffe\n\nVenlig hilsen\n\nWeidekampsgade 10\n2300 København S\n"
    assert short(text)[-1] == "10.00-16.00 Kaffe"


def test_words_for_a_choice_may_stand_below_the_list() -> None:
    text = "9.00 Arbejde i grupper:\n   - Skibe\n   - Færger\n  Man vælger gruppe ved ankomsten.\n\n10.00 Kaffe\n"
    assert [choice.title for choice in slots(text)[0].choices] == ["Skibe", "Færger"]


def test_where_most_choices_have_a_room_in_parentheses_all_have() -> None:
    text = "9.00 Vælg en:\n   - Hede (Sal 1)\n   - Regn (Sal 2)\n   - Træer (Balkonen)\n\n10.00 Kaffe\n"
    assert [(c.title, c.location) for c in slots(text)[0].choices] == [
        ("Hede", "Sal 1"),
        ("Regn", "Sal 2"),
        ("Træer", "Balkonen"),
    ]


def test_a_field_below_a_title_says_who_speaks() -> None:
    text = "9.00 Økonomi\n   Ved: Formandskabet\n\n10.00 Kaffe\n"
    assert [p.name for p in slots(text)[0].speakers] == ["Formandskabet"]


def test_a_choices_letter_may_stand_apart_without_a_full_stop() -> None:
    text = "9.00 Værksteder, vælg ét:\n   A  Bævere – Tim Field\n   B  Fisk – Sara Bro\n\n10.00 Kaffe\n"
    (made,) = parsed(
        f"Temadag for jer, der også har børn\n\nOnsdag den 2. september 2026\n\n{text}", name="brev.txt"
    ).meetings
    assert [(c.title, [p.name for p in c.speakers]) for c in made.slots[0].choices] == [
        ("Bævere", ["Tim Field"]),
        ("Fisk", ["Sara Bro"]),
    ]


def test_where_choices_are_paragraphs_their_further_rows_describe_them() -> None:
    text = "9.00 Parallelle sessioner\n\nBrød og diesel\nEn købmand fortæller\n\nMælkens pris\nMed eksempler\n\n"
    text += "10.00 Kaffe\n"
    assert [choice.title for choice in slots(text)[0].choices] == ["Brød og diesel", "Mælkens pris"]


def test_a_theme_that_begins_with_buses_is_no_departure() -> None:
    text = "Aftenmøde\n\n22. januar 2026\n\n19.00 Velkomst\n19.40 Busser, cykler og veje\n20.00 Pause\n"
    assert [s.title for s in parsed(text, name="brev.txt").meetings[0].slots][1] == "Busser, cykler og veje"


def test_a_length_of_each_ends_nothing() -> None:
    text = "Aftenmøde\n\n22. januar 2026\n\n19.00 Rundvisning (2 hold á 20 min.)\n20.00 Pause\n"
    assert parsed(text, name="brev.txt").meetings[0].slots[0].end == datetime(2026, 1, 22, 20)


def test_rows_below_a_title_with_one_label_and_numbers_are_choices() -> None:
    groups = "Gruppe 1: Booking (lokale A)\nGruppe 2: Klima (cafeen)\n"
    text = f"Aftenmøde\n\n22. januar 2026\n\n18.00 Drøftelser\n{groups}19.00 Slut\n"
    (slot,) = parsed(text, name="brev.txt").meetings[0].slots
    assert [(c.title, c.location) for c in slot.choices] == [("Booking", "lokale A"), ("Klima", "cafeen")]


def test_a_numbered_point_may_name_another_day_before_its_clock() -> None:
    text = "Styremøte\n\nTid: Torsdag 12. mars 2026 kl 18.00 - 20.00\n\n"
    points = "Sak 11/26 Godkjenning (18.00)\nSak 13/26 Dugnad 25. april (18.40)\nSak 14/26 Eventuelt (19.40)\n"
    slots = parsed(text + points, name="brev.txt").meetings[0].slots
    assert [s.title for s in slots] == ["Godkjenning", "Dugnad 25. april", "Eventuelt"]


def test_a_length_may_stand_behind_the_clock_at_the_end_of_a_point() -> None:
    points = "1. Budget           08.00 (30 min.)\n2. Salg af grund    08.35 (15 min.)\n3. Eventuelt        08.50\n"
    slots = parsed(f"Udvalget\n\n10. marts 2026\n\n{points}", name="brev.txt").meetings[0].slots
    assert [(s.title, s.end) for s in slots][:2] == [
        ("Budget", datetime(2026, 3, 10, 8, 30)),
        ("Salg af grund", datetime(2026, 3, 10, 8, 50)),
    ]
