"""A language as the parser uses it, from `languages/<code>.toml`; and which language a document is in."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from kl_calendar import cldr, packaged
from kl_calendar.parse.words import Words, joined, words

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAMPLE = 20_000
"""Characters of a document looked at to tell its language: five letters' worth."""
_MOST = 5
"""Times a word or trait is counted: one that fills a document tells no more."""
_WORD = re.compile(r"[^\W\d_]+")


class Language(dict[str, Words]):
    """One language: its zone, and its word lists by `section.name`, each read when it is first asked for."""

    def __init__(self, code: str, zone: str) -> None:
        super().__init__()
        self.code = code
        self.zone = zone

    def __missing__(self, name: str) -> Words:
        """Read a list; `section.name|section.name` are several taken together."""
        self[name] = made = joined(_words(self.code, one).phrases for one in name.split("|"))
        return made


@cache
def language(code: str) -> Language:
    """Return one language by its code; its file must be there."""
    return Language(code, str(_section(code, "")["zone"]))


@cache
def codes() -> tuple[str, ...]:
    """Return the codes of the languages there are files for (by test), Danish first."""
    return tuple(sorted(cldr.LANGUAGES, key=lambda code: (code != "da", code)))


@cache
def everywhere(name: str) -> Words:
    """Return one list (`section.name`) of all languages together: letters name places of their neighbours."""
    return joined(_words(code, name).phrases for code in codes())


@cache
def _words(code: str, name: str) -> Words:
    section, _, key = name.partition(".")
    return words(tuple(_section(code, section)[key]))


@cache
def _text(code: str) -> str:
    return packaged.text("kl_calendar.parse.languages", f"{code}.toml")


@cache
def _section(code: str, name: str) -> dict[str, list[str]]:
    """Read one table of a language's file (`""`: what stands before the first); the whole costs ten times as much."""
    text = _text(code)
    first = text.index(f"\n[{name}]\n") + 1 if name else 0
    last = text.find("\n[", first + 1)
    loaded: dict[str, dict[str, list[str]]] = tomllib.loads(text[first : last if last >= 0 else len(text)])
    return loaded[name] if name else loaded  # type: ignore[return-value] # the head has lists and one string, zone


@cache
def _signs() -> dict[str, tuple[tuple[str, float], ...]]:
    """What speaks for a language, by word: one that languages near it share counts one, one of its own three."""
    signs: dict[str, tuple[tuple[str, float], ...]] = {}
    for code in codes():
        head = _section(code, "")
        weights = dict.fromkeys(head["common"], 1.0)
        weights |= dict.fromkeys(cldr.words(code), 1.0)
        weights |= dict.fromkeys((w.strip("*") for w in head["own"]), 3.0)
        for word, weight in weights.items():
            signs[word] = (*signs.get(word, ()), (code, weight))
    return signs


def choose(texts: Iterable[str]) -> str:
    """Return the code of the language a document's words speak for; Danish where nothing tells."""
    sample = "\n".join(texts)[:_SAMPLE].casefold()
    scores = {code: float(sum(min(sample.count(t), _MOST) for t in _section(code, "")["traits"])) for code in codes()}
    signs = _signs()
    for word, count in Counter(_WORD.findall(sample)).items():
        for code, weight in signs.get(word, ()):
            scores[code] += weight * min(count, _MOST)
    return max(codes(), key=lambda code: scores[code])
