"""A revision in, the same revision as one participant wants it out: only the chosen themes, only one track.

A chosen slot keeps its uid, sequence and stamp: it is the same slot, told from one participant's side.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kl_calendar.emit.names import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kl_calendar.model.meeting import Choice, Slot
    from kl_calendar.model.revision import Entry, Revision


@dataclass(frozen=True, slots=True)
class Option:
    """A choice with its place: the slot's entry, its number there (1-based), and its part of the meeting's number."""

    entry: Entry
    number: int
    choice: Choice
    label: str
    """`2`, or `1.2` (slot 1, choice 2) in a meeting with several slots to choose in."""


def options(revision: Revision) -> tuple[Option, ...]:
    """Return every choice of a meeting, in the programme's order; cancelled slots offer none."""
    slots = [entry for entry in revision.entries if entry.slot.choices and not entry.cancelled]
    made = []
    for place, entry in enumerate(slots, start=1):
        for number, choice in enumerate(entry.slot.choices, start=1):
            label = f"{place}.{number}" if len(slots) > 1 else str(number)
            made.append(Option(entry, number, choice, label))
    return tuple(made)


def chosen(revision: Revision, entry: Entry, number: int) -> Revision:
    """Return the revision with that choice taken in that slot; other slots stay as they are."""
    made = replace(entry, slot=_taken(entry.slot, entry.slot.choices[number - 1]))
    return replace(revision, entries=tuple(made if e.uid == entry.uid else e for e in revision.entries))


def choose(revision: Revision, wanted: Sequence[str]) -> Revision:
    """Return the revision with the wanted choices taken: `2`, `1.2`, or words of the choice's title.

    A slot where none of them fits stays whole: better all themes than a slot that is lost.
    """
    for option in reversed(options(revision)):
        if _fits(option, wanted):
            revision = chosen(revision, option.entry, option.number)
    return revision


def on_track(revision: Revision, tracks: Sequence[str]) -> Revision:
    """Return the revision with the slots and choices of those tracks, and everything that has no track."""
    wanted = frozenset(slug(track) for track in tracks)
    kept = (_on_track(entry, wanted) for entry in revision.entries)
    return replace(revision, entries=tuple(entry for entry in kept if entry is not None))


def tracks(revisions: Iterable[Revision]) -> tuple[str, ...]:
    """Return the names of all tracks, in the order they are met."""
    found: dict[str, None] = {}
    for revision in revisions:
        for entry in revision.entries:
            for track in (entry.slot.track, *(choice.track for choice in entry.slot.choices)):
                if track:
                    found.setdefault(track)
    return tuple(found)


def _fits(option: Option, wanted: Sequence[str]) -> bool:
    title = f"-{slug(option.choice.title)}-"
    return any(
        text in (option.label, str(option.number)) or (not text.isdigit() and f"-{slug(text, otherwise='')}" in title)
        for text in wanted
        if slug(text, otherwise="")
    )


def _taken(slot: Slot, choice: Choice) -> Slot:
    return replace(
        slot,
        title=f"{slot.title}: {choice.title}",
        speakers=choice.speakers or slot.speakers,
        location=choice.location or slot.location,
        track=choice.track or slot.track,
        choices=(),
    )


def _on_track(entry: Entry, wanted: frozenset[str]) -> Entry | None:
    slot = entry.slot
    if slot.track and slug(slot.track) not in wanted:
        return None
    choices = tuple(choice for choice in slot.choices if not choice.track or slug(choice.track) in wanted)
    if slot.choices and not choices:
        return None
    if len(choices) == 1 and len(slot.choices) > 1:
        return replace(entry, slot=_taken(slot, choices[0]))
    return entry if choices == slot.choices else replace(entry, slot=replace(slot, choices=choices))
