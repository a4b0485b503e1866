"""Word lists as matchers: phrases from a language file become one linear regular expression each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOTHING = re.compile(r"(?!)")
_WORD = re.compile(r"\w+")
_HEAD = 60
"""Characters a phrase at the start of a text is looked for in; the longest phrase has 30."""


class _First(NamedTuple):
    plain: frozenset[str]
    begins: tuple[str, ...]
    ends: tuple[str, ...]


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


@dataclass(frozen=True)
class Words:
    """A list of words and phrases, asked in three ways. Not slotted: what is made of it is kept on the instance.

    Most questions are answered by the text's words alone; the pattern is only run where one of them can begin a phrase.
    """

    phrases: tuple[str, ...]

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
        plain = {w[0] for w, p in firsts if not p.startswith("*") and not (p.endswith("*") and len(w) == 1)}
        begins = tuple(w[0] for w, p in firsts if p.endswith("*") and len(w) == 1)
        ends = tuple(w[0] for w, p in firsts if p.startswith("*"))
        return _First(frozenset(plain), begins, ends)

    @cached_property
    def _exact(self) -> frozenset[str]:
        return frozenset(p for p in self.phrases if "*" not in p)

    @cached_property
    def _loose(self) -> re.Pattern[str]:
        loose = [p for p in self.phrases if "*" in p]
        return re.compile(_pattern(loose), re.IGNORECASE) if loose else _NOTHING

    def _may(self, token: str) -> bool:
        first = self._first
        return token in first.plain or token.startswith(first.begins) or token.endswith(first.ends)

    def find(self, text: str) -> re.Match[str] | None:
        """Return the first phrase in the text."""
        tokens, first = tokens_of(text), self._first
        if first.plain.isdisjoint(tokens) and not (
            (first.begins and any(t.startswith(first.begins) for t in tokens))
            or (first.ends and any(t.endswith(first.ends) for t in tokens))
        ):
            return None
        return self._anywhere.search(text)

    def lead(self, text: str) -> re.Match[str] | None:
        """Return the phrase the text starts with."""
        tokens = tokens_of(text[:_HEAD])
        return self._anywhere.match(text) if tokens and self._may(tokens[0]) else None

    def are(self, text: str) -> bool:
        """Tell whether the text is one of the phrases and nothing more."""
        whole = " ".join(text.lower().split())
        bare = whole.strip(" .:!?*")
        if whole in self._exact or bare in self._exact:
            return True
        return self._loose.fullmatch(bare) is not None

    def __bool__(self) -> bool:
        return bool(self.phrases)


@cache
def words(phrases: tuple[str, ...]) -> Words:
    """Return the matcher of these phrases, made once."""
    return Words(phrases)


def joined(lists: Iterable[Iterable[str]]) -> Words:
    """Return one matcher for several lists."""
    return words(tuple(dict.fromkeys(p for one in lists for p in one)))
