"""The command `kl-calendar`: thin skins over `app`, one module a command, loaded when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING

import click

from kl_calendar import __version__
from kl_calendar.cli import helping, person, report, terminal
from kl_calendar.errors import KlError, SystemRefused
from kl_calendar.i18n import gettext, say

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "convert": "kl_calendar.cli.convert:convert",
    "build": "kl_calendar.cli.build:build",
    "check": "kl_calendar.cli.check:check",
    "changes": "kl_calendar.cli.changes:changes",
    "cancel": "kl_calendar.cli.cancel:cancel",
    "undo": "kl_calendar.cli.undo:undo",
    "adopt": "kl_calendar.cli.adopt:adopt",
    "sync": "kl_calendar.cli.sync:sync",
    "calendar": "kl_calendar.cli.calendar:calendar",
    "serve": "kl_calendar.cli.serve:serve",
    "token": "kl_calendar.cli.token:token",
}
"""Command name → `module:attribute`; the module is imported only when the command runs (cold start)."""


class LazyGroup(click.Group):
    """A group whose commands are modules imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return helping.translated(command, person.language())


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kl-calendar")
def cli() -> None:
    """Turn meeting programmes into calendars that people subscribe to."""


def explain(error: BaseException) -> None:
    """Print where an error came from, for those who set KL_DEBUG."""
    if os.environ.get("KL_DEBUG"):
        import traceback  # noqa: PLC0415 -- only for developers

        traceback.print_exception(error)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit: 0 fine, 1 could not be done, 2 usage, 3 answered with problems."""
    terminal.settle()
    try:
        helping.speak()
        command = helping.translated(cli, person.language())
        status = command.main(args=arguments, prog_name="kl-calendar", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("kl-calendar: " + gettext("stopped", person.language()), err=True)
        sys.exit(130)
    except KlError as error:
        report.show_error(error, person.language())
        explain(error)
        sys.exit(error.exit_code)
    except OSError as error:
        report.show_error(SystemRefused(error), person.language())
        explain(error)
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 -- the last resort: a fault of ours is a sentence, too
        fault = say("a fault in kl-calendar ({error}); please report it", error=f"{type(error).__name__}: {error}")
        click.echo(f"kl-calendar: {fault.text(person.language())}", err=True)
        explain(error)
        sys.exit(1)
    sys.exit(status if isinstance(status, int) else 0)
