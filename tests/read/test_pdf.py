from __future__ import annotations

from typing import TYPE_CHECKING

from kl_calendar.model.document import Line, Zone
from kl_calendar.read.pdf import PAGE_WITHOUT_TEXT, read
from kl_calendar.read.pdf.paragraphs import glue
from tests.read.pdf_paper import paper, stream, texts, with_content, writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.pdfgen.canvas import Canvas


def body(lines: tuple[Line, ...]) -> list[str]:
    return [line.text for line in lines if line.text and line.zone is Zone.BODY]


def lines_of(*lines: tuple[float, float, str]) -> tuple[Line, ...]:
    return read(paper(writing(*lines)), "side.pdf").lines


def test_text_drawn_out_of_order_is_read_by_position() -> None:
    page = writing((60, 100, "Mødet"), (60, 160, "Slut"), (60, 130, "Midte"))
    assert texts(read(paper(page), "a.pdf")) == ["Mødet", "Midte", "Slut"]


def test_times_and_titles_drawn_apart_become_rows() -> None:
    times = [(60.0, 100 + 30.0 * i, f"{9 + i}.00") for i in range(4)]
    titles = [(150.0, 100 + 30.0 * i, t) for i, t in enumerate(("Kaffe", "Velkomst", "Debat", "Tak"))]
    made = read(paper(writing(*times, *titles)), "a.pdf")
    assert texts(made) == ["9.00 | Kaffe", "10.00 | Velkomst", "11.00 | Debat", "12.00 | Tak"]
    assert {line.table for line in made.lines} == {1}


def test_a_second_line_beside_no_time_belongs_to_the_row_above() -> None:
    page = writing(
        (60, 100, "9.00"),
        (150, 100, "Havnens fremtid"),
        (150, 112, "Oplæg ved Bo Lind"),
        (60, 140, "10.00"),
        (150, 140, "Pause"),
    )
    assert texts(read(paper(page), "a.pdf")) == ["9.00 | Havnens fremtid\nOplæg ved Bo Lind", "10.00 | Pause"]


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    left = [(60.0, 100 + 14.0 * i, f"venstre spalte med mange ord på linje {i}") for i in range(5)]
    right = [(320.0, 100 + 14.0 * i, f"højre spalte med lige så mange ord her {i}") for i in range(5)]
    made = [x for pair in zip(left, right, strict=True) for x in pair]
    assert " ".join(body(lines_of(*made))).startswith("venstre spalte med mange ord på linje 0 venstre")


def test_columns_with_times_of_their_own_are_two_programmes() -> None:
    rows = []
    for i in range(4):
        rows += [(60.0, 100 + 20.0 * i, f"{9 + i}.00"), (110.0, 100 + 20.0 * i, f"Venstre {i}")]
        rows += [(320.0, 100 + 20.0 * i, f"{13 + i}.00"), (370.0, 100 + 20.0 * i, f"Højre {i}")]
    wanted = [f"{9 + i}.00\tVenstre {i}" for i in range(4)] + [f"{13 + i}.00\tHøjre {i}" for i in range(4)]
    assert body(lines_of(*rows)) == wanted


def test_a_small_box_beside_the_letter_is_margin_and_comes_last() -> None:
    def page(canvas: Canvas) -> None:
        writing(*[(60, 100 + 15.0 * i, f"Brevets linje nummer {i} med en del tekst") for i in range(10)], size=11)(
            canvas
        )
        writing(*[(440, 122 + 9.5 * i, t) for i, t in enumerate(("Havnens Hus", "Kajen 4", "7700 Thy"))], size=7)(
            canvas
        )

    lines = read(paper(page), "a.pdf").lines
    assert [line.text for line in lines if line.zone is Zone.MARGIN and line.text] == [
        "Havnens Hus",
        "Kajen 4",
        "7700 Thy",
    ]
    assert [line.zone for line in lines if line.text][-3:] == [Zone.MARGIN] * 3


