"""iCalendar as lines: bytes in, components with their content lines out, each line still as it stood (RFC 5545, 3.1).

Only what a merge needs. Nothing is validated or rewritten: what the calendar's owner wrote goes back byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FOLD = re.compile(rb"\r?\n[ \t]")
_ESCAPE = re.compile(r"\\([\\;,nN:\"])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TZID = re.compile(r';TZID=(?:"([^"]*)"|([^;:]*))', re.IGNORECASE)
FOLD_AT = 75
"""Octets in a line without its CRLF (RFC 5545, 3.1)."""


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One property: name in capitals, parameters and value as written, and its folded bytes without the line end."""

    name: str
    parameters: str
    value: str
    raw: bytes

    @property
    def tzid(self) -> str:
        """The TZID parameter, else empty."""
        match = _TZID.search(self.parameters)
        return (match.group(1) or match.group(2) or "") if match else ""


@dataclass(frozen=True, slots=True)
class Component:
    """A component with its own lines and the components in it."""

    name: str
    lines: tuple[ContentLine, ...]
    parts: tuple[Component, ...]

    def first(self, name: str) -> ContentLine | None:
        """Return the first property of that name."""
        return next((line for line in self.lines if line.name == name), None)

    def value(self, name: str) -> str:
        """Return the first property's value as written, else empty."""
        line = self.first(name)
        return line.value if line else ""

    def inside(self, name: str) -> tuple[Component, ...]:
        """Return the components of that name directly in this one."""
        return tuple(part for part in self.parts if part.name == name)


def content_line(raw: bytes) -> ContentLine:
    """Take one (folded) line apart at the first colon outside quotes."""
    text = (_FOLD.sub(b"", raw) if b"\n" in raw else raw).decode("utf-8", errors="replace")
    head, colon, value = text.partition(":")
    while colon and head.count('"') % 2:
        more, colon, value = value.partition(":")
        head = f"{head}:{more}"
    if not colon:
        return ContentLine(text.upper(), "", "", raw)
    name, semicolon, parameters = head.partition(";")
    return ContentLine(name.upper(), semicolon + parameters, value, raw)


def _logical(raw: bytes) -> list[bytes]:
    joined: list[bytes] = []
    for line in raw.replace(b"\r\n", b"\n").split(b"\n"):
        if line[:1] in (b" ", b"\t") and joined:
            joined[-1] += b"\r\n" + line
        elif line:
            joined.append(line)
    return joined


def calendar(raw: bytes) -> Component | None:
    """Return the VCALENDAR, or None where the bytes are not one well-nested calendar."""
    stack: list[tuple[str, list[ContentLine], list[Component]]] = [("", [], [])]
    for line in map(content_line, _logical(raw)):
        if line.name == "BEGIN":
            stack.append((line.value.strip().upper(), [], []))
        elif line.name == "END":
            name, lines, parts = stack.pop()
            if not stack or line.value.strip().upper() != name:
                return None
            stack[-1][2].append(Component(name, tuple(lines), tuple(parts)))
        else:
            stack[-1][1].append(line)
    if len(stack) != 1 or len(stack[0][2]) != 1 or stack[0][2][0].name != "VCALENDAR":
        return None
    return stack[0][2][0]


def main_event(raw: bytes) -> Component | None:
    """Return the object's VEVENT (the one without RECURRENCE-ID), or None."""
    found = calendar(raw)
    events = found.inside("VEVENT") if found else ()
    return next((event for event in events if event.first("RECURRENCE-ID") is None), None)


def text(value: str) -> str:
    """Return a TEXT value as people read it: escapes undone, control characters and trailing blanks gone."""
    plain = _ESCAPE.sub(lambda match: "\n" if match.group(1) in "nN" else match.group(1), value)
    return "\n".join(line.rstrip() for line in _CONTROL.sub("", plain).split("\n")).strip()


def escaped(plain: str) -> str:
    """Return text as a TEXT value (RFC 5545, 3.3.11)."""
    for character in ("\\", ";", ","):
        plain = plain.replace(character, "\\" + character)
    return plain.replace("\r\n", "\n").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """Return a line's bytes folded at whole characters."""
    pieces: list[bytes] = []
    current = b""
    for character in line:
        octets = character.encode()
        if len(current) + len(octets) > (FOLD_AT if not pieces else FOLD_AT - 1):
            pieces.append(current)
            current = b""
        current += octets
    pieces.append(current)
    return b"\r\n ".join(pieces)


def written(component: Component) -> bytes:
    """Return a component's bytes: the lines as they stood, CRLF between them."""
    own = b"".join(line.raw + b"\r\n" for line in component.lines)
    name = component.name.encode()
    return b"BEGIN:" + name + b"\r\n" + own + b"".join(map(written, component.parts)) + b"END:" + name + b"\r\n"
