"""Pieces of a line: words on one baseline without a wide gap between them. Words in, fragments out.

Also the shapes a layout is judged by: list markers, labels (mostly digits, or ending in a colon), and text that
begins with a clock time. They are shapes only; what they mean is the parser's business.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kl_calendar.read.pdf.glyphs import HYPHEN, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BULLET = re.compile(r"[•◦▪▫‣⁃●○■□◆◇➢➤✓✔»›·∙\-–—*+]|o(?=$)")
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]$")
_CLOCK = re.compile(
    r"\W{0,3}(?:[^\W\d]{1,4}\.?\s{0,2})?\d{1,2}\s?(?:[.:,]\d{2}(?!\d)(?!\.\d)|[-–]|(?:h|uhr|am|pm|a\.m|p\.m)\b|$)|\W{0,3}\d{4}\s?[-–]\s?\d{4}",
    re.IGNORECASE,
)
_MARKER_ALONE = re.compile(r"[•◦▪▫‣⁃●○■□◆◇➢➤✓✔»›·∙*]|\(?(?:\d{1,2}|[a-z])[.)]?")
_WORD = re.compile(r"[^\W\d_]+")
_UNITS = frozenset(
    (
        *("kl", "klokken", "klokka", "klockan", "clock", "uhr", "um", "von", "bis", "ab", "ca", "og", "min"),
        *("til", "till", "to", "from", "fra", "från", "at", "am", "pm", "a", "m", "p", "h", "t", "o"),
    )
)
"""What may stand around a time without being what happens then."""

LABEL_LENGTH = 24
"""A label such as `kl. 10.00 – 10.30` is shorter than this."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words on one baseline that belong together; `marker` is the list marker in front of them."""

    words: tuple[Word, ...]
    marker: str = ""
    start: float = 0.0
    """Where the marker begins, or the first word."""
    text: str = field(init=False, default="")
    size: float = field(init=False, default=0.0)
    """The size most of the text is written in."""

    def __post_init__(self) -> None:
        words = self.words
        longest = words[0] if len(words) == 1 else max(words, key=lambda w: len(w.text))
        object.__setattr__(self, "text", " ".join(w.text for w in words).replace(" \t", "\t"))
        object.__setattr__(self, "size", longest.size)

    @property
    def x0(self) -> float:
        """The left edge, marker included."""
        return self.start

    @property
    def left(self) -> float:
        """The left edge of the text."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """The right edge."""
        return self.words[-1].x1

    @property
    def y(self) -> float:
        """The baseline."""
        return self.words[0].y

    @property
    def top(self) -> float:
        """The upper edge."""
        return min(w.top for w in self.words)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return max(w.bottom for w in self.words)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(w.bold for w in self.words)


def attached(made: Sequence[Fragment]) -> list[Fragment]:
    """Put list markers that were set on a baseline of their own in front of the text they stand beside."""
    alone = [f for f in made if len(f.words) == 1 and not f.marker and _MARKER_ALONE.fullmatch(f.text)]
    if not alone:
        return list(made)
    taken: dict[int, Fragment] = {}
    gone: set[int] = set()
    for mark in alone:
        beside = [f for f in made if _stands_beside(mark, f) and id(f) not in taken]
        if beside:
            nearest = min(beside, key=lambda f: abs(f.y - mark.y))
            taken[id(nearest)] = Fragment(nearest.words, mark.text.replace(HYPHEN, "-"), mark.x0)
            gone.add(id(mark))
    return [taken.get(id(f), f) for f in made if id(f) not in gone]


def numbered(lines: Sequence[Fragment]) -> list[Fragment]:
    """Set apart the numbers or letters of lines that count on from each other, `a. Roof` and `b. Walls` below it."""
    made = list(lines)
    for index, (one, other) in enumerate(itertools.pairwise(lines)):
        if _counts_on(one, other):
            made[index], made[index + 1] = _marked(one), _marked(other)
    return made


def _counts_on(one: Fragment, other: Fragment) -> bool:
    if one.marker or other.marker or min(len(one.words), len(other.words)) < 2 or abs(one.x0 - other.x0) > 2:
        return False
    first, second = one.words[0].text, other.words[0].text
    if not (_NUMBER.match(first) and _NUMBER.match(second)) or first.strip("().").isdigit() != second[:1].isdigit():
        return False
    behind = one.words[1].text, other.words[1].text
    if behind[0] == behind[1] or not all(text[:1].isupper() or is_clock(text) for text in behind):
        return False  # dates: `3. Mai` and `4. Mai`, `1. maj` and `2. maj`
    a, b = first.strip("()."), second.strip("().")
    return int(b) == int(a) + 1 if a.isdigit() and b.isdigit() else len(a) == len(b) == 1 and ord(b) == ord(a) + 1


def _marked(line: Fragment) -> Fragment:
    return line if line.marker else Fragment(line.words[1:], line.words[0].text, line.start)


def _stands_beside(mark: Fragment, other: Fragment) -> bool:
    near = 0 < other.left - mark.x1 < 4 * other.size
    return near and not other.marker and 0.01 < abs(other.y - mark.y) < 0.5 * other.size and other is not mark


def is_label(text: str) -> bool:
    """Tell a time with nothing behind it, text of mostly digits, or a name with a colon from running text."""
    if len(text) > LABEL_LENGTH:
        return False
    letters = sum(c.isalpha() for c in text)
    digits = sum(c.isdigit() for c in text)
    bare = _UNITS.issuperset(_WORD.findall(text.lower()))
    if is_clock(text) or (digits and bare):
        return bare
    return text.endswith(":") or (digits > 0 and digits * 2 >= letters)


def is_clock(text: str) -> bool:
    """Tell whether text begins in the shape of a clock time."""
    return _CLOCK.match(text) is not None


def is_bullet(text: str) -> bool:
    """Tell whether a word is a bullet, not a number or letter."""
    return _BULLET.fullmatch(text) is not None


def fragments(words: Iterable[Word], edges: Sequence[float] = (), walls: Sequence[float] = ()) -> list[Fragment]:
    """Join words to fragments; `words` come baseline by baseline.

    `edges` are where columns are known to begin, `walls` where lines between columns are drawn above or below.
    """
    made: list[Fragment] = []
    run: list[Word] = []
    for word in words:
        if run and (word.y != run[-1].y or _breaks(run, word, edges, walls)):
            made.extend(_fragment(run))
            run = [word]
        else:
            run.append(word)
    made.extend(_fragment(run))
    return made


def strong_edges(words: Sequence[Word]) -> list[float]:
    """Return where at least three words begin that have a gap wider than a space to their left on their baseline."""
    starts = sorted(
        b.x0 for a, b in itertools.pairwise(words) if a.y == b.y and b.x0 - a.x1 > 0.55 * max(a.size, b.size)
    )
    edges: list[float] = []
    for index, start in enumerate(starts[:-2]):
        if starts[index + 2] - start <= 1.5 and (not edges or start - edges[-1] > 3):
            edges.append(start)
    return edges


def _breaks(run: Sequence[Word], word: Word, edges: Sequence[float], walls: Sequence[float]) -> bool:
    gap = word.x0 - run[-1].x1
    size = max(word.size, run[-1].size)
    if gap <= 0.45 * size:
        return False
    if is_bullet(run[0].text) and is_label(" ".join(w.text for w in run[1:]) or "1"):
        return gap > 4 * size  # behind the bullet, and behind the time of a list item
    if len(run) == 1 and _NUMBER.match(run[0].text):
        return gap > 4 * size
    if gap > 1.1 * size or any(run[-1].x1 <= x <= word.x0 for x in walls):
        return True
    index = bisect_left(edges, word.x0 - 1.6)
    return index < len(edges) and abs(edges[index] - word.x0) <= 1.6


def _fragment(run: Sequence[Word]) -> list[Fragment]:
    if not run:
        return []
    first = run[0]
    if len(run) > 1 and _marks(first, run[1]):
        return [Fragment(tuple(run[1:]), first.text.replace(HYPHEN, "-"), first.x0)]
    return [Fragment(tuple(run), "", first.x0)]


def _marks(first: Word, second: Word) -> bool:
    """A bullet marks a list item; a number only when set off by more than a space, as `1. maj` is a date."""
    if is_bullet(first.text.replace(HYPHEN, "-")):
        return True
    wide = second.x0 - first.x1 > 0.45 * first.size
    return bool(_NUMBER.match(first.text)) and wide
