"""The days a line mentions: in words, in numbers, with their weekday, several at once."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kl_calendar import cldr
from kl_calendar.parse.grammar import DASH, HERE, compiled
from kl_calendar.parse.mentioned import Date, Weekday

if TYPE_CHECKING:
    from kl_calendar.parse.grammar import Grammar
    from kl_calendar.parse.mentioned import Span

_NAME = r"[^\W\d_]{3,10}"
"""A word that may be a month or a weekday: it is looked up, which costs less than forty names in a pattern."""
YEAR = r"(?:19[5-9]\d|20\d\d)"
_LEAD = r"(?:(?:den|d\.|am|dem|the)\s*)?"
_BEFORE = re.compile(rf"(?:(?<!\w)(?P<wd>{_NAME})\.?,?\s+)?(?:(?<!\w)(?:den|d\.|d|am|dem|the)\s*)?$", re.IGNORECASE)
_ARTICLE = re.compile(r"(?<!\w)(?:den|d\.|d|am|dem|the)\s*$", re.IGNORECASE)
"""What may stand right before a date and belongs to it: a weekday, an article."""
_REACH = 26
_TWO = 2
_SHORT = 5
"""A shorter weekday name stands alone only as part of a date (`man` is a pronoun)."""
_ALONE = r"(?<![\w,/])(?<!\d\.)"
_ORD = r"(?:\.|st|nd|rd|th|:?e|:?a|te|de)?"
_MONTH = rf"(?P<m>{_NAME})(?![^\W\d_])\.?"
_GLUED = r"(?<=20\d\d)(?=[0-2]\d[.:][0-5]\d(?!\d))"
"""`28. april 202119.00`: a page's year and time without a space between them."""
_YEAR_AFTER = rf"(?:,?\s*(?P<y>{YEAR}))?(?:(?!\d)|{_GLUED})"
_TO = rf"{DASH}|to(?:\sthe)?|til|till|bis(?:\szum)?|until|through"
_DAYS_MONTH = (
    rf"{_ALONE}(?P<d>[0-3]?\d){_ORD}"
    rf"(?:\s*(?:(?:{_TO})\s*|(?:og|och|und|and|&)\s*(?:{_NAME}\.?\s+)?)"
    rf"{_LEAD}(?P<d2>[0-3]?\d){_ORD})?"
    rf"\s*(?:of\s+)?{_MONTH}{_YEAR_AFTER}"
)
_CUT = r"(?-i:[A-ZÆØÅÄÖÜ][a-zæøåäöü])"
"""A weekday cut to two letters (`Fr.`)."""
_WEEKDAYS_MONTH = (
    rf"(?<![^\W\d_])(?:(?P<wd>{_NAME})|{_CUT})\.?,?\s+{_LEAD}(?P<d>[0-3]?\d){_ORD},?\s*(?:{_TO})\s*"
    rf"(?:(?P<wd2>{_NAME})|{_CUT})\.?,?\s+{_LEAD}(?P<d2>[0-3]?\d){_ORD}\s*{_MONTH}{_YEAR_AFTER}"
)
"""`lördag 23 - söndag 24 april`: a dash joins two days only where both name their weekday."""
_MONTH_DAY = (
    rf"(?<![\w.,/])(?P<m>{_NAME})\.?\s+(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:.]\d|\d)"
    rf"(?:\s*(?:{DASH}|and|to|&)\s*(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:.]))?{_YEAR_AFTER}"
)
"""Only English writes the month first."""
_MONTH_DAY_YEAR = rf"(?<![\w.,/])(?P<m>{_NAME})\.?\s+(?P<d>[0-3]?\d),\s*(?P<y>{YEAR})(?!\d)"
"""`jun 5, 2024`, as programs made in English write it anywhere."""
_ISO = rf"(?<![\d-])(?P<y>{YEAR})-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?![\d-])"
_SLASH = (
    rf"{HERE}(?<![\d/])(?P<d>[0-3]?\d)\s?/\s?(?P<m>1[0-2]|0?[1-9])"
    rf"(?:\s?[-/]\s?(?P<y>{YEAR}|\d\d)|\s+(?P<y2>{YEAR}))?(?![\d/])"
)
_TWO_DOTS = (
    rf"{HERE}(?<![\d,/])(?<!\d\.)(?P<d>[0-3]?\d)\.?\s?[/+&–-]\s?(?P<d2>[0-3]?\d)\.\s?(?P<m>1[0-2]|0?[1-9])\."
    rf"(?P<y>{YEAR}|\d\d(?!\d))?(?![\d]|\.\d)"
)
"""`11./12.11.2016`."""
_DOTS = rf"{HERE}(?<![\d,])(?<!\d\.)(?P<d>[0-3]?\d)\.\s?(?P<m>1[0-2]|0?[1-9])\.(?P<y>{YEAR}|\d\d(?!\d))?(?![\d]|\.\d)"
_DASHES = rf"{HERE}(?<![\d-])(?P<d>[0-3]?\d)-(?P<m>1[0-2]|0?[1-9])-(?P<y>{YEAR}|\d\d)(?![\d-])"
_WEEKDAY_DOT = (
    rf"(?<![^\W\d_])(?P<wd>{_NAME})\.?,?\s+(?:den\s|d\.\s?)?(?P<d>[0-3]?\d)\.(?P<m>[1-9])(?![\d.]|:\d|\s?{DASH}\s?\d)"
)
"""`Fredag 27.5`: behind its weekday a day with a month of one digit."""
_WEAK = rf"{HERE}(?<![\d,:/-])(?<!\d\.)(?P<d>[0-3]?\d)\.(?P<m>1[0-2]|0[1-9])(?![\d.]|:\d)"
_CLOCK_BEHIND = re.compile(r",?\s+(?:kl\.?\s*)?\d{1,2}[.:]\d\d(?!\d)")
RANGE_GAP = re.compile(rf"\s*(?:{_TO})\s*(?:og med\s*)?", re.IGNORECASE)
_ROW_GAP = re.compile(r"\s*(?:[,;/+&]|(?:og|och|und|and|samt)(?!\w))?\s*(?:(?:og|och|und|and|samt)\s+)?", re.IGNORECASE)
_GAP = 12
"""Characters between two days of a row."""
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMERIC = re.compile(r"-\d\d?-|\.\s?\d\d?\.|/|\.[01]\d|\d\.[1-9](?!\d)")
"""A part of each date in numbers."""


