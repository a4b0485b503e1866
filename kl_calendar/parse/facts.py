"""What each date of a document is for: the meeting's day, a deadline, the letter's date, another meeting."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kl_calendar.model.document import Zone
from kl_calendar.parse.rows import next_filled, previous_filled
from kl_calendar.parse.sentences import said_with, sentence
from kl_calendar.parse.uses import DateUse, Use, weighed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.anchors import Anchor
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.mentioned import Date, Time
    from kl_calendar.parse.rows import Row

_FROM = re.compile(r"(?i)\b(?:fra|frå|från|from|vom|von)\s")
_WORD_TO = re.compile(r"\s(?:til|till|to|auf)\s")
_UNTIL = 25
"""Characters before a day in which a word may say that something lasts until then."""
_TO = re.compile(r"[-–—]|til|till|bis|to")
_MAIL_HEAD = 4
"""Rows of a mail's head."""
_BELOW = 12
"""Rows below a day that its first item may stand in."""
_CLOSE = 45
"""Characters behind a day within which a time is the day's."""
_COLUMN = 20
_ROLES = ("time", "title", "speaker", "place", "remark")


def uses(made: Sequence[Row], starts: Sequence[Anchor], lang: Language) -> list[DateUse]:
    """Return every date of the document with its use, in order."""
    anchor_rows = {a.row.index for a in starts}
    found: list[DateUse] = []
    for row in made:
        if row.blank:
            continue
        for date in row.found.dates:
            if date.weak and not _weak_counts(row, date, anchor_rows):
                continue
            found.append(_use(row, date, made, anchor_rows, lang))
    if not any(u.use is Use.DAY for u in found):
        found = _from_side_boxes(found, made, anchor_rows, lang)
    return weighed(found, made, anchor_rows, lang)


def _from_side_boxes(found: list[DateUse], made: Sequence[Row], anchor_rows: set[int], lang: Language) -> list[DateUse]:
    """A side box may be the only place that says when it is: the days with hours there, else all of them."""
    boxed = [
        u._replace(use=Use.DAY, score=1, time=time_beside(u.row, u.date, made, anchor_rows, lang))
        if u.row.zone is Zone.MARGIN and u.use is Use.OTHER and not _side_deadline(u, made, lang)
        else u
        for u in found
    ]
    if not any(u.use is Use.DAY and u.time for u in boxed):
        return boxed
    return [box if box.time else u for box, u in zip(boxed, found, strict=True)]


def _side_deadline(used: DateUse, made: Sequence[Row], lang: Language) -> bool:
    said, at = sentence(used.row.text, used.date.span[0])
    return is_deadline(used.row, said, said[:at], previous_filled(made, used.row.index), lang)


def _weak_counts(row: Row, date: Date, anchor_rows: set[int]) -> bool:
    """A date written `17.11` counts where it was not taken for a time."""
    return row.index not in anchor_rows and date.span[0] == 0


def _use(row: Row, date: Date, made: Sequence[Row], anchor_rows: set[int], lang: Language) -> DateUse:
    said, at = said_with(made, row, date)
    before = said[:at]
    if date.until and lang["status.moved|status.cancelled"].find(before) and _leads_to(row, date, before):
        # `er flyttet fra den 4. til den 18. marts`, `flytter mødet den 4. til den 18. marts` are no ranges of days.
        date = date._replace(day=date.until[0], month=date.until[1], until=None, weekday=None)
    above = previous_filled(made, row.index)
    other = Use.LETTER if _in_mail_head(row, made, lang) else _other_use(row, date, said, before, above, lang)
    if other is not None and not (other is Use.OTHER and _announces(row, date, before, anchor_rows, lang)):
        return DateUse(row, date, other)
    leaves = lang["ignore.departure"].lead(said) is not None  # `Bus fra banegården kl. 8.35 den 7. februar`
    time = None if leaves else time_beside(row, date, made, anchor_rows, lang)
    heading = _heads_day(row, date, made, anchor_rows, lang)
    score = 6 * heading + 5 * (time is not None) + _place_score(row, said, lang)
    if date.weekday is not None:
        score += 2
    if lang["status.moved"].find(before):
        score += 6
    elif lang["status.cancelled"].find(said) and not row.heading and len(row.text) > 60:
        score -= 3
    return DateUse(row, date, Use.DAY, score, heading, time)


def _leads_to(row: Row, date: Date, before: str) -> bool:
    """A word leads from the one day to the other, not a dash."""
    days = row.text[slice(*date.span)]
    return bool(_FROM.search(before + days[:12]) or _WORD_TO.search(days))


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
    if behind and (behind[0].span[0] - date.span[1] < _CLOSE or behind[0].end is not None):
        return stated_span(behind, row, lang)
    if len(behind) == 1 and behind[0].marked and date.weekday is not None and _in_sentence(row.text, date, behind[0]):
        return behind[0]
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


def _in_sentence(text: str, date: Date, time: Time) -> bool:
    """The sentence of a day goes on to its time: `søndag den 27. marts, hvor formanden byder velkommen kl. 9`."""
    said, at = sentence(text, date.span[0])
    return time.span[1] - date.span[0] + at <= len(said)


def stated_span(times: list[Time], row: Row, lang: Language) -> Time:
    """`begynder kl. 10.30 og slutter kl. 16.00` is one span, unless a day stands between them."""
    first = times[0]
    gap = (first.span[1], times[1].span[0]) if len(times) > 1 else (0, 0)
    apart = any(gap[0] <= d.span[0] < gap[1] for d in row.found.dates)
    if first.end is None and not apart and lang["kind.closes|kind.end"].find(row.text[gap[0] : gap[1]]):
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
