"""What each date of a document is for: the meeting's day, a deadline, the letter's date, another meeting."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.model.document import Zone
from kl_calendar.parse.rows import next_filled, previous_filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.anchors import Anchor
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.mentioned import Date, Time
    from kl_calendar.parse.rows import Row

_CAPITAL, _SHORT = "[B-DF-HJ-NP-TV-XZ]", "[b-df-hj-np-tv-xz]"
_BREAK = re.compile(
    rf"(?<=[\wæøåäöüß)\"”]{{2}}[.!?])(?<!\b{_CAPITAL}{_SHORT}\.)(?<!\b{_CAPITAL}{_SHORT}{{2}}\.)\s+(?=[A-ZÆØÅÄÖÜ])"
)
"""Where a sentence ends; two or three consonants, the first a capital (`Gl.`, `Skt.`) are a name cut short."""
_FROM = re.compile(r"(?i)\b(?:fra|frå|från|from|vom|von)\s")
_CLOSED = (".", "!", "?", ":", ";")
_GAP = "   "
_WRAPPED = 50
"""A shorter row was not broken because it was full."""
_UNTIL = 25
"""Characters before a day in which a word may say that something lasts until then."""
_TO = re.compile(r"[-–—]|til|till|bis|to")
_BEGINS = 4
"""A day further in stands in the midst of its row."""
_SECTION = 90
"""A longer row heads no section."""
_MAIL_HEAD = 4
"""Rows of a mail's head."""
_BELOW = 12
"""Rows below a day that its first item may stand in."""
_COLUMN = 20
_ROLES = ("time", "title", "speaker", "place", "remark")
_LETTER_ROWS = 30
"""A letter's own date stands above its text: among its first rows with text."""


class Use(Enum):
    """What a date is for."""

    DAY = "day"
    LETTER = "letter"
    DEADLINE = "deadline"
    OTHER = "other"


class DateUse(NamedTuple):
    """A date with its use; `score` is how much speaks for it being the meeting's day; `heading` says it heads a day."""

    row: Row
    date: Date
    use: Use
    score: int = 0
    heading: bool = False
    time: Time | None = None
    """The time that stands with it: on its row, else in a time label beside it."""


def uses(made: Sequence[Row], starts: Sequence[Anchor], lang: Language) -> list[DateUse]:
    """Return every date of the document with its use, in order."""
    anchor_rows = {a.row.index for a in starts}
    found: list[DateUse] = []
    filled = 0
    for row in made:
        if row.blank:
            continue
        filled += 1
        for date in row.found.dates:
            if date.weak and not _weak_counts(row, date, anchor_rows):
                continue
            found.append(_use(row, date, made, anchor_rows, lang, early=filled <= _LETTER_ROWS))
    if not any(u.use is Use.DAY for u in found):
        # A side box may be the only place that says when it is.
        found = [
            u._replace(use=Use.DAY, score=1, time=time_beside(u.row, u.date, made, anchor_rows, lang))
            if u.row.zone is Zone.MARGIN and u.use is Use.OTHER and not _side_deadline(u, made, lang)
            else u
            for u in found
        ]
    return _labelled(_letters(_repeated(_with_sections(found, anchor_rows)), made, lang), lang)


def _labelled(found: list[DateUse], lang: Language) -> list[DateUse]:
    """Where one day stands behind a label, with its weekday or its hours, those in the text below are about others."""
    days = [u for u in found if u.use is Use.DAY]
    told = [u for u in days if _has_label(u, lang)]
    if len(told) != 1 or any(u.heading or u.row.table for u in days):
        return found
    one = told[0]
    return [
        u._replace(use=Use.OTHER) if u in days and u.row.index > one.row.index and _is_in_text(u, one) else u
        for u in found
    ]


def _has_label(used: DateUse, lang: Language) -> bool:
    label = used.row.label
    sure = used.date.weekday is not None or used.time is not None
    return sure and label is not None and lang["labels.date|labels.time"].are(label[0])


def _is_in_text(used: DateUse, one: DateUse) -> bool:
    """It neither begins its row nor has a weekday or hours of its own, and it is another day."""
    other = (used.date.day, used.date.month) != (one.date.day, one.date.month)
    return other and used.date.span[0] > _BEGINS and used.date.weekday is None and used.time is None


def _with_sections(found: list[DateUse], anchor_rows: set[int]) -> list[DateUse]:
    """Days that are printed with their hours, each above items of its own, head sections (the modules of a course)."""
    heads = [u for u in found if u.use is Use.DAY and _heads_section(u, anchor_rows)]
    last = max(anchor_rows, default=-1)
    between = [*pairwise([u.row.index for u in heads]), (heads[-1].row.index, last + 1)] if heads else []
    days = {(u.date.day, u.date.month) for u in heads}
    if len(days) < 2 or not all(any(a < k < b for k in anchor_rows) for a, b in between):
        return found
    return [u._replace(heading=True) if u in heads else u for u in found]


