"""Sentences in the reader's language: English msgids in the code, Danish in `locale/da/LC_MESSAGES/kl_calendar.po`.

The compiled `.mo` files are kept beside them (`make catalogues` writes them, a test says when they are stale). What is
said before it is known who reads it (an error) is a `Sentence`, made by `say`.
"""

from __future__ import annotations

import gettext as _gettext
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from kl_calendar import packaged

DOMAIN = "kl_calendar"


@cache
def translations(language: str) -> _gettext.NullTranslations:
    """Return the catalogue of a language code; an unknown language gives the English msgids themselves."""
    try:
        found = packaged.data("kl_calendar", f"locale/{language}/LC_MESSAGES/{DOMAIN}.mo")
    except FileNotFoundError:
        return _gettext.NullTranslations()
    return _gettext.GNUTranslations(BytesIO(found))


def gettext(message: str, language: str) -> str:
    """Return the msgid in that language, or the msgid itself."""
    return translations(language).gettext(message) if message else ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in no language yet: a msgid, and the values of its fields, which may be sentences themselves."""

    msgid: str
    values: tuple[tuple[str, object], ...] = ()

    def text(self, language: str) -> str:
        """Return it in that language."""
        return gettext(self.msgid, language).format(**{name: spoken(one, language) for name, one in self.values})

    def __str__(self) -> str:
        return self.text("en")


Text = str | Sentence
"""Words for people: a `str` is the same in every language (a name, a path, what some other program said)."""


def say(msgid: str, **values: object) -> Sentence:
    """Return a sentence; its msgid is collected for the catalogue, so it is written out where it is said."""
    return Sentence(msgid, tuple(values.items()))


def spoken(words: object, language: str) -> str:
    """Return words in that language, where they can be said in one; anything else as it is written."""
    return words.text(language) if isinstance(words, Sentence) else str(words)
