"""The values of a revision in, JSON text for the ledger out, and back: what is read is equal to what was written.

Unset fields are left out, so that a field added to the model later reads as its default from an older ledger.
"""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kl_calendar.i18n import Sentence, Text
from kl_calendar.model.meeting import Choice, Kind, Meeting, Person, Slot, Status
from kl_calendar.model.problem import KINDS, Problem, ProblemKind, Severity
from kl_calendar.model.revision import Change, ChangeKind, FieldChange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_Reader = dict[str, "Callable[[Any], Any]"]


def dump(value: object) -> str:
    """Return a value of the model as JSON text, the same text for equal values."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def meeting(text: str) -> Meeting:
    """Read a meeting."""
    return _meeting(json.loads(text))


def slot(text: str) -> Slot:
    """Read a slot."""
    return _slot(json.loads(text))


def change(text: str | None) -> Change | None:
    """Read a change, or none."""
    return _change(json.loads(text)) if text else None


def changes(text: str) -> tuple[Change, ...]:
    """Read a list of changes."""
    return tuple(map(_change, json.loads(text)))


def dump_problems(problems: Iterable[Problem]) -> str:
    """Return problems as JSON text, with their kinds, for the report of a build that reads nothing anew."""
    rows = [
        [p.kind.code, int(p.severity), p.kind.template, p.kind.hint_template, p.line, p.text, _said(p.values), p.source]
        for p in problems
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def problems(text: str) -> tuple[Problem, ...]:
    """Read problems; a kind declared by now wins over the words kept with it."""
    return tuple(_problem(row) for row in json.loads(text))


def _problem(row: list[Any]) -> Problem:
    code, severity, template, hint, line, text, values, source = row
    kind = KINDS.get(code) or ProblemKind(code, Severity(severity), template, hint)
    return Problem(kind, line, text, tuple((name, _heard(value)) for name, value in values), source)


def _said(values: Iterable[tuple[str, object]]) -> list[list[object]]:
    """The values of a sentence; one that is a sentence itself becomes a list of its msgid and its values."""
    return [[name, [one.msgid, _said(one.values)] if isinstance(one, Sentence) else str(one)] for name, one in values]


def _heard(value: str | list[Any]) -> Text:
    if isinstance(value, str):
        return value
    msgid, values = value
    return Sentence(msgid, tuple((name, _heard(one)) for name, one in values))


def _plain(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(item) for item in value]
        case Meeting() | Slot() | Choice() | Person() | Change() | FieldChange():
            named = ((each.name, getattr(value, each.name)) for each in fields(value))
            return {name: _plain(item) for name, item in named if _kept(name, item)}
        case _:
            return value


def _kept(name: str, item: object) -> bool:
    # The lines of a meeting's fields tell of one reading; nothing published needs them.
    return item is not None and item != () and not (name == "lines" and isinstance(item, MappingProxyType | dict))


def _when(text: str) -> datetime | date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _read(row: Mapping[str, Any], readers: _Reader) -> dict[str, Any]:
    return {name: readers[name](value) if name in readers else value for name, value in row.items()}


def _each(reader: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda rows: tuple(reader(row) for row in rows)


def _person(row: Mapping[str, Any]) -> Person:
    return Person(**row)


def _choice(row: Mapping[str, Any]) -> Choice:
    return Choice(**_read(row, {"speakers": _each(_person)}))


_SLOT: _Reader = {
    "start": datetime.fromisoformat,
    "end": datetime.fromisoformat,
    "speakers": _each(_person),
    "choices": _each(_choice),
    "notes": tuple,
    "kind": Kind,
    "lines": tuple,
}


def _slot(row: Mapping[str, Any]) -> Slot:
    return Slot(**_read(row, _SLOT))


_MEETING: _Reader = {
    "start": _when,
    "end": _when,
    "registration_deadline": _when,
    "status": Status,
    "audience": tuple,
    "document_date": date.fromisoformat,
    "slots": _each(_slot),
}


def _meeting(row: Mapping[str, Any]) -> Meeting:
    return Meeting(**_read(row, _MEETING))


_CHANGE: _Reader = {
    "kind": ChangeKind,
    "fields": _each(lambda row: FieldChange(**row)),
    "sentences": _each(tuple),
}


def _change(row: Mapping[str, Any]) -> Change:
    return Change(**_read(row, _CHANGE))
