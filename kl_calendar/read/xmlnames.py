"""XML by local names: Word writes two sets of namespaces (transitional and strict), and the names alone are clear."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_OFF = frozenset(("0", "false", "off", "none"))


@lru_cache(maxsize=2048)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def local(element: Any) -> str:  # noqa: ANN401 -- lxml has no types
    """Return an element's name without namespace; comments and the like have none."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


def attribute(element: Any, name: str, default: str = "") -> str:  # noqa: ANN401 -- lxml has no types
    """Return the attribute of that name in whatever namespace."""
    for key, value in element.items():
        if _local(key) == name:
            return str(value)
    return default


def number(element: Any, name: str = "val", default: int = 0) -> int:  # noqa: ANN401 -- lxml has no types
    """Return an attribute as a number; what is none, or absurd, is the default."""
    text = attribute(element, name) if element is not None else ""
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 10 else default


def left_indent(element: Any, inherited: int) -> int:  # noqa: ANN401 -- lxml has no types
    """Return the left indent stated (`start` in strict files), in twentieths of a point."""
    stated = number(element, "left", number(element, "start", inherited))
    return inherited if stated == inherited else max(0, stated)


def child(element: Any, *names: str) -> Any:  # noqa: ANN401 -- lxml has no types
    """Return the first child of that name, and of that its first of the next name, …; None where one is missing."""
    for name in names:
        if element is None:
            return None
        element = next((found for found in element if local(found) == name), None)
    return element


def switched_on(properties: Any, name: str) -> bool | None:  # noqa: ANN401 -- lxml has no types
    """Tell whether a toggle such as bold is on, off, or not mentioned (None)."""
    found = child(properties, name)
    return None if found is None else attribute(found, "val", "1").lower() not in _OFF
