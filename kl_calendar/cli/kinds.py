"""Kinds of option values: a day, a time zone, a language, a domain. A wrong one is a usage error (exit 2)."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from kl_calendar.cldr import LANGUAGES
from kl_calendar.cli import person
from kl_calendar.i18n import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from kl_calendar.i18n import Sentence


class Value(click.ParamType[object]):
    """A value that one function checks, with what it should be in words."""

    def __init__(self, name: str, check: Callable[[str], object], description: Sentence) -> None:
        self.name = name
        self._check = check
        self._description = description

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """The checked value, or a usage error."""
        if not isinstance(value, str):
            return value
        try:
            return self._check(value)
        except (ValueError, OSError, KeyError):
            wrong = say("{value} is not {description}", value=repr(value), description=self._description)
            return self.fail(wrong.text(person.language()), param, ctx)


def _day(value: str) -> date:
    return date.fromisoformat(_matching("[0-9]{4}-[0-9]{2}-[0-9]{2}")(value))


def _zone(value: str) -> str:
    ZoneInfo(value)
    return value


def _matching(pattern: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(value)
        return value

    return check


DAY = Value("day", _day, say("a day such as 2020-09-02"))
TIMEZONE = Value("timezone", _zone, say("a time zone such as Europe/Copenhagen"))
LANGUAGE = Value(
    "language", _matching("|".join(LANGUAGES)), say("one of the languages {codes}", codes=", ".join(LANGUAGES))
)
DOMAIN = Value("domain", _matching("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"), say("a domain such as kalender.kl.dk"))
