"""Revisions in, a timeline for people out (`convert --to text`): the programme as understood, in its own language."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from kl_calendar.i18n import gettext
from kl_calendar.model.meeting import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from kl_calendar.model.meeting import Meeting, Person, Slot
    from kl_calendar.model.revision import Entry, Revision

GUTTER = " " * 13
"""As wide as `16.30-18.30  `, so that everything about a slot stands below its title."""


def text(revisions: Iterable[Revision]) -> str:
    """Return the meetings one below the other."""
    return "\n".join("".join(f"{line}".rstrip() + "\n" for line in meeting_lines(one)) for one in revisions)


def meeting_lines(revision: Revision) -> Iterator[str]:
    """One meeting: what, when, where, how to register, and its programme."""
    meeting = revision.meeting
    yield title(meeting)
    yield span(meeting)
    yield from heading_lines(meeting)
    day = meeting.day
    yield ""
    for entry in revision.entries:
        if entry.slot.start.date() != day:
            day = entry.slot.start.date()
            yield ""
            yield long_day(day, meeting.language)
        yield from slot_lines(entry, meeting)
    if not revision.entries:
        yield gettext("No programme with times.", meeting.language)


def title(meeting: Meeting) -> str:
    """The meeting's title, marked when it does not take place."""
    if meeting.status is Status.CANCELLED:
        cancelled = gettext("CANCELLED", meeting.language)
        return f"{cancelled}: {meeting.title}"
    return meeting.title


def heading_lines(meeting: Meeting) -> Iterator[str]:
    """The facts between the title and the programme, each only where known."""
    if meeting.location:
        yield meeting.location
    if meeting.join_url:
        join = gettext("Join online", meeting.language)
        yield f"{join}: {meeting.join_url}"
    register = meeting.registration_url or meeting.registration_email
    if register:
        label = gettext("Registration", meeting.language)
        yield f"{label}: {register}"
    if meeting.registration_deadline:
        by = gettext("Register by", meeting.language)
        yield f"{by}: {moment(meeting.registration_deadline, meeting.language)}"
    if meeting.organizer:
        organiser = gettext("Organiser", meeting.language)
        yield f"{organiser}: {meeting.organizer}"


def slot_lines(entry: Entry, meeting: Meeting) -> Iterator[str]:
    """One slot: its time and title, and below them who, where, what to choose between and the notes."""
    slot = entry.slot
    cancelled = gettext("CANCELLED", meeting.language)
    yield f"{times(slot):<11}  {f'{cancelled}: ' if entry.cancelled else ''}{slot.title}"
    if slot.speakers:
        yield GUTTER + "; ".join(person(one) for one in slot.speakers)
    if slot.location:
        yield GUTTER + slot.location
    if slot.choices:
        choose = gettext("Choose one", meeting.language)
        yield f"{GUTTER}{choose}:"
    for number, choice in enumerate(slot.choices, start=1):
        who = f" ({'; '.join(person(one) for one in choice.speakers)})" if choice.speakers else ""
        where = f", {choice.location}" if choice.location else ""
        yield f"{GUTTER}{number}. {choice.title}{who}{where}"
    for note in slot.notes:
        yield f"{GUTTER}- {note}"


def person(one: Person) -> str:
    """A speaker with what they are and where."""
    return ", ".join(part for part in (one.name, one.role, one.organization) if part)


def times(slot: Slot) -> str:
    """A slot's times as Danish letters write them."""
    start = clock(slot.start)
    return f"{start}-{clock(slot.end)}" if slot.end else start


def clock(when: datetime) -> str:
    """A time of day: `16.30`."""
    return f"{when:%H.%M}"


def span(meeting: Meeting) -> str:
    """When the meeting is, days in words."""
    start, end = meeting.start, meeting.end
    first = moment(start, meeting.language)
    if end is None:
        return first
    if isinstance(start, datetime) and isinstance(end, datetime) and start.date() == end.date():
        return f"{first}-{clock(end)}"
    return first if end == start else f"{first} – {moment(end, meeting.language)}"


def moment(when: date, language: str) -> str:
    """A day in words, with the time of day where there is one."""
    if isinstance(when, datetime):
        return gettext("{day}, {time}", language).format(day=long_day(when.date(), language), time=clock(when))
    return long_day(when, language)


def long_day(day: date, language: str) -> str:
    """A day in the words of its language: `onsdag den 2. september 2020`."""
    try:
        return format_date(day, "full", locale=Locale.parse(language))
    except (UnknownLocaleError, ValueError):
        return format_date(day, "full", locale="en")
