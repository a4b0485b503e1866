"""A calendar in, what is wrong with its head and with its events taken together out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kl_calendar.emit.lint import kinds
from kl_calendar.emit.lint.texts import text_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kl_calendar.emit.lint.structure import Component
    from kl_calendar.model.problem import Problem

_FEED_MARKS = ("REFRESH-INTERVAL", "X-PUBLISHED-TTL")
"""Only a feed says how often to fetch it; a feed may hold one event and still need its name."""


def check(calendar: Component) -> Iterator[Problem]:
    """Look at one VCALENDAR."""
    yield from _head(calendar)
    for line in calendar.properties:
        yield from text_faults(line)
    yield from _method(calendar)
    yield from _uids(calendar)
    yield from _single(calendar)
    if not any(part.name != "VTIMEZONE" for part in calendar.parts):
        yield kinds.NO_EVENTS.at(calendar.line)


def _head(calendar: Component) -> Iterator[Problem]:
    if not calendar.named("PRODID"):
        yield kinds.NO_PRODID.at(calendar.line)
    version = calendar.first("VERSION")
    if version is None or version.value.strip() != "2.0":
        yield kinds.NO_VERSION.at(version.number if version else calendar.line)
    for name in ("PRODID", "VERSION", "CALSCALE"):
        for line in calendar.named(name)[1:]:
            yield kinds.TWICE.at(line.number, name=name)


def _method(calendar: Component) -> Iterator[Problem]:
    methods = calendar.named("METHOD")
    for line in methods[1:]:
        yield kinds.TWO_METHODS.at(line.number)
    method = methods[0].value.upper() if methods else ""
    uids = {uid.value for event in calendar.all("VEVENT") if (uid := event.first("UID"))}
    if method == "REQUEST" and len(uids) > 1:
        yield kinds.REQUEST.at(methods[0].number, number=len(uids))
    if method in {"", "PUBLISH"}:
        for event in calendar.all("VEVENT"):
            for line in event.named("ATTENDEE")[:1]:
                yield kinds.ATTENDEE.at(line.number, line.value)


def _uids(calendar: Component) -> Iterator[Problem]:
    first: dict[tuple[str, str], int] = {}
    for event in calendar.all("VEVENT"):
        uid, instance = event.first("UID"), event.first("RECURRENCE-ID")
        if uid is None:
            continue
        key = (uid.value, instance.value if instance else "")
        if key in first:
            yield kinds.DUPLICATE_UID.at(uid.number, uid.value, first=first[key])
        first.setdefault(key, uid.number)


def _single(calendar: Component) -> Iterator[Problem]:
    if len(calendar.all("VEVENT")) != 1 or any(calendar.named(mark) for mark in _FEED_MARKS):
        return
    for name in ("X-WR-CALNAME", "NAME"):
        for line in calendar.named(name)[:1]:
            yield kinds.CALNAME_SINGLE.at(line.number, line.value, name=name)
