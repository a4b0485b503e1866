"""The patterns of times and lengths that depend on a language, and what they share with those of days."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.parse.language import language

if TYPE_CHECKING:
    from kl_calendar.parse.words import Words

DASH = r"[-‐‑‒–—―−~→]"
HERE = r"(?=\d)"
"""A digit comes first: told so, a search passes twice as fast over everything else."""
EACH = re.compile(r"(?i)(?:\b(?:af|à|á|a|x|of|av|på|hver|hvert|je|mit)|\d\s?[x×])\s*$")
"""`3 runder af 30 min.` is no length of the whole."""


class Grammar(NamedTuple):
    """The patterns that depend on a language."""

    prefix: re.Pattern[str]
    suffix: re.Pattern[str]
    between: re.Pattern[str]
    rooms: Words
    room: str
    """What ends in a room, before its number; this and `said` are made into patterns where such words are."""
    duration: re.Pattern[str]
    said: str
    """The same for a text that may say a length in words."""
    begins: re.Pattern[str]
    about: re.Pattern[str]
    units: frozenset[str]
    """What a length in numbers has a word of."""
    lengths: dict[str, int]
    """Lengths said in words (`en halv time`), in minutes."""


@cache
def grammar(code: str) -> Grammar:
    """Return the patterns of a language, made once."""
    lang = language(code)
    to = lang["time.to"].pattern
    prefixes = rf"(?:{lang['time.prefix'].pattern}|(?<!\w)kl|(?<!\w)klokken)"
    unit = rf"(?P<min>{lang['time.minutes'].pattern})|(?P<hour>{lang['time.hours'].pattern})"
    lengths = {said: int(minutes) for said, _, minutes in (p.partition("=") for p in lang["time.lengths"].phrases)}
    number = r"(?=[\d½])(?<![\d.:,-])(?:(?P<n>\d{1,3})(?:[.,](?P<tenth>5))?\s?(?P<half>½)?|(?P<only>½))"
    numbered = rf"{number}\s?(?:{DASH}\s?\d{{1,3}}\s?)?(?:{unit})"
    return Grammar(
        re.compile(rf"{prefixes}\.?:?\s*$", re.IGNORECASE),
        re.compile(rf"\.?\s*(?:{lang['time.suffix'].pattern}|uhr(?!\w))", re.IGNORECASE),
        re.compile(rf"\.?\s*(?:{DASH}|{to})\s*(?:(?:ca\.?|{prefixes})\.?:?\s*)*|\s+", re.IGNORECASE),
        lang["ignore.rooms"],
        rf"(?:{lang['ignore.rooms'].pattern})(?:\s[a-zæøåäö])?\s*$",
        re.compile(rf"{numbered}|(?P<said>(?!))", re.IGNORECASE),
        rf"{numbered}|(?<!\w)(?P<said>{'|'.join(lengths)})(?!\w)",
        re.compile(rf"\W*(?:{lang['time.from'].pattern})\s*$", re.IGNORECASE),
        re.compile(rf"\W*(?:{lang['time.about'].pattern})\.?\s*$", re.IGNORECASE),
        frozenset(unit.rstrip(".") for unit in lang["time.minutes|time.hours"].phrases),
        lengths,
    )


@cache
def said_units(code: str) -> frozenset[str]:
    """The last words of lengths said in words: a text without a digit that has none of them says no length."""
    return frozenset(said.partition("=")[0].split()[-1] for said in language(code)["time.lengths"].phrases)


@cache
def compiled(shape: str) -> re.Pattern[str]:
    """Return the pattern of a shape, made when a letter first has it; few have dates in more than two."""
    return re.compile(shape, re.IGNORECASE)
