"""Plain text: every encoding, every line where it stood, markers told from days and times."""

from __future__ import annotations

import pytest

from kl_calendar.errors import KlError
from kl_calendar.model.document import Line, Zone
from kl_calendar.model.problem import KINDS
from kl_calendar.read.refusals import TooLarge, UnknownFormat
from kl_calendar.read.text import lines_of, read

LETTER = "Møde i Århus\n\nKl. 9 Velkomst – kaffe\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_encoding_gives_the_same_lines(encoding: str) -> None:
    assert read(LETTER.encode(encoding), "a.txt").lines == read(LETTER.encode(), "a.txt").lines


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_every_line_end_gives_the_same_numbers(end: str) -> None:
    lines = read(LETTER.replace("\n", end).encode(), "a.txt").lines
    assert [(line.number, line.text) for line in lines] == [
        (1, "Møde i Århus"),
        (2, ""),
        (3, "Kl. 9 Velkomst – kaffe"),
    ]


def test_letters_written_with_combining_marks_are_composed() -> None:
    assert lines_of("A\u030arhus")[0].text == "Århus"


def test_special_spaces_become_plain_and_invisible_characters_go() -> None:
    assert lines_of("kl.\u00a09\u202f–\u200910\u200b\ufeff v/\u00adIda")[0].text == "kl. 9 – 10 v/Ida"


def test_tabs_stay_because_they_are_columns() -> None:
    assert lines_of("9.00\tVelkomst\tSal A")[0].text == "9.00\tVelkomst\tSal A"


def test_indent_counts_columns() -> None:
    assert [line.indent for line in lines_of("a\n   b\n\tc\n  \td")] == [0, 3, 4, 4]


@pytest.mark.parametrize(
    ("line", "marker", "text"),
    [
        ("- Kl. 9 Velkomst", "-", "Kl. 9 Velkomst"),
        ("• 9.30 Kaffe", "•", "9.30 Kaffe"),
        ("* 9.30 Kaffe", "*", "9.30 Kaffe"),
        ("– Frokost", "–", "Frokost"),
        ("\uf0b7\tFrokost", "•", "Frokost"),
        ("o\tFrokost", "o", "Frokost"),
        ("1. Kvalitet i dagtilbud", "1.", "Kvalitet i dagtilbud"),
        ("12) Eventuelt", "12)", "Eventuelt"),
        ("(2) Eventuelt", "(2)", "Eventuelt"),
        ("a) Regnskab", "a)", "Regnskab"),
        ("iv) Regnskab", "iv)", "Regnskab"),
        ("1. maj 2026", "", "1. maj 2026"),
        ("17. november kl. 17", "", "17. november kl. 17"),
        ("2. September 2026", "", "2. September 2026"),
        ("8. nov. 2026", "", "8. nov. 2026"),
        ("2. og 3. september", "", "2. og 3. september"),
        ("14. bis 15. März", "", "14. bis 15. März"),
        ("2. – 3. mars", "", "2. – 3. mars"),
        ("1. Mødet den 3. september", "1.", "Mødet den 3. september"),
        ("10.30 Velkomst", "", "10.30 Velkomst"),
        ("10. 30 Velkomst", "", "10. 30 Velkomst"),
        ("16.30-17.00 Velkomst", "", "16.30-17.00 Velkomst"),
        ("-10.30 Velkomst", "", "-10.30 Velkomst"),
        ("2020. Et godt år", "", "2020. Et godt år"),
        ("d. 2. maj", "", "d. 2. maj"),
        ("v. Ida Holm", "", "v. Ida Holm"),
        ("H. C. Andersen", "", "H. C. Andersen"),
        ("(kl. 9) Velkomst", "", "(kl. 9) Velkomst"),
    ],
)
def test_a_marker_is_split_off_only_where_it_is_one(line: str, marker: str, text: str) -> None:
    (read_line,) = lines_of(line)
    assert (read_line.marker, read_line.text) == (marker, text)


def test_letters_with_a_full_stop_are_markers_in_a_run() -> None:
    assert [(line.marker, line.text) for line in lines_of("A. Regnskab\nB. Hjemmeside\nd. 2. maj")] == [
        ("A.", "Regnskab"),
        ("B.", "Hjemmeside"),
        ("", "d. 2. maj"),
    ]


def test_paired_emphasis_goes_and_a_bold_line_is_told() -> None:
    lines = lines_of("**Program**\n- Kl. 16.30 **Velkommen v/ Ida**\n2 * 3 * 4\n__Pris__: 10 kr.\n**1.** Emne")
    assert [(line.marker, line.text, line.bold) for line in lines] == [
        ("", "Program", True),
        ("-", "Kl. 16.30 Velkommen v/ Ida", False),
        ("", "2 * 3 * 4", False),
        ("", "Pris: 10 kr.", False),
        ("1.", "Emne", False),
    ]


def test_an_underlined_line_is_a_heading_and_a_rule_is_a_blank_line() -> None:
    assert [(line.text, line.heading) for line in lines_of("Program\n=======\n9.00 Kaffe\n\n----------\nSted")] == [
        ("Program", 1),
        ("", 0),
        ("9.00 Kaffe", 0),
        ("", 0),
        ("", 0),
        ("Sted", 0),
    ]


def test_a_quoted_line_says_that_it_was_quoted() -> None:
    assert lines_of("> > Kl. 9 Kaffe") == (Line(1, "Kl. 9 Kaffe", zone=Zone.QUOTED),)


def test_lines_with_equally_many_pipes_are_a_table_and_a_single_one_is_not() -> None:
    lines = lines_of("KL | Sundkajen 12 | 2300 København S\n\n9.00 | Kaffe | Foyer\n9.30 | Velkomst | Sal A")
    assert [(line.table, [cell.text for cell in line.cells]) for line in lines] == [
        (0, []),
        (0, []),
        (1, ["9.00", "Kaffe", "Foyer"]),
        (1, ["9.30", "Velkomst", "Sal A"]),
    ]


def test_a_form_feed_begins_a_page() -> None:
    assert [(line.text, line.page) for line in lines_of("et\n\fto\ntre")] == [("et", 1), ("", 2), ("to", 2), ("tre", 2)]


def test_bytes_of_no_encoding_are_told_by_line() -> None:
    document = read(b"M\xf8de\nSted\x81\n", "a.txt")
    assert [(line, KINDS[code].code) for line, code in document.notes] == [(2, "characters-unreadable")]


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UnknownFormat):
        read(bytes(range(32)) * 20, "a.txt")


def test_more_lines_than_a_programme_has_are_refused() -> None:
    with pytest.raises(TooLarge):
        read(b"a\n" * 50_001, "a.txt")


def test_refusals_name_the_source_and_the_next_step() -> None:
    with pytest.raises(KlError) as refusal:
        read(b"\x01" * 1000, "brev.txt")
    assert (refusal.value.message[:9], bool(refusal.value.hint)) == ("brev.txt:", True)
