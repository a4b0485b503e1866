"""Pass 3: from anchors to items: each with its title, speakers, choices, notes and what ends it.

block  := anchor row, then rows until the next anchor or a row that ends the programme
title  := the anchor's text, else the next row; wrapped rows joined
then   := speaker rows, choices (where the words say so), notes
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kl_calendar.model.meeting import Choice, Kind, Person
from kl_calendar.parse.people import people
from kl_calendar.parse.spoken import person_line, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.anchors import Anchor
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row

_TERMINAL = re.compile(r"[.!?:;…][\"”»’)]?$")
_CHOICE_LABEL = re.compile(r"^(?:[A-ZÆØÅa-z]|\d{1,2}|[IVX]{1,4})[.):]\s+")
_DURATION = re.compile(r"\s*[(\[]?\s*(?:ca\.?\s*)?\d{1,3}\s?(?:min\w*\.?|minut\w*)\s*[)\]]?\s*$", re.IGNORECASE)
_EACH = re.compile(r"(?i)(?:\b(?:af|à|x|of|av|på|hver|hvert|je|mit)|\d\s?x)$")
"""`3 runder af 30 min.` is no length of the whole."""
_COLUMN = 20
"""A row that hangs this far in goes on with a column of persons."""
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
    head = spoken(_without_duration(title), lang)
    title, asks = _without_choose_note(head.title, lang)
    title = _without_end_sentence(title, lang)
    title, column_place, column_people = columns(title, lang)
    speakers = head.speakers or column_people
    asks = asks or bool(lang["choose.words"].find(title))
    more, choices, notes = _below(rest, lang, asks=asks, ended=bool(speakers) or head.marked)
    end = anchor.time.end
    if end is None and anchor.duration:
        end = anchor.time.start + anchor.duration
    if not choices:
        title, choices, notes = _labelled_tracks(title, notes, lang)
    if not choices and lang["choose.labels"].find(title):
        choices, notes = _lettered(notes, lang)
    made = Item(
        anchor.row, anchor.time.start, end, _tidy(title), (*speakers, *more), place or column_place, choices, notes,
        kind_of(title, lang), tuple(dict.fromkeys([anchor.row.number, *used, *(r.number for r in rest if r.text)])),
    )  # fmt: skip
    return _judged(made, anchor, lang)


def _labelled_tracks(
    title: str, notes: tuple[str, ...], lang: Language
) -> tuple[str, tuple[Choice, ...], tuple[str, ...]]:
    """`Spor 1: Fiskeri` with `Spor 2: Turisme` on the row below are choices, though no word says so."""
    label = re.compile(rf"(?i)({lang['choose.labels'].pattern})\s+(?:[A-Z]|\d{{1,2}})\s*[:.–-]\s*\S")
    first = label.match(title)
    rows = [n for n in notes if (found := label.match(n)) and first and found[1].casefold() == first[1].casefold()]
    if not rows:
        return title, (), notes
    choices = tuple(_choice(text, lang) for text in (title, *rows))
    return " / ".join(c.title for c in choices), choices, tuple(n for n in notes if n not in rows)


def _lettered(notes: tuple[str, ...], lang: Language) -> tuple[tuple[Choice, ...], tuple[str, ...]]:
    """`A: …`, `B: …` below a title such as `Workshop A eller B`."""
    rows = [n for n in notes if re.match(r"[A-H][:.)]\s+\S", n)]
    if len(rows) < 2 or [n[0] for n in rows] != [chr(ord("A") + k) for k in range(len(rows))]:
        return (), notes
    return tuple(_choice(n, lang) for n in rows), tuple(n for n in notes if n not in rows)


def _judged(made: Item, anchor: Anchor, lang: Language) -> Item:
    """Say where an item is none: an end marker, a deadline, a departure, a time to be there by."""
    head = made.title.casefold()
    closes = len(head.split()) <= 3 and lang["kind.closes"].are(head.split()[-1]) if head else False
    if closes or lang["kind.end"].are(head) or (anchor.qualifier == "latest" and _says_end(head, lang)):
        return replace(made, ends=True)
    if (anchor.time.end is None and lang["labels.deadline"].lead(head)) or lang["deadline.words"].lead(head):
        return replace(made, skipped="deadline")
    if lang["ignore.departure"].lead(head) and anchor.time.end is None and made.kind is not Kind.MEAL:
        return replace(made, skipped="departure")
    if anchor.qualifier == "by":
        return replace(made, skipped="by")
    return made


def _says_end(head: str, lang: Language) -> bool:
    words = [w for p in lang["kind.end"].phrases for w in p.split()[-1:]]
    return any(head.endswith(w) for w in words)


def _tidy(title: str) -> str:
    return re.sub(r"\s+", " ", title).strip(" \t,;:–—-|*").rstrip()


def _without_duration(text: str) -> str:
    found = _DURATION.search(text) if "min" in text.lower() else None
    return text if found is None or _EACH.search(text[: found.start()]) else text[: found.start()]


def _without_choose_note(title: str, lang: Language) -> tuple[str, bool]:
    """Take `(vælg en)` and `– vælg ét ved tilmeldingen` off a title."""
    for hit in re.finditer(r"\s*\(([^()]*)\)\s*$|\s*[,–—-]\s+([^,–—()]*)$|[,:]\s*([^,:()]*)$", title):
        note = next(g for g in hit.groups() if g is not None)
        if lang["choose.words"].find(note) and len(note) < 60:
            return title[: hit.start()], True
    return title, False


def _without_end_sentence(title: str, lang: Language) -> str:
    """`Afrunding. Mødet slutter senest 14.30` is an item with an end marker behind it."""
    first, dot, second = title.partition(". ")
    return first if dot and lang["kind.end"].lead(second) else title


def columns(title: str, lang: Language) -> tuple[str, str | None, tuple[Person, ...]]:
    """Columns drawn with spaces: title first, then persons or a place."""
    parts = [p for p in _COLUMNS.split(title.strip()) if p]
    if len(parts) < 2:
        return title, None, ()
    place: str | None = None
    who: tuple[Person, ...] = ()
    for part in parts[1:]:
        named = person_line(part, lang)
        if named and not who:
            who = named
        elif place is None:
            place = part
        else:
            place = f"{place}, {part}"
    return parts[0], place, who


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
    if (
        text.rstrip().endswith((",", "–", "-", " og", " and", " und", " och", "&", "("))
        and not spoken(text, lang).marked
    ):
        return True
    if _TERMINAL.search(text) and not text.endswith((".", ":")):
        return False
    if text.endswith(":"):
        return head[0].islower() and len(row.text) < 60
    weak = lang["speaker.weak"].lead(row.text)
    if weak and spoken("x " + row.text, lang).speakers and spoken("x " + row.text, lang).title == "x":
        return False
    unclosed = text.count("(") > text.count(")")
    return (
        unclosed
        or (head[0].islower() and not _TERMINAL.search(text))
        or (head[0].islower() and len(text) > 60 and not text.endswith("."))
    )


def kind_of(title: str, lang: Language) -> Kind:
    """Tell what a slot is for its participants by the first words of its title."""
    for name, kind in (("meal", Kind.MEAL), ("break", Kind.BREAK), ("registration", Kind.REGISTRATION)):
        if lang[f"kind.{name}"].lead(title):
            return kind
    return Kind.TALK


@dataclass(slots=True, eq=False, repr=False)
class _Below:
    """What stands below a title, as it is read row by row."""

    lang: Language
    asks: bool
    """Words say that participants choose."""
    ended: bool
    """The title's own row named its speakers."""
    speakers: list[Person] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    panel: bool = False

    def take(self, row: Row) -> None:
        """Take one row: a choice, speakers, or a note."""
        text = _without_duration(row.text)
        if self.lang["speaker.moderator"].lead(text):
            self.notes.append(text)
        elif not self._chosen(row, text):
            self._said(row, text)

    def _chosen(self, row: Row, text: str) -> bool:
        """Tell whether the row belongs to the choices, and keep it."""
        listed = bool(row.marker) or row.indent > 0
        if self.choices and not self._labelled(row, text):
            who = _speaker_row(text, self.lang, ended=True, started=True)
            if who:
                self.choices[-1] = replace(self.choices[-1], speakers=(*self.choices[-1].speakers, *who))
                return True
        if not row.marker and len(text) < 120 and self.lang["choose.words"].find(text):
            self.asks = True
            return True
        if self.choices and row.label and row.label[1] and self.lang["labels.place"].are(row.label[0]):
            self.choices[-1] = replace(self.choices[-1], location=row.label[1])
            return True
        if self.choices and not row.marker and _starts_with_speaker(text, self.lang):
            return True
        if self.asks and not self._speaks(row, text) and _is_choice(row, text, self.lang, listed=listed):
            self.choices.append(_choice(text, self.lang))
            return True
        return False

    def _labelled(self, row: Row, text: str) -> bool:
        return self.asks and (bool(row.marker) or _CHOICE_LABEL.match(text) is not None)

    def _speaks(self, row: Row, text: str) -> bool:
        """Before the first choice, a row of persons without marker speaks for the whole item."""
        return (
            not self.choices and not row.marker and bool(_speaker_row(text, self.lang, ended=self.ended, started=False))
        )

    def _said(self, row: Row, text: str) -> None:
        listed = bool(row.marker) or row.indent > 0
        label, colon, value = text.partition(":")
        if colon and self.lang["speaker.people"].are(label):
            self.panel = True
            self.speakers += people(value, self.lang) if value.strip() else ()
            return
        who = people(text, self.lang) if self.panel and listed else ()
        column = row.indent >= _COLUMN
        who = who or _speaker_row(
            text, self.lang, ended=self.ended and not column, started=bool(self.speakers), hangs=row.indent > 4
        )
        self.speakers += who
        if not who:
            self.panel = self.panel and listed
            self.notes.append(row.text)


