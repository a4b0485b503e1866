"""Which lines of a mail are somebody else's: the head of a forwarded mail, what is quoted, the signature.

In: the lines of a mail's body and its subject. Out: the same lines with their `zone`. What a forwarded mail carries is
the body (that is what was sent on); what a reply carries below its own words is quoted.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kl_calendar.model.document import Line, Zone

_FROM = frozenset(("fra", "frå", "from", "von", "från"))
_KEY = frozenset(
    ("sendt", "sent", "gesendet", "skickat", "dato", "date", "datum", "emne", "subject", "betreff", "ämne")
) | {"til", "to", "an", "till"}
_OTHER = frozenset(
    ("cc", "kopi", "kopia", "bcc", "attachments", "vedhæftede", "vedhæftet", "vedlegg", "anlagen", "bifogade")
) | {"importance", "prioritet", "priority", "wichtigkeit", "organisation", "reply-to", "svar-til"}
_LABEL = re.compile(r"\*?([^\W\d_][\w-]{0,18})(?: [^\W\d_]{1,12})?\*?\s?:")
_PREFIX = re.compile(r"\s*(re|sv|aw|antw|ang|svar|vs|fwd?|wg|vb|tr|rv|i)\s?(?:\[\d{1,2}\])?\s?:\s*", re.IGNORECASE)
_FORWARDS = frozenset(("vs", "fw", "fwd", "wg", "vb", "tr", "i"))
_RULE = re.compile(r"[-_=\s]{2,40}[^-_=]{4,60}[-_=\s]{2,40}")
_FORWARDED = re.compile(r"videresend|vidaresend|vidarebefordra|forwarded|weitergeleitet", re.IGNORECASE)
_EARLIER = re.compile(r"original|oprindelig|opprinnelig|opphavleg|ursprün|ursprungl", re.IGNORECASE)
_WROTE = re.compile(r"\b(?:skrev|skreiv|wrote|schrieb|writes|skriver)\b", re.IGNORECASE)
_LONGEST_HEAD = 14


class Subject(NamedTuple):
    """A mail's subject without what mail programs put before it."""

    text: str
    forwarded: bool
    reply: bool


def subject(written: str) -> Subject:
    """Return the subject without `Re:`, `VS:` and their like; the first of them says what the mail is."""
    text, first = " ".join(written.split()), ""
    while found := _PREFIX.match(text):
        first = first or found.group(1).lower()
        text = text[found.end() :]
    return Subject(text, first in _FORWARDS, bool(first) and first not in _FORWARDS)


def zoned(lines: tuple[Line, ...], about: Subject) -> tuple[Line, ...]:
    """Return the lines, each in its zone."""
    made = list(lines)
    forwarded = about.forwarded
    quoting = False
    at = 0
    while at < len(made):
        length = _head_length(made, at)
        if length:
            forwarded = forwarded or any(_is_forward_mark(line) for line in made[at : at + length])
            _set_zone(made, at, at + length, Zone.HEADER)
            if _labels(made[at : at + length]) and not forwarded and not quoting:
                _quote(made, at + length)
                quoting = True
        at += length or 1
    if forwarded:
        made = [line._replace(zone=Zone.BODY) if line.zone is Zone.QUOTED else line for line in made]
    return tuple(made)


def _quote(lines: list[Line], start: int) -> None:
    """What follows the head of an earlier mail is that mail."""
    for at in range(start, len(lines)):
        if lines[at].zone is Zone.BODY:
            lines[at] = lines[at]._replace(zone=Zone.QUOTED)


def _set_zone(lines: list[Line], start: int, stop: int, zone: Zone) -> None:
    """The senders' addresses in the head are no links of the letter."""
    lines[start:stop] = [line._replace(zone=zone, links=()) for line in lines[start:stop]]


def _head_length(lines: list[Line], at: int) -> int:
    """Return how many lines from here are the head of an earlier mail; 0 for none."""
    text = lines[at].text
    if _is_mark(lines[at]):
        return 1
    if _WROTE.search(text) and _attributes(text):
        return 1
    if _label(text) not in _FROM:
        return _wrapped_attribution(lines, at)
    stop = at + 1
    while stop < min(len(lines), at + _LONGEST_HEAD) and _continues(lines[stop].text):
        stop += 1
    return stop - at if len(_labels(lines[at:stop])) >= 3 else 0


def _wrapped_attribution(lines: list[Line], at: int) -> int:
    """`On Monday, 3 June 2024, A. Person` / `<a@b.example> wrote:` over two or three lines."""
    for length in (2, 3):
        part = lines[at : at + length]
        joined = " ".join(line.text for line in part)
        if all(line.text for line in part) and _WROTE.search(part[-1].text) and _attributes(joined):
            return length
    return 0


def _attributes(text: str) -> bool:
    """Whether a line says who wrote what follows: it ends in a colon and has an address or a time of day."""
    if not text.rstrip().endswith(":") or len(text) > 240:
        return False
    return bool(re.search(r"\d", text)) and ("@" in text or bool(re.search(r"\d{1,2}[.:]\d\d", text)))


def _continues(text: str) -> bool:
    return _label(text) in (_FROM | _KEY | _OTHER) or ("@" in text and len(text) < 400)


def _label(text: str) -> str:
    found = _LABEL.match(text)
    return found.group(1).lower() if found else ""


def _labels(lines: list[Line]) -> set[str]:
    return {name for line in lines if (name := _label(line.text)) in (_FROM | _KEY)}


def _is_mark(line: Line) -> bool:
    text = line.text if not line.marker else f"{line.marker} {line.text}"
    words = _FORWARDED.search(text) or _EARLIER.search(text)
    return bool(words) and (bool(_RULE.fullmatch(text)) or (text.endswith(":") and len(text) < 60))


def _is_forward_mark(line: Line) -> bool:
    return _is_mark(line) and bool(_FORWARDED.search(line.text))
