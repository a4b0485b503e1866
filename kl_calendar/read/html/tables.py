"""Tables and definition lists in, rows of cells out; an empty answer says: this is layout, or words, not rows.

A row keeps its merged cells: `colspan` as declared, and a cell merged downwards continues in the rows below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kl_calendar.model.document import Cell, Line
from kl_calendar.read.html import tree
from kl_calendar.read.html.writer import Look, Writer, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kl_calendar.read.html.noise import Plan
    from kl_calendar.read.html.tree import Element

Rows = list[list[Cell]]

MAX_SPAN = 60
"""More merged columns than this is a mistake of the page; no programme has as many tracks."""

MAX_CELL_LINES = 14
"""A cell with more lines than this holds a part of the page: the table only lays it out."""

_GROUPS = frozenset(("thead", "tbody", "tfoot", "rowgroup"))
_CLOCK = re.compile(r"(?:[^\W\d]{1,8}\.?:?\s?)?(?:[01]?\d|2[0-4])(?:\s?[.:,h]\s?[0-5]\d|[0-5]\d)?(?!\d)")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Reader(Protocol):
    """What a cell needs to be read: the page's `Flow`."""

    name: str
    plan: Plan
    base: str
    writer: Writer

    def __init__(self, name: str, plan: Plan, base: str = "", *, cell: bool = False) -> None: ...

    def walk(self, root: Element, look: Look) -> None:
        """Write down one element and everything in it."""


@dataclass(frozen=True, slots=True)
class _Span:
    rows_left: int
    colspan: int


def table_rows(table: Element, flow: Reader) -> Rows:
    """Return the rows of a table of data; none for a table that only lays out the page."""
    if any(tree.kind(inner) == "table" for inner in table.iterdescendants()):
        return []
    rows = [row for row in _rows(table) if row not in flow.plan.skip]
    if any(len(_cells(row)) > 1 for row in rows) and not any(_is_page(cell) for row in rows for cell in _cells(row)):
        return _grid(rows, flow)
    return []


def definition_rows(listing: Element, flow: Reader) -> Rows:
    """Return (time, what) rows of a definition list whose terms are times of day; none for any other."""
    if any(tree.kind(inner) in ("table", "dl") for inner in listing.iterdescendants()):
        return []
    pairs = list(_pairs(listing))
    timed = sum(bool(_CLOCK.match(tree.content(term))) and len(tree.content(term)) <= 40 for term, _ in pairs)
    if not pairs or timed * 2 <= len(pairs):
        return []
    return [[read_cell([term], flow), read_cell(described, flow)] for term, described in pairs]


def ordinal(count: int, style: str) -> str:
    """Return a list number as printed: `1.`, `a.`, `IV.`."""
    if style in "aA" and 1 <= count <= 26:
        return f"{chr(ord(style) + count - 1)}."
    if style in "iI" and 1 <= count < 40:
        made = "".join(_roman(count))
        return f"{made.upper() if style == 'I' else made}."
    return f"{count}."


def _roman(count: int) -> Iterator[str]:
    for value, letters in _ROMAN:
        while count >= value:
            yield letters
            count -= value


def _rows(table: Element) -> list[Element]:
    rows: list[Element] = []
    for child in table:
        if tree.kind(child) == "tr":
            rows.append(child)
        elif tree.kind(child) in _GROUPS or child.get("role") == "rowgroup":
            rows.extend(row for row in child if tree.kind(row) == "tr")
    return rows


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if tree.kind(cell) in ("td", "th")]


def _is_page(cell: Element) -> bool:
    """Whether a cell holds a part of a page rather than a fact."""
    lines = 0
    for inner in cell.iterdescendants():
        if inner.tag in ("h1", "h2"):
            return True
        lines += inner.tag in ("p", "li", "br", "div", "tr")
    return lines > MAX_CELL_LINES


def _grid(rows: list[Element], flow: Reader) -> Rows:
    grid: Rows = []
    above: dict[int, _Span] = {}
    for row in rows:
        cells, above = _row(row, above, flow)
        grid.append(cells)
    return grid


def _row(row: Element, above: dict[int, _Span], flow: Reader) -> tuple[list[Cell], dict[int, _Span]]:
    """Return the row's cells, and what reaches down from it into the next."""
    made: list[Cell] = []
    below = {at: _Span(span.rows_left - 1, span.colspan) for at, span in above.items() if span.rows_left > 1}
    own = _cells(row)
    heads = all(tree.kind(cell) == "th" for cell in own) or _in_head(row)
    column = 0
    for cell in own:
        column = _continue(made, above, column)
        made.append(read_cell([cell], flow)._replace(colspan=_span(cell, "colspan"), header=heads))
        down = _span(cell, "rowspan")
        if down > 1:
            below[column] = _Span(down - 1, made[-1].colspan)
        column += made[-1].colspan
    _continue(made, above, column)
    return made, below


def _continue(made: list[Cell], above: dict[int, _Span], column: int) -> int:
    """Add the cells that reach down from above at this column; return the next free column."""
    while column in above:
        made.append(Cell("", above[column].colspan, continued=True))
        column += above[column].colspan
    return column


def _in_head(row: Element) -> bool:
    holder = row.getparent()
    return holder is not None and holder.tag == "thead"


def _span(cell: Element, name: str) -> int:
    value = (cell.get(name) or cell.get(f"aria-{name}") or "1").strip()
    return min(int(value), MAX_SPAN) if re.fullmatch(r"[1-9]\d{0,5}", value) else 1


def _pairs(listing: Element) -> Iterator[tuple[Element, list[Element]]]:
    """Yield each term with its descriptions; a `div` around a pair is looked through."""
    entries = [e for child in listing for e in (child if tree.kind(child) == "div" else (child,))]
    term: Element | None = None
    described: list[Element] = []
    for entry in entries:
        if entry.tag == "dt":
            if term is not None:
                yield term, described
            term, described = entry, []
        elif entry.tag == "dd":
            described.append(entry)
    if term is not None:
        yield term, described


def read_cell(elements: list[Element], flow: Reader) -> Cell:
    """Return the text of some elements as one cell."""
    if len(elements) == 1 and len(elements[0]) == 0 and not flow.plan.skip & {elements[0]}:
        return Cell(tidy(elements[0].text or ""))  # most cells: words and nothing else
    inner = type(flow)(flow.name, flow.plan, flow.base, cell=True)
    for element in elements:
        inner.walk(element, Look(tight=True))
        inner.writer.end()
    lines = [line for line in inner.writer.finished() if line.text]
    return Cell(
        "\n".join(_printed(line) for line in lines),
        bold=bool(lines) and all(line.bold or line.heading for line in lines),
        links=tuple(link for line in lines for link in line.links),
    )


def _printed(line: Line) -> str:
    return f"{line.marker} {line.text}" if line.marker else line.text
