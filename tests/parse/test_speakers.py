"""Who speaks is told from markers, separators, places beside a title, and names that people commonly have."""

from __future__ import annotations

import pytest

from kl_calendar.parse.language import language
from kl_calendar.parse.names import split_name
from kl_calendar.parse.people import people
from kl_calendar.parse.spoken import person_line, spoken
from tests.parse.reading import HEAD, parsed, programme


def said(text: str, code: str) -> tuple[str, list[str]]:
    found = spoken(text, language(code))
    return found.title, [p.name for p in found.speakers]


@pytest.mark.parametrize(
    ("code", "text", "title", "names"),
    [
        ("da", "Slut med papir / Rasmus Toft, Region Vesterhav", "Slut med papir", ["Rasmus Toft"]),
        ("sv", "Elen tar slut | Göran Ek, vd", "Elen tar slut", ["Göran Ek"]),
        ("en", "A roof that lasts: Dr Niamh Ó Broin, Western College", "A roof that lasts", ["Niamh Ó Broin"]),
        ("en", "What we heard: Ruth Moss and Paul Teal, Dial Co", "What we heard", ["Ruth Moss", "Paul Teal"]),
        ("en", "Opening words by the Provost, Cllr Donal Roe", "Opening words", ["Donal Roe"]),
        ("de", "Begrüßung, Ortsvorsteher Lothar Krumm", "Begrüßung", ["Lothar Krumm"]),
        ("de", "Dächer im Wind (Jana Seitz)", "Dächer im Wind", ["Jana Seitz"]),
        ("sv", "Bygd och kyrka, Anders Tell, Stensby", "Bygd och kyrka", ["Anders Tell"]),
        ("nn", "Velkomen ved leiar i mållaget, Oddny Haug", "Velkomen", ["Oddny Haug"]),
        ("en", "Water at 1:10 000 - P. Nyborg and T. Sarin", "Water at 1:10 000", ["P. Nyborg", "T. Sarin"]),
        ("da", "Grenda i tal. Statistiker Arve Tind", "Grenda i tal", ["Arve Tind"]),
        ("sv", "Vad får ett träd kosta? Pär-Ola Sund, ekonom", "Vad får ett träd kosta?", ["Pär-Ola Sund"]),
        ("de", "Chorprobe / Leitung: Matthias Henn", "Chorprobe", ["Matthias Henn"]),
        ("da", "Status / N.N.", "Status", []),
        ("nn", "Dans i laden, spelemenn: Odd Ås og Kari Bø", "Dans i laden", ["Odd Ås", "Kari Bø"]),
        ("nb", "Ny skole – hva nå? Rektor Lars Vik", "Ny skole – hva nå?", ["Lars Vik"]),
        ("en", "SESSION 1: Roots (Chair: Dr Tom Ives)", "SESSION 1: Roots", []),
        ("de", "Eröffnung durch den Bürgermeister", "Eröffnung", ["Bürgermeister"]),
        ("da", "Velkomst ved forældrerådene", "Velkomst", ["forældrerådene"]),
        ("da", "Oplæg v / Ida Holm", "Oplæg", ["Ida Holm"]),
        ("da", "Velkomst · Ida Holm", "Velkomst", ["Ida Holm"]),
        ("en", "Keynote (Jane Smith OBE)", "Keynote", ["Jane Smith"]),
        ("de", "Begrüßung – Dr.-Ing. Petra Maier, TU Süd", "Begrüßung", ["Petra Maier"]),
        ("da", "Nyt fra klubben ved Mads og Birgitte", "Nyt fra klubben", ["Mads", "Birgitte"]),
        ("de", "„Und jetzt?“ mit Christa Moll und Ahmet Yilmaz", "„Und jetzt?“", ["Christa Moll", "Ahmet Yilmaz"]),
    ],
)  # fmt: skip
def test_a_name_behind_a_separator_speaks(code: str, text: str, title: str, names: list[str]) -> None:
    assert said(text, code) == (title, names)


