"""A calendar's bytes in, the same calendar as jCal (RFC 7265) out: JSON for programs that read no iCalendar.

The bytes are read line by line, so that the export says exactly what the feed says.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from kl_calendar.emit.lines import taken_apart, text_of, unfolded

if TYPE_CHECKING:
    from collections.abc import Callable

    from kl_calendar.emit.lines import ContentLine

TYPES = {
    "dtstamp": "date-time",
    "dtstart": "date-time",
    "dtend": "date-time",
    "last-modified": "date-time",
    "created": "date-time",
    "sequence": "integer",
    "refresh-interval": "duration",
    "trigger": "duration",
    "duration": "duration",
    "rrule": "recur",
    "tzoffsetfrom": "utc-offset",
    "tzoffsetto": "utc-offset",
    "url": "uri",
    "source": "uri",
    "conference": "uri",
    "organizer": "cal-address",
}
"""The value types of the properties we write that are not text (RFC 5545, 3.8; RFC 7986)."""

_LISTS = frozenset({"categories"})
_COMMA = re.compile(r"(?<!\\)((?:\\\\)*),")
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")
_OFFSET = re.compile(r"([+-]\d\d)(\d\d)(\d\d)?")

Component = list[object]


def calendar(data: bytes) -> bytes:
    """Return a calendar as jCal, with a final line feed."""
    made = _component(data.decode("utf-8"))
    return (json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _component(text: str) -> Component:
    root: Component = ["", [], []]
    open_ones: list[Component] = [root]
    for number, line in unfolded(text):
        part = taken_apart(number, line)
        if part is None:
            continue
        name = part.name.lower()
        if name == "begin":
            made: Component = [part.value.lower(), [], []]
            _list(open_ones[-1], 2).append(made)
            open_ones.append(made)
        elif name == "end":
            open_ones.pop()
        else:
            _list(open_ones[-1], 1).append(_property(name, part))
    first = _list(root, 2)[0]
    return first if isinstance(first, list) else root


def _list(component: Component, place: int) -> list[object]:
    found = component[place]
    return found if isinstance(found, list) else []


def _property(name: str, part: ContentLine) -> list[object]:
    kind = part.parameter("VALUE").lower() or TYPES.get(name, "unknown" if name.startswith("x-") else "text")
    parameters = {key.lower(): value for key, value in part.parameters if key != "VALUE"}
    if name in _LISTS:
        values = [text_of(piece) for piece in _split(part.value)]
        return [name, parameters, kind, *values]
    return [name, parameters, kind, _VALUES.get(kind, str)(part.value)]


def _split(value: str) -> list[str]:
    return _COMMA.sub("\\1\x00", value).split("\x00")


def _moment(value: str) -> str:
    found = _DATE.fullmatch(value)
    if found is None:
        return value
    year, month, day, hour, minute, second, utc = found.groups()
    date = f"{year}-{month}-{day}"
    return date if hour is None else f"{date}T{hour}:{minute}:{second}{utc}"


def _offset(value: str) -> str:
    return _OFFSET.sub(lambda found: ":".join(piece for piece in found.groups() if piece), value)


def _recur(value: str) -> dict[str, object]:
    rule: dict[str, object] = {}
    for piece in value.split(";"):
        key, _, given = piece.partition("=")
        rule[key.lower()] = int(given) if given.isdigit() else given
    return rule


_VALUES: dict[str, Callable[[str], object]] = {
    "text": text_of,
    "date": _moment,
    "date-time": _moment,
    "integer": int,
    "utc-offset": _offset,
    "recur": _recur,
}
