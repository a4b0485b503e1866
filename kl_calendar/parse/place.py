"""Where the meeting is: a label's value, else what stands beside its date, else what a sentence says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kl_calendar.model.document import Zone
from kl_calendar.parse.language import everywhere
from kl_calendar.parse.placesaid import ONLINE, Search, addressed, behind_hours, in_prose, masked, named_in_text
from kl_calendar.parse.placewords import LONGEST, UPPER, bare_place, is_house, pattern, without_verb
from kl_calendar.parse.rows import Row, next_filled
from kl_calendar.parse.sentences import sentence
from kl_calendar.parse.texts import Found, clean, has_address, is_label, is_section, is_venue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kl_calendar.parse.language import Language
    from kl_calendar.parse.uses import DateUse

_NOTICE = re.compile(r"(?i)(?:obs|nb|achtung|note)\b[!:.]*\s*(?=\w)")
_COLUMN = re.compile(r"\s{2,}|\t")
_INSIDE = re.compile(r"\(([^\W\d_]{3,20}):\s([^()]{3,80})\)")
_MORE = re.compile(r",\s[^\W\d_]{3,20}:\s")
_AND = re.compile(r"\s(?:og|och|and|und|samt)$")
_REACH = 40
"""Characters behind a day within which something leads to the place."""
_TOP, _HEADING = 4, 120
"""Rows among which a heading stands, and the characters of the longest."""
_HOUSE = 4
"""Words of a house that stands before a day in running text."""
_ROWS = 3
"""Rows a place printed below its date may have: house, street, town."""


def place(made: Sequence[Row], days: Sequence[DateUse], slots: frozenset[int], lang: Language) -> Found | None:
    """Return the meeting's place, or None."""
    search = Search(made, days, slots, lang)
    by_date = _by_date(search)
    if by_date is not None and not has_address(by_date.value) and " " not in by_date.value:
        said = in_prose(search)
        by_date = said if said and len(said.value) > len(by_date.value) else by_date
    found = (
        _labelled(search) or _bracketed(search) or by_date or in_prose(search) or addressed(search) or _venue(search)
    )
    found = found or _in_heading(search) or behind_hours(search) or named_in_text(search)
    return _behind_colon(_tidied(found)) if found else _in_header(search)


def _tidied(found: Found) -> Found:
    """Without what else a row says behind the place (`Festsalen, Ordstyrer: Ida Holm`), and words around it.

    Those are an `og` left at its end, and the label of a page that lost its colon (`Sted Kulturhuset, Torvet 1`).
    """
    before, *more = _MORE.split(found.value, maxsplit=1)
    value = found.value if any(map(has_address, more)) else before
    value = _AND.sub("", value)
    label = everywhere("labels.place").lead(value)
    told = label is not None and value[label.end() :][:1] == " " and not everywhere("ignore.rooms").are(label[0])
    rest = value[label.end() :].lstrip() if label and told else ""
    return found._replace(value=rest if is_venue(rest) or has_address(rest) else value)


def _in_heading(search: Search) -> Found | None:
    """A house at the end of a heading: `Internat for ledere, Hotel Bakken`."""
    for row in search.free()[:_TOP]:
        head, comma, house = row.text.rpartition(", ")
        if comma and len(row.text) < _HEADING and is_venue(house) and search.lang["kind.event"].find(head):
            return Found(clean(house), (row.number,))
    return None


def _behind_colon(found: Found) -> Found:
    """`Salen er den samme som planlagt: Musikskolen, Søndergade 40`: the address stands behind a colon."""
    before, colon, behind = found.value.partition(": ")
    return found._replace(value=behind) if colon and has_address(behind) and not has_address(before) else found


def _in_header(search: Search) -> Found | None:
    """A house in a column of the page's header, beside what the meeting is called there."""
    for row in search.rows:
        if row.zone is Zone.HEADER and row.text:
            for part in _COLUMN.split(row.text):
                if is_venue(clean(part)):
                    return Found(clean(part), (row.number,))
    return None


def near(made: Sequence[Row], used: DateUse, lang: Language) -> Found | None:
    """Return the place that the few rows around one day name: rows of a list's entry, all about the same meeting."""
    search = Search(made, [used], frozenset(), lang)
    return (
        _labelled(search)
        or _bracketed(search)
        or _beside(search, used)
        or in_prose(search)
        or _house(search)
        or _venue(search)
    )


