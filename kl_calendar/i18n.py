"""Sentences in the reader's language: English msgids in the code, Danish in `locale/da/LC_MESSAGES/kl_calendar.po`.

The compiled `.mo` files are kept beside them (`make catalogues` writes them, a test says when they are stale).
"""

from __future__ import annotations

import gettext as _gettext
from functools import cache
from importlib import resources

DOMAIN = "kl_calendar"


@cache
def translations(language: str) -> _gettext.NullTranslations:
    """Return the catalogue of a language code; an unknown language gives the English msgids themselves."""
    found = resources.files("kl_calendar").joinpath("locale", language, "LC_MESSAGES", f"{DOMAIN}.mo")
    if not found.is_file():
        return _gettext.NullTranslations()
    with found.open("rb") as stream:
        return _gettext.GNUTranslations(stream)


def gettext(message: str, language: str) -> str:
    """Return the msgid in that language, or the msgid itself."""
    return translations(language).gettext(message) if message else ""
