"""Page furniture: what repeats at one height on several pages, page numbers, and small print at the foot.

The pieces of all pages in; which of them belong to the header or the footer out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kl_calendar.model.document import Zone
from kl_calendar.read.pdf.fragments import is_clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kl_calendar.read.pdf.fragments import Fragment

EDGE = 0.16
"""Furniture stands in this share of the page's height, at the top or at the bottom."""

BOTTOM = 0.925
"""Plain print this far down the page and apart from the text stands in the page's margin."""

NEAR = 2
"""Pages before and after that are compared: even and odd pages may have headers of their own."""

_PAGE_NUMBER = re.compile(r"(?:[^\W\d]{1,6}\.?\s)?\W{0,2}\d{1,3}(?:\s?(?:/|[^\W\d]{1,4}|\|)\s?\d{1,3})?\W{0,2}")
_DIGITS = re.compile(r"\d+")


def zones(pages: Sequence[tuple[float, Sequence[Fragment]]]) -> list[dict[int, Zone]]:
    """Return for each page (its height and its pieces) the zone of each piece in header or footer, by `id`."""
    return [
        {
            **_side(pages, index, Zone.HEADER),
            **_side(pages, index, Zone.FOOTER),
        }
        for index in range(len(pages))
    ]


def _side(pages: Sequence[tuple[float, Sequence[Fragment]]], index: int, zone: Zone) -> dict[int, Zone]:
    """Walk from the page's edge inwards as long as lines are furniture."""
    height, pieces = pages[index]
    if not pieces:
        return {}
    top = zone is Zone.HEADER
    limit = EDGE * height
    near = [p for p in pieces if (p.y < limit if top else p.y > height - limit)]
    if len(near) == len(pieces):
        return {}
    body = _usual_size(pieces)
    found: list[Fragment] = []
    for line in _by_line(near, reverse=not top):
        if not all(_is_furniture(p, pages, index, body, top=top) for p in line):
            break
        found.extend(line)
    taken = {id(p) for p in found}
    rest = [p for p in pieces if id(p) not in taken]
    if not found or not rest or not _apart(found, rest, top=top):
        return {}
    return {id(p): zone for p in found}


def _usual_size(pieces: Iterable[Fragment]) -> float:
    weights: dict[float, int] = {}
    for piece in pieces:
        weights[piece.size] = weights.get(piece.size, 0) + len(piece.text)
    return max(weights, key=lambda size: weights[size])


def _by_line(pieces: Iterable[Fragment], *, reverse: bool) -> list[list[Fragment]]:
    lines: list[list[Fragment]] = []
    for piece in sorted(pieces, key=lambda p: p.y, reverse=reverse):
        if lines and abs(piece.y - lines[-1][0].y) < 2:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def _is_furniture(
    piece: Fragment, pages: Sequence[tuple[float, Sequence[Fragment]]], index: int, body: float, *, top: bool
) -> bool:
    if _PAGE_NUMBER.fullmatch(piece.text) and str(index + 1) in _DIGITS.findall(piece.text)[:1]:
        return piece.size <= (1.05 if top else 1.5) * body
    others = [pages[i] for i in range(max(0, index - NEAR), min(len(pages), index + NEAR + 1)) if i != index]
    if sum(_repeats(piece, other, 1.02 * body if top else 2 * body) for other in others) >= max(1, len(others) // 2):
        return not is_clock(piece.text)
    if top or piece.size > 1.02 * body:
        return False
    return piece.y > BOTTOM * pages[index][0]


def _repeats(piece: Fragment, page: tuple[float, Sequence[Fragment]], largest: float) -> bool:
    for other in page[1]:
        if abs(other.y - piece.y) > 3 or abs(other.x0 - piece.x0) > 12:
            continue
        if other.text == piece.text:
            return True
        same = _DIGITS.sub("#", other.text) == _DIGITS.sub("#", piece.text)
        if same and piece.size <= largest and not piece.bold and _counts(piece.text, other.text):
            return True
    return False


def _counts(text: str, other: str) -> bool:
    """Tell whether two texts differ in one number only, as page numbers do."""
    pairs = zip(_DIGITS.findall(text), _DIGITS.findall(other), strict=True)
    return [a == b for a, b in pairs].count(False) == 1


def _apart(found: Sequence[Fragment], rest: Sequence[Fragment], *, top: bool) -> bool:
    """Tell whether furniture keeps its distance from the text, as a first or last line of text would not."""
    size = max(p.size for p in found)
    if top:
        return min(p.top for p in rest) - max(p.bottom for p in found) > 0.8 * size
    return min(p.top for p in found) - max(p.bottom for p in rest) > 0.8 * size
