"""A source as named on the command line in, its bytes out: a file, or standard input for `-`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kl_calendar.cli import person
from kl_calendar.i18n import say
from kl_calendar.limits import MAX_BYTES
from kl_calendar.store import loading

STDIN = "stdin"
"""What messages call a document from standard input."""


def called(name: str) -> str:
    """What messages call a source."""
    return STDIN if name == "-" else name


def load(name: str) -> bytes:
    """The bytes of a source, or an `InputError` that says why not."""
    if name != "-":
        return loading.load(Path(name), name)
    raw = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise loading.too_large(STDIN)
    return raw


def once(names: tuple[str, ...]) -> None:
    """Raise where standard input is named twice: it can be read once."""
    if names.count("-") > 1:
        raise click.UsageError(say("- can be given once").text(person.language()))
