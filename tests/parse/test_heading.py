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
        (
            "Ledernes Kreds Vest\nSekretariatet\nHavnegade 41\n6700 Esbjerg\n\nKursusdag om fravær",
            "Kursusdag om fravær",
        ),
        ("Ny vejledning om vand\n\nFredag den 17. april 2026, kl. 10-13 på Teams", "Ny vejledning om vand"),
        ("INDKALDELSE\ntil bestyrelsesmøde i Nordby Vandværk", "bestyrelsesmøde i Nordby Vandværk"),
    ],
)
def test_a_title_is_told_by_its_label_or_by_naming_a_kind_of_meeting(head: str, expected: str) -> None:
    (made,) = parsed(head + DAY, name="brev.txt").meetings
    assert made.title == expected


def test_whom_a_letter_is_to_and_its_date_in_the_column_beside_are_no_title_and_no_day() -> None:
    head = "Til alle skoleledere                    Nordby, den 3. februar 2026\n\nDialogmøder om ny prøveform"
    (made,) = parsed(head + DAY, name="brev.txt").meetings
    assert (made.title, made.day.isoformat(), str(made.document_date)) == (
        "Dialogmøder om ny prøveform",
        "2026-04-17",
        "2026-02-03",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Hej Peter\n\nVi holder opstartsmøde om havnen på torsdag den 5. marts 2026 kl. 9-12 hos os, Kajen 10.\n",
            "opstartsmøde om havnen",
        ),
        ("Pressemeddelelse 12.01.2026\n\nByen inviterer til åbningen\n\nLørdag den 24. januar kl. 13 er det nu.\n",
         "Byen inviterer til åbningen"),
        ("Kallelse\n\nMedlemmarna i Eken kallas härmed till ordinarie stämma.\n\nOnsdagen den 20 maj 2026 kl. 18.30\n",
         "ordinarie stämma"),
        ("Generalforsamling i Solbakken\n\nDer indkaldes til ordinær generalforsamling\n\n26. marts 2026 kl. 19\n",
         "Generalforsamling i Solbakken"),
        ("Liebe Kollegen,\n\nunser Netzwerktreffen findet am Dienstag, 3. März 2026, um 14 Uhr im Rathaus statt.\n",
         "Netzwerktreffen"),
        ("Hei!\n\nMinner om dugnad lørdag 25. april 2026 kl. 10–14.\n\nNeste styremøte er 5. mai.\n", "dugnad"),
        ("Vejby, d. 2/2 2026\n\nHermed indkaldes til årsmøde lørdag d. 7. marts 2026 kl. 14 i Hallen på Torvet 4.\n",
         "årsmøde"),
        ("Sommerkursus aflyst\n\nSommerkurset den 6. juli 2026 kl. 9-12 er desværre aflyst.\n", "Sommerkursus"),
        ("Om klassen\n\nI inviteres til forældreaften\n\nTirsdag den 10. marts 2026 kl. 19\nSvar: senest 2. marts\n",
         "forældreaften"),
    ],
)  # fmt: skip
def test_a_letter_without_a_heading_says_its_title_in_a_sentence(text: str, expected: str) -> None:
    (made,) = parsed(text, name="brev.txt").meetings
    assert made.title == expected


def test_a_mails_subject_goes_without_its_day() -> None:
    head = "Subject: Bestyrelsesmøde 18. marts\nDate: Mon, 2 Mar 2026 10:00:00 +0100\nFrom: l@forening.example\n"
    body = "\nHej alle\n\nVi ses onsdag den 18. marts kl. 19-21.\n\n19.00 Økonomi\n20.00 Eventuelt\n"
    (made,) = parsed(head + body, name="brev.eml", around=None).meetings
    assert made.title == "Bestyrelsesmøde"
