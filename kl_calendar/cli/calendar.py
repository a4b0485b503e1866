"""`kl-calendar calendar check` and `clean`: look at a calendar we mirror into, and take what is ours out of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kl_calendar.app import sync as app
from kl_calendar.cli import person, places
from kl_calendar.i18n import gettext, spoken

if TYPE_CHECKING:
    from kl_calendar.app.sync import Checked
    from kl_calendar.sync.cleaning import Cleaning


@click.group()
def calendar() -> None:
    """Look after the calendars that feeds are mirrored into."""


@calendar.command()
@click.argument("name")
@places.WORKSPACE
def check(name: str, workspace: Path) -> int:
    """Connect to calendar NAME and say what it can and what its server is known for. Writes nothing."""
    found = app.check(workspace, name, person.database())
    for line in lines(found, person.language()):
        click.echo(line)
    return 1 if found.may_write is False else 0


def lines(found: Checked, language: str) -> list[str]:
    """Return what was found, a fact a line."""
    quick = gettext("yes", language) if found.ctag else gettext("no: each run lists it", language)
    facts = [
        (gettext("address", language), found.url),
        (gettext("shown as", language), found.shown_as),
        (gettext("server", language), found.server),
        (gettext("we may write", language), writing(found.may_write, language)),
        (gettext("events and others", language), str(found.objects)),
        (gettext("of these ours", language), str(found.ours)),
        (gettext("tells quickly that nothing changed", language), quick),
    ]
    told = [f"{what}: {value}" for what, value in facts if value]
    return told + [f"{gettext('note', language)}: {note}" for note in found.notes]


def writing(allowed: bool | None, language: str) -> str:
    """Return whether we may write, and what to do where not."""
    if allowed is None:
        return gettext("the server does not say", language)
    if allowed:
        return gettext("yes", language)
    return gettext("no: ask its owner for the right to write", language)


@calendar.command()
@click.argument("name")
@places.WORKSPACE
@click.option("--yes", is_flag=True, help="Do not ask.")
def clean(name: str, workspace: Path, *, yes: bool) -> int:
    """Remove all events of ours from calendar NAME, and nothing else."""
    language = person.language()

    def agreed(cleaning: Cleaning) -> bool:
        if not cleaning.deletions:
            return True
        for action in cleaning.deletions:
            click.echo(f"  - {action.label}")
        question = gettext("Remove these {ours} events of ours and leave the {others} others?", language)
        asked = question.format(ours=len(cleaning.deletions), others=cleaning.left)
        return yes or click.confirm(asked)

    done = app.clean(workspace, name, person.database(), person.now(), agreed)
    if done is None:
        click.echo(gettext("Nothing was removed.", language))
        return 0
    for failure in done.outcome.failures:
        click.echo(f"{failure.label}: {spoken(failure.message, language)}", err=True)
    click.echo(
        gettext("Removed: {count}.", language).format(count=len(done.outcome.plan.writes) - len(done.outcome.failures))
    )
    return done.exit_code
