"""What stands below a title: more speakers, choices (where the words or labels say so), notes.

below := (people | choice | note)*
choice := a row of a list, once words have said that participants choose, or rows that share a label (`Spor 1:`)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.model.meeting import Choice, Person
from kl_calendar.parse.grammar import EACH
from kl_calendar.parse.language import language
from kl_calendar.parse.names import is_given, is_surely
from kl_calendar.parse.people import people
from kl_calendar.parse.spoken import person_line, spoken
from kl_calendar.parse.stages import is_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row

_WITH = re.compile(r"(?:[Mm]ed|[Mm]it|[Ww]ith)\s+(?=[^\W\d_])")
_TERMINAL = re.compile(r"[.!?:;…][\"”»’)]?$")
_CHOICE_LABEL = re.compile(r"^(?:(?:[A-ZÆØÅa-z]|\d{1,2}|[IVX]{1,4})[.):]\s+|[A-H]\s{2,})")
_LETTERED = re.compile(r"[A-H](?:[:.)]\s+|\s{2,})\S")
_GOES_ON = re.compile(r"(?i)(?:og|and|und|och|samt|&)\s+")
_ROOM = re.compile(r"\s*\((?P<inside>[^()]{2,30})\)$|\s[–-]\s(?P<behind>[^–()-]{2,30})$")
_PARENTHESIS = re.compile(r"\s*\([^()]*\)$")
_DURATION = re.compile(
    r"\s*[(\[]?\s*(?:ca\.?\s*)?(?:\d{1,3}\s?[–-]\s?)?\d{1,3}\s?(?:min\w*\.?|minut\w*)\s*[)\]]?\s*$", re.IGNORECASE
)
_OPEN_END = re.compile(r"\w,?\s(?:og|och|and|und|samt|&)$")
_INLINE = re.compile(r"(?:^|(?<=\s))([A-Ha-h])[):]\s+(?=\S{3})")
_NOTE = re.compile(r"\s*\(([^()]*)\)$")
_SOME_CHOICES = 2
_COLUMN = 20
"""A row that hangs this far in goes on with a column of persons."""
_HANGS = 4
_FIELD = 80
"""Characters of a place or of persons behind a label; more are a description."""
_PLACE_WORDS = 3
_LABEL_WORDS = 2
"""Words of a label that says what somebody does (`Oplæg: Ida Holm`)."""


@cache
def _labelled(code: str) -> re.Pattern[str]:
    """`Workshop 1 – `: a label with its letter or number."""
    labels = language(code)["choose.labels"].pattern
    return re.compile(rf"(?i)({labels})\s+(?:[A-Z]|\d{{1,2}}|[IVX]+)\s*[.:–)-]\s*")


def labelled_tracks(
    title: str, notes: tuple[str, ...], lang: Language
) -> tuple[str, tuple[Choice, ...], tuple[str, ...]]:
    """`Spor 1: Fiskeri` with `Spor 2: Turisme` on the row below are choices, though no word says so."""
    if not (notes and lang["choose.labels"].lead(title)):
        return title, (), notes
    label = _labelled(lang.code)
    first = label.match(title)
    rows = [n for n in notes if (found := label.match(n)) and first and found[1].casefold() == first[1].casefold()]
    if not rows:
        return title, (), notes
    choices = _with_rooms([_choice(text, lang) for text in (title, *rows)])
    return " / ".join(c.title for c in choices), choices, tuple(n for n in notes if n not in rows)


def unasked(title: str, notes: tuple[str, ...], lang: Language) -> tuple[str, tuple[Choice, ...], tuple[str, ...]]:
    """Return title, choices and notes, where the choices are told by their letters or labels and no word asks."""
    title, choices = inline(title, lang)
    if not choices:
        title, choices, notes = labelled_tracks(title, notes, lang)
    if not choices and lang["choose.labels"].find(title):
        choices, notes = lettered(notes, lang)
    if not choices:
        choices, notes = labelled(notes, lang)
    return title, choices, notes


def inline(title: str, lang: Language) -> tuple[str, tuple[Choice, ...]]:
    """`Besøg (vælg): A) Banken  B) Huset`: lettered choices on the title's own row."""
    hits = list(_INLINE.finditer(title))
    if len(hits) < _SOME_CHOICES or [hit[1].upper() for hit in hits] != [chr(ord("A") + k) for k in range(len(hits))]:
        return title, ()
    ends = [*(hit.start() for hit in hits[1:]), len(title)]
    choices = _with_rooms([_choice(title[h.end() : end].strip(" ,;"), lang) for h, end in zip(hits, ends, strict=True)])
    before = title[: hits[0].start()].strip(" :–-")
    note = _NOTE.search(before)
    before = before[: note.start()] if note and lang["choose.words"].find(note[1]) else before
    return before or " / ".join(c.title for c in choices), choices


