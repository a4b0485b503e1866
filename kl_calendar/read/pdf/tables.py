"""Tables: a grid or an aligned block in, rows of cells with their text out."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kl_calendar.read.pdf.fragments import Fragment, fragments, is_clock, is_label
from kl_calendar.read.pdf.grids import placed
from kl_calendar.read.pdf.paragraphs import fills, glue, paragraphs, plain, reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kl_calendar.read.pdf.columns import Aligned
    from kl_calendar.read.pdf.glyphs import Word
    from kl_calendar.read.pdf.grids import Area, Edge, Grid

USUAL = 1.2
"""The usual distance from line to line in relation to the size of print."""

LOOSE_EDGE = 12.0
"""Cells have some padding at the right edge, which cannot be seen where no lines are drawn (points)."""

_DASHES = ("-", "–", "—", "‐")


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell: its text, its words, and how it is merged."""

    text: str = ""
    words: tuple[Word, ...] = ()
    colspan: int = 1
    continued: bool = False

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return bool(self.words) and all(w.bold for w in self.words)


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells from left to right, and where it begins and ends on the page."""

    cells: tuple[Piece, ...]
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows, and where its columns begin."""

    rows: tuple[Row, ...]
    edges: tuple[float, ...]


def of_grid(grid: Grid, words: Sequence[Word], *, nouns: bool) -> Table:
    """Put the words that stand in a grid's cells there."""
    rows: list[list[tuple[int, Piece]]] = [[] for _ in grid.ys[1:]]
    inside = placed(grid, words)
    for area in grid.areas:
        rows[area.row].append((area.column, _cell(inside.get(area, []), area, nouns=nouns)))
        for below in range(area.row + 1, area.row + area.rows):
            rows[below].append((area.column, Piece(colspan=area.columns, continued=True)))
    made = []
    for index, cells in enumerate(rows):
        pieces = tuple(piece for _, piece in sorted(cells, key=lambda c: c[0]))
        made.append(Row(pieces, grid.ys[index], grid.ys[index + 1]))
    return Table(tuple(made), grid.xs[:-1])


def _cell(words: Sequence[Word], area: Area, *, nouns: bool) -> Piece:
    lines = _lines(fragments(words))
    if not lines:
        return Piece(colspan=area.columns)
    inset = min(12.0, max(1.0, min(line.x0 for line in lines) - area.box.x0))
    return Piece(_text(lines, area.box.x1 - inset, nouns=nouns), tuple(words), area.columns)


def _lines(pieces: Iterable[Fragment]) -> list[Fragment]:
    """Put pieces on one baseline together: inside a cell a wide gap is only a gap."""
    lines: list[Fragment] = []
    for piece in sorted(pieces, key=lambda p: (p.y, p.x0)):
        if lines and abs(piece.y - lines[-1].y) <= 0.3 * piece.size and piece.x0 >= lines[-1].x1 - 1:
            lines[-1] = Fragment((*lines[-1].words, *piece.words), lines[-1].marker, lines[-1].start)
        else:
            lines.append(piece)
    return lines


def _text(lines: Sequence[Fragment], limit: float, *, nouns: bool) -> str:
    made = paragraphs(lines, limit, usual=USUAL, cell=True, nouns=nouns)
    return "\n".join(f"{p.first.marker} {p.text}" if p.first.marker else p.text for p in made)


def of_aligned(block: Aligned, rules: Sequence[Edge], margin: float, *, nouns: bool) -> Table:
    """Cut an aligned block into rows and cells; `margin` is where the page's right margin begins."""
    starts = [start for start, _ in block.columns]
    bounds = [start - 2 for start in starts[1:]] + [max(min(block.right, margin) - LOOSE_EDGE, block.columns[-1][1])]
    members = _members(block.fragments, starts)
    reaches = [reach(m, bound) if m else bound for m, bound in zip(members, bounds, strict=True)]
    cuts = _cuts(block, rules)
    bands: list[list[Fragment]] = [[] for _ in range(len(cuts) + 1)]
    for piece in block.fragments:
        bands[bisect_right(cuts, piece.y - 0.3 * piece.size)].append(piece)
    rows = [
        _row(band, starts, reaches, nouns=nouns, more=_returned(band, block, reaches[-1])) for band in bands if band
    ]
    return Table(tuple(rows), tuple(starts))


