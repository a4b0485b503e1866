"""Pass 2 and 3: which time mentions begin an item of the programme, and where the title of each stands.

An *anchor* is a time that begins an item. Lines show four shapes: `lead` (time, then text), `alone` (only a time),
`trail` (text, then time at the line's end) and `inline` (several items in one paragraph). The shape that most lines of
a document share decides where titles stand: behind the time, on the next line, or on the line before.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar.model.document import Zone
from kl_calendar.parse.dates import weekday
from kl_calendar.parse.grammar import EACH
from kl_calendar.parse.placing import placed
from kl_calendar.parse.rows import Row
from kl_calendar.parse.sentences import sentence
from kl_calendar.parse.sifted import sifted, untimed_paragraphs
from kl_calendar.parse.texts import without_point

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.parse.language import Language
    from kl_calendar.parse.mentioned import Time

_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
_OPENED = re.compile(r"\s*\(\s*(?:ca\.?\s*)?")
_NUMBERED = re.compile(r"^\(?\d{1,2}[.)]\s*$")
_EDGE = " \t.,:;–—-|()[]*•·"
_OPEN = " \t.,:;–—-|(["
"""What stands between a title and its time; a bracket that closes belongs to the title."""
_SENTENCE = re.compile(r"[a-zæøåäöü]{3,}[.!?](?:\s+(?=[A-ZÆØÅÄÖÜ])|$)")
_PAGE_COLUMN = re.compile(r"(?:\s*\.{3,}|\s{2,})[.\s]*[\d–-]{1,4}\s*$")
"""What a table of contents ends a row with."""
_GLUED = 4
"""A shorter text between two times of a row is no title."""
_TITLED = 12
"""A day this far into its row stands in a title, not in a column of days."""
_SHORT = 40
"""A longer text before or behind hours is a sentence."""
_ABOVE = 4
"""Rows above a time that may belong to its item: a title, a speaker, a line or two more."""
MOST = 2000
"""Items of one document: a week's congress with ten stages has 900."""
_CLOSING = 60
"""A longer sentence before a paragraph's last time says more than when one closes."""
MANY = 3
"""Fewer times than this in a paragraph, or below a label of time each, are no programme."""


class Anchor(NamedTuple):
    """A time that begins an item: the row it stands in, the text before and behind it, and its shape."""

    row: Row
    time: Time
    text: str
    shape: str
    qualifier: str = ""
    """`by` (before), `latest`, `about`, `from` or nothing."""
    top: int | None = None
    """Index of the row above that holds the title, where titles stand above their times; `text` is then the place."""
    begins: int | None = None
    """Index of the row its title begins on, where a title before its time is broken over rows."""
    duration: int | None = None
    weekday: int | None = None
    """The weekday that stands before the time in its row (`Lørdag 9.00: …`)."""

    @property
    def title_above(self) -> bool:
        """The title stands above the time."""
        return self.top is not None


def _qualifier(before: str, after: str, lang: Language) -> str | None:
    """Return the qualifier when the text before a lead time is nothing else; None when it is other text."""
    clean = _AROUND.sub("", before).casefold()
    if not clean or _NUMBERED.match(before.strip()) or weekday(clean, lang.code) is not None:
        return "latest" if lang["time.latest"].lead(after.strip(_EDGE)) else ""
    if lang["time.latest"].are(clean):
        return "latest"
    for name in ("by", "about", "from"):
        if lang[f"time.{name}"].are(clean):
            return name
    return None


def anchors(made: Sequence[Row], lang: Language) -> list[Anchor]:
    """Return the anchors of a document in order."""
    found: list[Anchor] = []
    closed = untimed_paragraphs(made, lang)
    for row in made:
        if (
            row.blank
            or row.furniture
            or row.table
            or row.found.offsets
            or not row.found.times
            or row.zone is Zone.MARGIN
        ):
            continue
        if row.paragraph not in closed:
            found += _inline(row, lang) or _glued(row, lang) or _of_row(row, lang)
    found = sifted(_between(found) or _labelled(made, lang), made)
    leads = [a for a in found if a.shape in ("lead", "alone", "inline")]
    closing = sum(lang["kind.end"].are(a.text) for a in leads)
    if len(leads) > closing:
        trails = [a for a in found if a.shape == "trail" and _fits(a, leads)]
        found = sorted(
            leads + (trails if len(trails) * 2 > len(leads) else []), key=lambda a: (a.row.index, a.time.span)
        )
    elif len(found) < 2 and not closing:
        found = []
    return placed([_unbroken(a, made, lang) if a.shape == "trail" else a for a in found], made)


def _between(found: Sequence[Anchor]) -> list[Anchor]:
    """Hours between a title and a place begin items where several rows have them there."""
    several = sum(a.shape == "between" and a.time.end is not None for a in found) >= MANY
    return [a._replace(shape="trail") if a.shape == "between" else a for a in found if several or a.shape != "between"]


