"""Pass 3: from anchors to items: each with its title, speakers, choices, notes and what ends it.

block  := anchor row, then rows until the next anchor or a row that ends the programme
title  := the anchor's text, else the next row; wrapped rows joined
then   := speaker rows, choices (where the words say so), notes
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kl_calendar.model.meeting import Choice, Kind, Person
from kl_calendar.parse.below import read_below, tidy, unasked, without_duration
from kl_calendar.parse.names import is_org, is_role
from kl_calendar.parse.people import people
from kl_calendar.parse.spoken import person_line, spoken, without_marker
from kl_calendar.parse.stages import is_place
from kl_calendar.parse.texts import is_venue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.anchors import Anchor
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row

_TERMINAL = re.compile(r"[.!?:;…][\"”»’)]?$")
_ROOM = 2
_WHERE = 4
"""Words of a place before a title."""
_NUMBER = re.compile(r"(?:[^\W\d_]{1,6}\.?\s)?\d[\d./-]*[.)]?")
"""A first column that numbers the items: `1.`, `Sak 41/25`."""
_COLUMNS = re.compile(r"\s{3,}")


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One item of the programme before its day is known; minutes are after that day's midnight."""

    row: Row
    start: int
    end: int | None
    title: str
    speakers: tuple[Person, ...] = ()
    location: str | None = None
    choices: tuple[Choice, ...] = ()
    notes: tuple[str, ...] = ()
    kind: Kind = Kind.TALK
    lines: tuple[int, ...] = ()
    ends: bool = False
    """Not an item but an end marker: it ends what goes before."""
    skipped: str = ""
    """Why it is no slot (`deadline`, `departure`, `by`), else empty."""
    track: str | None = None
    section: int = 0
    """Which stage or section it stands in, where several run beside each other."""


def item(anchor: Anchor, block: Sequence[Row], lang: Language) -> Item:
    """Read one block."""
    title, rest, place, used = _title(anchor, block, lang)
    title, column_place, column_people = columns(without_duration(title), lang)
    head = spoken(title, lang)
    title, asks = _without_choose_note(head.title, lang)
    title = _without_end_sentence(title, lang)
    speakers = head.speakers or column_people or (person_line(place, lang) if place and not is_venue(place) else ())
    if place:
        place = None if speakers and not (head.speakers or column_people) else _bare_place(place, lang)
    asks = asks or bool(lang["choose.words"].find(title))
    ended = bool(speakers) or head.marked or kind_of(title, lang) is Kind.BREAK  # nobody speaks in a break
    more, choices, notes, said_place = read_below(rest, lang, asks=asks, ended=ended)
    title, first_place = _place_first(title, lang)
    end = anchor.time.end
    if end is None and anchor.duration:
        end = anchor.time.start + anchor.duration
    if more and not speakers:
        title = without_marker(title, lang)
        title, more = _role_cut_off(title, more)
        title = _without_with(title)
        if notes and _is_only_roles(title, lang):
            title, notes = notes[0], notes[1:]
    if not choices:
        title, choices, notes = unasked(title, notes, lang)
    made = Item(
        anchor.row, anchor.time.start, end, tidy(title), (*speakers, *more),
        place or column_place or said_place or first_place, choices, notes,
        kind_of(title, lang), tuple(dict.fromkeys([anchor.row.number, *used, *(r.number for r in rest if r.text)])),
    )  # fmt: skip
    return _judged(made, anchor, lang)


def _place_first(title: str, lang: Language) -> tuple[str, str | None]:
    """`i aulaen: Velkomst`: where it is, before what it is."""
    where, colon, what = title.partition(": ")
    words = where.split()
    if not colon or not 1 < len(words) <= _WHERE or not what.strip():
        return title, None
    if len(words) == _ROOM and is_place(words[0]) and (words[1].isdigit() or len(words[1]) == 1):
        return what, where
    if not where[0].islower():
        return title, None
    return (what, _bare_place(where, lang)) if any(lang["place.in"].are(w) for w in words) else (title, None)


