"""Where a meeting is, as letters say it without a label."""

from __future__ import annotations

import pytest

from tests.parse.reading import parsed

PROGRAMME = "\n\n10.00 Velkomst\n10.30 Kaffe\n11.00 Rundvisning\n12.00 Frokost\n"


def place(head: str) -> str | None:
    (made,) = parsed(head + PROGRAMME, name="brev.txt").meetings
    return made.location


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Temadag\n\nDato   Fredag 17. april 2026\nSted   Byens Arkiv, Strædet 5", "Byens Arkiv, Strædet 5"),
        ("Bygdedag\n\nFredag 17. april 2026\nVassbygda grendahus", "Vassbygda grendahus"),
        ("Temadag\n\nFredag 17. april 2026\nHavnehallen, lokale 2 og 3", "Havnehallen, lokale 2 og 3"),
        ("Temadag\n\nFredag den 17. april 2026 kl. 10.00\ni klubhuset, Havnepladsen 3", "klubhuset, Havnepladsen 3"),
        ("Temadag\n\nIdrætscenter Nordby, Hallen - fredag d. 17. april 2026", "Idrætscenter Nordby, Hallen"),
        ("Temadag\n\nVi ses i Nordby Havn, Kajen 1, fredag den 17. april 2026, og det er nyt.", "Nordby Havn, Kajen 1"),
        ("Foreldremøte\n\nMåndag 13. april 2026 klokka 18.00–20.00 på biblioteket", "biblioteket"),
        ("Årsmøde\n\nTorsdag den 16. april 2026 kl. 19.00\nNordskolens festsal", "Nordskolens festsal"),
        ("Innovationsdag\n\n📅 17. april 2026\n📍 Værkstedet, Kajen 2", "Værkstedet, Kajen 2"),
        ("Konference om ældrepleje, Hotel Fjord, Skovvej 1, 6000 Kolding, fredag d. 17. april 2026",
         "Hotel Fjord, Skovvej 1, 6000 Kolding"),
        ("Temadag\n\nFredag d. 17. april 2026 kl. 10 i Beboerhuset, Engvænget 3. Kom.", "Beboerhuset, Engvænget 3"),
        ("Program for lederdagen på Hotel Skovly ved Limsø fredag den 17. april 2026", "Hotel Skovly ved Limsø"),
        ("Halls Day\nFriday 17 April 2026\nLower Dale Memorial Hall, Church Lane, Lower Dale TB4 7QN",
         "Lower Dale Memorial Hall, Church Lane, Lower Dale TB4 7QN"),
        ("Open Day – Friday 17 April 2026\n\nThe Pavilion, Mill Lane, Thornaby. Admission free.",
         "The Pavilion, Mill Lane, Thornaby"),
    ],
)  # fmt: skip
def test_a_place_is_read_without_what_leads_to_it_and_what_follows(head: str, expected: str) -> None:
    assert place(head) == expected


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("i beboerhuset, Vibevænget 33.", "beboerhuset, Vibevænget 33"),
        (", Vandværket i Køge, Værftsvej 16, 4600 Køge", "Vandværket i Køge, Værftsvej 16, 4600 Køge"),
    ],
)
def test_a_house_is_part_of_the_place_behind_the_day(said: str, place: str) -> None:
    text = f"Temadag om vand\n\nOnsdag den 22. januar 2026 kl. 18.30-20 {said}\n\n18.30 Kaffe\n19.00 Vand\n"
    assert parsed(text, name="brev.txt").meetings[0].location == place


def test_the_head_of_a_table_is_no_place() -> None:
    table = "| Tid | Aktivitet | Lokale |\n|---|---|---|\n| 10.00 | Velkomst | Salen |\n| 11.00 | Kaffe | Foyeren |\n"
    text = f"# Årsmøde\n\nHotel Kysten, Strandengen 8, 5800 Nyborg\n\n## Fredag den 6. november 2026\n\n{table}"
    assert parsed(text).meetings[0].location == "Hotel Kysten, Strandengen 8, 5800 Nyborg"
