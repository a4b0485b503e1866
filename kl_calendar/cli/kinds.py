"""Kinds of option values: a day, a time zone, a language, a domain. A wrong one is a usage error (exit 2)."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from kl_calendar.cldr import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable


class Value(click.ParamType[object]):
    """A value that one function checks, with what it should be in words."""

    def __init__(self, name: str, check: Callable[[str], object], description: str) -> None:
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
            return self.fail(f"{value!r} is not {self._description}", param, ctx)


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


DAY = Value("day", _day, "a day such as 2020-09-02")
TIMEZONE = Value("timezone", _zone, "a time zone such as Europe/Copenhagen")
LANGUAGE = Value("language", _matching("|".join(LANGUAGES)), f"one of the languages {', '.join(LANGUAGES)}")
DOMAIN = Value("domain", _matching("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"), "a domain such as kalender.kl.dk")
