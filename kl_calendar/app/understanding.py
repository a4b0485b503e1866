"""One source in, its meetings and what is doubtful about them out: the first two steps, read and parse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.errors import InputError, KlError
from kl_calendar.i18n import say
from kl_calendar.model.problem import Severity, kind
from kl_calendar.parse.read_programme import Options, parse
from kl_calendar.read.formats import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from kl_calendar.model.meeting import Meeting
    from kl_calendar.model.problem import Problem

SOURCE_UNREADABLE = kind("source-unreadable", Severity.ERROR, "it cannot be read: {reason}", "{advice}")
NO_MEETING = kind(
    "no-meeting",
    Severity.ERROR,
    "no meeting was found in it",
    "write the meeting's day and time, such as 2. september 2020 kl. 16.30, or give --date",
)


class Fault(InputError):
    """A fault of ours met in a document; the cause is kept."""

    slug = "fault"

    def __init__(self, name: str, error: Exception) -> None:
        reason = say("a fault in kl-calendar ({error}) met in it", error=type(error).__name__)
        super().__init__(name, reason, hint=say("please report it, with the document if you may"))


class Source(NamedTuple):
    """A source as the user names it, and how to get at its bytes (which may fail with an `InputError`)."""

    name: str
    load: Callable[[], bytes]


class Understood(NamedTuple):
    """One source's meetings and problems; `error` is why it could not be read at all."""

    name: str
    meetings: tuple[Meeting, ...] = ()
    problems: tuple[Problem, ...] = ()
    error: KlError | None = None


def understand(source: Source, options: Options) -> Understood:
    """Read and parse one source; what goes wrong is kept beside what was understood."""
    try:
        document = read(source.load(), source.name)
        parsed = parse(document, options)
    except KlError as error:
        return failed(source.name, error)
    except Exception as error:  # noqa: BLE001 -- a fault of ours in one document must not cost all the others
        fault = Fault(source.name, error)
        fault.__cause__ = error
        return failed(source.name, fault)
    problems = tuple(problem if problem.source else replace(problem, source=source.name) for problem in parsed.problems)
    if not parsed.meetings and not any(problem.severity == Severity.ERROR for problem in problems):
        problems += (NO_MEETING.at(0, source=source.name),)
    return Understood(source.name, parsed.meetings, problems)


def failed(name: str, error: KlError) -> Understood:
    """A source that nothing could be done with."""
    return Understood(name, problems=(unreadable(name, error),), error=error)


def unreadable(name: str, error: KlError) -> Problem:
    """The problem of a source that could not be read."""
    reason = error.reason if isinstance(error, InputError) else error.words
    return SOURCE_UNREADABLE.at(0, source=name, reason=reason, advice=error.advice)