def _heads_section(used: DateUse, anchor_rows: set[int]) -> bool:
    row, time = used.row, used.time
    alone = row.index not in anchor_rows and not row.marker and not row.table and len(row.text) < _SECTION
    return alone and time is not None and time.end is not None and used.date.span[0] < _SECTION // 3


def _side_deadline(used: DateUse, made: Sequence[Row], lang: Language) -> bool:
    said, at = sentence(used.row.text, used.date.span[0])
    return is_deadline(used.row, said, said[:at], previous_filled(made, used.row.index), lang)


def _repeated(found: list[DateUse]) -> list[DateUse]:
    """A day named twice is more likely the meeting's."""
    counts = Counter((u.date.day, u.date.month) for u in found if u.use is Use.DAY)
    return [
        u._replace(score=u.score + 2) if u.use is Use.DAY and counts[u.date.day, u.date.month] > 1 else u for u in found
    ]


def _weak_counts(row: Row, date: Date, anchor_rows: set[int]) -> bool:
    """A date written `17.11` counts where it was not taken for a time."""
    return row.index not in anchor_rows and date.span[0] == 0


def sentence(text: str, at: int) -> tuple[str, int]:
    """Return the sentence of a row around a place, and where in it the place is."""
    first = 0
    for hit in _BREAK.finditer(text):
        if hit.start() >= at:
            return text[first : hit.start()], at - first
        first = hit.end()
    return text[first:], at - first


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


def _use(row: Row, date: Date, made: Sequence[Row], anchor_rows: set[int], lang: Language, *, early: bool) -> DateUse:
    said, at = said_with(made, row, date)
    before = said[:at]
    if (
        date.until
        and lang["status.moved|status.cancelled"].find(before)
        and _FROM.search(before + row.text[slice(*date.span)][:12])
    ):
        # `er flyttet fra den 4. til den 18. marts` is no range of days.
        date = date._replace(day=date.until[0], month=date.until[1], until=None, weekday=None)
    above = previous_filled(made, row.index)
    other = Use.LETTER if _in_mail_head(row, made, lang) else _other_use(row, date, said, before, above, lang)
    if other is not None and not (other is Use.OTHER and _announces(row, date, before, anchor_rows, lang)):
        return DateUse(row, date, other)
    time = time_beside(row, date, made, anchor_rows, lang)
    heading = _heads_day(row, date, made, anchor_rows, lang)
    score = 6 * heading + 5 * (time is not None) + _place_score(row, said, lang)
    if date.weekday is not None:
        score += 2
    if lang["status.moved"].find(before):
        score += 6
    elif lang["status.cancelled"].find(said) and not row.heading and len(row.text) > 60:
        score -= 3
    return DateUse(row, date, Use.DAY, score, heading, time)


def _is_posted(row: Row, above: Row | None, lang: Language) -> bool:
    """A posting line: it says so, or its time of day is a machine's (off the five minutes that people meet at)."""
    if lang["letter.posted"].lead(row.text) or (
        above is not None and not above.found.dates and len(above.text) < 40 and lang["letter.posted"].lead(above.text)
    ):
        return True
    return any(t.start % 5 and t.end is None for t in row.found.times) and len(row.text) < 60


def _in_mail_head(row: Row, made: Sequence[Row], lang: Language) -> bool:
    """A labelled day between the labels of a mail (`Fra:`, `Til:`, `Emne:`) is when it was sent."""
    if row.label is None or lang["letter.mail"].are(row.label[0]):
        return False
    near = made[max(0, row.index - _MAIL_HEAD) : row.index + _MAIL_HEAD]
    labels = {r.label[0].casefold() for r in near if r.text and r.label and lang["letter.mail"].are(r.label[0])}
    return len(labels) > 1


def _is_opening(row: Row, above: Row | None, lang: Language) -> bool:
    """Hours that hold for a season: from weekday to weekday, or below a heading that says so."""
    headed = above is not None and lang["ignore.opening"].are(above.text.rstrip(":"))
    between = (row.text[a.span[1] : b.span[0]].strip() for a, b in pairwise(row.found.weekdays))
    return headed or (bool(row.found.times) and any(_TO.fullmatch(gap) for gap in between))


def _is_old_day(row: Row, date: Date, said: str, lang: Language) -> bool:
    """In `er flyttet fra den 4. marts til den 18. marts` the last day is the new one."""
    later = [d for d in row.found.dates if d.span[0] > date.span[1] and not d.weak and row.text[slice(*d.span)] in said]
    return bool(later) and lang["status.moved"].find(said) is not None and date.until is None


