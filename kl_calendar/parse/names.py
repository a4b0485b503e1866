"""What a person's name looks like: capitalised words no list claims, the surer where the first is a common given name.

name := given [initial | given]* [particle] surname      role name := what stands before it in lower case or is listed
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kl_calendar import packaged
from kl_calendar.parse.language import everywhere

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.language import Language

PARTED = re.compile(r"[,;(/]|(?<!-) (?:og|and|och|und|&) ")
"""What stands behind the first person of several."""
_HOME = re.compile(r"\s(?:fra|från|frå|from|aus)\s")
_NAME_TOKEN = re.compile(r"[^\W\d_](?:[\w'’-]|\.(?=.))*\.?$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+$")
_ABBREVIATED = re.compile(r"[^\W\d_]{2,6}\.(?:-[^\W\d_]{2,6}\.)*$")
_LETTERS = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z]$")
"""What stands behind an English name: `MP`, `OBE`, `PhD`."""
_PARTICLE = frozenset({"de", "von", "van", "af", "der", "den", "la", "le", "du", "el", "bin", "zu", "dos", "ter", "av"})
_ARTICLES = frozenset({"the", "der", "die", "das", "den", "det"})
_PLACE_WORDS = frozenset(
    {"i", "på", "fra", "frå", "från", "in", "at", "aus", "im", "bei", "hos", "for", "af", "av", "ved", "of"}
)
_NO_NAME = _PLACE_WORDS | {"om", "about", "über", "med", "mit", "with", "til", "till", "to"}
"""What a title or a sentence begins with, and no name."""
_SURNAMES = (
    "nsen", "lsen", "dsen", "rsen", "tsen", "ksen", "psen", "bsen", "gsen", "msen", "ssen", "son", "gaard", "gård",
    "lund", "berg", "dahl", "holm", "strøm", "ström", "skov", "bæk", "bech", "trup", "mann", "quist", "qvist",
    "vist", "stad", "vik", "vig", "nes", "næs", "mark", "krog", "toft", "kjær", "lie", "haug", "moen", "bakken",
    "rud", "lind", "gren", "man", "eng", "land", "ager", "bjerg", "dóttir", "sdotter",
)  # fmt: skip
_LONGEST = 6
"""Words of a name; a given name that is not listed has seldom so many letters as a job."""


@cache
def _given() -> frozenset[str]:
    text = packaged.text("kl_calendar.parse.languages", "given_names.txt")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(" ".join(lines).casefold().split())


def is_given(token: str) -> bool:
    """Tell whether a word is a common given name (`Ida`, `Anne-Grete`)."""
    clean = token.strip(".,").casefold()
    return token[:1].isupper() and (clean in _given() or ("-" in clean and clean.split("-")[0] in _given()))


def is_surely(name: str) -> bool:
    """Tell whether a phrase of two words or more begins as names do and titles do not: a given name, or initials."""
    tokens = name.split()
    return len(tokens) > 1 and (is_given(tokens[0]) or _is_initials(tokens[0]))


def is_likely(name: str) -> bool:
    """Tell whether a phrase of capitalised words is rather a person than a body: surely, or by its surname."""
    return is_surely(name) or name.casefold().endswith(_SURNAMES)


def _is_initials(token: str) -> bool:
    return token[:1].isupper() and _INITIALS.match(token) is not None


def is_org(text: str, lang: Language) -> bool:
    """Tell whether a phrase is an organisation or body by its words."""
    tokens = [t.strip(".,()").casefold() for t in text.split()]
    if any(lang["speaker.orgs"].are(t) for t in tokens if t):
        return True
    return any(t.endswith(lang["speaker.org_endings"].phrases) for t in tokens)


def is_role(token: str, lang: Language) -> bool:
    """Tell whether a word says what somebody is; of `HR-konsulent` its last part does."""
    roles = lang["speaker.roles"]
    return roles.are(token) or ("-" in token and token[-1] != "-" and roles.are(token.rsplit("-", 1)[1]))


def is_name(text: str, lang: Language, *, least: int = 2) -> bool:
    """Tell whether a phrase is a person's name: `least` to six capitalised words that no list claims."""
    tokens = text.strip().split()
    if not least <= len(tokens) <= _LONGEST or not tokens[0][0].isupper() or any(map(str.isdigit, text)):
        return False
    named = [t for t in tokens if t.casefold() not in _PARTICLE]
    if len(named) < least or not all(_is_name_token(t.strip(",")) for t in named) or not _is_cased(named, text):
        return False
    if tokens[0].casefold() in _NO_NAME:
        return False
    if any(len(t) == 1 and t.isascii() for t in (named[0], named[-1])):
        return False  # `Spor A`: an initial has its full stop
    if is_title(tokens) or tokens[0].casefold().endswith(("s'", "'s", "’s")):
        return False
    if named[0].casefold() in _houses() or (named[-1].casefold() in _houses() and not is_given(named[0])):
        return False  # `på Quality Hotel Residence`, `the story of Westgate Hall`
    return not (is_role(tokens[0], lang) or is_org(text, lang))  # the lists last: looking things up costs most