def _below(
    rows: Sequence[Row], lang: Language, *, asks: bool, ended: bool
) -> tuple[tuple[Person, ...], tuple[Choice, ...], tuple[str, ...]]:
    """Read what stands below a title: more speakers, choices, notes."""
    below = _Below(lang, asks, ended)
    for row in rows:
        if row.text and not row.furniture:
            below.take(row)
    return tuple(below.speakers), tuple(below.choices), tuple(below.notes)


def _starts_with_speaker(text: str, lang: Language) -> bool:
    return (
        bool(re.match(r"(?i)v/|v\.\s", text))
        or lang["speaker.strong"].lead(text) is not None
        or re.match(rf"(?i)(?:{lang['speaker.weak'].pattern})\s", text) is not None
    )


def _speaker_row(text: str, lang: Language, *, ended: bool, started: bool, hangs: bool = False) -> tuple[Person, ...]:
    """Persons of a row: marked (`v/ …`, `Oplæg v/ …`), a goes-on (`og …`), or persons and nothing else."""
    marked = spoken(text, lang)
    if marked.marked and marked.speakers and (len(marked.title) < 3 or (marked.strong and len(marked.title) < 90)):
        return marked.speakers
    goes_on = re.match(r"(?i)(?:og|and|und|och|samt|&)\s+", text)
    if goes_on and (started or ended):
        return person_line(text[goes_on.end() :], lang)
    return () if ended else person_line(text, lang, alone=hangs)


