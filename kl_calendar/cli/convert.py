"""`kl-calendar convert`: letters in, one calendar out (iCalendar, JSON or a timeline for people)."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from kl_calendar.app import convert as app
from kl_calendar.app.understanding import Source
from kl_calendar.cli import inputs, kinds, person, report
from kl_calendar.model import defaults
from kl_calendar.model.problem import Severity
from kl_calendar.store import loading

if TYPE_CHECKING:
    from datetime import date


class Wish(TypedDict):
    """The options that are passed on as they are; see `app.convert.Wishes`."""

    day: date | None
    around: date | None
    timezone: str | None
    language: str | None
    uid_domain: str


@click.command()
@click.argument("source", nargs=-1, required=True)
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write here, whole or not at all.")
@click.option(
    "--to",
    "form",
    type=click.Choice(["ics", "json", "text"]),
    default="ics",
    show_default=True,
    help="A calendar, data, or a timeline for people.",
)
@click.option("--date", "day", type=kinds.DAY, metavar="YYYY-MM-DD", help="The day, where the document names none.")
@click.option(
    "--around",
    type=kinds.DAY,
    metavar="YYYY-MM-DD",
    help="Where a year is missing: the next such day from this one on. Default: the letter's own date, else today.",
)
@click.option(
    "--timezone", type=kinds.TIMEZONE, metavar="ZONE", help="Such as Europe/Copenhagen. Default: by language."
)
@click.option(
    "--language", type=kinds.LANGUAGE, metavar="CODE", help="da, nb, nn, sv, de or en. Default: the document's."
)
@click.option("--strict", is_flag=True, help="Fail, and write nothing, when anything is doubtful (warnings).")
@click.option(
    "--uid-domain", type=kinds.DOMAIN, default=defaults.UID_DOMAIN, help="The domain that ends every event's uid."
)
@click.option(
    "--previous",
    type=click.Path(),
    metavar="OLD.ics",
    help="A calendar made from the letter before: events that go on keep their identity.",
)
def convert(
    source: tuple[str, ...],
    output: str | None,
    form: str,
    previous: str | None,
    *,
    strict: bool,
    **wishes: Unpack[Wish],
) -> int:
    """Make a calendar of meeting letters.

    SOURCE is a document, or - for standard input; several make one calendar.
    """
    inputs.once(source)
    language = person.language()
    before = app.previous(loading.load(Path(previous)), previous) if previous else ()
    letters = [Source(inputs.called(name), partial(inputs.load, name)) for name in source]
    try:
        made = app.convert(letters, app.Wishes(today=person.today(), **wishes), previous=before)
    except app.NothingReadable as error:
        report.show(error.problems, language)
        raise
    report.show(made.problems, language)
    failed = app.refusal(made, form, strict=strict)
    if failed:
        raise failed
    deliver(app.render(made, form), output)
    return 3 if made.worst is not None and made.worst >= Severity.WARNING else 0


def deliver(data: bytes, output: str | None) -> None:
    """To the file, whole or not at all, else to standard output."""
    if output is None or output == "-":
        click.echo(data, nl=False)
    else:
        from kl_calendar.publish import files  # noqa: PLC0415 -- standard output does without

        files.save(Path(output), data)
