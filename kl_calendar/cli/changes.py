"""`kl-calendar changes`: two versions of a letter in, what changed in people's words, or as JSON, out."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import click

from kl_calendar.app import changes as app
from kl_calendar.app.understanding import Source
from kl_calendar.cli import inputs, kinds, person, report
from kl_calendar.i18n import gettext
from kl_calendar.model.problem import Severity
from kl_calendar.parse.read_programme import Options

if TYPE_CHECKING:
    from datetime import date

    from kl_calendar.app.changes import Compared, MeetingChanges
    from kl_calendar.model.revision import Change


class Wish(TypedDict):
    """The options that go to the parser as they are."""

    around: date | None
    timezone: str | None
    language: str | None


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
@click.option("--date", "day", type=kinds.DAY, metavar="YYYY-MM-DD", help="The day, where a document names none.")
@click.option("--around", type=kinds.DAY, metavar="YYYY-MM-DD", help="Where a year is missing: the next such day.")
@click.option("--timezone", type=kinds.TIMEZONE, metavar="ZONE", help="Such as Europe/Copenhagen.")
@click.option("--language", type=kinds.LANGUAGE, metavar="CODE", help="The documents' language.")
def changes(old: str, new: str, *, as_json: bool, day: date | None, **wishes: Unpack[Wish]) -> int:
    """Say what changed from the letter OLD to the letter NEW.

    Both are documents, or calendars that kl-calendar made of them; one may be - for standard input.
    """
    inputs.once((old, new))
    told = person.language()
    options = Options(date=day, **wishes)
    before, after = (Source(inputs.called(name), partial(inputs.load, name)) for name in (old, new))
    made = app.compare(before, after, options)
    report.show(made.problems, told)
    click.echo(document(made).encode() if as_json else text(made, told))  # JSON is UTF-8, whatever the terminal is
    worst = max((problem.severity for problem in made.problems), default=Severity.NOTE)
    return 3 if worst >= Severity.WARNING else 0


def text(made: Compared, language: str) -> str:
    """The changes for people, a paragraph a meeting."""
    if not made.meetings:
        return gettext("Nothing changed.", language)
    return "\n\n".join(paragraph(meeting, language) for meeting in made.meetings)


def paragraph(meeting: MeetingChanges, language: str) -> str:
    """One meeting's changes."""
    lines = [f"  {report.printable(change.sentence(language))}" for change in meeting.changes]
    return "\n".join([report.heading(meeting.title, meeting.day), *lines])


def document(made: Compared) -> str:
    """The changes as JSON."""
    return json.dumps({"meetings": [of_meeting(one) for one in made.meetings]}, ensure_ascii=False, indent=2)


def of_meeting(meeting: MeetingChanges) -> dict[str, Any]:
    """One meeting's changes as data."""
    return {
        "title": meeting.title,
        "date": meeting.day.isoformat(),
        "changes": [of_change(change) for change in meeting.changes],
    }


def of_change(change: Change) -> dict[str, Any]:
    """One change as data."""
    return {
        "kind": change.kind.value,
        "title": change.title,
        "fields": [{"field": one.field, "old": one.old, "new": one.new} for one in change.fields],
        "sentences": dict(change.sentences),
    }
