"""A language as the parser uses it, from `languages/<code>.toml`; and which language a document is in."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from kl_calendar import cldr
from kl_calendar.parse.words import Words, joined, words

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAMPLE = 20_000
"""Characters of a document looked at to tell its language: five letters' worth."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One language: its zone and its word lists by `section.name`."""

    code: str
    zone: str
    lists: dict[str, Words]
    common: frozenset[str]
    own: frozenset[str]

    def __getitem__(self, name: str) -> Words:
        return self.lists[name]


@cache
def language(code: str) -> Language:
    """Load one language; its file is checked against the Danish one, which names every list there is."""
    raw = _table(code)
    lists = {f"{section}.{name}": words(tuple(raw[section][name])) for section, name in _names()}
    return Language(code, str(raw["zone"]), lists, frozenset(raw["common"]), frozenset(raw["own"]))


def codes() -> tuple[str, ...]:
    """Return the codes of the languages there are files for, Danish first."""
    found = {
        entry.name[:-5]
        for entry in resources.files("kl_calendar.parse.languages").iterdir()
        if entry.name.endswith(".toml")
    }
    return tuple(sorted(found, key=lambda code: (code != "da", code)))


@cache
def everywhere(name: str) -> Words:
    """Return one list (`section.name`) of all languages together: letters name places of their neighbours."""
    return joined(language(code)[name].phrases for code in codes())


@cache
def _table(code: str) -> dict[str, dict[str, list[str]]]:
    text = resources.files("kl_calendar.parse.languages").joinpath(f"{code}.toml").read_text("utf-8")
    loaded: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    return loaded


@cache
def _names() -> tuple[tuple[str, str], ...]:
    return tuple(
        (section, name) for section, lists in _table("da").items() if isinstance(lists, dict) for name in lists
    )


@cache
def _signs(code: str) -> dict[str, float]:
    """What speaks for a language: a word all languages near it share counts one, a word of its own three."""
    raw = _table(code)
    signs = dict.fromkeys(raw["common"], 1.0)
    signs |= dict.fromkeys(cldr.words(code) if code in cldr.LANGUAGES else (), 1.0)
    signs |= dict.fromkeys((w.strip("*") for w in raw["own"]), 3.0)
    return signs


def choose(texts: Iterable[str]) -> str:
    """Return the code of the language a document's words speak for; Danish where nothing tells."""
    sample = "\n".join(texts)[:_SAMPLE].casefold()
    counts = _counts(_WORD.findall(sample))
    scores = {
        code: sum(weight * counts.get(word, 0) for word, weight in _signs(code).items())
        + sum(min(sample.count(trait), 5) for trait in _table(code)["traits"])
        for code in codes()
    }
    return max(codes(), key=lambda code: scores[code])


def _counts(heard: list[str]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for word in heard:
        counted[word] = min(counted.get(word, 0) + 1, 5)
    return counted
