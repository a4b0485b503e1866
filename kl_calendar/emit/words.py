"""A language code in, the words that stand in an event out: of `words.json` here, whatever catalogue is installed."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar import packaged
from kl_calendar.model.meeting import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

_SAME = {"no": "nb"}
"""Codes that mean the language of another."""


class Words(NamedTuple):
    """The words of one language."""

    by: str
    """Stands before a speaker's name."""
    choose: str
    programme: str
    registration: str
    deadline: str
    join: str
    organizer: str
    host: str
    more: str
    cancelled: str
    meeting: str
    kinds: Mapping[Kind, str]
    """The category of each kind of slot; `Kind.OTHER` has none."""


@cache
def _tables() -> dict[str, Words]:
    """The languages of `words.json`, by code; JSON, because TOML's reader takes 4 ms of a cold start."""
    tables = json.loads(packaged.text("kl_calendar", "emit/words.json"))
    return {code: Words(**{**table, "kinds": _kinds(table["kinds"])}) for code, table in tables.items()}


def _kinds(table: Mapping[str, str]) -> dict[Kind, str]:
    return {Kind(name): word for name, word in table.items()}


@cache
def words(language: str) -> Words:
    """Return the words of a language, English where it has none of its own."""
    code = language.lower().replace("_", "-").split("-")[0]
    return _tables().get(_SAME.get(code, code), _tables()["en"])