def _other_use(row: Row, date: Date, said: str, before: str, above: Row | None, lang: Language) -> Use | None:
    """What a date is for that is not the meeting's day; None when it may be."""
    if is_deadline(row, said, before, above, lang):
        return Use.DEADLINE
    if row.zone in (Zone.HEADER, Zone.FOOTER, Zone.MARGIN):
        return _margin_use(row, date, said, before, above, lang)
    if _is_posted(row, above, lang):
        return Use.LETTER if date.year else Use.OTHER
    if _is_opening(row, above, lang):
        return Use.OTHER
    other = lang["letter.next_meeting"].find(before[-45:]) or lang["ignore.other"].find(before[-22:])
    headed = not before.strip() and above is not None and lang["letter.next_meeting"].are(_bare(above.text))
    return Use.OTHER if other or headed or _is_old_day(row, date, said, lang) else None


def _announces(row: Row, date: Date, before: str, anchor_rows: set[int], lang: Language) -> bool:
    """`Næste møde er tirsdag d. 30/5 kl. 9-15` above the only programme says when that is."""
    told = date.weekday is not None and any(t.end is not None for t in row.found.times)
    return told and row.index < min(anchor_rows, default=-1) and bool(lang["letter.next_meeting"].find(before[-45:]))


def _bare(heading: str) -> str:
    """A heading without its number and colon."""
    return heading.strip(" *:").lstrip("0123456789.) ")


def _margin_use(row: Row, date: Date, said: str, before: str, above: Row | None, lang: Language) -> Use:
    if is_deadline(row, said, before, above, lang):
        return Use.DEADLINE
    return Use.LETTER if date.year and date.weekday is None and not row.found.times else Use.OTHER


def is_deadline(row: Row, said: str, before: str, above: Row | None, lang: Language) -> bool:
    """Tell whether a date or time is the last moment to do something."""
    label = row.label
    if label and lang["labels.deadline"].are(label[0]):
        return True
    if above is not None and lang["labels.deadline"].are(above.text.rstrip(":")) and len(above.text) < 40:
        return True
    strict = (
        lang["labels.deadline"].find(said)
        or lang["deadline.registration"].find(said)
        or lang["labels.registration"].find(said)
    )
    word = lang["deadline.words"].find(before)
    if word is None:
        # Many things last until a day: only where registering is spoken of is that day the last one to do it.
        return bool(strict) and lang["deadline.until"].find(before[-_UNTIL:]) is not None
    close = len(before) - word.end() < 60
    in_region = above is not None and bool(lang["labels.registration"].are(above.text))
    return close and (bool(strict) or in_region or len(before) - word.end() < 30)


def _place_score(row: Row, said: str, lang: Language) -> int:
    score = 0
    label = row.label
    if label and (lang["labels.time"].are(label[0]) or lang["labels.date"].are(label[0])):
        score += 5
    if row.heading:
        score += 3
    if row.bold:
        score += 2
    if lang["letter.invitation"].find(said[:60]) or lang["letter.invites"].find(said):
        score += 2
    if lang["labels.place"].find(said) or lang["place.holds"].find(said):
        score += 2
    if len(row.text) > 140:
        score -= 2
    return score


def time_beside(row: Row, date: Date, made: Sequence[Row], anchor_rows: set[int], lang: Language) -> Time | None:
    """Return the time on a date's row behind it (or in a time label or a lone range beside it)."""
    behind = [t for t in row.found.times if t.span[0] >= (date.span[1] if date.weak else date.span[0])]
    before = [t for t in row.found.times if t.span[0] < date.span[0] and date.span[0] - t.span[1] < 12]
    if behind and (behind[0].span[0] - date.span[1] < 45 or behind[0].end is not None):
        return stated_span(behind, row, lang)
    if before and row.index not in anchor_rows:
        return before[-1]
    below = next_filled(made, row.index)
    for near in (below, next_filled(made, below.index) if below else None, previous_filled(made, row.index)):
        if near is None or near.found.dates or not near.found.times:
            continue
        label = near.label
        if near.index in anchor_rows and not (label and lang["labels.time"].are(label[0])):
            continue
        lone = near.found.times[0].span[0] < 12 and len(near.text) - near.found.times[0].span[1] < 6
        if (label and lang["labels.time"].are(label[0])) or (lone and abs(near.index - row.index) <= 2):
            return stated_span(list(near.found.times), near, lang)
    return None


def stated_span(times: list[Time], row: Row, lang: Language) -> Time:
    """`begynder kl. 10.30 og slutter kl. 16.00` is one span."""
    first = times[0]
    if (
        first.end is None
        and len(times) > 1
        and lang["kind.closes|kind.end"].find(row.text[first.span[1] : times[1].span[0]])
    ):
        return type(first)((first.span[0], times[1].span[1]), first.start, times[1].start, first.marked, first.form)
    return first


