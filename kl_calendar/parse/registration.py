"""How and until when to register: link, e-mail address, deadline; and where an online participant joins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kl_calendar.parse.sentences import said_with
from kl_calendar.parse.texts import EMAIL, FILE, URL, Found, is_section
from kl_calendar.parse.uses import DateUse, Use

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row

_JOIN = re.compile(r"(?i)teams|zoom|meet-?up|webex|skype|join|whereby|livestream")
_JOIN_URL = re.compile(r"(?i)teams\.|zoom\.|meet-?up|webex|skype|join|whereby|livestream")
_JOIN_HOST = re.compile(r"(?i)teams\.|zoom\.|meetup-join|webex|meet\.google|whereby")
_WEB = re.compile(r"(?i)\.[a-z]{2}|://")
"""A part of each address in the web, found faster."""
_DIGIT = re.compile(r"\d")
_NEAR = 3
"""Rows above a date whose heading can say what the date is a deadline for."""


def registration(made: Sequence[Row], lang: Language) -> tuple[Found | None, Found | None]:
    """Return (link, e-mail address) of the registration: from its section, else from a sentence about it."""
    mail: Found | None = None
    best: tuple[int, Found] | None = None
    for row, strength in _about(made, lang):
        for target in _links(row, lang):
            if best is None or strength > best[0]:
                best = (strength, Found(target, (row.number,)))
        address = EMAIL.search(row.text) if "@" in row.text else None
        if address and mail is None:
            mail = Found(address[0], (row.number,))
    return (best[1] if best else None), mail


def _about(made: Sequence[Row], lang: Language) -> Iterator[tuple[Row, int]]:
    """Rows that speak of registration, with how plainly they do."""
    region, led, paragraph = False, False, -1
    for row in made:
        if row.blank:
            continue
        if is_section(row, lang) or row.heading:
            region = lang["labels.registration"].lead(row.text.strip(" *")) is not None
        if lang["letter.signature"].lead(row.text):
            region = False
            continue
        about = region or led or lang["labels.registration|deadline.registration"].find(row.text) is not None
        led = about and row.text.endswith(":")  # the address may stand below blank rows
        if about or (paragraph == row.paragraph and not row.label):
            paragraph = row.paragraph
            yield row, 2 * (lang["labels.registration"].find(row.text) is not None) + region


def _links(row: Row, lang: Language) -> list[str]:
    usable = [
        link
        for link in row.links
        if link.target.startswith(("http://", "https://"))
        and not (lang["deadline.leave"].find(link.text) or _joins(link.target) or _JOIN.search(link.text))
    ]
    if usable:
        about = [
            k for k in usable if lang["labels.registration"].find(k.text) or lang["deadline.registration"].find(k.text)
        ]
        return [link.target for link in about or usable]
    if not _WEB.search(row.text) or lang["ignore.opening"].lead(row.text):
        return []
    text = EMAIL.sub(" ", row.text) if "@" in row.text else row.text
    return [u.rstrip(".,;:") for u in URL.findall(text) if not _joins(u) and _is_web(u)]


def _joins(url: str) -> bool:
    """An address where one joins; one that says `register` is where one registers for that."""
    return _JOIN_URL.search(url) is not None and "regist" not in url.lower()


def _is_web(url: str) -> bool:
    """Tell a printed host from two sentences that lost the space between them."""
    labels = re.sub(r"^(https?://)?", "", url).split("/", 1)[0].split(".")
    if len(labels) < 2 or not all(labels):
        return False
    if url.startswith(("http", "www.")) or "/" in url:
        return True
    if FILE.fullmatch(f".{labels[-1]}"):
        return False
    plain = labels[-1].isascii() and labels[-1].islower() and not url[0].isupper()
    return plain and len(labels) <= 4 and len(labels[0]) > 3 and len(labels[-2]) > 1


def join_url(made: Sequence[Row]) -> str | None:
    """Return where an online participant joins."""
    for row in made:
        if not (row.links or "http" in row.text):
            continue
        printed = (str(u) for u in URL.findall(row.text))
        for target in (*(link.target for link in row.links), *(u for u in printed if u.startswith("http"))):
            if _JOIN_HOST.search(target):
                return target.rstrip(".,;)")
    return None


def deadline(found: Sequence[DateUse], made: Sequence[Row], lang: Language) -> DateUse | None:
    """Return the date that is the last day to register."""
    ranked = sorted(((_rank(u, made, lang), u) for u in found if u.use is Use.DEADLINE), key=lambda r: -r[0])
    return ranked[0][1] if ranked and ranked[0][0] > 0 else None


def _rank(used: DateUse, made: Sequence[Row], lang: Language) -> int:
    """How plainly a deadline is one for registering."""
    said, at = said_with(made, used.row, used.date)
    named = lang["labels.deadline"].find(said) or lang["labels.registration"].find(said)
    rank = (
        3 * bool(named) + 2 * bool(lang["deadline.registration"].find(said)) - 4 * bool(lang["ignore.other"].find(said))
    )
    # Until a day the price is lower: what stands between the last digit and the day says so.
    rank -= 4 * bool(lang["deadline.price"].find(_DIGIT.split(said[:at])[-1]))
    above = [r for r in made[max(0, used.row.index - 6) : used.row.index] if r.text][-_NEAR:]
    if any(
        lang["labels.registration"].lead(r.text.strip(" *")) or (r.label and lang["labels.deadline"].are(r.label[0]))
        for r in above
    ):
        rank += 2
    rank += 3 * (lang["labels.registration"].lead(said) is not None)
    return rank + 3 * bool(above and lang["labels.deadline"].are(above[-1].text.strip(" :*")))
