"""Three-way merge by property: base (what we last wanted), theirs (as it stands), ours (what we want) → one body.

Our fields win; what the owner added stays: alarms, categories, properties of their own, lines above and below our
text. Values are compared by what they mean, because four of seven servers rewrite the text they store.
"""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass, replace

from kl_calendar.sync.fields import MARK, SHOWN, VISIBLE, categories, field, meaning
from kl_calendar.sync.lines import Component, ContentLine, calendar, content_line, escaped, folded, written
from kl_calendar.sync.values import Conflict

BOOKKEEPING = frozenset({"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DURATION", MARK, SHOWN})
"""Ours or the server's business; never the owner's addition. A server may write DURATION for our DTEND (SOGo 5.8)."""
SEVERAL = frozenset(
    {"ATTACH", "ATTENDEE", "COMMENT", "CONTACT", "EXDATE", "RDATE", "RELATED-TO", "RESOURCES", "CONFERENCE", "IMAGE"}
)
"""Properties an event may have more than once: the owner's stand beside ours."""
WORK = frozenset({"ATTACH", "ATTENDEE", "COMMENT", "RRULE", "RDATE", "EXDATE"})
"""Additions the owner would miss: an event with one of them is not deleted."""
USUAL = frozenset(
    {"SUMMARY", "DESCRIPTION", "LOCATION", "URL", "STATUS", "TRANSP", "COLOR", "CONTACT", "ORGANIZER", "X-ALT-DESC"}
)
"""What we write ourselves: without a base, such a property that we no longer want is taken for ours of old."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The body to write, and what came of comparing."""

    body: bytes
    conflicts: tuple[Conflict, ...] = ()
    in_step: bool = False
    """Theirs already says all we want: nothing need be written."""
    additions: bool = False
    work: bool = False
    """The owner has put work of their own in (text, files, guests): the event is not deleted behind their back."""


@dataclass(slots=True)
class _Findings:
    conflicts: list[Conflict]
    additions: list[ContentLine]
    work: bool = False


def merge(base: bytes | None, theirs: bytes, ours: bytes) -> Merged:
    """Merge; theirs that cannot be read as a calendar with an event is written over with ours."""
    our_calendar, their_calendar = calendar(ours), calendar(theirs)
    their_event = _main(their_calendar)
    our_event = _main(our_calendar)
    if our_calendar is None or our_event is None:
        raise ValueError("ours is not one event")
    if their_calendar is None or their_event is None:
        return Merged(ours)
    base_event = _main(calendar(base)) if base is not None else None
    found = _Findings([], [])
    event = _merged_event(base_event, their_event, our_event, found)
    extra = _extra_parts(their_calendar, our_calendar, event)
    whole = replace(our_calendar, parts=_ordered(our_calendar, our_event, event, extra))
    additions = event != our_event or bool(extra)
    in_step = all(field(their_event, name) == field(event, name) for name in VISIBLE) and (
        their_event.value(MARK) == our_event.value(MARK)
    )
    body = written(whole) if additions else ours
    return Merged(body, tuple(found.conflicts), in_step, additions, found.work or bool(extra))


def _main(whole: Component | None) -> Component | None:
    events = whole.inside("VEVENT") if whole else ()
    return next((event for event in events if event.first("RECURRENCE-ID") is None), None)


def _ordered(whole: Component, old: Component, event: Component, extra: tuple[Component, ...]) -> tuple[Component, ...]:
    zones = tuple(part for part in extra if part.name == "VTIMEZONE")
    rest = tuple(part for part in extra if part.name != "VTIMEZONE")
    return zones + tuple(event if part is old else part for part in whole.parts) + rest


def _extra_parts(theirs: Component, ours: Component, event: Component) -> tuple[Component, ...]:
    """Return the owner's changed occurrences, and the time zones that they and the owner's own lines need."""
    occurrences = tuple(part for part in theirs.inside("VEVENT") if part.first("RECURRENCE-ID") is not None)
    if event.first("RRULE") is None and event.first("RDATE") is None:
        occurrences = ()
    known = {part.value("TZID") for part in ours.inside("VTIMEZONE")}
    needed = {line.tzid for part in (event, *occurrences) for line in part.lines if line.tzid} - known
    zones = tuple(part for part in theirs.inside("VTIMEZONE") if part.value("TZID") in needed)
    return zones + occurrences


def _merged_event(base: Component | None, theirs: Component, ours: Component, found: _Findings) -> Component:
    replaced: dict[str, ContentLine] = {}
    names = dict.fromkeys(line.name for line in theirs.lines)
    for name in names:
        if name in BOOKKEEPING:
            continue
        if name == "CATEGORIES":
            _merge_categories(base, theirs, ours, found)
        elif name in SEVERAL:
            _merge_several(name, base, theirs, ours, found)
        elif name == "DESCRIPTION" and base is not None and ours.first(name):
            _merge_description(base, theirs, ours, found, replaced)
        else:
            _merge_single(name, base, theirs, ours, found)
    _removed_fields(base, theirs, ours, found)
    _keep_sequence(theirs, ours, found, replaced)
    found.work = found.work or any(line.name in WORK for line in found.additions)
    lines = tuple(replaced.get(line.name, line) for line in ours.lines)
    return Component(ours.name, lines + tuple(found.additions), _alarms(base, theirs, ours))