def test_what_repeats_on_every_page_is_header_and_footer() -> None:
    pages = [
        writing(
            (60, 30, "Foreningen Kaj"), (60, 120, f"Dette står kun på side {n}, {word}"), (60, 810, f"Side {n} af 2")
        )
        for n, word in ((1, "først"), (2, "sidst"))
    ]
    lines = [line for line in read(paper(*pages), "a.pdf").lines if line.text]
    assert [line.zone for line in lines] == [Zone.HEADER, Zone.BODY, Zone.FOOTER] * 2


def test_a_heading_that_counts_days_is_no_page_header() -> None:
    def day(n: int) -> Callable[[Canvas], None]:
        def page(canvas: Canvas) -> None:
            writing((60, 60, f"Dag {n}"), size=18, font="Helvetica-Bold")(canvas)
            writing((60, 100, f"{n + 8}.00 Samling {'og sang' * n}"), (60, 114, "11.00 Frokost"))(canvas)

        return page

    pages = [day(1), day(2)]
    lines = [line for line in read(paper(*pages), "a.pdf").lines if line.text]
    assert [(line.text, line.heading) for line in lines if line.heading] == [("Dag 1", 1), ("Dag 2", 1)]


def test_a_ruled_table_keeps_its_cells_and_goes_on_over_the_page() -> None:
    def grid(canvas: Canvas, top: float, rows: list[tuple[str, str]]) -> None:
        xs, ys = [50, 150, 400], [top + 24.0 * i for i in range(len(rows) + 1)]
        canvas.grid(xs, [842 - y for y in ys])
        for (a, b), y in zip(rows, ys, strict=False):
            writing((55, y + 15, a), (155, y + 15, b))(canvas)

    first = [("Tid", "Emne"), ("9.00", "Kaffe"), ("9.30", "")]
    second = [("Tid", "Emne"), ("10.00", "Slut")]
    made = read(paper(lambda c: grid(c, 600, first), lambda c: grid(c, 60, second)), "a.pdf")
    assert texts(made) == ["Tid | Emne", "9.00 | Kaffe", "9.30 | ", "10.00 | Slut"]
    assert [(line.table, line.page) for line in made.lines if line.table] == [(1, 1), (1, 1), (1, 1), (1, 2)]


def test_lines_wrapped_at_the_margin_are_put_together() -> None:
    long = "Kommunerne står midt i en stor opgave med at sikre byer og landskaber mod mere vand, siger hun, som er"
    made = lines_of((60, 100, long), (60, 114, "formanden for udvalget."), (60, 128, "Hun er født i byen."))
    assert body(made) == [f"{long} formanden for udvalget.", "Hun er født i byen."]


def test_a_line_that_ends_short_stays_a_line() -> None:
    assert body(lines_of((60, 100, "Årsmøde"), (60, 114, "i Skagen"))) == ["Årsmøde", "i Skagen"]


def test_a_new_time_begins_a_new_line_however_full_the_one_above_is() -> None:
    full = "9.00 Et oplæg med en titel, som er så lang, at den næsten når helt ud til sidens højre kant, ja."
    assert body(lines_of((60, 100, full), (60, 114, "10.00 Pause"))) == [full, "10.00 Pause"]


def test_a_divided_word_is_made_whole_and_a_double_name_keeps_its_hyphen() -> None:
    lines = lines_of((60, 100, "Mødet om fællesind-"), (60, 114, "køb er for ældre-"), (60, 128, "og handicapområdet"))
    assert body(lines) == ["Mødet om fællesindkøb er for ældre- og handicapområdet"]
    assert glue("Ringkøbing-", "Skjern Kommune") == "Ringkøbing-Skjern Kommune"


def test_bullets_and_numbers_become_markers() -> None:
    lines = lines_of(
        (60, 100, "•"), (75, 100, "Kaffe"), (60, 114, "2."), (75, 114, "Valg"), (60, 128, "1. maj holder vi fri")
    )
    assert [(line.marker, line.text) for line in lines if line.text] == [
        ("•", "Kaffe"),
        ("2.", "Valg"),
        ("", "1. maj holder vi fri"),
    ]


