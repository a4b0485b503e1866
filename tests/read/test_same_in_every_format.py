"""One programme, written as every format writes it, is the same meeting, as a list and as a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kl_calendar.parse.read_programme import Options, parse
from kl_calendar.read.formats import detect, read
from tests.read.office import docx, odt, p, part, r, relation
from tests.read.pdf_paper import paper, writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from kl_calendar.model.meeting import Meeting

TITLE = "Temadag om læsning den 2. september 2026"
FACTS = (
    "Sted: Foreningshuset Nordlyset, Møllegade 22, 8900 Randers C",
    "Tilmelding senest den 20. august 2026 på https://laesning.example/temadag",
)
SLOTS = (
    ("9.00", "9.30", "Kaffe og brød", ""),
    ("9.30", "10.15", "Velkommen til læsning", "Ida Holm"),
    ("10.15", "10.30", "Pause", ""),
    ("10.30", "12.00", "Når bøgerne bliver væk", "Bo Lund"),
)
ROWS = tuple((f"{start}-{end}", title, who) for start, end, title, who in SLOTS)
ITEMS = tuple(f"Kl. {time} {title}{f' v/ {who}' if who else ''}" for time, title, who in ROWS)
HEAD = ("Tid", "Emne", "Oplægsholder")


def txt(*, table: bool) -> bytes:
    programme = ["\t".join(row) for row in (HEAD, *ROWS)] if table else [f"- {item}" for item in ITEMS]
    return "\n".join([TITLE, "", *FACTS, "", "Program", "", *programme, ""]).encode("cp1252")


def md(*, table: bool) -> bytes:
    piped = [f"| {' | '.join(row)} |" for row in (HEAD, ("---", "---", "---"), *ROWS)]
    programme = piped if table else [f"* {item}" for item in ITEMS]
    return "\n".join([f"# {TITLE}", "", *FACTS, "", "## Program", "", *programme, ""]).encode()


def html(*, table: bool) -> bytes:
    cells = [[f"<td>{text}</td>" for text in row] for row in ROWS]
    heads = "".join(f"<th>{text}</th>" for text in HEAD)
    rows = "".join(f"<tr>{''.join(row)}</tr>" for row in cells)
    items = "".join(f"<li>{item}</li>" for item in ITEMS)
    programme = f"<table><tr>{heads}</tr>{rows}</table>" if table else f"<ul>{items}</ul>"
    facts = "".join(f"<p>{fact}</p>" for fact in FACTS)
    return f"<!doctype html><html><body><h1>{TITLE}</h1>{facts}<h2>Program</h2>{programme}</body></html>".encode()


def docx_letter(*, table: bool) -> bytes:
    bullets = part(
        "numbering",
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
    rows = ("".join(f"<w:tc>{p(text)}</w:tc>" for text in row) for row in (HEAD, *ROWS))
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    items = "".join(p(item, properties=listed) for item in ITEMS)
    programme = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>" if table else items
    top = p(TITLE, properties='<w:outlineLvl w:val="0"/>') + "".join(map(p, FACTS)) + p(r("Program", "<w:b/>"))
    numbering = relation("n", "numbering", "numbering.xml")
    return docx(top + programme, relations=numbering, more={"word/numbering.xml": bullets})


def odt_letter(*, table: bool) -> bytes:
    def cell(text: str) -> str:
        return f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in (HEAD, *ROWS))
    items = "".join(f"<text:list-item><text:p>{item}</text:p></text:list-item>" for item in ITEMS)
    programme = f"<table:table>{rows}</table:table>" if table else f"<text:list>{items}</text:list>"
    facts = "".join(f"<text:p>{fact}</text:p>" for fact in FACTS)
    return odt(f"<text:h>{TITLE}</text:h>{facts}<text:h text:outline-level='2'>Program</text:h>{programme}")


def rtf(*, table: bool) -> bytes:
    rows = [r"\trowd\intbl " + "".join(rf"{text}\cell " for text in row) + r"\row" for row in (HEAD, *ROWS)]
    programme = [*rows, r"\pard"] if table else [rf"\'95\tab {item}\par" for item in ITEMS]
    lines = [rf"{TITLE}\par", *(rf"{fact}\par" for fact in FACTS), r"Program\par", *programme]
    escaped = "".join(c if ord(c) < 128 else rf"\u{ord(c)}?" for c in "\n".join(lines))
    return f"{{\\rtf1\\ansi {escaped}}}".encode("ascii")


def pdf(*, table: bool) -> bytes:
    lines: list[tuple[float, float, str]] = [(60, 80, TITLE)]
    lines += [(60, 110 + 16 * at, fact) for at, fact in enumerate(FACTS)]
    lines.append((60, 170, "Program"))
    for at, (row, item) in enumerate(zip((HEAD, *ROWS), ("", *ITEMS), strict=True)):
        y = 190 + 16 * at
        across = [(x, y, text) for x, text in zip((60, 140, 340), row, strict=True) if text]
        lines += across if table else [(60, y, f"• {item}")] if item else []
    return paper(writing(*lines))


def eml(*, table: bool) -> bytes:
    head = "From: ida@laesning.example\nDate: Mon, 1 Jun 2026 09:00:00 +0200\nSubject: Program\nMIME-Version: 1.0\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n".encode() + txt(table=table).decode("cp1252").encode()


FORMATS: dict[str, Callable[..., bytes]] = {
    "md": md,
    "html": html,
    "docx": docx_letter,
    "odt": odt_letter,
    "rtf": rtf,
    "pdf": pdf,
    "eml": eml,
}


def meeting(raw: bytes, name: str) -> Meeting:
    """Return the one meeting of a source, without where in it each field stood."""
    (found,) = parse(read(raw, name), Options(around=date(2026, 6, 1))).meetings
    slots = tuple(replace(slot, lines=()) for slot in found.slots)
    return replace(found, slots=slots, lines={}, document_date=None)


@pytest.mark.parametrize("table", [False, True], ids=["list", "table"])
@pytest.mark.parametrize("format_name", FORMATS)
def test_one_programme_is_the_same_meeting_in_every_format(format_name: str, table: bool) -> None:
    raw = FORMATS[format_name](table=table)
    assert detect(raw, "brev") in (format_name, "txt")
    assert meeting(raw, f"brev.{format_name}") == meeting(txt(table=table), "brev.txt")


@pytest.mark.parametrize("table", [False, True], ids=["list", "table"])
def test_the_meeting_they_agree_on_is_the_right_one(table: bool) -> None:
    found = meeting(txt(table=table), "brev.txt")
    assert [(f"{slot.start:%H.%M}".lstrip("0"), slot.title) for slot in found.slots] == [(s, t) for s, _, t, _ in SLOTS]
    assert [[person.name for person in slot.speakers] for slot in found.slots] == [[], ["Ida Holm"], [], ["Bo Lund"]]
    assert (found.title, found.location, found.registration_url) == (
        "Temadag om læsning",
        "Foreningshuset Nordlyset, Møllegade 22, 8900 Randers C",
        "https://laesning.example/temadag",
    )
