"""Styles of an OpenDocument text: bold, struck out, heading level and indent of a name; markers of a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from kl_calendar.read.figures import written
from kl_calendar.read.plain import clean
from kl_calendar.read.xmlnames import attribute, child, local, number

if TYPE_CHECKING:
    from collections.abc import Iterable

_LENGTH = re.compile(r"(\d{1,5}(?:\.\d{1,6})?)(cm|mm|in|pt|pc|px)")
_CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 0.03528, "pc": 0.4233, "px": 0.02646}
_COLUMN = 0.635
"""Centimetres a column of indent: half of the default tab width, as for Word."""
_BOLD_FROM = 600
_MAX_CHAIN = 20
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}


class Style(NamedTuple):
    """A style with what it inherits."""

    bold: bool = False
    struck: bool = False
    hidden: bool = False
    heading: int = 0
    indent: int = 0
    """Columns from the left."""
    new_page: bool = False


class Level(NamedTuple):
    """One level of a list: a bullet, or how its number is written."""

    bullet: str = ""
    form: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1
    """How many levels' numbers stand in it (`2.1`)."""
    indent: int = 0
    """Columns from the left."""


class Styles:
    """All styles by (family, name), resolved on use, and all list styles by name."""

    def __init__(self, roots: Iterable[Any]) -> None:
        self._elements: dict[tuple[str, str], Any] = {}
        self._lists: dict[str, dict[int, Level]] = {}
        self._resolved: dict[tuple[str, str], Style] = {}
        for root in roots:
            for place in ("styles", "automatic-styles"):
                group = child(root, place)
                for element in () if group is None else group:
                    self._add(element)

    def _add(self, element: Any) -> None:  # noqa: ANN401 -- lxml has no types
        name = local(element)
        if name == "style":
            self._elements[attribute(element, "family"), attribute(element, "name")] = element
        elif name == "list-style":
            levels = {number(level, "level", 1): _level(level) for level in element}
            self._lists[attribute(element, "name")] = levels

    def of(self, family: str, name: str) -> Style:
        """Return a style, or an empty one where the document does not define it."""
        key = (family, name)
        if key not in self._resolved:
            style = Style()
            for element in reversed(self._chain(family, name)):
                style = _applied(style, element)
            self._resolved[key] = style
        return self._resolved[key]

    def _chain(self, family: str, name: str) -> list[Any]:
        chain: list[Any] = []
        while (family, name) in self._elements and len(chain) < _MAX_CHAIN:
            chain.append(self._elements[family, name])
            name = attribute(chain[-1], "parent-style-name")
        return chain

    def level(self, style: str, at: int) -> Level:
        """Return a level of a list style, counted from 1; a list without a style has bullets."""
        return self._lists.get(style, {}).get(at, Level(bullet="•"))

    def number_text(self, style: str, counted: list[int]) -> str:
        """Return the printed marker of the deepest of the counted levels."""
        at = len(counted)
        level = self.level(style, at)
        if level.bullet:
            return clean(level.bullet).strip() or "•"
        first = max(at - level.shown, 0)
        figures = [written(counted[i], self.level(style, i + 1).form or "decimal") for i in range(first, at)]
        text = ".".join(figure for figure in figures if figure) if level.form != "none" else ""
        return clean(f"{level.prefix}{text}{level.suffix}").strip()


def _applied(style: Style, element: Any) -> Style:  # noqa: ANN401 -- lxml has no types
    text, paragraph = child(element, "text-properties"), child(element, "paragraph-properties")
    if text is not None:
        weight = attribute(text, "font-weight")
        line = attribute(text, "text-line-through-style") or attribute(text, "text-line-through-type")
        style = style._replace(
            bold=_is_bold(weight) if weight else style.bold,
            struck=line != "none" if line else style.struck,
            hidden=attribute(text, "display") == "none" or style.hidden,
        )
    if paragraph is not None:
        margin = attribute(paragraph, "margin-left")
        style = style._replace(
            indent=columns(margin) if margin else style.indent, new_page=attribute(paragraph, "break-before") == "page"
        )
    if level := attribute(element, "default-outline-level"):
        style = style._replace(heading=int(level) if level in tuple("123456789") else 0)
    return style._replace(heading=1) if attribute(element, "name") == "Title" else style


def _is_bold(weight: str) -> bool:
    return int(weight) >= _BOLD_FROM if weight in map(str, range(100, 1000, 100)) else weight == "bold"


def columns(length: str) -> int:
    """Return a length as columns of indent."""
    found = _LENGTH.fullmatch(length)
    return round(float(found[1]) * _CENTIMETRES[found[2]] / _COLUMN) if found else 0


def _level(element: Any) -> Level:  # noqa: ANN401 -- lxml has no types
    place = child(element, "list-level-properties")
    aligned = child(place, "list-level-label-alignment")
    indent = columns(attribute(aligned, "margin-left")) if aligned is not None else 0
    if local(element) != "list-level-style-number":
        return Level(bullet=attribute(element, "bullet-char", "•"), indent=indent)
    return Level(
        form=_FORMS.get(attribute(element, "num-format"), "decimal"),
        prefix=attribute(element, "num-prefix"),
        suffix=attribute(element, "num-suffix"),
        start=number(element, "start-value", 1),
        shown=max(1, min(number(element, "display-levels", 1), 10)),
        indent=indent,
    )