def _bare_place(place: str, lang: Language) -> str:
    """`i pumpehuset` is `pumpehuset`."""
    hit = lang["place.in"].lead(place)
    return place[hit.end() :].strip() if hit and len(place) > hit.end() else place


_CUT = re.compile(r"(?<=[^\W\d_]{2}[.?!])\s+([A-ZÆØÅÄÖÜ][\w-]{3,})$")


def _role_cut_off(title: str, who: tuple[Person, ...]) -> tuple[str, tuple[Person, ...]]:
    """`… i kirken. Tekniker` with the name on the row below: a sentence of one word is what the first of them is."""
    cut = _CUT.search(title)
    if cut is None or who[0].role:
        return title, who
    return title[: cut.start()].rstrip("."), (replace(who[0], role=cut[1]), *who[1:])


def _without_with(title: str) -> str:
    """`Podium mit` with the persons on the rows below."""
    before, _, last = title.rstrip(" :").rpartition(" ")
    return before if before and last in _WITH else title


def _is_only_roles(title: str, lang: Language) -> bool:
    """`Journalist og forfatter` above a name and a title: who it is stands before what it is."""
    words = [w for w in _WORDS.split(title) if w]
    return bool(words) and all(is_role(w, lang) for w in words)


_WITH = ("mit", "med", "with")
_WORDS = re.compile(r"\s*,\s*|\s+(?:og|and|und|och|&)\s+|\s+")


def _judged(made: Item, anchor: Anchor, lang: Language) -> Item:
    """Say where an item is none: an end marker, a deadline, a departure, a time to be there by."""
    head = made.title.casefold()
    closes = len(head.split()) <= 3 and lang["kind.closes"].are(head.split()[-1]) if head else False
    if closes or lang["kind.end"].are(head) or (anchor.qualifier == "latest" and _says_end(head, lang)):
        return replace(made, ends=True)
    if (anchor.time.end is None and lang["labels.deadline"].lead(head)) or lang["deadline.words"].lead(head):
        return replace(made, skipped="deadline")
    leaves = lang["ignore.departure"].lead(head)
    listed = leaves is not None and head[leaves.end() :].startswith(",")  # `Busser, cykler og veje` is a theme
    if leaves and anchor.time.end is None and made.kind is not Kind.MEAL and not (made.speakers or listed):
        return replace(made, skipped="departure")
    if anchor.qualifier == "by":
        return replace(made, skipped="by")
    return made


def _says_end(head: str, lang: Language) -> bool:
    words = [w for p in lang["kind.end"].phrases for w in p.split()[-1:]]
    return any(head.endswith(w) for w in words)


def _without_choose_note(title: str, lang: Language) -> tuple[str, bool]:
    """Take `(vælg en)` and `– vælg ét ved tilmeldingen` off a title."""
    for hit in re.finditer(r"\s*\(([^()]*)\)\s*$|\s*[,–—-]\s+([^,–—()]*)$|[,:]\s*([^,:()]*)$", title):
        note = next(g for g in hit.groups() if g is not None)
        named = hit[3] is not None and lang["choose.labels"].lead(title) and len(title[: hit.start()].split()) <= _ROOM
        if lang["choose.words"].find(note) and len(note) < 60 and not named:  # `Session B: Parallel talks` is a title
            return title[: hit.start()], True
    return title, False


def _without_end_sentence(title: str, lang: Language) -> str:
    """`Afrunding. Mødet slutter senest 14.30` is an item with an end marker behind it."""
    first, dot, second = title.partition(". ")
    return first if dot and lang["kind.end"].lead(second) else title


