"""Problems in, sentences on stderr out: `letter.md:41: warning: …` and the next thing to do below it.

Colour is click's: only on a terminal, and not where the person set NO_COLOR.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from kl_calendar.i18n import gettext
from kl_calendar.model.problem import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kl_calendar.errors import KlError
    from kl_calendar.model.problem import Problem

COLOURS = {Severity.NOTE: "cyan", Severity.WARNING: "yellow", Severity.ERROR: "red"}

SHOWN = 100
"""Characters of the offending line that are repeated below its problem."""


def show(problems: Iterable[Problem], language: str) -> None:
    """Print problems to stderr, one block each."""
    for problem in problems:
        for line in block(problem, language):
            echo(line)


def show_error(error: KlError, language: str) -> None:
    """Print to stderr why something could not be done, and the next thing to do."""
    echo(f"kl-calendar: {printable(error.told(language))}")
    if hint := printable(error.advised(language)):
        echo(f"  {hint}")


def echo(line: str) -> None:
    """Print one line to stderr, without colour where the person asked for none."""
    click.echo(line, err=True, color=False if os.environ.get("NO_COLOR") else None)


def block(problem: Problem, language: str) -> list[str]:
    """One problem as lines: place, level and sentence; the line it is about; what to do."""
    level = click.style(label(problem.severity, language), fg=COLOURS[problem.severity], bold=True)
    lines = [f"{click.style(place(problem), bold=True)}{level}: {sentence(problem, language)}"]
    if text := printable(" ".join(problem.text.split())):
        lines.append(f"    {click.style(shorten(text), dim=True)}")
    if hint := printable(problem.advised(language)):
        lines.append(f"    → {hint}")
    return lines


def label(severity: Severity, language: str) -> str:
    """A level's word as shown to people (JSON keeps the English ones)."""
    if severity is Severity.ERROR:
        return gettext("error", language)
    return gettext("warning", language) if severity is Severity.WARNING else gettext("note", language)


def place(problem: Problem) -> str:
    """Where, in the form editors jump to: `letter.md:41: `."""
    parts = [part for part in (problem.source, str(problem.line) if problem.line else "") if part]
    return f"{':'.join(parts)}: " if parts else ""


def sentence(problem: Problem, language: str) -> str:
    """The problem's sentence in the person's language."""
    return printable(problem.told(language))


def printable(text: str) -> str:
    """Words out of a document, without what could steer the terminal."""
    return "".join(character for character in text if character.isprintable())


def heading(title: str, day: date) -> str:
    """The line above what is told of a meeting."""
    return printable(f"{title} ({day.isoformat()})")


def shorten(text: str) -> str:
    """A line of a document, cut where it is too long to show."""
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
