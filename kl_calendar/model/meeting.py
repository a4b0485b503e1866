"""A meeting as understood: times are wall-clock times in `timezone`, naive on purpose; unknown is None.

Spans are half-open: a slot ending 10.30 does not meet one starting 10.30.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Status(StrEnum):
    """Whether the meeting takes place (RFC 5545, 3.8.1.11)."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """What a slot is for its participants."""

    TALK = "talk"
    BREAK = "break"
    MEAL = "meal"
    REGISTRATION = "registration"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody (or a body) who speaks."""

    name: str
    role: str | None = None
    organization: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the parallel items a participant picks between."""

    title: str
    speakers: tuple[Person, ...] = ()
    location: str | None = None
    track: str | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One agenda point with a time. `lines` are the document's line numbers it was read from."""

    start: datetime
    title: str
    end: datetime | None = None
    speakers: tuple[Person, ...] = ()
    location: str | None = None
    choices: tuple[Choice, ...] = ()
    notes: tuple[str, ...] = ()
    kind: Kind = Kind.TALK
    track: str | None = None
    lines: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"slot ends before it starts: {self.start} - {self.end}")


_NO_LINES: Mapping[str, tuple[int, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Meeting:
    """A møde with a date, a place and a programme.

    `start` is a date where no clock time is known. `lines` says for each field's name which lines it came from.
    """

    title: str
    start: datetime | date
    end: datetime | date | None = None
    timezone: str = "Europe/Copenhagen"
    location: str | None = None
    registration_url: str | None = None
    registration_email: str | None = None
    registration_deadline: datetime | date | None = None
    join_url: str | None = None
    """Where an online participant joins (RFC 7986, 5.11)."""
    status: Status = Status.CONFIRMED
    language: str = "da"
    organizer: str | None = None
    host: str | None = None
    audience: tuple[str, ...] = ()
    document_date: date | None = None
    slots: tuple[Slot, ...] = ()
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: _NO_LINES)

    @property
    def day(self) -> date:
        """The day the meeting starts."""
        return self.start.date() if isinstance(self.start, datetime) else self.start
