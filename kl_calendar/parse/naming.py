"""Title and place of each meeting of a list, from the words beside its day and the rows around it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kl_calendar import cldr
from kl_calendar.parse.dates import weekday
from kl_calendar.parse.daytable import Tabled, roles, tabled
from kl_calendar.parse.heading import Beside, clean_title
from kl_calendar.parse.heading import title as heading_of
from kl_calendar.parse.language import everywhere
from kl_calendar.parse.mentions import scan
from kl_calendar.parse.placewords import bare_place, is_place, spoken_place
from kl_calendar.parse.rows import previous_filled
from kl_calendar.parse.sentences import sentence
from kl_calendar.parse.spoken import person_line
from kl_calendar.parse.texts import URL, has_address, is_label, is_venue
from kl_calendar.parse.words import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.model.meeting import Meeting
    from kl_calendar.parse.entries import Entry, Own
    from kl_calendar.parse.known import Known
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.rows import Row
    from kl_calendar.parse.uses import DateUse

Named = tuple[str | None, str | None]
_EDGE = " ,;:–—-•*|\t"
_BRACKET = re.compile(r"\(([^()]{4,60})\)$")
_NOTICE = re.compile(r"(?i)^obs\b[!:.]*\s*")
_COLUMN = re.compile(r"\s{2,}|\s*\|\s*|\t+")
_SHORT = 60
"""A longer place is a sentence."""
_REMARK = 40
"""`BEMÆRK TIDEN`: a longer text is more than a remark."""
_SHORTEST = 4
"""A shorter link is no title."""
_TOWN = 2
"""Words of a town."""
_LEAD = 20
"""Characters before a place in words that name one: a preposition, a verb."""
_LONGEST = 120
"""A longer row beside a day is prose, no title."""


class _Words(NamedTuple):
    """The words of a day's row: before the day, between day and time, and behind both."""

    before: str = ""
    inner: str = ""
    tail: str = ""


def named(known: Known, found: Sequence[Entry], said: Sequence[Own], *, outer: Meeting, common: bool) -> list[Named]:
    """Return title and place of each entry; None where the list's own serve.

    Whether the words behind the days are titles or places is one question for the whole list.
    """
    words = [_words(e, known.lang) for e in found]
    tails = [w.tail or w.inner for w in words]
    if _towns(tails, said):
        return [(_themed(known, e), None) for e in found]
    columns = _columns(known, found)
    placed = sum(is_place(t) and _begins_with_place(t) for t in tails) * 2 >= len(found)
    names = sum(_is_name(t) for t in tails if t) * 2 >= len([t for t in tails if t])
    places = placed or (common and outer.location is None and names) or _is_place_column(known, found[0].used)
    sections = _sections(known, found)
    made = (
        columns[k] or _linked(e, known.lang) or _named(known, e, words[k], places=places, section=sections[k])
        for k, e in enumerate(found)
    )
    told = [_bracketed(one) for one in made]
    if outer.location is None or any(place is not None and _is_house(place) for _, place in told):
        return told
    return [(title, None) for title, _ in told]  # one place for all: what stands behind the days is somebody


def _bracketed(one: Named) -> Named:
    """A house in brackets behind a title is where: `Stormøde (Kulturhuset)`."""
    title, place = one
    hit = _BRACKET.search(title) if title and place is None else None
    if title is None or hit is None:
        return one
    inside = bare_place(hit[1])
    return (title[: hit.start()].rstrip(), inside) if is_place(hit[1]) or _is_house(inside) else one


def _towns(tails: Sequence[str], said: Sequence[Own]) -> bool:
    """Behind each day a name, and on the rows below an address: the name is the town."""
    addressed = sum(one.place is not None and has_address(one.place.value) for one in said)
    return addressed == len(said) and all(t and len(t.split()) <= _TOWN and _is_name(t) for t in tails)


def _is_house(text: str) -> bool:
    return is_place(text) or everywhere("place.venues").are(text)


def _sections(known: Known, found: Sequence[Entry]) -> list[str | None]:
    """The heading each entry stands under: the last short row before it, of no entry and no table's head."""
    taken = frozenset(k for e in found for k in range(e.first, e.last))
    made: list[str | None] = []
    heading: str | None = None
    row = 0
    for entry in found:
        for one in known.rows[row : entry.first]:
            if one.index not in taken and _heads(one, known.lang):
                heading = clean_title(one.text, known.lang).rstrip(":")
        made.append(heading)
        row = max(row, entry.first)
    return made


def _heads(row: Row, lang: Language) -> bool:
    return bool(row.text) and not row.found.dates and len(row.text) < _LONGEST // 2 and not roles(row, lang)


