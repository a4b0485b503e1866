"""Paragraphs and tables of a word processor as lines: what Word and OpenDocument files have in common.

In: pieces of text with their emphasis and link target, paragraph by paragraph, and tables of such paragraphs.
Out: `Line`s in document order, numbered from 1.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.i18n import say
from kl_calendar.model.document import Cell, Line, Link, Zone
from kl_calendar.model.problem import Severity, kind
from kl_calendar.read.markers import indent_of, split_marker
from kl_calendar.read.plain import clean, within_limits
from kl_calendar.read.refusals import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

STRUCK_OUT = kind(
    "struck-out-left-out",
    Severity.NOTE,
    "text that is struck out was left out",
    "accept or reject the changes in the document if that is wrong",
)

_COUNTS = re.compile(r"\W{0,3}(?:[^\W\d]{1,4}\.?:?\s?)?\d")
_CLOCK = re.compile(r"\W{0,3}(?:[^\W\d]{1,8}\.?:?\s?)?\d{1,2}[.:]\d{2}(?![.\d])")
_FOLDED = 3
_NO_TEXT = frozenset((":", "-", "–", "—", "|", "•"))
"""A cell with only one of these divides or says that there is nothing."""
_LAYOUT_LINES = 6
"""A cell with this many lines in a table of one row holds text set in columns, not one item of a programme."""


class Piece(NamedTuple):
    """A stretch of text in one style; a line feed in it is a soft break."""

    text: str
    bold: bool = False
    target: str = ""


class Shape(NamedTuple):
    """What a paragraph as a whole is."""

    indent: int = 0
    marker: str = ""
    heading: int = 0
    page: int = 1


class CellDraft(NamedTuple):
    """A cell's lines before they become one text; lines that are rows are a table inside the cell."""

    lines: tuple[Line, ...] = ()
    colspan: int = 1
    continued: bool = False
    header: bool = False


def paragraph(pieces: Iterable[Piece], shape: Shape) -> list[Line]:
    """Return the lines of one paragraph, a new one at every soft break; an empty paragraph is one blank line."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        lines[-1].append(piece._replace(text=first))
        lines += ([piece._replace(text=text)] for text in rest)
    return [_line(line, shape if index == 0 else shape._replace(marker="")) for index, line in enumerate(lines)]


def _line(pieces: Sequence[Piece], shape: Shape) -> Line:
    whole = clean("".join(piece.text for piece in pieces))
    text = whole.strip()
    if not text:
        return Line(0, "", page=shape.page)
    marker = shape.marker
    if not marker and not shape.heading:
        marker, text = split_marker(text)
    return Line(
        0,
        text,
        shape.indent + indent_of(whole),
        marker,
        shape.heading,
        bold=all(piece.bold for piece in pieces if not piece.text.isspace() and piece.text),
        page=shape.page,
        links=_links(pieces),
    )


def _links(pieces: Sequence[Piece]) -> tuple[Link, ...]:
    """Return the links of a line; a link whose words are in several runs is one."""
    found: list[Link] = []
    before = ""
    for piece in pieces:
        if piece.target and piece.target == before:
            found[-1] = Link(found[-1].text + clean(piece.text), piece.target)
        elif piece.target:
            found.append(Link(clean(piece.text), piece.target))
        before = piece.target
    return tuple(Link(" ".join(link.text.split()), link.target) for link in found)


def table(rows: Sequence[Sequence[CellDraft]], number: int) -> list[Line]:
    """Return a table's rows as lines; a table that only frames or places text gives that text as it is."""
    if _is_layout(rows):
        return [line for row in rows for cell in row for line in cell.lines]
    lines: list[Line] = []
    for row in (unfolded for folded in rows for unfolded in _unfolded(folded)):
        lines.append(_row(row, number))
        lines += (line for cell in row for line in cell.lines if line.cells)
    return lines


def _is_layout(rows: Sequence[Sequence[CellDraft]]) -> bool:
    """A frame is one column; text set in columns is one row of long cells of unlike lengths."""
    if all(len(row) <= 1 for row in rows):
        return True
    if len(rows) > 1:
        return False
    if any(line.cells for cell in rows[0] for line in cell.lines):
        return True
    lengths = [sum(1 for line in cell.lines if line.text) for cell in rows[0]]
    return max(lengths) >= _LAYOUT_LINES and len(set(lengths)) == len(lengths)


