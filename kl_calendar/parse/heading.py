"""The meeting's title."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar import cldr
from kl_calendar.model.document import Zone
from kl_calendar.parse.language import everywhere
from kl_calendar.parse.mentions import scan
from kl_calendar.parse.rows import Row
from kl_calendar.parse.sentences import sentence
from kl_calendar.parse.texts import Found, clean, has_address
from kl_calendar.parse.titlescore import NAME, NEVER, first_words, is_way, named_first
from kl_calendar.parse.titlescore import score as score_of
from kl_calendar.parse.words import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kl_calendar.parse.language import Language
    from kl_calendar.parse.uses import DateUse

_COLUMN = re.compile(r"\s{3,}|\t")
_SHORT = 12
"""A longer row that comes again is the page's own title."""
_RIGHT = 24
"""What is indented further stands at the right edge: a letter's date and references."""
_ROWS = 40
"""A heading stands among the first rows with text."""
_LONGEST = 140
_BEHIND = re.compile(r"\s*[–:-]\s+(?=\S{3})")
_HEAD = 12
"""Rows at the top among which the sender stands."""
_ADDRESSED = 3
"""Rows from a sender's name to the address."""
_LEAST = -4
"""A row that scores more than this is better than no title at all."""
_COUNT = re.compile(r"(\d{1,2})[.)]?\s")
_PROSE = 6
"""A sentence broken over rows is hardly a title."""
_ABOVE_DAY = 3
"""A row right above the day with its hours is rather a heading."""
_PLACE = 12
"""What the place is called is hardly the meeting's title too."""
_SIGNED = 40
"""A longer row that begins like a greeting at the end is a sentence."""
_TAIL = 40
"""Characters at the end of a title in which a word that led to a day or time stands."""
_CUT = 3
"""The longest short form of a weekday: it may as well be a word."""
_ON = ("på", "om", "am", "on")
"""What leads to a weekday."""
_AGAIN, _OFTEN, _PHRASE = 3, 3, 60
"""What speaks for a phrase that comes so often, and the characters of the longest."""
_HALF = re.compile(r"(?:[^\W\d_]+-\s(?:og|och|und|&)\s)?$")
"""`Kultur- og ` before `fritidskonference`."""
_TOLD = 12
"""Rows with text near the top in which a label may tell the title."""
_SHORTEST = 5
_FULL = 25
"""A shorter row was not broken because it was full."""
_SURE = 9
"""A heading that scores this much beats a title that stands outside the text (a mail's subject)."""


def clean_title(text: str, lang: Language) -> str:
    """Take `Invitation til` and a status word off a heading."""
    title = text.strip(" *•-–|#")
    if lang["status.cancelled"].find(title):
        off = lang["status.cancelled"].pattern
        title = re.sub(rf"(?i)^(?:obs[:!]\s*)?(?:{off})\s*[:!–-]+\s*", "", title)
        title = re.sub(
            rf"(?i)\s*[–-]\s*(?:{off})\s*$|\s*\((?:{off})[^()]*\)|(?<=\w)\s+(?:\w{{1,4}}\s)?(?:{off})[.!]*$", "", title
        )
    named = lang["labels.programme"].lead(title)
    if named and (sign := _BEHIND.match(title, named.end())):
        title = title[sign.end() :]  # `Program – Havneforum`
    led = lang["letter.invitation"].find(title)
    if led and led.start() and not lang["kind.event"].find(title[led.end() :]):
        led = None  # in the midst of a sentence it leads to a meeting or to nothing
    if led and len(title) > led.end() + 3:
        title = title[led.end() :].strip(" :–-").rstrip("!")
    return title


def undated(title: str, row: Row) -> str:
    """Cut a title at the date or time its row carries; where that stands first, the title follows it."""
    mentions = [d.span for d in row.found.dates if not d.weak] + [t.span for t in row.found.times]
    offset = row.text.find(title) if mentions else -1
    if offset >= 0:
        cut = min(first for first, _ in mentions) - offset
        if cut > 5:
            title = title[:cut]
        elif cut >= 0:
            title = row.text[max(last for _, last in mentions) :]
    # What stands in a column of its own at the right edge (a stamp, a season) is no part of it.
    title = _COLUMN.split(title.strip(), maxsplit=1)[0]
    if title.count("(") > title.count(")"):
        title = title[: title.rfind("(")].rstrip()
    if not title[-1:].isalnum() or tokens_of(title)[-1] in _leading():
        title = title[:-_TAIL] + _tail().sub("", title[-_TAIL:])
    return title.strip() if title.endswith("?") else clean(title)


@cache
def _leading() -> frozenset[str]:
    """The last words of what leads to a day or time."""
    names = ("time.prefix", "time.date_lead", "status.moved")
    leads = (phrase for n in names for phrase in everywhere(n).phrases)
    return frozenset((*(tokens_of(phrase)[-1] for phrase in leads), *cldr.weekdays(), *_ON))


