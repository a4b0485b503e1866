"""Small helpers on text that several fields share: cleaning, labels, addresses, links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kl_calendar.parse.language import everywhere

if TYPE_CHECKING:
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
URL = re.compile(
    r"(?<![@\w./-])((?:https?://|www\.)[^\s<>()\"”]+|(?:[a-zæøåäö0-9-]+\.)+[a-z]{2,12}(?:/[^\s<>()\"”]*)?)(?![@\w])",
    re.IGNORECASE,
)
_LABELS = ("place", "time", "date", "registration", "deadline", "programme", "other")


@dataclass(frozen=True, slots=True)
class Found:
    """A field's value and the lines it came from."""

    value: str
    lines: tuple[int, ...]


def clean(text: str) -> str:
    """Return text with single spaces, and without separators or bullets at its ends."""
    return re.sub(r"\s+", " ", text).strip(" \t,;:–—-|*·•").rstrip(".")


def is_label(text: str, lang: Language) -> bool:
    """Tell whether text is a label of a letter (`Sted`, `Tilmelding`, …)."""
    return any(lang[f"labels.{name}"].are(text) for name in _LABELS)


def is_section(row: Row, lang: Language) -> bool:
    """Tell whether a row is the heading of a section such as `Tilmelding` or `Sted`."""
    text = row.text.strip(" *:")
    if len(text) > 45 or row.found.times:
        return False
    label = row.label
    return is_label(text, lang) or (label is not None and is_label(label[0], lang))


@cache
def _address() -> re.Pattern[str]:
    streets = "|".join(re.escape(s) for s in everywhere("place.streets").phrases)
    return re.compile(
        rf"(?-i:(?<![\d.])\d{{4,5}}\s+[A-ZÆØÅÄÖÜ][\w.-]+)|[^\W\d_](?:\s?(?:{streets}))(?:en|et)?\s+\d+", re.IGNORECASE
    )


def has_address(text: str) -> bool:
    """Tell whether text holds a street with its number, or a postcode with its town."""
    return _address().search(text) is not None
