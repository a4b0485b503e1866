"""A calendar's password or token, from where the settings say it is kept: never from the settings themselves."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING

from kl_calendar.errors import KlError, MissingExtra
from kl_calendar.i18n import Text, say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kl_calendar.model.settings import CalendarSettings

PATIENCE = 30
"""Seconds a password command may take; longer, and it is waiting for somebody who is not there."""
SERVICE = "kl-calendar"


class SecretMissing(KlError):
    """The place a secret should be in has none; the sentence never holds the secret or the command's output."""

    slug = "secret-missing"

    def __init__(self, calendar: str, reason: Text, *, hint: Text = "") -> None:
        super().__init__(say("{name}: {reason}", name=calendar, reason=reason), hint=hint)


def secret(calendar: CalendarSettings, workspace: Path) -> str:
    """Return the secret of a calendar; empty where the settings name no place for one."""
    ways: dict[str, Callable[[CalendarSettings, Path], str]] = {
        "password_env": _from_environment,
        "password_command": _from_command,
        "password_file": _from_file,
        "keyring": _from_keyring,
    }
    chosen = [way for way in ways if getattr(calendar, way)]
    if len(chosen) > 1:
        raise SecretMissing(
            calendar.name, say("only one of {keys} can be set", keys=", ".join(chosen)), hint=say("keep one of them")
        )
    if not chosen:
        return ""
    found = ways[chosen[0]](calendar, workspace)
    if not found:
        raise SecretMissing(calendar.name, say("the secret in {key} is empty", key=chosen[0]))
    return found


def _from_environment(calendar: CalendarSettings, _: Path) -> str:
    try:
        return os.environ[calendar.password_env]
    except KeyError as error:
        reason = say("the environment variable {name} is not set", name=calendar.password_env)
        raise SecretMissing(calendar.name, reason, hint=say("set it where this command is started")) from error


def _from_command(calendar: CalendarSettings, workspace: Path) -> str:
    try:
        words = shlex.split(calendar.password_command)
        done = subprocess.run(words, cwd=workspace, capture_output=True, timeout=PATIENCE, check=True, text=True)  # noqa: S603 -- the workspace's owner wrote it
    except subprocess.CalledProcessError as error:
        raise SecretMissing(
            calendar.name, say("password_command ends with status {status}", status=error.returncode)
        ) from error
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        slow, dead = say("password_command takes too long"), say("password_command cannot be started")
        raise SecretMissing(calendar.name, slow if isinstance(error, subprocess.TimeoutExpired) else dead) from error
    return done.stdout.partition("\n")[0].rstrip("\r")


def _from_file(calendar: CalendarSettings, workspace: Path) -> str:
    try:
        content = (workspace / calendar.password_file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = say("password_file {file} cannot be read", file=calendar.password_file)
        raise SecretMissing(
            calendar.name, reason, hint=say("it holds the password alone, on its first line")
        ) from error
    return content.partition("\n")[0].rstrip("\r")


def _from_keyring(calendar: CalendarSettings, _: Path) -> str:
    try:
        import keyring  # noqa: PLC0415 -- an extra that only this way needs
        from keyring.errors import KeyringError  # noqa: PLC0415 -- likewise
    except ModuleNotFoundError as error:
        raise MissingExtra("keyring", needed_by=say("keyring = true in calendar {name}", name=calendar.name)) from error
    try:
        found = keyring.get_password(SERVICE, calendar.name)
    except KeyringError as error:
        raise SecretMissing(calendar.name, say("the keyring cannot be opened")) from error
    if found is None:
        hint = say("store it with: keyring set {service} '{name}'", service=SERVICE, name=calendar.name)
        raise SecretMissing(calendar.name, say("the keyring has no password for it"), hint=hint)
    return str(found)
