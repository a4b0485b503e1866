"""Wrapped lines put together: fragments of one column in, paragraphs out.

A line was wrapped when the next line's first word would not have fitted behind it. A word divided at the line's end
is joined when its rest begins in lower case.
"""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kl_calendar.read.pdf.fragments import is_clock, numbered
from kl_calendar.read.pdf.glyphs import HYPHEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.read.pdf.fragments import Fragment
    from kl_calendar.read.pdf.glyphs import Word

JOINING_WORDS = frozenset(("og", "eller", "samt", "och", "und", "oder", "sowie", "bzw", "and", "or"))
"""Words after which a hanging hyphen stays (`ældre- og handicapområdet`)."""

GOING_ON = frozenset(
    (
        *("mellem", "under", "efter", "inden", "over", "uden", "gennem", "omkring", "imellem"),
        *("mellan", "från", "till", "genom", "inom", "utan", "mellom", "etter", "innen", "uten", "gjennom"),
        *("with", "from", "into", "about", "between", "after", "without", "through"),
        *("zwischen", "nach", "durch", "unter", "über", "ohne", *JOINING_WORDS),
    )
)
"""Longer words that a line can hardly end with: a name behind them belongs to what they begin."""

BEFORE_PERSONS = frozenset(("v.", "ved", "by", "med", "av", "af", "von", "mit", "durch", "with"))
"""Words before a role (`ved borgmester`) that a person's name follows."""

_ADDRESS = re.compile(r"(?:^|\s)(?:www\.|https?:|\S+\.\w+/)\S*$")
"""A web address at a line's end; it is divided without a hyphen."""

_ADDRESS_PART = re.compile(r"\w\.\w+/|@|://|\w\.\w{2,}\.\w|\.(?:dk|no|se|de|com|org|net|eu|uk|example)\b")
"""Part of an address, in which a hyphen is a letter like any other."""

_DASHES = ("-", "–", "—", HYPHEN)
_ENDED = re.compile(r"(?:[^\W\d]{4}\.|\d\.|[:)!?])$")
"""The end of a sentence or a label, not of an abbreviation such as `kl.`."""

SPACE = 0.26
"""A space's usual width in relation to the size of print."""

LOOSE = 1.3
"""A distance this much larger than the usual one from line to line is a gap."""


@dataclass(slots=True)
class Paragraph:
    """Lines put together; `gap` says that the distance to the paragraph before is larger than usual."""

    lines: list[Fragment]
    text: str
    gap: bool = False

    @property
    def first(self) -> Fragment:
        """Its first line."""
        return self.lines[0]

    @property
    def last(self) -> Fragment:
        """Its last line."""
        return self.lines[-1]

    @property
    def words(self) -> list[Word]:
        """All its words."""
        return [word for line in self.lines for word in line.words]


def plain(text: str) -> str:
    """Return text with the hyphens inside it as people write them."""
    return text.replace(HYPHEN, "-")


def glue(text: str, more: str) -> str:
    """Put a line's text behind another's, with a divided word made whole."""
    if _ADDRESS.search(text) and more[:1].islower() and "@" not in more:
        return text + more
    if text.endswith(("–", "-")) and text[-2:-1].isdigit() and more[:1].isdigit():
        return text + more
    hanging = text.endswith((HYPHEN, "-")) and len(text) > 1 and text[-2].isalpha()
    if not hanging:
        return f"{text} {more}"
    if more.split(" ", 1)[0].strip(",").lower() in JOINING_WORDS:
        return f"{text} {more}"
    address = _ADDRESS_PART.search(more.split(" ", 1)[0]) or _ADDRESS_PART.search(text.rpartition(" ")[2])
    return f"{text[:-1]}{more}" if more[:1].islower() and not address else f"{text[:-1]}-{more}"


def reach(lines: Sequence[Fragment], bound: float) -> float:
    """Return how far lines reach: to the column's bound, or as far as the longest ones when these are wrapped there."""
    if not lines:
        return bound
    left, top = min(line.x0 for line in lines), max(line.x1 for line in lines)
    wanted = 1 if top - left > 0.6 * (bound - left) else 2
    return top if _signs_of_wrapping(lines, top) >= wanted else max(top, bound)


def paragraphs(
    lines: Sequence[Fragment], limit: float, *, usual: float, cell: bool = False, nouns: bool = False
) -> list[Paragraph]:
    """Put wrapped lines together; `limit` is how far one can reach, `usual` the line distance per size of print.

    A `cell` is narrow, and a name on a line of its own often would not have fitted above it; so what begins with a
    capital goes on only where the line above asks for it, unless all `nouns` are written with one, as in German.
    """
    made: list[Paragraph] = []
    lines = numbered(lines)
    listed = limit if cell else reach(_list_lines(lines), limit)
    steps = [(b.y - a.y) / max(a.size, b.size) for a, b in itertools.pairwise(lines)]
    for index, line in enumerate(lines):
        if not made:
            made.append(Paragraph([line], line.text))
            continue
        first = made[-1].first
        titled = cell or (is_clock(first.text) and not first.marker)
        anew = (
            titled and not nouns and not _flush(made[-1].last, lines, limit) and _begins_anew(made[-1].text, line.text)
        )
        anew = anew or (not cell and _set_in(line, lines, limit))
        if (
            not anew
            and _close(steps, index - 1, usual)
            and _wrapped(made[-1], line, listed if made[-1].first.marker else limit, cell=cell)
        ):
            made[-1].lines.append(line)
            made[-1].text = glue(made[-1].text, line.text)
        else:
            made.append(Paragraph([line], line.text, gap=steps[index - 1] > LOOSE * _nearby(steps, index - 1, usual)))
    for paragraph in made:
        paragraph.text = plain(paragraph.text)
    return made


