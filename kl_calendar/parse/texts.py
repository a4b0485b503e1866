"""Small helpers on text that several fields share: cleaning, labels, addresses, links."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.parse.language import everywhere, language
from kl_calendar.parse.words import joined

if TYPE_CHECKING:
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row
    from kl_calendar.parse.words import Words

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
URL = re.compile(
    r"(?<![@\w./-])((?:https?://|www\.)[^\s<>()\"”]+|(?:[a-zæøåäö0-9-]+\.)+[a-z]{2,12}(?:/[^\s<>()\"”]*)?)(?![@\w])",
    re.IGNORECASE,
)
FILE = re.compile(r"(?i)(?:\.(?:pdf|docx?|odt|pptx?|xlsx?|zip|jpe?g|png|ics))(?!\w)")
"""The end of a file's name: what is to be fetched, no title and no address in the web."""
_LABELS = "labels.place|labels.time|labels.date|labels.registration|labels.deadline|labels.programme|labels.other"


class Found(NamedTuple):
    """A field's value and the lines it came from."""

    value: str
    lines: tuple[int, ...]


_LETTERS = "\u2200"
"""Signs and pictures begin here; the letters of our languages stand before."""


def clean(text: str) -> str:
    """Return text with single spaces, and without separators, bullets, pictures or half a bracket at its ends."""
    bare = " ".join(text.split()).strip(" \t,;:–—-|*·•").rstrip(".")
    if bare[:1] > _LETTERS:
        bare = bare.lstrip("".join({c for c in bare if c > _LETTERS}) + " ")
    return bare.rstrip(")") if bare.count(")") > bare.count("(") else bare


def is_label(text: str, lang: Language) -> bool:
    """Tell whether text is a label of a letter (`Sted`, `Tilmelding`, …)."""
    return lang[_LABELS].are(text)


def is_section(row: Row, lang: Language) -> bool:
    """Tell whether a row is the heading of a section such as `Tilmelding` or `Sted`."""
    text = row.text.strip(" *:")
    if len(text) > 45 or row.found.times:
        return False
    label = row.label
    return is_label(text, lang) or (label is not None and is_label(label[0], lang))


_DIGIT = re.compile(r"\d")


_POSTCODE = re.compile(
    r"(?<![\d.])(?:\d{4,5}|\d{3}\s\d\d|[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2},?)\s+[A-ZÆØÅÄÖÜ][\w.-]+"
    r"|(?<=\s)[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}(?!\w)"
)


@cache
def _ways() -> tuple[str, ...]:
    return everywhere("place.streets").phrases + everywhere("place.squares").phrases


@cache
def _address() -> re.Pattern[str]:
    streets, squares = ("|".join(map(re.escape, everywhere(f"place.{n}").phrases)) for n in ("streets", "squares"))
    return re.compile(
        rf"[^\W\d_](?:\s?(?:{streets}))(?:en|et|n|t)?\s+\d{{1,3}}(?!\d)"
        rf"|(?<!\w)(?-i:(?=[A-Z]))(?:{squares})\s\d{{1,3}}(?!\d)"
        rf"|(?<!\w)\d{{1,4}}[a-z]?(?:-\d+)?\s(?-i:[A-Z][\w'’-]+\s){{1,3}}(?-i:(?=[A-Z]))(?:{streets})(?!\w)",
        re.IGNORECASE,
    )


def has_address(text: str) -> bool:
    """Tell whether text holds a street with its number, or a postcode with its town."""
    if not _DIGIT.search(text):
        return False
    if _POSTCODE.search(text):
        return True
    bare = text.lower()
    return any(way in bare for way in _ways()) and _address().search(text) is not None


_NAMED = re.compile(r"[A-ZÆØÅÄÖÜ\d„“\"(].*|i|på|ved|og|och|und|and|der|the|of|for|am|im|an|nr\.")
_LONGEST_VENUE = 60


def is_venue(text: str) -> bool:
    """Tell whether text is the name of a house that people meet in: capitalised words, one of them such a house."""
    head = re.split(r",|\(|\s(?:i|på|ved|in|at|am|im|an)\s", text.strip())[0]
    tokens = text.replace(",", " ").split()
    if not 2 <= len(tokens) <= 10 or len(text) > _LONGEST_VENUE or not text[0].isupper():
        return False
    inside = head if everywhere("ignore.rooms").find(text[len(head) :]) else text  # `…, store sal` needs no capital
    named = all(_NAMED.fullmatch(t) or _venues().are(t) for t in inside.replace(",", " ").split())
    return named and everywhere("place.venues").find(head) is not None


@cache
def _venues() -> Words:
    """Houses and the rooms in them: words of a place that need no capital."""
    return joined(everywhere(name).phrases for name in ("place.venues", "ignore.rooms"))


@cache
def _point(code: str) -> re.Pattern[str]:
    label = language(code)["labels.point"].pattern
    return re.compile(rf"(?:{label})\s*\d{{1,4}}(?:[/.]\d{{1,4}})?(?![-–]\d)\s*[.:)–-]?\s+(?=\S)", re.IGNORECASE)


def without_point(title: str, lang: Language) -> str:
    """Take the number of an agenda's point off its title: `TOP 3`, `Sak 43/25`, `Pkt. 2:`."""
    return title[found.end() :] if (found := _point(lang.code).match(title)) else title
