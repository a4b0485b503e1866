"""Two versions of a letter in (documents, or calendars we made of them), what changed between them out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kl_calendar.app.keys import Keys, stem
from kl_calendar.app.matching import partners
from kl_calendar.app.understanding import Source, understand
from kl_calendar.emit import reading
from kl_calendar.model.revision import ChangeKind
from kl_calendar.revise.revising import revise
from kl_calendar.revise.sentences import change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from kl_calendar.model.meeting import Meeting
    from kl_calendar.model.problem import Problem
    from kl_calendar.model.revision import Change, Revision
    from kl_calendar.parse.read_programme import Options

ANY = datetime(2000, 1, 1, tzinfo=UTC)
"""Stamps do not show in a comparison, so any will do, and it is the same for everybody."""

OURS = b"X-KL-MEETING"


@dataclass(frozen=True, slots=True)
class MeetingChanges:
    """What changed in one meeting; `day` is the one it is on now."""

    title: str
    day: date
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """The meetings in which anything changed, and what is doubtful about either version."""

    meetings: tuple[MeetingChanges, ...]
    problems: tuple[Problem, ...]


def compare(old: Source, new: Source, options: Options) -> Compared:
    """Compare two versions; raises the error of one that cannot be read."""
    before, doubts_before = published(old, options)
    after, doubts_after = meetings(new, options)
    found = partners(after, before)
    doubts: list[Problem] = []
    changed = []
    for meeting, partner in zip(after, found, strict=True):
        if partner is None:
            changed.append(whole(meeting, ChangeKind.ADDED))
            continue
        revision, ties = revise(meeting, partner, feed=partner.feed, key=partner.key, domain=_domain(partner), now=ANY)
        doubts += [replace(tie, source=new.name) for tie in ties]
        if revision.sequence != partner.sequence:
            changed.append(MeetingChanges(meeting.title, meeting.day, revision.changes))
    gone = [revision.meeting for revision in before if revision not in found]
    changed += [whole(meeting, ChangeKind.CANCELLED) for meeting in gone]
    return Compared(tuple(one for one in changed if one.changes), (*doubts_before, *doubts_after, *doubts))


def whole(meeting: Meeting, kind: ChangeKind) -> MeetingChanges:
    """A meeting that is in one version only."""
    return MeetingChanges(meeting.title, meeting.day, (change(kind, meeting.title, ()),))


def published(source: Source, options: Options) -> tuple[tuple[Revision, ...], Sequence[Problem]]:
    """The older version as if it had been published: as it was, where it is a calendar of ours."""
    raw = source.load()
    if OURS in raw:
        return reading.revisions(raw, source.name), ()
    found, problems = meetings(Source(source.name, lambda: raw), options)
    keys = Keys([stem(source.name)])
    named = ((keys.next(stem(source.name), ordinal), one) for ordinal, one in enumerate(found, start=1))
    made = (revise(one, None, feed="", key=key, domain="x.invalid", now=ANY) for key, one in named)
    return tuple(revision for revision, _ in made), problems


def meetings(source: Source, options: Options) -> tuple[tuple[Meeting, ...], Sequence[Problem]]:
    """The meetings of a version."""
    raw = source.load()
    if OURS in raw:
        return tuple(living(reading.revisions(raw, source.name))), ()
    understood = understand(Source(source.name, lambda: raw), options)
    if understood.error:
        raise understood.error
    return understood.meetings, understood.problems


def living(revisions: Sequence[Revision]) -> Iterator[Meeting]:
    """The meetings of a calendar of ours with the slots that take place."""
    for revision in revisions:
        yield replace(revision.meeting, slots=tuple(one.slot for one in revision.entries if not one.cancelled))


def _domain(revision: Revision) -> str:
    return revision.uid.rpartition("@")[2]
