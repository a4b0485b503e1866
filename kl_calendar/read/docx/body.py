"""A story of a Word file (body, header, text box) as lines: paragraphs and tables in document order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kl_calendar.read.docx.runs import Runs
from kl_calendar.read.docx.styles import Style, numbering_of, outline_level
from kl_calendar.read.flow import CellDraft, Shape, box_mark, paragraph, table
from kl_calendar.read.xmlnames import attribute, child, left_indent, local, number, switched_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kl_calendar.model.document import Line
    from kl_calendar.read.docx.numbering import Numbering
    from kl_calendar.read.docx.styles import Styles

_TWIPS_PER_COLUMN = 360
"""Half of Word's default tab width, so that one indent step is the two columns of one list level."""
_MOST_COLUMNS = 1000
_TRANSPARENT = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "footnote", "endnote", "body"))


class Story:
    """Reads one story; `boxes` are the text boxes met on the way, for whoever decides where they stand."""

    def __init__(self, styles: Styles, numbering: Numbering, links: Mapping[str, str]) -> None:
        self._styles = styles
        self._numbering = numbering
        self._links = links
        self._tables = 0
        self._page = 1
        self._rendered = False
        self._list_base: int | None = None
        self.boxes: list[Any] = []
        self.struck_out = False

    def lines(self, root: Any) -> list[Line]:  # noqa: ANN401 -- lxml has no types
        """Return the lines below a root element."""
        # Pages as Word last drew them are better than counting the breaks somebody typed.
        self._rendered = next(root.iter("{*}lastRenderedPageBreak"), None) is not None
        return list(self._blocks(root))

    def box_lines(self, box: Any) -> list[Line]:  # noqa: ANN401 -- lxml has no types
        """Return the lines of a text box; boxes inside it join the queue."""
        return list(self._blocks(box))

    def _blocks(self, element: Any) -> Iterator[Line]:  # noqa: ANN401 -- lxml has no types
        for block in element:
            name = local(block)
            if name == "p":
                yield from self._paragraph(block)
            elif name == "tbl":
                yield from self._table(block)
            elif name == "AlternateContent":
                yield from self._blocks(next(iter(block), ()))
            elif name in _TRANSPARENT and not _is_separator(block):
                yield from self._blocks(block)

    def _paragraph(self, element: Any) -> list[Line]:  # noqa: ANN401 -- lxml has no types
        properties = child(element, "pPr")
        named = child(properties, "pStyle")
        identity = self._styles.default if named is None else attribute(named, "val")
        style = self._styles.of(identity)
        runs = Runs(self._styles, self._links, style)
        runs.walk(element)
        anchors = [box_mark(len(self.boxes) + at) for at in range(len(runs.boxes))]
        self.boxes += runs.boxes
        self.struck_out = self.struck_out or runs.struck_out
        if switched_on(properties, "pageBreakBefore") and not self._rendered:
            self._page += 1
        empty = not any(piece.text.strip() for piece in runs.pieces)
        gone = child(properties, "rPr", "del") is not None
        lines = [] if empty and gone else paragraph(runs.pieces, self._shape(properties, identity, style, empty=empty))
        self._page += runs.rendered_pages if self._rendered else runs.pages
        return [*lines, *anchors]

    def _shape(self, properties: Any, identity: str, style: Style, *, empty: bool) -> Shape:  # noqa: ANN401
        heading = outline_level(properties, style.heading)
        own = child(properties, "ind")
        indent = style.indent if own is None else left_indent(own, style.indent)
        listed = self._listed(properties, identity, style)
        if listed is None or listed[0] <= 0:
            return Shape(_columns(indent), "", heading, self._page)
        # Word numbers no paragraph that has no text.
        marker = "" if empty else self._numbering.marker(*listed)
        if own is None and (numbering_of(properties) or not indent):
            indent = self._numbering.indent(*listed)
        return Shape(self._list_indent(listed[1], indent), marker, heading, self._page)

    def _list_indent(self, level: int, indent: int) -> int:
        """Return two columns a level; lists of one level can also be set in further, as the style List Bullet 2 is."""
        if self._list_base is None:
            self._list_base = indent - level * 2 * _TWIPS_PER_COLUMN
        return max(level * 2, _columns(indent - self._list_base), 0)

    def _listed(self, properties: Any, identity: str, style: Style) -> tuple[int, int] | None:  # noqa: ANN401
        """Return (list, level) from the paragraph itself, else from its style."""
        own = numbering_of(properties)
        if own is not None and own[0] >= 0:
            return own
        if style.numbering is None:
            return None
        identity_of_list, level = style.numbering
        if own is not None:
            return identity_of_list, own[1]
        return identity_of_list, level or self._numbering.level_of_style(identity_of_list, identity)

    def _table(self, element: Any) -> list[Line]:  # noqa: ANN401 -- lxml has no types
        self._tables += 1
        own = self._tables
        rows = [list(self._cells(row)) for row in _wrapped(element, "tr") if child(row, "trPr", "del") is None]
        return table([row for row in rows if row], own)

    def _cells(self, row: Any) -> Iterator[CellDraft]:  # noqa: ANN401 -- lxml has no types
        properties = child(row, "trPr")
        header = bool(switched_on(properties, "tblHeader"))
        before = number(child(properties, "gridBefore"))
        if 0 < before < _MOST_COLUMNS:
            yield CellDraft(colspan=before)
        for cell in _wrapped(row, "tc"):
            own = child(cell, "tcPr")
            span = min(max(number(child(own, "gridSpan"), default=1), 1), _MOST_COLUMNS)
            merged = child(own, "vMerge")
            continued = merged is not None and attribute(merged, "val") != "restart"
            lines = tuple(self._blocks(cell))
            yield CellDraft(() if continued and not any(x.text for x in lines) else lines, span, continued, header)


def _is_separator(block: Any) -> bool:  # noqa: ANN401 -- lxml has no types
    """Tell the rule above footnotes, which is stored as a footnote, from a footnote."""
    return local(block) in ("footnote", "endnote") and attribute(block, "type", "normal") != "normal"


def _wrapped(element: Any, name: str) -> Iterator[Any]:  # noqa: ANN401 -- lxml has no types
    """Yield the rows or cells of a table, also those inside content controls."""
    for part in element:
        if local(part) == name:
            yield part
        elif local(part) in _TRANSPARENT:
            yield from _wrapped(part, name)


def _columns(twips: int) -> int:
    return (twips + _TWIPS_PER_COLUMN // 2) // _TWIPS_PER_COLUMN
