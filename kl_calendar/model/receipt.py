"""An event as we last left it in somebody's calendar: what `sync` decides by and `store` keeps.

It lives in the model because those two rooms may not know each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Standing(StrEnum):
    """How our event stands in the calendar, as far as we know."""

    KEPT = "kept"
    DELETED = "deleted"
    """The calendar's owner deleted it; it stays deleted until the slot changes."""
    LEFT = "left"
    """Its slot is gone, but the owner has written in it: left to them, unless the slot comes back."""
    DELETING = "deleting"
    """We are about to delete it: written before the request, so that a killed run is not taken for the owner."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One event of ours in one calendar."""

    uid: str
    href: str
    etag: str
    """Empty when it has to be looked at again before it is written."""
    digest: str
    body: bytes
    """What we wanted it to be, without the owner's additions: the base of the three-way merge."""
    kept: bytes = b""
    """As it stands there, where the owner has added something; empty where it is `body`."""
    ends: datetime | None = None
    """When it is over (UTC); None where that is not known."""
    feed: str = ""
    standing: Standing = Standing.KEPT


@dataclass(frozen=True, slots=True)
class CalendarState:
    """All we remember of one calendar."""

    url: str = ""
    """The calendar's own address as discovered."""
    ctag: str = ""
    """The calendar's change tag when we last left it in step; empty when it has to be listed."""
    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    """By uid."""
    others: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Objects that are not ours: href → (etag, uid), so that each is looked at once."""
