"""schema.org microdata (`itemscope`, `itemprop`) of a page: the tree in, objects in the shape of JSON-LD out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kl_calendar.read.html import tree

if TYPE_CHECKING:
    from kl_calendar.read.html.tree import Element

_BY_ATTRIBUTE = {"meta": "content", "time": "datetime", "a": "href", "link": "href", "data": "value"}


def nodes(root: Element) -> list[dict[str, Any]]:
    """Return every object of the page, in order, those inside another as its property too."""
    scopes = {element: _node(element) for element in root.xpath("//*[@itemscope]")}
    for element in root.xpath("//*[@itemprop]"):
        holder = next((up for up in tree.parents(element) if up in scopes), None)
        if holder is None:
            continue
        value = scopes[element] if element in scopes else _value(element)
        for name in element.get("itemprop").split():
            scopes[holder].setdefault(name, []).append(value)
    return list(scopes.values())


def _node(element: Element) -> dict[str, Any]:
    kinds = (element.get("itemtype") or "").split()
    return {"@type": kinds} if kinds else {}


def _value(element: Element) -> str:
    key = _BY_ATTRIBUTE.get(element.tag)
    value = element.get("content") or (element.get(key) if key else None)
    return value.strip() if value else tree.content(element)
