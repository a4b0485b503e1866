"""Word lists as matchers: phrases from a language file become one linear regular expression each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOTHING = re.compile(r"(?!)")


def _pattern(phrase: str) -> str:
    """One phrase as a pattern: spaces stand for white space, `*` for the rest of a word."""
    before = r"\w*" if phrase.startswith("*") else ""
    after = r"\w*" if phrase.endswith("*") else ""
    core = r"\s+".join(re.escape(part) for part in phrase.strip("*").split())
    left = r"(?<!\w)" if phrase[:1].isalnum() or phrase.startswith("*") else ""
    right = r"(?!\w)" if phrase.rstrip("*")[-1:].isalnum() else ""
    return left + before + core + after + right


@dataclass(frozen=True)
class Words:
    """A list of words and phrases, asked in three ways. Not slotted: the compiled patterns are kept on the instance."""

    phrases: tuple[str, ...]

    @cached_property
    def pattern(self) -> str:
        """The alternation of all phrases, longest first; for use inside other patterns."""
        return "|".join(_pattern(p) for p in sorted(self.phrases, key=len, reverse=True)) or "(?!)"

    @cached_property
    def _anywhere(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.IGNORECASE) if self.phrases else _NOTHING

    def find(self, text: str) -> re.Match[str] | None:
        """Return the first phrase in the text."""
        return self._anywhere.search(text)

    def lead(self, text: str) -> re.Match[str] | None:
        """Return the phrase the text starts with."""
        return self._anywhere.match(text)

    def are(self, text: str) -> bool:
        """Tell whether the text is one of the phrases and nothing more."""
        found = self._anywhere.fullmatch(text.strip(" .:!?*")) or self._anywhere.fullmatch(text.strip())
        return found is not None

    def __bool__(self) -> bool:
        return bool(self.phrases)


@cache
def words(phrases: tuple[str, ...]) -> Words:
    """Return the matcher of these phrases, made once."""
    return Words(phrases)


def joined(lists: Iterable[Iterable[str]]) -> Words:
    """Return one matcher for several lists."""
    return words(tuple(dict.fromkeys(p for one in lists for p in one)))
