"""schema.org events in a page's JSON-LD: script texts in, `Given` events out. What is broken is a note, never an error.

Understood: one event, a list, an `@graph`, references by `@id`; `subEvent` (and `superEvent` the other way round) are
the parts. A time with an offset is kept as the wall-clock time it names; one ending in Z is kept as UTC.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kl_calendar import limits
from kl_calendar.model.document import Given
from kl_calendar.model.problem import Severity, kind
from kl_calendar.read.moments import later

DATA_BROKEN = kind(
    "page-data-unreadable",
    Severity.NOTE,
    "the page's own event data (JSON-LD) cannot be read and was left out",
    "the visible text was read instead",
)
EVENT_UNDATED = kind(
    "page-data-incomplete",
    Severity.NOTE,
    "an event in the page's own data (JSON-LD) has no name or no start that can be read, and was left out",
    "the visible text was read instead",
)

Node = dict[str, Any]

_KINDS = frozenset(("Festival", "Hackathon", "CourseInstance", "EventSeries"))
_PARTS = ("subEvent", "subEvents")
_SPEAKERS = ("performer", "performers", "actor", "speaker", "contributor")
_WRAPPER = re.compile(r"^\s*(?:<!\[CDATA\[|<!--|/\*.{0,40}?\*/)|(?:\]\]>|-->)\s*$")
_OFFSET = re.compile(r"(?<=\d)(Z|[+-]\d\d(?::?\d\d)?)$")
_LENGTH = re.compile(r"P(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?)?")
_TAG = re.compile(r"<[^<>]{0,500}>")


@dataclass(frozen=True, slots=True)
class Found:
    """What the scripts held: events, codes of notes, and the day the page was published."""

    given: tuple[Given, ...] = ()
    notes: tuple[str, ...] = ()
    published: date | None = None


def events(scripts: list[str], more: list[Node] | None = None) -> Found:
    """Return the events stated in the texts of a page's JSON-LD scripts; if there are none, those of other objects."""
    nodes: list[Node] = []
    notes: list[str] = []
    for script in scripts:
        data = _loaded(script)
        if data is None:
            notes.append(DATA_BROKEN.code)
        nodes.extend(_nodes(data))
    found = _Graph(nodes, notes).found()
    return found if found.given or not more else _Graph([*nodes, *more], notes).found()


def _loaded(script: str) -> object:
    try:
        return json.loads(_WRAPPER.sub("", _WRAPPER.sub("", script)), strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(data: object) -> list[Node]:
    """Return every object in the data, outermost first, without recursion."""
    found: list[Node] = []
    waiting = [data]
    while waiting:
        value = waiting.pop(0) if len(waiting) < 50 else waiting.pop()
        if isinstance(value, dict):
            found.append(value)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return found


class _Graph:
    """All objects of a page, and how they refer to each other."""

    def __init__(self, nodes: list[Node], notes: list[str]) -> None:
        self.nodes = nodes
        self.notes = notes
        self.named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}

        self.taken: set[int] = set()
        self.under: dict[str, list[Node]] = {}
        for node in nodes:
            for above in _many(node.get("superEvent")) if _is_event(node) else ():
                if isinstance(above, dict) and isinstance(above.get("@id"), str):
                    self.under.setdefault(above["@id"], []).append(node)

    def found(self) -> Found:
        """Return the events that are part of no other, each part once."""
        wanted = [node for node in self.nodes if _is_event(node)]
        below = {id(part) for node in wanted for part in self._parts(node)}
        tops = [node for node in wanted if id(node) not in below] or wanted[:1]
        given = [self._event(node, 0) for node in tops]
        published = next((day for node in self.nodes if (day := _day(node.get("datePublished")))), None)
        return Found(tuple(dict.fromkeys(event for event in given if event)), tuple(self.notes), published)

    def _parts(self, node: Node) -> list[Node]:
        parts = [self._resolved(part) for key in _PARTS for part in _many(node.get(key))]
        name = node.get("@id")
        parts += self.under.get(name, []) if isinstance(name, str) else []
        unique = {id(part): part for part in parts if isinstance(part, dict) and part is not node}
        return list(unique.values())

    def _resolved(self, value: object) -> object:
        if isinstance(value, dict) and isinstance(value.get("@id"), str):
            return self.named.get(value["@id"], value)
        return value

    def _event(self, node: Node, depth: int) -> Given | None:
        title, (start, zone) = _words(node.get("name")), _moment(node.get("startDate"))
        self.taken.add(id(node))
        known = self._known_parts(node, depth) if depth < limits.MAX_NESTING // 10 else ()
        if start is None and known:
            start, zone = min((part.start for part in known), key=str), known[0].timezone
        if not title or start is None:
            self.notes.append(EVENT_UNDATED.code)
            return None
        return self._described(node, title, start)._replace(timezone=zone, parts=known)

    def _known_parts(self, node: Node, depth: int) -> tuple[Given, ...]:
        """Return the parts that no event has taken yet, so that events that name each other come to an end."""
        made: list[Given | None] = []
        for part in self._parts(node):
            if id(part) not in self.taken:
                made.append(self._event(part, depth + 1))
        return tuple(part for part in made if part)

    def _described(self, node: Node, title: str, start: datetime | date) -> Given:
        return Given(
            title,
            start,
            _end(node, start),
            location=_place(self._resolved(_first(node.get("location")))),
            description=_words(node.get("description")),
            url=_text(node.get("url")) or None,
            speakers=tuple(dict.fromkeys(n for key in _SPEAKERS for n in self._names(node.get(key)))),
            status=_text(node.get("eventStatus")).rsplit("/", 1)[-1] or None,
            organizer=next(iter(self._names(node.get("organizer"))), None),
            language=_language(node.get("inLanguage")),
        )

    def _names(self, value: object) -> list[str]:
        return [name for item in _many(value) if (name := _name(self._resolved(item)))]


