"""Ruled tables: drawn boxes in, grids of cells out.

A grid is what lines both ways form together. Cells whose common border is not drawn are one merged cell. Lines one way
only are no grid; horizontal ones are given back as `rules`, which tell the rows of a table whose columns are aligned.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kl_calendar.read.pdf.shapes import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kl_calendar.read.pdf.glyphs import Word
    from kl_calendar.read.pdf.source import Page

TOLERANCE = 3.0
"""Lines closer than this (points) are one line: borders of neighbouring cells are often drawn apart."""

MAX_ROW = 120.0
"""A strip between two grids that is higher than this (points) is no row of theirs."""

MAX_EDGES = 2000
"""More straight lines than this on a page is a drawing, not tables."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight line: its position across its direction, and where it begins and ends along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Area:
    """A cell of a grid: its first row and column, how many of each it covers, and its rectangle."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table's cells and the positions of its vertical lines."""

    areas: tuple[Area, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]

    @property
    def x0(self) -> float:
        """The left edge."""
        return self.xs[0]

    @property
    def x1(self) -> float:
        """The right edge."""
        return self.xs[-1]

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.ys[-1]


def placed(grid: Grid, words: Iterable[Word]) -> dict[Area, list[Word]]:
    """Return the words that stand in each cell with text."""
    cover = {
        (row, column): area
        for area in grid.areas
        for row in range(area.row, area.row + area.rows)
        for column in range(area.column, area.column + area.columns)
    }
    found: dict[Area, list[Word]] = {}
    for word in words:
        column = bisect_right(grid.xs, (word.x0 + word.x1) / 2) - 1
        row = bisect_right(grid.ys, word.y - 0.3 * word.size) - 1
        area = cover.get((row, column))
        if area is not None:
            found.setdefault(area, []).append(word)
    return found


def ruled(page: Page) -> tuple[list[Grid], list[Edge]]:
    """Return the grids of a page, and its horizontal rules."""
    across, down = _edges(page)
    if len(across) + len(down) > MAX_EDGES:
        return [], []
    grids = [grid for part in _parts(across, down) if (grid := _grid(*part)) is not None]
    return grids, across


def stacked(grids: Sequence[Grid], words: Sequence[Word]) -> list[Grid]:
    """Make one grid of grids with the same columns, with the rows between them that have no lines of their own.

    That is how tables look whose every other row is shaded, or whose header alone is drawn as boxes.
    """
    made: list[Grid] = []
    for grid in sorted(grids, key=lambda g: g.top):
        above = next((g for g in made if _same(g.xs, grid.xs) and _between(g, grid, words)), None)
        if above is None:
            made.append(grid)
            continue
        made.remove(above)
        made.append(_with(above, grid))
    return made


def _same(xs: Sequence[float], others: Sequence[float]) -> bool:
    return len(xs) == len(others) and all(abs(a - b) <= TOLERANCE for a, b in zip(xs, others, strict=True))


def _between(above: Grid, below: Grid, words: Sequence[Word]) -> bool:
    """Tell whether what stands between two grids keeps to their columns."""
    if not -TOLERANCE < below.top - above.bottom < MAX_ROW:
        return False
    inside = [w for w in words if above.bottom < w.y - 0.3 * w.size < below.top]
    columns = {sum(w.x0 > x for x in above.xs) for w in inside}
    crossing = any(w.x0 < x - 1 and w.x1 > x + 1 for w in inside for x in above.xs)
    return not crossing and (len(columns) > 1 or not inside)


def _with(above: Grid, below: Grid) -> Grid:
    """Put two grids together; the strip between them becomes a row."""
    gap = below.top - above.bottom > 2 * TOLERANCE
    ys = above.ys + (below.ys if gap else below.ys[1:])
    first = len(above.ys) - 1 + gap
    areas = list(above.areas)
    if gap:
        for column, (x0, x1) in enumerate(itertools.pairwise(above.xs)):
            areas.append(Area(first - 1, column, 1, 1, Box(x0, above.bottom, x1, below.top)))
    areas += [replace(a, row=a.row + first) for a in below.areas]
    return Grid(tuple(areas), above.xs, ys)