def _unbroken(anchor: Anchor, made: Sequence[Row], lang: Language) -> Anchor:
    """Join a title before its time that is broken over the rows of its paragraph."""
    row = anchor.row
    first = row.index
    while first > 0 and made[first - 1].text and row.index - first < _ABOVE:
        first -= 1
    above = made[first : row.index]
    broken = bool(above) and (first == 0 or made[first - 1].blank) and not row.marker
    own = any(r.found.times or r.found.dates or r.marker or r.heading or _header_label(r.label, lang) for r in above)
    if not broken or own:
        return anchor
    return anchor._replace(text=" ".join([*(r.text for r in above), anchor.text]), begins=first)


def _labelled(made: Sequence[Row], lang: Language) -> list[Anchor]:
    """`Tid: 14.00-14.05` below each point of an agenda: three such rows or more, rising, are its items."""
    timed = [r for r in made if r.found.times and r.label and lang["labels.time"].are(r.label[0])]
    rows = [r for r in timed if all(d.weak for d in r.found.dates)]
    times = [r.found.times[0] for r in rows]
    if len(rows) < MANY or any(b.start <= a.start for a, b in pairwise(times)):
        return []
    return [
        Anchor(row, time, "", "alone", top=row.index - 1 if row.index and made[row.index - 1].text else None)
        for row, time in zip(rows, times, strict=True)
    ]


def _of_row(row: Row, lang: Language) -> list[Anchor]:
    if row.found.dates and not all(d.weak for d in row.found.dates):
        return _dated(row, lang)
    time = row.found.times[0]
    before, after = row.text[: time.span[0]], row.text[time.span[1] :]
    qualifier = _qualifier(before, after, lang)
    if qualifier is not None:
        late = lang["time.latest"].lead(after.lstrip(" :–-")) if qualifier == "latest" else None
        if late:
            after = after.lstrip(" :–-")[late.end() :].lstrip()
        after = _past_length(row, time, after)
        rest = after.strip(_EDGE)
        length, day = _duration(row, time), _day_of(before, lang)
        if len(rest) < 2 or re.fullmatch(r"(?i)(?:uhr|cet|cest|h)\.?", rest):
            return [
                Anchor(row, time, "", "alone", qualifier, duration=_duration(row, time), weekday=_day_of(before, lang))
            ]
        if rest[0].islower() and len(rest) > 40 and after.rstrip().endswith(".") and time.end is None:
            return []  # a sentence that happens to begin with its time
        title = without_point(_text(after), lang)
        return [Anchor(row, time, title, "lead", qualifier, duration=length, weekday=day)]
    last = row.found.times[-1]
    if last is not time and row.text[last.span[1] :].strip(_EDGE):
        return []
    # A clock inside the title leaves the row's last one as the item's own.
    return _trailing(row, last, row.text[: last.span[0]], row.text[last.span[1] :], lang)


def _day_of(before: str, lang: Language) -> int | None:
    return weekday(_AROUND.sub("", before), lang.code) if before else None


def _past_length(row: Row, time: Time, after: str) -> str:
    """`9.00-9.15 (15 min.): Velkomst`: the length is no part of the title."""
    inside = _OPENED.match(after)
    first = time.span[1] + inside.end() if inside else -1
    closed = next((d.span[1] for d in row.found.durations if d.span[0] == first), None)
    rest = row.text[closed:].lstrip(" .") if closed is not None else ""
    return rest[1:] if rest.startswith(")") else after


def _trailing(row: Row, time: Time, before: str, after: str, lang: Language) -> list[Anchor]:
    """A time at the end of its line: an item whose title stands before it, or an end marker."""
    after = _past_length(row, time, _PAGE_COLUMN.sub("", after))
    tail = after.strip(_EDGE)
    begins = lang["time.begins"].find(before)
    if lang["ignore.opening"].find(before) or _header_label(row.label, lang) or (begins and begins.start()):
        return []  # `Møtene starter kl. 18` says when they do
    closing = lang["kind.end"].lead(before)
    if closing and not tail and len(before) - closing.end() < 12:
        return [Anchor(row, time, closing[0], "lead")]
    if tail and time.end is not None and after[:1] in ",;" and len(tail) < 60:
        head = re.sub(r"[,;]?\s*[^\W\d_]+:\s*$", "", before)
        return [Anchor(row, time, f"{head.strip(_EDGE)}, {tail}", "trail")]
    if _is_place_behind(before, tail):
        return [Anchor(row, time, f"{before.strip(_EDGE)}   {tail}", "between")]
    sentence = after.rstrip().endswith(".") and not before.rstrip().endswith("(")
    if tail or sentence or len(before) >= 160 or _SENTENCE.search(before):
        return []
    return [Anchor(row, time, before.lstrip(_EDGE).rstrip(_OPEN), "trail", duration=_duration(row, time))]


def _is_place_behind(before: str, tail: str) -> bool:
    """`Breakfast 07:00-09:30 Lounge area`: a short title, its hours, and a short place or remark."""
    short = 0 < len(before.strip()) < _SHORT and 0 < len(tail) < _SHORT
    return short and before[0].isupper() and tail[0].isupper() and ":" not in before