def _merge_single(name: str, base: Component | None, theirs: Component, ours: Component, found: _Findings) -> None:
    """One value: ours where we have one; else the owner's, unless it is ours of old that we took back."""
    if name not in VISIBLE and ours.first(name):
        return
    their_line, our_line = theirs.first(name), ours.first(name)
    was = field(base, name) if base else None
    now = field(theirs, name)
    if our_line is None and their_line is not None and _theirs_alone(name, base):
        found.additions.append(their_line)
    elif was is not None and now not in (was, field(ours, name)) and name in VISIBLE:
        found.conflicts.append(Conflict(name, now, field(ours, name)))
        found.work = True


def _theirs_alone(name: str, base: Component | None) -> bool:
    return name not in USUAL if base is None else base.first(name) is None


def _removed_fields(base: Component | None, theirs: Component, ours: Component, found: _Findings) -> None:
    """Tell of a field of ours the owner emptied; we write it again."""
    for name in ("DESCRIPTION", "LOCATION", "SUMMARY"):
        if base and base.first(name) and theirs.first(name) is None and field(base, name) and field(ours, name):
            found.conflicts.append(Conflict(name, "", field(ours, name)))


def _merge_several(name: str, base: Component | None, theirs: Component, ours: Component, found: _Findings) -> None:
    known = Counter(meaning(line) for line in ours.lines if line.name == name)
    known |= Counter(meaning(line) for line in base.lines if line.name == name) if base else Counter()
    for line in theirs.lines:
        if line.name != name:
            continue
        if known[meaning(line)] > 0:
            known[meaning(line)] -= 1
        else:
            found.additions.append(line)


def _merge_categories(base: Component | None, theirs: Component, ours: Component, found: _Findings) -> None:
    known = set(categories(ours)) | (set(categories(base)) if base else set())
    added = [name for name in categories(theirs) if name not in known]
    if added:
        found.additions.append(content_line(folded("CATEGORIES:" + ",".join(map(escaped, added)))))


def _merge_description(
    base: Component, theirs: Component, ours: Component, found: _Findings, replaced: dict[str, ContentLine]
) -> None:
    was, now, want = (field(event, "DESCRIPTION") for event in (base, theirs, ours))
    if now in (was, want):
        return
    above, below, edited = owner_lines(was.split("\n"), now.split("\n"))
    if edited:
        found.conflicts.append(Conflict("DESCRIPTION", edited, want))
    kept = [*above, *want.split("\n"), *below]
    if above or below:
        found.work = True
        line = ours.first("DESCRIPTION")
        parameters = line.parameters if line else ""
        merged = content_line(folded(f"DESCRIPTION{parameters}:" + escaped("\n".join(kept))))
        replaced["DESCRIPTION"] = merged


def owner_lines(was: list[str], now: list[str]) -> tuple[list[str], list[str], str]:
    """Return the lines the owner put above our text, those below or between, and how they rewrote our own lines."""
    above: list[str] = []
    below: list[str] = []
    edited: list[str] = []
    for kind, old_from, old_to, new_from, new_to in difflib.SequenceMatcher(None, was, now, False).get_opcodes():
        if kind == "insert":
            (above if old_from == 0 else below).extend(now[new_from:new_to])
        elif kind == "replace":
            edited.extend(now[new_from:new_to])
        elif kind == "delete":
            edited.append("- " + " / ".join(was[old_from:old_to]))
    return above, below, "\n".join(edited)


def _keep_sequence(theirs: Component, ours: Component, found: _Findings, replaced: dict[str, ContentLine]) -> None:
    """Keep a higher SEQUENCE than ours where the owner's program counted on: a lower one reads as outdated."""
    their, our = theirs.value("SEQUENCE"), ours.value("SEQUENCE") or "0"
    if their.isdigit() and our.isdigit() and int(their) > int(our):
        line = content_line(b"SEQUENCE:" + their.encode())
        if ours.first("SEQUENCE"):
            replaced["SEQUENCE"] = line
        else:
            found.additions.append(line)


def _alarms(base: Component | None, theirs: Component, ours: Component) -> tuple[Component, ...]:
    """Return our alarms, less those the owner removed, and the owner's own."""
    base_keys = {_alarm_key(part) for part in base.parts} if base else set()
    their_keys = {_alarm_key(part) for part in theirs.parts}
    own = tuple(part for part in ours.parts if _alarm_key(part) in their_keys or _alarm_key(part) not in base_keys)
    known = base_keys | {_alarm_key(part) for part in ours.parts}
    return own + tuple(part for part in theirs.parts if _alarm_key(part) not in known)


def _alarm_key(part: Component) -> tuple[str, str, str]:
    return part.name, part.value("TRIGGER").removeprefix("+"), part.value("ACTION").upper()