def _house(search: Search) -> Found | None:
    """A short row that is an address."""
    for row in search.free():
        if len(row.text) < LONGEST and has_address(row.text) and not row.label and not row.found.dates:
            return Found(clean(without_verb(row.text)), (row.number,))
    return None


def _labelled(search: Search) -> Found | None:
    for row in search.rows:
        if row.blank or row.index in search.slots or row.furniture:
            continue
        label = row.label or _noticed(row.text) or ((row.text.strip(" *:"), "") if len(row.text) < 30 else None)
        if label is None or not search.lang["labels.place"].are(label[0]) or _has_day(row):
            continue
        more = _value_rows(search, row, only_indented=bool(label[1]))
        if label[1] or more:
            rows = [row] * bool(label[1]) + more
            return Found(_join([label[1], *(r.text for r in more)]), tuple(r.number for r in rows))
    return None


def _bracketed(search: Search) -> Found | None:
    """A label and its value in brackets, behind something else: `v/ Bo Lund, formand (Mødested: Salen, Kajen 2)`."""
    for row in search.free():
        for hit in _INSIDE.finditer(row.text) if "(" in row.text else ():
            if search.lang["labels.place"].are(hit[1]):
                return Found(clean(hit[2]), (row.number,))
    return None


def _noticed(text: str) -> tuple[str, str] | None:
    """A label and its value behind `OBS!`."""
    notice = _NOTICE.match(text)
    label, colon, value = text[notice.end() :].partition(":") if notice else ("", "", "")
    return (label.strip(), value.strip()) if colon else None


def _has_day(row: Row) -> bool:
    return any(not d.weak for d in row.found.dates)


def _value_rows(search: Search, label: Row, *, only_indented: bool) -> list[Row]:
    """Rows below a label that are its value: up to the next blank row, label or item."""
    values: list[Row] = []
    for row in search.rows[label.index + 1 : label.index + 8]:
        if row.blank:
            if values or only_indented:
                break
            continue
        if _ends_value(search, row, started=bool(values)) or (only_indented and row.indent <= label.indent):
            break
        values.append(row)
    return values[:4]


def _ends_value(search: Search, row: Row, *, started: bool) -> bool:
    labelled = (row.label is not None and is_label(row.label[0], search.lang)) or " @ " in row.text
    taken = row.index in search.slots or _has_day(row) or row.furniture
    return taken or labelled or is_section(row, search.lang) or (bool(row.heading) and started) or len(row.text) > 120


def _join(parts: Iterable[str]) -> str:
    """Return the rows of a place on one line; what is said twice is kept once."""
    kept: list[str] = []
    for part in (clean(pattern("new").sub("", p)) for p in parts):
        if part and not any(part in k for k in kept):
            kept.append(part)
    head = kept[0].split(",")[0] if kept else ""
    if kept and len(head) > 6 and kept[0].endswith(head) and kept[0] != head:
        kept[0] = kept[0][: -len(head)]
    return clean(pattern("still").sub("", ", ".join(kept)).replace(",,", ","))


def _by_date(search: Search) -> Found | None:
    for used in sorted(search.days, key=lambda u: -u.score):
        inline = used.row.found.times and used.date.span[0] < used.row.found.times[0].span[0]
        if used.row.index in search.slots and not inline:
            continue
        found = _beside(search, used)
        if found is not None:
            return found
    return None


def _beside(search: Search, used: DateUse) -> Found | None:
    """Behind the date, below its row, or before it."""
    row = used.row
    near = [t.span[1] for t in row.found.times if t.span[0] - used.date.span[1] < 40]
    end = max([used.date.span[1], *(near if row.index not in search.slots else [])])
    rest = pattern("linking").sub("", sentence(masked(row)[end:], 0)[0].partition("\x00")[0]).strip(" ,.:;–—-|")
    led = _led(rest)
    bare = rest[led.end() :] if led else rest
    below = _rows_below(search, row)
    if below and led and " " not in bare:
        return _of_rows(below)
    listed = (
        row.text[end:].lstrip()[:1] in (",", "|")
        and rest[:1].isupper()
        and not everywhere("letter.notice").lead(rest)
        and len(rest) < 70
        and row.text.rstrip()[-1] != "."
    )
    if rest and len(rest) < 120 and (led or listed or has_address(rest)):
        cut = pattern("stop").search(bare)
        return Found(_join([bare[: cut.start()] if cut else bare]), (row.number,))
    before = row.text[: used.date.span[0]]
    at = pattern("before").search(before)
    named = at[1] if at else _house_before(before)
    if named and not ONLINE.match(named):
        return Found(clean(named), (row.number,))
    if below:
        return _of_rows(below)
    return _ahead(search, used, before)