def columns(title: str, lang: Language) -> tuple[str, str | None, tuple[Person, ...]]:
    """Columns drawn with spaces: title first, then persons or a place."""
    parts = [p for p in _COLUMNS.split(title.strip()) if p]
    if len(parts) > 1 and _NUMBER.fullmatch(parts[0]):
        parts = parts[1:]
    if len(parts) < 2:
        return parts[0] if parts else title, None, ()
    place: str | None = None
    who: tuple[Person, ...] = ()
    for part in parts[1:]:
        named = _column_people(part, lang)
        if named and not who:
            who = named
        elif place is None:
            place = part
        else:
            place = f"{place}, {part}"
    return parts[0], place, who


def _column_people(part: str, lang: Language) -> tuple[Person, ...]:
    """Who a column names: persons, somebody behind a marker, or a body."""
    marked = spoken(part, lang)
    if marked.marked and marked.speakers:
        return marked.speakers
    return person_line(part, lang) or (people(part, lang) if is_org(part, lang) and not is_place(part) else ())


def _title(anchor: Anchor, block: Sequence[Row], lang: Language) -> tuple[str, list[Row], str | None, list[int]]:
    """Return the title's text, the rows left below it, the place where the title stands above, and lines used."""
    rows = [r for r in block if not r.furniture]
    if anchor.title_above:
        above = rows.pop(0) if rows and rows[0].index < anchor.row.index else None
        place = anchor.text.strip(" -–,.") or None
        return (above.text if above else ""), rows, place, [above.number] if above else []
    text, used = anchor.text, []
    if not text:
        filled = next((k for k, r in enumerate(rows) if r.text), None)
        if filled is None:
            return "", rows, None, []
        text, used = rows[filled].text, [rows[filled].number]
        rows = rows[filled + 1 :]
    if anchor.shape == "inline":
        return text, rows, None, used
    while rows and _continues(text, rows[0], anchor, lang):
        text, used = f"{text} {rows[0].text}", [*used, rows[0].number]
        rows = rows[1:]
    return text, rows, None, used


def _continues(text: str, row: Row, anchor: Anchor, lang: Language) -> bool:
    """A row goes on with a title that is plainly broken off: lower case follows, and no mark of its own."""
    if not row.text or row.marker or row.heading or row.found.times:
        return False
    head = row.text.split()[0]
    starts_speaker = bool(re.match(r"(?i)v/|v\.|v:", row.text)) or lang["speaker.strong"].lead(row.text) is not None
    if starts_speaker:
        return False
    if _is_broken_off(text, row, anchor, lang):
        return True
    if _TERMINAL.search(text) and not text.endswith((".", ":")):
        return False
    if text.endswith(":"):
        return head[0].islower() and len(row.text) < 60
    weak = lang["speaker.weak"].lead(row.text)
    if weak and spoken("x " + row.text, lang).speakers and spoken("x " + row.text, lang).title == "x":
        return False
    if _ends_in_role(text, row, lang):
        return True
    unclosed = text.count("(") > text.count(")")
    return (
        unclosed
        or (head[0].islower() and not _TERMINAL.search(text))
        or (head[0].islower() and len(text) > 60 and not text.endswith("."))
    )


def _is_broken_off(text: str, row: Row, anchor: Anchor, lang: Language) -> bool:
    """A text ends in a mark that something follows, or in a speaker's marker (`… ved`) with the name below."""
    if without_marker(text, lang) != text:
        return row.indent > anchor.row.indent or bool(person_line(row.text, lang))
    ends = (",", "–", "-", " og", " and", " und", " och", "&", "(")
    return text.rstrip().endswith(ends) and not spoken(text, lang).marked


def _ends_in_role(text: str, row: Row, lang: Language) -> bool:
    """`… v/lektor` with the name on the row below."""
    last = re.split(r"[\s/]", text)[-1]
    return is_role(last, lang) and spoken(text, lang).marked and bool(person_line(row.text, lang))


def kind_of(title: str, lang: Language) -> Kind:
    """Tell what a slot is for its participants by the first words of its title."""
    for name, kind in (("meal", Kind.MEAL), ("break", Kind.BREAK), ("registration", Kind.REGISTRATION)):
        if lang[f"kind.{name}"].lead(title):
            return kind
    return Kind.TALK