@pytest.mark.parametrize(
    ("text", "title", "names"),
    [
        ("Sofie Vang: Velkomst", "Velkomst", ["Sofie Vang"]),
        ("Sofie Vang | Velkomst", "Velkomst", ["Sofie Vang"]),
        ("Hedvig Losse (Nordisk Universitet): Told og te", "Told og te", ["Hedvig Losse"]),
    ],
)
def test_a_name_before_a_colon_speaks(text: str, title: str, names: list[str]) -> None:
    assert said(text, "da") == (title, names)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("da", "Paneldebat, ordstyrer: Sofie Vang"),
        ("da", "Samtale: Ida Holm"),
        ("da", "Debat med Ida Holm (S), Bo Krag (V) og Ane Bro (SF)"),
        ("de", "Rundgang durch das alte Kaufhaus Brandt"),
        ("da", "Registrering (Idrættens Hus, 2. sal)"),
        ("da", "Madpakker ved Post 4"),
        ("en", "A panel with Bob Trew, Aisha Mahmood and Colin Starr"),
        ("de", "Offene Fragen, Neue Antworten"),
        ("sv", "Utdelning av Bystipendiet"),
        ("da", "Frokost / Netværk"),
    ],
)
def test_a_separator_without_a_sure_name_behind_it_divides_nothing(code: str, text: str) -> None:
    assert said(text, code) == (text, [])


@pytest.mark.parametrize(
    ("phrase", "role", "name"),
    [
        ("Rev. Simon Oaks", "Rev.", "Simon Oaks"),
        ("Kirkeværge Poul Erik Rask", "Kirkeværge", "Poul Erik Rask"),
        ("Bárður Olsen", "", "Bárður Olsen"),
        ("Foreningens formand Stellan Quist", "Foreningens formand", "Stellan Quist"),
        ("H. C. Østerby", "", "H. C. Østerby"),
        ("HR-konsulent Gunvor Falk", "HR-konsulent", "Gunvor Falk"),
    ],
)
def test_a_title_nobody_lists_is_no_part_of_a_name(phrase: str, role: str, name: str) -> None:
    assert split_name(phrase, language("da")) == (role, name)


def test_after_an_and_a_comma_tells_where_the_last_one_is_from() -> None:
    found = people("Ruth Moss and Paul Teal, Dial Co", language("en"))
    assert [(p.name, p.organization) for p in found] == [("Ruth Moss", None), ("Paul Teal", "Dial Co")]


def test_a_slash_divides_persons_and_no_departments() -> None:
    lang = language("da")
    assert [p.name for p in people("Lone Brask / Asger Hoff", lang)] == ["Lone Brask", "Asger Hoff"]
    assert [p.name for p in people("Lone Brask, Kemi / Vand og Luft", lang)] == ["Lone Brask"]


def test_a_given_name_makes_a_line_a_person_where_nouns_have_capitals() -> None:
    lang = language("de")
    assert [p.name for p in person_line("Jana Seitz", lang)] == ["Jana Seitz"]
    assert person_line("Offene Fragen", lang) == ()


def names(text: str) -> list[tuple[str, list[str]]]:
    return [(s.title, [p.name for p in s.speakers]) for s in programme(text).slots]


def test_a_role_that_ends_a_titles_row_belongs_to_the_name_on_the_next() -> None:
    text = "9.00  Lys og lyd i kirken. Tekniker\n      Rikke Lind, Lydværket\n10.00 Kaffe\n"
    assert names(text) == [("Lys og lyd i kirken", ["Rikke Lind"]), ("Kaffe", [])]


def test_a_label_below_a_title_says_what_somebody_does() -> None:
    text = "9.00  Hvem ejer vinden?\n      Oplæg: Ejnar Pod, ingeniør, og Sus Mark, læge\n\n"
    text += "10.00  Kaffe\n      Kontakt: Ida Holm\n"
    assert names(text) == [("Hvem ejer vinden?", ["Ejnar Pod", "Sus Mark"]), ("Kaffe", [])]


def test_a_listed_place_is_nobody() -> None:
    assert names("9.00  Ture\n      - Nordby Strand\n      - Store Torv\n10.00  Kaffe\n")[0] == ("Ture", [])


def test_where_persons_stand_behind_a_dash_so_do_bodies() -> None:
    text = (
        "9.00 Velkomst – Ida Holm, formand\n10.00 Søvn – Bo Krag, læge\n11.00 Balance – Ane Bro\n"
        "12.00 Svindel ringer – politiet i Nordby\n13.00 Pause – Kaffe og kage\n14.00 Larm – hvad nu?\n"
    )
    assert names(text)[3:] == [
        ("Svindel ringer", ["politiet i Nordby"]),
        ("Pause – Kaffe og kage", []),
        ("Larm – hvad nu?", []),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ida Holm, Trygge Veje og Bo Lund, rektor", ["Ida Holm", "Bo Lund"]),
        ("Ida Holm, Tirsa Mikkelsen og Bo Lund", ["Ida Holm", "Tirsa Mikkelsen", "Bo Lund"]),
        ("Møllevangskolen og Egebjergskolen", ["Møllevangskolen", "Egebjergskolen"]),
        ("Data og Kvalitet", ["Data og Kvalitet"]),
        ("Ida, Bo og Ane", ["Ida", "Bo", "Ane"]),
        ("forsker Mai Lind, VIVE, og stud.psych. Tor Bak", ["Mai Lind", "Tor Bak"]),
        ("Børne- og undervisningsminister Karl Dahl", ["Karl Dahl"]),
    ],
)
def test_a_body_between_persons_is_where_one_is_from(text: str, found: list[str]) -> None:
    assert [p.name for p in people(text, language("da"))] == found


