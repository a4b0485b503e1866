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
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar import cldr
from kl_calendar.parse.language import language
from kl_calendar.parse.words import tokens_of

if TYPE_CHECKING:
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.words import Words

Span = tuple[int, int]


class Time(NamedTuple):
    """A clock time or a range: minutes after midnight; an `end` at or before `start` is on the next day."""

    span: Span
    start: int
    end: int | None = None
    marked: bool = False
    """It carries a word or sign that only times carry (`kl.`, `Uhr`, `pm`, a colon)."""
    form: str = "hm"
    """`hm` (9.30), `hhmm` (0930), `h` (9)."""
    open: bool = False
    """A dash follows, and no end: `19.00- Middag`."""


class Date(NamedTuple):
    """A day; `year` is None where none is printed. `until` is the last day of a range, as (day, month)."""

    span: Span
    day: int
    month: int
    year: int | None = None
    weekday: int | None = None
    until: tuple[int, int] | None = None
    weak: bool = False
    """Written `17.11`: it may as well be a clock time."""


class Weekday(NamedTuple):
    """A weekday that stands alone."""

    span: Span
    number: int


class Duration(NamedTuple):
    """A length in minutes."""

    span: Span
    minutes: int


class Mentions(NamedTuple):
    """All mentions of one line, each list in order."""

    times: tuple[Time, ...] = ()
    dates: tuple[Date, ...] = ()
    weekdays: tuple[Weekday, ...] = ()
    durations: tuple[Duration, ...] = ()
    years: tuple[int, ...] = ()
    offsets: int = 0
    """How many `00:05:22`-like offsets were taken out."""
    crowded: bool = False
    """There are more mentions in the line than are looked at."""


