"""A letter's own facts: whom it is to, who invites, and together with whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kl_calendar.parse.sentences import sentence
from kl_calendar.parse.texts import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row


def audience(made: Sequence[Row], lang: Language) -> tuple[str, ...]:
    """Return whom a letter is to: the rows below a lone `Til`, or the value of a `Til …` row near the top."""
    filled = [r for r in made if r.text and not r.furniture][:12]
    for row in filled:
        if lang["labels.audience"].are(row.text):
            return tuple(r.text.strip(" ,") for r in _until_blank(made, row.index + 1))
        label = row.label
        if label and lang["labels.audience"].are(label[0]) and label[1]:
            return (label[1],)
        led = lang["labels.audience"].lead(row.text)
        if (
            led
            and row.text[led.end() : led.end() + 1] == " "
            and len(row.text) < 90
            and not row.found.dates
            and row in filled[:5]
        ):
            return (row.text[led.end() :].strip(" ,."),)
    return ()


def _until_blank(made: Sequence[Row], index: int) -> list[Row]:
    found: list[Row] = []
    for row in made[index : index + 12]:
        if row.blank:
            if found:
                break
            continue
        if row.label or row.found.dates:
            break
        found.append(row)
    return found


def hosts(made: Sequence[Row], lang: Language) -> tuple[str | None, str | None]:
    """Return (organiser, host): who invites, and together with whom."""
    for row in made:
        label = row.label
        if label and lang["labels.organizer"].are(label[0]) and label[1] and not row.found.times:
            return clean(label[1]), None
        hit = lang["letter.invites"].find(row.text) if row.text else None
        if hit is None:
            continue
        said, at = sentence(row.text, hit.start())
        before = said[:at].strip(" ,")
        filler = lang["letter.fillers"].lead(before)
        before = before[filler.end() :].strip(" ,") if filler else before
        after = said[at + len(hit[0]) :]
        named = before if before and before[0].isupper() and len(before) < 60 else None
        inverted = re.match(r"\s+((?:[A-ZÆØÅ][\w.'-]*\s?)+)", after)
        organizer = named or (inverted[1].strip() if inverted else None)
        together = re.search(
            rf"(?i)(?:{lang['letter.together'].pattern})\s+([^,.]{{3,60}}?)(?=\s{lang['letter.fillers'].pattern}|[,.]|$)",
            said,
        )
        if organizer:
            return organizer, together[1].strip() if together else None
    return None, None