def test_where_titles_begin_with_persons_the_dash_divides_them_from_the_title() -> None:
    text = "9.00 Ida Holm – Velkomst\n10.00 Tirsa Qvort – Om søvn\n11.00 Bo Krag – Om larm\n12.00 Frokost\n"
    assert names(text) == [
        ("Velkomst", ["Ida Holm"]),
        ("Om søvn", ["Tirsa Qvort"]),
        ("Om larm", ["Bo Krag"]),
        ("Frokost", []),
    ]


def test_where_persons_stand_behind_commas_so_do_names_seldom_given() -> None:
    text = "9.00 Velkomst, Ida Holm\n10.00 Om søvn, Bo Krag\n11.00 Om larm, Ane Bro\n12.00 Om lys, Tirsa Qvort\n"
    assert names(text)[3] == ("Om lys", ["Tirsa Qvort"])


def test_a_name_in_parentheses_below_a_title_speaks() -> None:
    assert names("9.00 Om lys\n     (Ida Holm)\n10.00 Kaffe\n") == [("Om lys", ["Ida Holm"]), ("Kaffe", [])]


def test_a_title_of_roles_above_a_name_is_who_and_the_row_below_is_what() -> None:
    text = '9.00  Journalist og forfatter\n      Erik Holm\n      "Fra by til verden"\n10.00  Kaffe\n'
    assert names(text) == [('"Fra by til verden"', ["Erik Holm"]), ("Kaffe", [])]


def test_with_at_a_titles_end_names_who_stands_below_and_is_no_part_of_it() -> None:
    text = "9.00  Samtale med\n      - Ida Holm, læge\n      - Bo Krag, lærer\n10.00  Hvor bliver sandet af?\n"
    assert names(text) == [("Samtale", ["Ida Holm", "Bo Krag"]), ("Hvor bliver sandet af?", [])]


def test_the_marker_beside_the_name_is_the_one() -> None:
    (made,) = parsed(f"{HEAD}10.00 Gennemgang af tre forslag til veje ved ingeniør Shirin Azadi\n").meetings[0].slots
    assert (made.title, [who.name for who in made.speakers]) == ("Gennemgang af tre forslag til veje", ["Shirin Azadi"])


def test_a_speaker_stands_in_parentheses_as_others_do() -> None:
    text = "10.00 Signs (Peter Lindqvist, Road Data Ltd)\n11.00 Temporary signs (Ieva Ozola, City of Riga)\n"
    slots = parsed(f"Workshop on signs\n\n3 June 2026\n\n{text}", name="mail.txt").meetings[0].slots
    assert [who.name for slot in slots for who in slot.speakers] == ["Peter Lindqvist", "Ieva Ozola"]


@pytest.mark.parametrize(
    ("below", "names"),
    [
        ("Oplæg ved Ida Holm, læsevejleder", ["Ida Holm"]),
        ("Erfaringer med regn ved Ida Holm, ingeniør, og Bo Lund, koordinator", ["Ida Holm", "Bo Lund"]),
        ("Med Alma Kirkebæk og Noah Lind, Ungerådet", ["Alma Kirkebæk", "Noah Lind"]),
        ("Overlæge og foredragsholder Ida Holm", ["Ida Holm"]),
    ],
)
def test_a_row_below_a_title_says_who_speaks(below: str, names: list[str]) -> None:
    slots = parsed(f"{HEAD}10.00-10.30 Vand i byen\n{below}\n\n10.30-11.00 Pause\n").meetings[0].slots
    assert [who.name for who in slots[0].speakers] == names


def test_what_a_row_says_before_its_persons_is_kept() -> None:
    below = "Erfaringer med regn ved Ida Holm, ingeniør"
    (slot,) = parsed(f"{HEAD}10.00-10.30 Vand i byen\n{below}\n").meetings[0].slots
    assert ([who.name for who in slot.speakers], slot.notes) == (["Ida Holm"], ("Erfaringer med regn",))
