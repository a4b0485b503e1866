"""Where the meeting is, as sentences say it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.model.document import Zone
from kl_calendar.parse.language import everywhere
from kl_calendar.parse.names import is_org
from kl_calendar.parse.placewords import LONGEST, UPPER, bare_place, pattern
from kl_calendar.parse.rows import previous_filled
from kl_calendar.parse.sentences import sentence
from kl_calendar.parse.texts import Found, clean, has_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row
    from kl_calendar.parse.uses import DateUse

ONLINE = re.compile(r"(?i)teams|zoom|facebook|skype")


class Search(NamedTuple):
    """Where to look: the rows, the meeting's days, and the rows that belong to items."""

    rows: Sequence[Row]
    days: Sequence[DateUse]
    slots: frozenset[int]
    lang: Language

    def free(self) -> list[Row]:
        """Rows that belong to no item, and to no table but one of labels and values."""
        return [
            r
            for r in self.rows
            if r.text
            and r.index not in self.slots
            and not (r.furniture or r.zone is Zone.MARGIN or (r.table and r.label is None))
        ]


def masked(row: Row) -> str:
    """The row's text with a mark in the place of every time and day: no place reaches over one."""
    text = row.text
    for first, last in [*(t.span for t in row.found.times), *(d.span for d in row.found.dates if not d.weak)]:
        text = text[:first] + "\x00" * (last - first) + text[last:]
    return text


def in_prose(search: Search) -> Found | None:
    """`Mødet finder sted i Kulturhuset, Havnegade 1.`"""
    verbs = re.compile("|".join(everywhere(f"place.{n}").pattern for n in ("holds", "hosts")), re.IGNORECASE)
    for row in search.free():
        for hit in verbs.finditer(row.text):
            said, at = sentence(masked(row), hit.start())
            value = _value_said(said[at + len(hit[0]) :], hit[0])
            if value:
                return Found(value, (row.number,))
    return None


def _value_said(rest: str, verb: str) -> str | None:
    named = re.match(rf"\s*(?i:alltid|altid)?\s*({UPPER}[^.;:!?\x00]{{3,80}})", rest)
    if verb.casefold().startswith("plats") and named:
        return clean(re.split(r",\s(?=[a-zåäö])", named[1])[0])
    led = pattern("said").search(rest)
    if led is None:
        return None
    value = pattern("date").split(led[1])[0]
    cut = pattern("stop").search(value)
    value = value[: cut.start()] if cut else value
    return None if ONLINE.match(value) else clean(value)


def addressed(search: Search) -> Found | None:
    """A full address in one row near the top, below a heading: `Hotel Klitrosen, Strandvejen 210, 9492 Blokhus`.

    Further down only in a row that says when something is: there it is no sender's.
    """
    free = search.free()
    for row in free[1:8]:
        above = previous_filled(search.rows, row.index)
        letterhead = above is None or is_org(above.text, search.lang) or len(above.text) < 8
        if row.text.count(",") and has_address(row.text) and not letterhead and not row.label and row.indent < 24:
            said = next(s for s in _sentences(row.text) if has_address(s))
            return Found(_bare(row, said), (row.number,))
    for row in free[1:]:
        said = next((s for s in _sentences(row.text) if has_address(s) and s.count(",")), "")
        if said and row.found.times and not row.label and said[:1].isupper() and len(said) < len(row.text):
            return Found(_bare(row, said), (row.number,))
    return None


def _bare(row: Row, said: str) -> str:
    """The address of a sentence without the times and days around it and what leads to it."""
    hidden = masked(row)[(at := row.text.index(said)) : at + len(said)]
    part = next((p for p in hidden.split("\x00") if has_address(p)), said)
    part = next((part[: m.start()] for m in pattern("stop").finditer(part) if has_address(part[: m.start()])), part)
    if part.lstrip()[:1].islower():  # `en gang om måneden i Rådhuset, Torvet 1`: what leads to the house last
        led = (part[hit.end() :] for hit in pattern("any").finditer(part))
        part = next((rest for rest in led if has_address(rest) and len(rest) < LONGEST), part)
    return bare_place(pattern("linking").sub("", part.strip(" ,.:;–—-|")))


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    made: list[str] = []
    at = 0
    while at < len(text):
        said, _ = sentence(text, at)
        made.append(said)
        at = text.index(said, at) + len(said) + 1
    return made


def behind_hours(search: Search) -> Found | None:
    """`Alle møder er kl. 19-21 i Rosenhaven, store sal`: behind the hours in a sentence."""
    for row in search.free():
        for time in row.found.times if not row.label else ():
            rest = masked(row)[time.span[1] :]
            led = pattern("led").match(rest.lstrip(" ,")) if time.end is not None else None
            value = _value_said(sentence(rest, 0)[0], "") if led else None
            if value:
                return Found(value, (row.number,))
    return None


def named_in_text(search: Search) -> Found | None:
    """The last resort: `på Hotel Fjordkroen i Skive` in running text."""
    for row in search.free():
        hit = pattern("named").search(row.text) if not row.label else None
        value = (hit[1] or hit[2]) if hit else ""
        if value and not ONLINE.match(value):
            return Found(clean(value), (row.number,))
    return None