def _flush(last: Fragment, lines: Sequence[Fragment], limit: float) -> bool:
    """Tell a justified line, stretched to the limit as others are: what follows it was wrapped."""
    return abs(last.x1 - limit) < 1 and sum(abs(line.x1 - limit) < 1 for line in lines) > 1


def _set_in(line: Fragment, lines: Sequence[Fragment], limit: float) -> bool:
    """Tell a line of a short block far to the right (an address, a date) from one that goes on."""
    left = min(other.x0 for other in lines)
    return line.text[:1].isupper() and line.x0 - left > 0.4 * (limit - left) and len(lines) > 1


def _list_lines(lines: Sequence[Fragment]) -> list[Fragment]:
    """Return the lines of list items: those with a marker, and those that hang below their text."""
    kept: list[Fragment] = []
    for line in lines:
        if line.marker or (kept and abs(line.x0 - kept[-1].left) < 2):
            kept.append(line)
    return kept


def boxed(lines: Sequence[Fragment]) -> float:
    """Return how far lines reach in a box: as far as the longest one when every line goes on in the next."""
    limit = max(line.x1 for line in lines)
    pairs = [(a, b) for a, b in itertools.pairwise(lines) if b.y - a.y < 1.5 * a.size]
    return limit if len(pairs) > 2 and all(fills(a, b, limit) for a, b in pairs) else math.inf


def nouns_capitalised(words: Sequence[Word]) -> bool:
    """Tell a language that writes nouns with a capital from how many words have one inside a sentence."""
    inside = [b.text for a, b in itertools.pairwise(words) if a.y == b.y and a.text.islower() and b.text.isalpha()]
    return len(inside) > 10 and sum(word[0].isupper() for word in inside) > 0.3 * len(inside)


def _signs_of_wrapping(lines: Sequence[Fragment], limit: float) -> int:
    """Count what shows that lines are wrapped at a limit: lines that end flush, full lines that go on in lower case.

    A long word going on is sure; a short one (`v/`, `ved`) may begin a line of its own.
    """
    flush = sum(limit - 1 <= line.x1 <= limit + 1 for line in lines) // 2
    going_on = [b for a, b in itertools.pairwise(lines) if b.text[:1].islower() and fills(a, b, limit)]
    return flush + sum(2 if len(line.words[0].text) > 3 else 1 for line in going_on)


def fills(last: Fragment, line: Fragment, limit: float) -> bool:
    """Tell whether the line's first word would not have fitted behind the last line."""
    word = line.words[0]
    needed = SPACE * last.size + (word.x1 - word.x0)
    return last.x1 + (needed / 2 if _centred(last, line) else needed) > limit - 1.0


def _nearby(steps: Sequence[float], index: int, usual: float) -> float:
    """Return the line distance that is usual around here."""
    around = [s for s in steps[max(0, index - 3) : index + 4] if s >= usual * 0.97]
    return min(around, default=usual)


def _close(steps: Sequence[float], index: int, usual: float) -> bool:
    step = steps[index]
    if step <= 0 or step > 2.3:
        return False
    if step <= LOOSE * usual:
        return True
    beside = [*steps[max(0, index - 1) : index], *steps[index + 1 : index + 2]]
    return any(abs(step - other) < 0.04 * step for other in beside)


def _wrapped(paragraph: Paragraph, line: Fragment, limit: float, *, cell: bool) -> bool:
    last = paragraph.last
    if line.marker or abs(line.size - last.size) > 0.08 * last.size:
        return False
    if is_clock(line.text) and not _may_begin_with_clock(paragraph, cell=cell):
        return False
    lower = line.text[:1].islower()
    if not _goes_on(paragraph, line):
        return False
    if last.text.endswith((HYPHEN, "-")) and lower:
        return True
    if last.words[-1].bold != line.words[0].bold and not lower:
        return False
    return fills(last, line, limit)


def _begins_anew(text: str, more: str) -> bool:
    """Tell a line beginning with a capital below one that ends with a common word or a sentence's end."""
    if not more[:1].isupper():
        return False
    before, word = ("", *text.split(" "))[-2:]
    common = len(word) > 3 and word.islower() and word.isalpha()
    role = before.endswith("/") or before.lower() in BEFORE_PERSONS
    return word.endswith((".", "?", "!", ":")) or (common and not role and word not in GOING_ON)


def _may_begin_with_clock(paragraph: Paragraph, *, cell: bool) -> bool:
    """A line that begins with a time goes on only in prose, or behind a range's dash."""
    if paragraph.text.endswith(_DASHES) and is_clock(paragraph.text):
        return True
    return not (cell or paragraph.first.marker or is_clock(paragraph.text) or _ENDED.search(paragraph.text))


def _centred(last: Fragment, line: Fragment) -> bool:
    return abs((last.x0 + last.x1) - (line.x0 + line.x1)) < 3 and abs(last.x0 - line.x0) > 3


def _goes_on(paragraph: Paragraph, line: Fragment) -> bool:
    """Tell whether the line begins where the paragraph's next line would."""
    first, last = paragraph.first, paragraph.last
    em = line.size
    if _centred(last, line):
        return True
    if len(paragraph.lines) > 1:
        return abs(line.x0 - last.left) < 0.4 * em
    if first.marker:
        return line.x0 > first.x0 + 0.4 * em or (line.x0 >= first.x0 - 1 and line.text[:1].islower())
    if is_clock(first.text):
        return line.x0 >= first.x0 - 1
    return abs(line.x0 - first.x0) < 0.4 * em or (0 < first.x0 - line.x0 < 3.5 * em and line.text[:1].islower())
