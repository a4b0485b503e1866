"""Word's automatic numbering turned into the markers that stand on the page: `1.`, `b)`, `2.1`, `•`."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from kl_calendar.read.figures import written
from kl_calendar.read.plain import clean
from kl_calendar.read.xmlnames import attribute, child, left_indent, local, number

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")


class Level(NamedTuple):
    """One level of a list: how its number is written, in what text, and where it starts."""

    format: str = "decimal"
    text: str = "%1."
    start: int = 1
    style: str = ""
    indent: int = -1
    """Twentieths of a point from the left; -1 where the level does not say."""


class Numbering:
    """The lists of one document and how far each has counted."""

    def __init__(self, root: Any) -> None:  # noqa: ANN401 -- lxml has no types
        self._lists: dict[int, tuple[int, dict[int, Level]]] = {}
        self._restarts: dict[tuple[int, int], int] = {}
        self._counters: dict[int, list[int | None]] = {}
        if root is None:
            return
        shapes = {
            number(element, "abstractNumId"): _levels(element) for element in root if local(element) == "abstractNum"
        }
        for element in root:
            if local(element) == "num":
                self._add(element, shapes)

    def _add(self, element: Any, shapes: dict[int, dict[int, Level]]) -> None:  # noqa: ANN401 -- lxml has no types
        identity = number(element, "numId")
        shape = number(child(element, "abstractNumId"))
        levels = dict(shapes.get(shape, {}))
        for override in element:
            if local(override) != "lvlOverride":
                continue
            at = number(override, "ilvl")
            if (own := child(override, "lvl")) is not None:
                levels[at] = _level(own)
            if (start := child(override, "startOverride")) is not None:
                self._restarts[identity, at] = number(start, default=1)
        self._lists[identity] = (shape, levels)

    def level_of_style(self, identity: int, style: str) -> int:
        """Return the level that a list links to a paragraph style; 0 where it links none."""
        _, levels = self._lists.get(identity, (0, {}))
        return next((at for at, level in levels.items() if level.style == style), 0)

    def indent(self, identity: int, at: int) -> int:
        """Return the left indent of a level, -1 where it states none."""
        _, levels = self._lists.get(identity, (0, {}))
        return levels.get(at, Level()).indent

    def marker(self, identity: int, at: int) -> str:
        """Count one paragraph and return its marker; lists that share a shape count on together."""
        if identity not in self._lists:
            return ""
        shape, levels = self._lists[identity]
        at = min(max(at, 0), _LEVELS - 1)
        level = levels.get(at, Level())
        if level.format == "bullet":
            return clean(level.text).strip() or "•"
        counted = self._counted(identity, shape, at, levels)
        return clean(_PLACE.sub(lambda place: _written(int(place[1]) - 1, levels, counted), level.text)).strip()

    def _counted(self, identity: int, shape: int, at: int, levels: dict[int, Level]) -> list[int | None]:
        counters = self._counters.setdefault(shape, [None] * _LEVELS)
        restart = self._restarts.pop((identity, at), None)
        before = counters[at]
        start = levels.get(at, Level()).start
        counters[at] = restart if restart is not None else start if before is None else before + 1
        counters[at + 1 :] = [None] * (_LEVELS - at - 1)
        return counters


def _levels(element: Any) -> dict[int, Level]:  # noqa: ANN401 -- lxml has no types
    return {number(level, "ilvl"): _level(level) for level in element if local(level) == "lvl"}


def _level(element: Any) -> Level:  # noqa: ANN401 -- lxml has no types
    def said(name: str, default: str) -> str:
        found = child(element, name)
        return default if found is None else attribute(found, "val", default)

    indent = child(element, "pPr", "ind")
    return Level(
        said("numFmt", "decimal"),
        said("lvlText", ""),
        number(child(element, "start"), default=1),
        said("pStyle", ""),
        -1 if indent is None else left_indent(indent, -1),
    )


def _written(at: int, levels: dict[int, Level], counted: list[int | None]) -> str:
    level = levels.get(at, Level())
    value = counted[at]
    return written(level.start if value is None else value, level.format)
