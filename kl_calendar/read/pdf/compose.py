"""Blocks in reading order to the document's lines: numbering, headings, indents, gaps, links."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kl_calendar.model.document import Cell, Line, Link, Zone
from kl_calendar.read.pdf.columns import Flow
from kl_calendar.read.pdf.fragments import is_clock
from kl_calendar.read.pdf.paragraphs import Paragraph, boxed, paragraphs, plain, reach
from kl_calendar.read.pdf.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kl_calendar.read.pdf.fragments import Fragment
    from kl_calendar.read.pdf.glyphs import Word
    from kl_calendar.read.pdf.shapes import Box
    from kl_calendar.read.pdf.tables import Piece, Row

HEADING = 1.12
"""A line in print this much larger than the body's is a heading."""

Links = "Sequence[tuple[Box, str]]"


@dataclass(frozen=True, slots=True)
class Part:
    """A block in its page: flows and tables in reading order, with the zone they stand in."""

    block: Flow | Table
    page: int
    width: float
    left: float
    """Where the page's text begins; its right margin is taken to be as wide."""
    links: tuple[tuple[Box, str], ...]
    zone: Zone = Zone.BODY


@dataclass(slots=True)
class _Measures:
    """What the document's print is like as a whole."""

    body: float
    usual: float
    headings: tuple[float, ...]
    reaches: list[tuple[float, float]] = field(default_factory=list)


def compose(parts: Sequence[Part]) -> list[Line]:
    """Return the lines of all parts."""
    writer = _Writer(_measure(parts))
    for part in parts:
        writer.add(part)
    return writer.lines


def _measure(parts: Sequence[Part]) -> _Measures:
    flows = [p for p in parts if isinstance(p.block, Flow)]
    lines = [f for p in flows if isinstance(p.block, Flow) for f in p.block.fragments]
    weights: dict[float, int] = {}
    for line in lines:
        weights[line.size] = weights.get(line.size, 0) + len(line.text)
    for part in parts:
        for word in _table_words(part.block):
            weights[word.size] = weights.get(word.size, 0) + len(word.text)
    body = max(weights, key=lambda size: (weights[size], size), default=10.0)
    larger = sorted({f.size for f in lines if f.size >= HEADING * body}, reverse=True)
    steps = larger[:1] + [b for a, b in itertools.pairwise(larger) if b < 0.95 * a]
    return _Measures(body, _usual(flows), tuple(steps))


def _table_words(block: Flow | Table) -> Iterable[Word]:
    return () if isinstance(block, Flow) else (w for r in block.rows for c in r.cells for w in c.words)


