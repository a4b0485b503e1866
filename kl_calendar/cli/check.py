"""`kl-calendar check`: calendars in, what some program will stumble over out."""

from __future__ import annotations

import click

from kl_calendar.app import check as app
from kl_calendar.cli import inputs, person, report
from kl_calendar.emit.lint import findings
from kl_calendar.errors import InputError
from kl_calendar.i18n import gettext


@click.command()
@click.argument("source", nargs=-1, required=True, metavar="FILE|URL…")
def check(source: tuple[str, ...]) -> int:
    """Say what calendar programs will stumble over in a file or feed (- is standard input).

    Exit status: 0 when nothing was found, 3 with findings, 1 when one could not be read.
    """
    inputs.once(source)
    language, status = person.language(), 0
    for name in source:
        try:
            found = app.check(name) if name != "-" else findings(inputs.load(name), inputs.STDIN)
        except InputError as error:
            report.show_error(error, language)
            status = 1
            continue
        report.show(found, language)
        click.echo(f"{inputs.called(name)}: {closing(len(found), language)}")
        if found and status == 0:
            status = 3
    return status


def closing(count: int, language: str) -> str:
    """The last line about one calendar."""
    if count == 0:
        return gettext("no calendar program should stumble over it", language)
    return gettext("findings: {count}", language).format(count=count)
