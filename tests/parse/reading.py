"""A text as one person would type it, parsed: for tests that say what a letter becomes."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

from kl_calendar.model.meeting import Meeting
from kl_calendar.parse.language import Language, language
from kl_calendar.parse.mentioned import Date, Time
from kl_calendar.parse.mentions import scan
from kl_calendar.parse.read_programme import Options, Parsed, parse
from kl_calendar.read.formats import read

DANISH: Language = language("da")
HEAD = "# Temadag i Nordby\n\nOnsdag den 2. september 2026 kl. 9-16\n\n"


def parsed(
    text: str, *, name: str = "brev.md", around: date | None = date(2026, 1, 1), day: date | None = None
) -> Parsed:
    """Parse a text."""
    return parse(read(dedent(text).encode(), name), Options(date=day, around=around))


def meeting(text: str, *, around: date | None = date(2026, 1, 1), day: date | None = None) -> Meeting:
    """Parse a text with exactly one meeting in it."""
    (made,) = parsed(text, around=around, day=day).meetings
    return made


def programme(text: str) -> Meeting:
    """Parse the lines of a programme below a heading and a day."""
    return meeting(HEAD + dedent(text))


def codes(text: str) -> list[str]:
    """The codes of what is doubtful about a text."""
    return [problem.code for problem in parsed(text).problems]


def shown(minutes: int | None) -> str:
    """Minutes after midnight as a clock."""
    return "" if minutes is None else f"{minutes // 60}.{minutes % 60:02}"


def times(text: str, lang: Language = DANISH) -> list[str]:
    """The times one line mentions."""
    return [clock(time) for time in scan(text, lang).times]


def clock(time: Time) -> str:
    """One time, as `9.00` or `9.00-10.30`."""
    return "-".join(filter(None, (shown(time.start), shown(time.end))))


def dates(text: str, lang: Language = DANISH) -> list[str]:
    """The days one line mentions."""
    return [written(one) for one in scan(text, lang).dates if not one.weak]


def written(one: Date) -> str:
    """One day as `2.9.2020`, `2.9.` or `2.9.-3.9.2020`."""
    last = f"-{one.until[0]}.{one.until[1]}." if one.until else ""
    return f"{one.day}.{one.month}.{last}{one.year or ''}"