def _is_choice(row: Row, text: str, lang: Language, *, listed: bool) -> bool:
    if lang["choose.words"].find(text) and not listed:
        return False
    if listed or _CHOICE_LABEL.match(text):
        return len(text) < 200
    labelled = lang["choose.labels"].lead(text)
    return bool(labelled) or (len(text) < 90 and not _TERMINAL.search(text))


def _choice(text: str, lang: Language) -> Choice:
    """Read one choice: its label is no part of its title."""
    bare = _CHOICE_LABEL.sub("", text)
    label = re.match(rf"(?i)(?:{lang['choose.labels'].pattern})\s+(?:[A-Z]|\d{{1,2}}|[IVX]+)\s*[.:–)-]\s*", bare)
    bare = bare[label.end() :] if label else bare
    head = spoken(bare, lang)
    title, room = _room(head.title, lang)
    return Choice(_tidy(title), head.speakers, room)


def _room(title: str, lang: Language) -> tuple[str, str | None]:
    """Take a room in parentheses off a choice: `Trivsel (Sal 1)`."""
    found = re.search(r"\s*\(([^()]{2,30})\)$", title)
    if found and (lang["ignore.rooms"].lead(found[1]) or lang["labels.place"].lead(found[1])):
        return title[: found.start()], found[1]
    return title, None