def _members(pieces: Iterable[Fragment], starts: Sequence[float]) -> list[list[Fragment]]:
    members: list[list[Fragment]] = [[] for _ in starts]
    for piece in pieces:
        members[max(0, bisect_right(starts, piece.x0 + 2) - 1)].append(piece)
    return members


def _returned(band: Sequence[Fragment], block: Aligned, limit: float) -> list[Fragment]:
    """Return the lines in the label column that are none: text of a full last cell going on at the left margin."""
    start, end = block.columns[block.labels]
    last = [p for p in band if p.x0 >= block.columns[-1][0] - 2]
    if block.labels or not last:
        return []
    found: list[Fragment] = []
    for piece in sorted((p for p in band if start - 2 <= p.x0 < end and not is_label(p.text)), key=lambda p: p.y):
        above = max((p for p in [*last, *found] if p.y < piece.y - 2), key=lambda p: p.y, default=None)
        if above is not None and piece.y - above.y < 1.6 * piece.size and fills(above, piece, limit):
            found.append(piece)
    return found


def _row(
    band: Sequence[Fragment],
    starts: Sequence[float],
    reaches: Sequence[float],
    *,
    nouns: bool,
    more: Sequence[Fragment] = (),
) -> Row:
    """Make a row of what stands between two cuts; `more` goes on behind the last cell."""
    members = _members([p for p in band if p not in more], starts)
    cells: list[Piece] = []
    covered = 0
    for index, mine in enumerate(members):
        if index < covered:
            continue
        end = bisect_right(starts, max((p.x1 for p in mine), default=0.0) - 2)
        span = max(1, end - index) if mine and not any(members[index + 1 : end]) else 1
        covered = index + span
        words = tuple(w for p in mine for w in p.words)
        cells.append(Piece(_text(_lines(mine), reaches[covered - 1], nouns=nouns) if mine else "", words, span))
    for piece in more:
        text = plain(glue(cells[-1].text, piece.text))
        cells[-1] = replace(cells[-1], text=text, words=(*cells[-1].words, *piece.words))
    return Row(tuple(cells), min(p.top for p in band), max(p.bottom for p in band))


def adopt(table: Table, line: Sequence[Fragment], *, above: bool) -> Table | None:
    """Return the table with a line next to it as a row, or None when the line's pieces do not fit its columns."""
    members = _members(line, table.edges)
    if sum(map(bool, members)) < 2 or any(len(m) > 1 for m in members):
        return None
    ends = [*table.edges[1:], math.inf]
    if any(m and m[0].x0 < start - 3 for m, start in zip(members, table.edges, strict=True)):
        return None
    if any(a.x1 > b.x0 - 2 for a, b in itertools.pairwise(m[0] for m in members if m)):
        return None
    row = _row(line, table.edges, ends, nouns=False)
    distance = table.rows[0].top - row.bottom if above else row.top - table.rows[-1].bottom
    if not -3 < distance < 2 * line[0].size:
        return None
    return Table((row, *table.rows) if above else (*table.rows, row), table.edges)


def continued(table: Table, line: Sequence[Fragment], right: float) -> Table | None:
    """Return the table with a line below it put into its last cell, or None when it is none of the table's.

    Text behind a tab may go on at the left margin when it fills its line, and what is set in close below a row
    (a speaker, a remark) belongs to it.
    """
    row, piece = table.rows[-1], line[0]
    cell = row.cells[-1]
    if len(line) > 1 or not cell.words or piece.marker or is_clock(piece.text) or is_label(piece.text):
        return None
    last, first = cell.words[-1], piece.words[0]
    full = last.x1 + 0.26 * last.size + first.x1 - first.x0 > right - table.edges[0] - LOOSE_EDGE / 2
    at_margin = abs(piece.x0 - table.edges[0]) <= 3
    if not 0 < piece.y - last.y < 1.6 * last.size or piece.x0 < table.edges[0] - 3 or abs(last.size - piece.size) > 1:
        return None
    if at_margin and (not full or first.bold != last.bold):
        return None
    text = plain(glue(cell.text, piece.text)) if full else f"{cell.text}\n{plain(piece.text)}"
    grown = replace(cell, text=text, words=(*cell.words, *piece.words))
    return Table((*table.rows[:-1], Row((*row.cells[:-1], grown), row.top, piece.bottom)), table.edges)