def _is_event(node: Node) -> bool:
    kinds = [str(name).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in _many(node.get("@type"))]
    return any(name.endswith("Event") or name in _KINDS for name in kinds)


def _many(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(value: object) -> object:
    return next(iter(_many(value)), None)


def _text(value: object) -> str:
    value = _first(value)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("@id") or value.get("name")
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _words(value: object) -> str:
    """Return a text for people: entities written out, tags and line breaks gone."""
    return " ".join(html.unescape(_TAG.sub(" ", html.unescape(_text(value)))).split())


def _name(value: object) -> str:
    return _words(value.get("name")) if isinstance(value, dict) else _words(value)


def _place(value: object) -> str | None:
    if not isinstance(value, dict):
        return _words(value) or None
    address = _first(value.get("address"))
    parts = [_words(value.get("name"))]
    if isinstance(address, dict):
        town = f"{_words(address.get('postalCode'))} {_words(address.get('addressLocality'))}".strip()
        parts += [_words(address.get("streetAddress")), town]
    else:
        parts.append(_words(address))
    joined = ""
    for part in parts:
        if part and part not in joined:
            joined = f"{joined}, {part}" if joined else part
    return joined or None


def _language(value: object) -> str | None:
    code = (_text(value) or "").lower()[:2]
    return code if code.isalpha() and len(code) == 2 else None


def _end(node: Node, start: datetime | date) -> datetime | date | None:
    end, _ = _moment(node.get("endDate"))
    if end is not None:
        return end
    length = _LENGTH.fullmatch(_text(node.get("duration")))
    if not length or not isinstance(start, datetime) or not any(length.groups()):
        return None
    days, hours, minutes = (int(part or 0) for part in length.groups())
    return later(start, timedelta(days=days, hours=hours, minutes=minutes))


def _day(value: object) -> date | None:
    moment, _ = _moment(value)
    return moment.date() if isinstance(moment, datetime) else moment


def _moment(value: object) -> tuple[datetime | date | None, str | None]:
    """Return a wall-clock time or a day, and the zone where the text itself says UTC."""
    text = _text(value)
    offset = _OFFSET.search(text) if "T" in text or " " in text else None
    bare = text[: offset.start()] if offset else text
    try:
        if len(bare) <= 10:
            return date.fromisoformat(bare), None
        moment = datetime.fromisoformat(bare).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return None, None
    return moment, "UTC" if offset and offset.group(1) == "Z" else None