def weekday(name: str, code: str) -> int | None:
    """Return the number of a weekday's name or short form (`Sa` too, in that language), Monday is 0."""
    bare = name.lower().rstrip(".")
    return _weekdays().get(bare) if len(bare) != _TWO else cldr.short_weekdays(code).get(bare)


@cache
def _weekdays() -> dict[str, int]:
    """Weekday names with the endings they take (`fredagens`, `lördagen`) and cut short (`lørd`), with their number."""
    known = {name: number for name, number in cldr.weekdays().items() if len(name) > 2}
    for name, number in list(known.items()):
        if len(name) > _SHORT:
            known |= {name + ending: number for ending in ("s", "e", "en", "ens")}
            known |= {name[:4]: number, name[:5]: number}
    return known


def weekdays_of(text: str, words: frozenset[str]) -> tuple[Weekday, ...]:
    """Return the weekdays of a text whose days are masked; `words` are all that it has."""
    known = _weekdays()
    if known.keys().isdisjoint(words):
        return ()
    hits = ((hit, hit[0].lower()) for hit in _LETTERS.finditer(text))
    return tuple(Weekday(hit.span(), known[word]) for hit, word in hits if len(word) >= _SHORT and word in known)


def blank(text: str, span: Span) -> str:
    """Mask a part of a text, so that nothing else is read out of it."""
    return text[: span[0]] + "\x00" * (span[1] - span[0]) + text[span[1] :]