@cache
def _tail() -> re.Pattern[str]:
    """Separators at the end of a title with a word before them that led to the day or time."""
    words = (f"time.{n}" for n in ("prefix", "date_lead"))
    leads = "|".join((*(everywhere(n).pattern for n in words), everywhere("status.moved").pattern, *_ON))
    days = "|".join(sorted(name for name in cldr.weekdays() if len(name) > _CUT))
    return re.compile(rf"(?i)[\s,–:-]+(?:{leads}|{days})?\.?\s*$")


class Beside(NamedTuple):
    """What is known before the title is looked for: one that stands outside the text (a mail's), and the place."""

    outside: str | None = None
    place: str | None = None


def title(
    made: Sequence[Row], days: Sequence[DateUse], slots: frozenset[int], lang: Language, beside: Beside
) -> Found | None:
    """Return the best heading of a document, cleaned."""
    ranked: list[tuple[int, int, Found]] = []
    most = max((u.score for u in days), default=0)
    likely = {(u.date.day, u.date.month) for u in days if 2 * u.score >= most}
    by_row = {u.row.index: u for u in days}
    first_slot = min(slots, default=len(made))
    whole = "\n".join(r.text for r in made)
    for row, filled in _candidates(made, slots, by_row, first_slot, lang):
        theme = row.label if row.label and row.label[1] and lang["labels.theme"].are(row.label[0]) else None
        text = theme[1] if theme else named_first(row.text, lang) or _wrapped(made, row, lang)
        found = Found(_without_place(undated(clean_title(text, lang), row), beside.place), (row.number,))
        day = by_row.get(row.index)
        chief = day is not None and (day.date.day, day.date.month) in likely  # the others are hardly the meeting's
        score = score_of(row, found.value, lang, filled=filled, day=day, chief=chief)
        if score == NEVER:
            continue
        below = by_row.get(row.index + 1)
        score += _ABOVE_DAY * (below is not None and below.time is not None and below.date.span[0] < 2)
        score += _AGAIN * _is_said_again(found.value, whole)
        score -= 5 * _is_letterhead(made, row) + 3 * (row.index >= first_slot)
        score -= _PROSE * (_is_prose(made, row) or _is_counted(made, row))
        score -= _PLACE * (beside.place is not None and found.value in (beside.place, *beside.place.split(", ")))
        if score > _LEAST and len(found.value) > 2 and found.value[0] != "(":
            ranked.append((score, -row.index, found))
    best = _told(made[:first_slot], lang) or _fuller(ranked)
    weak = best if best is not None and best[0] <= 0 else None
    best = None if weak else best
    if beside.outside and (best is None or best[0] < _SURE):
        outside = Row(0, 0, beside.outside, found=scan(beside.outside, lang))
        return Found(undated(clean_title(beside.outside, lang), outside) or beside.outside, ())
    return best[2] if best else _spoken(days, lang) or (weak[2] if weak else None)


def _is_said_again(text: str, whole: str) -> bool:
    """What the document speaks of again and again is what it is about."""
    return " " in text and len(text) < _PHRASE and whole.count(text) >= _OFTEN


def _fuller(ranked: Sequence[tuple[int, int, Found]]) -> tuple[int, int, Found] | None:
    """Return the best of them; where a sentence names it in short, the heading that says it in full."""
    best = max(ranked, key=lambda r: r[:2], default=None)
    if best is None:
        return None
    named = best[2].value.casefold()
    longer = (r for r in ranked if r[0] > 0 and r[2].value.casefold().startswith(f"{named} ") and r[1] > best[1])
    return max(longer, key=lambda r: r[:2], default=best)


def _without_place(title: str, place: str | None) -> str:
    """`Internat for ledere, Hotel Bakken`, `… på Hotel Bakken`: the place at the end is no part of the title."""
    if not place or not title.endswith(f" {place}"):
        return title
    before = title[: -len(place)].rstrip()
    led = before.rpartition(" ")
    return before[:-1] if before.endswith(",") else led[0] if led[0] and everywhere("place.in").are(led[2]) else title


def _candidates(
    made: Sequence[Row], slots: frozenset[int], days: dict[int, DateUse], first_slot: int, lang: Language
) -> Iterator[tuple[Row, int]]:
    """Rows that may be the title, each with how many rows with text stand above it; below the items only days' rows."""
    texts = [r.text for r in made[:60]]
    filled, asides = 0, _asides(made, lang)
    for row in made:
        if row.paragraph in asides or _is_beside(row):
            continue
        if len(row.text) < _SIGNED and lang["letter.signature"].lead(row.text):
            return
        filled += 1
        late = row.index >= first_slot
        if (late and (row.index in slots or row.index not in days)) or (not late and filled > _ROWS):
            continue
        if len(row.text) > _SHORT and texts.count(row.text) > 1:
            filled -= 3
        if len(row.text) <= _LONGEST and row.indent <= _RIGHT and row.text[0] != "(" and not _goes_on(made, row):
            yield row, filled