@cache
def _houses() -> frozenset[str]:
    """Words for a house that stand alone, as no person's first name does."""
    return frozenset(phrase for phrase in everywhere("place.venues").phrases if phrase.isalpha())


def _is_name_token(token: str) -> bool:
    return token[:1].isupper() and _NAME_TOKEN.match(token) is not None


def _is_cased(named: Sequence[str], text: str) -> bool:
    """Neither shouted nor with an acronym at an end."""
    if not text.isupper() and (_is_shouted(named[0]) or (len(named) > 1 and _is_shouted(named[-1]))):
        return False
    return not all(t.isupper() and len(t.strip(".")) > 1 and "." not in t.strip(".") for t in named)


def _is_shouted(token: str) -> bool:
    return len(token) > 1 and token.isalpha() and token.isupper()


def is_title(tokens: Sequence[str]) -> bool:
    """`Rev. Ida Holm`, `Kirkeværge Ida Juhl Holm`: a first word that says what somebody is, though nobody lists it."""
    if len(tokens) <= 2 or not tokens[1][:1].isupper():
        return False
    if _ABBREVIATED.match(tokens[0]):
        return True
    return len(tokens[0]) >= _LONGEST and tokens[0].isalpha() and not is_given(tokens[0]) and is_given(tokens[1])


@lru_cache(maxsize=2048)
def split_name(chunk: str, lang: Language) -> tuple[str, str]:
    """Return (role, name) of one phrase; the name is empty when it names nobody."""
    tokens = chunk.split()
    if is_name(chunk, lang) or (len(tokens) == 1 and is_given(chunk)):
        return "", chunk
    if len(tokens) > 2 and _LETTERS.match(tokens[-1]) and is_surely(" ".join(tokens[-3:-1])):
        role, name = split_name(" ".join(tokens[:-1]), lang)
        return f"{role} {tokens[-1]}".strip(), name
    home = _HOME.search(chunk)
    if home and (found := split_name(chunk[: home.start()], lang))[1]:
        return " ".join(x for x in (found[0], chunk[home.start() + 1 :]) if x), found[1]
    first = 0
    while first < len(tokens) and _is_before_name(tokens[first:], lang):
        first += 1
    rest = " ".join(tokens[first:])
    if (
        0 < first < len(tokens)
        and is_name(rest, lang, least=1)
        and (len(tokens) - first > 1 or is_role(tokens[first - 1], lang))
    ):
        before = tokens[first - 1].casefold()
        if before in _PLACE_WORDS:
            return _after_place(tokens, first, lang)
        return " ".join(tokens[:first]), rest
    return _trailing(tokens, lang)


def _is_before_name(tokens: Sequence[str], lang: Language) -> bool:
    return is_role(tokens[0], lang) or tokens[0][0].islower() or _is_acronym(tokens) or is_title(tokens)


def _is_acronym(tokens: Sequence[str]) -> bool:
    """`DPO Ida Holm`: capitals before a first and a last name are a role."""
    return len(tokens) > 2 and re.fullmatch(r"[A-ZÆØÅ]{2,4}", tokens[0]) is not None


def _after_place(tokens: list[str], first: int, lang: Language) -> tuple[str, str]:
    """`spillemand i Thy Lisbet Nygaard`: after a preposition the first capitalised word is a place."""
    rest = tokens[first + 1 :]
    if tokens[first].isupper() and is_name(" ".join(rest), lang):
        return " ".join(tokens[: first + 1]), " ".join(rest)
    if len(rest) >= 2 and is_name(" ".join(rest[-2:]), lang):
        return " ".join(tokens[:-2]), " ".join(rest[-2:])
    return " ".join(tokens), ""


def _trailing(tokens: list[str], lang: Language) -> tuple[str, str]:
    """A role of several words with the name at its very end."""
    if not tokens or not any(is_role(t.strip(","), lang) for t in tokens):
        return "", ""
    for size in (3, 2):  # a surname may look like a role (`Quist`), but not behind a given name
        tail = tokens[-size:]
        if len(tokens) > size and is_surely(" ".join(tail)) and all(map(_is_name_token, tail)):
            return " ".join(tokens[:-size]), " ".join(tail)
    last = len(tokens)
    while (
        last > 0
        and last > len(tokens) - 4
        and is_name(tokens[last - 1], lang, least=1)
        and not (tokens[last - 1].isupper() and "." not in tokens[last - 1])
    ):
        last -= 1
    if last > 0 and tokens[last - 1].casefold() in _PLACE_WORDS:
        last += 1
    name = tokens[last:]
    return (" ".join(tokens[:last]), " ".join(name)) if 2 <= len(name) <= 3 and last else ("", "")


def without_article(text: str) -> str:
    """`the Mayor` is `Mayor`."""
    first, _, rest = text.partition(" ")
    return rest if rest and first.casefold() in _ARTICLES else text
