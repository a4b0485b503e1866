"""Month and weekday names from CLDR, of every language we read. `cldr.json` is written by `tools/cldr_names.py`."""

from __future__ import annotations

import json
from functools import cache

from kl_calendar import packaged

LANGUAGES = ("da", "nb", "nn", "sv", "de", "en")


@cache
def _names() -> dict[str, dict[str, dict[str, int]]]:
    loaded: dict[str, dict[str, dict[str, int]]] = json.loads(packaged.text("kl_calendar", "cldr.json"))
    return loaded


@cache
def months() -> dict[str, int]:
    """Return month names and short forms of all languages, folded and without full stop, with their number."""
    return {name: number for language in LANGUAGES for name, number in _names()[language]["months"].items()}


@cache
def weekdays() -> dict[str, int]:
    """Return weekday names and short forms of all languages with their number; Monday is 0."""
    return {name: number for language in LANGUAGES for name, number in _names()[language]["weekdays"].items()}


@cache
def short_weekdays(language: str) -> dict[str, int]:
    """Return the weekdays of one language cut to two letters (`sa`), which are words of its neighbours."""
    return {name[:2]: number for name, number in _names()[language]["weekdays"].items()}


def words(language: str) -> frozenset[str]:
    """Return the month and weekday names of one language: a sign of that language."""
    names = _names()[language]
    return frozenset(names["months"]) | frozenset(names["weekdays"])
