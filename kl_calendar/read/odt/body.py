"""A story of an OpenDocument text (body, page header, text box) as lines: paragraphs, lists and tables in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kl_calendar.read.flow import CellDraft, Piece, Shape, box_mark, paragraph, table
from kl_calendar.read.xmlnames import attribute, local, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kl_calendar.model.document import Line
    from kl_calendar.read.odt.styles import Style, Styles

_SILENT = frozenset(
    ("tracked-changes", "annotation", "note", "table-of-content", "hidden-text", "forms", "sequence-decls", "ruby-text")
)
"""What is stored in the text but is not read as text: deleted stretches, comments, lists of contents."""
_LISTED = frozenset(("list-item", "list-header"))
_ROWS = frozenset(("table-header-rows", "table-rows", "table-row-group"))
_MOST_SPACES = 200
_MOST_CELLS = 64
"""Widest row we unfold: repeated cells beyond it are the empty rest of a sheet."""
_MOST_ROWS = 100
_MOST_SPAN = 1000


class _Place(NamedTuple):
    """Where a paragraph stands in lists: the style, the numbers counted on each level, whether it has the marker."""

    style: str = ""
    counted: tuple[int, ...] = ()
    marked: bool = False


class Story:
    """Reads one story; `boxes` are the text boxes met on the way."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._tables = 0
        self._page = 1
        self._counts: dict[tuple[str, int], int] = {}
        self._list_base: int | None = None
        self._boxes: list[Any] = []
        self.struck_out = False

    def lines(self, element: Any) -> list[Line]:  # noqa: ANN401 -- lxml has no types
        """Return the lines below an element."""
        return [] if element is None else list(self._blocks(element, _Place()))

    def all_boxes(self) -> list[list[Line]]:
        """Return the lines of each text box met, and of those inside them."""
        # Reading a box may add those inside it to the list that is gone through.
        return [list(self._blocks(box, _Place())) for box in self._boxes]

    def _blocks(self, element: Any, place: _Place) -> Iterator[Line]:  # noqa: ANN401 -- lxml has no types
        for block in element:
            name = local(block)
            if name in ("p", "h"):
                yield from self._paragraph(block, name, place)
                place = place._replace(marked=False)
            elif name == "list":
                yield from self._list(block, place)
            elif name == "table":
                yield from self._table(block)
            elif name == "soft-page-break":
                self._page += 1
            elif name == "text-box":
                yield self._anchored(block)
            elif name not in _SILENT:
                yield from self._blocks(block, place)

    def _list(self, element: Any, outer: _Place) -> Iterator[Line]:  # noqa: ANN401 -- lxml has no types
        style = attribute(element, "style-name") or outer.style
        level = len(outer.counted) + 1
        start = self._styles.level(style, level).start
        goes_on = attribute(element, "continue-numbering") == "true" or bool(attribute(element, "continue-list"))
        count = self._counts.get((style, level), start - 1) if goes_on else start - 1
        for item in element:
            name = local(item)
            if name not in _LISTED:
                continue
            if name == "list-item":
                count = number(item, "start-value", count + 1)
                self._counts[style, level] = count
            yield from self._blocks(item, _Place(style, (*outer.counted, count), marked=name == "list-item"))

    def _paragraph(self, element: Any, name: str, place: _Place) -> list[Line]:  # noqa: ANN401 -- lxml has no types
        style = self._styles.of("paragraph", attribute(element, "style-name"))
        if style.new_page:
            self._page += 1
        page = self._page
        boxes = len(self._boxes)
        pieces = list(self._pieces(element, style, ""))
        anchors = [box_mark(number) for number in range(boxes, len(self._boxes))]
        heading = min(number(element, "outline-level", 1), 9) if name == "h" else style.heading
        if not place.counted:
            return paragraph(pieces, Shape(style.indent, "", heading, page)) + anchors
        empty = not any(piece.text.strip() for piece in pieces)
        marker = self._styles.number_text(place.style, list(place.counted)) if place.marked and not empty else ""
        level = len(place.counted) - 1
        indent = style.indent or self._styles.level(place.style, level + 1).indent
        return paragraph(pieces, Shape(self._list_indent(level, indent), marker, heading, page)) + anchors

    def _anchored(self, box: Any) -> Line:  # noqa: ANN401 -- lxml has no types
        self._boxes.append(box)
        return box_mark(len(self._boxes) - 1)

    def _list_indent(self, level: int, indent: int) -> int:
        """Return two columns a level; a list of one level can also be set in further."""
        if self._list_base is None:
            self._list_base = indent - level * 2
        return max(level * 2, indent - self._list_base, 0)

    def _pieces(self, element: Any, style: Style, target: str) -> Iterator[Piece]:  # noqa: ANN401 -- lxml has no types
        yield from self._said(element.text, style, target)
        for part in element:
            name = local(part)
            if name == "span":
                yield from self._pieces(part, self._inner(part, style), target)
            elif name == "a":
                yield from self._pieces(part, self._inner(part, style), attribute(part, "href"))
            elif name in ("frame", "custom-shape", "g", "text-box"):
                self._boxes += _outermost_boxes(part)
            elif name not in _SILENT:
                yield from self._sign(part, name, style, target)
            yield from self._said(part.tail, style, target)

    def _sign(self, part: Any, name: str, style: Style, target: str) -> Iterator[Piece]:  # noqa: ANN401
        if name == "s":
            yield Piece(" " * min(number(part, "c", 1), _MOST_SPACES), style.bold, target)
        elif name == "tab":
            yield Piece("\t", style.bold, target)
        elif name == "line-break":
            yield Piece("\n", style.bold, target)
        elif name == "soft-page-break":
            self._page += 1
        else:
            yield from self._pieces(part, style, target)

    def _said(self, text: str | None, style: Style, target: str) -> Iterator[Piece]:
        """Yield plain text; white space in the XML is one space, as OpenDocument defines it."""
        if not text:
            return
        if style.struck or style.hidden:
            self.struck_out = self.struck_out or not text.isspace()
            return
        lead, trail = text[0] in " \t\r\n", text[-1] in " \t\r\n"
        words = " ".join(text.split(None) if "\u00a0" not in text else text.replace("\t", " ").split(" "))
        yield Piece(f"{' ' * lead}{words.strip(' ')}{' ' * (trail and bool(words))}", style.bold, target)

    def _inner(self, part: Any, style: Style) -> Style:  # noqa: ANN401 -- lxml has no types
        name = attribute(part, "style-name")
        if not name:
            return style
        own = self._styles.of("text", name)
        return style._replace(
            bold=style.bold or own.bold, struck=style.struck or own.struck, hidden=style.hidden or own.hidden
        )

    def _table(self, element: Any) -> list[Line]:  # noqa: ANN401 -- lxml has no types
        self._tables += 1
        own = self._tables
        spans: dict[int, tuple[int, int]] = {}
        rows: list[list[CellDraft]] = []
        for row, header in _table_rows(element, header=False):
            cells = list(self._cells(row, spans, header=header))
            repeated = number(row, "number-rows-repeated", 1) if any(cell.lines for cell in cells) else 1
            rows += [cells] * max(1, min(repeated, _MOST_ROWS))
        return table([row for row in rows if row], own)

    def _cells(self, row: Any, spans: dict[int, tuple[int, int]], *, header: bool) -> Iterator[CellDraft]:  # noqa: ANN401
        """Yield a row's cells; `spans` remembers, by column, how many rows and columns a cell above reaches over."""
        column = 0
        for cell in row:
            name = local(cell)
            repeated = max(1, min(number(cell, "number-columns-repeated", 1), _MOST_CELLS))
            for _ in range(repeated if name in ("table-cell", "covered-table-cell") else 0):
                if name == "covered-table-cell":
                    yield from _covered(spans, column)
                    column += 1
                    continue
                across = max(1, min(number(cell, "number-columns-spanned", 1), _MOST_SPAN))
                down = number(cell, "number-rows-spanned", 1)
                if down > 1:
                    spans[column] = (down - 1, across)
                yield CellDraft(tuple(self._blocks(cell, _Place())), across, header=header)
                column += 1


def _covered(spans: dict[int, tuple[int, int]], column: int) -> Iterator[CellDraft]:
    """A covered cell goes on downwards where a cell above reaches; else its left neighbour covers it."""
    rows, across = spans.get(column, (0, 1))
    if rows > 0:
        spans[column] = (rows - 1, across)
        yield CellDraft(colspan=across, continued=True)


def _table_rows(element: Any, *, header: bool) -> Iterator[tuple[Any, bool]]:  # noqa: ANN401 -- lxml has no types
    for part in element:
        name = local(part)
        if name == "table-row":
            yield part, header
        elif name in _ROWS:
            yield from _table_rows(part, header=header or name == "table-header-rows")


def _outermost_boxes(element: Any) -> list[Any]:  # noqa: ANN401 -- lxml has no types
    if local(element) in ("text-box", "custom-shape"):
        return [element]
    return [box for part in element for box in _outermost_boxes(part)]
