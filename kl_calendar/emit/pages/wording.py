"""Dates and times in, as people of a language write them out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from babel.dates import format_date, format_skeleton, get_timezone_location

from kl_calendar.i18n import gettext

if TYPE_CHECKING:
    from kl_calendar.model.meeting import Meeting

LANGUAGES = ("da", "en")
"""The languages of the pages."""

NAMES = {"da": "Dansk", "en": "English"}
_LOCALES = {"da": "da_DK", "en": "en_GB"}
_DAY = {"da": "EEEE 'den' d. MMMM y", "en": "EEEE d MMMM y"}
_SHORT_DAY = {"da": "d. MMMM y", "en": "d MMMM y"}


def day(value: date, language: str) -> str:
    """Write a day in full: `onsdag den 2. september 2020`."""
    return format_date(value, _DAY[language], locale=_LOCALES[language])


def short_day(value: date, language: str) -> str:
    """Write a day without its weekday: `2. september 2020`."""
    return format_date(value, _SHORT_DAY[language], locale=_LOCALES[language])


def month(value: date, language: str) -> str:
    """Write a month in a few letters: `sep`."""
    return str(format_skeleton("MMM", value, locale=_LOCALES[language])).rstrip(".")


def clock(value: datetime, language: str) -> str:
    """Write a time of day: `16.30` in Danish, `16:30` in English."""
    return f"{value:%H.%M}" if language == "da" else f"{value:%H:%M}"


def moment(value: date | datetime, language: str) -> str:
    """Write a day, with its time where it has one: `18. august 2020 kl. 12.00`."""
    if not isinstance(value, datetime):
        return short_day(value, language)
    return gettext("{day} at {time}", language).format(day=short_day(value, language), time=clock(value, language))


def span(meeting: Meeting, language: str) -> str:
    """Write when a meeting is: its day or days, and its hours where they are known."""
    first, last = meeting.start, meeting.end
    end_day = _day_of(last) if last is not None else meeting.day
    if end_day > meeting.day and not _next_morning(first, last):
        return f"{_moment_in_full(first, language)} – {_moment_in_full(last or end_day, language)}"
    if not isinstance(first, datetime):
        return day(meeting.day, language)
    until = f"–{clock(last, language)}" if isinstance(last, datetime) else ""
    hours = f"{clock(first, language)}{until}"
    return gettext("{day} at {time}", language).format(day=day(meeting.day, language), time=hours)


def zone(name: str, language: str) -> str:
    """Write a time zone for people: `Danmark (tid)` as the language's own data name it."""
    return get_timezone_location(name, locale=_LOCALES[language], return_city=False)


def _moment_in_full(value: date | datetime, language: str) -> str:
    if not isinstance(value, datetime):
        return day(value, language)
    return gettext("{day} at {time}", language).format(day=day(value, language), time=clock(value, language))


def _day_of(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _next_morning(first: date | datetime, last: date | datetime | None) -> bool:
    """Whether an end on the next day only means that the evening was long."""
    return isinstance(first, datetime) and isinstance(last, datetime) and last - first < timedelta(hours=12)
