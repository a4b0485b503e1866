"""Content lines (RFC 5545, 3.1): folded and unfolded, taken apart and read. Bytes and texts in and out, no meaning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

OCTETS = 75
"""The longest a line may be, without its CRLF."""

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_HEAD = re.compile(r'((?:[^":]++|"[^"]*+")*+):')
"""A line up to the colon before its value; possessive, so that no line takes more than one pass."""

_CONTINUATION = 0b10


class ContentLine(NamedTuple):
    """One unfolded line: where it starts in the file (1-based), its name as written, parameters and raw value."""

    number: int
    name: str
    parameters: tuple[tuple[str, str], ...]
    value: str

    def parameter(self, name: str) -> str:
        """The first value of a parameter; empty where it is not given."""
        return next((value for key, value in self.parameters if key == name), "")


def folded(line: str) -> bytes:
    """Return a content line with its CRLF, folded at 75 octets, never inside a character or an escaped pair."""
    raw = line.encode("utf-8")
    if len(raw) <= OCTETS:
        return raw + b"\r\n"
    pieces, start, room = [], 0, OCTETS
    while len(raw) - start > room:
        end = _border(raw, start, start + room)
        pieces.append(raw[start:end])
        start, room = end, OCTETS - 1  # the space that marks a continuation counts
    pieces.append(raw[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def _border(raw: bytes, start: int, end: int) -> int:
    """The last place at or before `end` that is between two characters and behind no backslash."""
    border = end
    while border > start and (raw[border] >> 6 == _CONTINUATION or raw[border - 1] == ord("\\")):
        border -= 1
    if border > start:
        return border
    while raw[end] >> 6 == _CONTINUATION:  # nothing but backslashes: only characters count
        end -= 1
    return end


def unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Give each content line with the number of the line it starts on; any line ends are taken."""
    pending, first = "", 0
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if line[:1] in {" ", "\t"} and first:
            pending += line[1:]
            continue
        if pending:
            yield first, pending
        pending, first = line, number
    if pending:
        yield first, pending


def taken_apart(number: int, line: str) -> ContentLine | None:
    """Return the line's parts; None where it has no name and value."""
    head = _HEAD.match(line)
    if head is None:
        return None
    name, *parameters = _split_outside_quotes(head[1], ";")
    if not name:
        return None
    pairs = (parameter.partition("=") for parameter in parameters)
    known = tuple((key.upper(), value.strip('"')) for key, _, value in pairs)
    return ContentLine(number, name, known, line[head.end() :])


def text_of(value: str) -> str:
    """Return the text of an escaped TEXT value."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _split_outside_quotes(text: str, mark: str) -> list[str]:
    pieces, quoted, start = [], False, 0
    for position, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif character == mark and not quoted:
            pieces.append(text[start:position])
            start = position + 1
    return [*pieces, text[start:]]
