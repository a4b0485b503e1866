from __future__ import annotations

import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption

from kl_calendar.errors import InputError
from kl_calendar.limits import MAX_PAGES
from kl_calendar.read.pdf import read
from kl_calendar.read.pdf.source import PdfWithoutText
from kl_calendar.read.refusals import Damaged, Locked, TooLarge
from tests.read.pdf_paper import objects, paper, stream, texts, with_content, writing

TEXT = b"BT /F 10 Tf 50 700 Td (9.00 Kaffe) Tj ET"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>/XObject<</X %d 0 R>>>>"


def form(content: bytes, inner: int) -> bytes:
    return stream(content, FORM % inner)


def test_a_password_is_asked_for_in_a_sentence() -> None:
    raw = paper(writing((60, 80, "9.00 Kaffe")), encrypt=StandardEncryption("hemmelig", "ejer"))
    with pytest.raises(Locked, match=r"^brev\.pdf: it is protected with a password$"):
        read(raw, "brev.pdf")


def test_a_pdf_that_only_may_not_be_printed_is_read() -> None:
    raw = paper(writing((60, 80, "9.00 Kaffe")), encrypt=StandardEncryption("", "ejer", canPrint=0))
    assert texts(read(raw, "brev.pdf")) == ["9.00 Kaffe"]


def test_a_scan_is_told_to_be_one() -> None:
    with pytest.raises(PdfWithoutText, match="has no text in it, it is probably a scan") as told:
        read(paper(lambda canvas: canvas.rect(10, 10, 100, 100)), "scan.pdf")
    assert told.value.hint == "use the document it was printed from, or run text recognition (OCR) on it first"


@pytest.mark.parametrize("raw", [b"%PDF-1.4", b"%PDF-1.4\n" + bytes(range(256)) * 9, b""])
def test_a_damaged_pdf_is_refused(raw: bytes) -> None:
    with pytest.raises(Damaged):
        read(raw, "brev.pdf")


def test_a_pdf_broken_off_is_refused() -> None:
    raw = paper(writing((60, 80, "9.00 Kaffe")))
    with pytest.raises(Damaged):
        read(raw[: len(raw) // 2], "brev.pdf")


def test_too_many_pages_are_refused() -> None:
    pages = b"".join(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\n" for _ in range(1))
    count = MAX_PAGES + 1
    kids = b" ".join(b"%d 0 R" % (3 + i) for i in range(count))
    raw = objects(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids), *([pages] * count)
    )
    with pytest.raises(TooLarge, match="this PDF has 401 pages, more than the 400 we read"):
        read(raw, "brev.pdf")


def test_one_page_listed_over_and_over_is_refused() -> None:
    kids = b"3 0 R " * 10_000
    raw = objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 10000/Kids[%s]>>" % kids,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )
    with pytest.raises(Damaged, match="lists one part of itself again and again"):
        read(raw, "brev.pdf")


@pytest.mark.parametrize("content", [b" " * 40_000_000, b"(9.00 Kaffe) Tj " * 120_000])
def test_content_that_unpacks_without_measure_is_refused(content: bytes) -> None:
    packed = zlib.compress(b"BT /F 10 Tf 50 700 Td " + content + b" ET")
    with pytest.raises(TooLarge, match="unpacks to more than a programme can hold"):
        read(with_content(stream(packed, b"/Filter/FlateDecode")), "brev.pdf")


def test_content_that_claims_to_be_a_picture_is_measured_too() -> None:
    packed = zlib.compress(b"BT /F 10 Tf 50 700 Td " + b"(9.00 Kaffe) Tj " * 120_000 + b" ET")
    with pytest.raises(TooLarge):
        read(with_content(stream(packed, b"/Subtype/Image/Filter/FlateDecode")), "brev.pdf")


def test_forms_that_draw_each_other_by_the_thousand_are_refused() -> None:
    forms = [form(b"/X Do " * 12, 7 + i) for i in range(5)] + [form(TEXT, 99)]
    with pytest.raises(Damaged, match="draw each other without end"):
        read(with_content(stream(b"/X Do " * 12), *forms), "brev.pdf")


def test_a_long_chain_of_forms_is_refused() -> None:
    forms = [form(b"/X Do ", 7 + i) for i in range(3000)] + [form(TEXT, 99_999)]
    with pytest.raises(Damaged):
        read(with_content(stream(b"/X Do "), *forms), "brev.pdf")


def test_a_form_that_draws_itself_is_drawn_once() -> None:
    assert texts(read(with_content(stream(b"/X Do"), form(b"/X Do " + TEXT, 6)), "brev.pdf")) == ["9.00 Kaffe"]


@pytest.mark.parametrize(
    "content",
    [
        b"q " * 300_000 + TEXT,
        b"BT /F 10 Tf 5e30 7e30 Td (x) Tj ET 1e38 0 m 1e38 1e38 l S " + TEXT,
        b"".join(b"0 %d m 590 %d l S %d 0 m %d 800 l S " % (i, i, i, i) for i in range(0, 590, 2)) + TEXT,
        b"BT /F 1e30 Tf (x) Tj 0 Tf (y) Tj ET " + TEXT,
    ],
    ids=["nested states", "far away", "a page of lines", "print without size"],
)
def test_strange_content_does_not_stop_the_reader(content: bytes) -> None:
    assert "9.00 Kaffe" in " ".join(texts(read(with_content(stream(content)), "brev.pdf")))


def test_words_strewn_over_a_page_are_read_in_lines() -> None:
    strewn = b"".join(b"1 0 0 1 %d %d Tm (w%d) Tj " % (i * 37 % 560, 800 - i * 13 % 780, i) for i in range(3000))
    made = read(with_content(stream(b"BT /F 4 Tf " + strewn + b"ET")), "brev.pdf")
    assert sum(len(line.text.split()) for line in made.lines) > 500


GOOD = paper(writing((60, 80, "9.00 Kaffe"), (60, 100, "10.00 Velkomst")))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=12))
def test_any_damage_is_read_or_refused_in_a_sentence(place: int, damage: bytes) -> None:
    with suppress(InputError):
        assert read(GOOD[:place] + damage + GOOD[place + len(damage) :], "brev.pdf").format == "pdf"
