"""OpenDocument texts: the same promises as for Word."""

from __future__ import annotations

import pytest

from kl_calendar.model.document import Cell, Line, Link, Zone
from kl_calendar.read.odt import read
from kl_calendar.read.refusals import Locked
from tests.read.office import odf, odt

LISTS = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-bullet text:level="2" text:bullet-char="–"/></text:list-style>'
)


def lines(body: str, automatic: str = "") -> tuple[Line, ...]:
    return read(odt(body, automatic=automatic), "brev.odt").lines


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def item(*inside: str) -> str:
    return f"<text:list-item>{''.join(inside)}</text:list-item>"


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{p(text)}</table:table-cell>"


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(x if x[:1] == '<' else cell(x) for x in cells)}</table:table-row>"


def test_spaces_tabs_and_breaks_are_as_on_the_page() -> None:
    body = p("9.00<text:tab/>Kaffe<text:s text:c='2'/>og\n   te<text:line-break/>v/ Ida")
    assert [line.text for line in lines(body)] == ["9.00\tKaffe  og te", "v/ Ida"]


def test_headings_have_their_level() -> None:
    assert lines('<text:h text:outline-level="2">Fredag</text:h>') == (Line(1, "Fredag", heading=2),)


def test_lists_give_printed_markers_and_their_level() -> None:
    inner = f"<text:list>{item(p('Te'))}{item(p('Vand'))}</text:list>"
    outer = f'<text:list text:style-name="L1">{item(p("Kaffe"), p("i foyeren"), inner)}{item(p("Slut"))}</text:list>'
    on = f'<text:list text:style-name="L1" text:continue-numbering="true">{item(p("Mere"))}</text:list>'
    assert [(x.marker, x.text, x.indent) for x in lines(outer + p("Pause") + on, LISTS)] == [
        ("1.", "Kaffe", 0),
        ("", "i foyeren", 0),
        ("–", "Te", 2),
        ("–", "Vand", 2),
        ("2.", "Slut", 0),
        ("", "Pause", 0),
        ("3.", "Mere", 0),
    ]


def test_cells_tell_how_they_are_merged_and_repeated() -> None:
    covered = "<table:covered-table-cell/>"
    body = (
        "<table:table><table:table-header-rows>"
        + row("Tid", cell("Emne", 'table:number-columns-repeated="2"'))
        + "</table:table-header-rows>"
        + row("9.00", cell("Kaffe", 'table:number-columns-spanned="2"'), covered)
        + row(cell("10.00", 'table:number-rows-spanned="2"'), "A", "B")
        + row(covered, "C", "D")
        + "</table:table>"
    )
    assert [line.cells for line in lines(body)] == [
        (Cell("Tid", header=True), Cell("Emne", header=True), Cell("Emne", header=True)),
        (Cell("9.00"), Cell("Kaffe", 2)),
        (Cell("10.00"), Cell("A"), Cell("B")),
        (Cell("", continued=True), Cell("C"), Cell("D")),
    ]


def test_bold_comes_from_styles_and_struck_out_text_is_left_out() -> None:
    automatic = (
        '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="P" style:family="paragraph" style:parent-style-name="Q"/>'
        '<style:style style:name="Q" style:family="paragraph">'
        '<style:text-properties fo:font-weight="700"/></style:style>'
        '<style:style style:name="S" style:family="text">'
        '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    )
    span = '<text:span text:style-name="{}">{}</text:span>'
    body = p(span.format("B", "Program")) + p("Sted", "P") + p("Kl. " + span.format("S", "9") + "10")
    document = read(odt(body, automatic=automatic), "brev.odt")
    assert [(line.text, line.bold) for line in document.lines] == [("Program", True), ("Sted", True), ("Kl. 10", False)]
    assert document.notes == ((0, "struck-out-left-out"),)


def test_links_boxes_comments_and_deleted_text() -> None:
    body = (
        "<text:tracked-changes>" + p("slettet") + "</text:tracked-changes>"
        '<text:p>Tilmeld <text:a xlink:href="https://a.example" xmlns:xlink="x">her</text:a>'
        "<office:annotation><text:p>husk</text:p></office:annotation>"
        "<draw:frame><draw:text-box>" + p("Praktisk") + "</draw:text-box></draw:frame></text:p>"
    )
    assert [(line.text, line.zone, line.links) for line in lines(body) if line.text] == [
        ("Tilmeld her", Zone.BODY, (Link("her", "https://a.example"),)),
        ("Praktisk", Zone.MARGIN, ()),
    ]


def test_page_headers_and_footers_come_from_the_page_style() -> None:
    styles = odf(
        "document-styles",
        f"<office:master-styles><style:master-page><style:header>{p('KL')}</style:header>"
        f"<style:footer>{p('Side 1')}</style:footer></style:master-page></office:master-styles>",
    )
    found = read(odt(p("Brev"), more={"styles.xml": styles}), "brev.odt").lines
    assert [(x.text, x.zone) for x in found] == [("KL", Zone.HEADER), ("Brev", Zone.BODY), ("Side 1", Zone.FOOTER)]


def test_a_file_with_a_password_is_refused() -> None:
    manifest = "<manifest><encryption-data/></manifest>"
    with pytest.raises(Locked):
        read(odt("", more={"META-INF/manifest.xml": manifest}), "brev.odt")


def test_styles_without_master_pages_cost_nothing() -> None:
    styles = odf("document-styles", "<office:styles/>")
    raw = odt(p("Kl. 9 Kaffe"), more={"styles.xml": styles})
    assert [line.text for line in read(raw, "brev.odt").lines] == ["Kl. 9 Kaffe"]