def _heads_day(row: Row, date: Date, made: Sequence[Row], anchor_rows: set[int], lang: Language) -> bool:
    """A short row with a date and no time, with an item near below, heads a day."""
    if row.index in anchor_rows and len(row.cells) > 1:
        # A day cell merged over the rows of its day heads them, its own row first.
        return bool(row.cells[0].text.strip()) and date.span[0] < len(row.cells[0].text)
    if row.index in anchor_rows or len(row.text) > 90:
        return False
    if row.found.times and not (date.weak and row.found.times[0].span[0] == date.span[0]):
        return False
    label = row.label
    if label and (lang["labels.date"].are(label[0]) or lang["labels.registration"].are(label[0])):
        return False
    above = previous_filled(made, row.index)
    if above is not None and above.index in anchor_rows and above.index == row.index - 1 and row.indent > above.indent:
        return False  # it hangs below an item: more about it
    if (
        above is not None
        and above.index not in anchor_rows
        and any(not d.weak for d in above.found.dates)
        and bool(above.marker) == bool(row.marker)
        and len(above.text) < 90
        and above.index >= row.index - 2
        and _same_shape(above, row, date)
    ):
        return False
    rest = row.text[: date.span[0]] + row.text[date.span[1] :]
    words = [w for w in re.findall(r"[^\W\d_]+", rest) if not lang["labels.programme"].are(w)]
    lead = date.span[0] < 30 and len(words) <= 8 and not re.search(r"[a-zæøå]{3}[.]\s", rest)
    below = [r for r in made[row.index + 1 : row.index + _BELOW] if r.text and not _names_column(r, lang)][:4]
    first = next((k for k, r in enumerate(below) if r.index in anchor_rows), None)
    return lead and first is not None and not any(len(r.text) > 100 or _full_day(r) for r in below[:first])


def _names_column(row: Row, lang: Language) -> bool:
    """A row that is the head of a column, where a table came out one cell a row."""
    return len(row.text) < _COLUMN and any(lang[f"columns.{role}"].are(row.text) for role in _ROLES)


def _full_day(row: Row) -> bool:
    return any(not d.weak and d.weekday is not None for d in row.found.dates)


def _same_shape(above: Row, row: Row, date: Date) -> bool:
    """Both rows carry a day at about the same place: they are rows of one list of days."""
    return (
        abs(above.found.dates[0].span[0] - date.span[0]) < 14
        and (bool(row.marker) or not above.heading)
        and (above.found.dates[0].day, above.found.dates[0].month) != (date.day, date.month)
    )


def _letters(found: list[DateUse], made: Sequence[Row], lang: Language) -> list[DateUse]:
    """Find the letter's own date: a date row near the top that says so, while another date is the meeting's."""
    days = [u for u in found if u.use is Use.DAY]
    if any(u.use is Use.LETTER for u in found):
        return found
    for used in days:
        if used.time is not None or used.heading or not _is_letter_date(used, made, lang):
            continue  # asked first: it holds for a few rows at the top only, looking at all other days is dear
        others = [u for u in days if u is not used and (u.date.day, u.date.month) != (used.date.day, used.date.month)]
        bare = [u for u in others if u.date.weekday is None]  # a letter's own day goes without, as `used` does
        alike = [u for u in bare if not _beside_in_cell(u.row, u.date)]
        if others and len(alike) < 2:
            index = found.index(used)
            found[index] = DateUse(used.row, used.date, Use.LETTER)
            break
    return found


def _beside_in_cell(row: Row, date: Date) -> str:
    """What stands beside a date, up to the gaps of the columns that a letterhead draws with spaces."""
    before, behind = row.text[: date.span[0]], row.text[date.span[1] :]
    return (before.rsplit(_GAP, 1)[-1] + behind.split(_GAP, 1)[0]).strip(" ,.:")


def _is_letter_date(used: DateUse, made: Sequence[Row], lang: Language) -> bool:
    row, date = used.row, used.date
    below = next(islice((r for r in made if r.text), _LETTER_ROWS, None), None)
    if (below is not None and below.index < row.index) or date.weekday is not None or date.until:
        return False
    label = row.label
    if label and lang["labels.date"].are(label[0]) and row.text[date.span[1] :].strip(" .") == "":
        return True
    rest = _beside_in_cell(row, date)
    town = re.fullmatch(r"[A-ZÆØÅÄÖ][\w.-]+(?:\s[A-ZÆØÅÄÖ][\w.-]*)?", rest)
    return date.year is not None and (
        not rest
        or bool(town)
        or lang["letter.posted"].lead(rest) is not None
        or (len(rest) < 30 and date.span[0] == 0 and lang["letter.posted"].find(rest) is not None)
    )
