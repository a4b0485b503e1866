"""Runs of text in, `Line`s out: white space as a browser shows it, markers told from words, blank lines where a gap is.

A gap between paragraphs is one blank line; blank lines somebody typed are kept up to `MAX_BLANK`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kl_calendar.model.document import Cell, Line, Link, Zone
from kl_calendar.read.markers import split_marker
from kl_calendar.read.plain import clean, within_limits

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_BLANK = 2
"""More blank lines than this in a row say nothing more."""

TAB = "\ue000"
"""Stands for a tab stop while white space is being collapsed."""

_JOINTS = "-–—/.,:;)( \u00a0\n\t"
"""Characters that join two parts of a line, or keep them apart, by themselves."""

_BREAKING = re.compile(r"[ \t\r\n\f\v]+")
_GAP = re.compile(r"(?<! ) {2,3}(?! )")
_PLAIN = re.compile(r"[\x21-\x7e\u00a1-\u00ac\u00ae-\u1fff]+(?: [\x21-\x7e\u00a1-\u00ac\u00ae-\u1fff]+)*")


def tidy(text: str) -> str:
    """Return the text as it looks: soft hyphens gone, white space collapsed, wide gaps of fixed spaces kept."""
    if _PLAIN.fullmatch(text):
        return text
    text = clean(_BREAKING.sub(" ", text))
    return re.sub(rf" ?{TAB} ?", "\t", _GAP.sub(" ", text)).strip()


@dataclass(frozen=True, slots=True)
class Look:
    """How text stands at a place in the page: what an element hands down to what is inside it."""

    bold: bool = False
    pre: bool = False
    heading: int = 0
    indent: int = 0
    zone: Zone = Zone.BODY
    tight: bool = False
    """Paragraphs here are the lines of one item: no blank line between them."""
    item: bool = False
    """Inside a list item: the lines after the one with the marker hang below its words."""


@dataclass(slots=True)
class _OpenLink:
    start: int
    target: str


class Writer:
    """The lines so far and the line being filled."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[Line] = []
        self.look = Look()
        self.tables = 0
        self._runs: list[tuple[str, bool]] = []
        self._marker = ""
        self._meeting = ""
        self._links: list[Link] = []
        self._open: list[_OpenLink] = []

    def text(self, text: str, look: Look) -> None:
        """Add a run of text to the line."""
        if not self._runs:
            if not look.pre and not text.strip(" \t\r\n\f"):
                return
            self.look = look
        elif self._meeting and self._parted(text):
            self._runs.append((" ", look.bold))
        self._meeting = ""
        self._runs.append((text, look.bold))

    def last(self) -> str:
        """Return the run the line ends with so far."""
        return self._runs[-1][0] if self._runs else ""

    def part(self, *, always: bool) -> None:
        """A part of the line ends here that only the page's style may keep from the next: `9.00`, then `Kaffe`."""
        self._meeting = "always" if always else "at a capital"

    def _parted(self, text: str) -> bool:
        how, self._meeting = self._meeting, ""
        end, start = self._runs[-1][0][-1:], text[:1]
        if how == "always":
            return end not in _JOINTS and start not in _JOINTS
        return bool(how) and end.isalnum() and (start.isupper() or start.isdigit())

    def begin_link(self, target: str) -> None:
        """Start a link here."""
        self._open.append(_OpenLink(len(self._runs), target))

    def end_link(self) -> None:
        """End the innermost link."""
        self._close(self._open.pop())

    def mark(self, marker: str) -> None:
        """Give the next line a list marker."""
        self._marker = marker

    def _close(self, link: _OpenLink) -> None:
        text = tidy("".join(run for run, _ in self._runs[link.start :]))
        if text and link.target:
            self._links.append(Link(text, link.target))

    def end(self) -> bool:
        """End the line; say whether there was one."""
        if not self._runs:
            return False
        for link in self._open:
            self._close(link)
            link.start = 0
        text = tidy("".join(run for run, _ in self._runs))
        bold = bool(text) and all(is_bold for run, is_bold in self._runs if tidy(run))
        links, self._links, self._runs = tuple(self._links), [], []
        self._line(text, bold=bold, links=links)
        return True

    def _line(self, text: str, *, bold: bool, links: tuple[Link, ...]) -> None:
        if not text:
            self.blank()
            return
        look = self.look
        typed, rest = ("", text) if self._marker or look.heading else split_marker(text)
        marker, self._marker = self._marker or typed, ""
        plain = bold and not look.heading
        indent = look.indent + (2 if look.item and not marker else 0)
        self.lines.append(Line(self._number(), rest, indent, marker, look.heading, plain, zone=look.zone, links=links))

    def _number(self) -> int:
        number = len(self.lines) + 1
        within_limits(self.name, number)
        return number

    def blank(self) -> None:
        """Add a typed blank line."""
        tail = self.lines[-MAX_BLANK:]
        if tail and not (len(tail) == MAX_BLANK and all(not line.text for line in tail)):
            self.lines.append(Line(self._number(), "", zone=self.look.zone))

    def gap(self) -> None:
        """Leave a gap before what comes next."""
        if self.lines and self.lines[-1].text:
            self.lines.append(Line(self._number(), ""))

    def row(self, cells: Iterable[Cell], *, table: int, zone: Zone) -> None:
        """Add a table row, unless it is empty."""
        made = tuple(cells)
        if not any(cell.text for cell in made):
            return
        text = "\t".join(cell.text.replace("\n", " ") for cell in made)
        links = tuple(link for cell in made for link in cell.links)
        bold = all(cell.bold for cell in made if cell.text)
        self.lines.append(
            Line(self._number(), text, bold=bold, zone=zone, table=table, cells=made, links=links),
        )

    def finished(self) -> tuple[Line, ...]:
        """Return the lines without the blank ones at the end."""
        self.end()
        while self.lines and not self.lines[-1].text:
            self.lines.pop()
        return tuple(self.lines)
