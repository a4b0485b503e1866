"""A language as the parser uses it, from `languages/<code>.toml`; and which language a document is in."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from kl_calendar import cldr, packaged
from kl_calendar.parse.words import Words, joined, tokens_of, words

if TYPE_CHECKING:
    from collections.abc import Iterable

_SAMPLE = 20_000
"""Characters of a document looked at to tell its language: five letters' worth."""
_MOST = 5
"""Times a word or trait is counted: one that fills a document tells no more."""


class Language(dict[str, Words]):
    """One language: its zone, and its word lists by `section.name`, each read when it is first asked for."""

    def __init__(self, code: str, zone: str) -> None:
        super().__init__()
        self.code = code
        self.zone = zone

    def __hash__(self) -> int:  # type: ignore[override]
        """There is one of each language: what is found out in it may be kept."""
        return id(self)

    def __eq__(self, other: object) -> bool:
        """It is the same only as itself."""
        return self is other

    def __missing__(self, name: str) -> Words:
        """Read a list; `section.name|section.name` are several taken together."""
        self[name] = made = joined(_words(self.code, one).phrases for one in name.split("|"))
        return made


@cache
def language(code: str) -> Language:
    """Return one language by its code; its file must be there."""
    return Language(code, str(_value(code, "zone")))


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
    return words(tuple(_value(code, name)))


@cache
def _text(code: str) -> str:
    return "\n" + packaged.text("kl_calendar.parse.languages", f"{code}.toml")


def _value(code: str, name: str) -> list[str]:
    """Read one value (`section.name`, or `name` of the head) of a language's file, where it is a line of its own.

    Such a line is JSON too (by test), and one list read so costs a hundredth of the file read as TOML.
    """
    text = _text(code)
    section, _, key = name.rpartition(".")
    first = text.index(f"\n[{section}]\n") if section else 0
    start = text.index(f"\n{key} = ", first) + len(f"\n{key} = ")
    value: list[str] = json.loads(text[start : text.index("\n", start)])
    return value


@cache
def _signs() -> dict[str, tuple[tuple[str, float], ...]]:
    """What speaks for a language, by word: one that languages near it share counts one, one of its own three."""
    signs: dict[str, tuple[tuple[str, float], ...]] = {}
    for code in codes():
        weights = dict.fromkeys(_value(code, "common"), 1.0)
        weights |= dict.fromkeys(cldr.words(code), 1.0)
        weights |= dict.fromkeys((w.strip("*") for w in _value(code, "own")), 3.0)
        for word, weight in weights.items():
            signs[word] = (*signs.get(word, ()), (code, weight))
    return signs


@cache
def _traits() -> dict[str, tuple[str, ...]]:
    """Spellings that speak for languages, each with those it speaks for."""
    traits: dict[str, tuple[str, ...]] = {}
    for code in codes():
        for trait in _value(code, "traits"):
            traits[trait] = (*traits.get(trait, ()), code)
    return traits


def _sample(texts: Iterable[str]) -> list[str]:
    """The first lines, as the passes after this ask for their words."""
    sample: list[str] = []
    left = _SAMPLE
    for text in texts:
        sample.append(text.strip()[:left])
        left -= len(sample[-1])
        if left <= 0:
            break
    return sample


def choose(texts: Iterable[str]) -> str:
    """Return the code of the language a document's words speak for; Danish where nothing tells."""
    sample = _sample(texts)
    whole = "\n".join(sample).lower()
    scores = dict.fromkeys(codes(), 0.0)
    for trait, spoken in _traits().items():
        count = min(whole.count(trait), _MOST)
        for code in spoken:
            scores[code] += count
    signs, counts = _signs(), Counter(chain.from_iterable(map(tokens_of, sample)))
    for word in signs.keys() & counts.keys():
        for code, weight in signs[word]:
            scores[code] += weight * min(counts[word], _MOST)
    return max(codes(), key=lambda code: scores[code])
