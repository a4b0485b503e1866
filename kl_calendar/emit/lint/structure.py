"""Unfolded lines in, components with their properties out; what belongs to none is a finding."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kl_calendar.emit.lines import ContentLine, taken_apart
from kl_calendar.emit.lint import kinds
from kl_calendar.limits import MAX_NESTING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kl_calendar.model.problem import Problem

_NAMES = (
    # RFC 5545
    "CALSCALE METHOD PRODID VERSION ATTACH CATEGORIES CLASS COMMENT DESCRIPTION GEO LOCATION PERCENT-COMPLETE PRIORITY "
    "RESOURCES STATUS SUMMARY COMPLETED DTEND DUE DTSTART DURATION FREEBUSY TRANSP TZID TZNAME TZOFFSETFROM TZOFFSETTO "
    "TZURL ATTENDEE CONTACT ORGANIZER RECURRENCE-ID RELATED-TO URL UID EXDATE RDATE RRULE EXRULE ACTION REPEAT TRIGGER "
    "CREATED DTSTAMP LAST-MODIFIED SEQUENCE REQUEST-STATUS BEGIN END "
    # RFC 7808, 7953, 7986
    "TZUNTIL TZID-ALIAS-OF BUSYTYPE NAME REFRESH-INTERVAL SOURCE COLOR IMAGE CONFERENCE "
    # RFC 9073, 9074, 9253
    "LOCATION-TYPE PARTICIPANT-TYPE RESOURCE-TYPE CALENDAR-ADDRESS STYLED-DESCRIPTION STRUCTURED-DATA ACKNOWLEDGED "
    "PROXIMITY CONCEPT LINK REFID"
)
KNOWN = frozenset(_NAMES.split())
"""The names a property may have besides `X-…`: another one is a text's second line."""

_CAPITALS = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)+")
_TOKEN = re.compile(r"[A-Za-z0-9-]+")


@dataclass(slots=True)
class Component:
    """One component: its name in capitals, the line of its BEGIN, what stands in it."""

    name: str
    line: int
    properties: list[ContentLine] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def named(self, name: str) -> list[ContentLine]:
        """Its own properties of a name."""
        return [each for each in self.properties if each.name.upper() == name]

    def first(self, name: str) -> ContentLine | None:
        """Its own first property of a name."""
        return next(iter(self.named(name)), None)

    def all(self, name: str) -> list[Component]:
        """The components of a name directly in it."""
        return [part for part in self.parts if part.name == name]


@dataclass(frozen=True, slots=True)
class Structure:
    """The calendars of a file and what stands outside any order."""

    calendars: tuple[Component, ...]
    found: tuple[Problem, ...]


def read(lines: Iterable[tuple[int, str]]) -> Structure:
    """Sort lines into components."""
    root = Component("", 0)
    stack = [root]
    found: list[Problem] = []
    for number, text in lines:
        if not text:
            continue
        line = taken_apart(number, text)
        if line is None or not _is_property(line.name):
            found.append(_outside(number, text, line))
            continue
        found += _cases(line, text)
        found += _placed(line, stack)
    found += [kinds.END_MISSING.at(open_.line, name=open_.name) for open_ in stack[1:]]
    return Structure(tuple(root.all("VCALENDAR")), tuple(found))


def _outside(number: int, text: str, line: ContentLine | None) -> Problem:
    """What is wrong with a line that is no property: `EVENT-ID:12` is meant as one, `og kage` is not."""
    if line is not None and _CAPITALS.fullmatch(line.name):
        return kinds.UNKNOWN.at(number, text, name=line.name)
    return kinds.STRAY.at(number, text)


def _is_property(name: str) -> bool:
    upper = name.upper()
    return bool(_TOKEN.fullmatch(name)) and (upper in KNOWN or upper.startswith("X-"))


def _cases(line: ContentLine, text: str) -> Iterator[Problem]:
    if line.name != line.name.upper():
        yield kinds.LOWER_CASE.at(line.number, text, name=line.name)
    elif line.name in {"BEGIN", "END"} and line.value != line.value.upper():
        yield kinds.LOWER_CASE.at(line.number, text, name=line.value)


def _placed(line: ContentLine, stack: list[Component]) -> Iterator[Problem]:
    name, value = line.name.upper(), line.value.strip().upper()
    if name == "BEGIN":
        yield from _opened(value, line.number, stack)
    elif name == "END":
        yield from _closed(value, line.number, stack)
    elif len(stack) > 1:
        stack[-1].properties.append(line)
    else:
        yield kinds.STRAY.at(line.number, f"{line.name}:{line.value}")


def _opened(name: str, number: int, stack: list[Component]) -> Iterator[Problem]:
    if len(stack) == MAX_NESTING:
        yield kinds.NESTED.at(number)
    made = Component(name, number)
    if len(stack) < MAX_NESTING:
        stack[-1].parts.append(made)
    stack.append(made)


def _closed(name: str, number: int, stack: list[Component]) -> Iterator[Problem]:
    names = [open_.name for open_ in stack[-MAX_NESTING:]]
    if name not in names[1 if len(stack) <= MAX_NESTING else 0 :]:
        yield kinds.END_STRAY.at(number, name=name)
        return
    while stack[-1].name != name:
        forgotten = stack.pop()
        yield kinds.END_MISSING.at(forgotten.line, name=forgotten.name)
    stack.pop()
