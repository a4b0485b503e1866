"""Where items take place whose place is said once for several: stages, halls and rooms as headings above them.

STORE SCENE                 Spor A: Drift (Sal 1)
11.00  Byfesten åbner       10.20  Farvel til faxen
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.parse.language import everywhere
from kl_calendar.parse.texts import is_venue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.anchors import Anchor
    from kl_calendar.parse.items import Item
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row

_STAGE = 40
"""A longer row above a title is no stage's name."""
_ROOM = re.compile(r"\s*(?:\(([^()]{2,40})\)|[,–-]\s([^,–()]{2,40}))$")
_SOME = 2
"""One heading with a place is a remark; two are the document's way to say where."""
_WORD = re.compile(r"[^\W\d_]+")


class _Heading(NamedTuple):
    row: Row
    place: str | None
    track: str | None


def on_stages(
    items: list[Item], found: Sequence[Anchor], made: Sequence[Row], stops: set[int], lang: Language
) -> list[Item]:
    """Give items the stage or hall they stand under."""
    if any(a.top for a in found):
        return _above_titles(items, found, made)
    headings = _headings(found, made, lang)
    if len(headings) < _SOME:
        return items
    if sum(h.place is not None for h in headings.values()) < _SOME:
        headings = _named_after_places(headings, items)
    return _placed(items, headings, made, stops) if headings else items


def _above_titles(items: list[Item], found: Sequence[Anchor], made: Sequence[Row]) -> list[Item]:
    """Where titles stand above their times: a short row above the title in the first paragraph of each stage."""
    above = {a.row.index: made[a.top - 1] for a in found if a.top}
    stages = {index: row for index, row in above.items() if row.text and not row.found.times}
    if not stages or any(r.found.dates or r.found.weekdays or len(r.text) > _STAGE for r in stages.values()):
        return items
    stage: str | None = None
    placed: list[Item] = []
    for one in items:
        stage = stages[one.row.index].text if one.row.index in stages else stage
        placed.append(replace(one, location=one.location or stage, track=stage))
    return placed


def _headings(found: Sequence[Anchor], made: Sequence[Row], lang: Language) -> dict[int, _Heading]:
    """Short rows above the first item of a paragraph, by that item's row; each with the place it says."""
    headings: dict[int, _Heading] = {}
    for anchor in found:
        above = _first_above(anchor.row, made)
        if above is None or not _may_head(above):
            continue
        room = _ROOM.search(above.text)
        inside = next((g for g in room.groups() if g), None) if room else None
        said = inside if inside and _is_room(inside, lang) else None
        track = above.text[: room.start()] if room and said else above.text
        labelled = lang["choose.labels"].lead(track) is not None
        headings[anchor.row.index] = _Heading(above, said, track if labelled else None)
    return headings


def _first_above(row: Row, made: Sequence[Row]) -> Row | None:
    """The row right above, where it begins its paragraph."""
    at = row.index - 1
    if at > 0 and made[at].blank and _is_heading(made[at - 1]):
        at -= 1
    if at < 0 or made[at].blank or not (at == 0 or made[at - 1].blank or _is_heading(made[at])):
        return None
    return made[at]


def _is_heading(row: Row) -> bool:
    return bool(row.heading) or row.text.isupper()


def _may_head(row: Row) -> bool:
    found = row.found
    plain = not (found.times or found.dates or found.weekdays or row.marker or row.cells or row.furniture)
    return plain and len(row.text) <= _STAGE and not row.text.endswith((".", "?", "!", ","))


def _is_room(text: str, lang: Language) -> bool:
    return bool(lang["ignore.rooms"].lead(text) or lang["labels.place"].lead(text)) or is_place(text)


def is_place(text: str) -> bool:
    """Tell whether a word of a short text is a place: a house, a square, a stage."""
    stages, houses = everywhere("place.stages"), everywhere("place.venues")
    return is_venue(text) or any(stages.are(w) or houses.are(w) for w in _WORD.findall(text))


def _named_after_places(headings: dict[int, _Heading], items: Sequence[Item]) -> dict[int, _Heading]:
    """Headings that are the places themselves: most have a word for one, and their items run beside each other.

    In capitals one is enough, where below each the day begins again.
    """
    texts = [h.row.text.strip(" :") for h in headings.values()]
    named = sum(h.track is None and is_place(t) for h, t in zip(headings.values(), texts, strict=True))
    back = _go_back(headings, items)
    loud = named and back == len(texts) - 1 and all(t.isupper() for t in texts)
    if not loud and (named * 2 < len(texts) or (named < len(texts) and not back)):
        return {}
    return {
        index: h._replace(place=None if h.track else text, track=h.track or text)
        for (index, h), text in zip(headings.items(), texts, strict=True)
    }


def _go_back(headings: dict[int, _Heading], items: Sequence[Item]) -> int:
    """Count the headings below which the items begin before those above have begun."""
    return sum(b.row.index in headings and b.start < a.start for a, b in pairwise(items))


def _placed(items: list[Item], headings: dict[int, _Heading], made: Sequence[Row], stops: set[int]) -> list[Item]:
    heading: _Heading | None = None
    placed: list[Item] = []
    last = 0
    for one in items:
        index = one.row.index
        if index in headings:
            heading = headings[index]
        elif any(last < stop < index for stop in stops):
            heading = None
        last = index
        if heading is None:
            placed.append(one)
        else:
            placed.append(replace(one, location=one.location or heading.place, track=one.track or heading.track))
    return placed
