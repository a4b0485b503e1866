"""Styles of a Word file: what a paragraph or run inherits (heading level, bold, numbering, indent)."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from kl_calendar.read.xmlnames import attribute, child, left_indent, local, number, switched_on

_HEADING_NAME = re.compile(r"(?:heading|overskrift|rubrik|überschrift)\s*(\d)", re.IGNORECASE)
_NO_LEVEL = 9
"""The outline level that says body text."""
_MAX_CHAIN = 20
"""Styles based on styles: Word itself allows eleven."""


class Style(NamedTuple):
    """A style with what it inherits; None and 0 where nothing is said."""

    heading: int = 0
    bold: bool = False
    struck: bool = False
    hidden: bool = False
    numbering: tuple[int, int] | None = None
    """(list, level) where the style numbers its paragraphs."""
    indent: int = 0
    """Twentieths of a point from the left."""


class Styles:
    """All styles by their id, resolved on use."""

    def __init__(self, root: Any) -> None:  # noqa: ANN401 -- lxml has no types
        elements = [] if root is None else [element for element in root if local(element) == "style"]
        self._elements = {attribute(element, "styleId"): element for element in elements}
        self._resolved: dict[str, Style] = {}
        self.default = next(
            (
                attribute(element, "styleId")
                for element in elements
                if attribute(element, "default") in ("1", "true") and attribute(element, "type") == "paragraph"
            ),
            "",
        )

    def of(self, identity: str) -> Style:
        """Return a style, or an empty one where the document does not define it."""
        if identity not in self._resolved:
            style = Style()
            for element in reversed(self._chain(identity)):
                style = _applied(style, element)
            self._resolved[identity] = style
        return self._resolved[identity]

    def _chain(self, identity: str) -> list[Any]:
        """Return a style and those it is based on, nearest first; a circle ends where it closes."""
        chain: list[Any] = []
        seen: set[str] = set()
        while identity in self._elements and identity not in seen and len(chain) < _MAX_CHAIN:
            seen.add(identity)
            chain.append(self._elements[identity])
            based = child(chain[-1], "basedOn")
            identity = "" if based is None else attribute(based, "val")
        return chain


def _applied(style: Style, element: Any) -> Style:  # noqa: ANN401 -- lxml has no types
    paragraph, run = child(element, "pPr"), child(element, "rPr")
    bold, struck, hidden = (switched_on(run, name) for name in ("b", "strike", "vanish"))
    indent = child(paragraph, "ind")
    return Style(
        heading=_heading(style, element, paragraph),
        bold=style.bold if bold is None else bold,
        struck=style.struck if struck is None else struck,
        hidden=style.hidden if hidden is None else hidden,
        numbering=numbering_of(paragraph) or style.numbering,
        indent=style.indent if indent is None else left_indent(indent, style.indent),
    )


def _heading(style: Style, element: Any, paragraph: Any) -> int:  # noqa: ANN401 -- lxml has no types
    name_element = child(element, "name")
    name = "" if name_element is None else attribute(name_element, "val")
    if found := _HEADING_NAME.fullmatch(name.strip()):
        return int(found[1])
    if name.casefold() == "title":
        return 1
    return outline_level(paragraph, style.heading)


def outline_level(paragraph: Any, inherited: int) -> int:  # noqa: ANN401 -- lxml has no types
    """Return the heading level that paragraph properties state, else the inherited one."""
    level = child(paragraph, "outlineLvl")
    if level is None:
        return inherited
    stated = number(level, default=_NO_LEVEL)
    return stated + 1 if 0 <= stated < _NO_LEVEL else 0


def numbering_of(paragraph: Any) -> tuple[int, int] | None:  # noqa: ANN401 -- lxml has no types
    """Return (list, level) of paragraph properties; list 0 says that an inherited numbering is off."""
    found = child(paragraph, "numPr")
    if found is None:
        return None
    identity = child(found, "numId")
    return (number(identity) if identity is not None else -1), number(child(found, "ilvl"))
