"""The text of one Word paragraph: its runs as pieces, with links, fields, symbols, breaks and text boxes told apart.

Deleted and struck-out text is left out, inserted text is kept, and of two alternatives for the same drawing the first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kl_calendar.read.flow import Piece
from kl_calendar.read.xmlnames import attribute, child, local, switched_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kl_calendar.read.docx.styles import Style, Styles

_SILENT = frozenset(("pPr", "del", "moveFrom", "sdtPr", "sdtEndPr", "rPr", "proofErr", "annotationRef", "ctrlPr"))
_DRAWN = frozenset(("drawing", "pict", "object", "AlternateContent"))
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_FIELD_LINK = re.compile(r'\s*HYPERLINK\s+"([^"]+)"', re.IGNORECASE)
_PRIVATE = range(0xF000, 0xF100)


class Runs:
    """Collects the pieces of one paragraph; `pages` counts its page breaks, `boxes` are its text boxes."""

    def __init__(self, styles: Styles, links: Mapping[str, str], style: Style) -> None:
        self._styles = styles
        self._links = links
        self._style = style
        self._fields: list[list[str]] = []
        self.pieces: list[Piece] = []
        self.boxes: list[Any] = []
        self.pages = 0
        self.rendered_pages = 0
        self.struck_out = False

    def walk(self, element: Any, target: str = "") -> None:  # noqa: ANN401 -- lxml has no types
        """Take in all runs below an element, however they are wrapped."""
        for part in element:
            name = local(part)
            if name == "r":
                self._run(part, target)
            elif name == "hyperlink":
                self.walk(part, self._links.get(attribute(part, "id"), ""))
            elif name == "fldSimple":
                self.walk(part, _link_of_field(attribute(part, "instr")) or target)
            elif name == "AlternateContent":
                self._drawn(part)
            elif name and name not in _SILENT:
                self.walk(part, target)

    def _run(self, run: Any, target: str) -> None:  # noqa: ANN401 -- lxml has no types
        bold, dropped = self._emphasis(child(run, "rPr"))
        for part in run:
            name = local(part)
            if name in _DRAWN:
                self._drawn(part)
            elif name in ("fldChar", "instrText"):
                self._field(part, name)
            elif name in ("br", "lastRenderedPageBreak"):
                self._break(part, name)
            elif text := _text(part, name):
                self.struck_out = self.struck_out or (dropped and not text.isspace())
                if not dropped:
                    self.pieces.append(Piece(text, bold, target or self._field_target()))

    def _emphasis(self, properties: Any) -> tuple[bool, bool]:  # noqa: ANN401 -- lxml has no types
        """Return whether a run is bold, and whether it does not count (struck out or hidden)."""
        style = self._style
        if properties is None:
            return style.bold, style.struck or style.hidden
        named = child(properties, "rStyle")
        if named is not None:
            own = self._styles.of(attribute(named, "val"))
            style = style._replace(bold=style.bold or own.bold, struck=own.struck, hidden=own.hidden)
        bold, struck, double, hidden = (switched_on(properties, name) for name in ("b", "strike", "dstrike", "vanish"))
        dropped = (style.struck if struck is None else struck) or bool(double)
        return (style.bold if bold is None else bold), dropped or (style.hidden if hidden is None else hidden)

    def _break(self, part: Any, name: str) -> None:  # noqa: ANN401 -- lxml has no types
        if name == "lastRenderedPageBreak":
            self.rendered_pages += 1
        elif attribute(part, "type") == "page":
            self.pages += 1
            self.pieces.append(Piece("\n"))
        else:
            self.pieces.append(Piece("\n"))

    def _field(self, part: Any, name: str) -> None:  # noqa: ANN401 -- lxml has no types
        """Follow a field's code, which may be split over runs; its result is ordinary text that may be a link."""
        if name == "instrText":
            if self._fields:
                self._fields[-1].append(part.text or "")
            return
        kind = attribute(part, "fldCharType")
        if kind == "begin":
            self._fields.append([])
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _field_target(self) -> str:
        return _link_of_field("".join(self._fields[-1])) if self._fields else ""

    def _drawn(self, element: Any) -> None:  # noqa: ANN401 -- lxml has no types
        """Find the outermost text boxes of a drawing."""
        name = local(element)
        if name == "txbxContent":
            self.boxes.append(element)
            return
        if name == "AlternateContent":
            chosen = next(iter(element), None)
            if chosen is not None:
                self._drawn(chosen)
            return
        for part in element:
            self._drawn(part)


def _link_of_field(code: str) -> str:
    found = _FIELD_LINK.match(code)
    return found[1] if found else ""


def _text(part: Any, name: str) -> str:  # noqa: ANN401 -- lxml has no types
    if name == "t":
        # A line break inside the XML text is white space, not a break on the page.
        return (part.text or "").replace("\r", " ").replace("\n", " ")
    if name == "sym":
        return _symbol(attribute(part, "char"))
    return _SIGNS.get(name, "")


def _symbol(code: str) -> str:
    """Return a symbol font's character where Unicode has it at the same place, a space for its pictures."""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    if value in _PRIVATE:
        # Symbol fonts put their bullets and arrows at F0xx; only the bullets mean anything to a reader of text.
        return chr(value) if value in (0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF02D) else " "
    return chr(value) if 0x20 <= value < 0xD800 else ""
