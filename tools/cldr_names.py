"""Write `kl_calendar/cldr.json`: month and weekday names of the languages we read, from CLDR through Babel.

Babel's locale data costs 50 ms at every cold start; the names cost nothing in a file of our own. A test compares them.
"""

from __future__ import annotations

import json
from pathlib import Path

from babel.dates import get_day_names, get_month_names

LANGUAGES = ("da", "nb", "nn", "sv", "de", "en")
REGIONAL = {("de", "weekdays"): {"sonnabend": 5}}
"""Names that CLDR leaves out because half a country says otherwise."""
TARGET = Path(__file__).parent.parent / "kl_calendar" / "cldr.json"


def names() -> dict[str, dict[str, dict[str, int]]]:
    """Return, by language, every month name with its number (1-12) and weekday name with its number (Monday is 0)."""
    return {
        language: {
            "months": _of(get_month_names, language),
            "weekdays": _of(get_day_names, language) | REGIONAL.get((language, "weekdays"), {}),
        }
        for language in LANGUAGES
    }


def _of(getter: object, language: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in getter(width, context, language).items():  # type: ignore[operator]
                found.setdefault(name.casefold().rstrip("."), number)
    return found


if __name__ == "__main__":
    TARGET.write_text(json.dumps(names(), ensure_ascii=False, indent=1) + "\n", "utf-8")
