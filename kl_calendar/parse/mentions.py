"""Pass 1: every time, date, weekday, duration and year a line mentions, with where it stands.

    clock    := [prefix] HOUR ('.' | ':') MINUTE [meridiem] [suffix] | prefix HOUR | HHMM | HOUR meridiem | HOUR suffix
    range    := clock dash clock | clock word clock | clock SPACE clock
    date     := [weekday] [den] DAY [ordinal] month [year] | month DAY [year] | numeric date
    numeric  := DAY '/' MONTH ['/' YEAR | '-' YEAR] | DAY '.' MONTH '.' [YEAR] | YEAR '-' MONTH '-' DAY

Numbers that are part of something else (telephone numbers, case numbers, rooms, amounts, web addresses, offsets with
seconds) are taken out first, so that no digit of theirs can become a time. All patterns are linear.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kl_calendar import cldr
from kl_calendar.parse.clocks import times_of
from kl_calendar.parse.dates import YEAR, blank, dates_of, weekdays_of
from kl_calendar.parse.grammar import compiled, grammar, said_units
from kl_calendar.parse.mentioned import MOST, NONE, Duration, Mentions
from kl_calendar.parse.words import tokens_of

if TYPE_CHECKING:
    from kl_calendar.parse.grammar import Grammar
    from kl_calendar.parse.language import Language

_STAMP = re.compile(r"(?<=\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d)?(?:\.\d+)?[+-]\d\d:?\d\d")
"""`2024-06-05T14:00:00+02:00`: the local time, and how far it is from UTC."""
_NOON = re.compile(r"(?i)(?<!\w)(12\s)?(noon|midday)(?!\w)")
_SEASON = re.compile(r"(?<![\w.,/-])(20\d\d)\s?[/–-]\s?(?:20)?(?!\d{3})(\d\d)(?![\d.])")
"""`skoleåret 2022/23`: both years."""
_YEARS = re.compile(rf"(?<![\w.,/-]){YEAR}(?![\w/]|[-–]\d|[.,]\d|\s?kr)|(?<=/){YEAR}(?!\d)")

_NOONS = frozenset({"noon", "midday"})
_DIGIT = re.compile(r"[\d½]")
_WEB = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|(?<![\w@.-])(?:[a-zæøåäö0-9-]{1,63}\.){1,8}[a-z]{2,12}/\S*"
)
_TRAPS = re.compile(
    r"(?=[\d+€£$]|[A-ZÆØÅ][A-Z\d]|kr)"  # what one begins with: four times as fast
    r"(?:(?P<offset>(?<![\d:])\d{1,2}:[0-5]\d:[0-5]\d(?![\d:]))"
    r"|(?P<case>(?<![\d.])\d{1,12}(?:\.\d{1,12}){2,8}-[\w-]{1,40}|\b[A-Z]{2,}[- ]?\d{4}[-/]\d+)"
    r"|(?P<tel>(?:\+\d\d\s?)?(?<![\d.:])(?:\d\d[ ]){3}\d\d(?![\d.:-])"
    r"|(?<![\d.:])\d{4}[ ]\d{4}(?![\d.:])|(?<![\d.:-])\d{3}[ ]\d\d[ ]\d{3}(?!\d)|\+\d[\d ]{6,})"
    r"|(?P<money>(?<![\d.])\d{1,3}(?:[.,]\d{3})+(?:,-|,\d\d)?|(?<![\d.])\d{1,12},-|(?<!\w)(?:kr\.?|€|£|\$)\s?\d[\d.]*"
    r"|(?<![\d.,:])\d{1,7}(?:[.,]\d\d)?\s?(?:€|(?:[Ee]uro?|EUR|[Kk]r|DKK|NOK|SEK|CHF)(?!\w)))"
    r"|(?P<share>(?<![\d.,])\d{1,9}(?:[.,]\d{1,9})?\s?%)"
    r"|(?P<code>(?<!\w)[A-ZÆØÅ]\d+(?:[.-]\d+)*(?!\w)|(?<!\w)\d+[A-ZÆØÅ]{1,2}(?!\w)))"
)


def scan(text: str, lang: Language) -> Mentions:
    """Return all mentions of one line in that language."""
    if not text:
        return NONE
    words = frozenset(tokens_of(text))
    if lang.code == "en" and not words.isdisjoint(_NOONS):
        text = _NOON.sub(lambda hit: "12" + "pm".rjust(len(hit[0]) - 2), text)
    text = _STAMP.sub(_local, text) if "T" in text else text
    if not _DIGIT.search(text):
        weekdays = weekdays_of(text, words)
        said = _durations(text, words, lang)
        return Mentions(weekdays=weekdays, durations=said) if weekdays or said else NONE
    rules = grammar(lang.code)
    masked, offsets = _without_traps(text)
    dates, masked = dates_of(masked, rules, named=not cldr.months().keys().isdisjoint(words), english=lang.code == "en")
    durations = _durations(masked, words, lang)
    for duration in durations:
        masked = blank(masked, duration.span)
    times = times_of(masked, rules)
    weekdays = weekdays_of(masked, words)
    years = _years(text)
    crowded = max(len(times), len(dates), len(weekdays), len(durations), len(years)) > MOST
    return Mentions(times[:MOST], dates[:MOST], weekdays[:MOST], durations[:MOST], years[:MOST], offsets, crowded)


def _local(hit: re.Match[str]) -> str:
    """The clock of a time stamp, as long as the stamp is."""
    return f" {hit[1]}".ljust(len(hit[0]))


def _years(text: str) -> tuple[int, ...]:
    if "19" not in text and "20" not in text:
        return ()
    seasons = (int(hit[1]) for hit in _SEASON.finditer(text))
    return (*(year for one in seasons for year in (one, one + 1)), *(int(y) for y in _YEARS.findall(text)))


def _without_traps(text: str) -> tuple[str, int]:
    if "@" in text or "/" in text or "www." in text:
        text = _WEB.sub(_nulls, text)
    offsets = 0
    pieces = []
    last = 0
    for found in _TRAPS.finditer(text):
        offsets += found.lastgroup == "offset"
        pieces += [text[last : found.start()], _nulls(found)]
        last = found.end()
    return "".join([*pieces, text[last:]]), offsets


def _nulls(hit: re.Match[str]) -> str:
    return "\x00" * len(hit[0])


def _durations(text: str, words: frozenset[str], lang: Language) -> tuple[Duration, ...]:
    rules = grammar(lang.code)
    said = not words.isdisjoint(said_units(lang.code))
    if not said and words.isdisjoint(rules.units):
        return ()
    pattern = compiled(rules.said) if said else rules.duration
    return tuple(Duration(hit.span(), _minutes(hit, rules)) for hit in pattern.finditer(text))


def _minutes(hit: re.Match[str], rules: Grammar) -> int:
    if hit["said"]:
        return rules.lengths[hit["said"].lower()]
    halves = 2 * int(hit["n"] or 0) + bool(hit["half"] or hit["only"] or hit["tenth"])
    return halves * (1 if hit["min"] else 60) // 2 if hit["hour"] else halves // 2
