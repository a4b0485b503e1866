"""Pass 6: every time mention has a role, or is told. Nothing is dropped in silence."""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime
from typing import TYPE_CHECKING

from kl_calendar.i18n import say
from kl_calendar.model.document import Zone
from kl_calendar.parse import problems as p
from kl_calendar.parse.building import clock
from kl_calendar.parse.days import following
from kl_calendar.parse.facts import is_deadline
from kl_calendar.parse.mentioned import MOST
from kl_calendar.parse.rows import previous_filled
from kl_calendar.parse.sentences import says_hours, sentence
from kl_calendar.parse.uses import Use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kl_calendar.i18n import Sentence
    from kl_calendar.model.meeting import Meeting
    from kl_calendar.model.problem import Problem
    from kl_calendar.parse.known import Known
    from kl_calendar.parse.language import Language
    from kl_calendar.parse.mentioned import Time
    from kl_calendar.parse.rows import Row


def untold(known: Known, made: Sequence[Meeting]) -> list[Problem]:
    """Return a problem for every time that is neither a slot, nor a fact of the meeting, nor in a slot's text."""
    spoken_for = {u.row.index for u in known.uses if u.use is Use.DAY and u.time} | known.programme.rows
    dated = {u.row.index for u in known.uses}
    told = [p.LINE_CROWDED.at(r.number, r.text[:80], most=MOST) for r in known.rows if r.found.crowded]
    stated = {f"{m.start:%H:%M}" for m in made if isinstance(m.start, datetime)}
    ends = ((m.registration_deadline, m.lines.get("registration_deadline", ())) for m in made)
    limits = {(line, f"{end:%H:%M}") for end, lines in ends if isinstance(end, datetime) for line in lines}
    told += _other_days(known, made)
    for row in known.rows:
        if (
            row.blank
            or row.index in spoken_for
            or row.furniture
            or (row.zone is Zone.QUOTED and any(m.slots for m in made))
        ):
            continue
        for time in row.found.times:
            at = f"{time.start // 60 % 24:02}:{time.start % 60:02}"
            if at in stated or (row.number, at) in limits:
                continue
            reason = _reason(row, time, known, dated=row.index in dated)
            shown = clock(time.start)
            told.append(
                p.TIME_IGNORED.at(row.number, row.text, clock=shown, reason=reason)
                if reason
                else p.TIME_UNPLACED.at(row.number, row.text, clock=shown)
            )
    return told


def _other_days(known: Known, made: Sequence[Meeting]) -> list[Problem]:
    """Days that are no meeting's, each with what it is instead."""
    days = {m.day for m in made} | {s.start.date() for m in made for s in m.slots} | {_last(m) for m in made}
    told = []
    for used in known.uses:
        day = known.calendar.resolve(used.date)[0]
        if day is None or used.use in (Use.DEADLINE, Use.LETTER) or day in days or following(day) in days:
            continue
        other = used.use is Use.OTHER
        reason = say("another meeting or an earlier day") if other else say("it stands beside the programme")
        told.append(p.DATE_IGNORED.at(used.row.number, used.row.text, day=day.isoformat(), reason=reason))
    return told


def _last(meeting: Meeting) -> Day:
    end = meeting.end or meeting.start
    return end.date() if isinstance(end, datetime) else end


def _reason(row: Row, time: Time, known: Known, *, dated: bool) -> Sentence | None:
    lang: Language = known.lang
    said, at = sentence(row.text, time.span[0])
    before = said[:at]
    if says_hours(said, lang):
        return say("opening or telephone hours")
    for name, reason in (
        ("ignore.departure", say("a departure")),
        ("letter.next_meeting", say("another meeting")),
        ("ignore.other", say("an earlier or other time")),
    ):
        if lang[name].find(said):
            return reason
    if is_deadline(row, said, before, previous_filled(known.rows, row.index), lang):
        return say("a deadline")
    if dated:
        return say("it stands with a date of its own")
    return say("it stands in running text") if len(said) > 60 else None
