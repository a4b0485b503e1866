"""Plain text: bytes in any encoding a letter comes in → lines with indent, marker and blank lines kept.

UTF-8 with or without BOM, UTF-16 and UTF-32, else Windows-1252. Paired `**` marks are taken off here too: letters that
passed through a mail or a converter carry them.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from kl_calendar.i18n import say
from kl_calendar.model.document import Cell, Document, Line, Zone
from kl_calendar.model.problem import Severity, kind
from kl_calendar.read import pipes
from kl_calendar.read.emphasis import unmarked
from kl_calendar.read.front_matter import split_front_matter
from kl_calendar.read.markers import indent_of, lettered, split_marker
from kl_calendar.read.plain import clean, soft_split, split, within_limits
from kl_calendar.read.refusals import UnknownFormat

UNREADABLE_CHARACTERS = kind(
    "characters-unreadable",
    Severity.WARNING,
    "some characters of this line are in no encoding we know",
    "save the document as UTF-8",
)

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_RULE = re.compile(r"([-_=*~#.─━═–—])(?:[ \t]*\1){2,}")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_TAG = re.compile(r"^[ \t]*</?[a-z][a-z0-9]{0,9}(?:\s[^<>]*)?/?>[ \t]*$", re.IGNORECASE)
"""A tag alone on its line, left of the page that a text was copied from; not a link or an address in `<…>`."""
_STRAY_CONTROLS = 4
_CONTROLS = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 27})
_HEADING_LENGTH = 100
"""A line underlined with `===` that is longer than this is a paragraph above a rule."""


class Raw(NamedTuple):
    """One line before its marks are read: where it stands, its text with indent, and its zone."""

    number: int
    text: str
    page: int = 1
    zone: Zone = Zone.BODY


def decode(raw: bytes) -> str:
    """Return the text of bytes in the encoding they show; bytes of no encoding become U+FFFD."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, errors="replace")
    if encoding := _utf16_without_mark(raw):
        return raw.decode(encoding, errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _utf16_without_mark(raw: bytes) -> str:
    """Return the byte order of UTF-16 without a mark: nearly every second byte of European text is nought."""
    head = raw[:2000]
    pairs = len(head) // 2
    if pairs < 2 or b"\0" not in head:
        return ""
    high_first, high_last = head[0::2].count(0), head[1::2].count(0)
    if high_last > pairs * 0.7 and high_first < pairs * 0.1:
        return "utf-16-le"
    if high_first > pairs * 0.7 and high_last < pairs * 0.1:
        return "utf-16-be"
    return ""


def text_of(raw: bytes, name: str) -> str:
    """Return the decoded text, or refuse bytes that are no text at all."""
    text = decode(raw)
    sample = text[:10_000].encode("utf-8", errors="replace")
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > max(_STRAY_CONTROLS, len(sample) // 50):
        raise UnknownFormat(name, say("it is not text, and no document format we know"), hint=KNOWN_FORMATS)
    return text


KNOWN_FORMATS = say("give a letter as text, Markdown, Word (.docx), PDF, web page, mail, OpenDocument or RTF")


def read(raw: bytes, name: str) -> Document:
    """Read plain text."""
    text = text_of(raw, name)
    front, first, body = split_front_matter(text, name)
    lines = lines_of(body, name=name, first=first)
    notes = tuple((line.number, UNREADABLE_CHARACTERS.code) for line in lines if "\ufffd" in line.text)
    return Document(name=name, format="txt", lines=lines, front_matter=front, notes=notes)


def lines_of(text: str, *, name: str = "", first: int = 1, zone: Zone = Zone.BODY) -> tuple[Line, ...]:
    """Return the lines of a text; also for the text parts of mails and converted formats."""
    parts = split(text)
    within_limits(name, len(parts))
    raws: list[Raw] = []
    page = 1
    for number, part in enumerate(parts, first):
        page += part.count("\f") if raws else 0
        raws += (_quoted(Raw(number, _TAG.sub("", clean(piece)), page, zone)) for piece in soft_split(part))
    within_limits(name, len(raws))
    return structured(raws)


def _quoted(raw: Raw) -> Raw:
    """Take the `>` off a quoted line and say that it was quoted."""
    found = _QUOTE.match(raw.text)
    if not found:
        return raw
    return raw._replace(text=raw.text[found.end() :], zone=Zone.QUOTED)


def structured(raws: list[Raw]) -> tuple[Line, ...]:
    """Read marks, markers, drawn tables, rules and underlined headings."""
    raws = _whole_rows(raws)
    texts = [raw.text.strip() for raw in raws]
    tables = pipes.rows(texts)
    runs = lettered(texts)
    lines: list[Line] = []
    for index, raw in enumerate(raws):
        table, header = tables.get(index, (-1, False))
        if table > 0:
            lines.append(_row(raw, table, header=header))
        elif table == 0:
            continue
        elif _RULE.fullmatch(texts[index]):
            lines.append(_rule(raw, lines))
        else:
            lines.append(_line(raw, runs.get(index)))
    return tuple(lines)


def _whole_rows(raws: list[Raw]) -> list[Raw]:
    """Join the lines of a table's row that broke between or in its cells, as pages that are copied do."""
    made: list[Raw] = []
    index = 0
    while index < len(raws):
        raw, last = raws[index], index + 1
        while more := pipes.goes_on(raw.text, [r.text for r in raws[last : last + pipes.BROKEN]]):
            raw = raw._replace(text=" ".join([raw.text.rstrip(), *(r.text.strip() for r in raws[last : last + more])]))
            last += more
        made.append(raw)
        index = last
    return made


def _line(raw: Raw, run: tuple[str, str] | None) -> Line:
    indent = indent_of(raw.text)
    stripped = raw.text.strip()
    # `**1.** Velkommen` and `- **Kl. 9**`: marks may stand on either side of the marker.
    outer = unmarked(stripped)
    marker, rest = run or split_marker(stripped)
    if not marker and outer.text != stripped:
        marker, rest = split_marker(outer.text)
        rest = rest.strip()
        return Line(raw.number, rest, indent, marker, bold=outer.bold, page=raw.page, zone=raw.zone, links=outer.links)
    inner = unmarked(rest)
    return Line(
        raw.number, inner.text.strip(), indent, marker, bold=inner.bold, page=raw.page, zone=raw.zone, links=inner.links
    )


def _rule(raw: Raw, before: list[Line]) -> Line:
    """A rule is distance; under a line of text it makes that line a heading."""
    mark = raw.text.strip()[0]
    above = before[-1] if before else None
    if (
        above
        and mark in "=-"
        and above.text
        and not above.cells
        and not above.marker
        and len(above.text) <= _HEADING_LENGTH
    ):
        before[-1] = Line(
            above.number,
            above.text,
            above.indent,
            heading=1 if mark == "=" else 2,
            bold=above.bold,
            page=above.page,
            zone=above.zone,
            links=above.links,
        )
    return Line(raw.number, "", page=raw.page, zone=raw.zone)


def _row(raw: Raw, table: int, *, header: bool) -> Line:
    made: list[Cell] = []
    for text in pipes.cells(raw.text):
        inline = unmarked(text)
        made.append(Cell(inline.text, header=header, bold=inline.bold, links=inline.links))
    return Line(
        raw.number,
        "\t".join(cell.text for cell in made),
        indent_of(raw.text),
        page=raw.page,
        zone=raw.zone,
        bold=any(c.text for c in made) and all(c.bold for c in made if c.text),
        table=table,
        cells=tuple(made),
        links=tuple(link for cell in made for link in cell.links),
    )
