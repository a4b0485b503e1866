"""Rich Text Format: text, rows, links and page furniture."""

from __future__ import annotations

import pytest

from kl_calendar.model.document import Line, Link, Zone
from kl_calendar.read.refusals import Damaged, TooLarge
from kl_calendar.read.rtf import read


def lines(body: str) -> tuple[Line, ...]:
    return read(rf"{{\rtf1\ansi\ansicpg1252 {body}}}".encode("ascii"), "brev.rtf").lines


def test_letters_come_in_windows_codes_and_in_unicode() -> None:
    assert lines(r"M\'f8de \u8211? \'c5rhus\par 9.00\tab Kaffe\par")[:2] == (
        Line(1, "Møde – Århus"),
        Line(2, "9.00\tKaffe"),
    )


def test_a_row_keeps_its_empty_cells_and_the_lines_inside_them() -> None:
    body = (
        r"\trowd\pard\intbl\cell\pard\intbl Sal A\cell\row"
        r"\trowd\pard\intbl 9.00\cell Kaffe\par v/ Ida\line x\cell\row\pard Slut\par"
    )
    assert [(line.table, [cell.text for cell in line.cells] or line.text) for line in lines(body) if line.text] == [
        (1, ["", "Sal A"]),
        (1, ["9.00", "Kaffe\nv/ Ida\nx"]),
        (0, "Slut"),
    ]


def test_a_pipe_in_the_text_makes_no_table() -> None:
    assert lines(r"KL | Sundkajen\par x | y\par")[0] == Line(1, "KL ¦ Sundkajen")


def test_a_link_keeps_its_words_and_gives_its_target() -> None:
    body = r'Tilmeld {\field{\*\fldinst{HYPERLINK "https://a.example/x"}}{\fldrslt {\ul her}}} nu\par'
    assert (lines(body)[0].text, lines(body)[0].links) == ("Tilmeld her nu", (Link("her", "https://a.example/x"),))


def test_page_furniture_is_told_apart_and_counts_once() -> None:
    body = r"{\header KL\par}{\headerf KL\par}{\footer Side 1\par}Brev\par"
    assert [(line.text, line.zone) for line in lines(body) if line.text] == [
        ("KL", Zone.HEADER),
        ("Brev", Zone.BODY),
        ("Side 1", Zone.FOOTER),
    ]


def test_deep_groups_and_no_text_are_refused() -> None:
    with pytest.raises(TooLarge):
        lines("{" * 300 + "x" + "}" * 300)
    with pytest.raises(Damaged):
        lines(r"{\pict 00}")
