"""The parser: a `Document` in, its meetings and what is doubtful about them out.

The passes, each in a module of its own: `rows` (mentions of every line) → `anchors` (which times begin items) → `facts`
(what each date is for) → `programme` and `items` (blocks read) → `meetings` and `building` (days, years, ends) →
`account` (every time mention has a role or is told).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date as Day
from datetime import datetime
from typing import TYPE_CHECKING

from kl_calendar.model.problem import KINDS
from kl_calendar.parse import problems as p
from kl_calendar.parse.account import untold
from kl_calendar.parse.anchors import MOST, Anchor
from kl_calendar.parse.cells import days_in_cells
from kl_calendar.parse.columns import drawn
from kl_calendar.parse.durations import by_durations
from kl_calendar.parse.facts import uses
from kl_calendar.parse.given import disagreements, from_given
from kl_calendar.parse.header import header_times
from kl_calendar.parse.known import Known, calendar
from kl_calendar.parse.language import choose, codes, language
from kl_calendar.parse.meetings import is_weekday_heading, meetings
from kl_calendar.parse.mentioned import Time
from kl_calendar.parse.overrides import overridden
from kl_calendar.parse.programme import programme, starts
from kl_calendar.parse.rows import rows
from kl_calendar.parse.sifted import without_day_times

if TYPE_CHECKING:
    from kl_calendar.model.document import Document
    from kl_calendar.model.meeting import Meeting
    from kl_calendar.model.problem import Problem
    from kl_calendar.parse.language import Language

_NO_TIME = Time((0, 0), 0)
DEFAULT_ZONE = "Europe/Copenhagen"
"""The zone of a document whose language has none of its own (English)."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller knows and the document may not say.

    `date` is the day where the document names none, `around` the reference day for a missing year (the nearest such day
    on or after it; it goes before the letter's own date), `timezone` and `language` override what is read.
    """

    date: Day | None = None
    around: Day | None = None
    timezone: str | None = None
    language: str | None = None
    today: Day | None = None
    """The reference day where neither `around` nor the document's own date is one."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The answer: every meeting found, and every doubt."""

    meetings: tuple[Meeting, ...]
    problems: tuple[Problem, ...]


def parse(document: Document, options: Options) -> Parsed:
    """Return the meetings of a document and the problems met; never raises for anything a document says."""
    lang = _language(document, options)
    zone = options.timezone or lang.zone or DEFAULT_ZONE
    texts = {line.number: line.text for line in document.lines} if document.notes else {}
    told = [KINDS[code].at(line, texts.get(line, "")[:80]) for line, code in document.notes if code in KINDS]
    if document.given:
        first = min(document.given, key=lambda g: str(g.start)).start
        dated = replace(options, date=options.date or (first.date() if isinstance(first, datetime) else first))
        doubts: list[Problem] = []
        beside = _read(document, dated, lang, zone, doubts)
        made = from_given(document, zone, lang, beside=beside)
        told += disagreements(made, beside)
        told += [] if any(g.parts for g in document.given) else doubts
    else:
        made = _read(document, options, lang, zone, told)
    made, doubts = overridden(made, document, options, lang)
    told += doubts
    if not made:
        told.append(p.NO_DATE.at(0))
    return Parsed(made, tuple(dict.fromkeys(replace(problem, source=document.name) for problem in told)))


def _language(document: Document, options: Options) -> Language:
    asked = options.language or str(document.front_matter.get("language") or "")
    return language(asked if asked in codes() else choose(line.text for line in document.lines))


def _read(document: Document, options: Options, lang: Language, zone: str, told: list[Problem]) -> tuple[Meeting, ...]:
    made = drawn(rows(document, lang), lang)
    found, tabled = starts(made, lang)
    if max(len(found), len(tabled)) > MOST:
        found, tabled = found[:MOST], tabled[:MOST]
        told.append(p.TOO_MANY_ITEMS.at(found[-1].row.number if found else 0, most=MOST))
    found = header_times(found, made, lang)
    made = without_day_times(made, found)
    marks: list[Anchor] = [
        *found,
        *(Anchor(i.row, i.row.found.times[0] if i.row.found.times else _NO_TIME, "", "lead") for i in tabled),
    ]
    dates = days_in_cells(uses(made, marks, lang), made, lang)
    stops = {u.row.index for u in dates if u.heading} | {r.index for r in made if is_weekday_heading(r)}
    items = programme(made, found, tabled, stops, lang)
    years = calendar(dates, made, document=document, around=options.around, today=options.today)
    known = Known(made, dates, items, lang, years, options.date, zone, document.title, told)
    result = meetings(known)
    if result and not any(m.slots for m in result):
        result = by_durations(result, made, lang)
    told += untold(known, result)
    return result
