"""`kl-calendar undo`: a meeting in, the file that takes a mistaken import away again, and what to do with it."""

from __future__ import annotations

from pathlib import Path

import click

from kl_calendar.app import undo as app
from kl_calendar.cli import person, places
from kl_calendar.publish import files


@click.command()
@click.argument("meeting", metavar="MEETING|FILE.ics")
@places.WORKSPACE
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the file here.")
def undo(meeting: str, workspace: Path, output: Path | None) -> int:
    """Make a file that takes a mistaken import of MEETING out of a calendar again.

    MEETING is a meeting of the workspace (2020-09-02-holstebro), or the very file that was imported. What each calendar
    program does with the result is said on standard error.
    """
    language = person.language()
    made = app.undo(workspace, meeting, person.database())
    if output is None:
        click.echo(made.data, nl=False)
    else:
        files.save(output, made.data)
    for program, advice in app.advice(language):
        click.echo(f"{program}: {advice}", err=True)
    return 0