def _is_beside(row: Row) -> bool:
    """No row of the text: blank, the page's, in the margin or of a table, or the way to the page."""
    return row.blank or row.furniture or row.zone is Zone.MARGIN or bool(row.table) or is_way(row.text)


def _asides(made: Sequence[Row], lang: Language) -> frozenset[int]:
    """The paragraphs below `Kontakt` and the like: whom and where to ask."""
    return frozenset(r.paragraph for r in made if r.text and lang["labels.other"].are(r.text.strip(" :")))


def _goes_on(made: Sequence[Row], row: Row) -> bool:
    """The row goes on with the sentence above."""
    above = row.index and made[row.index - 1].text
    return bool(above) and row.text[0].islower() and not (row.heading or row.marker or row.found.dates)


def _spoken(days: Sequence[DateUse], lang: Language) -> Found | None:
    """The last resort: what kind of meeting the sentence with its day names (`Vi holder opstartsmøde om …`)."""
    for used in sorted(days, key=lambda u: -u.score):
        said, at = sentence(used.row.text, used.date.span[0])
        hit = lang["kind.event"].find(said[:at])
        if hit is not None:
            first = hit.start() - len(_HALF.search(said[: hit.start()])[0])  # type: ignore[index]  # it fits nothing too
            named = said[first:at]
            verb = lang["place.holds"].find(named)
            named = _tail().sub("", named[: verb.start()] if verb else named)
            return Found(clean(re.sub(rf"(?i)\s(?:{lang['place.in'].pattern})$", "", named)), (used.row.number,))
    return None


def _told(made: Sequence[Row], lang: Language) -> tuple[int, int, Found] | None:
    """The value of a label that says it is the title (`Emne: …`), near the top."""
    for row in [r for r in made if r.text and not r.furniture][:_TOLD]:
        if row.label and len(row.label[1]) > _SHORTEST and _is_titled(*row.label, lang) and not _is_prose(made, row):
            return _SURE, -row.index, Found(clean_title(row.label[1], lang), (row.number,))
    return None


def _is_titled(label: str, value: str, lang: Language) -> bool:
    """A label of titles, or `Program:` before the kind of meeting it is of."""
    programme = lang["labels.programme"].are(label) and lang["kind.event"].find(value) and len(value) < NAME
    return lang["labels.title"].are(label) or bool(programme)


def _wrapped(made: Sequence[Row], row: Row, lang: Language) -> str:
    """A row's text with the next one where that goes on with it.

    It breaks off behind a little word or a hyphen, or it is the word an invitation begins with (`EINLADUNG`).
    """
    below = made[row.index + 1] if row.index + 1 < len(made) else None
    if below is not None and below.text[:1].islower() and row.text.casefold() in first_words(lang.code):
        return f"{row.text} {below.text}"
    last = row.text.rsplit(" ", 1)[-1]
    broken = last == "-" or (last.islower() and lang["common"].are(last) and not row.text.endswith((".", ":", "?")))
    if below is None or not below.text or not broken or len(row.text) < _FULL or below.found.dates or below.label:
        return row.text
    return f"{row.text} {below.text}"


def _is_prose(made: Sequence[Row], row: Row) -> bool:
    """The row below goes on with it and closes a sentence."""
    below = made[row.index + 1].text if row.index + 1 < len(made) else ""
    broken = below[:1].islower() and row.text[-1].isalnum() and not row.heading
    return broken and re.search(r"[^\W\d_]{3}\.$", below) is not None


def _is_counted(made: Sequence[Row], row: Row) -> bool:
    """`8 Budget` above `9 Handlingsplan`: an item of an agenda."""
    number = _COUNT.match(row.text)
    beside = (made[k] for k in range(row.index - 2, row.index + 3) if number and 0 <= k < len(made))
    others = (int(hit[1]) for r in beside if (hit := _COUNT.match(r.text)))
    return number is not None and any(abs(other - int(number[1])) == 1 for other in others)


def _is_letterhead(made: Sequence[Row], row: Row) -> bool:
    """An address follows in its paragraph, at once or behind an office: it names who writes."""
    if row.index >= _HEAD:
        return False
    below = [r for r in made[row.index + 1 : row.index + 1 + _ADDRESSED] if r.paragraph == row.paragraph and r.text]
    address = next((k for k, r in enumerate(below) if has_address(r.text)), None)
    if address is None:
        return False
    return not any(r.found.dates or r.label for r in (row, *below[: address + 1]))
