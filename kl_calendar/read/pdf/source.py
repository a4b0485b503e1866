"""The one owner of pypdfium2: PDF bytes in; pages of words with positions, ruled lines and links out.

Everything is in points with the origin in the visible page's top left corner, y downwards, turned pages turned upright.
PDFium keeps global state and is not thread-safe, so one lock guards every use of it.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw as pdfium

from kl_calendar.errors import InputError
from kl_calendar.i18n import say
from kl_calendar.limits import MAX_PAGES
from kl_calendar.read.pdf.glyphs import Frame, Glyph, Style, visible
from kl_calendar.read.pdf.shapes import Box, outlines
from kl_calendar.read.pdf.streams import check
from kl_calendar.read.refusals import Damaged, Locked, TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Matrix = tuple[float, float, float, float, float, float]

MAX_GLYPHS = 1_000_000
"""Characters we look at in one document: 400 pages of close print; more is a drawing or an attack."""

MAX_OBJECTS = 20_000
"""Drawn objects we look at for ruled lines on one page: a dense table has some hundreds, a map has millions."""

FAR = 20_000.0
"""No sheet reaches this far (points); a PDF's own limit is 14,400."""

MAX_FORM_DEPTH = 8
"""Deepest nesting of form objects we follow for ruled lines; real files stay below 4."""

_AGAIN = say("save or print the document to PDF again")
_LOCK = Lock()
_PASSWORD_ERROR = 4


class PdfWithoutText(InputError):
    """The PDF holds pictures of pages (a scan) or nothing that can be read as text."""

    slug = "pdf-without-text"

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            say("this PDF has no text in it, it is probably a scan"),
            hint=say("use the document it was printed from, or run text recognition (OCR) on it first"),
        )


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page; `pictures` tells a page with nothing but images from an empty one."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    boxes: tuple[Box, ...]
    """Drawn lines and rectangles as their bounding boxes; a line is a box without height or width."""
    links: tuple[tuple[Box, str], ...]
    pictures: int


@dataclass(frozen=True, slots=True)
class Source:
    """A PDF as opened: its pages, and the title in its properties ("" when there is none)."""

    pages: tuple[Page, ...]
    title: str


def load(raw: bytes, name: str) -> Source:
    """Open a PDF and take out what is drawn on its pages."""
    check(raw, name)
    with _LOCK:
        document = _open(raw, name)
        try:
            return Source(tuple(_pages(document, name)), document.get_metadata_value("Title") or "")
        finally:
            document.close()


def _open(raw: bytes, name: str) -> Any:
    try:
        document = pypdfium2.PdfDocument(raw)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR:
            raise Locked(
                name, say("it is protected with a password"), hint=say("save a copy without a password, and give that")
            ) from error
        raise Damaged(name, say("this PDF is damaged and cannot be opened"), hint=_AGAIN) from error
    if count > MAX_PAGES:
        document.close()
        reason = say("this PDF has {count} pages, more than the {limit} we read", count=count, limit=MAX_PAGES)
        raise TooLarge(name, reason, hint=say("send the pages with the programme only"))
    return document


def _pages(document: Any, name: str) -> Iterator[Page]:
    left = MAX_GLYPHS
    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError as error:
            raise Damaged(name, say("this PDF is damaged and cannot be opened"), hint=_AGAIN) from error
        made = _page(page, index + 1, left, name)
        page.close()
        left -= len(made.glyphs)
        yield made


def _page(page: Any, number: int, left: int, name: str) -> Page:
    frame = Frame(page.get_cropbox(), page.get_rotation())
    text = page.get_textpage()
    count = text.count_chars()
    if count > left:
        raise TooLarge(
            name, say("this PDF has more text than we read"), hint=say("send the pages with the programme only")
        )
    glyphs = tuple(_glyphs(text.raw, count, frame))
    text.close()
    drawn = _Drawn(frame)
    drawn.collect(page.raw)
    links = tuple(_links(document=page.pdf.raw, page=page.raw, frame=frame))
    return Page(number, frame.width, frame.height, glyphs, tuple(drawn.boxes), links, drawn.pictures)


def _glyphs(text: Any, count: int, frame: Frame) -> Iterator[Glyph]:
    """Yield what is written upright, without PDFium's own guesses at line ends (no object) and spaces (no width)."""
    calls = _Calls()
    handle = ctypes.cast(text, ctypes.c_void_p).value or 0
    rect = pdfium.FS_RECTF()
    where = ctypes.addressof(rect)
    seen: dict[int | None, tuple[Style, float] | None] = {None: None}
    shift = frame.left if not frame.rotation else None
    chars: dict[int, str] = {}
    for index in range(count):
        key = calls.object(handle, index)
        if key not in seen:
            seen[key] = _object(text, index, frame)
        known = seen[key]
        if known is None:
            continue
        code = calls.unicode(handle, index)
        char = chars.get(code)
        if char is None:
            char = chars[code] = visible(code)
        if char and calls.box(handle, index, where) and _sensible(rect, char):
            if shift is not None:
                yield Glyph(char, rect.left - shift, rect.right - shift, known[1], known[0])
            else:
                x0, _, x1, _ = frame.box(rect.left, rect.bottom, rect.right, rect.top)
                yield Glyph(char, x0, x1, known[1], known[0])


