"""The sentence that something stands in: in its row, or begun in the row above."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.language import Language
    from kl_calendar.parse.mentioned import Date
    from kl_calendar.parse.rows import Row

_CAPITAL, _SHORT = "[B-DF-HJ-NP-TV-XZ]", "[b-df-hj-np-tv-xz]"
_BREAK = re.compile(
    rf"(?<=[\wæøåäöüß)\"”]{{2}}[.!?])(?<!\b{_CAPITAL}{_SHORT}\.)(?<!\b{_CAPITAL}{_SHORT}{{2}}\.)\s+(?=[A-ZÆØÅÄÖÜ])"
)
"""Where a sentence ends; two or three consonants, the first a capital (`Gl.`, `Skt.`) are a name cut short."""
_CLOSED = (".", "!", "?", ":", ";")
_WRAPPED = 50
"""A shorter row was not broken because it was full."""


def sentence(text: str, at: int) -> tuple[str, int]:
    """Return the sentence of a row around a place, and where in it the place is."""
    first = 0
    for hit in _BREAK.finditer(text):
        if hit.start() >= at:
            return text[first : hit.start()], at - first
        first = hit.end()
    return text[first:], at - first


def says_hours(said: str, lang: Language) -> bool:
    """Tell whether a sentence is about opening or telephone hours; a meeting may be open to everybody."""
    return lang["ignore.opening"].find(said) is not None and lang["ignore.admits"].find(said) is None


def said_with(made: Sequence[Row], row: Row, date: Date) -> tuple[str, int]:
    """Return the whole sentence a date stands in, also where it began in the row above, and where in it the date is."""
    said, at = sentence(row.text, date.span[0])
    earlier = _begun(made, row) if row.text.startswith(said) else ""
    return earlier + said, at + len(earlier)


def _begun(made: Sequence[Row], row: Row) -> str:
    """Return what the row above says of a sentence that this row goes on with; nothing where it begins one."""
    above = made[row.index - 1] if row.index else None
    if above is None or len(above.text) < _WRAPPED or above.furniture or above.heading or row.heading:
        return ""
    if row.text[0].isupper() or row.marker or row.table or row.label is not None or above.text.endswith(_CLOSED):
        return ""
    return sentence(above.text, len(above.text))[0] + " "
