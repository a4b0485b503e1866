"""Markdown: what its marks say is told, what they stand on is kept."""

from __future__ import annotations

from kl_calendar.model.document import Line, Link
from kl_calendar.read.markdown import read


def lines(text: str) -> tuple[Line, ...]:
    return read(text.encode(), "a.md").lines


def test_headings_have_their_level_and_no_marks() -> None:
    assert [(line.text, line.heading) for line in lines("# Temadag #\n### Fredag **den 2.**")] == [
        ("Temadag", 1),
        ("Fredag den 2.", 3),
    ]


def test_a_hash_without_a_space_is_no_heading() -> None:
    assert lines("#børn og unge") == (Line(1, "#børn og unge"),)


def test_nested_lists_keep_their_indent_and_marker() -> None:
    assert [(x.indent, x.marker, x.text) for x in lines("* kl. 9: Kaffe\n   1. Te\n   2. Vand\n- [ ] Husk")] == [
        (0, "*", "kl. 9: Kaffe"),
        (3, "1.", "Te"),
        (3, "2.", "Vand"),
        (0, "-", "Husk"),
    ]


def test_links_keep_their_words_and_give_their_target() -> None:
    (line,) = lines("Tilmeld dig [her](https://a.example/x_y_z 'nu') eller <mie@a.example>")
    assert line.text == "Tilmeld dig her eller mie@a.example"
    assert line.links == (Link("her", "https://a.example/x_y_z"), Link("mie@a.example", "mailto:mie@a.example"))


def test_reference_links_find_their_target() -> None:
    line, *_ = lines("Se [programmet][p].\n\n[p]: https://a.example/p")
    assert (line.text, line.links) == ("Se programmet.", (Link("programmet", "https://a.example/p"),))


def test_a_table_has_cells_and_its_header_row_is_told() -> None:
    header, row = lines("| Tid | Emne |\n|-----|:----:|\n| **9.00** | Kaffe \\| te |")
    assert [(cell.text, cell.header) for cell in header.cells] == [("Tid", True), ("Emne", True)]
    assert [(cell.text, cell.header, cell.bold) for cell in row.cells] == [
        ("9.00", False, True),
        ("Kaffe | te", False, False),
    ]
    assert (row.number, row.text, row.table) == (3, "9.00\tKaffe | te", 1)


def test_a_break_tag_begins_a_line_and_comments_and_inline_tags_go() -> None:
    assert [line.text for line in lines("Sted<br>Aulaen <!-- nej -->\n<b>Pris</b>&nbsp;&amp; mad")] == [
        "Sted",
        "Aulaen",
        "Pris & mad",
    ]


def test_escaped_marks_stay_marks() -> None:
    assert [(line.marker, line.text) for line in lines("1\\. maj\n\\*stjerne\\*")] == [
        ("", "1. maj"),
        ("", "*stjerne*"),
    ]


def test_struck_out_text_is_left_out() -> None:
    assert lines("Kl. ~~9~~ 10 Kaffe")[0].text == "Kl.  10 Kaffe"


def test_front_matter_is_given_and_the_lines_below_keep_their_numbers() -> None:
    document = read(b"---\ntitle: Temadag\n---\n\n# Program\n", "a.md")
    assert dict(document.front_matter) == {"title": "Temadag"}
    assert [(line.number, line.text) for line in document.lines] == [(4, ""), (5, "Program")]
