"""Word lists as matchers: phrases from a language file become one linear regular expression each."""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOTHING = re.compile(r"(?!)")
_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"[a-zß-öø-ÿ]+|\d+|[^\W\d_]+")
"""Letters or digits; our languages' letters are named first, which is faster than to ask of each whether it is one."""
_LETTERS = 2
"""First letters of a word that tell fast that it begins no phrase; a phrase has as many (by test)."""
_HEAD = 60
"""Characters a phrase at the start of a text is looked for in; the longest phrase has 30."""


class _Index:
    """The first words of the phrases of all lists: a text's words are looked up once for all of them.

    Each list has a bit. The first word of a phrase is held as it is, as a beginning (`kommun*`), as an ending (`*møde`)
    or as what a word holds (`*chef*`); a longer phrase as the pair of its first two words.
    """

    def __init__(self) -> None:
        self.lists = 0
        self._lock = Lock()
        self._plain: dict[str, int] = {}
        self._pairs: dict[str, dict[str, int]] = {}
        self._begins: dict[str, dict[str, int]] = {}
        self._ends: dict[str, dict[str, int]] = {}
        self._inside: dict[str, int] = {}

    def add(self, phrases: Iterable[str]) -> int:
        """Take a list in; return its bit."""
        with self._lock:
            bit = 1 << self.lists
            for phrase in phrases:
                table, word = self._table(phrase)
                table[word] = table.get(word, 0) | bit
            self.lists += 1  # last: nobody asks for a list that is only half here
        return bit

    def _table(self, phrase: str) -> tuple[dict[str, int], str]:
        """Where a phrase belongs, and under which word."""
        first, *rest = _TOKEN.findall(phrase) or [""]
        if phrase.startswith("*"):
            return (self._inside if phrase.endswith("*") else self._ends.setdefault(first[-_LETTERS:], {})), first
        if len(rest) > phrase.endswith("*"):
            return self._pairs.setdefault(first, {}), rest[0]
        if phrase.endswith("*") and not rest:
            return self._begins.setdefault(first[:_LETTERS], {}), first
        return self._plain, first

    def loosely(self, word: str) -> int:
        """The lists with a phrase of one word and a `*` that this word fits."""
        found = 0
        for core, lists in self._begins.get(word[:_LETTERS], _NO_LISTS).items():
            if word.startswith(core):
                found |= lists
        for core, lists in self._ends.get(word[-_LETTERS:], _NO_LISTS).items():
            if word.endswith(core):
                found |= lists
        for core, lists in self._inside.items():
            if core in word:
                found |= lists
        return found

    def of(self, word: str) -> _Begun:
        """What may begin with a word."""
        return _Begun(self._plain.get(word, 0) | _loosely(word, self.lists), self._pairs.get(word, _NO_LISTS))


class _Begun(NamedTuple):
    """The lists with a phrase that a word may begin: alone, or with a following word."""

    alone: int
    followed: dict[str, int]


class _Met(NamedTuple):
    """The lists with a phrase that may stand in a text: at its start, and anywhere."""

    first: int
    any: int


_NO_LISTS: dict[str, int] = {}
_INDEX = _Index()


@lru_cache(maxsize=4096)
def tokens_of(text: str) -> tuple[str, ...]:
    """The words and numbers of a text in lower case; a document's lines are asked for many lists."""
    return tuple(_TOKEN.findall(text.lower()))


# What is kept holds for as many lists as there are: one more may know the word too.
@lru_cache(maxsize=8192)
def _loosely(word: str, _lists: int) -> int:
    return _INDEX.loosely(word)


@lru_cache(maxsize=8192)
def _begun(word: str, _lists: int) -> _Begun:
    return _INDEX.of(word)


@lru_cache(maxsize=4096)
def _met(text: str, lists: int) -> _Met:
    tokens = tokens_of(text)
    first = found = 0
    for place, word in enumerate(tokens):
        alone, followed = _begun(word, lists)
        if followed and place + 1 < len(tokens):
            alone |= followed.get(tokens[place + 1], 0)
        found |= alone
        first = first if place else alone
    return _Met(first, found)


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


class _Whole(NamedTuple):
    """A text in lower case with single spaces, the same without punctuation around it, and whether that is a word."""

    text: str
    bare: str
    word: bool


@lru_cache(maxsize=4096)
def _whole(text: str) -> _Whole:
    whole = " ".join(text.lower().split())
    bare = whole.strip(" .:!?*")
    return _Whole(whole, bare, _WORD.fullmatch(bare) is not None)


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
    def _bit(self) -> int:
        return _INDEX.add(self.phrases)

    @cached_property
    def _exact(self) -> frozenset[str]:
        return frozenset(p for p in self.phrases if "*" not in p)

    @cached_property
    def _longer(self) -> re.Pattern[str] | None:
        """The phrases with a `*` that are more than a word."""
        longer = [p for p in self.phrases if "*" in p and not _WORD.fullmatch(p.strip("*"))]
        return re.compile(_pattern(longer), re.IGNORECASE) if longer else None

    def find(self, text: str) -> re.Match[str] | None:
        """Return the first phrase in the text."""
        bit = self._bit
        return self._anywhere.search(text) if _met(text, _INDEX.lists).any & bit else None

    def lead(self, text: str) -> re.Match[str] | None:
        """Return the phrase the text starts with."""
        bit = self._bit
        return self._anywhere.match(text) if _met(text[:_HEAD], _INDEX.lists).first & bit else None

    def are(self, text: str) -> bool:
        """Tell whether the text is one of the phrases and nothing more."""
        whole, bare, word = _whole(text)
        if whole in self._exact or bare in self._exact:
            return True
        bit = self._bit
        if word and _loosely(bare, _INDEX.lists) & bit:
            return True
        return self._longer is not None and self._longer.fullmatch(bare) is not None

    def __bool__(self) -> bool:
        return bool(self.phrases)


@cache
def words(phrases: tuple[str, ...]) -> Words:
    """Return the matcher of these phrases, made once."""
    return Words(phrases)


def joined(lists: Iterable[Iterable[str]]) -> Words:
    """Return one matcher for several lists."""
    return words(tuple(dict.fromkeys(p for one in lists for p in one)))