def _edges(page: Page) -> tuple[list[Edge], list[Edge]]:
    across: list[Edge] = []
    down: list[Edge] = []
    for box in page.boxes:
        wide, high = box.x1 - box.x0, box.y1 - box.y0
        if wide > 0.92 * page.width and high > 0.8 * page.height:
            continue  # the page's background or frame
        if high <= TOLERANCE:
            across.extend([Edge((box.y0 + box.y1) / 2, box.x0, box.x1)] if wide >= 8 else [])
        elif wide <= TOLERANCE:
            down.extend([Edge((box.x0 + box.x1) / 2, box.y0, box.y1)] if high >= 6 else [])
        elif wide >= 8 and high >= 6:
            across.extend((Edge(box.y0, box.x0, box.x1), Edge(box.y1, box.x0, box.x1)))
            down.extend((Edge(box.x0, box.y0, box.y1), Edge(box.x1, box.y0, box.y1)))
    return _merged(across), _merged(down)


def _merged(edges: Iterable[Edge]) -> list[Edge]:
    """Join pieces of one line, and lines drawn beside each other."""
    merged: list[Edge] = []
    for group in _clusters(sorted(edges, key=lambda e: e.at)):
        at = sum(e.at for e in group) / len(group)
        for edge in sorted(group, key=lambda e: e.start):
            last = merged[-1] if merged else None
            if last is not None and last.at == at and edge.start <= last.end + TOLERANCE:
                merged[-1] = Edge(at, last.start, max(last.end, edge.end))
            else:
                merged.append(Edge(at, edge.start, edge.end))
    return merged


def _clusters(edges: Sequence[Edge]) -> list[list[Edge]]:
    groups: list[list[Edge]] = []
    for edge in edges:
        if groups and edge.at - groups[-1][0].at <= TOLERANCE:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return groups


def _crosses(across: Edge, down: Edge) -> bool:
    return (
        across.start - TOLERANCE <= down.at <= across.end + TOLERANCE
        and down.start - TOLERANCE <= across.at <= down.end + TOLERANCE
    )


def _parts(across: list[Edge], down: list[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """Return the sets of lines that hang together."""
    left_across, left_down = list(across), list(down)
    parts = []
    while left_down:
        mine_across: list[Edge] = []
        mine_down = [left_down.pop()]
        grown = True
        while grown:
            more = [a for a in left_across if any(_crosses(a, d) for d in mine_down)]
            left_across = [a for a in left_across if a not in more]
            mine_across += more
            reached = [d for d in left_down if any(_crosses(a, d) for a in more)]
            left_down = [d for d in left_down if d not in reached]
            mine_down += reached
            grown = bool(reached)
        parts.append((mine_across, mine_down))
    return parts


def _positions(edges: Iterable[Edge], start: float, end: float) -> tuple[float, ...]:
    """Return where the lines are, with the outer limits added when no line is drawn there."""
    found = sorted({edge.at for edge in edges})
    if not found or found[0] - start > 2 * TOLERANCE:
        found.insert(0, start)
    if end - found[-1] > 2 * TOLERANCE:
        found.append(end)
    positions = found[:1]
    positions += [b for a, b in itertools.pairwise(found) if b - a > TOLERANCE]
    return tuple(positions)


def _grid(across: list[Edge], down: list[Edge]) -> Grid | None:
    if not across or not down:
        return None
    xs = _positions(down, min(e.start for e in across), max(e.end for e in across))
    ys = _positions(across, min(e.start for e in down), max(e.end for e in down))
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > 4 * MAX_EDGES:
        return None
    return Grid(tuple(_areas(xs, ys, across, down)), xs, ys)


def _areas(xs: Sequence[float], ys: Sequence[float], across: list[Edge], down: list[Edge]) -> list[Area]:
    """Take cells from the top left on, each as wide and then as high as no drawn border stops it."""
    taken: set[tuple[int, int]] = set()
    areas = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            middle = (ys[row] + ys[row + 1]) / 2
            wide = _reach([_drawn(down, at, middle) for at in xs[column + 1 : -1]])
            sides = xs[column] + 4, xs[column + wide] - 4
            high = _reach([any(_drawn(across, at, x) for x in sides) for at in ys[row + 1 : -1]])
            cells = {(r, c) for r in range(row, row + high) for c in range(column, column + wide)}
            if cells & taken:
                high, cells = 1, {(row, c) for c in range(column, column + wide)} - taken
            taken |= cells
            box = Box(xs[column], ys[row], xs[column + wide], ys[row + high])
            areas.append(Area(row, column, high, wide, box))
    return areas


def _reach(drawn: Sequence[bool]) -> int:
    """Return how many steps it is to the first drawn border, the table's own edge being the last."""
    return drawn.index(True) + 1 if True in drawn else len(drawn) + 1


def _drawn(edges: Iterable[Edge], at: float, along: float) -> bool:
    return any(abs(e.at - at) <= TOLERANCE and e.start - 1 <= along <= e.end + 1 for e in edges)