NONE = Mentions()
MOST = 60
"""Mentions of one kind looked at in one line: the fullest real paragraph has 30."""
_DASH = r"[-‐‑‒–—―−~→]"
_NAME = r"[^\W\d_]{3,10}"
"""A word that may be a month or a weekday: it is looked up, which costs less than forty names in a pattern."""
_YEAR = r"(?:19[5-9]\d|20\d\d)"
_LEAD = r"(?:(?:den|d\.|am|dem|the)\s*)?"
_BEFORE = re.compile(rf"(?:(?<!\w)(?P<wd>{_NAME})\.?,?\s+)?(?:(?<!\w)(?:den|d\.|d|am|dem|the)\s*)?$", re.IGNORECASE)
_ARTICLE = re.compile(r"(?<!\w)(?:den|d\.|d|am|dem|the)\s*$", re.IGNORECASE)
"""What may stand right before a date and belongs to it: a weekday, an article."""
_REACH = 26
_TWO = 2
_SHORT = 5
"""A shorter weekday name stands alone only as part of a date (`man` is a pronoun)."""
_HERE = r"(?=\d)"
"""A digit comes first: told so, a search passes twice as fast over everything else."""
_ALONE = r"(?<![\w,/])(?<!\d\.)"
_ORD = r"(?:\.|st|nd|rd|th|:?e|:?a|te|de)?"
_MONTH = rf"(?P<m>{_NAME})(?![^\W\d_])\.?"
_YEAR_AFTER = rf"(?:,?\s*(?P<y>{_YEAR}))?(?!\d)"
_DAYS_MONTH = (
    rf"{_ALONE}(?P<d>[0-3]?\d){_ORD}"
    rf"(?:\s*(?:(?:{_DASH}|to|til|till|bis)\s*|(?:og|och|und|and|&)\s*(?:{_NAME}\.?\s+)?)"
    rf"{_LEAD}(?P<d2>[0-3]?\d){_ORD})?"
    rf"\s*(?:of\s+)?{_MONTH}{_YEAR_AFTER}"
)
_WEEKDAYS_MONTH = (
    rf"(?<![^\W\d_])(?P<wd>{_NAME})\.?,?\s+{_LEAD}(?P<d>[0-3]?\d){_ORD}\s*{_DASH}\s*(?P<wd2>{_NAME})\.?,?\s+"
    rf"{_LEAD}(?P<d2>[0-3]?\d){_ORD}\s*{_MONTH}{_YEAR_AFTER}"
)
"""`lördag 23 - söndag 24 april`: a dash joins two days only where both name their weekday."""
_MONTH_DAY = (
    rf"(?<![\w.,/])(?P<m>{_NAME})\.?\s+(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:.]\d|\d)"
    rf"(?:\s*(?:{_DASH}|and|to|&)\s*(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:.]))?{_YEAR_AFTER}"
)
"""Only English writes the month first."""
_ISO = rf"(?<![\d-])(?P<y>{_YEAR})-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?![\d-])"
_SLASH = (
    rf"{_HERE}(?<![\d/])(?P<d>[0-3]?\d)\s?/\s?(?P<m>1[0-2]|0?[1-9])"
    rf"(?:\s?[-/]\s?(?P<y>{_YEAR}|\d\d)|\s+(?P<y2>{_YEAR}))?(?![\d/])"
)
_TWO_DOTS = (
    rf"{_HERE}(?<![\d,/])(?<!\d\.)(?P<d>[0-3]?\d)\.?\s?[/+&–-]\s?(?P<d2>[0-3]?\d)\.\s?(?P<m>1[0-2]|0?[1-9])\."
    rf"(?P<y>{_YEAR}|\d\d(?!\d))?(?![\d]|\.\d)"
)
"""`11./12.11.2016`."""
_DOTS = rf"{_HERE}(?<![\d,])(?<!\d\.)(?P<d>[0-3]?\d)\.\s?(?P<m>1[0-2]|0?[1-9])\.(?P<y>{_YEAR}|\d\d(?!\d))?(?![\d]|\.\d)"
_DASHES = rf"{_HERE}(?<![\d-])(?P<d>[0-3]?\d)-(?P<m>1[0-2]|0?[1-9])-(?P<y>{_YEAR}|\d\d)(?![\d-])"
_WEAK = rf"{_HERE}(?<![\d,:/-])(?<!\d\.)(?P<d>[0-3]?\d)\.(?P<m>1[0-2]|0[1-9])(?![\d.]|:\d)"
_UHR_MINUTES = re.compile(r"(?<=[Uu]hr)\s([0-5][05])(?![\d.:,])")
"""`9 Uhr 30`."""
_CLOCK_BEHIND = re.compile(r",?\s+(?:kl\.?\s*)?\d{1,2}[.:]\d\d(?!\d)")
_NOON = re.compile(r"(?i)(?<!\w)(12\s)?(noon|midday)(?!\w)")
_RANGE_GAP = re.compile(rf"\s*(?:{_DASH}|til|till|to|bis|–)\s*(?:og med\s*)?", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")
EACH = re.compile(r"(?i)(?:\b(?:af|à|á|a|x|of|av|på|hver|hvert|je|mit)|\d\s?[x×])\s*$")
"""`3 runder af 30 min.` is no length of the whole."""
_SEASON = re.compile(r"(?<![\w.,/-])(20\d\d)\s?[/–-]\s?(?:20)?(?!\d{3})(\d\d)(?![\d.])")
"""`skoleåret 2022/23`: both years."""
_YEARS = re.compile(rf"(?<![\w.,/-]){_YEAR}(?![\w/]|[-–]\d|[.,]\d|\s?kr)|(?<=/){_YEAR}(?!\d)")

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
_CLOCK = re.compile(
    rf"{_HERE}(?:"
    r"(?<![\d,/§\w])(?<!\d[.:])(?P<h>[01]?\d|2[0-4])(?:(?P<sep>[.:,]|h(?=\d\d))(?P<m>[0-5]\d))?(?P<mer>\s{0,4}(?:[ap]\.\s?m\.?|[ap]m)(?!\w))?"
    r"(?![\d/%]|[.,:]\d)|(?<![\d,/§\w])(?<!\d[.:])(?P<hh>[01]\d|2[0-4])(?P<mm>[0-5]\d)"
    r"(?!\d|[.,:/]\d|\s?[-–—]\s?\d{3}[1-46-9]))",
    re.IGNORECASE,
)


class Grammar(NamedTuple):
    """The patterns that depend on a language."""

    prefix: re.Pattern[str]
    suffix: re.Pattern[str]
    between: re.Pattern[str]
    rooms: Words
    room: str
    """What ends in a room, before its number; this and `said` are made into patterns where such words are."""
    duration: re.Pattern[str]
    said: str
    """The same for a text that may say a length in words."""
    begins: re.Pattern[str]
    units: frozenset[str]
    """What a length in numbers has a word of."""
    lengths: dict[str, int]
    """Lengths said in words (`en halv time`), in minutes."""


@cache
def grammar(code: str) -> Grammar:
    """Return the patterns of a language, made once."""
    lang = language(code)
    to = lang["time.to"].pattern
    prefixes = rf"(?:{lang['time.prefix'].pattern}|(?<!\w)kl|(?<!\w)klokken)"
    unit = rf"(?P<min>{lang['time.minutes'].pattern})|(?P<hour>{lang['time.hours'].pattern})"
    lengths = {said: int(minutes) for said, _, minutes in (p.partition("=") for p in lang["time.lengths"].phrases)}
    number = r"(?=[\d½])(?<![\d.:,-])(?:(?P<n>\d{1,3})(?:[.,](?P<tenth>5))?\s?(?P<half>½)?|(?P<only>½))"
    numbered = rf"{number}\s?(?:{unit})"
    return Grammar(
        re.compile(rf"{prefixes}\.?:?\s*$", re.IGNORECASE),
        re.compile(rf"\.?\s*(?:{lang['time.suffix'].pattern}|uhr(?!\w))", re.IGNORECASE),
        re.compile(rf"\s*(?:{_DASH}|{to})\s*(?:(?:ca\.?|{prefixes})\.?:?\s*)*|\s+", re.IGNORECASE),
        lang["ignore.rooms"],
        rf"(?:{lang['ignore.rooms'].pattern})(?:\s[a-zæøåäö])?\s*$",
        re.compile(rf"{numbered}|(?P<said>(?!))", re.IGNORECASE),
        rf"{numbered}|(?<!\w)(?P<said>{'|'.join(lengths)})(?!\w)",
        re.compile(rf"\W*(?:{lang['time.from'].pattern})\s*$", re.IGNORECASE),
        frozenset(unit.rstrip(".") for unit in lang["time.minutes|time.hours"].phrases),
        lengths,
    )


@cache
def _units(code: str) -> frozenset[str]:
    """The last words of lengths said in words: a text without a digit that has none of them says no length."""
    return frozenset(said.partition("=")[0].split()[-1] for said in language(code)["time.lengths"].phrases)


def scan(text: str, lang: Language) -> Mentions:
    """Return all mentions of one line in that language."""
    if not text:
        return NONE
    words = frozenset(tokens_of(text))
    if lang.code == "en" and not words.isdisjoint(_NOONS):
        text = _NOON.sub(lambda hit: "12" + "pm".rjust(len(hit[0]) - 2), text)
    if not _DIGIT.search(text):
        weekdays = _lone_weekdays(text, words)
        said = _durations(text, words, lang)
        return Mentions(weekdays=weekdays, durations=said) if weekdays or said else NONE
    rules = grammar(lang.code)
    masked, offsets = _without_traps(text)
    dates, masked = _dates(masked, rules, named=not cldr.months().keys().isdisjoint(words), english=lang.code == "en")
    durations = _durations(masked, words, lang)
    for duration in durations:
        masked = _blank(masked, duration.span)
    times = _times(masked, rules)
    weekdays = _lone_weekdays(masked, words)
    years = _years(text)
    crowded = max(len(times), len(dates), len(weekdays), len(durations), len(years)) > MOST
    return Mentions(times[:MOST], dates[:MOST], weekdays[:MOST], durations[:MOST], years[:MOST], offsets, crowded)


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


def _lone_weekdays(text: str, words: frozenset[str]) -> tuple[Weekday, ...]:
    known = _weekdays()
    if known.keys().isdisjoint(words):
        return ()
    hits = ((hit, hit[0].lower()) for hit in _LETTERS.finditer(text))
    return tuple(Weekday(hit.span(), known[word]) for hit, word in hits if len(word) >= _SHORT and word in known)


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


def _blank(text: str, span: Span) -> str:
    return text[: span[0]] + "\x00" * (span[1] - span[0]) + text[span[1] :]


_NUMERIC = re.compile(r"-\d\d?-|\.\s?\d\d?\.|/|\.[01]\d")
"""A part of each date in numbers."""


@cache
def _shapes(*, named: bool, english: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns of dates in the order they are tried, each with a part of it that is found faster.

    Those with the month's name are left out where no month is named.
    """
    digit, dots = re.compile(r"\d"), re.compile(r"\.\s?\d\d?\.")
    words = (_WEEKDAYS_MONTH, _DAYS_MONTH, *((_MONTH_DAY,) if english else ())) if named else ()
    return (
        (_ISO, re.compile(r"-[01]\d-")), *((shape, digit) for shape in words), (_TWO_DOTS, dots),
        (_DASHES, re.compile(r"-\d\d?-")), (_DOTS, dots), (_SLASH, re.compile("/")), (_WEAK, re.compile(r"\.[01]\d")),
    )  # fmt: skip


@cache
def _compiled(shape: str) -> re.Pattern[str]:
    """Return the pattern of a shape, made when a letter first has it; few have dates in more than two."""
    return re.compile(shape, re.IGNORECASE)


def _dates(text: str, rules: Grammar, *, named: bool, english: bool) -> tuple[tuple[Date, ...], str]:
    found: list[Date] = []
    if not named and not _NUMERIC.search(text):
        return (), text
    for shape, sign in _shapes(named=named, english=english):
        for hit in _compiled(shape).finditer(text) if sign.search(text) else ():
            made = _date(hit, weak=shape is _WEAK)
            if made is None or (shape is _DOTS and rules.prefix.search(text[: hit.start()])):
                continue  # `kl. 18.10.` is a clock at the end of a sentence
            if made.weak and made.weekday is not None and _CLOCK_BEHIND.match(text, made.span[1]):
                made = made._replace(weak=False)  # `Man. 15.10 18.00`: the clock comes behind the day
            found.append(made)
            if not made.weak:
                text = _blank(text, made.span)
    found.sort(key=lambda d: d.span)
    return tuple(_in_ranges(found, text)), text


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


def _in_ranges(dates: list[Date], text: str) -> list[Date]:
    """Join two dates with only a dash or `til` between them into one range."""
    joined: list[Date] = []
    for date in dates:
        before = joined[-1] if joined else None
        if before and not before.until and not date.until and _RANGE_GAP.fullmatch(text[before.span[1] : date.span[0]]):
            joined[-1] = Date(
                (before.span[0], date.span[1]), before.day, before.month, before.year or date.year, before.weekday,
                (date.day, date.month), before.weak and date.weak,
            )  # fmt: skip
        elif before and date.weak and date.span[0] < before.span[1]:
            continue
        else:
            joined.append(date)
    return joined


def _durations(text: str, words: frozenset[str], lang: Language) -> tuple[Duration, ...]:
    rules = grammar(lang.code)
    said = not words.isdisjoint(_units(lang.code))
    if not said and words.isdisjoint(rules.units):
        return ()
    pattern = _compiled(rules.said) if said else rules.duration
    return tuple(Duration(hit.span(), _minutes(hit, rules)) for hit in pattern.finditer(text))


def _minutes(hit: re.Match[str], rules: Grammar) -> int:
    if hit["said"]:
        return rules.lengths[hit["said"].lower()]
    halves = 2 * int(hit["n"] or 0) + bool(hit["half"] or hit["only"] or hit["tenth"])
    return halves * (1 if hit["min"] else 60) // 2 if hit["hour"] else halves // 2


class _Point(NamedTuple):
    """One clock candidate before ranges are joined."""

    span: Span
    minutes: int
    form: str
    marked: bool
    prefixed: bool
    meridiem: str
    comma: bool
    """Written `9,30` or `9h30`, as amounts and lengths are too."""
    led: bool
    """A prefix stands before it (`kl.`), not only a suffix behind it (`Uhr`)."""
    begins: bool = False
    """Nothing stands before it but a word that begins a range (`mellem`)."""
    counted: bool = False
    """A colon, a gap or a capital follows: it may as well number an item."""


def _times(text: str, rules: Grammar) -> tuple[Time, ...]:
    points = [point for hit in _CLOCK.finditer(text) if (point := _point(hit, text, rules)) is not None]
    times: list[Time] = []
    index = 0
    while index < len(points):
        one = points[index]
        two = points[index + 1] if index + 1 < len(points) else None
        if two and (made := _range(one, two, text, rules)):
            times.append(made)
            index += 2
            continue
        if _stands_alone(one):
            times.append(_single(one, text))
        index += 1
    numbered = len(times) > 1 and times[0].form == "h" and not times[0].marked and times[0].end is None
    return tuple(times[1:] if numbered else times)  # a row that says when numbers its items, it is no hour


def _point(hit: re.Match[str], text: str, rules: Grammar) -> _Point | None:
    before = text[max(0, hit.start() - 24) : hit.start()]
    start = hit.start()
    prefix = rules.prefix.search(before) if before else None
    if prefix:
        start -= len(before) - prefix.start()
    end = hit.end()
    suffix = rules.suffix.match(text, end)
    if suffix and suffix.end() > end and suffix[0].strip(" ."):
        end = suffix.end()
        spoken = _UHR_MINUTES.match(text, end) if not hit["m"] else None
        end = spoken.end() if spoken else end
    else:
        suffix, spoken = None, None
    meridiem = (hit["mer"] or "").strip().casefold()[:1]
    if hit["hh"]:
        if hit["mm"][1] not in "05" and not (prefix or suffix):
            return None  # four digits are a clock of any minute only where they are said to be one (`kl. 2359`)
        minutes, form = int(hit["hh"]) * 60 + int(hit["mm"]), "hhmm"
    else:
        hour = int(hit["h"])
        if meridiem and hour <= 12:
            hour = hour % 12 + (12 if meridiem == "p" else 0)
        minute = hit["m"] or (spoken[1] if spoken else "")
        minutes, form = hour * 60 + int(minute or 0), "hm" if minute else "h"
    if not prefix and rules.rooms.find(before) and _compiled(rules.room).search(before):
        form = "room"
    marked = bool(prefix or suffix or meridiem or hit["sep"] == ":")
    return _Point(
        (start, end),
        minutes,
        form,
        marked,
        bool(prefix or suffix or meridiem),
        meridiem,
        (hit["sep"] or "") in (",", "h"),
        bool(prefix),
        rules.begins.match(text[:start]) is not None,
        text[end : end + 2] in (": ", "  ") or (text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()),
    )


def _stands_alone(point: _Point) -> bool:
    if point.form == "room" or point.minutes > 24 * 60:
        return False
    if point.form == "h":
        return point.prefixed or (point.span[0] == 0 and point.counted)
    if point.form == "hhmm":
        return point.prefixed or point.span[0] == 0 or point.begins
    return not point.comma or point.prefixed or point.span[0] == 0


def _range(one: _Point, two: _Point, text: str, rules: Grammar) -> Time | None:
    gap = text[one.span[1] : two.span[0]]
    full = rules.between.fullmatch(gap)
    if not full or "room" in (one.form, two.form) or max(one.minutes, two.minutes) > 24 * 60:
        return None
    bare = not gap.strip()
    if bare and (one.form == "h" or two.form == "h" or two.prefixed or one.minutes >= two.minutes):
        return None
    spaced_start = gap.strip() and not re.search(_DASH, gap) and two.led and not one.prefixed and one.form == "h"
    if spaced_start:
        return None
    start = _with_meridiem_of(one, two)
    if not _range_speaks(one, two, start, gap):
        return None
    return Time(
        (one.span[0], two.span[1]),
        start,
        two.minutes,
        one.marked or two.marked,
        one.form if one.form != "h" else two.form,
    )


def _range_speaks(one: _Point, two: _Point, start: int, gap: str) -> bool:
    """Tell whether two numbers with a dash between them are clock times: one of them must look like one."""
    if one.form == two.form == "hhmm" and 1950 <= _digits(one) <= 2059 and 1950 <= _digits(two) <= 2059:
        return one.prefixed or (one.span[0] == 0 and start < two.minutes)
    strong = one.prefixed or two.prefixed or (one.form in ("hm", "hhmm") and two.form in ("hm", "hhmm"))
    if strong:
        return start != two.minutes
    if one.comma or two.comma:
        return False
    mixed = "hm" in (one.form, two.form)
    early = 6 * 60 <= start < two.minutes
    return early and (mixed or one.span[0] == 0 or one.begins) and "hhmm" not in (one.form, two.form)


def _digits(point: _Point) -> int:
    """A clock as the number its four digits make: 20.25 is 2025, which is more often a year."""
    return point.minutes // 60 * 100 + point.minutes % 60


def _with_meridiem_of(one: _Point, two: _Point) -> int:
    """`2:00-2:15 pm`: the first clock takes the second's half of the day, where it then comes before it."""
    if one.meridiem or two.meridiem != "p" or one.minutes >= 12 * 60:
        return one.minutes
    later = one.minutes + 12 * 60
    return later if later < two.minutes else one.minutes


def _single(point: _Point, text: str) -> Time:
    opened = re.match(rf"\s?{_DASH}(?!\d)", text[point.span[1] :])
    return Time(point.span, point.minutes, None, point.marked, point.form, bool(opened))
