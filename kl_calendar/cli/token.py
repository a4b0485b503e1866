"""`kl-calendar token`: the keys of private feeds, made, listed and revoked."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

import click

from kl_calendar.cli import person, places
from kl_calendar.emit import names
from kl_calendar.errors import SettingsError
from kl_calendar.i18n import say
from kl_calendar.store import tokens
from kl_calendar.store import workspace as workspaces

BYTES = 32


@click.group()
def token() -> None:
    """Give out and take back addresses of private feeds."""


@token.command()
@click.argument("feed")
@click.option("--label", default="", help="Whom it is for; shown by list.")
@places.WORKSPACE
def add(feed: str, label: str, workspace: Path) -> None:
    """Make an address of the private feed FEED. It is shown once: only a digest is kept."""
    settings = workspaces.load(workspace)
    known = {one.id: one for one in settings.feeds}
    if feed not in known:
        raise SettingsError(
            workspaces.FILE,
            say("there is no feed {name}", name=feed),
            hint=say("feeds: {feeds}", feeds=", ".join(known) or "-"),
        )
    if not known[feed].private:
        raise SettingsError(
            f"feed {feed}", say("it is not a private feed"), hint=say("set private = true in its [[feed]] table")
        )
    home = places.home_of(workspace)
    secret = secrets.token_urlsafe(BYTES)
    made = tokens.made(secret, feed, label, datetime.now(UTC))
    tokens.save(home, (*tokens.load(home), made))
    path = f"t/{secret}/{names.feed_file(feed, 'slots', known[feed].language)}"
    click.echo(f"{made.id}  {settings.site.base_url or '/'}{path}")


def kept_in(workspace: Path) -> Path:
    """The workspace's folder. Its settings may be broken: closing an address must be possible all the same."""
    file = workspaces.file_of(workspace)
    if not file.is_file():
        workspaces.load(workspace)  # raises with the reason
    return file.parent


@token.command("list")
@places.WORKSPACE
def list_(workspace: Path) -> None:
    """List all tokens by id, without their secrets."""
    language = person.language()
    found = tokens.load(kept_in(workspace))
    if not found:
        click.echo(say("No address has been given out.").text(language))
    for one in found:
        ended = say("revoked {day}", day=f"{one.revoked:%Y-%m-%d}" if one.revoked else "")
        state = (ended if one.revoked else say("open")).text(language)
        click.echo(f"{one.id}  {one.feed}  {one.created:%Y-%m-%d}  {state}  {one.label}".rstrip())


@token.command()
@click.argument("token_id", metavar="ID")
@places.WORKSPACE
def revoke(token_id: str, workspace: Path) -> None:
    """Close the address with that ID. Calendars keep what they have and get nothing new."""
    home = kept_in(workspace)
    tokens.save(home, tokens.revoked(tokens.load(home), token_id, datetime.now(UTC)))
    click.echo(say("{token} is revoked", token=token_id).text(person.language()))
