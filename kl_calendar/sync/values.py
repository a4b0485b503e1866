"""The values of a sync: what we want, what is there, and what to do about it, each action with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kl_calendar.i18n import Text
    from kl_calendar.model.receipt import Receipt


@dataclass(frozen=True, slots=True)
class Wanted:
    """One event as it should stand: a whole VCALENDAR with one VEVENT, our mark in it, no METHOD."""

    uid: str
    digest: str
    body: bytes
    ends: datetime | None = None
    feed: str = ""
    label: str = ""
    """Title and day, for reports."""
    removed: bool = False
    """The slot is cancelled and the calendar's policy is to remove it: the one explicit wish to delete."""


@dataclass(frozen=True, slots=True)
class Found:
    """An object in the calendar; `body` is None where it was not fetched."""

    href: str
    etag: str
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Every object of the calendar with its ETag, by unquoted href."""

    ctag: str
    etags: Mapping[str, str]
    home: str = "/"
    """The calendar's own path, ending in a slash: new objects are named below it."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field both the owner and we changed: ours was written, theirs is told."""

    field: str
    theirs: str
    ours: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something the people who run the sync should know about one event."""

    uid: str
    kind: str
    label: str
    message: Text
    problem: bool = True
    """Whether it makes the command exit 3."""


@dataclass(frozen=True, slots=True)
class Create:
    """Write a new object; nothing may stand at the href."""

    wanted: Wanted
    href: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Update:
    """Write over the object whose ETag is `etag`. `body` has the owner's additions in it."""

    wanted: Wanted
    href: str
    etag: str
    body: bytes
    reason: Text
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete the object whose ETag is `etag`."""

    receipt: Receipt
    href: str
    etag: str
    reason: Text
    label: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Write nothing there; remember how it stands."""

    receipt: Receipt
    reason: Text


@dataclass(frozen=True, slots=True)
class Forget:
    """Write nothing there; it is no concern of ours any more."""

    uid: str
    reason: Text


Action = Create | Update | Delete | Record | Forget
Write = Create | Update | Delete


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do, in order, and what to tell."""

    actions: tuple[Action, ...] = ()
    notes: tuple[Note, ...] = ()
    refused: tuple[Delete, ...] = ()
    """The deletions that are too many to go on without being allowed; nothing at all is then done."""
    others: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Objects that are not ours, as seen now: href → (etag, uid)."""

    @property
    def writes(self) -> tuple[Write, ...]:
        """The actions that change the calendar."""
        return tuple(a for a in self.actions if isinstance(a, Create | Update | Delete))


@dataclass(frozen=True, slots=True)
class Failure:
    """One event that could not be brought in step; it costs itself only."""

    uid: str
    label: str
    message: Text


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller allows."""

    restore: bool = False
    """Bring back what the owner deleted."""
    allow_deletions: int = 0
    """Go on with up to so many deletions although they are suspiciously many."""
    dry_run: bool = False
    unreadable: frozenset[str] = frozenset()
    """Feeds whose sources could not be read this time: nothing of theirs is deleted."""
    suffix: str = ""
    """What this calendar's uids end in before the `@`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sync of one calendar did."""

    plan: Plan = field(default_factory=Plan)
    done: tuple[Action, ...] = ()
    failures: tuple[Failure, ...] = ()
    notes: tuple[Note, ...] = ()
    unchanged: int = 0
    dry_run: bool = False

    @property
    def exit_code(self) -> int:
        """0 in step, 3 some events failed or conflict, 4 refused."""
        if self.plan.refused:
            return 4
        return 3 if self.failures or any(n.problem for n in self.notes) else 0
