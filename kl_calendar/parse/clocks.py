"""The clock times a line mentions, and which two of them are a range."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.parse.grammar import DASH, HERE, compiled
from kl_calendar.parse.mentioned import Time

if TYPE_CHECKING:
    from kl_calendar.parse.grammar import Grammar
    from kl_calendar.parse.mentioned import Span

_UHR_MINUTES = re.compile(r"(?<=[Uu]hr)\s([0-5][05])(?![\d.:,])")
"""`9 Uhr 30`."""
_GAP_MINUTES = re.compile(r"[.:]\s([0-5][05])(?=\s[^\W\d_”\"“]|\s?[–-]\s?\d|\s[”\"“])")
"""`kl. 8. 35`."""
_HOUR_SIGN = re.compile(r"h(?=\s?:|\s?[–-]|\s(?:bis|til|till|to)\s)")
"""`7h: Frühstück`, at the beginning of a row."""
_SIGNED = re.compile(r"\dh\s?(?:bis|til|till|to|[–-])\s?$")
"""The first of two hours with that sign."""
_CLOCK = re.compile(
    rf"{HERE}(?:"
    r"(?<![\d,/§])(?:(?<!\w)|(?<=\bkl))(?<!\d[.:])(?P<h>[01]?\d|2[0-4])(?:(?P<sep>[.:,]|h(?=\d\d))(?P<m>[0-5]\d))?(?P<mer>\s{0,4}(?:[ap]\.\s?m\.?|[ap]m)(?-i:(?![a-zæøåäöü\d_])))?"
    r"(?![\d/%]|[.,:]\d|[A-Z]\d)|(?<![\d,/§\w])(?<!\d[.:])(?P<hh>[01]\d|2[0-4])(?P<mm>[0-5]\d)"
    r"(?!\d|[.,:/]\d|\s?[-–—]\s?\d{3}[1-46-9]))",
    re.IGNORECASE,
)


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
    first: bool = False
    """Nothing stands before it, or `ca`."""
    counted: bool = False
    """A colon, a gap or a capital follows: it may as well number an item."""


def times_of(text: str, rules: Grammar) -> tuple[Time, ...]:
    """Return the times and ranges of a text whose other numbers are masked."""
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
    first = start == 0 or rules.about.match(text[:start]) is not None
    signed = first or _SIGNED.search(before) is not None
    end, suffix, spoken = _behind(hit, text, rules, first=signed, led=prefix is not None)
    meridiem = (hit["mer"] or "").strip().casefold()[:1]
    if hit["hh"]:
        if hit["mm"][1] not in "05" and not (prefix or suffix):
            return None  # four digits are a clock of any minute only where they are said to be one (`kl. 2359`)
        minutes, form = int(hit["hh"]) * 60 + int(hit["mm"]), "hhmm"
    else:
        hour = int(hit["h"])
        if meridiem and hour <= 12:
            hour = hour % 12 + (12 if meridiem == "p" else 0)
        minute = hit["m"] or spoken
        minutes, form = hour * 60 + int(minute or 0), "hm" if minute else "h"
    column = before.endswith(("  ", "\t"))  # a clock in a column of its own is no room's number
    if not (prefix or column) and rules.rooms.find(before) and compiled(rules.room).search(before):
        form = "room"
    marked = bool(prefix or suffix or meridiem or hit["sep"] == ":")
    return _Point(
        (start, end),
        minutes,
        form,
        marked,
        prefix is not None or suffix or bool(meridiem),
        meridiem,
        (hit["sep"] or "") in (",", "h"),
        bool(prefix),
        rules.begins.match(text[:start]) is not None,
        first,
        text[end : end + 2] in (": ", "  ") or (text[end : end + 1] == " " and text[end + 1 : end + 2].isupper()),
    )


def _behind(hit: re.Match[str], text: str, rules: Grammar, *, first: bool, led: bool) -> tuple[int, bool, str]:
    """Return where a clock ends, whether a suffix says that it is one, and the minutes that stand apart."""
    end = hit.end()
    hour = not (hit["m"] or hit["hh"])
    suffix = rules.suffix.match(text, end)
    if suffix and suffix.end() > end and suffix[0].strip(" ."):
        apart = _UHR_MINUTES.match(text, suffix.end()) if not hit["m"] else None
        return (apart or suffix).end(), True, apart[1] if apart else ""
    if hour and led and (apart := _GAP_MINUTES.match(text, end)):
        return apart.end(), False, apart[1]
    sign = _HOUR_SIGN.match(text, end) if hour and first else None
    return (sign.end() if sign else end), sign is not None, ""


def _stands_alone(point: _Point) -> bool:
    if point.form == "room" or point.minutes > 24 * 60:
        return False
    if point.form == "h":
        return point.prefixed or (point.first and point.counted)
    if point.form == "hhmm":
        return point.prefixed or point.span[0] == 0 or point.begins
    return not point.comma or point.prefixed or point.first


def _range(one: _Point, two: _Point, text: str, rules: Grammar) -> Time | None:
    gap = text[one.span[1] : two.span[0]]
    full = rules.between.fullmatch(gap)
    if not full or "room" in (one.form, two.form) or max(one.minutes, two.minutes) > 24 * 60:
        return None
    bare = not gap.strip()
    if bare and (one.form == "h" or two.form == "h" or two.prefixed or one.minutes >= two.minutes):
        return None
    spaced_start = gap.strip() and not re.search(DASH, gap) and two.led and not one.prefixed and one.form == "h"
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
    if (one.comma or two.comma) and not one.first:
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
    opened = re.match(rf"\s?{DASH}(?!\d)", text[point.span[1] :])
    return Time(point.span, point.minutes, None, point.marked, point.form, bool(opened))