@cache
def _shapes(*, named: bool, english: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns of dates in the order they are tried, each with a part of it that is found faster.

    Those with the month's name are left out where no month is named.
    """
    digit, dots = re.compile(r"\d"), re.compile(r"\.\s?\d\d?\.")
    words = (_WEEKDAYS_MONTH, _DAYS_MONTH, _MONTH_DAY if english else _MONTH_DAY_YEAR) if named else ()
    return (
        (_ISO, re.compile(r"-[01]\d-")), *((shape, digit) for shape in words), (_TWO_DOTS, dots),
        (_DASHES, re.compile(r"-\d\d?-")), (_DOTS, dots), (_SLASH, re.compile("/")),
        (_WEEKDAY_DOT, re.compile(r"\d\.[1-9]")), (_WEAK, re.compile(r"\.[01]\d")),
    )  # fmt: skip


def dates_of(text: str, rules: Grammar, *, named: bool, english: bool) -> tuple[tuple[Date, ...], str]:
    """Return the days of a text, and the text with them masked; `named` says that a month is named in it."""
    found: list[Date] = []
    if not named and not _NUMERIC.search(text):
        return (), text
    for shape, sign in _shapes(named=named, english=english):
        for hit in compiled(shape).finditer(text) if sign.search(text) else ():
            made = _date(hit, weak=shape is _WEAK)
            if made is None or (shape is _DOTS and rules.prefix.search(text[: hit.start()])):
                continue  # `kl. 18.10.` is a clock at the end of a sentence
            if made.weak and made.weekday is not None and _CLOCK_BEHIND.match(text, made.span[1]):
                made = made._replace(weak=False)  # `Man. 15.10 18.00`: the clock comes behind the day
            found.append(made)
            if not made.weak:
                text = blank(text, made.span)
    found.sort(key=lambda d: d.span)
    return tuple(_with_years(_in_ranges(found, text), text)), text


def _date(hit: re.Match[str], *, weak: bool) -> Date | None:
    parts = hit.groupdict()
    day, name = int(parts["d"]), parts["m"]
    month = int(name) if name.isdigit() else cldr.months().get(name.lower(), 0)
    year = parts.get("y") or parts.get("y2")
    if not month or not _exists(day, month):
        return None
    if any(parts.get(name) and _weekdays().get(parts[name].lower()) is None for name in ("wd", "wd2")):
        return None
    number = int(year) if year else None
    if number is not None and number < 100:
        number += 2000
    until = (int(parts["d2"]), month) if parts.get("d2") and _exists(int(parts["d2"]), month) else None
    weekday, start = _leading(hit.string, hit.start())
    weekday = _weekdays()[parts["wd"].lower()] if parts.get("wd") else weekday
    return Date((start, hit.end()), day, month, number, weekday, until, weak)


def _leading(text: str, start: int) -> tuple[int | None, int]:
    """Return the weekday right before a date, and where the date begins with it and its article."""
    before = _BEFORE.search(text[max(0, start - _REACH) : start])
    if before is None:
        return None, start
    weekday = _weekdays().get(before["wd"].lower()) if before["wd"] else None
    if weekday is None:
        article = _ARTICLE.search(text[max(0, start - _REACH) : start])
        return None, start - (len(article[0]) if article else 0)
    return weekday, start - len(before[0])


def _exists(day: int, month: int) -> bool:
    return 1 <= day <= (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _with_years(dates: list[Date], text: str) -> list[Date]:
    """`4. marts, 22. april og 9. juni 2026`: the year behind the last day of a row of days is that of all."""
    for place in range(len(dates) - 2, -1, -1):
        date, following = dates[place], dates[place + 1]
        gap = text[date.span[1] : following.span[0]]
        if date.year is None and following.year and len(gap) <= _GAP and _ROW_GAP.fullmatch(gap):
            dates[place] = date._replace(year=following.year - (date.month > following.month))
    return dates


def _in_ranges(dates: list[Date], text: str) -> list[Date]:
    """Join two dates with only a dash or `til` between them into one range."""
    joined: list[Date] = []
    for date in dates:
        before = joined[-1] if joined else None
        if before and not before.until and not date.until and RANGE_GAP.fullmatch(text[before.span[1] : date.span[0]]):
            joined[-1] = Date(
                (before.span[0], date.span[1]), before.day, before.month, before.year or date.year, before.weekday,
                (date.day, date.month), before.weak and date.weak,
            )  # fmt: skip
        elif before and date.weak and date.span[0] < before.span[1]:
            continue
        else:
            joined.append(date)
    return joined