def _is_name(text: str) -> bool:
    """At most one word of it is in small letters, prepositions aside."""
    return sum(w[:1].islower() and not everywhere("place.in").are(w) for w in text.split()) <= 1


def _words(entry: Entry, lang: Language) -> _Words:
    """The words of a day's row; below a title only those of its sentence, for what follows is about something else."""
    row, date = entry.used.row, entry.used.date
    text, at = row.text, date.span[0]
    if entry.first < row.index:
        text, at = sentence(row.text, at)
    offset = date.span[0] - at
    days = [d.span for d in row.found.dates if not d.weak or d == date]
    times = [t.span for t in row.found.times if not (date.weak and t.span[0] == date.span[0])]
    raw: list[str] = []
    last = 0
    for first, end in sorted({(a - offset, b - offset) for a, b in (*days, *times)}):
        if last <= first < len(text):
            raw.append(text[last:first])
            last = end
    raw.append(text[last:])
    return _parted(raw, lang)


def _parted(raw: list[str], lang: Language) -> _Words:
    """The words before the first day or time, between the first and the last, and behind them."""
    remark = len(raw) > 2 and raw[-2].lstrip().startswith("(") and raw[-1].lstrip().startswith(")")
    parts = [_bare(x, lang) for x in raw]
    between = [] if remark else parts[1:-1]
    before = "" if is_label(parts[0].rstrip(": "), lang) else parts[0]
    return _Words(before, next((p for p in between if p), ""), parts[-1])


def _bare(text: str, lang: Language) -> str:
    """Words without what only leads to a day or time; nothing where they are a weekday or the status."""
    text = _NOTICE.sub("", _edged(text.lstrip(".")))
    off = lang["status.cancelled"].lead(text)
    text = _edged(_leading().sub("", text[off.end() :].lstrip("!") if off else text))
    if not any(c.isalpha() for c in text) or weekday(text.strip(".,"), lang.code) is not None:
        return ""
    if _is_month(text) or (len(text) < _REMARK and everywhere("letter.notice").lead(text)):
        return ""
    return "" if _leading().fullmatch(text) else text


def _is_month(text: str) -> bool:
    """`Oktober 2014`: no more than a month and its year."""
    return all(token.isdigit() or token in cldr.months() for token in tokens_of(text))


def _edged(text: str) -> str:
    """Words without separators around them, and without a bracket that lost its other half."""
    text = text.strip(_EDGE)
    bare = text.strip("()")
    return (
        text if text.count("(") == text.count(")") and not (text[:1] == "(" and text[-1:] == ")") else bare.strip(_EDGE)
    )


@cache
def _leading() -> re.Pattern[str]:
    """The words that lead to a day or a time, at the end of a text (`fra kl.`)."""
    words = "|".join(everywhere(f"time.{n}").pattern for n in ("prefix", "from", "date_lead"))
    return re.compile(rf"(?:(?:\s|^)(?:{words})\.?)+\s*$", re.IGNORECASE)


def _named(known: Known, entry: Entry, words: _Words, *, places: bool, section: str | None) -> Named:
    """Title and place of one meeting, from its row, then from the rows around it."""
    above = _title_above(known, entry)
    if above is not None:
        return above, _place_of(words.tail or words.inner or words.before)
    texts = [t for t in words if t]
    if len(texts) == 1 and texts[0][:1].islower() and known.lang["place.holds"].lead(texts[0]):
        return _themed(known, entry), None  # `… afholdes mødet i Lundby`: a sentence has no title
    drawn = [c for c in _COLUMN.split(texts[0]) if c] if len(texts) == 1 else []
    if len(drawn) > 1 and not places:
        return _plain(drawn[0], known.lang), drawn[1] if _is_name(drawn[1]) and not URL.search(drawn[1]) else None
    if len(texts) > 1:
        # `Bedømmelse: 3. oktober kl. 13.30, Forsamlingshuset`: what is first is the meeting, what is last is where.
        first = texts[0] if len(texts) > 2 or words.before else texts[-2]
        return _plain(first, known.lang), _place_of(texts[-1])
    if texts and not places and is_place(texts[0]) and not _begins_with_place(texts[0]):
        inside = everywhere("place.in").find(texts[0])
        return _plain(texts[0], known.lang), _place_of(texts[0][inside.start() :]) if inside else None
    if texts and (places or is_place(texts[0])):
        return _themed(known, entry), bare_place(_COLUMN.split(texts[0])[0])
    if texts and len(texts[0]) > 2:
        return _plain(texts[0], known.lang), None
    return _themed(known, entry) or _around(known, entry, section), None


