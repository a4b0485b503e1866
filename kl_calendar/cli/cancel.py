"""`kl-calendar cancel`: names of meetings and slots in, the same called off and the calendars brought up to date."""

from __future__ import annotations

from pathlib import Path

import click

from kl_calendar.app import cancel as app
from kl_calendar.cli import person, places, report
from kl_calendar.i18n import gettext


@click.command()
@click.argument("names", metavar="MEETING|SLOT...", nargs=-1, required=True)
@places.WORKSPACE
@places.OUTPUT
@click.option("--restore", is_flag=True, help="The other way round: it takes place after all.")
def cancel(names: tuple[str, ...], workspace: Path, output: Path | None, *, restore: bool) -> int:
    """Call off meetings or slots by hand; they stay cancelled whatever the next letter says.

    MEETING is a document's name without suffix (2020-09-02-holstebro), SLOT such a name, a slash and the slot's title
    (2020-09-02-holstebro/Temadrøftelser); both may be given by uid instead.
    """
    language = person.language()
    order = app.Order(
        workspace, places.public(workspace, output), names, person.now(), person.today(), restore, person.database()
    )
    made = app.cancel(order)
    for revision in made:
        click.echo(report.heading(revision.meeting.title, revision.meeting.day))
        for change in revision.changes:
            click.echo(f"  {report.printable(change.sentence(language))}")
    if not made:
        click.echo(gettext("Nothing changed.", language))
    return 0
