"""Words that name a place: what leads to it, where it ends, and whether a text is one and nothing more."""

from __future__ import annotations

import re
from functools import cache

from kl_calendar import cldr
from kl_calendar.parse.language import everywhere
from kl_calendar.parse.texts import clean, has_address, is_venue

UPPER = "[A-ZÆØÅÄÖÜ]"
LONGEST = 80
"""A longer text that begins with a preposition is a sentence."""
_CUT = 3
"""The longest short form of a weekday."""


@cache
def _sources() -> dict[str, str]:
    """The patterns made of every language's words for places."""
    at = everywhere("place.in").pattern
    stop, goes_on = (everywhere(f"place.{n}").pattern for n in ("ends", "goes_on"))
    rooms = everywhere("ignore.rooms").pattern
    to_time = "|".join(everywhere(f"time.{n}").pattern for n in ("prefix", "from", "date_lead"))
    days = "|".join(sorted(name for name in cldr.weekdays() if len(name) > _CUT))
    short = r"(?:(?<=\b[A-Z]\w)|(?<=\b[A-Z][b-df-hj-np-tv-xz]{2}))\."
    inside = (
        rf"{UPPER}(?:[^,.;:!?\x00]|\.(?=\s?\d)|{short}){{2,60}}"
        rf"(?:,\s(?:[^,.;:!?\x00]*\d(?:[^,.;:!?\x00]|(?<=\d)\.(?=\s[a-zæøåäöü]))*|(?i:{rooms})\s[^,.;:!?\x00]+"
        rf"|{UPPER}[\w-]+(?:\s{UPPER}[\w-]+){{0,2}}(?=,\s[a-zæøåäöü]|\.?$)))*"
    )
    behind_number = r"(?-i:(?<=\d)\.\s(?=[A-ZÆØÅÄÖÜ][a-zæøåäöü]))"
    full_stop = r"(?<=\w\w)(?<!\b[a-z][b-df-hj-np-tv-xz])(?<!\b[a-z][b-df-hj-np-tv-xz]{2})\.\s(?!\d)"
    off = rf"[\s:–-]+(?:\w{{1,4}}\s)?{everywhere('status.cancelled').pattern}"
    word = rf"{UPPER}(?:[\w.-]*[\w-]|\w{{0,3}}\.)"  # a longer word with a full stop behind it ends a sentence
    room = rf"sal(?:en)?\s(?:nr\.?\s)?(?:\d|{UPPER})[^;:!?]{{5,60}}?(?=,\s\w+er\s|\.|$)"
    return {
        "any": rf"(?i:{at})\s+",
        "led": rf"(?i:{at})\s+(?={UPPER}|[0-9s]|(?:{rooms})\s(?:\d|{UPPER})|de[nt]\s)",
        "stop": (
            rf"(?i)\x00|\s(?:{stop})|{off}|,\s(?:{goes_on})\s|{full_stop}|{behind_number}|,\s(?-i:(?=[^A-ZÆØÅÄÖÜ\d]{{22,}}$))"
        ),
        "said": rf"(?:^|\s)(?i:{at})\s+((?:den |det |de )?{inside}|{room})",
        "before": rf"\s(?:på|hos|at|im)\s((?:{UPPER}[\w.-]*\s?)+(?:\s?(?:{at})\s{UPPER}\w+)?)\s*(?:den|d\.)?\s*$",
        "named": (
            rf"(?:^|\s)(?:på|hos|at the|im)\s((?:{word}\s){{1,3}}(?:{UPPER}[\w-]+|(?:{at})\s{UPPER}[\w-]+))"
            rf"|(?:^|\s)(?:i|in)\s((?:{word}\s){{1,3}}(?:i|in)\s{UPPER}[\w-]+)"
        ),
        "new": rf"(?i)^(?:obs:?\s*)?(?:{everywhere('place.new').pattern})\s*[–:-]\s*",
        "still": rf"(?i)^(?:[^\W\d_]+\s)?(?:{everywhere('place.still').pattern})[:\s]+",
        "date": rf"\s(?:{to_time}|(?i:{days}))(?!\w)\.?",
        "linking": rf"(?i)[\s,]*(?<!\w)(?:{to_time})\.?\s*$",
    }


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One of them, made when a letter is first asked for it."""
    return re.compile(_sources()[name])


def holds(text: str) -> bool:
    """Tell whether a sentence says that something takes place."""
    return everywhere("place.holds").find(text) is not None


def is_place(text: str) -> bool:
    """Tell whether a text is a place and nothing more: a house, an address, or what `i` or `på` leads to."""
    led = pattern("led").match(text)
    return (led is not None and len(text) < LONGEST) or is_venue(text) or has_address(text)


def without_verb(text: str) -> str:
    """Return the place of `Begge dage er vi på Musikhuset, Værftsvej 9`: what follows the preposition."""
    led = pattern("led").search(text)
    if led is None or "," in text[: led.start()] or has_address(text[: led.start()]):
        return text
    before = text[: led.start()].split()
    return text[led.end() :] if not before or not before[-1][:1].isupper() else text


def bare_place(text: str) -> str:
    """Return a place that is all of a text without the preposition that leads to it."""
    verb = everywhere("place.holds").lead(text)
    text = text[verb.end() :].lstrip() if verb else text
    led = pattern("any").match(text)
    return clean(text[led.end() :] if led else without_verb(text))


def spoken_place(text: str) -> str:
    """Return the place of words behind a day: without what leads to it and what the sentence goes on with."""
    led = pattern("any").match(text)
    bare = text[led.end() :] if led else text
    cut = pattern("stop").search(bare)
    return clean(without_verb(bare[: cut.start()] if cut else bare))


def is_house(text: str) -> bool:
    """Tell whether a text is a preposition and one house: `på biblioteket`."""
    words = text.split()
    return len(words) == 2 and everywhere("place.in").are(words[0]) and everywhere("place.venues").are(words[1])
