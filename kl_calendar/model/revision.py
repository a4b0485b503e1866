"""A meeting with the identity of its slots: what `revise` makes and `emit` writes.

`stamp` is the instant of an entry's last change (UTC, aware): it is written as DTSTAMP and LAST-MODIFIED, so that
output is a pure function of content and ledger (RFC 5545, 3.8.7.2 and 3.8.7.3). `sequence` is SEQUENCE (3.8.7.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kl_calendar.model.meeting import Meeting, Slot


class ChangeKind(StrEnum):
    """What happened to a slot since the last publication."""

    ADDED = "added"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field's change as shown to people: values are already formatted for reading, "" is none."""

    field: str
    """`start`, `end`, `title`, `speakers`, `location`, `choices`, `notes`."""
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in one slot, as values and as a sentence a language."""

    kind: ChangeKind
    title: str
    fields: tuple[FieldChange, ...] = ()
    sentences: tuple[tuple[str, str], ...] = ()
    """(language code, sentence), `da` and `en` always."""

    def sentence(self, language: str) -> str:
        """The sentence in that language, else in English."""
        known = dict(self.sentences)
        return known.get(language) or known.get("en", "")


@dataclass(frozen=True, slots=True)
class Entry:
    """A slot with its identity."""

    uid: str
    sequence: int
    stamp: datetime
    slot: Slot
    cancelled: bool = False
    change: Change | None = None
    """The last change, named at the top of the event's description until the next; None from first publication on."""
    called_off: bool = False
    """Somebody cancelled it by hand (`kl-calendar cancel`): it stays cancelled whatever the letter says."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A meeting as published: its own identity (for the one-event form) and its entries in order."""

    key: str
    """The meeting's key inside its feed: the document's name without suffix, `-2`, `-3` … for further meetings."""
    feed: str
    meeting: Meeting
    uid: str
    sequence: int
    stamp: datetime
    entries: tuple[Entry, ...]
    changes: tuple[Change, ...] = ()
    """What changed when anything last did (at `stamp`), in order; empty from first publication until then."""
    called_off: bool = False
    """Somebody cancelled the whole meeting by hand; its slots, later ones too, stay cancelled."""
