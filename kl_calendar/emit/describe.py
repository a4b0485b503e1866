"""A slot or meeting in, the plain text of its DESCRIPTION, SUMMARY and LOCATION out, in the meeting's language."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from kl_calendar.emit.text import harmless, one_line, several_lines, without_tags
from kl_calendar.emit.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kl_calendar.model.meeting import Choice, Meeting, Person, Slot
    from kl_calendar.model.revision import Entry, Revision


def summary(title: str, language: str, *, cancelled: bool) -> str:
    """The title as people see it; a cancelled one says so first, because some programs show nothing else."""
    line = one_line(title) or words(language).meeting
    return f"{words(language).cancelled}: {line}" if cancelled else line


def location(*places: str | None) -> str:
    """The places from the room outwards on one line, each part of an address once."""
    parts: list[str] = []
    seen: set[str] = set()
    for place in places:
        for part in one_line((place or "").replace("\n", ", ")).split(","):
            said = part.strip()
            if said and said.casefold() not in seen:
                seen.add(said.casefold())
                parts.append(said)
    return ", ".join(parts)


def of_entry(entry: Entry, meeting: Meeting, page_url: str) -> str:
    """A slot's text: what changed, who, what, the choices; the meeting's practical lines; the page last."""
    slot, language = entry.slot, meeting.language
    return _joined(
        [one_line(entry.change.sentence(language))] if entry.change else [],
        _speakers(slot.speakers, language),
        [_bullet(note) for note in slot.notes],
        list(_choices(slot, language)),
        list(_practical(meeting)),
        [one_line(meeting.title)],
        _page(page_url, language),
    )


def of_meeting(revision: Revision, page_url: str) -> str:
    """A meeting's text: what changed, its programme, its practical lines; the page last."""
    meeting = revision.meeting
    said = words(meeting.language)
    programme = [_programme_line(entry, meeting) for entry in revision.entries]
    people = [(said.organizer, meeting.organizer), (said.host, meeting.host)]
    return _joined(
        [one_line(change.sentence(meeting.language)) for change in revision.changes],
        [f"{said.programme}:", *programme] if programme else [],
        list(_practical(meeting)),
        [f"{label}: {one_line(name)}" for label, name in people if name],
        _page(page_url, meeting.language),
    )


def person(who: Person) -> str:
    """A name with role and organisation, each said once."""
    parts = [one_line(who.name)]
    for more in (who.role, who.organization):
        said = one_line(more)
        if said and said.casefold() not in ", ".join(parts).casefold():
            parts.append(said)
    return ", ".join(part for part in parts if part)


def day(when: datetime | date, language: str) -> str:
    """A day, with its time where it has one, as the language writes it."""
    from babel import UnknownLocaleError  # noqa: PLC0415 -- slow import
    from babel.dates import format_date, format_time  # noqa: PLC0415 -- slow import

    try:
        written = format_date(when, "long", locale=language)
        clock = format_time(when, "short", locale=language) if isinstance(when, datetime) else ""
    except (UnknownLocaleError, ValueError):
        return when.isoformat(" ", "minutes") if isinstance(when, datetime) else when.isoformat()
    return f"{written}, {clock}" if clock else written


def _joined(*blocks: Iterable[str]) -> str:
    plain = ([without_tags(line) for line in block] for block in blocks)
    written = ("\n".join(line for line in block if line) for block in plain)
    return harmless(several_lines("\n\n".join(block for block in written if block)))


def _speakers(people: tuple[Person, ...], language: str) -> list[str]:
    return [f"{words(language).by} {person(who)}" for who in people]


def _bullet(text: str) -> str:
    return f"• {one_line(text)}"


def _choices(slot: Slot, language: str) -> Iterator[str]:
    if slot.choices:
        yield f"{words(language).choose}:"
    for number, choice in enumerate(slot.choices, start=1):
        yield f"{number}. {_choice(choice, language)}"


def _choice(choice: Choice, language: str) -> str:
    people = "; ".join(person(who) for who in choice.speakers)
    by = f"({words(language).by} {people})" if people else ""
    room = f"– {one_line(choice.location)}" if choice.location else ""
    track = f"[{one_line(choice.track)}]" if choice.track else ""
    return " ".join(part for part in (one_line(choice.title), by, room, track) if part)


def _practical(meeting: Meeting) -> Iterator[str]:
    said = words(meeting.language)
    if meeting.registration_url:
        yield f"{said.registration}: {one_line(meeting.registration_url)}"
    if meeting.registration_email:
        yield f"{said.registration}: {one_line(meeting.registration_email)}"
    if meeting.registration_deadline:
        yield f"{said.deadline}: {day(meeting.registration_deadline, meeting.language)}"
    if meeting.join_url:
        yield f"{said.join}: {one_line(meeting.join_url)}"


def _page(page_url: str, language: str) -> list[str]:
    return [f"{words(language).more}: {page_url}"] if page_url else []


def _programme_line(entry: Entry, meeting: Meeting) -> str:
    slot, language = entry.slot, meeting.language
    end = f"–{slot.end:%H.%M}" if slot.end else ""
    title = summary(slot.title, language, cancelled=entry.cancelled)
    by = "; ".join(person(who) for who in slot.speakers)
    dated = "" if slot.start.date() == meeting.day else f"{day(slot.start.date(), language)} "
    return f"{dated}{slot.start:%H.%M}{end} {title}{f' ({words(language).by} {by})' if by else ''}"
