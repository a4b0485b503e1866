"""Word documents: order, lists, tables, boxes, changes and links as they stand on the page."""

from __future__ import annotations

from kl_calendar.model.document import Cell, Line, Link, Zone
from kl_calendar.read.docx import read
from tests.read.office import docx, p, part, r, relation

NUMBERED = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1.%3"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>',
)


def lines(body: str, **parts: str) -> tuple[Line, ...]:
    relations = "".join(relation(name, name, f"{name}.xml") for name in parts)
    more: dict[str, bytes | str] = {f"word/{name}.xml": content for name, content in parts.items()}
    return read(docx(body, relations=relations, more=more), "brev.docx").lines


def listed(text: str, number: int, level: int = 0) -> str:
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(text, properties=properties)


def cell(*inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(x if x[:1] == '<' else p(x) for x in inside)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(x if x[:1] == '<' else cell(x) for x in cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def test_paragraphs_and_tables_come_in_document_order() -> None:
    found = lines(p("Program") + table(row("9.00", "Kaffe"), row("9.30", "Velkomst")) + p("Sted"))
    assert [(line.number, line.text, line.table) for line in found] == [
        (1, "Program", 0),
        (2, "9.00\tKaffe", 1),
        (3, "9.30\tVelkomst", 1),
        (4, "Sted", 0),
    ]


def test_an_empty_paragraph_is_a_blank_line() -> None:
    assert [line.text for line in lines(p("Program") + p() + p("Sted"))] == ["Program", "", "Sted"]


def test_split_runs_are_one_text_and_special_characters_are_plain() -> None:
    body = p(r("Kl. 1"), r("6.30"), "<w:r><w:noBreakHyphen/><w:t>18</w:t><w:tab/><w:softHyphen/><w:t>Møde</w:t></w:r>")
    assert lines(body)[0].text == "Kl. 16.30-18\tMøde"


def test_automatic_numbers_are_the_markers_on_the_page() -> None:
    body = (
        listed("Emne", 1) + listed("Under", 1, 1) + listed("Under", 1, 1) + listed("Emne", 1) + listed("Dyb", 1, 2)
    ) + (listed("Punkt", 2) + listed("Nyt", 3) + listed("Nyt", 3))
    assert [(line.marker, line.indent) for line in lines(body, numbering=NUMBERED)] == [
        ("1.", 0),
        ("a)", 2),
        ("b)", 2),
        ("2.", 0),
        ("2.I", 4),
        ("•", 0),
        ("5.", 0),
        ("6.", 0),
    ]


def test_a_typed_marker_is_split_off_and_a_day_is_not() -> None:
    assert [(x.marker, x.text) for x in lines(p("- Kaffe") + p("1. maj kl. 9"))] == [
        ("-", "Kaffe"),
        ("", "1. maj kl. 9"),
    ]


def test_a_soft_break_begins_a_line_of_the_same_paragraph() -> None:
    body = p(r("9.00 Kaffe"), "<w:r><w:br/></w:r>", r("v/ Ida"), properties='<w:ind w:left="720"/>')
    assert [(line.text, line.indent) for line in lines(body)] == [("9.00 Kaffe", 2), ("v/ Ida", 2)]


def test_headings_are_told_by_outline_level_style_name_and_inheritance() -> None:
    styles = part(
        "styles",
        '<w:style w:styleId="Overskrift1"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:styleId="Egen"><w:name w:val="Vores"/><w:basedOn w:val="Egen2"/></w:style>'
        '<w:style w:styleId="Egen2"><w:name w:val="Vores 2"/><w:basedOn w:val="Egen"/>'
        '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>',
    )
    body = (
        p("Møde", properties='<w:pStyle w:val="Overskrift1"/>')
        + p("Dag", properties='<w:pStyle w:val="Egen"/>')
        + p("Emne", properties='<w:outlineLvl w:val="1"/>')
        + p("Tekst")
    )
    assert [(x.heading, x.bold) for x in lines(body, styles=styles)] == [(1, True), (3, False), (2, False), (0, False)]


def test_a_line_is_bold_when_all_of_it_is() -> None:
    body = p(r("Program", "<w:b/>"), r(" ")) + p(r("Kl. 9 "), r("Kaffe", "<w:b/>")) + p(r("Nej", '<w:b w:val="0"/>'))
    assert [line.bold for line in lines(body)] == [True, False, False]


def test_cells_tell_how_they_are_merged() -> None:
    found = lines(
        table(
            row("9.00", cell("Kaffe", properties='<w:gridSpan w:val="2"/>'), properties="<w:tblHeader/>"),
            row(cell("10.00", properties='<w:vMerge w:val="restart"/>'), "A", "B"),
            row(cell("", properties="<w:vMerge/>"), "C", "D"),
        )
    )
    assert [line.cells for line in found] == [
        (Cell("9.00", header=True), Cell("Kaffe", 2, header=True)),
        (Cell("10.00"), Cell("A"), Cell("B")),
        (Cell("", continued=True), Cell("C"), Cell("D")),
    ]


def test_paragraphs_in_a_cell_are_its_lines_with_their_markers() -> None:
    body = table(row("9.00", cell("Vælg", listed("Regnskab", 1))), row("10", "Slut"))
    assert lines(body, numbering=NUMBERED)[0].cells[1].text == "Vælg\n1. Regnskab"


def test_a_table_inside_a_cell_is_a_table_of_its_own_after_the_row() -> None:
    inner = table(row("9.10", "Ida"), row("9.20", "Bo"))
    found = lines(table(row("9-10", cell("Oplæg", inner)), row("10", "Slut")))
    assert [(line.text, line.table) for line in found] == [
        ("9-10\tOplæg", 1),
        ("9.10\tIda", 2),
        ("9.20\tBo", 2),
        ("10\tSlut", 1),
    ]


def test_a_table_that_only_frames_text_is_text() -> None:
    assert [(line.text, line.table) for line in lines(table(row(cell("Program", "9.00 Kaffe"))))] == [
        ("Program", 0),
        ("9.00 Kaffe", 0),
    ]


def test_text_set_in_columns_by_a_table_is_text() -> None:
    left = cell(*(f"{hour}.00 Emne" for hour in range(9, 16)))
    found = lines(table(row(left, cell("Sted", "Aulaen"))))
    assert [line.text for line in found][-3:] == ["15.00 Emne", "Sted", "Aulaen"]


def test_a_text_box_that_word_stores_twice_counts_once_and_stands_in_the_margin() -> None:
    box = "<w:txbxContent>" + p("Praktisk") + "</w:txbxContent>"
    drawn = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    found = lines(p(r("Program"), drawn) + p("9.00 Kaffe"))
    assert [(line.text, line.zone) for line in found] == [
        ("Program", Zone.BODY),
        ("9.00 Kaffe", Zone.BODY),
        ("", Zone.BODY),
        ("Praktisk", Zone.MARGIN),
    ]


def boxed(*inside: str) -> str:
    return f"<w:r><w:pict><v:textbox><w:txbxContent>{''.join(inside)}</w:txbxContent></v:textbox></w:pict></w:r>"


def test_a_text_box_that_holds_the_programme_stands_where_it_is_anchored() -> None:
    box = boxed(p("9.00 Kaffe"), p("9.30 Velkomst"), p("10.00 Slut"))
    found = lines(p("Temadag om leg og bevægelse", box) + p("Vi glæder os til at se jer alle sammen."))
    assert [(line.text, line.zone) for line in found if line.text] == [
        ("Temadag om leg og bevægelse", Zone.BODY),
        ("9.00 Kaffe", Zone.BODY),
        ("9.30 Velkomst", Zone.BODY),
        ("10.00 Slut", Zone.BODY),
        ("Vi glæder os til at se jer alle sammen.", Zone.BODY),
    ]


def test_a_text_box_above_everything_comes_first() -> None:
    found = lines(p(boxed(p("Temadag"))) + p("Program for dagen"))
    assert [(line.text, line.zone) for line in found if line.text] == [
        ("Temadag", Zone.MARGIN),
        ("Program for dagen", Zone.BODY),
    ]


def test_a_poster_of_text_boxes_only_is_the_body() -> None:
    found = lines(p(boxed(p("9.00 Kaffe"))))
    assert [(line.text, line.zone) for line in found if line.text] == [("9.00 Kaffe", Zone.BODY)]


def test_page_headers_and_footers_are_told_apart_from_the_body() -> None:
    body = p("Brev") + '<w:sectPr><w:headerReference r:id="header"/><w:footerReference r:id="footer"/></w:sectPr>'
    found = lines(body, header=part("hdr", p("KL")), footer=part("ftr", p("Side 1 af 2")))
    assert [(line.text, line.zone) for line in found] == [
        ("KL", Zone.HEADER),
        ("Brev", Zone.BODY),
        ("Side 1 af 2", Zone.FOOTER),
    ]


def test_deleted_and_struck_out_text_is_left_out_and_inserted_text_is_kept() -> None:
    body = p(
        "Kl. ",
        "<w:del><w:r><w:delText>9</w:delText></w:r></w:del>",
        f"<w:ins>{r('10')}</w:ins>",
        r(" 11", "<w:strike/>"),
        r(" skjult", "<w:vanish/>"),
        " Kaffe",
    )
    document = read(docx(body), "brev.docx")
    assert document.lines[0].text == "Kl. 10 Kaffe"
    assert document.notes == ((0, "struck-out-left-out"),)


def test_a_deleted_row_or_paragraph_leaves_nothing() -> None:
    body = p("<w:del><w:r><w:delText>Væk</w:delText></w:r></w:del>", properties="<w:rPr><w:del/></w:rPr>") + table(
        row("9.00", "Kaffe"), row("9.30", "Væk", properties="<w:del/>")
    )
    assert [line.text for line in lines(body)] == ["9.00\tKaffe"]


def test_links_give_their_target_from_the_relationship_or_the_field() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://b.example" </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + r("der")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = p("Tilmeld ", f'<w:hyperlink r:id="l1">{r("h")}{r("er")}</w:hyperlink>', " og ", field, ".")
    relations = relation("l1", "hyperlink", "https://a.example/x", external=True)
    (line,) = read(docx(body, relations=relations), "brev.docx").lines
    assert (line.text, line.links) == (
        "Tilmeld her og der.",
        (Link("her", "https://a.example/x"), Link("der", "https://b.example")),
    )


def test_content_controls_and_smart_tags_are_seen_through() -> None:
    tagged = f"<w:smartTag>{r('Kl. 9')}</w:smartTag>"
    body = f"<w:sdt><w:sdtContent>{p(tagged)}</w:sdtContent></w:sdt>"
    assert [line.text for line in lines(body)] == ["Kl. 9"]


def test_footnotes_are_kept_beside_the_text() -> None:
    notes = part(
        "footnotes",
        f'<w:footnote w:type="separator">{p("-")}</w:footnote><w:footnote>{p("Kl. 9 er vejledende")}</w:footnote>',
    )
    assert [(line.text, line.zone) for line in lines(p("Brev"), footnotes=notes)] == [
        ("Brev", Zone.BODY),
        ("Kl. 9 er vejledende", Zone.MARGIN),
    ]


def test_lines_know_their_page() -> None:
    body = p("et") + p('<w:r><w:br w:type="page"/></w:r>') + p("to")
    assert [(line.text, line.page) for line in lines(body) if line.text] == [("et", 1), ("to", 2)]


def test_a_title_property_counts_only_where_the_text_bears_it_out() -> None:
    def titled(title: str) -> str | None:
        core = f'<p:coreProperties xmlns:p="p" xmlns:dc="dc"><dc:title>{title}</dc:title></p:coreProperties>'
        return read(docx(p("Temadag om læsning"), more={"docProps/core.xml": core}), "a.docx").title

    assert (titled("Temadag om læsning"), titled("Skabelon til brev"), titled("Dokument1")) == (
        "Temadag om læsning",
        None,
        None,
    )


def test_a_row_whose_cells_list_times_and_points_side_by_side_is_as_many_rows() -> None:
    times, points = cell("Kl. 9", "9.30", "", "11.00"), cell("Kaffe", "Velkomst", "v/ Ida", "Slut")
    assert [line.text for line in lines(table(row(times, points, "")))] == [
        "Kl. 9\tKaffe\t",
        "9.30\tVelkomst\t",
        "\tv/ Ida\t",
        "11.00\tSlut\t",
    ]


def test_a_row_with_a_time_and_a_label_below_it_stays_one_row() -> None:
    found = lines(table(row(cell("9.00", "Session 1", "2 timer"), cell("Emne", "v/ Ida", "og Bo")), row("11", "Slut")))
    assert len(found) == 2


def test_a_cell_that_only_divides_is_empty() -> None:
    assert [line.text for line in lines(table(row("9.00", ":", "Kaffe"), row("9.30", "–", "Te")))] == [
        "9.00\t\tKaffe",
        "9.30\t\tTe",
    ]