def _usual(flows: Iterable[Part]) -> float:
    """Return the smallest common distance from line to line, in relation to the size of print."""
    steps = []
    for part in flows:
        lines = part.block.fragments if isinstance(part.block, Flow) else ()
        pairs = itertools.pairwise(lines)
        steps += [(b.y - a.y) / max(a.size, b.size) for a, b in pairs if b.y - a.y > 0.8 * max(a.size, b.size)]
    steps = sorted(s for s in steps if s < 2.5)
    return steps[len(steps) // 8] if steps else 1.2


class _Writer:
    def __init__(self, measures: _Measures) -> None:
        self.lines: list[Line] = []
        self._measures = measures
        self._table = 0
        self._previous: Table | None = None
        self._bottom = (0, Zone.BODY, 0.0)

    def add(self, part: Part) -> None:
        """Write one part."""
        if isinstance(part.block, Flow):
            self._flow(part, part.block)
            self._previous = None if part.zone is Zone.BODY else self._previous
        else:
            self._rows(part, part.block)

    def _line(self, line: Line) -> None:
        self.lines.append(line._replace(number=len(self.lines) + 1))

    def _space(self, part: Part, top: float, size: float) -> None:
        """Write a blank line when the distance to what was written last is larger than from line to line."""
        page, zone, bottom = self._bottom
        same = (page, zone) == (part.page, part.zone)
        near = same and -size < top - bottom < 0.8 * size
        if self.lines and self.lines[-1].text and not near:
            self._line(Line(0, "", page=part.page, zone=part.zone))

    def _flow(self, part: Part, flow: Flow) -> None:
        if not flow.fragments:
            return
        rows = _visual_lines(flow.fragments)
        origin = min(row.x0 for row in rows)
        limit = boxed(rows) if flow.margin else reach(rows, min(flow.right, part.width - part.left))
        if _set_right(rows):
            rows, limit = [replace(row, start=origin) for row in rows], math.inf
        self._space(part, rows[0].top, rows[0].size)
        for paragraph in paragraphs(rows, limit, usual=self._measures.usual):
            if paragraph.gap:
                self._line(Line(0, "", page=part.page, zone=part.zone))
            self._line(self._text(part, paragraph, origin))
        self._bottom = part.page, part.zone, rows[-1].bottom

    def _text(self, part: Part, paragraph: Paragraph, origin: float) -> Line:
        first = paragraph.first
        words = paragraph.words
        heading = self._heading(first.size) if part.zone is Zone.BODY else 0
        return Line(
            0,
            paragraph.text,
            indent=0 if heading or _is_centred(paragraph, origin, part.width) else _columns(first, origin),
            marker=first.marker,
            heading=heading,
            bold=all(w.bold for w in words),
            page=part.page,
            zone=part.zone,
            links=_links(words, part.links),
        )

    def _heading(self, size: float) -> int:
        steps = self._measures.headings
        if size < HEADING * self._measures.body:
            return 0
        return min(3, 1 + sum(step > 1.05 * size for step in steps))

    def _rows(self, part: Part, table: Table) -> None:
        rows = list(table.rows)
        if self._previous is not None and _same_columns(self._previous, table):
            if rows and _texts(rows[0]) == _texts(self._previous.rows[0]):
                rows = rows[1:]
        else:
            self._table += 1
            self._previous = table
            if table.rows:
                self._space(part, table.rows[0].top, self._measures.body)
        for index, row in enumerate(rows):
            header = row is table.rows[0] and _is_header(table)
            self._row(part, row, header=header and index == 0)
        self._bottom = part.page, part.zone, rows[-1].bottom if rows else 0.0

    def _row(self, part: Part, row: Row, *, header: bool) -> None:
        cells = tuple(_cell(c, part, header=header) for c in row.cells)
        if not any(c.text for c in cells):
            return
        text = "\t".join(c.text.replace("\n", " ") for c in cells)
        bold = all(c.bold for c in row.cells if c.text)
        links = tuple(link for c in cells for link in c.links)
        self._line(
            Line(0, text, bold=bold, page=part.page, zone=part.zone, table=self._table, cells=cells, links=links)
        )


def _cell(piece: Piece, part: Part, *, header: bool) -> Cell:
    links = _links(piece.words, part.links)
    return Cell(piece.text, piece.colspan, piece.continued, header, piece.bold, links)


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(c.text for c in row.cells)


def _is_header(table: Table) -> bool:
    """A first row is a header when it has no time and it alone is bold."""
    if any(is_clock(text) for text in _texts(table.rows[0])):
        return False
    bold = [all(c.bold for c in row.cells if c.text) for row in table.rows if any(_texts(row))]
    return len(bold) > 1 and bold[0] and not all(bold[1:])


def _same_columns(one: Table, other: Table) -> bool:
    return len(one.edges) == len(other.edges) and all(
        abs(a - b) < 14 for a, b in zip(one.edges, other.edges, strict=True)
    )


def _visual_lines(pieces: Iterable[Fragment]) -> list[Fragment]:
    """Put pieces of one line together; what stands far apart on it is kept apart by a tab."""
    rows: list[Fragment] = []
    for piece in sorted(pieces, key=lambda p: (round(p.y), p.x0)):
        last = rows[-1] if rows else None
        if last is not None and abs(piece.y - last.y) <= 0.3 * piece.size and piece.x0 >= last.x1 - 1:
            tabbed = replace(piece.words[0], text="\t" + piece.words[0].text)
            rows[-1] = type(last)((*last.words, tabbed, *piece.words[1:]), last.marker, last.start)
        else:
            rows.append(piece)
    return rows


def _columns(first: Fragment, origin: float) -> int:
    columns = round((first.x0 - origin) / (0.5 * first.size))
    return columns if columns > 1 else 0


def _set_right(rows: Sequence[Fragment]) -> bool:
    """Tell lines set flush with the right edge, whose beginnings mean nothing."""
    edge = max(row.x1 for row in rows)
    flush = sum(edge - row.x1 < 2 for row in rows)
    return len(rows) > 2 and flush * 4 >= 3 * len(rows) and len({round(row.x0 / 6) for row in rows}) > 2


def _is_centred(paragraph: Paragraph, origin: float, width: float) -> bool:
    first = paragraph.first
    return first.x0 - origin > 2 * first.size and abs(first.x0 + first.x1 - width) < 6


def _links(words: Iterable[Word], links: Sequence[tuple[Box, str]]) -> tuple[Link, ...]:
    if not links:
        return ()
    words = list(words)
    found = []
    for target in dict.fromkeys(target for _, target in links):
        boxes = [box for box, other in links if other == target]
        inside = [w.text for w in words if any(b.holds((w.x0 + w.x1) / 2, w.y - 0.3 * w.size) for b in boxes)]
        if inside:
            found.append(Link(plain(" ".join(inside)).strip(" .,;:()"), target))
    return tuple(found)
