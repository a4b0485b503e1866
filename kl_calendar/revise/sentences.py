"""A change as values in, the same change as a sentence in Danish and in English out.

    Temadrøftelser: kl. 17.10 → 17.20, nyt lokale: Salen

Both languages stand here side by side, so that a published sentence never depends on which catalogue is installed.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from kl_calendar.model.revision import Change, ChangeKind, FieldChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LANGUAGES = ("da", "en")

_WORDS: dict[str, dict[str, str]] = {
    "da": {
        "added": "nyt punkt",
        "added-at": "nyt punkt kl. {new}",
        "cancelled": "aflyst",
        "restored": "gennemføres alligevel",
        "at": "kl. ",
        "ends": "slutter kl. ",
        "ends-unknown": "sluttidspunkt ikke oplyst",
        "title": "hed før “{old}”",
        "speaker-in": "ny oplægsholder: {new}",
        "speakers-in": "nye oplægsholdere: {new}",
        "speakers-out": "uden {old}",
        "speakers-swap": "{new} i stedet for {old}",
        "location": "nyt lokale: {new}",
        "location-none": "ikke længere i {old}",
        "choices-in": "nyt valg: {new}",
        "choices-out": "udgår: {old}",
        "choices-detail": "valgmulighederne er ændret",
        "notes": "ny beskrivelse",
        "track": "spor: {new}",
        "track-none": "ikke længere i sporet {old}",
        "meeting": "mødet hed før “{old}”",
        "venue": "nyt mødested: {new}",
        "venue-none": "mødestedet er ikke længere {old}",
        "registration": "nyt tilmeldingslink: {new}",
        "registration-none": "tilmeldingslinket er fjernet",
        "registration_email": "tilmelding til: {new}",
        "registration_email-none": "tilmeldingsadressen er fjernet",
        "deadline": "tilmeldingsfrist: {old} → {new}",
        "deadline-first": "tilmeldingsfrist: {new}",
        "deadline-none": "tilmeldingsfristen er fjernet",
        "join": "nyt link til deltagelse online: {new}",
        "join-none": "linket til deltagelse online er fjernet",
        "organizer": "arrangør: {new}",
        "host": "vært: {new}",
        "timezone": "tidszone: {new}",
        "day": "flyttet: {old} → {new}",
        "other": "oplysningerne er ændret",
    },
    "en": {
        "added": "new item",
        "added-at": "new item at {new}",
        "cancelled": "cancelled",
        "restored": "takes place after all",
        "at": "",
        "ends": "ends at ",
        "ends-unknown": "no end given",
        "title": "was called “{old}”",
        "speaker-in": "new speaker: {new}",
        "speakers-in": "new speakers: {new}",
        "speakers-out": "without {old}",
        "speakers-swap": "{new} instead of {old}",
        "location": "new room: {new}",
        "location-none": "no longer in {old}",
        "choices-in": "new choice: {new}",
        "choices-out": "dropped: {old}",
        "choices-detail": "the choices have changed",
        "notes": "new details",
        "track": "track: {new}",
        "track-none": "no longer in the track {old}",
        "meeting": "the meeting was called “{old}”",
        "venue": "new venue: {new}",
        "venue-none": "the venue is no longer {old}",
        "registration": "new registration link: {new}",
        "registration-none": "the registration link is gone",
        "registration_email": "register with: {new}",
        "registration_email-none": "the registration address is gone",
        "deadline": "registration deadline: {old} → {new}",
        "deadline-first": "registration deadline: {new}",
        "deadline-none": "there is no registration deadline any more",
        "join": "new link to join online: {new}",
        "join-none": "the link to join online is gone",
        "organizer": "organiser: {new}",
        "host": "host: {new}",
        "timezone": "time zone: {new}",
        "day": "moved: {old} → {new}",
        "other": "the details have changed",
    },
}


def change(kind: ChangeKind, title: str, fields: Iterable[FieldChange]) -> Change:
    """Return the change with its sentence in each language."""
    kept = tuple(fields)
    sentences = tuple((language, _sentence(kind, title, kept, language)) for language in LANGUAGES)
    return Change(kind, title, kept, sentences)


def _sentence(kind: ChangeKind, title: str, fields: tuple[FieldChange, ...], language: str) -> str:
    words = _WORDS[language]
    by_name = {field.field: field for field in fields}
    if kind is ChangeKind.ADDED:
        start = by_name.get("start")
        told = words["added-at"].format(new=_time(_instant(start.new), language)) if start else words["added"]
        return f"{title}: {told}"
    parts = [] if kind is ChangeKind.CHANGED else [words[kind.value]]
    if kind is not ChangeKind.CANCELLED:
        parts += _parts(by_name, language)
    return f"{title}: {', '.join(parts) or words['other']}"


def _parts(by_name: Mapping[str, FieldChange], language: str) -> Iterator[str]:
    words = _WORDS[language]
    yield from _times(by_name.get("start"), by_name.get("end"), language)
    for name, field in by_name.items():
        if name in ("start", "end"):
            continue
        if name == "speakers":
            yield from _members(field, words, "speakers")
        elif name == "choices":
            yield from _choices(field, words)
        else:
            yield _plain(name, field, language)


def _plain(name: str, field: FieldChange, language: str) -> str:
    words = _WORDS[language]
    variant = f"{name}-none" if not field.new else f"{name}-first" if not field.old else name
    template = words.get(variant, words.get(name, words["other"]))
    dated = name in ("deadline", "day")
    old, new = (_day_text(value, language) if dated else value for value in (field.old, field.new))
    return template.format(old=old, new=new)


def _members(field: FieldChange, words: Mapping[str, str], name: str) -> Iterator[str]:
    gone, come = _set_difference(field)
    if come and gone:
        yield words[f"{name}-swap"].format(new=", ".join(come), old=", ".join(gone))
    elif come:
        template = words["speaker-in"] if len(come) == 1 else words[f"{name}-in"]
        yield template.format(new=", ".join(come))
    elif gone:
        yield words[f"{name}-out"].format(old=", ".join(gone))
    else:
        yield words["other"]  # only their order


def _choices(field: FieldChange, words: Mapping[str, str]) -> Iterator[str]:
    gone, come = _set_difference(field)
    names_gone, names_come = ({item.partition(" (")[0] for item in items} for items in (gone, come))
    if names_come == names_gone:
        yield words["choices-detail"]
        return
    if names_come - names_gone:
        yield words["choices-in"].format(new=", ".join(i for i in come if i.partition(" (")[0] not in names_gone))
    if names_gone - names_come:
        yield words["choices-out"].format(old=", ".join(i for i in gone if i.partition(" (")[0] not in names_come))


def _set_difference(field: FieldChange) -> tuple[list[str], list[str]]:
    old, new = ([item for item in value.split("; ") if item] for value in (field.old, field.new))
    return [item for item in old if item not in new], [item for item in new if item not in old]


def _times(start: FieldChange | None, end: FieldChange | None, language: str) -> Iterator[str]:
    words = _WORDS[language]
    if start is not None:
        yield words["at"] + _moved(start, end, language)
    if end is None or (start is not None and _follows(start, end)):
        return
    if not end.new:
        yield words["ends-unknown"]
    elif start is not None or not end.old:
        yield words["ends"] + _time(_instant(end.new), language)
    else:
        yield words["ends"] + _moved(end, None, language)


def _moved(field: FieldChange, end: FieldChange | None, language: str) -> str:
    old, new = _instant(field.old), _instant(field.new)
    if old.date() == new.date():
        return f"{_time(old, language)} → {_time(new, language)}"
    return f"{_time(old, language)} {_day(old.date(), language)} → {_time(new, language)} {_day(new.date(), language)}"


def _follows(start: FieldChange, end: FieldChange) -> bool:
    """Whether the end moved by as much as the start, which goes without saying."""
    if not (start.old and end.old and end.new):
        return False
    return _shift(start) == _shift(end)


def _shift(field: FieldChange) -> timedelta:
    return _instant(field.new) - _instant(field.old)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _time(when: datetime, language: str) -> str:
    return when.strftime("%H.%M" if language == "da" else "%H:%M")


def _day_text(text: str, language: str) -> str:
    if not text:
        return ""
    when = datetime.fromisoformat(text)
    day = _day(when.date(), language)
    return day if len(text) == len("2020-09-02") else f"{day} {_WORDS[language]['at']}{_time(when, language)}"


def _day(day: date, language: str) -> str:
    # Babel's tables take time to load and are only wanted where a day has changed.
    from babel.dates import format_date  # noqa: PLC0415 -- slow import

    return format_date(day, "d. MMMM" if language == "da" else "d MMMM", locale=language)