def lettered(notes: tuple[str, ...], lang: Language) -> tuple[tuple[Choice, ...], tuple[str, ...]]:
    """`A: …`, `B: …` below a title such as `Workshop A eller B`."""
    rows = [n for n in notes if _LETTERED.match(n)]
    if len(rows) < 2 or [n[0] for n in rows] != [chr(ord("A") + k) for k in range(len(rows))]:
        return (), notes
    return tuple(_choice(n, lang) for n in rows), tuple(n for n in notes if n not in rows)


def labelled(notes: tuple[str, ...], lang: Language) -> tuple[tuple[Choice, ...], tuple[str, ...]]:
    """`Gruppe 1: …`, `Gruppe 2: …` below a title: things that go on at once, each with the same label."""
    hits = {n: hit for n in notes if (hit := _labelled(lang.code).match(n))}
    if len(hits) < 2 or len({hit[1].casefold() for hit in hits.values()}) > 1 or len({h[0] for h in hits.values()}) < 2:
        return (), notes
    return _with_rooms([_choice(n, lang) for n in hits]), tuple(n for n in notes if n not in hits)


def tidy(title: str) -> str:
    """Return a title with single spaces and without separators at its ends."""
    return re.sub(r"\s+", " ", title).strip(" \t,;:–—-|*").rstrip()


def without_duration(text: str) -> str:
    """Take a length at the end off a text; not the one of each of several rounds."""
    found = _DURATION.search(text) if "min" in text.lower() else None
    return text if found is None or EACH.search(text[: found.start()]) else text[: found.start()]


class Below(NamedTuple):
    """What stands below a title."""

    speakers: tuple[Person, ...]
    choices: tuple[Choice, ...]
    notes: tuple[str, ...]
    location: str | None


@dataclass(slots=True, eq=False, repr=False)
class _Below:
    """What stands below a title, as it is read row by row."""

    lang: Language
    asks: bool
    """Words say that participants choose."""
    ended: bool
    """The title's own row named its speakers."""
    heads: frozenset[int] | None = None
    """The rows that may be choices, where paragraphs of several rows stand below: the first of each."""
    speakers: list[Person] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    """Those notes that are points of a list."""
    location: str | None = None
    panel: bool = False

    def take(self, row: Row) -> None:
        """Take one row: a choice, speakers, or a note."""
        text = without_duration(row.text)
        if self.lang["speaker.moderator"].lead(text):
            self.notes.append(text)
        elif not self._chosen(row, text) and not self._labelled_field(row):
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
            self._ask()
            return True
        if self.choices and row.label and row.label[1] and self.lang["labels.place"].are(row.label[0]):
            self.choices[-1] = replace(self.choices[-1], location=row.label[1])
            return True
        if self.choices and not row.marker and _starts_with_speaker(text, self.lang):
            return True
        if (
            self.asks
            and (self.heads is None or row.index in self.heads)
            and not self._speaks(row, text)
            and _is_choice(row, text, self.lang, listed=listed)
        ):
            self.choices.append(_choice(text, self.lang))
            return True
        return False

    def _ask(self) -> None:
        """Words say that participants choose: what is still to come, or the list that stands above them."""
        self.asks = True
        if len(self.listed) > 1 and not self.choices:
            self.choices += [_choice(text, self.lang) for text in self.listed]
            self.notes = [note for note in self.notes if note not in self.listed]

    def _labelled_field(self, row: Row) -> bool:
        """`Sted: Salen` and `Ved: Formandskabet` below a title."""
        label, value = row.label or ("", "")
        if not value or row.marker or len(value) > _FIELD or value.endswith("."):
            return False
        if self.lang["labels.place"].are(label) and self.location is None:
            self.location = value
            return True
        if self.lang["columns.speaker"].are(label) and not self.speakers and not self.ended:
            self.speakers += people(value, self.lang)
            return bool(self.speakers)
        return False

    def _labelled(self, row: Row, text: str) -> bool:
        return self.asks and (bool(row.marker) or _CHOICE_LABEL.match(text) is not None)

    def _speaks(self, row: Row, text: str) -> bool:
        """Before the first choice, a row of persons without marker speaks for the whole item."""
        return (
            not self.choices
            and not row.marker
            and not self._labelled(row, text)
            and bool(_speaker_row(text, self.lang, ended=self.ended, started=False))
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
            text,
            self.lang,
            ended=self.ended and not column,
            started=bool(self.speakers),
            hangs=row.indent > _HANGS and not row.marker,
        )
        if row.marker and not self.panel and len(who) == 1 and text.strip(" .") == who[0].name and not is_surely(text):
            who = ()  # a list names places as well
        self.speakers += who
        if who:
            self.notes += _said_of(text, self.lang)
            return
        self.panel = self.panel and listed
        self.notes.append(row.text)
        if row.marker:
            self.listed.append(row.text)


