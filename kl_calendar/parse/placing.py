"""Whether titles stand above their times, decided for a document as a whole.

Anchors in, anchors out: where nearly every time line shows it, each with the row its title stands on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.anchors import Anchor
    from kl_calendar.parse.rows import Row

_ABOVE = 4
"""Rows above a time that may belong to its item: a title, a speaker, a line or two more."""
_CLOSED = (".", "!", "?")
_TITLE = 60
_LONGEST = 120
"""A longer row above a time is no title."""


def placed(found: list[Anchor], made: Sequence[Row]) -> list[Anchor]:
    """Decide whether titles stand above their times: only where nearly every time line shows it."""
    judged = [a for a in found if a.shape in ("lead", "alone")]
    if len(judged) < 2:
        return found
    if _between(judged, made):
        return [a._replace(top=a.row.index - 1) if a.shape == "alone" else a for a in found]
    closing = _closes_paragraphs(judged, made)
    tops = {id(a): _top(a, made, closing=closing) for a in judged}
    above = sum(t is not None for t in tops.values())
    first = sum(a.row.index == 0 or made[a.row.index - 1].blank for a in judged)
    if above < len(judged) * 0.6 or first > len(judged) * 0.2:
        return found
    single = sum(t is not None and a.row.index - t == 1 for a in judged for t in [tops[id(a)]])
    # Where most titles stand alone above their times, a further row above is a heading (a stage), not the title.
    alone = single > len(judged) // 2
    return [a._replace(top=_above(a, tops.get(id(a)), made, alone=alone)) for a in found]


def _between(judged: Sequence[Anchor], made: Sequence[Row]) -> bool:
    """Tell whether lone times stand between a title and a sentence about it, one item right below the other."""
    if any(a.shape != "alone" or not 0 < a.row.index < len(made) - 1 for a in judged):
        return False
    above, below = [made[a.row.index - 1] for a in judged], [made[a.row.index + 1] for a in judged]
    titles = all(r.text and len(r.text) < _TITLE and not r.text.endswith(_CLOSED) and not r.found.times for r in above)
    apart = not {r.index for r in above} & {r.index for r in below}
    return titles and apart and sum(r.text.endswith(_CLOSED) for r in below) * 3 >= 2 * len(below)


def _closes_paragraphs(judged: Sequence[Anchor], made: Sequence[Row]) -> bool:
    """Tell whether the paragraphs with several lone times all end in one, and none begins with one."""
    by_paragraph: dict[int, list[int]] = {}
    for anchor in judged:
        by_paragraph.setdefault(anchor.row.paragraph, []).append(anchor.row.index)
    several = [rows for rows in by_paragraph.values() if len(rows) > 1]
    ends = all(rows[-1] + 1 == len(made) or made[rows[-1] + 1].blank for rows in several)
    begins = any(rows[0] == 0 or made[rows[0] - 1].blank for rows in several)
    return bool(several) and ends and not begins and all(a.shape == "alone" for a in judged)


def _above(anchor: Anchor, top: int | None, made: Sequence[Row], *, alone: bool) -> int | None:
    """Return where the title of one anchor stands, once all of them are known to stand above."""
    before = anchor.row.index - 1
    if before < 0 or made[before].blank or made[before].found.times:
        return None
    return before if alone or top is None else top


def _goes_on(made: Sequence[Row], index: int) -> bool:
    """The next row of the paragraph has a time too."""
    below = made[index + 1] if index + 1 < len(made) else None
    return below is not None and bool(below.found.times)


def _top(anchor: Anchor, made: Sequence[Row], *, closing: bool) -> int | None:
    """Return the first row of the anchor's paragraph where that can be its title: short, no time, no day heading."""
    index = anchor.row.index
    first = index
    while first > 0 and not made[first - 1].blank and index - first < _ABOVE:
        if closing and made[first - 1].found.times:
            break  # titles and times take turns: above stands the item before
        first -= 1
    rows = made[first:index]
    if not rows or any(r.found.times or r.found.dates or r.found.weekdays or r.marker for r in rows):
        return None
    if anchor.shape == "lead" and _goes_on(made, index):
        return None  # the row above heads several items
    if closing:
        return index - 1 if len(rows[-1].text) < _LONGEST else None
    below = made[index + 1] if index + 1 < len(made) else None
    closes = below is None or below.blank
    if anchor.shape == "alone" and not closes and (len(rows) > 1 or re.search(r"[^\W\d_]{3}\.(?:\s|$)", rows[0].text)):
        return None
    return first if len(rows[0].text) < _LONGEST and (len(rows) == 1 or (anchor.shape == "alone" and closes)) else None