def test_a_larger_distance_is_a_blank_line() -> None:
    lines = lines_of((60, 100, "Et"), (60, 113, "To"), (60, 126, "Tre"), (60, 160, "Fire"))
    assert [line.text for line in lines] == ["Et", "To", "Tre", "", "Fire"]


def test_size_of_print_makes_headings_and_weight_makes_bold() -> None:
    def page(canvas: Canvas) -> None:
        writing((60, 80, "Årsmøde"), size=20)(canvas)
        writing((60, 110, "Program"), size=14)(canvas)
        writing((60, 130, "Vigtigt for alle"), font="Helvetica-Bold")(canvas)
        writing((60, 144, "Brødtekst uden særlige kendetegn"))(canvas)

    lines = [line for line in read(paper(page), "a.pdf").lines if line.text]
    assert [(line.heading, line.bold) for line in lines] == [(1, False), (2, False), (0, True), (0, False)]


def test_text_at_an_angle_is_left_out() -> None:
    def page(canvas: Canvas) -> None:
        writing((60, 80, "9.00 Kaffe"))(canvas)
        canvas.rotate(90)
        canvas.drawString(300, -20, "KLADDE")

    assert texts(read(paper(page), "a.pdf")) == ["9.00 Kaffe"]


def test_text_drawn_twice_for_weight_is_read_once() -> None:
    page = writing((60, 80, "9.00 Kaffe"), (60.3, 80, "9.00 Kaffe"))
    assert texts(read(paper(page), "a.pdf")) == ["9.00 Kaffe"]


def test_a_link_keeps_its_words_and_target() -> None:
    def page(canvas: Canvas) -> None:
        writing((60, 80, "Tilmeld dig her, tak"))(canvas)
        left = 60 + canvas.stringWidth("Tilmeld dig ", "Helvetica", 10)
        canvas.linkURL("https://kaj.example/ja", (left, 842 - 83, left + 20, 842 - 70))

    (line,) = [line for line in read(paper(page), "a.pdf").lines if line.text]
    assert [(link.text, link.target) for link in line.links] == [("her", "https://kaj.example/ja")]


def test_dots_that_lead_to_a_time_are_no_text() -> None:
    rows = [(60.0, 100 + 15.0 * i, f"{t}{'.' * 60}{9 + i}.00") for i, t in enumerate(("Kaffe", "Sang", "Slut"))]
    assert body(lines_of(*rows)) == ["Kaffe\t9.00", "Sang\t10.00", "Slut\t11.00"]


def test_a_page_that_is_only_a_picture_is_told() -> None:
    def picture(canvas: Canvas) -> None:
        from reportlab.lib.utils import ImageReader

        canvas.drawImage(ImageReader(_dot()), 0, 0, 595, 842)

    made = read(paper(writing((60, 80, "9.00 Kaffe")), picture), "a.pdf")
    assert made.notes == ((0, PAGE_WITHOUT_TEXT.code),)


def _dot() -> object:
    from PIL import Image

    return Image.new("L", (8, 8))


def test_a_title_in_the_properties_is_kept_unless_it_is_a_file_name() -> None:
    def titled(title: str) -> bytes:
        def page(canvas: Canvas) -> None:
            canvas.setTitle(title)
            writing((60, 80, "Tekst"))(canvas)

        return paper(page)

    found = [read(titled(t), "a.pdf").title for t in ("Årsmøde", "program_v2.docx", "untitled")]
    assert found == ["Årsmøde", None, None]


