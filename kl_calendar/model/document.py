"""A document as read: located lines without meaning. Every reader makes this, the parser sees nothing else.

Blank lines are kept (`text == ""`), because distance is meaning. A table row is one `Line` with `cells`, whose `text`
is the cells' texts joined with a tab; rows of one table share `table` (1, 2, …; 0 is no table).
"""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Zone(Enum):
    """The part of a page a line stands in, where the format tells."""

    BODY = "body"
    HEADER = "header"
    FOOTER = "footer"
    MARGIN = "margin"
    """A side column or box beside the text, such as a letterhead's."""
    QUOTED = "quoted"
    """An earlier mail quoted below or inside this one."""


class Link(NamedTuple):
    """A link: the words it stands on and its target (absolute, as written)."""

    text: str
    target: str


class Cell(NamedTuple):
    """One table cell: its text (lines inside it joined by a line feed), and how it is merged."""

    text: str
    colspan: int = 1
    continued: bool = False
    """This cell is the continuation of a cell merged downwards from the row above (its `text` is then empty)."""
    header: bool = False
    bold: bool = False
    links: tuple[Link, ...] = ()


class Line(NamedTuple):
    """One line or table row.

    `number` is what people would look for: the line in a text file, the running line elsewhere. `text` has neither
    indent nor list marker. `indent` counts columns for text, list levels times two elsewhere. `marker` is a list marker
    as printed (`-`, `•`, `1.`, `a)`), `heading` a heading's level (1 is the top, 0 no heading).
    """

    number: int
    text: str
    indent: int = 0
    marker: str = ""
    heading: int = 0
    bold: bool = False
    """All of the line's text is bold."""
    page: int = 1
    zone: Zone = Zone.BODY
    table: int = 0
    cells: tuple[Cell, ...] = ()
    links: tuple[Link, ...] = ()


class Given(NamedTuple):
    """An event the source states as data (JSON-LD, iCalendar, frab schedule): given, not read from prose.

    `start` and `end` are local to `timezone` when it is set, a bare date when there is no time of day.
    """

    title: str
    start: datetime | date
    end: datetime | date | None = None
    timezone: str | None = None
    location: str | None = None
    description: str = ""
    url: str | None = None
    speakers: tuple[str, ...] = ()
    status: str | None = None
    """An iCalendar STATUS value or a schema.org eventStatus's last word, as written."""
    organizer: str | None = None
    language: str | None = None
    track: str | None = None
    line: int = 0
    parts: tuple[Given, ...] = ()
    """The slots: schema.org `subEvent`, the events of a calendar, the talks of a schedule."""


_NOTHING: Mapping[str, object] = MappingProxyType({})


class Document(NamedTuple):
    """What a reader made of one source."""

    name: str
    format: str
    """`txt`, `md`, `docx`, `odt`, `pdf`, `html`, `eml`, `msg`, `rtf`, `ics`, `json`."""
    lines: tuple[Line, ...]
    title: str | None = None
    """A title that stands outside the text: a page's `<title>`, a mail's subject, a document property."""
    dated: date | None = None
    """The day the source itself was sent or published (a mail's Date header)."""
    language: str | None = None
    """A language the source declares (`<html lang>`), as an ISO 639-1 code."""
    front_matter: Mapping[str, object] = _NOTHING
    """Keys of the front matter (`---` YAML or `+++` TOML) as parsed, unchecked."""
    given: tuple[Given, ...] = ()
    days: tuple[date, ...] = ()
    """Days the source states for programs beside its text (`<time datetime>`): they tell years the text leaves out."""
    notes: tuple[tuple[int, str], ...] = ()
    """What the reader had to leave out or repair: (line, code of a problem kind)."""