def _cuts(block: Aligned, rules: Sequence[Edge]) -> list[float]:
    """Return the heights between the rows: the rules drawn there, else where the labels begin."""
    left, right = block.columns[0][0], block.columns[-1][1]
    top, bottom = min(p.top for p in block.fragments), max(p.bottom for p in block.fragments)
    drawn = [
        r.at
        for r in rules
        if top + 2 < r.at < bottom - 2 and min(r.end, right) - max(r.start, left) > 0.7 * (right - left)
    ]
    labels = _row_starts(block)
    if len(drawn) >= max(2, 0.6 * (len(labels) - 1)):
        return drawn
    return _between(block, labels)


def _label_lines(block: Aligned) -> list[Fragment]:
    start, end = block.columns[block.labels]
    return _lines(p for p in block.fragments if start - 2 <= p.x0 < end)


def _row_starts(block: Aligned) -> list[Fragment]:
    """Return the label column's lines that begin a row, not the second line of a label."""
    others = [p for p in block.fragments if p.x0 >= block.columns[block.labels][1]]
    others += [p for p in block.fragments if p.x1 <= block.columns[block.labels][0]]
    starts: list[Fragment] = []
    last: Fragment | None = None
    for line in _label_lines(block):
        close = last is not None and line.y - last.y < 1.6 * line.size
        wrapped = close and last is not None and (last.text.endswith(_DASHES) or line.text.startswith(_DASHES))
        loose = close and not is_label(line.text) and not _level(line, others)
        if not starts or not (wrapped or loose):
            starts.append(line)
        last = line
    return starts


def _level(line: Fragment, others: Iterable[Fragment]) -> bool:
    return any(abs(line.y - o.y) <= 0.3 * line.size for o in others)


def _between(block: Aligned, labels: Sequence[Fragment]) -> list[float]:
    """Cut above each label where the rows' first lines are level; else in the widest gap between two labels."""
    if not labels:
        return []
    on_top = _on_top(block, labels)
    first = min(p.top for p in block.fragments)
    cuts = [labels[0].top - 0.5] if labels[0].top - first > 0.8 * labels[0].size and on_top else []
    for upper, lower in itertools.pairwise(labels):
        cuts.append(lower.top - 0.5 if on_top else _widest(block.fragments, upper, lower))
    return cuts


def _on_top(block: Aligned, labels: Sequence[Fragment]) -> bool:
    """Tell labels level with the first line of what stands beside them from labels level with its middle."""
    score = 0
    for index, members in enumerate(_members(block.fragments, [start for start, _ in block.columns])):
        for cell in _clumps(_lines(members)) if members and index != block.labels else ():
            middle = (cell[0].y + cell[-1].y) / 2
            top = _level(cell[0], labels)
            centred = any(abs(label.y - middle) <= 0.2 * label.size for label in labels)
            score += (top - centred) if len(cell) > 1 else 0
    return score >= 0


def _clumps(lines: Sequence[Fragment]) -> list[list[Fragment]]:
    """Cut a column where the distance between lines is larger than the smallest."""
    steps = [b.y - a.y for a, b in itertools.pairwise(lines)]
    clumps = [list(lines[:1])]
    for line, step in zip(lines[1:], steps, strict=True):
        if step > 1.25 * min(steps):
            clumps.append([])
        clumps[-1].append(line)
    return clumps


def _widest(pieces: Iterable[Fragment], upper: Fragment, lower: Fragment) -> float:
    """Return the middle of the widest gap between two labels; of equal ones the last."""
    between = sorted((p for p in pieces if upper.y - 1 <= p.y <= lower.y + 1), key=lambda p: p.y)
    best, at = 0.0, lower.top - 0.5
    for a, b in itertools.pairwise(between):
        if b.y - a.y >= best * 0.97 and b.y - a.y > 2:
            best, at = max(best, b.y - a.y), b.top - 0.5
    return at