def _header_label(label: tuple[str, str] | None, lang: Language) -> bool:
    return (
        bool(label)
        and any(
            lang[f"labels.{n}"].are(label[0]) for n in ("time", "date", "place", "registration", "deadline", "other")
        )
        if label
        else False
    )


def _dated(row: Row, lang: Language) -> list[Anchor]:
    """A date later in a lead line's text (`Send spørgsmål inden d. 18. oktober`) leaves it a lead line."""
    time = row.found.times[0]
    first = min(d.span[0] for d in row.found.dates if not d.weak)
    before = row.text[: time.span[0]]
    column = first > _TITLED and before.endswith("   ")
    item = time.end is not None or bool(row.marker) or without_point(row.text, lang) != row.text
    if time.span[0] > first and (column or (item and before.endswith("("))):
        return _trailing(row, time, before, row.text[time.span[1] :], lang)
    if time.span[0] > first or _qualifier(before, "", lang) is None:
        return []
    gap = row.text[time.span[1] : first].strip(_EDGE)
    return [Anchor(row, time, _text(row.text[time.span[1] :]), "lead", "")] if len(gap) > 8 else []


def _text(after: str) -> str:
    return after.lstrip(" \t.,:;–—-|*•·)]").rstrip(" \t|*")


def _duration(row: Row, time: Time) -> int | None:
    """A duration in parentheses, which ends an item that prints no end."""
    for duration in row.found.durations:
        before = row.text[: duration.span[0]]
        inside = before.count("(") > before.count(")") and not EACH.search(before)
        if time.end is None and inside and row.text[duration.span[1] :].lstrip(" .")[:1] == ")":
            return duration.minutes
    return None


def _glued(row: Row, lang: Language) -> list[Anchor]:
    """Two rows that lost the break between them: `10.10-10.30 Valg v/ Bo Lund 10.30-11.30 Frokost`."""
    if len(row.found.times) != 2 or row.found.dates:
        return []
    one, two = row.found.times
    first, second = row.text[one.span[1] : two.span[0]], row.text[two.span[1] :]
    follows = one.end is not None and one.end == two.start and two.end is not None
    if not follows or row.text[: one.span[0]].strip() or min(len(t.strip(_EDGE)) for t in (first, second)) < _GLUED:
        return []
    return [Anchor(row, one, _text(first), "lead"), Anchor(row, two, _text(second), "lead")]


def _inline(row: Row, lang: Language) -> list[Anchor]:
    """Three or more rising times in one row, each followed by text: a programme run on in a paragraph."""
    times = _without_whole(row.found.times)
    if len(times) < MANY or any(b.start <= a.start for a, b in pairwise(times)):
        return []
    cut = _closed_at(row, times[-1], lang) if len(times) > MANY else None
    if cut is not None:
        row = row._replace(text=row.text[:cut])
        times = (*times[:-2], times[-2]._replace(end=times[-1].start))
    made: list[Anchor] = []
    for time, following in zip(times, [*times[1:], None], strict=True):
        text = row.text[time.span[1] : following.span[0] if following else len(row.text)]
        if len(text.strip(_EDGE)) < 2 or text.strip(_EDGE)[0].islower():
            return []
        if following is None:
            text = re.split(r"(?<=[a-zæøå)]{2})\.\s+(?=[A-ZÆØÅ])", text)[0]
        made.append(Anchor(row, time, _text(text).rstrip(" .;,–-·•|"), "inline"))
    return made


def _closed_at(row: Row, last: Time, lang: Language) -> int | None:
    """Where a paragraph's programme ends whose last time ends the last item; None where that time begins one.

    `12.30 Stehlunch bis ca. 13.30`, or a sentence that says so: `Vi slutter kl. 22. Prisen er …`.
    """
    before = row.text[: last.span[0]]
    said, at = sentence(before, len(before))
    if last.end is None and at < _CLOSING and lang["kind.closes"].find(said):
        return len(before) - at
    if row.text[last.span[1] :].strip(_EDGE):
        return None
    until = re.search(rf"(?i)\s(?:{lang['time.to'].pattern})\s*(?:ca\.\s*)?$", before)
    return until.start() if until else len(before)


def _without_whole(times: tuple[Time, ...]) -> tuple[Time, ...]:
    """`kl. 16.30-18.45 … 16.30: Kaffe. 16.45: …`: the first is the hours of the whole."""
    if len(times) <= MANY or times[0].end is None:
        return times
    first, second, last = times[0], times[1], times[-1]
    return times[1:] if first.start <= second.start and times[0].end >= last.start else times


def _fits(trail: Anchor, leads: Sequence[Anchor]) -> bool:
    low, high = min(a.time.start for a in leads), max(a.time.end or a.time.start for a in leads)
    return trail.time.end is not None and low <= trail.time.start <= high
