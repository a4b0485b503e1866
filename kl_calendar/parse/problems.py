"""Every kind of problem the parser can name."""

from __future__ import annotations

from kl_calendar.model.problem import Severity, kind

NO_DATE = kind(
    "no-date",
    Severity.ERROR,
    "the programme names no day",
    "write the day in the document, or give --date YYYY-MM-DD",
)
YEAR_GUESSED = kind(
    "year-guessed", Severity.NOTE, "no year is given; {year} is taken", "write the year, or give --around YYYY-MM-DD"
)
WEEKDAY_MISMATCH = kind(
    "weekday-mismatch",
    Severity.WARNING,
    "{day} is not a {weekday}; the date is followed",
    "correct the weekday or the date",
)
END_UNKNOWN = kind(
    "end-unknown",
    Severity.NOTE,
    "{title} ({start}) has no end; the feed's default length is used",
    "write when it ends",
)
END_BEFORE_START = kind(
    "end-before-start",
    Severity.WARNING,
    "{title} would end ({end}) before it starts ({start}); its end is left out",
    "correct the times",
)
NO_TITLE = kind("no-title", Severity.WARNING, "the item at {start} has no title", "write what happens then")
TIME_UNPLACED = kind(
    "time-unplaced",
    Severity.WARNING,
    "{clock} is not used: it is not clear what happens then",
    "put the time first on the item's line",
)
LINE_CROWDED = kind(
    "line-crowded",
    Severity.WARNING,
    "this line names more than {most} times or dates; the rest of them is not read",
    "put each item of the programme on a line of its own",
)
TOO_MANY_ITEMS = kind(
    "too-many-items",
    Severity.WARNING,
    "the document has more than {most} times that begin a line; the rest of them is not read",
    "divide the document",
)
TIME_IGNORED = kind("time-ignored", Severity.NOTE, "{clock} is no item of the programme: {reason}")
DATE_IGNORED = kind("date-ignored", Severity.NOTE, "{day} is not the meeting's day: {reason}")
TIME_NOT_THERE = kind(
    "time-not-there", Severity.WARNING, "{clock} does not exist that day: the clocks go forward", "correct the time"
)
TIME_TWICE = kind(
    "time-twice", Severity.WARNING, "{clock} exists twice that day: the clocks go back", "correct the time"
)
UNKNOWN_ZONE = kind(
    "unknown-zone", Severity.ERROR, "{zone} is no time zone we know", "write an IANA name such as Europe/Copenhagen"
)
FRONT_MATTER_KEY = kind(
    "front-matter-key", Severity.WARNING, "the front matter's key {key} is not known", "the keys are: {known}"
)
FRONT_MATTER_VALUE = kind(
    "front-matter-value", Severity.WARNING, "the front matter's {key} cannot be used: {value}", "{wanted}"
)
GIVEN_DISAGREES = kind(
    "given-disagrees",
    Severity.NOTE,
    "the page's data says {given} where its text says {read}; the data is followed",
    "correct the page",
)
