"""An event in, what is wrong with it out; its times are looked at in `times`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kl_calendar.emit.lint import kinds
from kl_calendar.emit.lint.texts import text_faults
from kl_calendar.emit.text import TAG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kl_calendar.emit.lines import ContentLine
    from kl_calendar.emit.lint.structure import Component
    from kl_calendar.model.problem import Problem

UID_LENGTH = 200
"""The longest uid every server took that was tried; file names made from them have limits."""

_REQUIRED = (("UID", kinds.NO_UID), ("DTSTAMP", kinds.NO_DTSTAMP), ("DTSTART", kinds.NO_DTSTART))
_SINGLE = (
    "UID DTSTAMP DTSTART DTEND DURATION SUMMARY DESCRIPTION LOCATION STATUS SEQUENCE TRANSP URL CLASS GEO ORGANIZER "
    "LAST-MODIFIED CREATED COLOR"
)
"""Properties an event has at most once (RFC 5545, 3.6.1)."""
_STATUSES = frozenset({"TENTATIVE", "CONFIRMED", "CANCELLED"})
_DURATION = re.compile(r"[+-]?P(?:\d+W|(?=\d|T\d)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)")
_GEO = re.compile(r"([+-]?\d{1,3}(?:\.\d+)?);([+-]?\d{1,3}(?:\.\d+)?)")


def check(event: Component) -> Iterator[Problem]:
    """Look at one VEVENT."""
    yield from _present(event)
    for line in event.properties:
        yield from text_faults(line)
        yield from _value(line)
    for alarm in event.all("VALARM"):
        yield from _alarm(alarm)


def _present(event: Component) -> Iterator[Problem]:
    for name, missing in _REQUIRED:
        if not event.named(name):
            yield missing.at(event.line)
    for name in _SINGLE.split():
        for line in event.named(name)[1:]:
            yield kinds.TWICE.at(line.number, line.value, name=name)
    end, duration = event.first("DTEND"), event.first("DURATION")
    if end and duration:
        yield kinds.END_AND_DURATION.at(duration.number)
    if not end and not duration:
        yield kinds.NO_END.at(event.line)


def _value(line: ContentLine) -> Iterator[Problem]:
    check_value = _CHECKS.get(line.name.upper())
    if check_value:
        yield from check_value(line)


def _uid(line: ContentLine) -> Iterator[Problem]:
    if "/" in line.value:
        yield kinds.UID_SLASH.at(line.number, line.value)
    if len(line.value) > UID_LENGTH:
        yield kinds.UID_LONG.at(line.number, line.value, length=len(line.value))


def _status(line: ContentLine) -> Iterator[Problem]:
    if line.value.upper() not in _STATUSES:
        yield kinds.STATUS.at(line.number, value=line.value)


def _duration(line: ContentLine) -> Iterator[Problem]:
    if not _DURATION.fullmatch(line.value):
        yield kinds.DURATION.at(line.number, value=line.value)


def _sequence(line: ContentLine) -> Iterator[Problem]:
    if not re.fullmatch(r"[+-]?[0-9]+", line.value):
        yield kinds.SEQUENCE.at(line.number, value=line.value)
    elif line.value.startswith("-"):
        yield kinds.NEGATIVE.at(line.number, value=line.value)


def _geo(line: ContentLine) -> Iterator[Problem]:
    found = _GEO.fullmatch(line.value)
    if not found or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        yield kinds.GEO.at(line.number, value=line.value)


def _description(line: ContentLine) -> Iterator[Problem]:
    if tag := TAG.search(line.value):
        yield kinds.HTML.at(line.number, line.value, tag=tag[0])


def _organizer(line: ContentLine) -> Iterator[Problem]:
    if not re.fullmatch(r"(?i:mailto):[^@\s]+@[^@\s]+", line.value):
        yield kinds.ORGANIZER.at(line.number, line.value)


_CHECKS = {
    "UID": _uid,
    "STATUS": _status,
    "DURATION": _duration,
    "SEQUENCE": _sequence,
    "GEO": _geo,
    "DESCRIPTION": _description,
    "ORGANIZER": _organizer,
}


def _alarm(alarm: Component) -> Iterator[Problem]:
    action, trigger = alarm.first("ACTION"), alarm.first("TRIGGER")
    if action and action.value.upper() == "DISPLAY" and not alarm.named("DESCRIPTION"):
        yield kinds.ALARM.at(alarm.line)
    if trigger and trigger.parameter("VALUE").upper() != "DATE-TIME":
        yield from _duration(trigger)
    for line in alarm.properties:
        yield from text_faults(line)
        if line.name.upper() == "DURATION":
            yield from _duration(line)
