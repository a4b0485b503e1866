"""A revision in, its programme as a page in one language prints it out: days, slots, choices, change log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kl_calendar.emit import links
from kl_calendar.emit.pages import wording
from kl_calendar.model.meeting import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kl_calendar.model.meeting import Choice, Person
    from kl_calendar.model.revision import Change, Entry, Revision


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """One of the parallel items; `href` is the file with only this one."""

    number: int
    title: str
    speakers: tuple[Person, ...]
    location: str
    track: str
    href: str


@dataclass(frozen=True, slots=True)
class ShownSlot:
    """One line of the timeline."""

    start: str
    end: str
    iso: str
    iso_end: str
    title: str
    kind: str
    cancelled: bool
    change: str
    speakers: tuple[Person, ...]
    location: str
    notes: tuple[str, ...]
    choices: tuple[ShownChoice, ...]


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A day of the programme."""

    name: str
    slots: tuple[ShownSlot, ...]


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What changed at one time, with when it was published."""

    when: str
    iso: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownMeeting:
    """A meeting's own facts."""

    title: str
    lang: str
    date: str
    iso: str
    when: str
    zone: str
    location: str
    map: str
    join: str
    register: str
    register_mail: str
    deadline: str
    deadline_iso: str
    organizer: str
    host: str
    audience: tuple[str, ...]
    cancelled: bool
    news: tuple[str, ...]
    source: str
    dated: str
    changed: str
    changed_iso: str


def shown(revision: Revision, language: str, home_zone: str) -> ShownMeeting:
    """Return a meeting's facts; its zone is named only where it is not the site's own."""
    meeting = revision.meeting
    changed = revision.stamp.astimezone(ZoneInfo(meeting.timezone))
    deadline = meeting.registration_deadline
    return ShownMeeting(
        title=meeting.title,
        lang=meeting.language,
        date=wording.day(meeting.day, language),
        iso=_iso(meeting.start),
        when=wording.span(meeting, language),
        zone="" if meeting.timezone == home_zone else wording.zone(meeting.timezone, language),
        location=meeting.location or "",
        map=links.map_link(meeting.location) if meeting.location else "",
        join=_web(meeting.join_url),
        register=_web(meeting.registration_url),
        register_mail=meeting.registration_email or "",
        deadline=wording.moment(deadline, language) if deadline else "",
        deadline_iso=_iso(deadline) if deadline else "",
        organizer=meeting.organizer or "",
        host=meeting.host or "",
        audience=meeting.audience,
        cancelled=meeting.status is Status.CANCELLED,
        news=tuple(change.sentence(language) for change in revision.changes),
        source=revision.key,
        dated=wording.short_day(meeting.document_date, language) if meeting.document_date else "",
        changed=wording.moment(changed, language),
        changed_iso=_iso(changed),
    )


def days(revision: Revision, language: str, choice_files: Mapping[tuple[str, int], str]) -> tuple[ShownDay, ...]:
    """Return the programme a day; `choice_files` gives the file of (uid, number of the choice)."""
    entries = sorted(revision.entries, key=lambda entry: entry.slot.start)
    return tuple(
        ShownDay(wording.day(when, language), tuple(_slot(entry, language, choice_files) for entry in group))
        for when, group in groupby(entries, key=lambda entry: entry.slot.start.date())
    )


def log(revision: Revision, language: str) -> tuple[LogEntry, ...]:
    """Return what changed, the latest first: each slot's last change, and the meeting's own."""
    zone = ZoneInfo(revision.meeting.timezone)
    lines = {
        (entry.stamp, entry.change.sentence(language)): None for entry in revision.entries if entry.change is not None
    }
    lines |= {(revision.stamp, change.sentence(language)): None for change in revision.changes}
    latest = sorted(lines, key=lambda line: line[0], reverse=True)
    local = ((_iso(stamp.astimezone(zone)), stamp.astimezone(zone), text) for stamp, text in latest)
    return tuple(_at(list(same), language) for _, same in groupby(local, key=lambda line: line[0]))


def _at(lines: Sequence[tuple[str, datetime, str]], language: str) -> LogEntry:
    iso, moment, _ = lines[0]
    return LogEntry(wording.moment(moment, language), iso, tuple(text for _, _, text in lines))


def _slot(entry: Entry, language: str, choice_files: Mapping[tuple[str, int], str]) -> ShownSlot:
    slot = entry.slot
    return ShownSlot(
        start=wording.clock(slot.start, language),
        end=wording.clock(slot.end, language) if slot.end else "",
        iso=_iso(slot.start),
        iso_end=_iso(slot.end) if slot.end else "",
        title=slot.title,
        kind=slot.kind.value,
        cancelled=entry.cancelled,
        change=_beside_its_title(entry.change, language) if entry.change else "",
        speakers=slot.speakers,
        location=slot.location or "",
        notes=slot.notes,
        choices=tuple(
            _choice(choice, number, choice_files.get((entry.uid, number), ""))
            for number, choice in enumerate(slot.choices, start=1)
        ),
    )


def _beside_its_title(change: Change, language: str) -> str:
    """A change's sentence without the title that it begins with."""
    return change.sentence(language).removeprefix(f"{change.title}: ")


def _choice(choice: Choice, number: int, href: str) -> ShownChoice:
    return ShownChoice(number, choice.title, choice.speakers, choice.location or "", choice.track or "", href)


def _iso(value: date | datetime) -> str:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def _web(address: str | None) -> str:
    """An address that a page may link to: a document may say `javascript:`, we do not."""
    return address if address and links.is_absolute(address) else ""