def _linked(entry: Entry, lang: Language) -> Named | None:
    """A link in the day's row that is no more than a part of it is the title; what stands behind it may be where."""
    row = entry.used.row
    named = [k.text.strip(_EDGE) for k in row.links if k.text.strip(_EDGE) and not URL.search(k.text)]
    if len(named) != 1 or lang["labels.registration|deadline.registration"].find(named[0]):
        return None
    title = named[0]
    behind = row.text[row.text.find(title) + len(title) :].strip(_EDGE)
    if scan(title, lang).dates or len(title) < _SHORTEST or behind == "":
        return None
    return clean_title(title, lang), _place_of(behind)


def _begins_with_place(text: str) -> bool:
    """No words before the preposition that leads to the place: `Studiebesøg på Havneskolen, Kajen 4` has some."""
    inside = everywhere("place.in").find(text)
    return inside is None or not inside.start() or is_venue(text) or is_venue(text[: inside.start()].strip())


def _plain(text: str, lang: Language) -> str:
    """A title without the sentence or remark behind it."""
    return clean_title(sentence(text, 0)[0].rstrip("."), lang)


def _place_of(text: str) -> str | None:
    """Beside a title of its own, short words behind the day are where."""
    led = everywhere("place.in").lead(text) is not None
    if not led and (len(text) > _SHORT or text[:1].islower() or everywhere("kind.event").find(text)):
        return None
    place = spoken_place(text)
    return place if place and len(place) < _SHORT and place in text[: len(place) + _LEAD] else None


def _title_above(known: Known, entry: Entry) -> str | None:
    """The heading among the rows of the entry above its day."""
    above = (r for r in known.rows[entry.first : entry.used.row.index] if r.text)
    lang = known.lang
    named = (r for r in above if not (person_line(r.text, lang) or lang["letter.reference"].lead(r.text)))
    rows = [r._replace(index=k) for k, r in enumerate(named)]
    if not rows:
        return None
    best = heading_of(rows, [], frozenset(), lang, Beside(None, None))
    return best.value if best else rows[0].text


def _themed(known: Known, entry: Entry) -> str | None:
    """The value of a label that says it is the title, below the day."""
    within = known.rows[entry.used.row.index + 1 : entry.last]
    labels = (r.label for r in within if r.label and r.label[1])
    return next((value for label, value in labels if known.lang["labels.title|labels.theme"].are(label)), None)


def _around(known: Known, entry: Entry, section: str | None) -> str | None:
    """The title in a row of its own below the day, or right above it; else the section's heading."""
    within = known.rows[entry.used.row.index + 1 : entry.last]
    first = next((r for r in within if r.text and not r.found.times), None)
    if first is not None and _may_title(first, known):
        return _plain(_bare(first.text, known.lang), known.lang)
    above = previous_filled(known.rows, entry.used.row.index)
    if above is not None and above.index == entry.first - 1 and not above.found.dates and len(above.text) < _LONGEST:
        return section if above.text.endswith((".", ":")) else above.text
    return section


def _may_title(row: Row, known: Known) -> bool:
    said = sentence(_bare(row.text, known.lang), 0)[0]
    dated = any(d.span[0] < len(said) for d in row.found.dates)
    labelled = row.label is not None and is_label(row.label[0], known.lang)
    other = dated or labelled or is_place(said) or has_address(said) or URL.fullmatch(said)
    return bool(said) and not other and len(said) < _LONGEST


def _columns(known: Known, found: Sequence[Entry]) -> list[Named | None]:
    """Title and place by the columns a table's head names; None for a row that has other columns."""
    rows = tabled(known.rows[: found[-1].last], known.lang)
    return [_by_column(rows[e.used.row.index], known.lang) if e.used.row.index in rows else None for e in found]


def _by_column(one: Tabled, lang: Language) -> Named:
    days = [one.row.text[slice(*d.span)] for d in one.row.found.dates]
    unnamed = (c for role, c in zip(one.roles, one.cells, strict=True) if not role)
    other = (c for c in unnamed if len(_bare(c, lang)) > 2 and not any(day in c for day in days))
    title = one.cell("title") or next(other, None)
    return clean_title(title, lang) if title else None, one.cell("place")


def _is_place_column(known: Known, used: DateUse) -> bool:
    """The table's head names a place column."""
    above = [r for r in known.rows[max(0, used.row.index - 14) : used.row.index] if r.text and not r.found.dates]
    return bool(above) and (known.lang["labels.date"].lead(above[-1].text) is not None) and len(above[-1].text) < 80
