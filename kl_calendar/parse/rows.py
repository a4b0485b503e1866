"""Lines made ready for the passes: each with its mentions, its paragraph and its neighbours."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar import cldr, limits
from kl_calendar.model.document import Cell, Zone
from kl_calendar.parse.mentioned import NONE, Mentions
from kl_calendar.parse.mentions import scan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.model.document import Document, Line, Link
    from kl_calendar.parse.language import Language

_PAGE = re.compile(
    r"(?i)^(?:[\w.-]+\s+)?(?:side|page|seite|sida|sidan)\s+\d+(?:\s*(?:af|of|av|von|/)\s*\d+)?$|^\d+\s*/\s*\d+$|^[-–]\s*\d+\s*[-–]$"
)
_TILE = re.compile(r"[0-3]?\d\.?")
_WEB_ONLY = re.compile(r"(?i)^(?:https?://|www\.)\S+$")
_LABEL = re.compile(r"^([^\W\d_][^:?!.]{0,40}?)\s*:(?!//|\d)\s*(.*)$")
_ASKED = re.compile(r"^([^\W\d_]{2,10})\?\s+(\S.*)$")
"""`Hvor? Odense` is a label too."""


class Row(NamedTuple):
    """One line for the passes. `paragraph` counts up at each blank line; `label` is what stands before a colon."""

    index: int  # type: ignore[assignment]  # it hides a method of tuple that nobody asks a row
    number: int
    text: str
    indent: int = 0
    marker: str = ""
    heading: int = 0
    bold: bool = False
    zone: Zone = Zone.BODY
    table: int = 0
    cells: tuple[Cell, ...] = ()
    links: tuple[Link, ...] = ()
    found: Mentions = NONE
    paragraph: int = 0
    furniture: bool = False

    @property
    def blank(self) -> bool:
        """The row has no text."""
        return not self.text

    @property
    def label(self) -> tuple[str, str] | None:
        """(label, value) of a `Sted: …` row, or of a table row of two cells; value may be empty."""
        if self.cells and not self.found.times:
            filled = [c.text for c in self.cells if c.text.strip()]
            if len(filled) == 2:
                return filled[0].strip(" *:"), " ".join(filled[1].split())
        hit = (":" in self.text and _LABEL.match(self.text)) or ("?" in self.text and _ASKED.match(self.text))
        return (hit[1].strip(" *"), hit[2].strip()) if hit else None


def rows(document: Document, lang: Language) -> tuple[Row, ...]:
    """Return a document's lines as rows; page furniture is marked, columns drawn with tabs become cells."""
    made: list[Row] = []
    paragraph = 0
    for line in _joined_days(document.lines):
        text = line.text.strip()
        if not text:
            paragraph += bool(made) and not made[-1].blank
            made.append(Row(len(made), line.number, "", paragraph=paragraph))
            continue
        made.append(_row(line, text, len(made), paragraph, lang))
    return tuple(_with_page_feet(_tabbed(made)))


_PAGE_HEAD = 3
"""Rows at the top of a page that name who writes."""
_LONE_O = re.compile(r"^[o¤§»]\s+(?=[A-ZÆØÅÄÖÜ])")
"""Word's second-level bullet, as it comes out of a text export."""


_SPACED = re.compile(r"([^\W\d_][^:]{1,24}?)(?:\s{2,}|\s*\t\s*)(\S(?:.*\S)?)$")
_LABELS = "labels.place|labels.time|labels.date|labels.deadline"
_ROLES = "columns.time|columns.title|columns.speaker|columns.place"


def _labelled(text: str, lang: Language) -> str:
    """A label and its value in two columns (`Mødedato    8. februar`), as others write it: with a colon."""
    hit = _SPACED.match(text) if "  " in text or "\t" in text else None
    if hit is None or "   " in hit[2] or "\t" in hit[2] or not lang[_LABELS].are(hit[1]) or lang[_ROLES].are(hit[2]):
        return text
    return f"{hit[1].rstrip('?')}: {hit[2]}"


