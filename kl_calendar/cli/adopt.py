"""`kl-calendar adopt`: a published folder in, the workspace's ledger made again from it."""

from __future__ import annotations

from pathlib import Path

import click

from kl_calendar.app import adopt as app
from kl_calendar.cli import person, places
from kl_calendar.i18n import gettext


@click.command()
@click.argument("public", type=click.Path(path_type=Path))
@places.WORKSPACE
def adopt(public: Path, workspace: Path) -> int:
    """Make a lost ledger again from the calendars published in the folder PUBLIC.

    Subscribers notice nothing: every event keeps its identity. Run build afterwards.
    """
    language = person.language()
    for one in app.adopt(workspace, public, person.database()):
        told = gettext("{feed}: {taken} meetings taken over, {known} known already.", language)
        click.echo(told.format(feed=one.feed, taken=one.taken, known=one.known))
    return 0
