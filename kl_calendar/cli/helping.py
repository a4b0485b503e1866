"""Help and usage in the reader's language: click's commands in, copies that speak it out.

Help is written in English beside the commands and translated a paragraph at a time; click's own words are found by the
standard library's `gettext`, once it is told which catalogue to look in.
"""

from __future__ import annotations

import copy
import gettext as standard
import inspect
from pathlib import Path
from typing import TYPE_CHECKING

import click

import kl_calendar
from kl_calendar.i18n import DOMAIN, gettext

if TYPE_CHECKING:
    from collections.abc import Iterator


def N_(msgid: str) -> str:
    """Mark what is translated elsewhere, for the catalogue."""
    return msgid


def NN_(msgid: str, plural: str) -> str:
    """Mark a sentence that has a form for several."""
    return f"{msgid} {plural}"


CLICK = (
    N_("Aborted!"),
    N_("Commands"),
    NN_("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    N_("Error: {message}"),
    NN_("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Invalid value: {message}"),
    N_("Missing argument"),
    N_("Missing command."),
    N_("Missing option"),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("Option {name!r} does not take a value."),
    NN_("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    N_("Options"),
    N_("Show the version and exit."),
    N_("Show this message and exit."),
    N_("Try '{command} {option}' for help."),
    N_("Usage:"),
    N_("default: {default}"),
    N_("{value!r} is not a valid {number_type}."),
    NN_("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    N_("{value} is not in the range {range}."),
)
"""What click says itself where we use it; it may word things otherwise in another version, then they stay English."""


def speak() -> None:
    """Let click find its words in our catalogue."""
    standard.bindtextdomain(DOMAIN, str(Path(kl_calendar.__file__).with_name("locale")))
    standard.textdomain(DOMAIN)


def translated(command: click.Command, language: str) -> click.Command:
    """Return a command with its help in that language."""
    if language == "en":
        return command
    made = copy.copy(command)
    made.help = told(command.help, language)
    made.params = [_translated(one, language) for one in command.params]
    if isinstance(made, click.Group):
        made.commands = {name: translated(one, language) for name, one in made.commands.items()}
    return made


def _translated(parameter: click.Parameter, language: str) -> click.Parameter:
    if not isinstance(parameter, click.Option):
        return parameter
    made = copy.copy(parameter)
    made.help = told(parameter.help, language)
    return made


def told(text: str | None, language: str) -> str | None:
    """Return a help text in that language."""
    return "\n\n".join(gettext(one, language) for one in paragraphs(text)) if text else text


def paragraphs(text: str | None) -> list[str]:
    """The msgids of a help text: its paragraphs, each on one line."""
    return [" ".join(one.split()) for one in inspect.cleandoc(text or "").split("\n\n") if one.strip()]


def texts(command: click.Command) -> Iterator[str]:
    """All msgids of a command and of those below it."""
    yield from paragraphs(command.help)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            yield from paragraphs(parameter.help)
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below:
                yield from texts(below)