def _unfolded(row: Sequence[CellDraft]) -> Sequence[Sequence[CellDraft]]:
    """Return a row as it is, or as the rows it stands for: three times or more below each other in its first cell.

    People who dislike tables make one row and press Enter in both cells. Blank lines count, they keep the sides level.
    """
    columns = [_level(cell) for cell in row]
    times = columns[0] if columns else []
    if len([line for line in times if line.text]) < _FOLDED or not all(_COUNTS.match(x.text) for x in times if x.text):
        return (row,)
    if not all(len(column) in (0, len(times)) for column in columns) or sum(map(bool, columns)) < 2:
        return (row,)
    return [
        [cell._replace(lines=(column[at],) if column else ()) for cell, column in zip(row, columns, strict=True)]
        for at in range(len(times))
        if any(column and column[at].text for column in columns)
    ]


def _level(cell: CellDraft) -> list[Line]:
    """Return a cell's lines without blank ones at its end, nor at all when it is blank or holds a table."""
    lines = [line for line in cell.lines if line.number >= 0]
    while lines and not lines[-1].text:
        lines.pop()
    return [] if any(line.cells for line in lines) else lines


def _row(drafts: Sequence[CellDraft], number: int) -> Line:
    cells = tuple(map(_cell, drafts))
    filled = [cell for cell in cells if cell.text]
    return Line(
        0,
        "\t".join(cell.text for cell in cells),
        bold=bool(filled) and all(cell.bold for cell in filled),
        page=next((line.page for draft in drafts for line in draft.lines), 1),
        table=number,
        cells=cells,
        links=tuple(link for cell in cells for link in cell.links),
    )


def _cell(draft: CellDraft) -> Cell:
    own = [line for line in draft.lines if not line.cells and line.number >= 0]
    filled = [line for line in own if line.text]
    text = "\n".join(f"{line.marker} {line.text}" if line.marker else line.text for line in own).strip("\n")
    return Cell(
        "" if text in _NO_TEXT else text,
        draft.colspan,
        draft.continued,
        draft.header,
        bold=bool(filled) and all(line.bold for line in filled),
        links=tuple(link for line in own for link in line.links),
    )


def box_mark(number: int) -> Line:
    """Return the line that says where a text box is anchored, until `with_boxes` decides where its text belongs."""
    return Line(-1 - number, "")


def with_boxes(body: Sequence[Line], boxes: Sequence[Sequence[Line]]) -> list[Line]:
    """Return the body with its text boxes: a box beside the text in the margin, one that carries it in its place.

    A box carries the text when it lists times or says more than all the rest; one above everything comes first.
    """
    size = sum(len(line.text) for line in body)
    first = next((at for at, line in enumerate(body) if line.text), len(body))
    above: list[Line] = []
    beside: list[Line] = []
    placed: dict[int, list[Line]] = {}
    anchors = {-1 - line.number: at for at, line in enumerate(body) if line.number < 0}
    for number, box in enumerate(boxes):
        lines = [line for line in box if line.number >= 0]
        if number in anchors and _carries(lines, size):
            placed[number] = [*lines, Line(0, "")]
        elif anchors.get(number, first) < first:
            above += [*in_zone(lines, Zone.MARGIN), Line(0, "")]
        else:
            beside += [Line(0, ""), *in_zone(lines, Zone.MARGIN)]
    own = [new for line in body for new in (placed.get(-1 - line.number, []) if line.number < 0 else (line,))]
    return [*above, *own, *beside]


def _carries(lines: Sequence[Line], size: int) -> bool:
    timed = sum(1 for line in lines if _CLOCK.match(line.text))
    return timed >= _FOLDED or sum(len(line.text) for line in lines) > size


def in_zone(lines: Iterable[Line], zone: Zone) -> list[Line]:
    """Return the lines as standing in another part of the page, without blank ones."""
    return [line._replace(zone=zone) for line in lines if line.text]


def joined(parts: Iterable[Sequence[Line]], name: str) -> tuple[Line, ...]:
    """Return all lines numbered from 1; a document of pictures only is refused."""
    lines = [line for part in parts for line in part]
    within_limits(name, len(lines))
    if not any(line.text for line in lines):
        raise Damaged(
            name, say("there is no text in it, only pictures or nothing"), hint=say("use the document it was made from")
        )
    return tuple(line._replace(number=number) for number, line in enumerate(lines, 1))


def meaningful_title(title: str, lines: Iterable[Line]) -> str | None:
    """Return a document property's title where the text bears it out: templates and old letters leave theirs behind."""
    title = " ".join(clean(title).split())
    words = {word for word in title.casefold().split() if len(word) > 3}
    if len(title.split()) < 2 or not words:
        return None
    text = " ".join(line.text for line in lines).casefold()
    return title if sum(word in text for word in words) * 2 > len(words) else None
