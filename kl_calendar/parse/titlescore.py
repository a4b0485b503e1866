"""How much speaks for a row being the meeting's title."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kl_calendar.parse.language import language
from kl_calendar.parse.names import is_name, is_org, is_role, is_surely, split_name
from kl_calendar.parse.placewords import holds
from kl_calendar.parse.sentences import sentence
from kl_calendar.parse.texts import EMAIL, FILE, has_address, is_label

if TYPE_CHECKING:
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row
    from kl_calendar.parse.uses import DateUse

_STEPS = (" > ", " » ", " › ")
_BETWEEN = re.compile(r"[/|>»›·]")
_STEP = re.compile(r"\s+[/|>»›·]\s+")
_STEP_LENGTH = 25
"""A longer part before a stroke is no step of a way through a site; the last, where one stands, may be longer."""
_STREET_ONLY = re.compile(r"[^\W\d]+(?:\s[^\W\d]+)?\s\d{1,3}\s?[A-Z]?")
_WITH_YEAR = re.compile(r"(?:19|20)\d\d\b")
_YEAR = re.compile(r"(?<=[^\W\d]\s)(?:19|20)\d\d\b")
"""A year behind a word: with a name behind it, it would look like a postcode."""
_OTHER_ROWS = "letter.greeting|letter.web|letter.signature|letter.posted"
_OTHER_DAYS = "deadline.words|letter.next_meeting"
_CLOSED = re.compile(r"\w{2}[.!]$")
_WORDS = 5
"""A row with more words and a full stop is a sentence."""
_WORD = re.compile(r"[^\W\d_]{2}")
_ISSUE = re.compile(r"\s\d{1,3}\s?/\s?(?:19|20)\d\d$")
"""The number of a newsletter or of a case."""
_PART = re.compile(r"[\s/]+")
_COLUMNS = "columns.time|columns.title|columns.speaker|columns.place"
_HEAD_LENGTH, _COLUMN_WORDS = 60, 2
"""Characters of the longest head, and its words that name columns."""
_WHOM = 4
"""A row that begins with `Til` more often says whom a letter is to."""
NEVER = -100
NAME = 90
"""A longer row that names a kind of meeting is a sentence about one."""


def is_way(text: str) -> bool:
    """`Forside / Kalender / Kursus`: where a page stands, or what else its site has."""
    if not _BETWEEN.search(text):
        return False
    steps = _STEP.split(text)
    return any(sign in text for sign in _STEPS) or (
        len(steps) > 2 and all(len(step) < _STEP_LENGTH for step in steps[:-1])
    )


def _no_title(row: Row, text: str, lang: Language) -> bool:
    """Rows that are something else for certain."""
    if not _WORD.search(text) or ("." in text and FILE.search(row.text[-5:])):
        return True
    label = row.label[0] if row.label else ""
    if label and (is_label(label, lang) or lang["labels.audience|labels.organizer|letter.reference"].lead(label)):
        return True
    if is_way(row.text) or _heads_columns(text, lang) or lang[_OTHER_ROWS].lead(row.text):
        return True
    first = row.text.split(None, 1)[0].strip(":")
    if (is_role(first, lang) or lang["speaker.moderator"].are(first)) and split_name(row.text, lang)[1]:
        return True  # `Ordstyrer Ida Holm`
    if is_surely(row.text) and is_name(row.text, lang) and not row.heading:
        return True  # whom to ask
    if lang["letter.reference"].find(row.text) and any(c.isdigit() for c in row.text):
        return True
    address = (
        ("@" in row.text and EMAIL.search(row.text))
        or (has_address(_YEAR.sub("", row.text)) and named_first(row.text, lang) is None)
        or _STREET_ONLY.fullmatch(row.text)
    )
    return bool(address) or is_label(text, lang) or is_label(row.text.strip(" :"), lang)


def _heads_columns(text: str, lang: Language) -> bool:
    """`Tid Foredrag/foreleser Sted`: the head of a table that lost its columns."""
    words = _PART.split(text)
    told = sum(lang[_COLUMNS].are(word) for word in words) if len(text) < _HEAD_LENGTH else 0
    return told >= _COLUMN_WORDS and told >= len(words) - 1


def score(row: Row, text: str, lang: Language, *, filled: int, day: DateUse | None, chief: bool) -> int:
    """How much speaks for a row being the title; nothing above nought for rows that are something else."""
    # A day that is not the meeting's: a deadline, or a letter's with its town.
    other = day is None and bool(row.found.dates) and (" " not in text or bool(lang[_OTHER_DAYS].find(row.text)))
    where = text[:1].islower() and lang["place.in"].lead(text) is not None  # `… kl. 10-11 på Teams`
    if other or where or _no_title(row, text, lang):
        return NEVER
    score = _shape_score(row) + _word_score(row, text, lang, day=day) + max(0, 4 - filled // 4) + 3 * (filled == 1)
    if filled == 1 and lang["kind.event"].find(row.text):
        score += 2
    if day is not None and day.date.span[0] > 8 and len(row.text) < 110:
        behind = row.text[day.date.span[1] :].rstrip()
        if len(behind) > 25 and behind[-1] in ".?!":
            return NEVER
        invited = lang["letter.invitation"].lead(row.text) is not None
        score += chief * (5 + 7 * (bool(row.found.times) and not invited))
    # A short first heading that carries the year names the event.
    of_a_year = _WITH_YEAR.search(text) and len(text) < 80 and not (row.label and row.label[1][:4].isdigit())
    return score + 4 * (filled <= 8 and bool(of_a_year))


def _is_invitation(row: Row, lang: Language) -> bool:
    """It leads to the title: `Invitation til temamøde`, `Nordby Kommune inviterer til temamøde`."""
    led = lang["letter.invitation"].find(row.text)
    if led is None or (row.label and not lang["kind.event"].find(row.label[1])):
        return False
    whole = len(row.text) < NAME and row.text[-1] != "." and lang["kind.event"].find(row.text[led.end() :])
    return led.start() == 0 or bool(whole)


def _word_score(row: Row, text: str, lang: Language, *, day: DateUse | None) -> int:
    invited = _is_invitation(row, lang)
    score = 5 * invited
    if day is not None and text[:1].islower() and row.text.endswith(".") and not invited:
        score += NEVER  # a sentence that begins with its day
    if lang["labels.programme"].lead(row.text) and (not invited or text[:1].islower()):
        score -= 5
    if day is not None and " " not in text and not row.heading and not invited and not lang["kind.event"].are(text):
        score -= 6
    score -= _sentence(row, lang) if not invited else 0
    if lang["status.cancelled"].lead(row.text):
        score += 4
    if " " not in text and text.casefold() in first_words(lang.code):
        score -= 6
    if not invited and lang["labels.audience"].lead(row.text):
        score -= _WHOM
    return score + _kind_score(row, lang, day=day)


def _sentence(row: Row, lang: Language) -> int:
    """How much speaks for a row being a sentence: it says that something is held, or has words and a full stop."""
    whole = row.text.count(" ") >= _WORDS and _CLOSED.search(row.text) is not None
    return 6 * holds(row.text) + 4 * (whole and not lang["letter.invitation"].find(row.text))


@cache
def first_words(code: str) -> frozenset[str]:
    """What an invitation begins with (`Invitation`, `Program`): alone it is no title."""
    return frozenset(p.split()[0].strip(":") for p in language(code)["letter.invitation"].phrases)


def _kind_score(row: Row, lang: Language, *, day: DateUse | None) -> int:
    """A kind of meeting speaks for a row, a body's name alone against it."""
    if len(row.text) < NAME and lang["kind.event"].find(row.text):
        return 3
    lone = day is None and not row.heading and len(row.text.split()) <= 5
    if lone and " " not in row.text and row.text.islower():
        return -6  # a page's section (`kalender`)
    return -5 if lone and is_org(row.text, lang) and not _is_invitation(row, lang) else 0


def _shape_score(row: Row) -> int:
    score = 12 - 2 * min(row.heading, 5) if row.heading else 0
    score += 2 * (row.bold or (row.text.isupper() and len(row.text) > 8))
    prose = re.search(r"[a-zæøå]{3}\.(?:\s|$)", row.text) or row.text.endswith((",", ":")) or row.marker
    score -= 4 * row.text.endswith(":")
    return score - 4 * bool(prose) - 4 * bool(_ISSUE.search(row.text))


def named_first(text: str, lang: Language) -> str | None:
    """The kind of meeting that an address follows on the same row: `Konference om havne, Kajen 2, 5000 Nord`."""
    head, _, rest = text.partition(",")
    if not has_address(rest) or has_address(head) or sentence(head, len(head))[0] != head:
        return None
    return head if lang["kind.event"].find(head) else None
