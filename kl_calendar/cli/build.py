"""`kl-calendar build`: a workspace of documents in, a folder of calendars out, and a table of what was made."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from kl_calendar.app import build as app
from kl_calendar.cli import person, places, report
from kl_calendar.cli.progress import progress_bar
from kl_calendar.i18n import gettext
from kl_calendar.model.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.app.build import FeedReport, Report
    from kl_calendar.model.revision import Revision

SHOWN = 50
"""Meetings whose changes are told one by one; more than this nobody reads on a terminal."""


@click.command()
@click.argument("workspace", default="feeds", type=click.Path(path_type=Path))
@places.OUTPUT
@click.option("--withdraw", is_flag=True, help="Cancel the slots of documents that are gone, however many.")
def build(workspace: Path, output: Path | None, *, withdraw: bool) -> int:
    """Make the calendars of all programme documents in WORKSPACE (default: feeds).

    Writes one .ics a feed, to subscribe to, and one a meeting, to download. Only what changed is written.
    """
    language = person.language()
    with progress_bar(gettext("Reading documents", language)) as step:
        order = app.Order(
            workspace, places.public(workspace, output), person.now(), person.today(), withdraw, person.database()
        )
        made = app.build(order, step)
    report.show(made.problems, language)
    show_changes(made, language)
    show_table(made, language)
    worst = max((problem.severity for problem in made.problems), default=Severity.NOTE)
    return 3 if worst >= Severity.WARNING else 0


def show_table(made: Report, language: str) -> None:
    """Print what was made: a row a feed and, below, what was written."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(gettext("Feed", language))
    for words in (gettext("Meetings", language), gettext("Slots", language), gettext("Problems", language)):
        table.add_column(words, justify="right")
    for feed in made.feeds:
        table.add_row(*row(feed))
    console = Console(file=sys.stdout)
    console.print(table)
    console.print(summary(made, language), highlight=False)


def row(feed: FeedReport) -> Sequence[str]:
    """A feed's figures."""
    return feed.feed.id, str(feed.meetings), str(feed.slots), str(len(feed.problems))


def show_changes(made: Report, language: str) -> None:
    """Print what changed in the meetings, in people's words; of very many only the first."""
    changed = [revision for feed in made.feeds for revision in feed.changed]
    for revision in changed[:SHOWN]:
        click.echo(report.heading(revision.meeting.title, revision.meeting.day))
        for line in told(revision, language):
            click.echo(f"  {report.printable(line)}")
    if len(changed) > SHOWN:
        click.echo(gettext("… and {count} more", language).format(count=len(changed) - SHOWN))


def told(revision: Revision, language: str) -> list[str]:
    """What is different about a meeting: never nothing, since it is listed for being different."""
    if revision.sequence == 0:
        return [gettext("new", language)]
    changes = [change.sentence(language) for change in revision.changes]
    return changes or [gettext("its text or the settings changed, not the programme", language)]


def summary(made: Report, language: str) -> str:
    """One line on what changed on disk."""
    written, removed = len(made.published.written), len(made.published.removed)
    if not written and not removed:
        return gettext("Nothing changed.", language)
    return gettext("Files written: {written}, removed: {removed}.", language).format(written=written, removed=removed)
