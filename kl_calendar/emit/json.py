"""Revisions and problems in, the JSON answer of `convert --to json` out, as `schemas/convert.schema.json` describes it.

Times are local to the meeting's `timezone`; what is unknown is null. Slots that the letter no longer has (cancelled
against an earlier publication) are not part of the answer: it says what the letter says.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kl_calendar.model.meeting import Choice, Person
    from kl_calendar.model.problem import Problem
    from kl_calendar.model.revision import Entry, Revision


def document(revisions: Iterable[Revision], problems: Iterable[Problem]) -> str:
    """Return the answer as JSON text with a final line feed."""
    answer = {
        "meetings": [meeting_object(revision) for revision in revisions],
        "problems": [problem_object(problem) for problem in problems],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def meeting_object(revision: Revision) -> dict[str, object]:
    """One meeting."""
    meeting = revision.meeting
    return {
        "title": meeting.title,
        "start": when(meeting.start),
        "end": when(meeting.end),
        "timezone": meeting.timezone,
        "location": meeting.location,
        "registration_url": meeting.registration_url,
        "registration_deadline": when(meeting.registration_deadline),
        "status": meeting.status.value,
        "language": meeting.language,
        "organizer": meeting.organizer,
        "audience": list(meeting.audience),
        "document_date": when(meeting.document_date),
        "slots": [slot_object(entry) for entry in revision.entries if not gone(entry, revision)],
    }


def gone(entry: Entry, revision: Revision) -> bool:
    """Whether the entry is kept only to tell subscribers that its slot is no longer in the letter."""
    return entry.cancelled and entry.slot not in revision.meeting.slots


def slot_object(entry: Entry) -> dict[str, object]:
    """One agenda point with the uid its event has."""
    slot = entry.slot
    return {
        "uid": entry.uid,
        "start": when(slot.start),
        "end": when(slot.end),
        "title": slot.title,
        "speakers": [person_object(person) for person in slot.speakers],
        "location": slot.location,
        "parallel": [choice_object(choice) for choice in slot.choices],
        "notes": list(slot.notes),
        "kind": slot.kind.value,
        "lines": list(slot.lines),
    }


def choice_object(choice: Choice) -> dict[str, object]:
    """One of the themes a participant picks between."""
    return {
        "title": choice.title,
        "speakers": [person_object(person) for person in choice.speakers],
        "location": choice.location,
    }


def person_object(person: Person) -> dict[str, object]:
    """Somebody who speaks."""
    return {"name": person.name, "role": person.role, "organization": person.organization}


def problem_object(problem: Problem) -> dict[str, object]:
    """One problem; its sentences are English here, the code is what programs go by."""
    return {
        "code": problem.code,
        "severity": problem.severity.label,
        "line": problem.line,
        "text": problem.text,
        "message": problem.message,
        "hint": problem.hint,
    }


def when(moment: date | None) -> str | None:
    """A local time to the minute, a bare date where no time of day is known, or None."""
    if moment is None:
        return None
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()