def test_ruled_lines_inside_forms_are_found() -> None:
    form = b"0.5 w " + b"".join(b"%d 700 m %d 760 l S " % (x, x) for x in (50, 150, 400))
    form += b"".join(b"50 %d m 400 %d l S " % (y, y) for y in (700, 730, 760))
    words = b"BT /F 10 Tf 55 740 Td (9.00) Tj 100 0 Td (Kaffe) Tj -100 -30 Td (10.00) Tj 100 0 Td (Slut) Tj ET"
    raw = with_content(stream(b"/X Do " + words), stream(form, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"))
    assert texts(read(raw, "a.pdf")) == ["9.00 | Kaffe", "10.00 | Slut"]


def test_raised_minutes_get_their_dot_and_raised_note_marks_go() -> None:
    def page(canvas: Canvas) -> None:
        writing((60, 80, "kl. 9"), (100, 80, "Kaffe"), (60, 94, "Oplæg"), (100, 94, "ved Bo"))(canvas)
        writing((60 + canvas.stringWidth("kl. 9", "Helvetica", 10), 76, "30"), size=6)(canvas)
        writing((60 + canvas.stringWidth("Oplæg", "Helvetica", 10), 90, "1"), size=6)(canvas)

    assert " ".join(texts(read(paper(page), "a.pdf"))) == "kl. 9.30\tKaffe Oplæg ved Bo"


def test_spaced_print_is_read_as_words() -> None:
    def page(canvas: Canvas) -> None:
        text = canvas.beginText(60, 700)
        text.setFont("Helvetica", 12)
        text.setCharSpace(4)
        text.textLine("PROGRAM FOR DAGEN")
        canvas.drawText(text)

    assert texts(read(paper(page), "a.pdf")) == ["PROGRAM FOR DAGEN"]


def test_a_speaker_set_in_below_a_row_belongs_to_it() -> None:
    rows = [(60.0, 100.0, "0900-0930"), (150.0, 100.0, "Kaffe"), (60.0, 114.0, "0930-1000"), (150.0, 114.0, "Velkomst")]
    rows += [(100.0, 128.0, "v/ Bo Lind, formand for forummet")]
    rows += [(60.0, 142.0, "1000-1100"), (150.0, 142.0, "Debat"), (60.0, 156.0, "1100-1130"), (150.0, 156.0, "Slut")]
    assert texts(read(paper(writing(*rows)), "a.pdf")) == [
        "0900-0930 | Kaffe",
        "0930-1000 | Velkomst\nv/ Bo Lind, formand for forummet",
        "1000-1100 | Debat",
        "1100-1130 | Slut",
    ]


def test_text_behind_a_tab_that_goes_on_at_the_left_margin_stays_in_its_cell() -> None:
    long = "Delprogram: Strandvagter og kultur- og aftenskolefolk deler deres bedste og dyrest købte"
    rows = [(60.0, 100.0, "13.00"), (120.0, 100.0, long), (60.0, 114.0, "gode råd")]
    rows += [(60.0, 128.0, "14.30"), (120.0, 128.0, "Kaffe"), (60.0, 142.0, "15.00"), (120.0, 142.0, "Slut")]
    found = texts(read(paper(writing(*rows)), "a.pdf"))
    assert found == [f"13.00 | {long} gode råd", "14.30 | Kaffe", "15.00 | Slut"]


def test_lines_that_count_on_have_markers_and_dates_have_none() -> None:
    lines = lines_of(
        (60, 100, "a. Sygefravær"), (60, 114, "b. Opstart"), (60, 140, "3. Mai Fest"), (60, 154, "4. Mai Tanz")
    )
    assert [line.marker for line in lines if line.text] == ["a.", "b.", "", ""]


def test_persons_below_each_other_in_a_narrow_cell_stay_apart() -> None:
    def page(canvas: Canvas) -> None:
        canvas.grid([50, 110, 215], [760, 720, 690])
        writing((55, 97, "9.00"), (115, 97, "Anna Boje, psykolog"), (115, 110, "Mohamed Said, rådgiver"))(canvas)
        writing((55, 137, "10.00"), (115, 137, "Pause"))(canvas)

    assert texts(read(paper(page), "a.pdf"))[0] == "9.00 | Anna Boje, psykolog\nMohamed Said, rådgiver"
