"""Word lists as matchers: phrases from a language file become one linear regular expression each."""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOTHING = re.compile(r"(?!)")
_WORD = re.compile(r"\w+")
_LETTERS = 2
"""First letters of a word that tell fast that it begins no phrase; a phrase has as many (by test)."""
_HEAD = 60
"""Characters a phrase at the start of a text is looked for in; the longest phrase has 30."""


class _First(NamedTuple):
    plain: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    """The first two words of longer phrases."""
    known: frozenset[str]
    """`plain`, and the first words of `pairs`."""
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    heads: frozenset[str]
    """The first letters of `begins`."""

    def meets(self, text: str) -> bool:
        """Tell whether one of a text's words can begin a phrase."""
        tokens = tokens_of(text)
        if not self.known.isdisjoint(tokens) and (
            not self.plain.isdisjoint(tokens) or not self.pairs.isdisjoint(pairwise(tokens))
        ):
            return True
        begun = bool(self.begins) and not self.heads.isdisjoint(_heads_of(text))
        if begun and any(token.startswith(self.begins) for token in tokens):
            return True
        return bool(self.ends) and any(token.endswith(self.ends) for token in tokens)

    def met_by(self, tokens: tuple[str, ...]) -> bool:
        """Tell whether these words can begin with a phrase."""
        first = tokens[0]
        if first in self.known and (first in self.plain or tokens[:2] in self.pairs):
            return True
        begun = first[:_LETTERS] in self.heads and first.startswith(self.begins)
        return begun or (bool(self.ends) and first.endswith(self.ends))


class _Loose(NamedTuple):
    """Phrases with a `*`: the single words as what a word begins with, ends in or holds, the others as a pattern."""

    begins: tuple[str, ...]
    heads: frozenset[str]
    """The first letters of `begins`."""
    ends: tuple[str, ...]
    inside: tuple[str, ...]
    pattern: re.Pattern[str] | None


def _pattern(phrases: Iterable[str]) -> str:
    """Phrases as one pattern: spaces stand for white space, `*` for the rest of a word, words are whole words.

    Phrases that begin and end alike share their looks to the left and right: half the time to compile.
    """
    groups: dict[tuple[str, str], list[str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        left = r"(?<!\w)\w*" if phrase.startswith("*") else r"(?<!\w)" if phrase[:1].isalnum() else ""
        right = r"\w*" if phrase.endswith("*") else r"(?!\w)" if phrase[-1:].isalnum() else ""
        core = r"\s+".join(re.escape(part) for part in phrase.strip("*").split())
        groups.setdefault((left, right), []).append(core)
    return "|".join(f"{left}(?:{'|'.join(cores)}){right}" for (left, right), cores in groups.items()) or "(?!)"


@lru_cache(maxsize=4096)
def tokens_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case; a document's lines are asked for many lists."""
    return tuple(_WORD.findall(text.lower()))


@lru_cache(maxsize=4096)
def _heads_of(text: str) -> frozenset[str]:
    return frozenset(token[:_LETTERS] for token in tokens_of(text))


@lru_cache(maxsize=4096)
def _whole(text: str) -> tuple[str, str]:
    """A text in lower case with single spaces, and the same without punctuation around it."""
    whole = " ".join(text.lower().split())
    return whole, whole.strip(" .:!?*")


class Words:
    """A list of words and phrases, asked in three ways; what is made of it is kept on the instance.

    Most questions are answered by the text's words alone; the pattern is only run where one of them can begin a phrase.
    """

    def __init__(self, phrases: tuple[str, ...]) -> None:
        self.phrases = phrases

    @cached_property
    def pattern(self) -> str:
        """The alternation of all phrases, longest first; for use inside other patterns."""
        return f"(?:{_pattern(self.phrases)})"

    @cached_property
    def _anywhere(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.IGNORECASE) if self.phrases else _NOTHING

    @cached_property
    def _first(self) -> _First:
        """The first word of every phrase: as it is, as a beginning, as an ending."""
        firsts = [(_WORD.findall(p) or [""], p) for p in self.phrases]
        longer = {(w[0], w[1]) for w, p in firsts if not p.startswith("*") and len(w) - p.endswith("*") > 1}
        plain = {w[0] for w, p in firsts if not p.startswith("*") and len(w) == 1 + p.endswith("*")}
        begins = tuple(w[0] for w, p in firsts if p.endswith("*") and len(w) == 1)
        ends = tuple(w[0] for w, p in firsts if p.startswith("*"))
        known = frozenset(plain | {one for one, _ in longer})
        return _First(
            frozenset(plain), frozenset(longer), known, begins, ends, frozenset(word[:_LETTERS] for word in begins)
        )

    @cached_property
    def _exact(self) -> frozenset[str]:
        return frozenset(p for p in self.phrases if "*" not in p)

    @cached_property
    def _loose(self) -> _Loose | None:
        loose = {p: p.strip("*") for p in self.phrases if "*" in p}
        if not loose:
            return None
        words = {p: core for p, core in loose.items() if _WORD.fullmatch(core)}
        others = [p for p in loose if p not in words]
        begins = tuple(core for p, core in words.items() if not p.startswith("*"))
        return _Loose(
            begins=begins,
            heads=frozenset(core[:_LETTERS] for core in begins),
            ends=tuple(core for p, core in words.items() if not p.endswith("*")),
            inside=tuple(core for p, core in words.items() if p.startswith("*") and p.endswith("*")),
            pattern=re.compile(_pattern(others), re.IGNORECASE) if others else None,
        )

    def find(self, text: str) -> re.Match[str] | None:
        """Return the first phrase in the text."""
        return self._anywhere.search(text) if self._first.meets(text) else None

    def lead(self, text: str) -> re.Match[str] | None:
        """Return the phrase the text starts with."""
        tokens = tokens_of(text[:_HEAD])
        return self._anywhere.match(text) if tokens and self._first.met_by(tokens) else None

    def are(self, text: str) -> bool:
        """Tell whether the text is one of the phrases and nothing more."""
        whole, bare = _whole(text)
        if whole in self._exact or bare in self._exact:
            return True
        return self._loose is not None and _is_loosely(bare, self._loose)

    def __bool__(self) -> bool:
        return bool(self.phrases)


def _is_loosely(bare: str, loose: _Loose) -> bool:
    part = (bare[:_LETTERS] in loose.heads and bare.startswith(loose.begins)) or bare.endswith(loose.ends)
    if (part or (loose.inside and any(core in bare for core in loose.inside))) and _WORD.fullmatch(bare):
        return True
    return loose.pattern is not None and loose.pattern.fullmatch(bare) is not None


@cache
def words(phrases: tuple[str, ...]) -> Words:
    """Return the matcher of these phrases, made once."""
    return Words(phrases)


def joined(lists: Iterable[Iterable[str]]) -> Words:
    """Return one matcher for several lists."""
    return words(tuple(dict.fromkeys(p for one in lists for p in one)))
