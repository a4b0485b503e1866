"""Names a document has told us: who is named with a role in one item is recognised without one in another.

Items in, items out. Where names stand bare below most titles, two or three capitalised words there are a name in any
language; a name that is known is also taken off the end of a title.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kl_calendar.model.meeting import Person
from kl_calendar.parse.names import is_name
from kl_calendar.parse.texts import is_venue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.items import Item
    from kl_calendar.parse.language import Language

_TRAILING = re.compile(r"\s*(?:[,–—|-]\s+|\()(?P<name>[^,–—|()]{5,40})\)?$")
_LONGEST = 3
"""Words of a name that stands bare; more are a sentence or a body."""
_HABIT = 0.6
"""Of the items with something below them, so many must have persons there for it to be the document's habit."""


def recognised(items: Sequence[Item], lang: Language) -> list[Item]:
    """Give items the speakers that are named in them bare."""
    known = {person.name for one in items for person in _persons(one) if " " in person.name}
    bare = {name for one in items if (name := _bare(one, lang))}
    if bare and _is_habit(items, lang):
        known |= bare
    return [_with_known(one, known) for one in items] if known else list(items)


def _persons(one: Item) -> list[Person]:
    return [*one.speakers, *(p for choice in one.choices for p in choice.speakers)]


def _bare(one: Item, lang: Language) -> str:
    """The first row below a title, where it may be a name and nothing else."""
    first = one.notes[0].strip(" .") if one.notes and not one.speakers else ""
    named = is_name(first, lang) and len(first.split()) <= _LONGEST and not is_venue(first)
    return first if named else ""


def _is_habit(items: Sequence[Item], lang: Language) -> bool:
    below = [one for one in items if one.notes or one.speakers]
    named = sum(bool(one.speakers or _bare(one, lang)) for one in below)
    return len(below) > 1 and named >= _HABIT * len(below)


def _with_known(one: Item, known: set[str]) -> Item:
    if one.speakers:
        return one
    if one.notes and one.notes[0].strip(" .") in known:
        return replace(one, speakers=(Person(one.notes[0].strip(" .")),), notes=one.notes[1:])
    hit = _TRAILING.search(one.title)
    if hit and hit.start() > 1 and hit["name"].strip() in known:
        return replace(one, title=one.title[: hit.start()].rstrip(), speakers=(Person(hit["name"].strip()),))
    return one
