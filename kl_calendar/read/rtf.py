"""Rich Text Format: its text through striprtf, its table rows, links, page header and footer told apart around it.

striprtf gives a cell as its text and `|`, a row as a line. What it would lose is put where it keeps it: a paragraph
inside a cell becomes a mark of our own, a link the notation the text reader knows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from striprtf.striprtf import rtf_to_text

from kl_calendar.i18n import say
from kl_calendar.model.document import Cell, Document, Line, Zone
from kl_calendar.read.emphasis import unmarked
from kl_calendar.read.flow import in_zone, joined
from kl_calendar.read.plain import clean, soft_split, split, within_limits
from kl_calendar.read.refusals import Damaged, TooLarge
from kl_calendar.read.text import Raw, structured

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_GROUPS = 200
"""Deepest nesting of groups; Word stays below 30."""
MAX_TEXT = 8 * 1024 * 1024
"""Bytes of RTF left when pictures are taken out; a letter has some 100 kB."""

_HEX = re.compile(r"[0-9a-fA-F\r\n]{4000,}")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_ASIDE = re.compile(r"\{(?:\\\*)?\\(header|footer|shptxt|footnote)[lrf]?(?![a-z])")
_ZONES = {"header": Zone.HEADER, "footer": Zone.FOOTER}
_RESULT = re.compile(r"\{\\fldrslt(?![a-z]) ?")
_LINK = re.compile(r'HYPERLINK\s+"([^"\\{}\s]{1,2000})"')
_PARAGRAPHS = re.compile(r"\\(?:pard|intbl|par|line|row)(?![a-z])")
_IN_CELL = "\ue000"
_IN_CELL_RTF = r"{\uc0\u57344 }"


def read(raw: bytes, name: str) -> Document:
    """Read an RTF document."""
    source = _HEX.sub("", raw.decode("latin-1")).replace("|", r"\'a6")
    if len(source) > MAX_TEXT:
        raise TooLarge(
            name,
            say("it is larger than {limit} MB without its pictures", limit=MAX_TEXT >> 20),
            hint=say("give the pages needed"),
        )
    closing = _groups(source, name)
    asides = list(_asides(source, closing))
    # Word writes the same header for first, left and right pages: each text once.
    once = dict.fromkeys((zone, tuple(_aside(aside, zone, name))) for zone, aside in asides)
    parts = {zone: [line for z, lines in once if z is zone for line in lines] for zone in Zone}
    body = _lines(_with_links(source, closing), name)
    lines = joined((parts[Zone.HEADER], body, parts[Zone.MARGIN], parts[Zone.FOOTER]), name)
    return Document(name, "rtf", lines)


def _groups(source: str, name: str) -> dict[int, int]:
    """Return where each group closes, by where it opens."""
    closing: dict[int, int] = {}
    open_at: list[int] = []
    for found in _BRACE.finditer(source):
        if found[0] == "{":
            open_at.append(found.start())
        elif found[0] == "}" and open_at:
            closing[open_at.pop()] = found.start()
        if len(open_at) > MAX_GROUPS:
            raise TooLarge(name, say("its groups are nested deeper than any real document's"), hint=say("save it anew"))
    return closing


def _asides(source: str, closing: dict[int, int]) -> Iterator[tuple[Zone, str]]:
    """Yield what stands beside the text; one inside another belongs to it."""
    done = 0
    for found in _ASIDE.finditer(source):
        if found.start() >= done:
            done = closing.get(found.start(), len(source))
            yield _ZONES.get(found[1], Zone.MARGIN), source[found.end() : done]


def _aside(source: str, zone: Zone, name: str) -> list[Line]:
    return in_zone(_lines(rf"{{\rtf1\ansi {source}}}", name), zone)


def _with_links(source: str, closing: dict[int, int]) -> str:
    """Write each link's target behind its words, as Markdown does."""
    made: list[str] = []
    done = 0
    for found in _LINK.finditer(source):
        result = _RESULT.search(source, found.end(), found.end() + 2000)
        end = closing.get(result.start()) if result else None
        if result is None or end is None or result.start() < done:
            continue
        # striprtf has a notation of its own for the links it recognises.
        made += (
            source[done : result.end()].replace("HYPERLINK", ""),
            "[",
            source[result.end() : end],
            f"]({found[1]})",
        )
        done = end
    return "".join([*made, source[done:]])


def _lines(source: str, name: str) -> list[Line]:
    source = _PARAGRAPHS.sub(_ParagraphMarks(), source)
    try:
        text: str = rtf_to_text(source, encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        raise Damaged(
            name, say("the RTF inside cannot be read"), hint=say("open it, save it anew, and give that")
        ) from error
    texts = split(text)
    within_limits(name, len(texts))
    rows = dict(_rows(texts))
    raws = [
        Raw(number, "" if number in rows else clean(part))
        for number, text in enumerate(texts)
        for part in ([""] if number in rows else soft_split(text.replace(_IN_CELL, "\u2028")))
    ]
    return [rows.get(line.number, line) for line in structured(raws)]


class _ParagraphMarks:
    """Follows whether a paragraph is in a table, and marks the ends of paragraphs inside a cell."""

    def __init__(self) -> None:
        self._in_table = False

    def __call__(self, found: re.Match[str]) -> str:
        word = found[0]
        if word in (r"\par", r"\line") and self._in_table:
            return _IN_CELL_RTF
        if word in (r"\pard", r"\row"):
            self._in_table = False
        elif word == r"\intbl":
            self._in_table = True
        return word


def _rows(texts: list[str]) -> Iterator[tuple[int, Line]]:
    """Yield the table rows, each with its place among the lines."""
    table = last = 0
    for number, text in enumerate(texts):
        if "|" not in text:
            continue
        table += last != number - 1 or not table
        last = number
        cells = tuple(_cell(cell) for cell in text.rpartition("|")[0].split("|"))
        links = tuple(link for cell in cells for link in cell.links)
        yield number, Line(number, "\t".join(c.text for c in cells), table=table, cells=cells, links=links)


def _cell(text: str) -> Cell:
    inline = unmarked(clean(text.replace(_IN_CELL, "\n")).strip())
    return Cell("\n".join(line.strip() for line in inline.text.split("\n")), links=inline.links)
