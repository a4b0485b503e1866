"""Which words of a letter are the meeting's title."""

from __future__ import annotations

import pytest

from tests.parse.reading import parsed

DAY = "\n\nFredag den 17. april 2026 kl. 10-13\n\n10.00 Velkomst\n10.30 Kaffe\n11.00 Rundvisning\n"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Fra: Kontoret\nTil: Alle\nEmne: Forældremøde i 3. klasse", "Forældremøde i 3. klasse"),
        ("NORDBY KOMMUNE\n\nLandsbyernes dag", "Landsbyernes dag"),
        ("Bestyrelsesmøde i Fonden Nordgården", "Bestyrelsesmøde i Fonden Nordgården"),
        ("Havneforum 2026                         Revideret: 11.01.2026", "Havneforum 2026"),
        ("Dialogmøde mellem Havnerådet og\nByens Museum", "Dialogmøde mellem Havnerådet og Byens Museum"),
    ],
)
def test_a_title_is_told_by_its_label_or_by_naming_a_kind_of_meeting(head: str, expected: str) -> None:
    (made,) = parsed(head + DAY, name="brev.txt").meetings
    assert made.title == expected
