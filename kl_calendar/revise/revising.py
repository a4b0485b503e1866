"""A meeting and what was published of it before in, a `Revision` and problems out: the same slots are the same events.

The rules, each explained in `docs/identity.md`:

* a slot that is found again keeps its uid; if anything that its event shows is different, its sequence grows by one
  and its stamp gets later; if nothing is, its entry is taken over as it was, so that every byte stays;
* a slot that is not found again stays as a cancelled entry until the meeting has passed;
* a slot that nothing old answers to gets a uid of its own.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kl_calendar.model.meeting import Status
from kl_calendar.model.revision import Change, ChangeKind, Entry, FieldChange, Revision
from kl_calendar.revise.differences import frame_changes, meeting_changes, same_frame, slot_changes
from kl_calendar.revise.identity import meeting_uid, normalised, slot_uid
from kl_calendar.revise.sentences import change

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kl_calendar.model.meeting import Meeting, Slot
    from kl_calendar.model.problem import Problem


class _Place(NamedTuple):
    """Where identities are given: everything a new uid is made of besides the slot, and the instant of this run."""

    feed: str
    key: str
    domain: str
    stamp: datetime


def revise(
    meeting: Meeting, previous: Revision | None, *, feed: str, key: str, domain: str, now: datetime
) -> tuple[Revision, tuple[Problem, ...]]:
    """Return the meeting with the identity of its slots, and the ties that had to be decided.

    `previous` is what was published before; None is a first publication: sequence 0, stamp `now`.
    """
    place = _Place(feed, key, domain, now.astimezone(UTC).replace(microsecond=0))
    if previous is None:
        return _first(meeting, place), ()
    # rapidfuzz is only needed to find slots again; a first publication does without.
    from kl_calendar.revise.aligning import align  # noqa: PLC0415 -- slow import

    if previous.called_off:
        meeting = replace(meeting, status=Status.CANCELLED)
    found = align(meeting, previous)
    common = meeting_changes(previous.meeting, meeting)
    off = meeting.status is Status.CANCELLED
    entries: list[Entry] = []
    for slot, old in zip(meeting.slots, found.partners, strict=True):
        if old is None:
            entries.append(_new(slot, place, cancelled=off))
        else:
            entries.append(_again(old, slot, common, place, cancelled=off or old.called_off))
    entries = _with_new_uids(entries, previous, place)
    entries += _gone(previous, found.unmatched, meeting, place)
    return _joined(meeting, previous, _in_order(entries), place), found.problems


def call_off(revision: Revision, uids: frozenset[str], *, off: bool, now: datetime) -> Revision:
    """Return the revision with these entries, or by its own uid the meeting, called off by hand or called on again."""
    whole = revision.uid in uids and revision.called_off != off
    meeting = revision.meeting
    if whole:
        meeting = replace(meeting, status=Status.CANCELLED if off else Status.CONFIRMED)
    entries = []
    for entry in revision.entries:
        mark = off if entry.uid in uids else entry.called_off
        struck = mark or meeting.status is Status.CANCELLED
        if not struck and entry.cancelled and not (entry.slot in meeting.slots and (whole or entry.uid in uids)):
            struck = True  # the letter itself no longer has it
        entries.append(_turned(replace(entry, called_off=mark), struck=struck or (entry.cancelled and off), now=now))
    told = tuple(
        new.change
        for old, new in zip(revision.entries, entries, strict=True)
        if new.change and new.sequence != old.sequence
    )
    settled = replace(
        revision, meeting=meeting, entries=tuple(entries), called_off=off if whole else revision.called_off
    )
    if settled == revision:
        return revision
    return replace(settled, sequence=revision.sequence + 1, stamp=later(revision.stamp, now), changes=told)


def _turned(entry: Entry, *, struck: bool, now: datetime) -> Entry:
    if entry.cancelled == struck:
        return entry
    told = change(_kind(entry.cancelled, struck), entry.slot.title, ())
    return replace(entry, sequence=entry.sequence + 1, stamp=later(entry.stamp, now), cancelled=struck, change=told)


def passed(meeting: Meeting, now: datetime) -> bool:
    """Whether the meeting is over at `now`."""
    return _ended(meeting) <= _local(now, meeting.timezone)


def expired(entry: Entry, meeting: Meeting, now: datetime) -> bool:
    """Whether a cancelled entry has done its work: it was cancelled before the meeting's end, and that is over.

    One that was cancelled only afterwards (an old letter corrected) has nobody to warn; it stays as it is, so that
    output never depends on the day of a later build.
    """
    end = _end(entry, meeting)
    return entry.cancelled and _local(entry.stamp, meeting.timezone) < end <= _local(now, meeting.timezone)


def expires(revision: Revision) -> datetime | None:
    """When cancelled entries will have done their work (UTC); None where none will, or the whole meeting is off."""
    meeting = revision.meeting
    if revision.called_off or meeting.status is Status.CANCELLED:
        return None
    struck = [entry for entry in revision.entries if entry.cancelled]
    ends = [_end(e, meeting) for e in struck if _local(e.stamp, meeting.timezone) < _end(e, meeting)]
    # Wall time taken for UTC, and 12 hours on for zones in the west: `expired` looks again, exactly, after that.
    return min(ends).replace(tzinfo=UTC) + timedelta(hours=12) if ends else None


def without_expired(previous: Revision, now: datetime) -> Revision:
    """Return the revision without entries that have done their work; the very same value where there are none."""
    kept = tuple(e for e in previous.entries if not expired(e, previous.meeting, now))
    if len(kept) == len(previous.entries) or previous.meeting.status is Status.CANCELLED:
        return previous
    stamp = later(previous.stamp, now)
    return replace(previous, entries=kept, sequence=previous.sequence + 1, stamp=stamp, changes=())


def later(stamp: datetime, now: datetime) -> datetime:
    """Return `now` in whole seconds, or the second after `stamp` where a clock was set back: always later."""
    return max(now.astimezone(UTC).replace(microsecond=0), stamp + timedelta(seconds=1))


def _first(meeting: Meeting, place: _Place) -> Revision:
    off = meeting.status is Status.CANCELLED
    fresh = [replace(_new(slot, place, cancelled=off), change=None) for slot in meeting.slots]
    entries = _in_order(_with_new_uids(fresh, None, place))
    uid = meeting_uid(place.feed, place.key, place.domain)
    return Revision(place.key, place.feed, meeting, uid, 0, place.stamp, entries)


def _again(old: Entry, slot: Slot, common: tuple[FieldChange, ...], place: _Place, *, cancelled: bool) -> Entry:
    fields = slot_changes(old.slot, slot)
    if not fields and not common and old.cancelled == cancelled:
        # Only the lines it was read from may differ; they are no part of what is published.
        return replace(old, slot=slot)
    kind = _kind(old.cancelled, cancelled)
    return Entry(
        uid=old.uid,
        sequence=old.sequence + 1,
        stamp=later(old.stamp, place.stamp),
        slot=slot,
        cancelled=cancelled,
        change=change(kind, slot.title, (*fields, *common)),
        called_off=old.called_off,
    )


def _kind(before: bool, after: bool) -> ChangeKind:
    if before == after:
        return ChangeKind.CHANGED
    return ChangeKind.CANCELLED if after else ChangeKind.RESTORED


def _new(slot: Slot, place: _Place, *, cancelled: bool) -> Entry:
    added = change(ChangeKind.ADDED, slot.title, slot_changes(None, slot))
    return Entry("", 0, place.stamp, slot, cancelled=cancelled, change=added)


def _with_new_uids(entries: list[Entry], previous: Revision | None, place: _Place) -> list[Entry]:
    """Give uids to entries that have none: ordinals among equal titles, past those that were given before."""
    taken = {entry.uid for entry in previous.entries} if previous else set()
    result: list[Entry] = []
    for entry in entries:
        ordinal = 0
        uid = entry.uid
        while not uid or (not entry.uid and uid in taken):
            uid = slot_uid(place.feed, place.key, normalised(entry.slot.title), ordinal, place.domain)
            ordinal += 1
        taken.add(uid)
        result.append(entry if entry.uid else replace(entry, uid=uid))
    return result


def _gone(previous: Revision, unmatched: Iterable[Entry], meeting: Meeting, place: _Place) -> list[Entry]:
    kept: list[Entry] = []
    for entry in unmatched:
        if not entry.cancelled:
            kept.append(
                replace(
                    entry,
                    sequence=entry.sequence + 1,
                    stamp=later(entry.stamp, place.stamp),
                    cancelled=True,
                    change=change(ChangeKind.CANCELLED, entry.slot.title, ()),
                )
            )
        elif not expired(entry, previous.meeting, place.stamp) or meeting.status is Status.CANCELLED:
            kept.append(entry)
    return kept


def _in_order(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    # Stable, so that what starts together stays in the letter's order and cancelled ones come last.
    return tuple(sorted(entries, key=lambda entry: entry.slot.start))


def _joined(meeting: Meeting, previous: Revision, entries: tuple[Entry, ...], place: _Place) -> Revision:
    changes = _changes(meeting, previous, entries)
    same = (
        not changes
        and same_frame(previous.meeting, meeting)
        and [entry.uid for entry in entries] == [entry.uid for entry in previous.entries]
    )
    return Revision(
        key=place.key,
        feed=place.feed,
        meeting=meeting,
        uid=previous.uid,
        sequence=previous.sequence if same else previous.sequence + 1,
        stamp=previous.stamp if same else later(previous.stamp, place.stamp),
        entries=entries,
        changes=previous.changes if same else changes,
        called_off=previous.called_off,
    )


def _changes(meeting: Meeting, previous: Revision, entries: tuple[Entry, ...]) -> tuple[Change, ...]:
    """Return what a report tells: what concerns the whole meeting once, then slot by slot."""
    before = {entry.uid: entry.sequence for entry in previous.entries}
    changed = [e.change for e in entries if e.change is not None and before.get(e.uid, -1) != e.sequence]
    common = meeting_changes(previous.meeting, meeting)
    whole = (*frame_changes(previous.meeting, meeting), *common)
    if not whole:
        return tuple(changed)
    return (change(ChangeKind.CHANGED, meeting.title, whole), *_without(changed, common))


def _without(changes: Iterable[Change], common: tuple[FieldChange, ...]) -> list[Change]:
    """Return the slots' changes less what all of them share: a new venue is one line of a report, not seven."""
    own = []
    for each in changes:
        fields = tuple(field for field in each.fields if field not in common)
        if fields or each.kind is not ChangeKind.CHANGED:
            own.append(change(each.kind, each.title, fields))
    return own


def _ended(meeting: Meeting) -> datetime:
    moments = [slot.end or slot.start for slot in meeting.slots]
    moments.append(_moment(meeting.end or meeting.start))
    return max(moments)


def _end(entry: Entry, meeting: Meeting) -> datetime:
    return max(_ended(meeting), entry.slot.end or entry.slot.start)


def _moment(when: datetime | date) -> datetime:
    # A bare date ends with that day.
    return when if isinstance(when, datetime) else datetime.combine(when, time()) + timedelta(days=1)


def _local(instant: datetime, timezone: str) -> datetime:
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return instant.astimezone(UTC).replace(tzinfo=None)
    return instant.astimezone(zone).replace(tzinfo=None)
