"""Tables of data are rows with cells; tables that only lay out the page are its lines."""

from __future__ import annotations

from kl_calendar.model.document import Link
from kl_calendar.read import html
from tests.read.shown import shown


def lines(markup: str) -> list[str]:
    return shown(html.read(markup.encode(), "page.html"))


def test_a_table_is_rows_with_a_header() -> None:
    page = (
        "<table><caption>Program</caption><thead><tr><th>Tid<th>Emne</thead>"
        "<tr><td>9.00<td><b>Kaffe</b><br>v/ Ida<tr><td>9.30<td><ul><li>A<li>B</ul></table>"
    )
    assert lines(page) == ["Program", "[=Tid= | =Emne=]", "[9.00 | Kaffe / v/ Ida]", "[9.30 | • A / • B]"]


def test_rows_know_their_table_and_merged_cells() -> None:
    page = (
        "<table><tr><th>Tid<th>Spor 1<th>Spor 2</tr><tr><td rowspan=2>9.00<td>A<td>B</tr><tr><td>C<td>D</tr>"
        "<tr><td>10.00<td colspan=2>Frokost</tr></table><p>x</p><table><tr><td>1<td>2</tr><tr><td>3<td>4</tr></table>"
    )
    document = html.read(page.encode(), "page.html")
    assert shown(document) == [
        "[=Tid= | =Spor 1= | =Spor 2=]",
        "[9.00 | A | B]",
        "[^ | C | D]",
        "[10.00 | Frokost<2]",
        "",
        "x",
        "",
        "[1 | 2]",
        "[3 | 4]",
    ]
    assert [line.table for line in document.lines] == [1, 1, 1, 1, 0, 0, 0, 2, 2]


def test_a_merged_cell_in_the_middle_or_over_three_rows_continues_where_it_stands() -> None:
    page = (
        "<table><tr><td>9<td rowspan=3>Sal<td>A</tr><tr><td>10<td>B</tr><tr><td>11<td rowspan=9>C</tr>"
        "<tr><td>12<td>D</tr></table>"
    )
    assert lines(page) == ["[9 | Sal | A]", "[10 | ^ | B]", "[11 | ^ | C]", "[12 | D | ^]"]


def test_a_first_cell_marked_as_header_of_its_row_is_no_header_row() -> None:
    assert lines("<table><tr><th scope=row>9.00</th><td>Kaffe</td></tr></table>") == ["[9.00 | Kaffe]"]


def test_tables_that_lay_out_a_newsletter_are_its_lines() -> None:
    page = (
        "<table width=100%><tr><td><table width=600><tr><td><h1>Nyhedsbrev</h1></td></tr>"
        "<tr><td><table><tr><td>9.00</td><td>Kaffe</td></tr></table>"
        "<table><tr><td>9.30</td><td>Oplæg</td></tr></table></td></tr>"
        "<tr><td>Hilsen Ida</td></tr></table></td></tr></table>"
    )
    document = html.read(page.encode(), "page.html")
    assert shown(document) == ["# Nyhedsbrev", "", "[9.00 | Kaffe]", "[9.30 | Oplæg]", "", "Hilsen Ida"]
    assert [line.table for line in document.lines if line.cells] == [1, 1]


def test_a_table_of_one_column_and_one_beside_a_page_are_lines() -> None:
    assert lines("<table><tr><td>Kl. 9 Kaffe<tr><td>Kl. 10 Oplæg</table>") == ["Kl. 9 Kaffe", "Kl. 10 Oplæg"]
    side = "<table><tr><td>Menu</td><td><h1>Temadag</h1>Kl. 9 Kaffe</td></tr></table>"
    assert lines(side) == ["Menu", "", "# Temadag", "", "Kl. 9 Kaffe"]


def test_outlooks_table_reads_like_any_other() -> None:
    page = (
        "<table class=MsoTableGrid border=1><tr style='height:1cm'><td width=90 style='border:solid'><p"
        " class=MsoNormal>"
        "<b><span lang=DA>Tid<o:p></o:p></span></b></p></td><td><p class=MsoNormal><b>Indhold</b></p></td></tr>"
        "<tr><td><p class=MsoNormal><span style='font-size:11.0pt'>9.00<o:p></o:p></span></p></td>"
        "<td><p class=MsoNormal>Velkomst</p><p class=MsoNormal>v/ Ida Holm</p></td></tr></table>"
    )
    document = html.read(page.encode(), "page.html")
    assert shown(document) == ["[Tid | Indhold]", "[9.00 | Velkomst / v/ Ida Holm]"]
    assert [line.bold for line in document.lines] == [True, False]


def test_a_table_made_of_boxes_with_roles_is_a_table() -> None:
    page = (
        "<div role=table><div role=rowgroup><div role=row><span role=columnheader>Tid</span><span"
        " role=columnheader>Emne"
        "</span></div></div><div role=rowgroup><div role=row><div role=cell>9.00</div><div role=cell>Kaffe</div></div>"
        "</div></div>"
    )
    assert lines(page) == ["[=Tid= | =Emne=]", "[9.00 | Kaffe]"]


def test_links_in_cells_are_kept_and_struck_out_rows_are_not() -> None:
    page = (
        "<table><tr><td>9.00<td><a href='https://a.example/t'>Tilmeld</a></tr><tr hidden><td>10<td>Skjult</tr>"
        "<tr><td><s>11.00</s><td><s>Aflyst</s></tr></table>"
    )
    (line,) = html.read(page.encode(), "page.html").lines
    assert (line.text, line.links) == ("9.00\tTilmeld", (Link("Tilmeld", "https://a.example/t"),))
    assert line.cells[1].links == line.links


def test_absurd_spans_are_cut() -> None:
    page = "<table><tr><td colspan=999999 rowspan=999999>A<td>B</tr><tr><td>C</tr><tr><td>D</tr></table>"
    assert lines(page) == ["[A<60 | B]", "[^<60 | C]", "[^<60 | D]"]
