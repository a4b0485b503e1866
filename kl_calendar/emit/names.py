"""Titles and keys in, file names that read well out: Thunderbird shows a feed's file name as its name.

    boern-og-undervisning.ics                     a feed: an event a slot
    boern-og-undervisning-moeder.ics              the same feed: an event a meeting
    boern-og-undervisning/2020-09-02-holstebro.ics            one meeting: an event a slot
    boern-og-undervisning/2020-09-02-holstebro-moede.ics      the meeting as one event
    boern-og-undervisning/2020-09-02-holstebro-tema-2-en-god-ramme.ics   only that choice

Names are ASCII, so that no server, shell or mail programme can spoil them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_DANISH = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
)
_WORDS: dict[str, dict[str, str]] = {
    "da": {"meetings": "moeder", "meeting": "moede", "deadlines": "frister", "overview": "overblik", "choice": "tema"},
    "en": {
        "meetings": "meetings",
        "meeting": "meeting",
        "deadlines": "deadlines",
        "overview": "overview",
        "choice": "choice",
    },
}
_UNDO = {"da": "fortryd", "en": "undo"}
_MARKED = {"da": "med-aflyste", "en": "with-cancelled"}
_HIDDEN = {"da": "uden-aflyste", "en": "without-cancelled"}
_LONGEST_WORD = 48


def slug(text: str, *, limit: int = 80, otherwise: str = "x") -> str:
    """Return the text as lower-case ASCII words joined by hyphens, cut at a word at `limit` characters."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).translate(_DANISH))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode("ascii").lower())
    made = "-".join(words)
    if len(made) > limit:
        made = made[: limit + 1].rpartition("-")[0] or made[:limit]
    return made or otherwise


def slugs(keys: Iterable[str]) -> dict[str, str]:
    """Return a slug a key, each different; two keys that read the same get `-2`, `-3` … in the keys' order."""
    made: dict[str, str] = {}
    taken: set[str] = set()
    for key in sorted(set(keys)):
        wanted = name = slug(key)
        count = 1
        while name in taken:
            count += 1
            name = f"{wanted}-{count}"
        taken.add(name)
        made[key] = name
    return made


def word(what: str, language: str) -> str:
    """Return a word used in file names: Danish in Danish feeds, English in all others."""
    return _WORDS.get(language, _WORDS["en"])[what]


def feed_file(feed: str, form: str, language: str) -> str:
    """Return a feed's file: `form` is `slots`, `meetings`, `deadlines`, `overview`, `marked` or `hidden`."""
    tails = {"marked": _MARKED, "hidden": _HIDDEN}
    if form == "slots":
        return f"{slug(feed)}.ics"
    tail = tails[form].get(language, tails[form]["en"]) if form in tails else word(form, language)
    return f"{slug(feed)}-{tail}.ics"


def choice_part(number: str, title: str, language: str) -> str:
    """Return what a choice adds to a meeting's file name: `tema-2-en-god-ramme`."""
    return f"{word('choice', language)}-{number}-{slug(title, limit=_LONGEST_WORD)}"


def undo_part(language: str) -> str:
    """Return what the undo file adds to a meeting's file name."""
    return _UNDO.get(language, _UNDO["en"])


def page(name: str, language: str, primary: str) -> str:
    """Return a page's file: the site's own language has the plain name, the other one `name.en.html`."""
    return f"{name}.html" if language == primary else f"{name}.{language}.html"