def _house_before(before: str) -> str | None:
    """`Konference på Nordby tekniske skole onsdag den 7. marts`: a house right before the day."""
    for led in pattern("any").finditer(before):
        named = before[led.end() :].strip(" ,")
        house = everywhere("place.venues").find(named) if named[:1].isupper() and len(named.split()) <= _HOUSE else None
        if house is not None and len(named) - house.end() <= 1:
            return named
    return None


def _led(rest: str) -> re.Match[str] | None:
    """What leads to the place in the words behind a day: first of all, or further on where an address follows."""
    first = pattern("led").match(rest) or (pattern("any").match(rest) if is_house(rest.partition(",")[0]) else None)
    if first or not has_address(rest):
        return first
    reach = rest if rest[:1].islower() else rest[:_REACH]
    found = (m for m in pattern("led").finditer(reach) if has_address(rest[m.end() :]))
    return next((m for m in found if not _is_house_name(rest[: m.start()])), None)


def _is_house_name(text: str) -> bool:
    """`Vandværket` before `i Køge, Værftsvej 16` is part of the place; `Mødet` is not."""
    words = text.split()
    return bool(words) and all(w[0].isupper() for w in words) and everywhere("kind.event").find(text) is None


def _ahead(search: Search, used: DateUse, before: str) -> Found | None:
    """A house, or the lone words that stand before a day: `Kulturhuset, lille sal - tirsdag den 2. maj`."""
    row = used.row
    alone = before.strip(" ,–—|-")
    for named in (alone, *(re.split(gap, alone)[-1] for gap in (r"\s[–—|-]\s", r",\s"))):
        if is_venue(named) and row.index not in search.slots:
            return Found(clean(named), (row.number,))
    head, _, rest = alone.partition(", ")
    event = search.lang["kind.event"].find(head) and sentence(head, len(head))[0] == head
    if event and has_address(rest) and not has_address(head):
        return Found(clean(rest), (row.number,))
    lone = re.fullmatch(rf"{UPPER}.{{5,60}},\s*", before)
    if row.label is None and lone and "," in before.strip(" ,") and used.score < 5:
        return Found(bare_place(clean(before)), (row.number,))
    return None


def _of_rows(rows: Sequence[Row]) -> Found:
    texts = [bare_place(rows[0].text), *(r.text for r in rows[1:])]
    return Found(_join(texts), tuple(r.number for r in rows))


def _rows_below(search: Search, row: Row) -> list[Row]:
    """Rows shortly below the date that hold an address, or go on with `i …`."""
    near: list[Row] = []
    for below in search.rows[row.index + 1 : row.index + 9]:
        if below.blank:
            if near and not _goes_on(search, near, below):
                break
            continue
        if _no_place(search, below) or len(near) == _ROWS:
            break
        if below.found.times:
            if near or len(below.text) > 40:
                break
            continue
        near.append(below)
    led = pattern("led").match(near[0].text) if near else None
    if led and near[0].index == row.index + 1:
        return [near[0]._replace(text=near[0].text[led.end() :])]
    addressed = [i for i, r in enumerate(near) if has_address(r.text) or is_venue(r.text)]
    return near[: addressed[-1] + 1] if addressed else []


def _goes_on(search: Search, near: Sequence[Row], blank: Row) -> bool:
    """Behind a blank row only the address that is still missing goes on with a place."""
    after = next_filled(search.rows, blank.index)
    return after is not None and has_address(after.text) and not any(has_address(r.text) for r in near)


def _no_place(search: Search, row: Row) -> bool:
    taken = row.index in search.slots or _has_day(row) or len(row.text) > 110 or bool(row.marker or row.table)
    prose = re.search(r"[a-zæøå]{3}[.!?]\s|[!?]$", row.text) is not None
    return taken or prose or is_section(row, search.lang) or search.lang["letter.greeting"].lead(row.text) is not None


def _venue(search: Search) -> Found | None:
    """A house that people meet in, alone in its row beside the heading or the date."""
    near = {u.row.index + step for u in search.days for step in (-2, -1, 1, 2)}
    for position, row in enumerate(search.free()):
        # The first row is a title, unless it goes on behind a comma as a place does.
        if (position < 4 or row.index in near) and (position or "," in row.text) and not row.label:
            said = clean(sentence(row.text, 0)[0])
            if is_venue(said):
                return Found(said, (row.number,))
    return None