def _row(line: Line, text: str, index: int, paragraph: int, lang: Language) -> Row:
    bullet = None if line.marker or line.cells else _LONE_O.match(text)
    if not line.cells and not line.marker:
        text = _labelled(text, lang)
    if bullet:
        line, text = line._replace(marker=text[0]), text[bullet.end() :]
    paged = bool(_PAGE.match(text))
    furniture = paged or line.zone in (Zone.HEADER, Zone.FOOTER)
    plain = text.replace("\t", "    ") if not line.cells else text
    found = NONE if paged or _WEB_ONLY.match(text) else scan(plain[: limits.MAX_LINE_LENGTH], lang)
    if furniture:
        found = Mentions(dates=found.dates)
    return Row(
        index=index,
        number=line.number,
        text=text if line.cells else plain,
        indent=line.indent,
        marker=line.marker,
        heading=line.heading,
        bold=line.bold,
        zone=line.zone,
        table=line.table,
        cells=line.cells or _tab_cells(text),
        links=line.links,
        found=found,
        paragraph=paragraph,
        furniture=furniture,
    )


def _joined_days(lines: Sequence[Line]) -> list[Line]:
    """A day that a page shows as a tile, its number above its month, is one line; the second is left empty."""
    made = list(lines)
    for k, (number, month) in enumerate(pairwise(lines)):
        name = month.text.strip().rstrip(".").lower()
        if name in cldr.months() and _TILE.fullmatch(number.text.strip()):
            made[k] = number._replace(text=f"{number.text.strip().rstrip('.')}. {month.text.strip()}")
            made[k + 1] = month._replace(text="")
    return made


def _tab_cells(text: str) -> tuple[Cell, ...]:
    return tuple(Cell(part.strip()) for part in text.split("\t")) if "\t" in text else ()


def _tabbed(made: Sequence[Row]) -> list[Row]:
    """Give neighbouring rows drawn with tabs a table number of their own (below nought), else take their cells off."""
    if not any(row.cells for row in made):
        return list(made)
    numbered: list[Row] = []
    table = 0
    for row in made:
        if row.table or not row.cells:
            numbered.append(row)
            continue
        before = next((r for r in reversed(numbered) if not r.blank), None)
        if before is None or before.table >= 0:
            table -= 1
        numbered.append(row._replace(table=table))
    sizes: dict[int, int] = {}
    widths: dict[int, int] = {}
    for row in numbered:
        sizes[row.table] = sizes.get(row.table, 0) + 1
        widths[row.table] = max(widths.get(row.table, 0), sum(bool(c.text) for c in row.cells))
    # Two columns drawn with a tab are lines (time, text) that may go on below; three are a table.
    return [
        r._replace(table=0, cells=()) if r.table < 0 and (sizes[r.table] < 3 or widths[r.table] < 3) else r
        for r in numbered
    ]


def _with_page_feet(made: list[Row]) -> list[Row]:
    """Short rows in one paragraph with a page number are page furniture too, unless they say when something is."""
    feet = {r.paragraph for r in made if r.furniture and _PAGE.match(r.text)}
    if not feet:
        return made
    made = _with_page_heads(made)
    sizes: dict[int, int] = {}
    for row in made:
        sizes[row.paragraph] = sizes.get(row.paragraph, 0) + bool(row.text)
    return [
        r._replace(furniture=True)
        if r.paragraph in feet
        and sizes[r.paragraph] <= 4
        and len(r.text) < 60
        and not r.found.times
        and not r.found.dates
        and not r.marker
        else r
        for r in made
    ]


def _with_page_heads(made: list[Row]) -> list[Row]:
    """What stands below a page's number as it stands at the top of the document is the page's head."""
    top = {r.text for r in [r for r in made if r.text][:_PAGE_HEAD]}
    heads: set[int] = set()
    near = 0
    for row in made:
        if row.furniture and _PAGE.match(row.text):
            near = _PAGE_HEAD
        elif row.text and near:
            near = near - 1 if row.text in top else 0
            heads |= {row.index} if near or row.text in top else set()
    return [r._replace(furniture=True) if r.index in heads else r for r in made]


def next_filled(made: Sequence[Row], index: int) -> Row | None:
    """Return the next row with text after `index` that is no furniture."""
    return next((r for k in range(index + 1, len(made)) if (r := made[k]).text and not r.furniture), None)


def previous_filled(made: Sequence[Row], index: int) -> Row | None:
    """Return the row with text before `index` that is no furniture."""
    return next((r for k in range(index - 1, -1, -1) if (r := made[k]).text and not r.furniture), None)
