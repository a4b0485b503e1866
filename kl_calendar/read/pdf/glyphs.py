"""Characters with positions, and the words they form: glyphs in, words out.

A `Frame` turns PDF coordinates (origin at the bottom left of an unturned sheet) into those of the page as seen.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
"""Presentation forms that stand for several letters."""

HYPHEN = "\u2010"
"""What a hyphen that may be the divided word's (U+2010, U+00AD, PDFium's own U+0002) becomes at a line's end."""

MAX_RAISED = 200
"""Small words on a page we look for a host of: each is held against all others."""

_PRIVATE_BULLET = 0xE000, 0xF8FF
_REPLACED = {0x02: HYPHEN, 0xAD: HYPHEN, 0xA0: " ", 0x2007: " ", 0x202F: " ", 0x2011: "-", 0x09: " ", 0x2012: "–"}
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|[,-]bd\b", re.IGNORECASE)
_LEADER = re.compile(r"([._·…])\1{4,}")
_BOLD_WEIGHT = 600


def visible(code: int) -> str:
    """Return the text of a character code: ligatures written out, private bullets as a bullet, controls as nothing."""
    if code in _REPLACED:
        return _REPLACED[code]
    if code in LIGATURES:
        return LIGATURES[code]
    if _PRIVATE_BULLET[0] <= code <= _PRIVATE_BULLET[1]:
        return "•"
    if code < 0x20 or code in (0x7F, 0xFFFD, 0xFFFE, 0xFFFF, 0x200B, 0x200C, 0x200D, 0xFEFF) or code > 0x10FFFF:
        return ""
    return "" if 0xD800 <= code <= 0xDFFF else chr(code)


class Style(NamedTuple):
    """How a text object is written."""

    size: float
    bold: bool

    @classmethod
    def of(cls, size: float, font: str, weight: int) -> Style:
        """Judge a font by its size on the page, its name and its weight."""
        return cls(round(size, 1) or 1.0, bool(_BOLD.search(font)) or weight >= _BOLD_WEIGHT)


class Glyph(NamedTuple):
    """One character: its horizontal extent and its baseline."""

    char: str
    x0: float
    x1: float
    y: float
    style: Style


class Frame:
    """Turns sheet coordinates into page coordinates: crop box (left, bottom, right, top) and rotation in degrees."""

    def __init__(self, crop: tuple[float, float, float, float], rotation: int) -> None:
        self.left, self.bottom, self.right, self.top = crop
        self.rotation = rotation % 360
        wide, high = self.right - self.left, self.top - self.bottom
        self.width, self.height = (high, wide) if self.rotation in (90, 270) else (wide, high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the sheet is on the page as seen."""
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom of a rectangle as seen."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def upright(self, a: float, b: float) -> bool:
        """Tell whether text along the direction (a, b) of the sheet reads from left to right on the page."""
        cosine, sine = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}.get(self.rotation, (1, 0))
        along, across = a * cosine + b * sine, b * cosine - a * sine
        return along > 0 and abs(across) < 0.1 * along


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its extent, baseline and size."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool

    @property
    def top(self) -> float:
        """About where its tall letters end."""
        return self.y - 0.75 * self.size

    @property
    def bottom(self) -> float:
        """About where its descenders end."""
        return self.y + 0.22 * self.size


def baselines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Group glyphs that stand on one baseline, from top to bottom, each from left to right."""
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.y):
        if groups and glyph.y - groups[-1][0].y <= 0.15 * min(glyph.style.size, groups[-1][0].style.size):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    for group in groups:
        group.sort(key=lambda g: g.x0)
    return groups


def words(glyphs: Iterable[Glyph]) -> list[Word]:
    """Return the words of a page, line by line."""
    return _raised([word for group in baselines(glyphs) for word in _split(_undoubled(group))])


def _raised(made: list[Word]) -> list[Word]:
    """Put small raised print behind the word it belongs to; raised minutes (9 with a small 00) get their dot."""
    largest = max((w.size for w in made), default=0.0)
    small = [w for w in made if len(w.text) <= 3 and w.size < 0.8 * largest][:MAX_RAISED]
    least = min((w.size for w in small), default=0.0)
    large = [w for w in made if 0.8 * w.size > least]
    hosts = {id(w): host for w in small if (host := next((h for h in large if _carries(h, w)), None)) is not None}
    if not hosts:
        return made
    grown = {id(host): _with(host, next(w for w in small if hosts.get(id(w)) is host)) for host in hosts.values()}
    return [grown.get(id(w), w) for w in made if id(w) not in hosts]


def _carries(host: Word, word: Word) -> bool:
    near = -0.1 * host.size < word.x0 - host.x1 < 0.2 * host.size
    return near and word.size < 0.8 * host.size and 0.15 * host.size < host.y - word.y < 0.7 * host.size


def _with(host: Word, word: Word) -> Word:
    number = word.text.isdigit()
    if number and host.text[-3:].isalpha() and len(host.text) > 2:
        return host  # a mark that points to a note
    minutes = host.text[-1:].isdigit() and number and len(word.text) == 2
    return replace(host, text=f"{host.text}{'.' if minutes else ''}{word.text}", x1=max(host.x1, word.x1))


def _undoubled(group: list[Glyph]) -> list[Glyph]:
    """Leave out glyphs drawn twice in one place, as done to fake a bold font or a shadow.

    The letters of one ligature stand in one place too, but come from one text object and so share their `Style`.
    """
    kept = group[:1]
    for glyph in group[1:]:
        char, x0, _, _, style = glyph
        if any(k.char == char and k.style is not style and x0 - k.x0 < 0.1 * style.size for k in kept[-2:]):
            continue
        kept.append(glyph)
    return kept


def _split(group: list[Glyph]) -> Iterator[Word]:
    """Cut a baseline's glyphs at spaces, gaps and leaders (the dots that lead the eye to a time at the right)."""
    y = group[len(group) // 2].y
    leaders = _leaders(group)
    apart = _apart(group)
    letters: list[Glyph] = []
    gap = False
    for index, glyph in enumerate(group):
        if glyph.char == " " or index in leaders:
            gap = gap or (bool(letters) and glyph.x0 > letters[-1].x0)
            continue
        if letters and (gap or glyph.x0 - letters[-1].x1 > apart * max(letters[-1].style.size, glyph.style.size)):
            yield _word(letters, y)
            letters = []
        letters.append(glyph)
        gap = False
    if letters:
        yield _word(letters, y)


def _leaders(group: list[Glyph]) -> set[int]:
    """Return where runs of at least five dots or underscores stand."""
    text = "".join(glyph.char[:1] for glyph in group)
    return {index for run in _LEADER.finditer(text) for index in range(*run.span())}


def _apart(group: list[Glyph]) -> float:
    """Return the gap that parts two words on a line, in relation to the size of print; spaced print needs more."""
    gaps = sorted((b.x0 - a.x1) / b.style.size for a, b in itertools.pairwise(group) if a.char != " " and b.char != " ")
    usual = gaps[len(gaps) // 2] if len(gaps) > 3 else 0.0
    least = 0.28 if any(glyph.char == " " for glyph in group) else 0.16
    return least + (usual if usual > 0.08 else 0.0)


def _word(letters: list[Glyph], y: float) -> Word:
    styles = [g.style for g in letters]
    size = max(styles)[0]
    bold = sum(style.bold for style in styles) * 2 > len(letters)
    return Word("".join([g.char for g in letters]), letters[0].x0, max([g.x1 for g in letters]), y, size, bold)
