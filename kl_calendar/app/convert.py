"""Sources in, one calendar's worth of revisions out, without a ledger: read, parse, revise, and write in one form.

A source that cannot be read costs itself only: it becomes a problem, and the rest is answered.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.app.keys import Keys
from kl_calendar.app.matching import partners
from kl_calendar.app.understanding import understand
from kl_calendar.emit.names import slug
from kl_calendar.errors import KlError
from kl_calendar.i18n import say
from kl_calendar.model import defaults
from kl_calendar.model.problem import Severity
from kl_calendar.parse.read_programme import Options
from kl_calendar.revise.revising import revise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.app.understanding import Source
    from kl_calendar.model.meeting import Meeting
    from kl_calendar.model.problem import Problem
    from kl_calendar.model.revision import Revision

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The stamp of a letter that names no day of its own: older than any letter, so a dated one counts as newer."""


class Wishes(NamedTuple):
    """What the caller of a conversion may say beside the sources."""

    today: date
    day: date | None = None
    around: date | None = None
    timezone: str | None = None
    language: str | None = None
    uid_domain: str = defaults.UID_DOMAIN

    @property
    def options(self) -> Options:
        """The part that concerns the parser."""
        return Options(self.day, self.around, self.timezone, self.language, today=self.today)


class Converted(NamedTuple):
    """The meetings of all sources with their identities, and all problems in the order of the sources."""

    revisions: tuple[Revision, ...]
    problems: tuple[Problem, ...]

    @property
    def worst(self) -> Severity | None:
        """The severest problem's level; None when there is no problem."""
        return max((problem.severity for problem in self.problems), default=None)


class NothingToWrite(KlError):
    """No source has a meeting in it; an empty calendar would only replace a good one."""

    slug = "nothing-to-write"

    def __init__(self) -> None:
        super().__init__(say("no meeting was found, so no calendar was written"))


class NothingReadable(KlError):
    """None of several sources can be read; `problems` has each one's reason."""

    slug = "nothing-readable"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(say("none of the {count} documents could be read", count=len(problems)))
        self.problems = problems


class NotStrictlyRight(KlError):
    """The caller asked for no doubts (`--strict`), and there are some."""

    slug = "not-strictly-right"

    def __init__(self, count: int) -> None:
        super().__init__(say("nothing was written: {count} doubtful or wrong, and --strict was asked for", count=count))


def convert(sources: Sequence[Source], wishes: Wishes, *, previous: Sequence[Revision] = ()) -> Converted:
    """Turn sources into revisions; raises the source's error, or `NothingReadable`, when none at all could be read."""
    understood = [understand(source, wishes.options) for source in sources]
    errors = [one.error for one in understood if one.error]
    if errors and len(errors) == len(understood):
        raise errors[0] if len(errors) == 1 else NothingReadable([p for one in understood for p in one.problems])
    meetings = [meeting for one in understood for meeting in one.meetings]
    before = iter(partners(meetings, previous))
    keys = Keys()
    revisions: list[Revision] = []
    problems: list[Problem] = []
    for one in understood:
        problems += one.problems
        for meeting in one.meetings:
            revision, doubts = identified(meeting, next(before), keys.next(key_of(meeting)), wishes.uid_domain)
            revisions.append(revision)
            problems += [replace(doubt, source=one.name) for doubt in doubts]
    return Converted(tuple(revisions), tuple(problems))


def identified(
    meeting: Meeting, before: Revision | None, key: str, domain: str
) -> tuple[Revision, tuple[Problem, ...]]:
    """A meeting with its identity: taken over from the publication before, else made of its key."""
    feed, key = (before.feed, before.key) if before else ("", key)
    return revise(meeting, before, feed=feed, key=key, domain=domain, now=stamp(meeting))


def key_of(meeting: Meeting) -> str:
    """What tells a meeting where no workspace does: its day and title, so that a file's name decides nothing.

    Two letters called `program.pdf` are two meetings; one letter under two names, or from standard input, is one.
    """
    return f"{meeting.day.isoformat()}-{slug(meeting.title)}"


def stamp(meeting: Meeting) -> datetime:
    """The instant a conversion without a ledger counts as made: the letter's own day, else a constant."""
    day = meeting.document_date
    return datetime.combine(day, time(), UTC) if day else UNDATED


def refusal(made: Converted, form: str, *, strict: bool) -> KlError | None:
    """Why nothing is to be written, if so: doubts where none are allowed, or a calendar with nothing in it."""
    doubts = sum(problem.severity >= Severity.WARNING for problem in made.problems)
    if strict and doubts:
        return NotStrictlyRight(doubts)
    return NothingToWrite() if form != "json" and not made.revisions else None


def render(made: Converted, form: str) -> bytes:
    """The answer as the bytes of `ics`, `json` or `text`."""
    if form == "json":
        from kl_calendar.emit import json  # noqa: PLC0415 -- only the form asked for is loaded

        return json.document(made.revisions, made.problems).encode()
    if form == "text":
        from kl_calendar.emit import timeline  # noqa: PLC0415 -- likewise: Babel is slow to load

        return timeline.text(made.revisions).encode()
    from kl_calendar.app import calendars  # noqa: PLC0415 -- likewise: icalendar is slow to load

    return calendars.single(made.revisions)


def previous(raw: bytes, name: str) -> tuple[Revision, ...]:
    """The publication before, read from a calendar that we made."""
    from kl_calendar.emit import reading  # noqa: PLC0415 -- only with --previous

    return reading.revisions(raw, name)
