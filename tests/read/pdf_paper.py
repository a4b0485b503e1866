"""PDFs for tests: drawn with ReportLab, or put together byte by byte; and a `Document` shown as text to compare."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kl_calendar.model.document import Document, Line

ZONES = {"body": " ", "header": "^", "footer": "_", "margin": "|", "quoted": ">"}


def paper(*draw: Callable[[Canvas], None], encrypt: object = None) -> bytes:
    """Return a PDF with one A4 page a function."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842), encrypt=encrypt, invariant=1)
    for page in draw:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def writing(*lines: tuple[float, float, str], size: float = 10, font: str = "Helvetica") -> Callable[[Canvas], None]:
    """Return a page with text at the given places (x, y from the top)."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, size)
        for x, y, text in lines:
            canvas.drawString(x, 842 - y, text)

    return draw


def objects(*bodies: bytes) -> bytes:
    """Return a PDF of these objects, the first being its catalogue."""
    out = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count, start = len(bodies) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, start)


def stream(content: bytes, dictionary: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (dictionary, len(content), content)


def with_content(content: bytes, *forms: bytes) -> bytes:
    """Return a PDF of one page whose content may use the font /F and draw the form /X, object 6."""
    return objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        content,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *forms,
    )


def texts(document: Document) -> list[str]:
    """Return the texts of the lines that have one, rows with a bar between the cells."""
    return [" | ".join(c.text for c in line.cells) or line.text for line in document.lines if line.text]


def shown(document: Document) -> str:
    """Return a document as text: page, zone, table, heading and boldness, then the line as it reads."""
    return "".join(f"{_shown(line)}\n" for line in document.lines)


def _shown(line: Line) -> str:
    flags = f"{line.page}{ZONES[line.zone.value]}"
    flags += f"T{line.table} " if line.table else f"H{line.heading} " if line.heading else "   "
    flags += "b " if line.bold else "  "
    links = "".join(f" <{link.text}: {link.target}>" for link in line.links)
    return (flags + _indented(line) + links).rstrip()


def _indented(line: Line) -> str:
    if line.cells:
        return " ¦ ".join(_cells(line.cells))
    return " " * line.indent + (f"{line.marker} " if line.marker else "") + line.text.replace("\t", " → ")


def _cells(cells: Sequence[object]) -> list[str]:
    made = []
    for cell in cells:
        text = str(getattr(cell, "text", "")).replace("\n", " / ")
        span = getattr(cell, "colspan", 1)
        made.append(
            ("# " if getattr(cell, "header", False) else "")
            + ("^" if getattr(cell, "continued", False) else text)
            + (f" ×{span}" if span > 1 else "")
        )
    return made