def _sensible(rect: Any, char: str) -> bool:
    """Tell a character on or near a sheet from one at no place at all, and a space from a mere guess at one."""
    near = -FAR < rect.left < FAR and -FAR < rect.right < FAR
    return near and (char != " " or rect.right - rect.left > 0.01)


class _Calls:
    """The three calls made for every character, taking plain numbers: a third of the time of the typed ones."""

    def __init__(self) -> None:
        handle, number = ctypes.c_void_p, ctypes.c_int
        self.object = self._plain(pdfium.FPDFText_GetTextObject, handle, handle, number)
        self.unicode = self._plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, handle, number)
        self.box = self._plain(pdfium.FPDFText_GetLooseCharBox, number, handle, number, handle)

    @staticmethod
    def _plain(call: Any, *types: Any) -> Any:
        return ctypes.CFUNCTYPE(*types)(ctypes.cast(call, ctypes.c_void_p).value or 0)


def _object(text: Any, index: int, frame: Frame) -> tuple[Style, float] | None:
    """Return the style and the baseline of the text object a character belongs to, or None when it is turned."""
    style = _style(pdfium.FPDFText_GetTextObject(text, index), frame)
    if style is None:
        return None
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    return style, frame.point(x.value, y.value)[1]


def _style(item: Any, frame: Frame) -> Style | None:
    """Return the style of a text object, or None when it is written at an angle."""
    matrix, size = pdfium.FS_MATRIX(), ctypes.c_float()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    if not frame.upright(matrix.a, matrix.b):
        return None
    pdfium.FPDFTextObj_GetFontSize(item, size)
    scale = (matrix.c**2 + matrix.d**2) ** 0.5
    font = pdfium.FPDFTextObj_GetFont(item)
    name = ctypes.create_string_buffer(128)
    if font:
        pdfium.FPDFFont_GetBaseFontName(font, name, 128)
    weight = pdfium.FPDFFont_GetWeight(font) if font else 0
    return Style.of(size.value * scale, name.value.decode("utf-8", "replace"), weight)


class _Drawn:
    """Collects the boxes of drawn paths, through form objects, and counts pictures."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.boxes: list[Box] = []
        self.pictures = 0
        self._left = MAX_OBJECTS

    def collect(self, page: Any) -> None:
        """Walk the page's own objects."""
        for index in range(min(pdfium.FPDFPage_CountObjects(page), self._left)):
            self._take(pdfium.FPDFPage_GetObject(page, index), (), 0)

    def _take(self, item: Any, matrices: tuple[Matrix, ...], depth: int) -> None:
        self._left -= 1
        if self._left < 0:
            return
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self.boxes.extend(self._paths(item, matrices))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self.pictures += 1
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
            inner = (_matrix(item), *matrices)
            for index in range(min(pdfium.FPDFFormObj_CountObjects(item), max(self._left, 0))):
                self._take(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _paths(self, item: Any, matrices: tuple[Matrix, ...]) -> Iterator[Box]:
        """Yield each straight line and rectangle of a visible path."""
        if not _is_visible(item):
            return
        matrix = _matrix(item)
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        count = min(pdfium.FPDFPath_CountSegments(item), self._left)
        self._left -= count
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                yield from outlines(points)
                points = []
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = x.value, y.value
            for a, b, c, d, e, f in (matrix, *matrices):
                point = a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f
            points.append(self.frame.point(*point))
        yield from outlines(points)


def _matrix(item: Any) -> Matrix:
    m = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, m)
    return m.a, m.b, m.c, m.d, m.e, m.f


def _is_visible(item: Any) -> bool:
    """Tell paths that are drawn in a colour from clip paths and white backgrounds."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if stroke.value:
        pdfium.FPDFPageObj_GetStrokeColor(item, red, green, blue, alpha)
    elif fill.value:
        pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    else:
        return False
    return min(red.value, green.value, blue.value) < 250 and alpha.value > 8


def _links(*, document: Any, page: Any, frame: Frame) -> Iterator[tuple[Box, str]]:
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    rect = pdfium.FS_RECTF()
    while pdfium.FPDFLink_Enumerate(page, position, link):
        action = pdfium.FPDFLink_GetAction(link)
        length = pdfium.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
        if length <= 1 or not pdfium.FPDFLink_GetAnnotRect(link, rect):
            continue
        buffer = ctypes.create_string_buffer(length)
        pdfium.FPDFAction_GetURIPath(document, action, buffer, length)
        target = buffer.value.decode("utf-8", "replace").strip()
        yield Box(*frame.box(rect.left, rect.bottom, rect.right, rect.top)), target