def read_below(rows: Sequence[Row], lang: Language, *, asks: bool, ended: bool) -> Below:
    """Read what stands below a title: more speakers, choices, notes."""
    below = _Below(lang, asks, ended, _heads(rows))
    for row in _whole(rows):
        if row.text and not row.furniture:
            below.take(row)
    return Below(tuple(below.speakers), _with_rooms(below.choices), tuple(below.notes), below.location)


def _whole(rows: Sequence[Row]) -> Iterator[Row]:
    """Rows, where one that ends with `og` goes on with the one below."""
    begun: Row | None = None
    for row in rows:
        whole = (
            row._replace(text=f"{begun.text} {row.text}", indent=begun.indent, marker=begun.marker) if begun else row
        )
        begun = whole if row.text and not row.marker and _OPEN_END.search(row.text) else None
        if begun is None:
            yield whole
    if begun is not None:
        yield begun


def _heads(rows: Sequence[Row]) -> frozenset[int] | None:
    """The first rows of paragraphs, where two or more paragraphs go on below theirs."""
    firsts: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for row in rows:
        if row.text:
            firsts.setdefault(row.paragraph, row.index)
            sizes[row.paragraph] = sizes.get(row.paragraph, 0) + 1
    return frozenset(firsts.values()) if sum(size > 1 for size in sizes.values()) > 1 else None


def _with_rooms(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Where most choices have their room in parentheses, what the others have there is one too."""
    if sum(c.location is not None for c in choices) * 2 <= len(choices):
        return tuple(choices)
    return tuple(
        replace(c, title=c.title[: found.start()], location=found[found.lastgroup or 0])
        if c.location is None and (found := _ROOM.search(c.title))
        else c
        for c in choices
    )


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
    first = marked.speakers[0] if marked.speakers else None
    sure = first is not None and (is_surely(first.name) or (bool(first.role) and " " not in marked.title))
    if marked.marked and first is not None and not ended and sure:
        told = " " not in marked.title or (bool(first.role) and text[0].isupper())
        if told:
            return marked.speakers  # `Oplæg ved Ida Holm`, `Erfaringer med regn ved Ida Holm, ingeniør`
    with_whom = _WITH.match(text)
    if with_whom and not ended and is_surely(text[with_whom.end() :]):
        return person_line(text[with_whom.end() :], lang, alone=True)
    goes_on = _GOES_ON.match(text)
    if goes_on and (started or ended):
        return person_line(text[goes_on.end() :], lang)
    if ended or _is_only_place(text):
        return ()
    return _labelled_people(text, lang) or person_line(text, lang, alone=hangs)


def _is_only_place(text: str) -> bool:
    """`Store Torv (ved regn i hallen)`: a few words, one of them a place, and no given name."""
    place = _PARENTHESIS.sub("", text)
    words = place.split()
    return "," not in place and len(words) <= _PLACE_WORDS and is_place(place) and not any(map(is_given, words))


def _said_of(text: str, lang: Language) -> list[str]:
    """What a row says before the marker that names its persons, where that is more than a word such as `Oplæg`."""
    marked = spoken(text, lang)
    title = marked.title.strip(" .,–-")
    return [title] if marked.marked and " " in title else []


def _labelled_people(text: str, lang: Language) -> tuple[Person, ...]:
    """`Oplæg: Ida Holm, formand`: what somebody does, and who."""
    label, colon, who = text.partition(": ")
    said = lang["labels.other|labels.registration|labels.place|labels.time"].are(label)
    if not colon or said or len(label.split()) > _LABEL_WORDS or not label[:1].isupper():
        return ()
    return person_line(who, lang) if is_surely(who) or ", " in who else ()


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
    label = _labelled(lang.code).match(bare) if lang["choose.labels"].lead(bare) else None
    bare = bare[label.end() :] if label else bare
    head = spoken(bare, lang)
    title, room = _room(head.title, lang)
    return Choice(tidy(title), head.speakers, room)


def _room(title: str, lang: Language) -> tuple[str, str | None]:
    """Take a room in parentheses or behind a dash off a choice: `Trivsel (Sal 1)`, `Trivsel – Sal 1`."""
    found = _ROOM.search(title)
    where = found[found.lastgroup or 0] if found else ""
    if found and (lang["ignore.rooms"].lead(where) or lang["labels.place"].lead(where) or is_place(where)):
        return title[: found.start()], where
    return title, None
